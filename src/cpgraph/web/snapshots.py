"""Which snapshot a request sees: the newest when it came, and no other until it is answered.

A writer publishes snapshots; readers move to the new one with the next request. What is kept of a
snapshot (answers that many pages ask for) goes with it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from cpgraph.store import Store, known_vocabulary, open_apart, open_store, published
from cpgraph.vocabulary import Vocabulary

T = TypeVar("T")

#: So many answers are kept of a snapshot, those that were asked for last; a page of claims is 70 kB.
MOST_KEPT = 2_000


class Snapshot:
    """A store as it was at one time, for pages (``store``) and for queries of strangers (``apart``)."""

    def __init__(self, location: str, number: str | None, limits: dict[str, Any]) -> None:
        self.number = number
        self.store: Store = open_store(location)
        self.apart: Store = open_apart(location, **limits)
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
        self.apart.close()
        self.store.close()


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
    """The newest snapshot of a store, for one request after another, in any thread.

    :param prepare: asked beside the requests of every new snapshot: for what many pages show.
    :param limits: of queries of strangers: ``timeout_s`` and ``memory_bytes``.
    """

    def __init__(
        self, location: str, prepare: Callable[[Snapshot], None] | None = None, **limits: Any
    ) -> None:
        self.location = location
        self._prepare = prepare
        self._limits = limits
        self._lock = threading.Lock()
        self._preparing: threading.Thread | None = None
        self._newest = Snapshot(location, published(location), limits)
        self._start_preparing(self._newest)

    @contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """A snapshot that stays while it is read."""
        snapshot = self.take()
        try:
            yield snapshot
        finally:
            self.give_back(snapshot)

    def take(self) -> Snapshot:
        """The newest snapshot, which stays open until it is given back."""
        with self._lock:
            number = published(self.location)
            if number != self._newest.number:
                old, self._newest = self._newest, Snapshot(self.location, number, self._limits)
                self._close_unused(old)
                self._start_preparing(self._newest)
            self._newest.users += 1
            return self._newest

    def give_back(self, snapshot: Snapshot) -> None:
        """The request is answered."""
        with self._lock:
            snapshot.users -= 1
            self._close_unused(snapshot)

    def close(self) -> None:
        """Let go of the store."""
        if self._preparing:
            self._preparing.join()
        with self._lock:
            self._newest.close()

    def _start_preparing(self, snapshot: Snapshot) -> None:
        if self._prepare is None:
            return
        snapshot.users += 1
        prepare = self._prepare

        def run() -> None:
            try:
                prepare(snapshot)
            finally:
                self.give_back(snapshot)

        self._preparing = threading.Thread(target=run, daemon=True)
        self._preparing.start()

    def _close_unused(self, snapshot: Snapshot) -> None:
        if snapshot is not self._newest and not snapshot.users:
            snapshot.close()
