"""From a location as a user writes it to an open store."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from cpgraph.errors import StoreError
from cpgraph.store.protocol import Store

IN_MEMORY = ":memory:"


def open_store(
    location: str | Path, mode: Literal["read", "write"] = "read", *, base_iri: str | None = None
) -> Store:
    """The store at a location: a folder, or ``:memory:``.

    ``write`` makes the store where there is none. Use it as a context manager, or call ``close()``:
    what was written is visible to readers from then on.

    :param base_iri: below which a new store mints the IRIs of its resources.
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
    if re.match(r"https?://", str(location)):
        raise StoreError(location, "endpoints cannot be used as a store yet; name a folder")
    path = Path(location)
    if mode == "read":
        return embedded.open_for_reading(path)
    return embedded.open_for_writing(path, base_iri)
