"""``/papers``, ``/paper/<key>`` and ``/random``."""

from __future__ import annotations

import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cpgraph.model import Paper
from cpgraph.paper_graph import claim_iris
from cpgraph.queries.arguments import PaperNotFoundError, keys_of_papers
from cpgraph.rdf import NamedNode
from cpgraph.store import paper_keys
from cpgraph.terms import CPG, SCHEMA, slug
from cpgraph.web.asking import kept_page, paged, records
from cpgraph.web.filters import Asked
from cpgraph.web.rendering import page, paper_address
from cpgraph.web.resources import (
    CITATIONS,
    PAPER_FORMATS,
    alternates_of,
    json_ld,
    paper_of,
    represented,
)
from cpgraph.web.snapshots import Snapshot

_FILTERS = ("theme", "type", "strength", "source", "since", "until", "text")
SORTS = (
    ("key", "key"),
    ("newest", "newest"),
    ("relevance", "relevance"),
    ("claims", "claims"),
    ("title", "title"),
)


def papers(request: Request) -> Response:
    """The papers, 50 a page."""
    with request.app.state.snapshots.reading() as snapshot:
        asked = Asked(request.query_params, _FILTERS, snapshot.vocabulary)
        address = asked.address("/papers", page=asked.page)
        return kept_page(snapshot, address, lambda: _list(request, snapshot, asked), asked.page)


def _list(request: Request, snapshot: Snapshot, asked: Asked) -> Response:
    rows, has_more = paged(snapshot, "papers/list", asked, sort=asked.sort or "newest")
    return page(
        request,
        "papers.html",
        asked=asked,
        rows=rows,
        sorts=SORTS,
        has_more=has_more,
        alternates={"text/csv": asked.address("/queries/papers/list.csv")},
    )


def paper(request: Request) -> Response:
    """One paper whole; with a suffix or by ``Accept``, the same in another format."""
    wanted = request.path_params["key"]
    with request.app.state.snapshots.reading() as snapshot:
        key, form = _key_and_form(snapshot, wanted)
        other = represented(request, snapshot, key, form)
        if other is not None:
            return other
        iri = snapshot.store.iris.paper(key)
        found = paper_of(snapshot, key)
        return page(
            request,
            "paper.html",
            paper=found,
            iri=iri,
            provenance=_provenance(snapshot, key),
            citing=records(snapshot, "papers/citing", {"paper": key}, limit=20),
            labels=_labels(snapshot),
            formats={**PAPER_FORMATS, **{suffix: one.label for suffix, one in CITATIONS.items()}},
            anchors=[one.partition("#")[2] for one in claim_iris(found, snapshot.store.iris)],
            syntheses=_syntheses(snapshot, found, iri),
            json_ld=json_ld(found, iri),
            alternates=alternates_of(key),
        )


def random_paper(request: Request) -> Response:
    """A paper drawn by lot."""
    with request.app.state.snapshots.reading() as snapshot:
        keys = snapshot.kept("paper keys", lambda: paper_keys(snapshot.store))
        if not keys:
            return RedirectResponse("/papers", status_code=302)
        chosen = secrets.choice(keys)
    return RedirectResponse(
        paper_address(chosen), status_code=302, headers={"cache-control": "no-store"}
    )


def _key_and_form(snapshot: Snapshot, wanted: str) -> tuple[str, str | None]:
    """A key, and the format that a suffix names; a key may hold a dot itself."""
    try:
        return keys_of_papers(snapshot.store, [wanted])[0], None
    except PaperNotFoundError:
        key, dot, suffix = wanted.rpartition(".")
        if not dot or suffix not in {*PAPER_FORMATS, *CITATIONS}:
            raise
        return keys_of_papers(snapshot.store, [key])[0], suffix


#: What the kept syntheses that count a claim of the paper ask, and of which category.
_KEPT_OF = f"""
SELECT DISTINCT ?question ?about
WHERE {{{{
  ?claim <{SCHEMA}appearance> {{paper}} .
  ?synthesis <{CPG}included> ?claim ; <{CPG}question> ?question ; <{CPG}outcomeCategory> ?about .
}}}}
ORDER BY ?question"""


def _syntheses(snapshot: Snapshot, found: Paper, iri: str) -> dict[str, str]:
    """The syntheses that its claims are in: address to what it is called."""
    labels = _labels(snapshot)["category"]
    categories = sorted({claim.category for claim in found.claims if claim.category})
    by_category = {f"/syntheses/{slug(labels[c])}": labels[c] for c in categories if c in labels}
    rows = snapshot.store.select(_KEPT_OF.format(paper=NamedNode(iri)))
    kept = {}
    for question, about in rows:
        concept = snapshot.vocabulary.at(getattr(about, "value", ""))
        if concept:
            kept[f"/syntheses/{slug(concept.label)}"] = f"kept: {getattr(question, 'value', '')}"
    return {**by_category, **kept}


def _labels(snapshot: Snapshot) -> dict[str, dict[str, str]]:
    """Labels of concepts, by scheme and key."""
    return snapshot.kept(
        "labels",
        lambda: {
            scheme: {concept.key: concept.label for concept in snapshot.vocabulary.of(scheme)}
            for scheme in ("theme", "category", "paper-type", "source")
        },
    )


def _provenance(snapshot: Snapshot, key: str) -> dict[str, Any]:
    """Who loaded it, from what, when: local names of properties to values."""
    said: dict[str, Any] = dict.fromkeys(("fileName", "contentHash", "importedOn", "graphHash"))
    said["by"] = []
    for triple in snapshot.store.graph(snapshot.store.iris.provenance(key)):
        name = triple.predicate.value.rpartition("/")[2].rpartition("#")[2]
        value = getattr(triple.object, "value", "")
        if name == "label":
            said["by"].append(value)
        elif name in said:
            said[name] = value
    return said
