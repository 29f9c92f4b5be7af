"""Fixtures that many tests share."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cpgraph.paper_graph import Context
from cpgraph.provenance import Activity, Document, provenance_triples
from cpgraph.rdf import graph_hash
from cpgraph.readers.base import ConceptReading, PaperReading, Source
from cpgraph.readers.detect import reader_for
from cpgraph.sample import sample_sources, sample_syntheses
from cpgraph.store import Store, known_vocabulary, open_store, store_ontology
from shell import RECORD, Shell

#: When and by whom the sample was loaded, in every test alike.
SAMPLE_LOAD = Activity("sample", datetime(2026, 11, 24, tzinfo=UTC), "sample")


@pytest.fixture(scope="session")
def sample_store() -> Iterator[Store]:
    """The sample of ``data/`` in memory. Shared: for reading only."""
    with filled_sample_store() as store:
        yield store


def filled_sample_store() -> Store:
    """A new store in memory with the sample, as :func:`cpgraph.sample.load_sample` fills one."""
    store = open_store(":memory:", "write")
    store_ontology(store)
    for source in sample_sources():
        _load(store, source)
    store.write(sample_syntheses(store.iris))
    return store


def _load(store: Store, source: Source) -> None:
    document = Document(source.name, source.content_hash())
    context = Context(store.iris, known_vocabulary(store))
    for reading in reader_for(source)(source, context):
        if isinstance(reading, ConceptReading):
            store.write([{store.iris.vocabulary_graph: reading.triples}])
            continue
        assert isinstance(reading, PaperReading), reading
        key, triples = reading.key, reading.triples
        loaded = provenance_triples(key, graph_hash(triples), document, SAMPLE_LOAD, store.iris)
        store.write([{store.iris.graph(key): triples, store.iris.provenance(key): loaded}])


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def loaded(shell: Shell) -> Shell:
    shell.write("paper.json", json.dumps(RECORD))
    assert shell("load", "paper.json").stdout == "paper.json: 1 added\n"
    return shell
