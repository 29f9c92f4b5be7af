"""What vocabulary a store knows."""

from __future__ import annotations

from cpgraph.store.protocol import Store
from cpgraph.vocabulary import Vocabulary, concepts_in, shipped


def known_vocabulary(store: Store) -> Vocabulary:
    """The shipped vocabularies and the concepts that were loaded into the store."""
    return shipped().extended(concepts_in(store.graph(store.iris.vocabulary_graph)))
