"""Which snapshot a request sees: one, until it is answered.

A writer publishes snapshots; readers move to a new one as soon as what its pages are made of is
prepared. A small store is prepared within the request that finds the new snapshot; the visitors of a
large one see the one before meanwhile. What is kept of a snapshot (answers that many pages ask for)
goes with it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from cpgraph.errors import CpgraphError
from cpgraph.prepared.columns import Columns
from cpgraph.store import Store, known_vocabulary, open_apart, open_store, published
from cpgraph.vocabulary import Vocabulary

T = TypeVar("T")

#: So many answers are kept of a snapshot, those that were asked for last; a page of claims is 70 kB.
MOST_KEPT = 2_000


#: So long a request waits for the snapshot that it found; a small store is prepared in less.
PATIENCE_S = 1.0


class Snapshot:
    """A store as it was at one time, for pages (``store``) and for queries of strangers (``apart``).

    ``columns`` are there once they are prepared.
    """

    def __init__(self, location: str, limits: dict[str, Any]) -> None:
        self.store: Store = open_store(location)
        self.apart: Store = open_apart(self.store, **limits)
        self.state = self.store.state
        self.columns: Columns | None = None
        self.vocabulary: Vocabulary = known_vocabulary(self.store)
        self.users = 0
        self._kept: OrderedDict[Hashable, _Slot] = OrderedDict()
        self._lock = threading.Lock()

    def kept(self, key: Hashable, made: Callable[[], T]) -> T:
        """What ``made`` gives, asked once a snapshot: a second request waits for the first."""
        with self._lock:
            slot = self._kept.setdefault(key, _Slot())
            self._kept.move_to_end(key)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return slot.get(made)

    def close(self) -> None:
        """Let go of it."""
        self.apart.close()  # and of the store with it


class _Slot:
    """A value that is made by the first who asks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_made = False
        self._value: Any = None

    def get(self, made: Callable[[], T]) -> T:
        with self._lock:
            if not self._is_made:
                self._value = made()
                self._is_made = True
        return cast("T", self._value)


class Snapshots:
    """The newest prepared snapshot of a store, for one request after another, in any thread.

    :param prepare: told of every new snapshot, and of the one before, ahead of its readers; of the very
        first beside them.
    :param prepare_more: told of it afterwards, beside its readers.
    :param limits: of queries of strangers: ``timeout_s`` and ``memory_bytes``.
    """

    def __init__(
        self,
        location: str,
        prepare: Callable[[Snapshot, Snapshot | None], None] | None = None,
        prepare_more: Callable[[Snapshot], None] | None = None,
        **limits: Any,
    ) -> None:
        self.location = location
        self._prepare = prepare or (lambda _new, _before: None)
        self._prepare_more = prepare_more or (lambda _new: None)
        self._limits = limits
        self._lock = threading.Lock()
        self._move: _Move | None = None
        self._newest = Snapshot(location, limits)
        self._newest.users += 1
        self._threads: list[threading.Thread] = []
        self._start(self._prepare_first, self._newest)

    @contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """A snapshot that stays while it is read."""
        snapshot = self.take()
        try:
            yield snapshot
        finally:
            self.give_back(snapshot)

    def take(self) -> Snapshot:
        """The newest snapshot, which stays open until it is given back.

        :raises StoreError: there is a newer one, which cannot be opened.
        """
        begun = self._begun()
        if begun:
            begun.wait(PATIENCE_S)
        with self._lock:
            self._newest.users += 1
            return self._newest

    def give_back(self, snapshot: Snapshot) -> None:
        """The request is answered."""
        with self._lock:
            snapshot.users -= 1
            self._close_unused(snapshot)

    def close(self) -> None:
        """Let go of the store. What is being prepared ends with its next query: it is closed."""
        self._close_all()
        for thread in self._threads:
            thread.join()
        self._close_all()  # a move may have come to its end

    def _close_all(self) -> None:
        with self._lock:
            self._newest.close()
            if self._move and self._move.new:
                self._move.new.close()

    def _begun(self) -> _Move | None:
        """The move to a newer snapshot, where there is one and this request is the first to see it."""
        with self._lock:
            if self._move or published(self.location) == self._newest.state:
                return None
            self._move = _Move()
            self._start(self._run, self._move)
            return self._move

    def _start(self, run: Callable[[Any], None], what: object) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        self._threads.append(threading.Thread(target=run, args=(what,), daemon=True))
        self._threads[-1].start()

    def _run(self, move: _Move) -> None:
        new = self._newest
        try:
            new = move.new = Snapshot(self.location, self._limits)
            self._prepare(new, self._newest)
        except CpgraphError as error:
            move.failed = error
        finally:
            with self._lock:
                old, self._newest, self._move = self._newest, new, None
                new.users += 1
                self._close_unused(old)
            move.done.set()
        try:
            self._prepare_more(new)
        finally:
            self.give_back(new)

    def _prepare_first(self, first: Snapshot) -> None:
        try:
            self._prepare(first, None)
            self._prepare_more(first)
        finally:
            self.give_back(first)

    def _close_unused(self, snapshot: Snapshot) -> None:
        if snapshot is not self._newest and not snapshot.users:
            snapshot.close()


class _Move:
    """A move to a newer snapshot: which, once it is open; whether it is done, and why it failed."""

    def __init__(self) -> None:
        self.new: Snapshot | None = None
        self.done = threading.Event()
        self.failed: CpgraphError | None = None

    def wait(self, timeout_s: float) -> None:
        """Wait for it, not longer than so many seconds.

        :raises CpgraphError: what it failed of.
        """
        self.done.wait(timeout_s)
        if self.failed:
            raise self.failed
