"""The catalogue as tests go through it: each query, its arguments, and the answer of its example."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from cpgraph import queries
from cpgraph.exporting import write_graph
from cpgraph.queries.binding import Arguments
from cpgraph.queries.examples import example_arguments
from cpgraph.queries.stored import StoredQuery
from cpgraph.rdf import SYNTAXES
from cpgraph.store import Store
from cpgraph.writers.sparql_results import write_csv

EXPECTED = Path(__file__).parent / "expected" / "queries"
QUERIES = [queries.stored_query(name) for name in queries.names()]
SUFFIXES = {"SELECT": ".csv", "ASK": ".txt", "CONSTRUCT": ".ttl"}
each_query = pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)


def of_form(form: str) -> pytest.MarkDecorator:
    """Each query of this form."""
    chosen = [query for query in QUERIES if query.form == form]
    return pytest.mark.parametrize("query", chosen, ids=lambda query: query.name)


def expected_file(query: StoredQuery) -> Path:
    """The file with what the query's example answers on the sample data."""
    return EXPECTED / f"{query.name}{SUFFIXES[query.form]}"


def example_answer(query: StoredQuery, store: Store) -> bytes:
    """What the query's example answers: rows as CSV, a graph as Turtle, or yes or no."""
    return answer_of(query, store, example_arguments(query))


def answer_of(query: StoredQuery, store: Store, arguments: Arguments) -> bytes:
    """What the query answers to these arguments, in the same forms."""
    if query.form == "ASK":
        return b"yes\n" if queries.ask(store, query, arguments) else b"no\n"
    output = io.BytesIO()
    if query.form == "SELECT":
        write_csv(queries.select(store, query, arguments), output)
    else:
        triples = queries.construct(store, query, arguments)
        write_graph(triples, output, SYNTAXES["turtle"], store.iris.prefixes)
    return output.getvalue()
