"""The stored queries in another engine: rdflib gives the same rows as the embedded store.

On eight papers of the sample, because rdflib is slow. What it cannot do, or does against the
specification, stands in one table with the reason; an entry that is needed no more fails the test.
"""

from __future__ import annotations

import io
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pyoxigraph
import pytest
import rdflib

from cpgraph.paper_graph import Context
from cpgraph.queries.binding import bind
from cpgraph.queries.examples import example_arguments
from cpgraph.queries.paging import paged
from cpgraph.queries.stored import StoredQuery
from cpgraph.rdf import (
    SYNTAXES,
    Literal,
    NamedNode,
    Quad,
    Term,
    Triple,
    canonical_literal,
    serialize,
)
from cpgraph.store import Store, known_vocabulary
from cpgraph.store.embedded import EmbeddedStore
from cpgraph.terms import XSD
from query_examples import QUERIES

_UNSELECTED = (
    "rdflib orders only by what is selected (SPARQL 1.1, 18.2.5 orders before it projects): the rows "
    "come in another order, or two unbound keys end in a TypeError"
)
_HANDED_DOWN = (
    "rdflib hands bindings down into a sub-SELECT that renames a parameter, (?theme AS ?askedTheme), "
    "and loses the parameter's rows there (SPARQL 1.1, 18.2.1): nothing is left out"
)
#: What rdflib does differently, and why; where it ends in an error of its own, see ERRORS.
DIFFERENCES = {
    "claims/search": _UNSELECTED,
    "digest/new-papers": _UNSELECTED,
    "outcomes/same-as-elsewhere": "rdflib makes a group of no rows where GROUP BY has nothing to group",
    **dict.fromkeys(
        (
            "claims/list",
            "evidence/board",
            "evidence/board-by-study",
            "evidence/by-confidence",
            "evidence/by-design",
            "evidence/by-role",
            "evidence/by-year",
            "evidence/cell",
            "evidence/strength-by-direction",
            "evidence/theme-by-category",
            "outcomes/directions",
            "outcomes/most-studied",
            "outcomes/polarity-missing",
        ),
        _HANDED_DOWN,
    ),
    "papers/list": _UNSELECTED,
    "papers/newest": "rdflib ends in a TypeError where MIN compares two unbound values",
    "synthesis/gap-map": "rdflib ends in an AttributeError where SUM meets an unbound variable",
}
#: Never that it took too long: how a query differs is then not known.
ERRORS: dict[str, type[Exception]] = {
    "outcomes/same-as-elsewhere": TypeError,
    "papers/newest": TypeError,
    "synthesis/gap-map": AttributeError,
}

#: The papers that the two engines are asked about, chosen so that most examples give rows.
PAPERS = (
    "manual:193f2f1c5bdd",  # quotes, a stated number of claims, a superseded claim
    "manual:4986e9dc6d4d",  # retracted
    "manual:4992e0839c80",  # neither authors nor date
    "manual:5a83376ae738",  # claims by a language model
    "manual:8011e9d81be7",  # no claims
    "manual:8116b181107f",  # the whole one
    "manual:a86cec77f344",  # opposes the first
    "manual:d49988233a17",  # a category of one's own
)
_NUMBERS = {f"{XSD}{name}" for name in ("integer", "decimal", "double")}
#: Seconds for one query; rdflib needs one for the slowest of them.
_PATIENCE = 15

Rows = list[tuple[str, ...]]


class TookTooLongError(Exception):
    """The other engine did not answer in time."""


@pytest.fixture(scope="module")
def small_store(sample_store: Store) -> Iterator[EmbeddedStore]:
    """A few papers, the vocabularies and what was concluded of them."""
    own = {sample_store.iris.graph(key) for key in PAPERS}
    rest = {*sample_store.graph_names(""), sample_store.iris.vocabulary_graph}
    rest -= {name for name in rest if sample_store.iris.key_of_graph(name)}
    database = pyoxigraph.Store()
    for name in own | rest:
        for triple in sample_store.graph(name):
            quad = Quad(triple.subject, triple.predicate, triple.object, NamedNode(name))
            database.add(quad)
    with EmbeddedStore(database, ":memory:", sample_store.iris) as store:
        yield store


@pytest.fixture(scope="module")
def other_store(small_store: EmbeddedStore) -> rdflib.Graph:
    """The same in rdflib, as one graph: the union, in which each statement stands once."""
    output = io.BytesIO()
    for name in small_store.graph_names(""):
        serialize(small_store.graph(name), output, SYNTAXES["ntriples"])
    with pytest.MonkeyPatch.context() as patch:
        # rdflib would write 2025-01-15T00:00:00Z as 2025-01-15T00:00:00+00:00
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        return rdflib.Graph().parse(data=output.getvalue(), format="nt")


def _case(query: StoredQuery) -> Any:
    reason = DIFFERENCES.get(query.name)
    raises = ERRORS.get(query.name, AssertionError)
    # strict: see pyproject.toml
    marks = [pytest.mark.xfail(reason=reason, raises=raises)] if reason else []
    return pytest.param(query, id=query.name, marks=marks)


@pytest.mark.parametrize("query", [_case(query) for query in QUERIES])
def test_the_same_answer(
    query: StoredQuery, small_store: EmbeddedStore, other_store: rdflib.Graph
) -> None:
    """A SELECT's rows in the same order; a CONSTRUCT's triples; an ASK's answer."""
    text = _example_text(query, small_store)
    expected = _embedded(query, text, small_store)
    with _patience():
        answer = _rdflib(query, text, other_store)
    assert answer == expected


def test_most_examples_give_rows_here(small_store: EmbeddedStore) -> None:
    """Else the two engines would agree on nothing."""
    empty = [
        q.name for q in QUERIES if not _embedded(q, _example_text(q, small_store), small_store)
    ]
    assert len(empty) <= len(QUERIES) // 5, empty


def test_differences_are_of_queries_that_are_there() -> None:
    assert ERRORS.keys() <= DIFFERENCES.keys()
    assert DIFFERENCES.keys() <= {query.name for query in QUERIES}


def _example_text(query: StoredQuery, store: Store) -> str:
    context = Context(store.iris, known_vocabulary(store))
    return paged(query, bind(query, example_arguments(query), context), None, None)


def _embedded(query: StoredQuery, text: str, store: EmbeddedStore) -> Rows:
    if query.form == "ASK":
        return [(str(store.ask(text)),)]
    if query.form == "SELECT":
        return [tuple(map(_cell, row)) for row in store.select(text)]
    triples = {(t.subject, t.predicate, t.object) for t in store.construct(text)}
    return sorted(tuple(map(_cell, triple)) for triple in triples)


def _rdflib(query: StoredQuery, text: str, graph: rdflib.Graph) -> Rows:
    answer: Any = graph.query(text)  # rows or triples: rdflib's own type is a union of all
    if query.form == "ASK":
        return [(str(answer.askAnswer),)]
    if query.form == "SELECT":
        names = [str(name) for name in answer.vars or ()]
        found = [row.asdict() for row in answer]
        return [tuple(_cell(_term(row.get(name))) for name in names) for row in found]
    return sorted(tuple(_cell(_term(node)) for node in triple) for triple in answer)


def _cell(term: Term | Triple | None) -> str:
    """The term; a number by its value, because rdflib makes decimals of sums of integers."""
    if not isinstance(term, Literal):
        return str(term)
    if term.datatype.value in _NUMBERS:
        return f"{float(term.value):.12g}"
    return str(canonical_literal(term))


def _term(node: object) -> Term | None:
    if isinstance(node, rdflib.Literal):
        if node.language:
            return Literal(str(node), language=node.language)
        kind = node.datatype
        return Literal(str(node), datatype=NamedNode(kind)) if kind else Literal(str(node))
    return None if node is None else NamedNode(str(node))


@contextmanager
def _patience() -> Iterator[None]:
    def end(_: int, __: FrameType | None) -> None:
        raise TookTooLongError(f"no answer in {_PATIENCE} s")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(_PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
