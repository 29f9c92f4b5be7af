"""Every stored query: its header, its form, and the rows of its example on the sample data."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
import yaml

from cpgraph import queries
from cpgraph.cli.query import query_command
from cpgraph.paper_graph import Context
from cpgraph.queries.binding import bind
from cpgraph.queries.lints import lint
from cpgraph.queries.stored import StoredQuery
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
def test_it_has_no_lints(query: StoredQuery) -> None:
    assert lint(query) == []


@each_query
def test_its_header_is_readable_as_yaml(query: StoredQuery) -> None:
    header = [line[2:].strip() for line in query.text.splitlines() if line.startswith("#+")]
    read = [yaml.safe_load(line) for line in header]
    assert all(isinstance(line, dict) for line in read)
    assert {"summary": query.summary} in read
    assert {"tags": list(query.tags)} in read


@each_query
def test_its_prefixes_are_those_of_cpgraph(query: StoredQuery) -> None:
    declared = re.findall(r"^PREFIX (\S+): <(\S+)>$", query.text, re.MULTILINE)
    assert declared
    assert declared == [(prefix, PREFIXES[prefix]) for prefix in sorted(dict(declared))]


@each_query
def test_its_order_tells_every_row_from_every_other(
    query: StoredQuery, sample_store: Store
) -> None:
    """On the sample data; two rows that are equal in all that orders them could change places."""
    clause = query.text[query.text.rindex("ORDER BY") :]
    ordering = set(re.findall(r"[?$](\w+)", clause))
    answer = sample_store.select(query.text)
    keys = [
        tuple(
            str(term) for name, term in zip(answer.variables, row, strict=True) if name in ordering
        )
        for row in answer
    ]
    assert len(keys) == len(set(keys))


@each_query
def test_the_example_gives_the_expected_rows(query: StoredQuery, sample_store: Store) -> None:
    expected = (EXPECTED / f"{query.name}.csv").read_bytes().decode()
    rows = example_rows(query, sample_store)
    assert len(list(csv.reader(io.StringIO(expected)))) > 1
    assert rows == expected


@each_query
def test_every_parameter_can_be_bound(query: StoredQuery, sample_store: Store) -> None:
    values: dict[str, str | int] = {
        "string": "x", "date": "2024", "paper": "arxiv:1", "outcome": "x", "theme": "governance",
        "category": "other", "direction": "null", "confidence": "low", "paper-type": "rct",
        "level": "n/a", "source": "manual", "integer": 1, "iri": "cpg:Outcome",
    }  # fmt: skip
    context = Context(sample_store.iris, shipped())
    for parameter in query.parameters:
        choices = parameter.type.removeprefix("enum(").removesuffix(")").split("|")
        value = values.get(parameter.type, choices[-1])
        text = bind(query, {parameter.name: value}, context)
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
