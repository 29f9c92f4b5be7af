"""Stored queries as pages ask them: rows as records, kept while the snapshot is the newest."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from cpgraph import queries
from cpgraph.web.filters import PAGE, Asked
from cpgraph.web.snapshots import Snapshot

Record = dict[str, Any]


def records(
    snapshot: Snapshot, name: str, arguments: Mapping[str, Any] | None = None, **page: Any
) -> list[Record]:
    """The rows of a stored query, by column."""
    solutions = queries.select(snapshot.store, name, dict(arguments or {}), **page)
    names = [column.name for column in solutions.columns]
    return [dict(zip(names, row, strict=True)) for row in solutions]


def kept(snapshot: Snapshot, name: str, arguments: Mapping[str, Any] | None = None) -> list[Record]:
    """The same, asked once a snapshot: for what many pages show."""
    key = (name, repr(sorted((arguments or {}).items())))
    return snapshot.kept(key, lambda: records(snapshot, name, arguments))


def paged(snapshot: Snapshot, name: str, asked: Asked, **more: Any) -> tuple[list[Record], bool]:
    """The rows of the page that was asked for, and whether there are more."""
    arguments = {**asked.arguments, **more}
    found = records(snapshot, name, arguments, limit=PAGE + 1, offset=asked.offset)
    return list(islice(found, PAGE)), len(found) > PAGE
