"""A total order: the same rows in the same order, in whichever order the statements were written."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pyoxigraph
import pytest

from cpgraph import queries
from cpgraph.queries.examples import example_arguments
from cpgraph.queries.paging import Limit
from cpgraph.queries.stored import StoredQuery
from cpgraph.rdf import NamedNode, Quad
from cpgraph.store import Store
from cpgraph.store.embedded import EmbeddedStore
from query_examples import QUERIES, each_query, example_answer, of_form

_PAGE = 3
_PAGED = [query for query in QUERIES if query.paging is not None]
#: Pages of more rows than these show nothing more.
_ENOUGH = 200


@pytest.fixture(scope="module", params=[1, 2, 3])
def shuffled_store(request: pytest.FixtureRequest, sample_store: Store) -> Iterator[Store]:
    """The sample, its statements written one by one in an order drawn by lot."""
    quads = [
        Quad(triple.subject, triple.predicate, triple.object, NamedNode(name))
        for name in sample_store.graph_names("")
        for triple in sample_store.graph(name)
    ]
    random.Random(request.param).shuffle(quads)  # noqa: S311
    database = pyoxigraph.Store()
    for quad in quads:
        database.add(quad)
    with EmbeddedStore(database, ":memory:", sample_store.iris) as store:
        yield store


def test_an_engine_gives_rows_in_the_order_of_writing(
    sample_store: Store, shuffled_store: Store
) -> None:
    """Without this the next test would test nothing."""
    text = "SELECT ?claim WHERE { ?claim a <https://schema.org/Claim> }"
    assert list(shuffled_store.select(text)) != list(sample_store.select(text))


@each_query
def test_the_order_of_writing_changes_nothing(
    query: StoredQuery, sample_store: Store, shuffled_store: Store
) -> None:
    """To the byte; a graph is written sorted, so the same bytes are the same graph."""
    assert example_answer(query, shuffled_store) == example_answer(query, sample_store)


@pytest.mark.parametrize("query", _PAGED, ids=lambda query: query.name)
def test_pages_joined_are_the_whole(query: StoredQuery, shuffled_store: Store) -> None:
    arguments = example_arguments(query)
    whole = list(queries.select(shuffled_store, query, arguments, limit="all"))[:_ENOUGH]
    pages = [
        row
        for offset in range(0, len(whole), _PAGE)
        for row in queries.select(shuffled_store, query, arguments, limit=_PAGE, offset=offset)
    ]
    assert pages[: len(whole)] == whole


@of_form("SELECT")
def test_what_orders_the_rows_tells_them_apart(query: StoredQuery, sample_store: Store) -> None:
    """Two rows that are equal in all columns that order them could change places."""
    clause = query.text[query.text.rindex("ORDER BY") :]
    ordering = set(re.findall(r"[?$](\w+)", clause))
    limit: Limit | None = None if query.paging is None else "all"
    asked = [example_arguments(query)]
    if not any(parameter.is_required for parameter in query.parameters):
        asked.append({})
    for arguments in asked:
        answer = queries.select(sample_store, query, arguments, limit=limit)
        places = [at for at, column in enumerate(answer.columns) if column.name in ordering]
        keys = [tuple(row[at] for at in places) for row in answer]
        assert len(keys) == len(set(keys))


@of_form("CONSTRUCT")
def test_a_graph_names_all_that_it_describes(query: StoredQuery, sample_store: Store) -> None:
    triples = list(queries.construct(sample_store, query, example_arguments(query)))
    assert triples
    assert all(isinstance(triple.subject, NamedNode) for triple in triples)
    assert not any(isinstance(triple.object, pyoxigraph.BlankNode) for triple in triples)
