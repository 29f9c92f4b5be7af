"""Stored queries as pages ask them: rows as records, kept while the snapshot is the newest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any

from starlette.responses import Response

from cpgraph.errors import CpgraphError
from cpgraph.prepared.keeping import prepare as prepare_columns
from cpgraph.prepared.selecting import select
from cpgraph.web.filters import PAGE, Asked
from cpgraph.web.snapshots import Snapshot

Record = dict[str, Any]

#: What the home page shows,
_HOME = ("store/stats", "evidence/themes", "evidence/board", "papers/newest")
#: and the dashboard and the lists.
_COMMON = (
    "synthesis/vote-counts",
    "papers/by-type",
    "papers/by-evidence",
    "evidence/by-year",
    "papers/per-month",
)
#: Most visitors see the first pages.
_KEPT_PAGES = 5


def records(
    snapshot: Snapshot, name: str, arguments: Mapping[str, Any] | None = None, **page: Any
) -> list[Record]:
    """The rows of a stored query, by column."""
    solutions = select(snapshot.store, snapshot.columns, name, dict(arguments or {}), **page)
    names = [column.name for column in solutions.columns]
    return [dict(zip(names, row, strict=True)) for row in solutions]


def kept(snapshot: Snapshot, name: str, arguments: Mapping[str, Any] | None = None) -> list[Record]:
    """The same, asked once a snapshot: for what many pages show."""
    key = (name, repr(sorted((arguments or {}).items())))
    return snapshot.kept(key, lambda: records(snapshot, name, arguments))


def prepare(snapshot: Snapshot, before: Snapshot | None) -> None:
    """Make what the first pages are made of, before somebody waits for it.

    :param before: the snapshot that is shown meanwhile, from which little may differ.
    """
    with suppress(CpgraphError):  # whoever asks hears of it
        snapshot.columns = prepare_columns(snapshot.store, before.columns if before else None)
        for name in _HOME:
            kept(snapshot, name)


def prepare_more(snapshot: Snapshot) -> None:
    """Ask for what further pages show."""
    with suppress(CpgraphError):
        for name in _COMMON:
            kept(snapshot, name)


def kept_page(
    snapshot: Snapshot, address: str, made: Callable[[], Response], number: int = 1
) -> Response:
    """A page as it was made for the first who asked for it of this snapshot.

    :param address: what tells it from others, in one spelling.
    :param number: which page of several; later ones are made for each who asks.
    """
    if number > _KEPT_PAGES:
        return made()
    page = snapshot.kept(("page", address), made)
    headers = {name: value for name, value in page.headers.items() if name == "link"}
    return Response(page.body, page.status_code, headers, page.headers["content-type"])


def paged(snapshot: Snapshot, name: str, asked: Asked, **more: Any) -> tuple[list[Record], bool]:
    """The rows of the page that was asked for, and whether there are more."""
    arguments = {**asked.arguments, **more}
    found = records(snapshot, name, arguments, limit=PAGE + 1, offset=asked.offset)
    return list(islice(found, PAGE)), len(found) > PAGE
