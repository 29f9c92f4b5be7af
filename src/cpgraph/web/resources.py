"""Resources in the formats that programs ask for: RDF by suffix or ``Accept``, references by suffix."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from cpgraph.exporting import export
from cpgraph.model import Author, Paper
from cpgraph.paper_graph import paper_from_triples
from cpgraph.rdf import SYNTAXES
from cpgraph.store import paper_statements
from cpgraph.web.negotiation import best
from cpgraph.web.rendering import paper_address
from cpgraph.web.snapshots import Snapshot
from cpgraph.writers.bibtex import bibtex
from cpgraph.writers.csl import csl_item
from cpgraph.writers.ris import ris

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


@dataclass(frozen=True, slots=True)
class Citation:
    """A format of references: what a page calls it, its media type, what gives its text."""

    label: str
    media_type: str
    text: Callable[[Paper], str]


#: Suffix of a paper's address -> how it is cited.
CITATIONS = {
    "bib": Citation("cite this (BibTeX)", "application/x-bibtex", bibtex),
    "ris": Citation("RIS", "application/x-research-info-systems", ris),
    "json": Citation(
        "CSL-JSON", "application/vnd.citationstyles.csl+json",
        lambda paper: json.dumps([csl_item(paper)], ensure_ascii=False),
    ),
}  # fmt: skip


def alternates_of(key: str) -> dict[str, str]:
    """Media type -> address of the paper in that format."""
    base = paper_address(key)
    return {SYNTAXES[name].media_type: f"{base}.{suffix}" for suffix, name in PAPER_FORMATS.items()}


def represented(
    request: Request, snapshot: Snapshot, key: str, suffix: str | None
) -> Response | None:
    """The paper in the format of the suffix, else of ``Accept``; None where a page is wanted."""
    if suffix in CITATIONS:
        cited = CITATIONS[suffix]
        return Response(cited.text(paper_of(snapshot, key)), media_type=cited.media_type)
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


def paper_of(snapshot: Snapshot, key: str) -> Paper:
    """The paper with this key, as data."""
    iris = snapshot.store.iris
    said = paper_statements(snapshot.store, key)
    return paper_from_triples(said, iris.paper(key), snapshot.vocabulary)


def json_ld(paper: Paper, iri: str) -> dict[str, Any]:
    """The paper in schema.org's terms, for search engines; what is not stated is left out."""
    said = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": iri,
        "headline": paper.title,
        "author": [_person(author) for author in paper.authors],
        "datePublished": paper.published,
        "abstract": paper.abstract,
        "isPartOf": paper.venue and {"@type": "Periodical", "name": paper.venue},
        "sameAs": paper.doi and f"https://doi.org/{paper.doi}",
        "keywords": list(paper.themes),
    }
    return {name: value for name, value in said.items() if value}


def _person(author: Author) -> dict[str, str]:
    person = {"@type": "Person", "name": author.name}
    return person | ({"@id": f"https://orcid.org/{author.orcid}"} if author.orcid else {})
