"""Files of queries as they come: byte order marks, line ends, far too much, what is no file at all."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest

from cpgraph.errors import QueryError, QueryRefusedError
from cpgraph.queries import shipped_catalogue
from cpgraph.queries.files import query_text
from cpgraph.queries.gate import MOST_CHARACTERS
from cpgraph.queries.stored import parse_stored_query, read_stored_query

MINE = "#+ summary: Is there anything?\n#+ tags: [mine]\nASK { ?s ?p ?o }"


def written(folder: Path, data: bytes) -> Path:
    path = folder / "mine.rq"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + MINE.encode(),
        MINE.replace("\n", "\r\n").encode(),
        MINE.replace("\n", "\r").encode(),
    ],
)
def test_marks_and_line_ends_of_other_systems(tmp_path: Path, data: bytes) -> None:
    assert read_stored_query("mine", written(tmp_path, data)).text == MINE


@pytest.mark.parametrize("mark", ["\x0b", "\x85", "\u2028"])
def test_what_ends_no_comment_begins_no_line_of_the_header(mark: str) -> None:
    text = f"#+ summary: What{mark}#+ tags: [b]?\n#+ tags: [a]\nASK {{}}"
    assert parse_stored_query("mine", text).tags == ("a",)


@pytest.mark.parametrize("letter", ["x", "é", "中", "😀"])
def test_of_a_file_that_is_too_long_no_more_is_read_than_says_so(
    tmp_path: Path, letter: str
) -> None:
    path = written(tmp_path, b"#" + letter.encode() * 5 * MOST_CHARACTERS)
    with pytest.raises(QueryRefusedError, match="this has more; ask for less at a time"):
        read_stored_query("mine", path)
    stream = BytesIO(path.read_bytes())
    query_text(path, stream)
    assert stream.tell() <= 4 * MOST_CHARACTERS + 4


def test_folders_pipes_and_devices_are_no_queries(tmp_path: Path) -> None:
    (tmp_path / "folder.rq").mkdir()
    (tmp_path / "folder.rq" / "inside.rq").write_text(MINE)
    (tmp_path / "endless.rq").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.rq")
    found = shipped_catalogue().extended(tmp_path)
    assert set(found.names) - set(shipped_catalogue().names) == {"folder.rq/inside"}


@pytest.mark.parametrize("target", ["nowhere.rq", "round.rq"])
def test_a_link_that_leads_nowhere_is_said_when_it_is_asked_for(
    tmp_path: Path, target: str
) -> None:
    (tmp_path / "round.rq").symlink_to(target)
    with pytest.raises(QueryError, match=r"round.rq: cannot be read \(.*\); check the path"):
        shipped_catalogue().extended(tmp_path).query("round")
