"""Fixtures that many tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cpgraph import resources
from cpgraph.paper_graph import Context
from cpgraph.readers.base import PaperReading, Source
from cpgraph.readers.record import read_records
from cpgraph.store import Store, open_store, store_ontology
from cpgraph.vocabulary import shipped


@pytest.fixture(scope="session")
def sample_store() -> Iterator[Store]:
    """The sample papers of ``data/`` in memory. Shared: for reading only."""
    with filled_sample_store() as store:
        yield store


def filled_sample_store() -> Store:
    """A new store in memory with the sample papers."""
    store = open_store(":memory:", "write")
    store_ontology(store)
    context = Context(store.iris, shipped())
    for path in resources.sources("data", "papers/*.yaml"):
        for reading in read_records(Source(path.name, path), context):
            assert isinstance(reading, PaperReading)
            store.write([{store.iris.graph(reading.key): reading.triples}])
    return store
