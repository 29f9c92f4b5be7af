"""The embedded store: Oxigraph in a folder (``folder`` says what lies in it), or in memory."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Self

import pyoxigraph

from cpgraph.errors import StoreError
from cpgraph.rdf import NamedNode, Quad, Triple
from cpgraph.results import Bindings
from cpgraph.store.closing import Closing
from cpgraph.store.folder import (
    FORMAT_VERSION,
    MARKER,
    Folder,
    checked_base,
    current,
    lock_snapshot,
    read_marker,
    write_atomically,
    writer_lock,
)
from cpgraph.store.protocol import Replacement
from cpgraph.store.query_errors import syntax_error, unanswerable, wrong_form
from cpgraph.store.updates import replace
from cpgraph.terms import DEFAULT_BASE_IRI, Iris

#: From this many quads on, files written for the purpose are cheaper than the write-ahead log.
_BULK_QUADS = 10_000
#: New graphs are written together up to this many quads, so that memory stays bounded.
_BATCH_QUADS = 200_000


class EmbeddedStore(Closing):
    """A :class:`~cpgraph.store.protocol.Store` on pyoxigraph; see :func:`open_for_reading` and kin."""

    def __init__(
        self, database: pyoxigraph.Store, location: str, iris: Iris, folder: Folder | None = None
    ) -> None:
        self._opened: pyoxigraph.Store | None = database
        self._folder = folder
        self.location = location
        self.iris = iris

    @classmethod
    def in_memory(cls, base_iri: str = DEFAULT_BASE_IRI) -> Self:
        """A store that is gone when it is closed.

        >>> EmbeddedStore.in_memory().ask("ASK { ?s ?p ?o }")
        False
        """
        return cls(pyoxigraph.Store(), ":memory:", Iris(base_iri))

    @property
    def state(self) -> str | None:
        """What names the snapshot that is read; None of a store in memory, or open for writing."""
        return self._folder.state if self._folder else None

    def select(self, query: str) -> Bindings:
        """The rows of a SELECT, lazily."""
        found = self._query(query)
        if not isinstance(found, pyoxigraph.QuerySolutions):
            raise wrong_form("SELECT")
        variables = tuple(variable.value for variable in found.variables)
        return Bindings(variables, (tuple(solution) for solution in found))

    def ask(self, query: str) -> bool:
        """The answer of an ASK."""
        found = self._query(query)
        if not isinstance(found, pyoxigraph.QueryBoolean):
            raise wrong_form("ASK")
        return bool(found)

    def construct(self, query: str) -> Iterator[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE, lazily."""
        found = self._query(query)
        if not isinstance(found, pyoxigraph.QueryTriples):
            raise wrong_form("CONSTRUCT")
        return iter(found)

    def graph(self, name: str) -> Iterator[Triple]:
        """The triples of one named graph."""
        quads = self._database.quads_for_pattern(None, None, None, NamedNode(name))
        return (quad.triple for quad in quads)

    def graph_names(self, prefix: str) -> Iterator[str]:
        """The names of the graphs that start with ``prefix``."""
        names = (name.value for name in self._database.named_graphs())
        return (name for name in names if name.startswith(prefix))

    def snapshot(self) -> Path | bytes:
        """What another process needs to see this store as it is now: a folder, or its N-Quads.

        :raises StoreError: the store is open for writing, so that its folder is no snapshot.
        """
        if self._folder is None:
            return self._database.dump(format=pyoxigraph.RdfFormat.N_QUADS) or b""
        if self._folder.snapshot is None:
            raise StoreError(self.location, "is open for writing; open it for reading")
        return self._folder.snapshot

    def write(self, replacements: Iterable[Replacement]) -> None:
        """Replace graphs; new graphs are written many at a time, as fast as the engine can."""
        fresh = _Fresh()
        with self._failures():
            if self._folder:
                self._folder.mark_unpublished()
            for replacement in replacements:
                if fresh.names.isdisjoint(replacement) and self._is_new(replacement):
                    fresh.add(replacement)
                    if len(fresh.quads) < _BATCH_QUADS:
                        continue
                    self._append(fresh)
                else:
                    self._append(fresh)
                    self._database.update(replace(replacement))
                fresh = _Fresh()
            self._append(fresh)

    def close(self) -> None:
        """Publish what was written as a new snapshot, and let go of the folder."""
        if self._folder is None:
            return
        folder, self._folder = self._folder, None
        try:
            if folder.snapshot is None and folder.is_unpublished():
                with self._failures():
                    folder.publish(self._database)
        finally:
            self._opened = None
            folder.release()

    @property
    def _database(self) -> pyoxigraph.Store:
        if self._opened is None:
            raise StoreError(self.location, "is closed; open it again")
        return self._opened

    def _query(
        self, query: str
    ) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
        try:
            return self._database.query(query, use_default_graph_as_union=True)
        except SyntaxError as error:
            raise syntax_error(query, str(error.msg), self._fault) from error
        except RuntimeError as error:
            raise unanswerable(str(error)) from error
        except OSError as error:
            raise StoreError(
                self.location, f"could not be read ({error}); check the disk, then ask again"
            ) from error

    def _fault(self, query: str) -> str | None:
        """What the engine says of a text that may be no SPARQL."""
        try:
            self._database.query(query)
        except SyntaxError as error:
            return str(error.msg)
        return None

    def _is_new(self, replacement: Replacement) -> bool:
        return not any(self._database.contains_named_graph(NamedNode(name)) for name in replacement)

    def _append(self, fresh: _Fresh) -> None:
        if len(fresh.quads) >= _BULK_QUADS:
            self._database.bulk_extend(fresh.quads)
        elif fresh.quads:
            self._database.extend(fresh.quads)

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(
                self.location, f"could not be written ({error}); nothing of this step was kept"
            ) from error


class _Fresh:
    """New graphs that wait to be written together."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.quads: list[Quad] = []

    def add(self, replacement: Replacement) -> None:
        self.names.update(replacement)
        self.quads.extend(_quads(replacement))


def open_for_reading(path: Path) -> EmbeddedStore:
    """The newest snapshot of the store in a folder; several readers and a writer can be at work.

    :raises StoreNotFoundError: there is no store.
    :raises StoreError: the folder is something else, or of a newer cpgraph.
    """
    iris = read_marker(path)
    while True:
        number = current(path)
        if number is None:
            return EmbeddedStore(pyoxigraph.Store(), str(path), iris)
        lock = lock_snapshot(path, number)
        if lock is not None:
            break
    snapshot = path / "snapshots" / number
    try:
        database = pyoxigraph.Store.read_only(str(snapshot))
    except (OSError, RuntimeError) as error:
        lock.close()
        raise StoreError(
            path, f"its snapshot cannot be opened ({error}); any 'cpgraph load' renews it"
        ) from error
    return EmbeddedStore(database, str(path), iris, Folder(path, lock, snapshot))


def open_for_writing(path: Path, base_iri: str | None = None, wait_s: float = 0) -> EmbeddedStore:
    """The store in a folder, for one writer; made where there is none.

    :param base_iri: the base IRI of a new store; an existing one keeps its own.
    :param wait_s: so long another writer is waited for.
    :raises StoreLockedError: another process is writing.
    :raises StoreError: the folder is something else, or cannot be written.
    """
    base_iri = checked_base(path, base_iri) if base_iri is not None else None
    lock = writer_lock(path, wait_s)
    try:
        return _opened_for_writing(path, base_iri, lock)
    except BaseException:
        lock.close()
        raise


def _opened_for_writing(path: Path, base_iri: str | None, lock: IO[str]) -> EmbeddedStore:
    try:
        if not (path / MARKER).exists():
            marker = {"format": FORMAT_VERSION, "base_iri": base_iri or DEFAULT_BASE_IRI}
            write_atomically(path / MARKER, json.dumps(marker, indent=2) + "\n")
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
    except OSError as error:
        raise StoreError(path, f"cannot be written ({error.strerror}); make room for it") from error
    iris = read_marker(path)
    if base_iri not in {None, iris.base}:
        raise StoreError(
            path, f"its base IRI is {iris.base}; a store keeps the one it was made with"
        )
    number = current(path)
    if number is not None and not (path / "live" / "CURRENT").exists():
        raise StoreError(
            path,
            f"its database is gone; copy {path}/snapshots/{number} to {path}/live to restore it",
        )
    try:
        database = pyoxigraph.Store(str(path / "live"))
    except (OSError, RuntimeError) as error:  # RuntimeError: the engine's word for damaged files
        raise StoreError(path, f"its database cannot be opened ({error})") from error
    return EmbeddedStore(database, str(path), iris, Folder(path, lock))


def _quads(replacement: Replacement) -> Iterator[Quad]:
    for name, triples in replacement.items():
        graph = NamedNode(name)
        for triple in triples:
            yield Quad(triple.subject, triple.predicate, triple.object, graph)
