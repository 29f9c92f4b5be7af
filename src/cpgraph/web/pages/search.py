"""``/search``: papers and claims that contain words."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from cpgraph.web.rendering import page

_SHOWN = 20


def search(request: Request) -> Response:
    """The papers and claims that hold the words, the best first."""
    text = " ".join(request.query_params.get("q", "").split())
    searching = request.app.state.searching
    with request.app.state.snapshots.reading() as snapshot:
        found = searching.search(snapshot, text, limit=_SHOWN)
        behind = searching.is_behind(snapshot)
        return page(request, "search.html", text=text, found=found, behind=behind)
