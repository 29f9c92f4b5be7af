"""What people said of papers, and readings of these papers: neither may swallow or double the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cpgraph.paper_graph import Retraction, retraction_iri, retraction_triples, retractions_from
from cpgraph.rdf import Literal, NamedNode, Triple
from cpgraph.readers.base import PaperReading
from cpgraph.store import Store
from cpgraph.terms import CPG, DCTERMS

_REASON, _ON = NamedNode(f"{CPG}reason"), NamedNode(f"{DCTERMS}date")


def retractions(store: Store, key: str) -> dict[str, Retraction]:
    """What people said of a paper and its claims, by the IRI of what is retracted."""
    found = retractions_from(store.graph(store.iris.retraction(key)))
    return {one.thing: one for one in found.values()}


def without_said(reading: PaperReading, said: Mapping[str, Retraction]) -> PaperReading:
    """The reading without the retractions that the store holds as somebody's, in the same words.

    A record or a reference that cpgraph wrote says no more than why; read back, its words are still
    those of the person, not of the paper's source.
    """
    repeated = {
        NamedNode(retraction_iri(one.thing))
        for one in said.values()
        if _is_repeated(reading.triples, one)
    }
    if not repeated:
        return reading
    kept = [t for t in reading.triples if t.subject not in repeated and t.object not in repeated]
    return replace(reading, triples=kept)


def with_new(store: Store, reading: PaperReading) -> list[Triple]:
    """The graph of what people said, with what the reading hands on of things nobody spoke of here.

    Empty where it hands on nothing new.
    """
    held = retractions(store, reading.key) if reading.said else {}
    new = [one for one in reading.said if one.thing not in held]
    before = store.graph(store.iris.retraction(reading.key)) if new else ()
    added = (triple for one in new for triple in retraction_triples(one, store.iris))
    return list(dict.fromkeys([*before, *added]))


def _is_repeated(triples: list[Triple], one: Retraction) -> bool:
    node = NamedNode(retraction_iri(one.thing))
    own = [triple for triple in triples if triple.subject == node]
    reasons = {
        t.object.value for t in own if t.predicate == _REASON and isinstance(t.object, Literal)
    }
    dates = {t.object.value for t in own if t.predicate == _ON and isinstance(t.object, Literal)}
    return reasons == {one.reason} and dates <= {one.date}
