"""From a location as a user writes it to an open store."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from cpgraph.errors import ParameterError, StoreError
from cpgraph.store.protocol import Dataset, Store

IN_MEMORY = ":memory:"


def open_store(
    location: str | Path,
    mode: Literal["read", "write"] = "read",
    *,
    base_iri: str | None = None,
    wait_s: float = 0,
) -> Store:
    """The store at a location: a folder, ``:memory:``, or the address of a SPARQL endpoint.

    ``write`` makes the store where there is none. Use it as a context manager, or call ``close()``:
    what was written is visible to readers from then on.

    :param base_iri: below which a new store mints the IRIs of its resources.
    :param wait_s: so long another writer is waited for.
    :raises StoreNotFoundError: nothing is there, and the mode is ``read``.
    :raises StoreLockedError: the mode is ``write``, and another process is writing.
    :raises StoreError: the location is something else.

    >>> with open_store(":memory:", "write") as store:
    ...     store.ask("ASK { ?s ?p ?o }")
    False
    """
    # imported here, so that a command that opens no store does not pay for the engine
    from cpgraph.store import embedded  # noqa: PLC0415

    if str(location) == IN_MEMORY:
        return (
            embedded.EmbeddedStore.in_memory(base_iri)
            if base_iri
            else embedded.EmbeddedStore.in_memory()
        )
    if _is_address(str(location)):
        from cpgraph.store.remote import open_endpoint  # noqa: PLC0415 # few need it

        return open_endpoint(str(location), writable=mode == "write", base_iri=base_iri)
    path = Path(location)
    if mode == "read":
        return embedded.open_for_reading(path)
    return embedded.open_for_writing(path, base_iri, wait_s)


def _is_address(location: str) -> bool:
    return re.match(r"https?://", location) is not None


def open_apart(
    location: str | Path | Store, *, timeout_s: float = 30.0, memory_bytes: int = 4 << 30
) -> Store:
    """A store for queries of strangers: each runs in a process that is ended when it takes too much.

    The processes see the store as it is now, and serve one query after the other; after one that was
    ended, the next query answers. Close it when done.

    :param location: a folder; or an open store (in memory, or a folder's snapshot), which is closed
        with this one.
    :param timeout_s: how long a query may run; the time in which its rows are waited for counts.
    :param memory_bytes: how much memory it may take beyond what the open store takes, where the system
        can hold it to that.
    :raises StoreError: there is no store, or it is open for writing, or not in a folder or memory.
    :raises ParameterError: a limit that is not above 0.

    >>> with open_apart(":memory:") as store:
    ...     store.ask("ASK { ?s ?p ?o }")
    False
    """
    from cpgraph.store.apart import ApartStore  # noqa: PLC0415 - the engine, as above
    from cpgraph.store.embedded import EmbeddedStore  # noqa: PLC0415

    for name, limit in (("timeout_s", timeout_s), ("memory_bytes", memory_bytes)):
        if not limit > 0:  # neither is what is no number (NaN)
            raise ParameterError(name, str(limit), "give a number above 0")
    if isinstance(location, str) and _is_address(location):
        from cpgraph.store.remote import open_endpoint  # noqa: PLC0415 # few need it

        return open_endpoint(location, timeout_s=timeout_s)  # its engine is apart already
    opened = open_store(location) if isinstance(location, str | Path) else location
    if not isinstance(opened, EmbeddedStore):
        raise StoreError(
            opened.location, "is an endpoint already; 'cpgraph serve' serves a store in a folder"
        )
    return ApartStore(opened, timeout_s, memory_bytes)


def over(store: Store, dataset: Dataset) -> Store:
    """The store, whose queries are asked of the dataset's graphs and not of all.

    :raises StoreError: it was not opened by :func:`open_apart`.
    """
    from cpgraph.store.apart import ApartStore  # noqa: PLC0415 - the engine, as above

    if not isinstance(store, ApartStore):
        raise StoreError(store.location, "follows FROM only where queries run apart (open_apart)")
    return store.over(dataset)


def published(location: str | Path) -> str | None:
    """What names the state that readers would see now; another name means another state.

    None where there is none, or where the location is no folder.
    """
    from cpgraph.store.folder import current, state_of  # noqa: PLC0415 - the engine, as above

    path = Path(location)
    number = current(path) if path.is_dir() else None
    return state_of(path / "snapshots" / number) if number else None
