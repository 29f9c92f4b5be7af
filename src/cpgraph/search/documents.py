"""What of a paper's graph is searched: a document for the paper and one for each claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from cpgraph.rdf import Triple
from cpgraph.terms import CONCEPT, CPG, DCTERMS, SCHEMA, SKOS

_TITLE, _DATE = f"{DCTERMS}title", f"{SCHEMA}datePublished"
#: Read as running text of the paper.
_TEXTS = (
    f"{CPG}headline",
    f"{CPG}finding",
    f"{DCTERMS}abstract",
    f"{CPG}mainFinding",
    f"{CPG}keyPoints",
)

Document = dict[str, Any]


def documents_of(key: str, iri: str, triples: Iterable[Triple]) -> Iterator[Document]:
    """The documents of one paper.

    :param iri: the paper's.
    """
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        subject, value = getattr(triple.subject, "value", ""), getattr(triple.object, "value", "")
        said[subject][triple.predicate.value].append(value)
    paper = said[iri]
    title, date = _first(paper, _TITLE), _first(paper, _DATE)
    names = " ".join(name for things in said.values() for name in things.get(f"{SCHEMA}name", ()))
    text = "\n".join(one for predicate in _TEXTS for one in paper.get(predicate, ()))
    shared = {"key": key, "title": title, "published": date}
    yield {**shared, "kind": "paper", "heading": title, "text": text, "names": f"{names} {key}"}
    for thing in list(said.values()):
        if iri in thing.get(f"{SCHEMA}appearance", ()):
            yield {**shared, "kind": "claim", **_claim(thing, said)}


def _claim(thing: dict[str, list[str]], said: dict[str, dict[str, list[str]]]) -> Document:
    outcome = said.get(_first(thing, f"{CPG}outcome"), {})
    return {
        "text": _first(thing, f"{SCHEMA}text"),
        "heading": _first(outcome, f"{SKOS}prefLabel"),
        "position": int(_first(thing, f"{SCHEMA}position") or 0),
        "direction": _first(thing, f"{CPG}direction").removeprefix(f"{CONCEPT}direction/"),
    }


def _first(thing: dict[str, list[str]], predicate: str) -> str:
    return min(thing.get(predicate, ()), default="")
