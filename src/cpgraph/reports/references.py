"""The papers of a synthesis as a list of references, with all their authors."""

from __future__ import annotations

from collections.abc import Iterator

from cpgraph.model import Paper
from cpgraph.paper_graph import paper_from_triples
from cpgraph.rdf import NamedNode, Triple
from cpgraph.store import Store, known_vocabulary, paper_statements
from cpgraph.synthesis import Synthesis


def papers_of(store: Store, made: Synthesis) -> dict[str, Paper]:
    """The papers with claims on the outcome as the store has them, by key, in order; without claims."""
    vocabulary = known_vocabulary(store)
    return {
        paper.key: paper_from_triples(_own(store, paper.key, paper.iri), paper.iri, vocabulary)
        for paper in made.papers
    }


def _own(store: Store, key: str, iri: str) -> Iterator[Triple]:
    """What is said of a paper and its authors; most of its graph is claims."""
    claims = f"{iri}#claim-"
    for triple in paper_statements(store, key):
        subject = triple.subject
        if not (isinstance(subject, NamedNode) and subject.value.startswith(claims)):
            yield triple
