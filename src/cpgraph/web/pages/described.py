"""Resources below the store's base IRI that are no papers: what is said of each; and the site's map."""

from __future__ import annotations

import io
from itertools import islice
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from cpgraph.errors import QueryError
from cpgraph.exporting import write_graph
from cpgraph.rdf import SYNTAXES, NamedNode, Triple
from cpgraph.results import term_text
from cpgraph.store import paper_keys
from cpgraph.web.negotiation import best
from cpgraph.web.rendering import SECTIONS, page, paper_address
from cpgraph.web.snapshots import Snapshot

#: The first step of their paths.
KINDS = (
    "outcome", "study", "graph", "provenance", "synthesis", "judgement", "retraction", "agent",
    "activity", "document", "software", "theme", "category", "source",
)  # fmt: skip
_MOST = 500
#: Addresses in one file of the map (the protocol allows 50,000).
_IN_A_MAP = 40_000


class NothingSaidError(QueryError):
    """No graph of the store says anything of the IRI."""


def resource(request: Request) -> Response:
    """What the store says of a resource, as a page or in the syntax that is asked for."""
    with request.app.state.snapshots.reading() as snapshot:
        iri = snapshot.store.iris.base + request.url.path.lstrip("/")
        said = _said(snapshot, iri)
        if not said:
            raise NothingSaidError(f"nothing is said of {iri}")
        media_types = {syntax.media_type: syntax for syntax in SYNTAXES.values()}
        wanted = best(request.headers.get("accept", ""), ["text/html", *media_types])
        if wanted in media_types:
            output = io.BytesIO()
            write_graph(said, output, media_types[wanted], snapshot.store.iris.prefixes)
            return Response(output.getvalue(), media_type=wanted, headers={"vary": "Accept"})
        base = snapshot.store.iris.base
        return page(
            request,
            "resource.html",
            iri=iri,
            said=[
                (t.predicate.value, term_text(t.object))
                for t in said
                if term_text(t.subject) == iri
            ],
            named=[
                (term_text(t.subject), t.predicate.value)
                for t in said
                if term_text(t.subject) != iri
            ],
            base=base,
        )


def _said(snapshot: Snapshot, iri: str) -> list[Triple]:
    """Its triples and those that name it, each at most 500; of a graph, what it holds."""
    try:
        node = NamedNode(iri)
    except ValueError:
        return []
    held = islice(snapshot.store.graph(iri), _MOST)
    queries = (
        f"CONSTRUCT {{ {node} ?p ?o }} WHERE {{ {node} ?p ?o }} LIMIT {_MOST}",
        f"CONSTRUCT {{ ?s ?p {node} }} WHERE {{ ?s ?p {node} }} LIMIT {_MOST}",
    )
    found = (triple for query in queries for triple in snapshot.store.construct(query))
    return sorted({*held, *found}, key=str)


def sitemap(request: Request) -> Response:
    """The addresses of the site for search engines; an index where they are many."""
    base = str(request.base_url).rstrip("/")
    with request.app.state.snapshots.reading() as snapshot:
        keys = snapshot.kept("paper keys", lambda: paper_keys(snapshot.store))
    part = request.path_params.get("part")
    if part is None and len(keys) > _IN_A_MAP:
        parts = range(0, len(keys), _IN_A_MAP)
        return _map(
            "sitemapindex", "sitemap", [f"{base}/sitemap-{n // _IN_A_MAP}.xml" for n in parts]
        )
    first = int(part or 0) * _IN_A_MAP
    addresses = [paper_address(key) for key in keys[first : first + _IN_A_MAP]]
    sections = [to for to, _ in SECTIONS] if not first else []
    return _map("urlset", "url", [base + to for to in (*sections, *addresses)])


def _map(root: str, item: str, addresses: list[str]) -> Response:
    entries = "".join(f"<{item}><loc>{escape(to)}</loc></{item}>\n" for to in addresses)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{space}">\n{entries}</{root}>\n'
    return Response(text, media_type="application/xml")


def robots(request: Request) -> Response:
    """Where the map is; queries of one's own are not for robots."""
    base = str(request.base_url).rstrip("/")
    return PlainTextResponse(
        f"User-agent: *\nDisallow: /sparql\nDisallow: /random\nSitemap: {base}/sitemap.xml\n"
    )
