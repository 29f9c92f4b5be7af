"""Every stored query: its header, its form, and the rows of its example on the sample data."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from cpgraph import queries
from cpgraph.cli.query import query_command
from cpgraph.paper_graph import Context
from cpgraph.queries.arguments import PARAMETER_TYPES
from cpgraph.queries.binding import bind, values_blocks
from cpgraph.queries.stored import StoredQuery
from cpgraph.queries.tokens import tokens
from cpgraph.store import Store
from cpgraph.terms import PREFIXES
from cpgraph.vocabulary import shipped
from cpgraph.writers.sparql_results import write_csv

EXPECTED = Path(__file__).parents[1] / "expected" / "queries"
QUERIES = [queries.stored_query(name) for name in queries.names()]
each_query = pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)


def example_rows(query: StoredQuery, store: Store) -> str:
    """The rows of a query's example, as CSV."""
    command = query_command(query)
    given = command.make_context(query.name, list(query.example)).params
    arguments = {name: given[name] for name in given if query.parameter(name) and given[name]}
    output = io.BytesIO()
    write_csv(queries.select(store, query, arguments), output)
    return output.getvalue().decode()


@each_query
def test_the_header_is_complete(query: StoredQuery) -> None:
    assert query.summary.endswith("?")
    assert query.tags
    assert query.form in {"SELECT", "CONSTRUCT", "ASK"}
    for parameter in query.parameters:
        assert parameter.type in PARAMETER_TYPES or parameter.type.startswith("enum(")
        assert re.fullmatch(r"[a-z][a-z_]*", parameter.name)


@each_query
def test_declared_parameters_are_the_values_blocks(query: StoredQuery) -> None:
    blocks = {block.name for block in values_blocks(query.text)}
    assert blocks == {parameter.name for parameter in query.parameters}


@each_query
def test_a_default_is_what_the_header_says(query: StoredQuery) -> None:
    for block in values_blocks(query.text):
        parameter = query.parameter(block.name)
        assert parameter
        rows = query.text[block.start : block.end].strip()
        assert rows == {"any": "UNDEF", "none": "<urn:cpgraph:none>"}.get(parameter.default, rows)


@each_query
def test_declared_columns_are_the_answers(query: StoredQuery, sample_store: Store) -> None:
    answer = sample_store.select(query.text)
    assert answer.variables == tuple(column.name for column in query.columns)


@each_query
def test_it_is_ordered_in_full_and_declares_its_prefixes(query: StoredQuery) -> None:
    words = [token.keyword for token in tokens(query.text) if token.keyword]
    assert "ORDER" in words
    assert "SERVICE" not in words
    assert not {"LIMIT", "OFFSET"} & set(words)
    for prefix, iri in re.findall(r"^PREFIX (\S+): <(\S+)>$", query.text, re.MULTILINE):
        assert PREFIXES[prefix] == iri


@each_query
def test_the_example_gives_the_expected_rows(query: StoredQuery, sample_store: Store) -> None:
    expected = (EXPECTED / f"{query.name}.csv").read_bytes().decode()
    rows = example_rows(query, sample_store)
    assert len(list(csv.reader(io.StringIO(expected)))) > 1
    assert rows == expected


@each_query
def test_a_sub_select_has_the_blocks_of_the_parameters_it_uses(query: StoredQuery) -> None:
    """A VALUES block outside of a sub-SELECT does not reach into it."""
    inner = query.text.upper().rfind("SELECT DISTINCT ?CLAIM ?OUTCOME")
    if inner < 0:
        assert query.text.upper().count("SELECT") == 1
    else:
        assert all(block.start > inner for block in values_blocks(query.text))


@each_query
def test_every_parameter_can_be_bound(query: StoredQuery, sample_store: Store) -> None:
    values: dict[str, str | int] = {
        "string": "x", "date": "2024", "paper": "arxiv:1", "outcome": "x", "theme": "governance",
        "category": "other", "direction": "null", "confidence": "low", "paper-type": "rct",
        "level": "n/a", "source": "manual", "integer": 1, "iri": "cpg:Outcome",
    }  # fmt: skip
    context = Context(sample_store.iris, shipped())
    for parameter in query.parameters:
        text = bind(query, {parameter.name: values[parameter.type]}, context)
        assert text != query.text
        sample_store.select(text)


def test_lists_hold_each_thing_once(sample_store: Store) -> None:
    counted = {row[0]: row[1] for row in queries.select(sample_store, "store/stats")}
    claims = [row[-1] for row in queries.select(sample_store, "claims/list", limit=9999)]
    papers = [row[0] for row in queries.select(sample_store, "papers/list", limit=9999)]
    assert len(claims) == len(set(claims)) == counted["claims"]
    assert len(papers) == len(set(papers)) == counted["papers"]
    board = queries.select(sample_store, "evidence/board")
    assert sum(row[5] for row in board if isinstance(row[5], int)) == counted["claims"]
