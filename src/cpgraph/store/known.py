"""What a store knows: its papers, its vocabulary."""

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


def paper_keys(store: Store) -> list[str]:
    """The keys of all papers in a store, sorted."""
    names = store.graph_names(store.iris.graph(""))
    return sorted(key for name in names if (key := store.iris.key_of_graph(name)))
