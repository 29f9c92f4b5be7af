"""``/`` and ``/dashboard``: what the store holds."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from cpgraph.web.asking import Record, kept, kept_page
from cpgraph.web.rendering import page
from cpgraph.web.snapshots import Snapshot


def home(request: Request) -> Response:
    """The store in small: counts, themes, the newest papers, the board."""
    with request.app.state.snapshots.reading() as snapshot:
        return kept_page(snapshot, "/", lambda: _home(request, snapshot))


def _home(request: Request, snapshot: Snapshot) -> Response:
    board = kept(snapshot, "evidence/board")
    return page(
        request,
        "home.html",
        stats=kept(snapshot, "store/stats"),
        themes=kept(snapshot, "evidence/themes"),
        newest=kept(snapshot, "papers/newest")[:6],
        board=board[:10],
        more=max(len(board) - 10, 0),
    )


def dashboard(request: Request) -> Response:
    """Counts by theme, type, evidence, direction, month."""
    with request.app.state.snapshots.reading() as snapshot:
        return page(
            request,
            "dashboard.html",
            stats=kept(snapshot, "store/stats"),
            themes=kept(snapshot, "evidence/themes"),
            types=kept(snapshot, "papers/by-type"),
            strengths=_summed(kept(snapshot, "papers/by-evidence"), "evidence"),
            years=kept(snapshot, "evidence/by-year"),
            months=kept(snapshot, "papers/per-month")[:-25:-1],
        )


def _summed(rows: list[Record], name: str) -> list[Record]:
    """Papers by one column of rows that tell more apart."""
    papers: dict[str, int] = {}
    for row in rows:
        papers[row[name]] = papers.get(row[name], 0) + row["papers"]
    return [{name: value, "papers": count} for value, count in papers.items()]
