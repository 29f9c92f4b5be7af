"""``cpgraph queries`` and ``--queries``: the catalogue, and folders of a user's own."""

from __future__ import annotations

import json
import re

import pytest

from shell import MINE, Shell, with_queries


def test_a_query_of_a_users_own_is_found_by_option_and_by_environment(loaded: Shell) -> None:
    with_queries(loaded)
    expected = '?key\n"arxiv:2401.00001"\n'
    assert loaded("--queries", "own", "query", "mine/keys").stdout == expected
    assert loaded("query", "mine/keys", CPGRAPH_QUERIES="own").stdout == expected
    assert "mine/keys" in loaded("queries", CPGRAPH_QUERIES="own").stdout
    assert "Which papers are there?" in loaded("--queries", "own", "queries", "mine/keys").stdout
    assert "mine/keys" not in loaded("queries").stdout


def test_what_is_wrong_with_a_query_of_a_users_own_is_noted(loaded: Shell) -> None:
    with_queries(loaded)
    assert loaded("--queries", "own", "query", "mine/keys").stderr == ""
    with_queries(loaded, "mine/tags", MINE.replace("#+ tags: [mine]\n", ""))
    ran = loaded("--queries", "own", "query", "mine/tags")
    assert ran.stdout == '?key\n"arxiv:2401.00001"\n'
    assert ran.stderr == "mine/tags.rq: there are no tags; add '#+ tags: [a, b]' (note)\n"


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


def test_the_list_is_filtered_by_tag_and_by_word(shell: Shell) -> None:
    tagged = json.loads(shell("queries", "--tag", "evidence", "--format", "json").stdout)
    assert {"evidence/board", "evidence/themes"} <= {query["name"] for query in tagged}
    assert all("evidence" in query["tags"] for query in tagged)
    by_word = shell("queries", "DIRECTION", "--format", "tsv").stdout.splitlines()
    assert by_word[0] == "name\tform\ttags\tsummary"
    assert any(line.startswith("evidence/board\tSELECT\t") for line in by_word)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["evidence/bord"], "no query has the word 'evidence/bord'; did you mean evidence/board "
         "or evidence/by-year? 'cpgraph queries' lists all"),
        (["xyzzy"], "no query has the word 'xyzzy'; 'cpgraph queries' lists all"),
        (["--tag", "xyzzy"], "no query has the tag 'xyzzy'; 'cpgraph queries' lists all"),
        (["board", "--tag", "x"],
         "no query has the word 'board' and the tag 'x'; 'cpgraph queries' lists all"),
    ],
)  # fmt: skip
def test_that_nothing_is_found_is_said(shell: Shell, words: list[str], line: str) -> None:
    ran = shell("queries", *words)
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", line + "\n")


def test_one_query_as_json_holds_all_that_is_known_of_it(shell: Shell) -> None:
    [query] = json.loads(shell("queries", "evidence/board", "--format", "json").stdout)
    assert query["form"] == "SELECT"
    assert query["columns"][0]["name"] == "outcome"
    assert query["parameters"][0]["name"] == "theme"


def test_check_finds_nothing_in_what_comes_with_cpgraph(shell: Shell) -> None:
    ran = shell("queries", "check")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert re.fullmatch(r"\d+ queries checked, none with a problem\n", ran.stderr)


def test_check_says_where_and_what(loaded: Shell) -> None:
    with_queries(loaded)
    with_queries(loaded, "mine/tags", MINE.replace("#+ tags: [mine]\n", ""))
    with_queries(loaded, "mine/order", MINE.replace("ORDER BY ?key", "LIMIT 'x"))
    with_queries(loaded, "mine/colum", MINE.replace("column key", "colum key"))
    with_queries(loaded, "evidence/board")
    ran = loaded("queries", "check", "own")
    assert ran.returncode == 1
    assert ran.stdout.splitlines() == [
        "evidence/board.rq: cpgraph has a query of this name; rename the file",
        "mine/colum.rq:3: header line 'colum key: string - its key' is not understood; "
        "see queries/README.md",
        "mine/order.rq:5:60: this string does not end",
        "mine/tags.rq: there are no tags; add '#+ tags: [a, b]'",
    ]
    assert ran.stderr == "5 queries checked, 4 with a problem\n"
    (loaded.folder / "own" / "evidence" / "board.rq").unlink()
    assert loaded("queries", "check", CPGRAPH_QUERIES="own").stdout.count("\n") == 3


ONE = (
    "#+ summary: Which paper is it?\n#+ tags: [mine]\n#+ column key: string - its key\n"
    "#+ param paper: paper = any - the paper\n#+ param text: string = any - in the key\n"
    "#+ example: {}\nPREFIX dcterms: <http://purl.org/dc/terms/>\n"
    "SELECT ?key WHERE {{ VALUES ?paper {{ UNDEF }} ?paper dcterms:identifier ?key "
    "VALUES ?text {{ UNDEF }} FILTER(!BOUND(?text) || CONTAINS(?key, ?text)) }} ORDER BY ?key\n"
)


def test_check_runs_the_example_where_there_is_a_store(loaded: Shell) -> None:
    with_queries(loaded, "good", ONE.format("--paper arxiv:2401.00001"))
    with_queries(loaded, "nothing", ONE.format("--text zzz"))
    with_queries(loaded, "wrong", ONE.format("--paper arxiv:2401.00002"))
    with_queries(loaded, "word", ONE.format("stray"))
    stray = "the example has a stray word 'stray'; quote what is one value"
    ran = loaded("queries", "check", "own")
    assert ran.stdout.splitlines() == [
        f"word.rq: {stray}",
        "wrong.rq: the example: --paper: 'arxiv:2401.00002' is not accepted; no paper has it; "
        "give a key such as arxiv:2401.00001, or the paper's IRI ('cpgraph papers' lists keys); "
        "did you mean arxiv:2401.00001?",
    ]
    assert ran.stderr == (
        "nothing.rq: note: the example gives nothing in this store\n"
        "4 queries checked, 2 with a problem\n"
    )
    assert loaded("--store", "nosuch", "queries", "check", "own").stdout == f"word.rq: {stray}\n"


def test_export_for_other_tools_and_for_readers(shell: Shell) -> None:
    with_queries(shell)
    turtle = shell("queries", "export")
    assert (turtle.returncode, turtle.stderr) == (0, "")
    assert "sh:SPARQLSelectExecutable" in turtle.stdout
    assert "mine/keys" not in turtle.stdout
    base = "https://example.org/queries/"
    own = shell("--queries", "own", "queries", "export", "--base-iri", base).stdout
    assert f"<{base}mine/keys> a sh:SPARQLExecutable" in own
    shell("queries", "export", "-o", "out.ttl")
    assert (shell.folder / "out.ttl").read_text(encoding="utf-8") == turtle.stdout
    shell("queries", "export", "-o", "out.MD")
    assert shell("queries", "export", "--format", "markdown", "-o", "out.md").stderr == ""
    assert (shell.folder / "out.MD").read_bytes() == (shell.folder / "out.md").read_bytes()
    assert (shell.folder / "out.md").read_text(encoding="utf-8").startswith("# Stored queries\n")
    assert '"@id"' in shell("queries", "export", "--format", "jsonld").stdout
    assert shell.error("queries", "export", "--endpoint", "x y") == (
        "cpgraph: Invalid value for '--endpoint': 'x y' is no http or https address; "
        "see 'cpgraph queries export --help'"
    )


def test_a_fault_that_the_engine_finds_has_the_name_of_the_file(loaded: Shell) -> None:
    with_queries(loaded, text=MINE.replace("?paper dcterms:identifier ?key", "?paper b ?key"))
    ran = loaded("--queries", "own", "query", "mine/keys")
    fault = "mine/keys.rq:5:28: this does not fit the SPARQL grammar here: `b`"
    assert ran.stderr.splitlines() == [f"{fault} (note)", f"cpgraph: {fault}"]


STEERING = MINE.replace("Which papers", "Which \x1b[31mpapers\x07")


@pytest.mark.parametrize(
    "words",
    ["queries", "queries mine/keys", "query mine/keys --help", "queries export --format markdown"],
)
def test_no_header_steers_a_terminal(loaded: Shell, words: str) -> None:
    with_queries(loaded, text=STEERING)
    shown = loaded("--queries", "own", *words.split()).stdout
    assert "\N{REPLACEMENT CHARACTER}" in shown
    assert not set(shown) & {"\x1b", "\x07"}


def test_one_file_that_cannot_be_read_hides_no_other(loaded: Shell) -> None:
    with_queries(loaded)
    with_queries(loaded, "mine/broken", MINE.replace("column key", "colum key"))
    ran = loaded("--queries", "own", "queries", "--tag", "mine")
    assert ran.stdout == "mine\n  mine/keys                    Which papers are there?\n"
    assert ran.stderr == (
        "left out: mine/broken.rq:3: header line 'colum key: string - its key' is not understood; "
        "see queries/README.md\n"
    )
    assert loaded.error("--queries", "own", "query", "mine/broken").startswith(
        "cpgraph: mine/broken"
    )


def test_check_says_links_that_lead_nowhere(loaded: Shell) -> None:
    with_queries(loaded)
    (loaded.folder / "own" / "round.rq").symlink_to("round.rq")
    ran = loaded("queries", "check", "own", "own/gone.rq")
    assert ran.stdout.splitlines() == [
        "own/gone.rq: cannot be read (No such file or directory); check the path",
        "own/round.rq: cannot be read (Too many levels of symbolic links); check the path",
    ]


@pytest.mark.parametrize("address", ["https://x/[", "x", "ftp://x/", "https:///x", "https://a b"])
def test_an_address_that_is_none_is_refused(shell: Shell, address: str) -> None:
    said = shell.error("queries", "export", "--endpoint", address)
    assert said.endswith(
        f"{address!r} is no http or https address; see 'cpgraph queries export --help'"
    )
