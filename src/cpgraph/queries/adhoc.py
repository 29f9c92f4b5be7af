"""Queries that a user wrote: judged at the gate, then run as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cpgraph.queries.gate import gate
from cpgraph.queries.runner import answer
from cpgraph.queries.stored import StoredQuery
from cpgraph.queries.tokens import tokens
from cpgraph.rdf import Triple
from cpgraph.results import Solutions
from cpgraph.store import Dataset, Store, over


def run_text(
    store: Store, text: str, dataset: Dataset | None = None
) -> Solutions | bool | Iterator[Triple]:
    """The answer of a query that a user wrote: rows, yes or no, or the triples of a graph.

    The gate keeps out what writes, asks other hosts or crashes the engine. Give a store that
    :func:`~cpgraph.store.open_apart` opened, so that time and memory are limited too.

    :param dataset: the graphs that it is asked of, whatever its ``FROM`` says. Where it names none,
        ``FROM`` does, else it is asked of all.
    :raises QueryRefusedError: the gate does not let it through.
    :raises QuerySyntaxError: it is no SPARQL; with line and column.
    :raises QueryTimeoutError: also while rows are read; as do the other errors of ``open_apart``.

    >>> from cpgraph.store import open_apart
    >>> with open_apart(":memory:") as store:
    ...     run_text(store, "ASK { ?s ?p ?o }")
    False
    """
    query = StoredQuery("query", text, gate(text))
    asked = dataset or Dataset()
    names_graphs = asked.default_graphs is not None or asked.named_graphs is not None
    if not names_graphs and not any(token.keyword == "FROM" for token in tokens(text)):
        asked = replace(asked, is_union=True)
    return answer(store if asked == Dataset(is_union=True) else over(store, asked), query)
