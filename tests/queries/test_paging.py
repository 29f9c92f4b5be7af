"""Pages are cut out of the whole, also where the text picks the page first."""

from __future__ import annotations

import pytest

from cpgraph.errors import ParameterError
from cpgraph.queries import answer, select
from cpgraph.queries.lints import lint
from cpgraph.queries.paging import Limit, paged
from cpgraph.queries.stored import StoredQuery, parse_stored_query
from cpgraph.store import Store
from cpgraph.store.query_errors import line_and_column
from shell import Shell

HEADER = "#+ summary: Which claims?\n#+ column c: iri - it\n#+ tags: [a]\n#+ paging: 5\n"
PLAIN = "SELECT ?c WHERE { ?c <https://schema.org/position> ?p } ORDER BY ?c"
PAGE_FIRST = (
    "SELECT ?c WHERE { { SELECT ?c WHERE { ?c <https://schema.org/position> ?p } "
    "ORDER BY ?c LIMIT 5 } ?c a ?LIMIT } ORDER BY ?c"
)


def stored(text: str) -> StoredQuery:
    return parse_stored_query("mine", HEADER + text)


@pytest.mark.parametrize("text", [PLAIN, PAGE_FIRST])
@pytest.mark.parametrize(("limit", "offset"), [(None, None), (3, 0), (7, 4), (0, 2), ("all", 6)])
def test_a_page_is_that_part_of_the_whole(
    sample_store: Store, text: str, limit: Limit | None, offset: int | None
) -> None:
    whole = [row[0] for row in select(sample_store, stored(text), limit="all")]
    start = offset or 0
    end = len(whole) if limit == "all" else start + (5 if limit is None else limit)
    page = [row[0] for row in select(sample_store, stored(text), limit=limit, offset=offset)]
    assert len(whole) > 15
    assert page == whole[start:end]


def test_what_picks_the_page_reaches_to_its_end() -> None:
    assert "ORDER BY ?c LIMIT 12 }" in paged(stored(PAGE_FIRST), PAGE_FIRST, 8, 4)
    assert "ORDER BY ?c  }" in paged(stored(PAGE_FIRST), PAGE_FIRST, "all", 4)


def test_a_limit_in_a_string_or_a_name_is_none() -> None:
    text = 'SELECT ?c WHERE { ?c <a:LIMIT> "LIMIT 5" . ?c a ?LIMIT } ORDER BY ?c # LIMIT 5'
    assert paged(stored(text), text, 2, 1) == f"{text}\nLIMIT 2 OFFSET 1\n"


@pytest.mark.parametrize(
    ("limit", "offset", "name", "given"),
    [(-1, None, "limit", "-1"), (None, -1, "offset", "-1"), (True, None, "limit", "True"),
     (10**9 + 1, None, "limit", "1000000001")],
)  # fmt: skip
def test_numbers_out_of_bounds(
    limit: int | None, offset: int | None, name: str, given: str
) -> None:
    with pytest.raises(ParameterError) as error:
        paged(stored(PLAIN), PLAIN, limit, offset)
    assert str(error.value) == (
        f"{name}: '{given}' is not accepted; give a whole number from 0 to 1000000000"
    )


def test_a_query_without_pages() -> None:
    query = parse_stored_query("mine", PLAIN)
    with pytest.raises(ParameterError) as error:
        paged(query, PLAIN, 1, None)
    assert str(error.value) == "limit: '1' is not accepted; mine has no pages; leave it out"


@pytest.mark.parametrize("text", ["ASK { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_no_form_takes_a_page_in_silence(sample_store: Store, text: str) -> None:
    with pytest.raises(ParameterError, match="mine has no pages"):
        answer(sample_store, parse_stored_query("mine", text), limit=1)


@pytest.mark.parametrize(
    ("old", "new", "at", "problem"),
    [
        ("LIMIT 5", "LIMIT 6", "6 }", "the LIMIT within is 6; write the page's 5"),
        ("ORDER BY ?c LIMIT", "LIMIT", "LIMIT 5",
         "the sub-SELECT that picks the page has no ORDER BY; order it as the query"),
        ("LIMIT 5", "LIMIT 5 OFFSET 5", "OFFSET",
         "the page begins where the query is cut; remove the OFFSET of the sub-SELECT"),
        ("?c a ?LIMIT", "{ SELECT ?c WHERE { ?c a ?d } ORDER BY ?c LIMIT 5 }", "LIMIT 5 } } ORDER",
         "only the sub-SELECT that picks the page can have a LIMIT; remove this one"),
    ],
)  # fmt: skip
def test_lints_of_what_picks_the_page(old: str, new: str, at: str, problem: str) -> None:
    assert lint(stored(PAGE_FIRST)) == []
    query = stored(PAGE_FIRST.replace(old, new, 1))
    line, column = line_and_column(query.text, query.text.index(at))
    assert f"mine.rq:{line}:{column}: {problem}" in lint(query)


def test_who_asks_for_no_size_is_told_that_rows_are_left_out(shell: Shell) -> None:
    assert shell("demo", "store").returncode == 0
    call = ("--store", "store", "claims", "--format", "csv")
    told = "50 rows are shown, and there are more: --all gives all, --offset {} what comes next\n"
    first, second = shell(*call), shell(*call, "--offset", "50")
    assert (len(first.stdout.splitlines()), first.stderr) == (51, told.format(50))
    assert (len(second.stdout.splitlines()), second.stderr) == (51, told.format(100))
    for words, rows in (("--all", 130), ("--limit", 7), ("--offset", 100)):
        given = [words, str(rows)] if words != "--all" else [words]
        done = shell(*call, *given)
        assert done.stderr == ""
        assert len(done.stdout.splitlines()) == 1 + (30 if words == "--offset" else rows)
