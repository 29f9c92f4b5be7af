"""``/search``: papers and claims that contain words."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from cpgraph.web.asking import records
from cpgraph.web.pages.evidence import titles
from cpgraph.web.rendering import page

_SHOWN = 20


def search(request: Request) -> Response:
    """The papers and claims that a text is found in."""
    text = " ".join(request.query_params.get("q", "").split())
    with request.app.state.snapshots.reading() as snapshot:
        found = text and records(snapshot, "papers/search", {"text": text}, limit=_SHOWN)
        claims = text and records(snapshot, "claims/search", {"text": text}, limit=_SHOWN)
        return page(
            request,
            "search.html",
            text=text,
            papers=found or [],
            claims=claims or [],
            titles=titles(snapshot, claims or []),
        )
