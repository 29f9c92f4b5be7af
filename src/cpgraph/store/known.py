"""What vocabulary a store knows."""

from __future__ import annotations

from cpgraph.store.protocol import Store
from cpgraph.vocabulary import Vocabulary, concepts_in, shipped, shipped_quads


def known_vocabulary(store: Store) -> Vocabulary:
    """The shipped vocabularies and the concepts that were loaded into the store."""
    return shipped().extended(concepts_in(store.graph(store.iris.vocabulary_graph)))


def store_ontology(store: Store) -> None:
    """Bring the store's copy of the ontology and the vocabularies to what this cpgraph ships."""
    name = store.iris.ontology_graph
    shipped = {quad.triple for quad in shipped_quads()}
    if set(store.graph(name)) != shipped:
        store.write([{name: list(shipped)}])
