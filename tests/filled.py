"""The sample store, filled in the same way for every test."""

from __future__ import annotations

from datetime import UTC, datetime

from cpgraph.model import Paper
from cpgraph.paper_graph import Context, paper_from_triples
from cpgraph.provenance import Activity, Document, provenance_triples
from cpgraph.rdf import graph_hash
from cpgraph.readers.base import ConceptReading, PaperReading, Source
from cpgraph.readers.detect import reader_for
from cpgraph.sample import sample_sources, sample_syntheses
from cpgraph.store import Store, known_vocabulary, open_store, paper_keys, store_ontology

#: When and by whom the sample was loaded, in every test alike.
SAMPLE_LOAD = Activity("sample", datetime(2026, 11, 24, tzinfo=UTC), "sample")


def filled_sample_store() -> Store:
    """A new store in memory with the sample, as :func:`cpgraph.sample.load_sample` fills one."""
    store = open_store(":memory:", "write")
    store_ontology(store)
    for source in sample_sources():
        _load(store, source)
    store.write(sample_syntheses(store.iris))
    return store


def sample_papers(store: Store) -> list[Paper]:
    """The papers of a store, by key, in order."""
    vocabulary, iris = known_vocabulary(store), store.iris
    return [
        paper_from_triples(store.graph(iris.graph(key)), iris.paper(key), vocabulary)
        for key in paper_keys(store)
    ]


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
