"""``/sparql`` without a query: an editor for people, the service description for programs."""

from __future__ import annotations

import re
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from cpgraph import queries
from cpgraph.rdf import SYNTAXES, NamedNode
from cpgraph.terms import PREFIXES
from cpgraph.vocabulary import shipped_quads
from cpgraph.web.description import service_description, void
from cpgraph.web.negotiation import best
from cpgraph.web.rendering import page

_NAME = re.compile(r"[\w-]+:[\w-]+")
_FIRST = """\
PREFIX cpg: <https://w3id.org/cpgraph/ontology#>
PREFIX schema: <https://schema.org/>

SELECT ?claim ?text
WHERE { ?claim a schema:Claim ; schema:text ?text }
LIMIT 10"""


def editor(request: Request) -> Response:
    """The editor, with a stored query in it where one is named; or what the endpoint says of itself."""
    media_types = {
        SYNTAXES[name].media_type: name for name in ("turtle", "ntriples", "rdfxml", "jsonld")
    }
    wanted = best(request.headers.get("accept", ""), [*media_types, "text/html"])
    if wanted in media_types:
        syntax = SYNTAXES[media_types[wanted]]
        with request.app.state.snapshots.reading() as snapshot:
            said = service_description(
                str(request.url.replace(query="")), syntax, snapshot.store.iris.prefixes
            )
        return Response(said, media_type=syntax.media_type, headers={"vary": "Accept"})
    catalogue = queries.shipped_catalogue()
    named = request.query_params.get("edit")
    text = catalogue.query(named).text if named else _FIRST
    examples = [query.name for query in catalogue]
    return page(
        request,
        "sparql.html",
        text=text,
        named=named,
        examples=examples,
        terms=own_terms(),
        prefixes=PREFIXES,
    )


@cache
def own_terms() -> list[str]:
    """The classes, properties and concepts of the ontology as prefixed names, for completion."""
    below = sorted(PREFIXES.items(), key=lambda pair: -len(pair[1]))
    iris = {quad.subject.value for quad in shipped_quads() if isinstance(quad.subject, NamedNode)}
    names = (
        next(
            (f"{prefix}:{iri[len(space) :]}" for prefix, space in below if iri.startswith(space)),
            "",
        )
        for iri in iris
    )
    return sorted(name for name in names if _NAME.fullmatch(name))


def well_known_void(request: Request) -> Response:
    """The store as a dataset."""
    with request.app.state.snapshots.reading() as snapshot:
        return Response(void(snapshot), media_type="text/turtle")
