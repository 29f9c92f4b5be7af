"""Queries that a user wrote, over the sample, apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cpgraph.errors import QueryError, QueryRefusedError, QuerySyntaxError, QueryTimeoutError
from cpgraph.queries import run_text
from cpgraph.queries.runner import select
from cpgraph.rdf import Triple
from cpgraph.results import Solutions
from cpgraph.store import Store, open_apart
from filled import filled_sample_store

PREFIXES = "PREFIX schema: <https://schema.org/>\n"
PAPERS = PREFIXES + "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?p a schema:ScholarlyArticle }"


@pytest.fixture(scope="module")
def apart() -> Iterator[Store]:
    with open_apart(filled_sample_store(), timeout_s=1.0) as store:
        yield store


def answers(store: Store) -> bool:
    found = run_text(store, PAPERS)
    assert isinstance(found, Solutions)
    ((count,),) = found
    return isinstance(count, int) and count > 1


def test_each_form(apart: Store) -> None:
    assert answers(apart)
    assert run_text(apart, PREFIXES + "ASK { ?p a schema:ScholarlyArticle }") is True
    found = run_text(apart, PREFIXES + "CONSTRUCT WHERE { ?p a schema:ScholarlyArticle }")
    assert isinstance(found, Iterator)
    assert all(isinstance(triple, Triple) for triple in found)


def test_stored_queries_run_apart_too(apart: Store, sample_store: Store) -> None:
    name, arguments = "evidence/board", {"theme": "governance"}
    assert list(select(apart, name, arguments)) == list(select(sample_store, name, arguments))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * WHERE " + "{" * 6400, QueryRefusedError),
        ("SELECT * WHERE { FILTER(" + "(" * 3000, QueryRefusedError),
        ("ASK { FILTER(1" + "+1" * 10_000 + ") }", QueryRefusedError),
        ("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", QueryRefusedError),
        ("LOAD <http://127.0.0.1:9/>", QueryRefusedError),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", QueryRefusedError),
        ("ASK {}" * 100_000, QueryRefusedError),
        ("ASK { ?s ?p 'no end }", QuerySyntaxError),
        ("ASK { FILTR(?x) }", QuerySyntaxError),
        # what nesting within bounds costs the optimizer
        ("ASK { " + ("?s ?p " + "(" * 60 + "1" + " 2)" * 60 + " . ") * 4 + "}", QueryTimeoutError),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", QueryTimeoutError),
    ],
)  # fmt: skip
def test_the_next_query_answers(apart: Store, text: str, kind: type[QueryError]) -> None:
    with pytest.raises(kind):
        list(found) if isinstance(found := run_text(apart, text), Solutions) else found
    assert answers(apart)
