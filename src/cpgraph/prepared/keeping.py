"""Where the columns are kept: beside the store, one folder for the state of the store they belong to.

::

    prepared/<version>-<state>/   papers.key.npy, claims.category.npy, …; concepts.json

They are read as they are asked for (memory maps), and made anew from the store by :func:`prepare`.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from cpgraph.errors import StoreError
from cpgraph.prepared.columns import Claims, Columns, Papers, Themes, merged
from cpgraph.prepared.places import VERSION, folder_of, home_of, is_there
from cpgraph.prepared.reading import read
from cpgraph.store import Store, graph_hashes, published

Part = TypeVar("Part", Papers, Themes, Claims)

#: Of an array in a file, before its rows.
_HEADER_BYTES = 128
_DRAFT = "draft-"
#: A draft that is older was cut off.
_FORSAKEN_S = 3600.0
#: From so many changed papers on it is quicker to read them all.
_MOST_CHANGED = 2_000


def kept(store: Store) -> Columns | None:
    """The columns of the state that the store shows; None where they are not kept."""
    folder = folder_of(store)
    return _loaded(folder) if folder and is_there(folder) else None


def prepare(store: Store, before: Columns | None = None, *, anew: bool = False) -> Columns:
    """The columns of the state that the store shows: as they are kept, or read and then kept.

    Only what changed is read: papers whose graph has another hash. Where the folder cannot be written
    (another's store, a full disk), they are not kept; nor are those of a store in memory.

    :param before: the columns of an earlier state; None is the newest that are kept.
    :param anew: read all papers, whatever is kept.
    :raises StoreError: they are read anew, and what is kept cannot be removed.
    """
    if anew:
        _forget(store)
    elif found := kept(store):
        return found
    made = _brought_up(store, None if anew else before or _newest(store))
    folder = folder_of(store)
    if folder:
        with suppress(OSError):
            _save(made, folder)
            _remove_others(store, folder)
    return made


def _brought_up(store: Store, before: Columns | None) -> Columns:
    hashes = graph_hashes(store)
    if before is None:
        return read(store, hashes, None)
    known = dict(
        zip(before.papers.key.tolist(), before.papers.hash.astype(np.str_).tolist(), strict=True)
    )
    changed = [key for key, hash_ in hashes.items() if known.get(key) != hash_]
    if (
        len(changed) > _MOST_CHANGED or "" in known.values()
    ):  # a paper without a hash is not followed
        return read(store, hashes, None)
    leaving = [key for key in known if key not in hashes]
    return merged(before, read(store, hashes, changed, before.concepts), leaving)


def _newest(store: Store) -> Columns | None:
    """What is kept of the newest state."""
    if not store.state:
        return None
    for folder in sorted(home_of(store).glob(f"{VERSION}-*"), key=_made_at, reverse=True):
        found = _loaded(folder)
        if found is not None:
            return found
    return None


def _forget(store: Store) -> None:
    shutil.rmtree(home_of(store), ignore_errors=True)
    if is_there(home_of(store)):
        raise StoreError(home_of(store), "cannot be removed; remove it, then prepare anew")


def _made_at(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:  # another process has removed it
        return 0


def _save(columns: Columns, folder: Path) -> None:
    """Put the columns in place, whole; what another process has put there stays."""
    folder.parent.mkdir(exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=folder.parent))
    try:
        draft.chmod(folder.parent.stat().st_mode)  # a draft is its owner's alone
        _write(columns, draft)
        if _loaded(folder) is None:
            shutil.rmtree(folder, ignore_errors=True)  # damaged
            draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write(columns: Columns, draft: Path) -> None:
    for part in ("papers", "themes", "claims"):
        rows = getattr(columns, part)
        for one in fields(rows):
            np.save(draft / f"{part}.{one.name}.npy", getattr(rows, one.name))
    said = json.dumps({"concepts": columns.concepts, "labels": columns.labels}, ensure_ascii=False)
    (draft / "concepts.json").write_text(said, encoding="utf-8")


def _remove_others(store: Store, folder: Path) -> None:
    """Remove what is kept of other states, but not of a later one that readers see already."""
    if published(store.location) != store.state:
        return
    for other in folder.parent.iterdir():
        is_forsaken = time.time() - _made_at(other) > _FORSAKEN_S
        if other != folder and (is_forsaken or not other.name.startswith(_DRAFT)):
            shutil.rmtree(other, ignore_errors=True)


def _loaded(folder: Path) -> Columns | None:
    """What lies in a folder; None where it is gone meanwhile, or damaged."""
    try:
        identity = folder.stat().st_ino
        said = json.loads((folder / "concepts.json").read_text(encoding="utf-8"))
        parts: dict[str, Any] = {
            "papers": _part(folder, "papers", Papers),
            "themes": _part(folder, "themes", Themes),
            "claims": _part(folder, "claims", Claims),
        }
        found = Columns(**parts, concepts=tuple(said["concepts"]), labels=said["labels"])
        is_one = folder.stat().st_ino == identity  # not half of it another's, put there meanwhile
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        return None
    return found if is_one and found.is_whole else None


def _part(folder: Path, name: str, kind: type[Part]) -> Part:
    return kind(**{one.name: _array(folder / f"{name}.{one.name}.npy") for one in fields(kind)})


def _array(path: Path) -> Any:
    """An array as a memory map; what is empty cannot be one."""
    if path.stat().st_size > _HEADER_BYTES:
        return np.lib.format.open_memmap(path, mode="r")
    with path.open("rb") as stream:
        return np.lib.format.read_array(stream)
