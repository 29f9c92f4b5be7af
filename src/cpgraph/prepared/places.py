"""Where the columns of a store's state are kept: ``prepared/<version>-<state>`` in its folder."""

from __future__ import annotations

from pathlib import Path

from cpgraph.store import Store

#: Another number means that what was kept is made anew.
VERSION = 1


def home_of(store: Store) -> Path:
    """What is kept of any state."""
    return Path(store.location) / "prepared"


def folder_of(store: Store) -> Path | None:
    """What is kept of the state that the store shows; None where the state has no name."""
    return home_of(store) / f"{VERSION}-{store.state}" if store.state else None
