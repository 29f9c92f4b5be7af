"""Backups of an embedded store: a backup is a store itself, in a folder of its own.

It is a copy of the newest snapshot, which no writer touches, so it is consistent while the store is in
use. Restoring puts a backup in the place of what a store holds, as its next snapshot.

::

    replaced-<number>/   what a restored backup took the place of: a store itself, until it is removed
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cpgraph.errors import StoreError
from cpgraph.store.embedded import open_for_reading
from cpgraph.store.folder import (
    FORMAT_VERSION,
    MARKER,
    bytes_in,
    current,
    read_marker,
    write_atomically,
    writer_lock,
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored backup took the place of: a store in this folder; None where there was none."""

    replaced: Path | None


def back_up(location: str | Path, target: Path) -> int:
    """Copy what a store's readers see to a new folder, which is a store; its size in bytes.

    :raises StoreNotFoundError: there is no store.
    :raises StoreError: the target is there already, or cannot be written; then nothing is left of it.
    """
    _check_folder(location)
    if target.exists():
        raise StoreError(target, "is there already; name a folder that is not")
    with open_for_reading(Path(location)) as store:  # its snapshot stays while it is copied
        snapshot = _snapshot_of(store.snapshot(), location)
        draft = target.with_name(f"{target.name}.draft-{os.getpid()}")
        with _removed_on_failure(draft, target):
            _make_store(draft, snapshot, store.iris.base)
            draft.rename(target)
    return bytes_in(target / "snapshots" / "1")


def restore(location: str | Path, backup: Path, wait_s: float = 0) -> Restored:
    """Put a backup in the place of what a store holds; a new store where there is none.

    Readers see it from then on, as any other snapshot.

    :param wait_s: so long another writer is waited for.
    :raises StoreNotFoundError: the backup is no store.
    :raises StoreLockedError: another process is writing to the store.
    :raises StoreError: the base IRIs differ, or the folder cannot be written; what was there stays.
    """
    _check_folder(location)
    path = Path(location)
    if not (path / MARKER).exists():
        back_up(backup, path)
        return Restored(None)
    if path.resolve() == backup.resolve():
        raise StoreError(path, "cannot be restored from itself; name another folder")
    with writer_lock(path, wait_s), open_for_reading(backup) as kept:
        if kept.iris.base != read_marker(path).base:
            raise StoreError(
                backup, f"its base IRI is {kept.iris.base}; restore it to a folder of its own"
            )
        return Restored(_put_in_place(path, _snapshot_of(kept.snapshot(), backup)))


def _check_folder(location: str | Path) -> None:
    if re.match(r"https?://", str(location)):
        raise StoreError(location, "is an endpoint; only a store in a folder is copied so")


def _put_in_place(path: Path, snapshot: Path) -> Path:
    """The backup's snapshot as the store's next; the folder with what it replaced.

    Whenever this is cut off, readers have the old snapshot or the new one; a writer finds the old
    database, or is told that there is none and how to have it again.
    """
    numbers = [int(one.name) for one in (path / "snapshots").glob("*") if one.name.isdecimal()]
    number = str(1 + max(numbers, default=0))
    draft, live = path / "snapshots" / f"draft-{os.getpid()}", path / "live.draft"
    with _removed_on_failure(draft, path), _removed_on_failure(live, path):
        _copy(snapshot, draft)
        _link(draft, live)
        draft.rename(path / "snapshots" / number)
    replaced = _set_aside(path)
    live.rename(path / "live")
    write_atomically(path / "current", number)
    (path / "unpublished").unlink(missing_ok=True)
    return replaced


def _set_aside(path: Path) -> Path:
    """Move the database to a folder that is a store with the snapshot that readers see now."""
    number = current(path)
    replaced, draft = path / f"replaced-{number or 0}", path / "replaced.draft"
    with _removed_on_failure(draft, path):
        (draft / "snapshots").mkdir(parents=True)
        if number:
            _link(path / "snapshots" / number, draft / "snapshots" / "1")
        _mark(draft, read_marker(path).base, "1" if number else None)
    (path / "live").rename(draft / "live")
    draft.rename(replaced)
    return replaced


def _make_store(folder: Path, snapshot: Path, base_iri: str) -> None:
    (folder / "snapshots").mkdir(parents=True)
    _copy(snapshot, folder / "snapshots" / "1")
    _link(folder / "snapshots" / "1", folder / "live")
    _mark(folder, base_iri, "1")


def _mark(folder: Path, base_iri: str, number: str | None) -> None:
    """What makes a folder a store, whose readers see the snapshot of this number."""
    marker = {"format": FORMAT_VERSION, "base_iri": base_iri}
    write_atomically(folder / MARKER, json.dumps(marker, indent=2) + "\n")
    if number:
        write_atomically(folder / "current", number)


def _copy(source: Path, target: Path) -> None:
    """Copy a database, durably."""
    target.mkdir(parents=True)
    for one in sorted(source.iterdir()):
        shutil.copyfile(one, target / one.name)
        with (target / one.name).open("rb") as copied:
            os.fsync(copied.fileno())


def _link(source: Path, target: Path) -> None:
    """A second database over the same tables, which are never changed; what is written is its own."""
    target.mkdir()
    for one in sorted(source.iterdir()):
        if one.suffix == ".sst":
            os.link(one, target / one.name)
        else:
            shutil.copyfile(one, target / one.name)


def _snapshot_of(snapshot: Path | bytes, location: str | Path) -> Path:
    if isinstance(snapshot, bytes):  # nothing was ever published
        raise StoreError(location, "holds nothing yet; load something first")
    return snapshot


@contextmanager
def _removed_on_failure(draft: Path, place: Path) -> Iterator[None]:
    shutil.rmtree(draft, ignore_errors=True)  # of one that was cut off
    try:
        yield
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise StoreError(
            place, f"cannot be written ({error.strerror}); make room, or name another folder"
        ) from error
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
