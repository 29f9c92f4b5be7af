"""``/contradictions`` and ``/gaps``."""

from __future__ import annotations

from itertools import islice

from starlette.requests import Request
from starlette.responses import Response

from cpgraph.pictures import gap_picture
from cpgraph.web.asking import kept
from cpgraph.web.filters import PAGE, Asked
from cpgraph.web.rendering import page
from cpgraph.worklist import history, pair, pairs


def contradictions(request: Request) -> Response:
    """Pairs of claims of different studies that say opposite things of one outcome."""
    with request.app.state.snapshots.reading() as snapshot:
        asked = Asked(
            request.query_params, ("theme", "outcome", "type", "strength"), snapshot.vocabulary
        )
        found = pairs(snapshot.store, asked.arguments, limit=PAGE + 1, offset=asked.offset)
        rows = list(islice(found, PAGE + 1))
        return page(
            request,
            "contradictions.html",
            asked=asked,
            rows=rows[:PAGE],
            has_more=len(rows) > PAGE,
            alternates={"text/csv": asked.address("/queries/synthesis/contradiction-pairs.csv")},
        )


def contradiction(request: Request) -> Response:
    """One pair, side by side."""
    with request.app.state.snapshots.reading() as snapshot:
        found = pair(snapshot.store, request.path_params["key"])
        said = history(snapshot.store, found.pair.key)
        return page(request, "contradiction.html", found=found, said=list(said))


def gaps(request: Request) -> Response:
    """Themes × outcome categories: where there are enough studies, where there is none."""
    with request.app.state.snapshots.reading() as snapshot:
        rows = kept(snapshot, "synthesis/gap-map")
        picture = snapshot.kept("gap picture", lambda: gap_picture(rows))
        return page(
            request,
            "gaps.html",
            picture=picture,
            testable=[row for row in rows if row["state"] == "testable"],
            alternates={"text/csv": "/queries/synthesis/gap-map.csv"},
        )
