"""``cpgraph queries`` and ``--queries``: the catalogue, and folders of a user's own."""

from __future__ import annotations

from shell import Shell

MINE = (
    "#+ summary: Which papers are there?\n#+ tags: [mine]\n#+ column key: string - its key\n"
    "PREFIX dcterms: <http://purl.org/dc/terms/>\n"
    "SELECT ?key WHERE { ?paper dcterms:identifier ?key } ORDER BY ?key\n"
)


def with_queries(shell: Shell, name: str = "mine/keys", text: str = MINE) -> Shell:
    path = shell.folder / "own" / f"{name}.rq"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return shell


def test_a_query_of_a_users_own_is_found_by_option_and_by_environment(loaded: Shell) -> None:
    with_queries(loaded)
    expected = '?key\n"arxiv:2401.00001"\n'
    assert loaded("--queries", "own", "query", "mine/keys").stdout == expected
    assert loaded("query", "mine/keys", CPGRAPH_QUERIES="own").stdout == expected
    assert "mine/keys" in loaded("queries", CPGRAPH_QUERIES="own").stdout
    assert "Which papers are there?" in loaded("--queries", "own", "queries", "mine/keys").stdout
    assert "mine/keys" not in loaded("queries").stdout


def test_several_folders_stand_as_in_path(loaded: Shell) -> None:
    with_queries(loaded)
    (loaded.folder / "other").mkdir()
    (loaded.folder / "other" / "second.rq").write_text(MINE, encoding="utf-8")
    listed = loaded("queries", CPGRAPH_QUERIES="own:other").stdout
    assert "mine/keys" in listed
    assert "second" in listed
    assert listed == loaded("--queries", "own", "--queries", "other", "queries").stdout


def test_folders_that_cannot_join_are_said_in_one_line(shell: Shell) -> None:
    assert shell.error("--queries", "nosuch", "queries") == (
        "cpgraph: nosuch: there is no such folder of queries; check the path"
    )
    with_queries(shell, "evidence/board")
    assert shell.error("--queries", "own", "queries") == (
        "cpgraph: own/evidence/board.rq: cpgraph has a query evidence/board; rename the file"
    )
