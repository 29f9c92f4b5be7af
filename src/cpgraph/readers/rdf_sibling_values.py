"""What a statement in the terms of another vocabulary says in ours."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import cached_property

from cpgraph.paper_graph import bare_doi
from cpgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple, date_literal
from cpgraph.terms import FABIO, PREFIXES
from cpgraph.vocabulary import Vocabulary

_NAMESPACES = {
    **PREFIXES,
    "bibo": "http://purl.org/ontology/bibo/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "frbr": "http://purl.org/vocab/frbr/core#",
    "prism2.1": "http://prismstandard.org/namespaces/basic/2.1/",
    "prism3": "http://prismstandard.org/namespaces/basic/3.0/",
}
_DATE = re.compile(r"([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)(?:T.*|Z|[+-][0-9]{2}:[0-9]{2})?")
_DOI = re.compile(r"10\.[0-9.]+/\S+")
_KEY = re.compile(r"([a-z][a-z0-9_]*):\S+")
_STEPS = 4  # from an article over issue and volume to the journal


def term(curie: str) -> NamedNode:
    """The term that a CURIE names, in our vocabularies and in those beside them.

    >>> term("dc:title").value
    'http://purl.org/dc/elements/1.1/title'
    """
    prefix, _, local = curie.partition(":")
    return NamedNode(_NAMESPACES[prefix] + local)


PART_OF = [term(name) for name in ("dcterms:isPartOf", "schema:isPartOf", "frbr:partOf")]
_TITLES = [term(name) for name in ("dcterms:title", "dc:title", "schema:name")]
_VALUE = term("schema:value")


class SiblingValues:
    """Reads the values of other vocabularies as ours, by what a document says of them."""

    def __init__(self, triples: list[Triple], vocabulary: Vocabulary) -> None:
        self._triples = triples
        self._vocabulary = vocabulary
        self._reads: dict[str, Callable[[Term], Term | None]] = {
            "cito:cites": _linked,
            "dcterms:abstract": _text,
            "dcterms:identifier": self._key,
            "dcterms:subject": self._theme,
            "dcterms:title": _text,
            "prism:doi": self._doi,
            "prism:publicationName": self._venue,
            "rdf:type": _kind,
            "schema:datePublished": _date,
            "schema:keywords": self._keyword,
        }

    def read(self, our_name: str, value: Term | Triple) -> Term | None:
        """The value as our term has it, or None where it says nothing of that kind."""
        if isinstance(value, Triple):
            return None
        return self._reads[our_name](value) if our_name in self._reads else value

    def objects(self, node: object, predicate: NamedNode) -> list[Term]:
        """What the document says of a node with this property."""
        return self._index.get((node, predicate), [])

    @cached_property
    def _index(self) -> dict[tuple[object, NamedNode], list[Term]]:
        index: dict[tuple[object, NamedNode], list[Term]] = defaultdict(list)
        for triple in self._triples:
            if not isinstance(triple.object, Triple):
                index[triple.subject, triple.predicate].append(triple.object)
        return index

    def _key(self, value: Term) -> Term | None:
        found = _KEY.fullmatch(value.value.strip()) if isinstance(value, Literal) else None
        is_key = found and self._vocabulary.find("source", found[1])
        return Literal(value.value.strip()) if is_key else None

    def _doi(self, value: Term) -> Term | None:
        """A DOI, its address, or what schema:PropertyValue holds one."""
        texts = [] if isinstance(value, BlankNode) else [value.value]
        texts += [text.value for text in self.objects(value, _VALUE)]
        dois = (bare_doi(re.sub(r"^\s*info:doi/", "", text)) for text in texts)
        return next((Literal(doi) for doi in dois if _DOI.fullmatch(doi)), None)

    def _theme(self, value: Term) -> Term | None:
        found = self._vocabulary.find("theme", value.value) if isinstance(value, Literal) else None
        return NamedNode(found.iri) if found else None

    def _keyword(self, value: Term) -> Term | None:
        return None if self._theme(value) else _text(value)

    def _venue(self, value: Term) -> Term | None:
        """The title of what a paper is part of, or of what that is part of."""
        for _ in range(_STEPS):
            if isinstance(value, Literal):
                return value
            titles = [title for name in _TITLES for title in self.objects(value, name)]
            if found := next((title for title in titles if isinstance(title, Literal)), None):
                return found
            above = [whole for part_of in PART_OF for whole in self.objects(value, part_of)]
            if not above:
                return None
            value = above[0]
        return None


def _text(value: Term) -> Term | None:
    return value if isinstance(value, Literal) else None


def _linked(value: Term) -> Term | None:
    return value if isinstance(value, NamedNode) else None


def _kind(value: Term) -> Term | None:
    return value if isinstance(value, NamedNode) and value.value.startswith(FABIO) else None


def _date(value: Term) -> Term | None:
    found = _DATE.fullmatch(value.value.strip()) if isinstance(value, Literal) else None
    return date_literal(found[1]) if found else None
