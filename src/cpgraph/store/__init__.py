"""Stores: where the graphs are kept. A narrow protocol, and one adapter for each kind of store."""

from cpgraph.store.known import (
    graph_hashes,
    known_vocabulary,
    paper_keys,
    paper_statements,
    store_ontology,
)
from cpgraph.store.opening import open_apart, open_store, over, published
from cpgraph.store.protocol import Dataset, Replacement, Store

__all__ = [
    "Dataset",
    "Replacement",
    "Store",
    "graph_hashes",
    "known_vocabulary",
    "open_apart",
    "open_store",
    "over",
    "paper_keys",
    "paper_statements",
    "published",
    "store_ontology",
]
