"""The folder of an embedded store: its marker, its locks, its snapshots.

::

    cpgraph-store.json   what this folder is: format version and base IRI
    live/                the database, opened by one writer at a time
    snapshots/<n>/       hard-link checkpoints; readers open the newest and never see a change
    current              the number of the newest snapshot, replaced atomically
    unpublished          there while the database holds what no snapshot has
    writer.lock          held by the writer, names its process

A reader holds a shared lock on its snapshot, so that a writer does not remove it under its hands.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

import pyoxigraph

from cpgraph.errors import StoreError, StoreLockedError, StoreNotFoundError
from cpgraph.terms import Iris

FORMAT_VERSION = 1
MARKER = "cpgraph-store.json"
_UNPUBLISHED = "unpublished"
#: How often a writer who waits asks whether the other is done.
_AGAIN_S = 0.1

#: A database that grew by this much since it was opened is compacted: queries over what was loaded in
#: pieces take up to twice as long (bench/queries.py). A little more in a large one is not worth it.
_GROWTH = 1.25
_SMALL_BYTES = 32 << 20


def writer_lock(path: Path, wait_s: float = 0) -> IO[str]:
    """The writer's lock on the folder, which is made where there is none.

    :param wait_s: so long another writer is waited for.
    """
    try:
        if path.exists() and not path.is_dir():
            raise StoreError(path, "is a file, not a store; choose another --store")
        if path.is_dir() and not (path / MARKER).exists() and _holds_something_else(path):
            raise StoreError(path, "is a folder of something else; choose another --store")
        path.mkdir(parents=True, exist_ok=True)
        lock = (path / "writer.lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreError(
            path, f"cannot be written ({error.strerror}); choose another --store"
        ) from error
    until = time.monotonic() + wait_s
    while not _is_locked(lock):
        if time.monotonic() >= until:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            lock.close()
            raise StoreLockedError(
                path, f"process {holder} is writing to it; try again when it is done"
            )
        time.sleep(min(_AGAIN_S, max(until - time.monotonic(), 0)))
    return lock


def _is_locked(lock: IO[str]) -> bool:
    """Whether the lock could be taken."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holds_something_else(path: Path) -> bool:
    """Whether there is anything but what a first writer, perhaps one at work now, leaves behind."""
    ours = {"writer.lock", MARKER, f"{MARKER}.draft", "live"}
    return any(entry.name not in ours for entry in path.iterdir())


class Folder:
    """A store's folder, while it is open: its lock and its snapshots.

    :param snapshot: the one that is read; None where the database itself is open for writing.
    """

    def __init__(self, path: Path, lock: IO[str], snapshot: Path | None = None) -> None:
        self._path = path
        self._lock = lock
        self._bytes_before = bytes_in(path / "live") if snapshot is None else 0
        self.snapshot = snapshot
        self.state = state_of(snapshot) if snapshot else None

    def publish(self, database: pyoxigraph.Store) -> None:
        """Make a snapshot and point readers to it; older ones go when nobody reads them."""
        if self._has_grown():
            database.optimize()
        snapshots = self._path / "snapshots"
        snapshots.mkdir(exist_ok=True)
        number = str(
            1 + max((int(p.name) for p in snapshots.iterdir() if p.name.isdecimal()), default=0)
        )
        draft = snapshots / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        database.backup(str(draft))
        draft.rename(snapshots / number)
        write_atomically(self._path / "current", number)
        (self._path / _UNPUBLISHED).unlink(missing_ok=True)
        for old in snapshots.iterdir():
            if old.name.isdecimal() and old.name != number:
                self._remove_unused(old)

    def mark_unpublished(self) -> None:
        """Note, before anything is written, that readers will lack it until the next snapshot."""
        mark = self._path / _UNPUBLISHED
        if not mark.exists():
            write_atomically(mark, "")

    def is_unpublished(self) -> bool:
        """Whether readers lack something: a write that was cut off, or their snapshot itself."""
        number = current(self._path)
        lost = number is not None and not (self._path / "snapshots" / number).is_dir()
        return lost or (self._path / _UNPUBLISHED).exists()

    def release(self) -> None:
        """Let go of the lock."""
        self._lock.close()

    def _has_grown(self) -> bool:
        """Whether so much was written that queries gain more than putting it in order costs."""
        size = bytes_in(self._path / "live")
        return size > _SMALL_BYTES and size > _GROWTH * self._bytes_before

    def _remove_unused(self, snapshot: Path) -> None:
        lock_path = snapshot.with_suffix(".lock")
        with lock_path.open("a", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            shutil.rmtree(snapshot, ignore_errors=True)
            lock_path.unlink(missing_ok=True)


def checked_base(path: Path, base_iri: str) -> str:
    """The base IRI, which ends in ``/``.

    :raises StoreError: it is none.
    """
    if not re.fullmatch(r"https?://[^\s<>\"{}|^`\\?#]+/", base_iri):
        raise StoreError(
            path, f"{base_iri!r} is no base IRI; give one such as https://kb.example.org/"
        )
    return base_iri


def read_marker(path: Path) -> Iris:
    """How the store in this folder mints IRIs.

    :raises StoreNotFoundError: there is no store.
    :raises StoreError: the folder is something else, damaged, or of a newer cpgraph.
    """
    if path.is_file():
        raise StoreError(path, "is a file, not a store; choose another --store")
    try:
        marker = json.loads((path / MARKER).read_text(encoding="utf-8"))
        version, base_iri = int(marker["format"]), checked_base(path, str(marker["base_iri"]))
    except FileNotFoundError as error:
        raise StoreNotFoundError(
            path,
            "there is no store here; 'cpgraph load SOURCE' makes one, 'cpgraph demo' shows one",
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            path, f"{MARKER} is damaged ({error!r}); restore it from a backup"
        ) from error
    if version > FORMAT_VERSION:
        raise StoreError(path, "was written by a newer cpgraph; update cpgraph to open it")
    return Iris(base_iri)


def current(path: Path) -> str | None:
    """The number of the newest snapshot, None before the first."""
    try:
        number = (path / "current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreError(
            path, f"'current' cannot be read ({error}); restore it from a backup"
        ) from error
    if not re.fullmatch(r"[1-9][0-9]*", number, re.ASCII):
        raise StoreError(
            path, "'current' names no snapshot; write the number of the newest one into it"
        )
    return number


def state_of(snapshot: Path) -> str:
    """What names a snapshot: its number, and when it was made.

    A number comes again where a store is removed and made anew, or put back from a copy of its folder.
    """
    try:
        made_ns = (snapshot / "CURRENT").stat().st_mtime_ns
    except OSError:
        return snapshot.name
    return f"{snapshot.name}-{made_ns:x}"


def lock_snapshot(path: Path, number: str) -> IO[str] | None:
    """A shared lock on the snapshot, or None where it is no longer the current one."""
    try:
        lock = (path / "snapshots" / f"{number}.lock").open("a", encoding="utf-8")
    except OSError:  # a folder that cannot be written has no writer to be protected from
        return (path / MARKER).open(encoding="utf-8")
    fcntl.flock(lock, fcntl.LOCK_SH)
    if current(path) == number:
        return lock
    lock.close()
    return None


def write_atomically(path: Path, text: str) -> None:
    """Put the text in place, durably; a reader sees the old text or the new one."""
    draft = path.with_name(f"{path.name}.draft")
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def bytes_in(folder: Path) -> int:
    """The size of the files in a folder; the database may take some away meanwhile."""
    size = 0
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            size += path.stat().st_size
    return size
