"""The sample store: what ``data/`` holds, loaded as anybody would load it."""

from __future__ import annotations

from collections.abc import Iterator

from cpgraph import ingest, resources
from cpgraph.rdf import SYNTAXES, parse
from cpgraph.readers.base import Source
from cpgraph.results import LoadReport
from cpgraph.store import Replacement, Store
from cpgraph.terms import Iris


def load_sample(store: Store) -> LoadReport:
    """Load the sample into a store that is open for writing; what became of each paper and concept."""
    report = ingest.load(store, sample_sources())
    store.write(sample_syntheses(store.iris))
    return report


def sample_sources() -> list[Source]:
    """The files of the sample that ``load`` reads: vocabulary first, then the papers that use it."""
    patterns = ("vocabulary/*.ttl", "papers/*.yaml")
    files = [path for pattern in patterns for path in resources.sources("data", pattern)]
    return [Source(path.name, path) for path in files]


def sample_syntheses(iris: Iris) -> Iterator[Replacement]:
    """The stored syntheses of the sample, each as its graph; their IRIs are below the store's base."""
    for path in resources.sources("data", "syntheses/*.ttl"):
        quads = parse(path.read_bytes(), SYNTAXES["turtle"], name=path.name, base_iri=iris.base)
        yield {iris.synthesis(path.stem): [quad.triple for quad in quads]}
