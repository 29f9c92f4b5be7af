"""Verifying: what a store holds is what was loaded, and what is kept of its counts is right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cpgraph import ingest, queries
from cpgraph.rdf import graph_hash
from cpgraph.results import Severity
from cpgraph.store import Store, graph_hashes, paper_keys


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with what: a paper's key, or the name of a stored query."""

    what: str
    problem: str


def verify(store: Store, *, engine: str = "shacl") -> Iterator[Fault]:
    """What is wrong in a store; nothing where all is well.

    Each paper conforms to the shapes, has a provenance record, and its graph the hash that is recorded
    there; no record is of a paper that is not there; what is kept as columns gives the rows of the
    stored queries that it replaces.
    """
    for result in ingest.check_store(store, engine=engine):
        if result.severity is Severity.VIOLATION:
            yield Fault(result.subject, result.message)
    yield from _hashes(store)
    yield from _columns(store)


def _hashes(store: Store) -> Iterator[Fault]:
    recorded, keys = graph_hashes(store), paper_keys(store)
    for key in keys:
        if key not in recorded:
            yield Fault(key, "nothing records where it came from; load it again")
        elif graph_hash(store.graph(store.iris.graph(key))) != recorded[key]:
            yield Fault(key, "its graph is not what was loaded; load it again, or restore a backup")
    for key in sorted(recorded.keys() - set(keys)):
        yield Fault(key, "is recorded as loaded, but not there; load it again, or restore a backup")


def _columns(store: Store) -> Iterator[Fault]:
    from cpgraph.prepared import keeping, selecting  # noqa: PLC0415 # numpy, where columns are kept

    columns = keeping.kept(store)
    if columns is None:
        return
    for name in sorted(selecting.ANSWERED):
        prepared = list(selecting.select(store, columns, name, {}).terms())
        if prepared != list(queries.select(store, name).terms()):
            yield Fault(name, "what is prepared differs; 'cpgraph prepare --rebuild' makes it anew")
