"""A store whose every literal, and every IRI that may, tries to become part of a page."""

from __future__ import annotations

from dataclasses import fields, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from cpgraph.model import Author, Claim, Outcome, Paper, Quote, Topic
from cpgraph.paper_graph import Context, paper_triples
from cpgraph.rdf import Literal, NamedNode, Triple, typed
from cpgraph.store import known_vocabulary, open_store, store_ontology
from cpgraph.terms import CPG, DCTERMS, PROV, RDF, SKOS

#: Leaves attributes, elements, scripts, comments, templates, lines and terminals, each in its own way.
PAYLOAD = (
    "\"'>--></title></textarea></script></style>]]><script>owned=1</script><img src=x onerror=owned=1>"
    "<a href=javascript:owned=1>&lt;b&gt;{{7*7}}{% raw %}${7*7}\r\nSet-Cookie: owned=1\x1b[31m\u202e"
)
#: Fields that hold a key, and keep a good one in the papers that show on every page.
_GOOD = {
    "key": "manual:0123456789ab",
    "source": "manual",
    "themes": ("governance",),
    "published": "2026-05-11",
    "fetched": "2026-05-12",
    "kind": "Preprint",
    "paper_type": "rct",
    "evidence_strength": "high",
    "methods_rigor": "high",
    "relevance": 9,
    "supersedes": (),
    "cites": (),
    "authors_not_stated": False,
    "stated_claim_count": None,
    "study": None,
    "retracted_on": "2026-06-01",
}


def fill(folder: Path) -> None:
    """Make the store: papers with good keys, one with none good, a concept, a synthesis."""
    with open_store(folder, "write") as store:
        store_ontology(store)
        theme = NamedNode(f"{store.iris.base}theme/hostile")
        store.write([{store.iris.vocabulary_graph: _concept(theme)}])
        context = Context(store.iris, known_vocabulary(store))
        for paper in papers():
            name = store.iris.graph(paper.key)
            triples = paper_triples(paper, context)
            subject = NamedNode(store.iris.paper(paper.key))
            triples += [Triple(subject, NamedNode(f"{DCTERMS}subject"), theme)]
            triples += [
                Triple(subject, NamedNode(said), iri) for said in PROPERTIES for iri in IRIS
            ]
            loaded = _provenance(NamedNode(name))
            store.write([{name: triples, store.iris.provenance(paper.key): loaded}])


#: What engines take as IRIs, though the standard does not.
IRIS = tuple(
    NamedNode(iri)
    for iri in (
        "javascript:owned=1",
        "data:text/html,%3Cscript%3Eowned=1%3C/script%3E",
        "http://example.org/'onmouseover='owned=1",
        "https://example.org/&quot;onmouseover=owned&amp;",
        "vbscript:owned",
    )
)
PROPERTIES = (f"{DCTERMS}source", f"{DCTERMS}relation", f"{CPG}sourceLink")


def _concept(iri: NamedNode) -> list[Triple]:
    return [
        Triple(iri, NamedNode(f"{RDF}type"), NamedNode(f"{SKOS}Concept")),
        Triple(iri, NamedNode(f"{SKOS}inScheme"), NamedNode(f"{CPG}Themes")),
        Triple(iri, NamedNode(f"{SKOS}notation"), Literal("hostile")),
        Triple(iri, NamedNode(f"{SKOS}prefLabel"), Literal(said("theme label"))),
    ]


def _provenance(graph: NamedNode) -> list[Triple]:
    names = (
        "http://purl.org/pav/importedOn",
        f"{CPG}graphHash",
        f"{CPG}fileName",
        f"{CPG}contentHash",
    )
    found = [Triple(graph, NamedNode(name), Literal(said(name[-8:]))) for name in names]
    when = typed("2026-11-01T00:00:00Z", "dateTime")
    return [*found, Triple(graph, NamedNode(f"{PROV}generatedAtTime"), when)]


def said(where: str) -> str:
    """What stands in a place."""
    return f"in {where} {PAYLOAD}"


def papers() -> list[Paper]:
    """Enough for a synthesis and contradictions; the last paper has nothing good."""
    ways = ["positive", "negative"] * 4
    good = [_paper(number, way) for number, way in enumerate(ways)]
    names = {f.name for f in fields(Paper)} - {"authors", "claims", "topics"}
    lists = {"themes", "supersedes", "cites"}
    bad = {name: (said(name),) if name in lists else said(name) for name in sorted(names)}
    dates = {name: _GOOD[name] for name in ("published", "fetched", "retracted_on")}
    nothing: Any = {**bad, **dates, "authors_not_stated": False, "stated_claim_count": None}
    nothing["topics"] = (Topic(label=said("topic"), iri=said("iri")),)
    worst = Paper(**{**nothing, "key": f"manual:{PAYLOAD}", "authors": good[0].authors})
    return [*good, replace(worst, claims=(_claim("null", bad=True),))]


def _paper(number: int, direction: str) -> Paper:
    names = [f.name for f in fields(Paper) if f.name not in {"authors", "claims", "topics"}]
    texts: Any = {name: said(name) for name in names} | _GOOD
    texts["topics"] = (Topic(label=said("topic"), iri="javascript:owned=1"),)
    texts |= {"key": f"manual:{number:012x}", "source_link": "javascript:owned=1"}
    if number:
        texts |= {"retracted": None, "retracted_on": None}
    author = Author(name=said("author"), orcid=said("orcid"), affiliation=said("affiliation"))
    return Paper(**texts, authors=(author,), claims=(_claim(direction),))


def _claim(direction: str, *, bad: bool = False) -> Claim:
    texts: Any = {f.name: said(f.name) for f in fields(Claim) if f.name != "outcome"}
    good = {"direction": direction, "confidence": "high", "category": "error_rate", "role": None}
    outcome = Outcome(
        label=said("outcome label"), category="error_rate", exact_match=(said("match"),)
    )
    texts |= {} if bad else {**good, "extraction": None, "source_score": "0.9", "retracted": None}
    texts |= {"quote": Quote(text=said("quote")), "supersedes": (), "outcome": outcome}
    return Claim(**texts)


class Audit(HTMLParser):
    """What a page holds that no template of ours writes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        own = (said.get("src") or "").startswith("/static/")
        if tag == "script" and not own and said.get("type") != "application/ld+json":
            self.found.append(self.get_starttag_text() or tag)
        if tag in {"img", "iframe", "object", "embed", "base", "meta"} and tag not in _OURS:
            self.found.append(self.get_starttag_text() or tag)
        for name, value in attrs:
            self._look(name, value or "")

    def _look(self, name: str, value: str) -> None:
        if name.startswith("on") or name == "srcdoc":
            self.found.append(f"{name}={value}")
        if name in {"href", "src", "action", "formaction", "xlink:href"}:
            if not value.startswith(("/", "#", "http://", "https://")):
                self.found.append(f"{name}={value}")
            elif name == "href" and value.startswith("/"):
                self.links.append(value.partition("#")[0])


_OURS = {"meta"}
