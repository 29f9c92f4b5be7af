"""``/evidence``: theme tiles, the board, claims with filters."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from cpgraph.web.asking import Record, kept, kept_page, paged, records
from cpgraph.web.filters import Asked
from cpgraph.web.rendering import page
from cpgraph.web.snapshots import Snapshot

_FILTERS = (
    "theme",
    "outcome",
    "direction",
    "strength",
    "type",
    "confidence",
    "since",
    "until",
    "text",
)
#: What the board can be asked for.
_OF_THE_BOARD = ("theme", "strength", "type", "confidence", "since", "until")


def evidence(request: Request) -> Response:
    """The board under the filters, and the claims, 50 a page."""
    with request.app.state.snapshots.reading() as snapshot:
        asked = Asked(request.query_params, _FILTERS, snapshot.vocabulary)
        address = asked.address("/evidence", page=asked.page)
        return kept_page(snapshot, address, lambda: _made(request, snapshot, asked), asked.page)


def _made(request: Request, snapshot: Snapshot, asked: Asked) -> Response:
    board = Asked(request.query_params, _OF_THE_BOARD, snapshot.vocabulary)
    claims, has_more = paged(snapshot, "claims/list", asked)
    return page(
        request,
        "evidence.html",
        asked=asked,
        themes=kept(snapshot, "evidence/themes"),
        keys={c.label: c.key for c in snapshot.vocabulary.of("theme")},
        categories={c.label: c.key for c in snapshot.vocabulary.of("category")},
        board=kept(snapshot, "evidence/board", board.arguments),
        claims=claims,
        titles=titles(snapshot, claims),
        has_more=has_more,
        alternates={"text/csv": asked.address("/queries/claims/list.csv")},
    )


def titles(snapshot: Snapshot, rows: list[Record]) -> dict[str, Record]:
    """The papers of the rows, by key."""
    keys = sorted({row["key"] for row in rows})
    found = records(snapshot, "papers/titles", {"paper": keys}) if keys else []
    return {row["key"]: row for row in found}
