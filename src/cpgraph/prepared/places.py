"""Where the columns of a store's state are kept: ``prepared/<version>-<state>`` in its folder."""

from __future__ import annotations

import os
from pathlib import Path

from cpgraph.store import Store

#: Another number means that what was kept is made anew.
VERSION = 2


def home_of(store: Store) -> Path:
    """What is kept of any state."""
    return Path(store.location) / "prepared"


def folder_of(store: Store) -> Path | None:
    """What is kept of the state that the store shows; None where the state has no name."""
    return home_of(store) / f"{VERSION}-{store.state}" if store.state else None


def is_there(folder: Path) -> bool:
    """Whether the folder can be seen; one of another user may be closed to us."""
    return os.path.isdir(folder)  # noqa: PTH112 # Path.is_dir raises PermissionError
