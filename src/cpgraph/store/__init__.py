"""Stores: where the graphs are kept. A narrow protocol, and one adapter for each kind of store."""

from cpgraph.store.known import known_vocabulary, paper_keys, store_ontology
from cpgraph.store.opening import open_apart, open_store, published
from cpgraph.store.protocol import Replacement, Store

__all__ = [
    "Replacement",
    "Store",
    "known_vocabulary",
    "open_apart",
    "open_store",
    "paper_keys",
    "published",
    "store_ontology",
]
