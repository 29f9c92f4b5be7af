"""Headers of stored queries, and what is said of those that cannot be understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpgraph.cli.query import query_command
from cpgraph.errors import QueryError
from cpgraph.queries.arguments import _NAMES, _READERS
from cpgraph.queries.stored import (
    _RESERVED,
    PARAMETER_TYPES,
    parse_stored_query,
    read_stored_query,
)
from cpgraph.results import Column
from cpgraph.terms import SCHEMES

WHOLE = """#+ summary: How long ago?
#+ param unit*: enum(days|weeks) = any - counted in these
#+ column delay: decimal [days] - from one to the other
#+ column note: string - a remark - with a dash
#+ example: --unit days --unit "two words"
#+ tags: [time, pages]
#+ paging: 20
PREFIX select: <http://example.org/> ASK { ?s ?p "SELECT" }
"""


def test_a_whole_header() -> None:
    query = parse_stored_query("time/delay", WHOLE)
    assert query.summary == "How long ago?"
    assert [(p.name, p.type, p.default, p.meaning, p.many) for p in query.parameters] == [
        ("unit", "enum(days|weeks)", "any", "counted in these", True)
    ]
    assert query.parameters[0].choices == ("days", "weeks")
    assert query.columns == (
        Column("delay", "decimal", "from one to the other", "days"),
        Column("note", "string", "a remark - with a dash"),
    )
    assert query.example == ("--unit", "days", "--unit", "two words")
    assert query.tags == ("time", "pages")
    assert query.paging == 20


def test_the_form_is_the_keyword_not_what_looks_like_it() -> None:
    assert parse_stored_query("x", WHOLE).form == "ASK"
    assert parse_stored_query("x", "PREFIX a: <b> select * {}").form == "SELECT"
    assert parse_stored_query("x", "# SELECT").form == ""


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("colum a: iri - b", "header line 'colum a: iri - b' is not understood"),
        ("param a: string - b", "header line 'param a: string - b' is not understood"),
        ("param a: themes = any - b", "there is no parameter type 'themes', did you mean theme?"),
        (
            "param a: @ = any - b",
            "there is no parameter type '@', known: category, confidence, date, decimal, direction, "
            "extraction, integer, iri, level, outcome, paper, paper-type, polarity, quote-status, "
            "role, source, string, theme",
        ),
        (
            "param limit: integer = any - b",
            "a parameter cannot be named 'limit', every query has that option",
        ),
        (
            "param from: date = any - b",
            "a parameter cannot be named 'from', which is a word of Python",
        ),
        ("paging: many", "paging 'many' is no number of rows"),
        ("paging: 0", "paging '0' is no number of rows"),
        ("paging: ٣", "paging '٣' is no number of rows"),
        ("example: --a 'b", 'example "--a \'b" has a quote that does not end'),
    ],
)
def test_a_line_that_is_not_understood(line: str, problem: str) -> None:
    with pytest.raises(QueryError) as error:
        parse_stored_query("mine", f"#+ summary: What?\n#+ {line}\nASK {{}}")
    assert str(error.value) == f"mine.rq:2: {problem}; see queries/README.md"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("summary: What?", "summary"),
        ("param a: string = any - b", "a"),
        ("column a: string - b", "a"),
    ],
)
def test_a_line_that_says_it_again(line: str, name: str) -> None:
    with pytest.raises(QueryError) as error:
        parse_stored_query("mine", f"#+ {line}\n#+ {line}\nASK {{}}")
    assert str(error.value) == f"mine.rq:2: {name} is declared twice; see queries/README.md"


def test_every_type_of_parameter_can_be_read() -> None:
    assert {*_NAMES, *_READERS, *SCHEMES} == PARAMETER_TYPES


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    missing, latin = tmp_path / "missing.rq", tmp_path / "latin.rq"
    latin.write_bytes("#+ summary: où?".encode("latin-1"))
    with pytest.raises(QueryError) as error:
        read_stored_query("missing", missing)
    assert str(error.value) == (
        f"{missing}: cannot be read (No such file or directory); check the path"
    )
    with pytest.raises(QueryError) as error:
        read_stored_query("latin", latin)
    assert str(error.value) == f"{latin}: is not UTF-8; save it as UTF-8 text"


def test_no_parameter_can_take_the_place_of_an_option_of_every_query() -> None:
    text = "#+ summary: Which?\n#+ paging: 5\nSELECT ?s WHERE { ?s a ?c } ORDER BY ?s"
    options = {param.name for param in query_command(parse_stored_query("mine", text)).params}
    assert options - {None} <= _RESERVED
