"""What a store knows: its papers, its vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

from cpgraph.rdf import Literal, NamedNode, Triple
from cpgraph.store.protocol import Store
from cpgraph.terms import CPG
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


def paper_statements(store: Store, key: str) -> Iterator[Triple]:
    """What is said of a paper: by its source, then by people, who may have retracted it or a claim."""
    is_there = False
    for triple in store.graph(store.iris.graph(key)):
        is_there = True
        yield triple
    if is_there:  # what is said of a paper that is gone makes no paper
        yield from store.graph(store.iris.retraction(key))


def graph_hashes(store: Store) -> dict[str, str]:
    """The key of every paper -> the hash of its graph: what tells which papers changed."""
    rows = store.select(f"SELECT ?graph ?hash WHERE {{ ?graph <{CPG}graphHash> ?hash }}")
    hashes = {}
    for graph, hash_ in rows:
        key = store.iris.key_of_graph(graph.value) if isinstance(graph, NamedNode) else None
        if key is not None and isinstance(hash_, Literal):
            hashes[key] = hash_.value
    return hashes
