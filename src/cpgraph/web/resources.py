"""Papers in the formats that programs ask for: RDF, JSON-LD for search engines, BibTeX."""

from __future__ import annotations

import io

from starlette.requests import Request
from starlette.responses import Response

from cpgraph.exporting import export
from cpgraph.rdf import SYNTAXES
from cpgraph.web.negotiation import best
from cpgraph.web.rendering import paper_address
from cpgraph.web.snapshots import Snapshot

#: Suffix of a paper's address -> syntax, in the order of preference.
PAPER_FORMATS = {
    "ttl": "turtle",
    "jsonld": "jsonld",
    "nt": "ntriples",
    "rdf": "rdfxml",
    "trig": "trig",
    "nq": "nquads",
}
_HTML = "text/html"


def alternates_of(key: str) -> dict[str, str]:
    """Media type -> address of the paper in that format."""
    base = paper_address(key)
    return {SYNTAXES[name].media_type: f"{base}.{suffix}" for suffix, name in PAPER_FORMATS.items()}


def represented(
    request: Request, snapshot: Snapshot, key: str, suffix: str | None
) -> Response | None:
    """The paper in the format of the suffix, else of ``Accept``; None where a page is wanted."""
    if suffix is None:
        media_types = {SYNTAXES[name].media_type: s for s, name in PAPER_FORMATS.items()}
        wanted = best(request.headers.get("accept", ""), [_HTML, *media_types])
        if wanted in {_HTML, None}:
            return None
        suffix = media_types[str(wanted)]
    syntax = SYNTAXES[PAPER_FORMATS[suffix]]
    output = io.BytesIO()
    export(snapshot.store, output, syntax, papers=[key])
    return Response(output.getvalue(), media_type=syntax.media_type, headers={"vary": "Accept"})
