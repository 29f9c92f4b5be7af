"""The catalogue: names are paths, and folders of users join what comes with cpgraph."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import cpgraph
from cpgraph.errors import QueryError, QuerySyntaxError
from cpgraph.queries import names, shipped_catalogue, stored_query
from cpgraph.store import Store

MINE = "#+ summary: Is there anything?\n#+ tags: [mine]\nASK { ?s ?p ?o }"


def write(folder: Path, name: str, text: str = MINE) -> Path:
    path = folder / f"{name}.rq"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def refusal(*folders: Path) -> str:
    with pytest.raises(QueryError) as error:
        shipped_catalogue().extended(*folders)
    return str(error.value)


def test_what_comes_with_cpgraph() -> None:
    assert shipped_catalogue().names == names() == sorted(names())
    assert [query.name for query in shipped_catalogue()] == names()
    assert shipped_catalogue().query("evidence/board") is stored_query("evidence/board")


def test_a_folder_of_a_user_joins_and_leaves_the_shipped_as_it_is(tmp_path: Path) -> None:
    write(tmp_path, "mine/question")
    write(tmp_path, "alone")
    (tmp_path / "notes.txt").write_text("no query", encoding="utf-8")
    joined = shipped_catalogue().extended(tmp_path)
    assert set(joined.names) - set(names()) == {"alone", "mine/question"}
    assert joined.names == sorted(joined.names)
    assert joined.query("mine/question").summary == "Is there anything?"
    assert "alone" not in names()


def test_the_same_folder_twice_is_the_folder(tmp_path: Path) -> None:
    write(tmp_path, "alone")
    assert shipped_catalogue().extended(tmp_path, tmp_path).names.count("alone") == 1


def test_a_name_that_cpgraph_has_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "evidence/board")
    assert refusal(tmp_path) == f"{path}: cpgraph has a query evidence/board; rename the file"


def test_a_name_that_another_folder_has_is_refused(tmp_path: Path) -> None:
    one, two = write(tmp_path / "a", "x"), write(tmp_path / "b", "x")
    said = refusal(tmp_path / "a", tmp_path / "b")
    assert said == f"{two}: {one} is x already; rename the file"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    assert refusal(missing) == f"{missing}: there is no such folder of queries; check the path"
    file = write(tmp_path, "file")
    assert refusal(file) == f"{file}: there is no such folder of queries; check the path"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_read(tmp_path: Path) -> None:
    tmp_path.chmod(0)
    try:
        assert refusal(tmp_path) == (
            f"{tmp_path}: cannot be read (Permission denied); check the path"
        )
    finally:
        tmp_path.chmod(0o700)


def test_a_file_is_read_when_it_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, "broken", "#+ colum: x\nASK {}")
    write(tmp_path, "endless", "ASK {\n ?s ?p 'x }")
    joined = shipped_catalogue().extended(tmp_path)
    with pytest.raises(QueryError) as error:
        joined.query("broken")
    assert str(error.value).startswith("broken.rq:1: header line 'colum: x' is not understood")
    with pytest.raises(QuerySyntaxError) as endless:
        joined.query("endless")
    assert str(endless.value) == "endless.rq:2:8: this string does not end"


def test_an_unknown_name_names_the_nearest_of_all_folders(tmp_path: Path) -> None:
    write(tmp_path, "mine/question")
    with pytest.raises(QueryError) as error:
        shipped_catalogue().extended(tmp_path).query("mine/qestion")
    assert str(error.value) == "no stored query 'mine/qestion'; did you mean mine/question?"


def test_the_api_runs_it(tmp_path: Path, sample_store: Store) -> None:
    write(tmp_path, "mine/question")
    catalogue = cpgraph.open_catalogue(tmp_path)
    assert cpgraph.run(sample_store, "mine/question", catalogue=catalogue) is True


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ASK {" + "{" * 3000 + "}" * 3001, ":1:69: a query may nest 64 levels deep; "),
        ("ASK {\n SERVICE <http://127.0.0.1:9/> {} }", ":2:2: `SERVICE` asks another endpoint"),
        ("DROP ALL", ":1:1: `DROP` belongs to an update"),
    ],
)
def test_what_would_write_reach_out_or_crash_is_refused_when_it_is_read(
    tmp_path: Path, text: str, said: str
) -> None:
    write(tmp_path, "mine/hostile", text)
    with pytest.raises(QueryError) as error:
        shipped_catalogue().extended(tmp_path).query("mine/hostile")
    assert str(error.value).startswith(f"mine/hostile.rq{said}")
