"""Where the columns are kept: beside the store, one folder for the state of the store they belong to.

::

    prepared/<version>-<state>/   papers.key.npy, claims.category.npy, …; concepts.json

They are read as they are asked for (memory maps), and made anew from the store by :func:`prepare`.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from cpgraph.prepared.columns import Claims, Columns, Papers, Themes, merged
from cpgraph.prepared.places import VERSION, folder_of, home_of
from cpgraph.prepared.reading import read
from cpgraph.store import Store, graph_hashes

Part = TypeVar("Part", Papers, Themes, Claims)

#: Of an array in a file, before its rows.
_HEADER_BYTES = 128
#: From so many changed papers on it is quicker to read them all.
_MOST_CHANGED = 2_000


def kept(store: Store) -> Columns | None:
    """The columns of the state that the store shows; None where they are not kept."""
    folder = folder_of(store)
    return _loaded(folder) if folder and folder.is_dir() else None


def prepare(store: Store, before: Columns | None = None) -> Columns:
    """The columns of the state that the store shows: as they are kept, or read and then kept.

    Only what changed is read: papers whose graph has another hash. Where the folder cannot be written
    (another's store, a full disk), they are not kept; nor are those of a store in memory.

    :param before: the columns of an earlier state; None is the newest that are kept.
    """
    found = kept(store)
    if found is not None:
        return found
    made = _brought_up(store, before or _newest(store))
    folder = folder_of(store)
    if folder:
        with suppress(OSError):
            _save(made, folder)
    return made


def forget(store: Store) -> None:
    """Remove what is kept of any state."""
    shutil.rmtree(home_of(store), ignore_errors=True)


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
    folders = home_of(store).glob(f"{VERSION}-*")
    for folder in sorted(folders, key=lambda one: one.stat().st_mtime, reverse=True):
        found = _loaded(folder)
        if found is not None:
            return found
    return None


def _save(columns: Columns, folder: Path) -> None:
    draft = folder.with_name(f"draft-{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for part in ("papers", "themes", "claims"):
        rows = getattr(columns, part)
        for one in fields(rows):
            np.save(draft / f"{part}.{one.name}.npy", getattr(rows, one.name))
    said = json.dumps({"concepts": columns.concepts, "labels": columns.labels}, ensure_ascii=False)
    (draft / "concepts.json").write_text(said, encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)  # damaged, or another process was quicker
    draft.rename(folder)
    for other in folder.parent.iterdir():
        if other != folder and not other.name.startswith("draft-"):
            shutil.rmtree(other, ignore_errors=True)


def _loaded(folder: Path) -> Columns | None:
    """What lies in a folder; None where it is gone meanwhile, or damaged."""
    try:
        said = json.loads((folder / "concepts.json").read_text(encoding="utf-8"))
        parts: dict[str, Any] = {
            "papers": _part(folder, "papers", Papers),
            "themes": _part(folder, "themes", Themes),
            "claims": _part(folder, "claims", Claims),
        }
        return Columns(**parts, concepts=tuple(said["concepts"]), labels=said["labels"])
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        return None


def _part(folder: Path, name: str, kind: type[Part]) -> Part:
    return kind(**{one.name: _array(folder / f"{name}.{one.name}.npy") for one in fields(kind)})


def _array(path: Path) -> Any:
    """An array as a memory map; what is empty cannot be one."""
    return np.load(path, mmap_mode="r" if path.stat().st_size > _HEADER_BYTES else None)
