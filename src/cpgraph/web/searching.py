"""The search index of the served store: brought up to date at once where little changed, else beside."""

from __future__ import annotations

import threading
from contextlib import suppress

from cpgraph.errors import StoreError
from cpgraph.search import SearchResult, index_of
from cpgraph.web.snapshots import Snapshot, Snapshots

#: So many papers are indexed while a visitor waits: about a second.
_AT_ONCE = 200


class Searching:
    """Answers searches over the newest snapshot, or says that it is still reading it."""

    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots
        self._index = index_of(snapshots.location)
        self._lock = threading.Lock()
        self._seen: str | None = None
        self._reader: threading.Thread | None = None

    def search(self, snapshot: Snapshot, text: str, *, limit: int) -> SearchResult:
        """The best papers and claims."""
        self.follow(snapshot)
        return self._index.search(text, limit=limit)

    def is_behind(self, snapshot: Snapshot) -> bool:
        """Whether papers have still to be read, so that some cannot be found yet."""
        return self._seen != snapshot.state

    def follow(self, snapshot: Snapshot) -> None:
        """See to it that the index comes to what the snapshot holds."""
        with self._lock:
            if self._index.is_gone:  # with the store, which was made anew
                self._index, self._seen = index_of(self._snapshots.location), None
            is_reading = self._reader is not None and self._reader.is_alive()
            if self._seen == snapshot.state or is_reading:
                return
            if self._index.pending(snapshot.store) <= _AT_ONCE:
                self._update(snapshot)
                return
            self._reader = threading.Thread(target=self._read, daemon=True)
            self._reader.start()

    def _read(self) -> None:
        with self._snapshots.reading() as snapshot:
            self._update(snapshot)

    def _update(self, snapshot: Snapshot) -> None:
        """Bring the index there, or leave that to the next search."""
        # a full disk; another process that writes the index; a server that stops
        with suppress(OSError, ValueError, StoreError):
            self._index.update(snapshot.store)
            self._seen = snapshot.state
