"""The controlled vocabularies: which keys exist, and which spellings mean them.

A vocabulary is SKOS: a concept has a ``skos:notation`` (its key), a ``skos:prefLabel`` and any number
of ``skos:altLabel``, and stands ``skos:inScheme`` one of the schemes of :data:`cpgraph.terms.SCHEMES`.
What cpgraph ships lies in ``ontology/``; users add concepts by loading a SKOS file of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from cpgraph import resources
from cpgraph.errors import UnknownKeyError
from cpgraph.rdf import SYNTAXES, Literal, NamedNode, Quad, Triple, parse
from cpgraph.terms import PREFIXES, SCHEMES, SKOS

_SCHEME_OF_IRI = {iri: scheme for scheme, iri in SCHEMES.items()}


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of a vocabulary; ``key`` is its notation."""

    iri: str
    scheme: str
    key: str
    label: str
    alt_labels: tuple[str, ...] = ()


class Vocabulary:
    """Concepts by scheme, found by any spelling.

    >>> shipped().find("theme", "Human-AI Collaboration").key
    'human_ai_collab'
    >>> shipped().find("theme", "astrology") is None
    True
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = tuple(concepts)
        self._by_iri = {concept.iri: concept for concept in self.concepts}
        self._by_spelling: dict[tuple[str, str], Concept] = {}
        for concept in self.concepts:
            for spelling in (concept.iri, concept.key, concept.label, *concept.alt_labels):
                self._by_spelling.setdefault((concept.scheme, fold(spelling)), concept)

    def find(self, scheme: str, spelling: str) -> Concept | None:
        """The concept that a key, label, alternative label, CURIE or IRI means, or None."""
        prefix, colon, local = spelling.partition(":")
        if colon and prefix in PREFIXES and PREFIXES[prefix] + local in self._by_iri:
            concept = self._by_iri[PREFIXES[prefix] + local]
            return concept if concept.scheme == scheme else None
        return self._by_spelling.get((scheme, fold(spelling)))

    def get(self, scheme: str, spelling: str) -> Concept:
        """The same, where there has to be one.

        :raises UnknownKeyError: with the nearest known keys.
        """
        concept = self.find(scheme, spelling)
        if concept is None:
            raise UnknownKeyError(scheme, spelling, self.nearest(scheme, spelling))
        return concept

    def at(self, iri: str) -> Concept | None:
        """The concept with this IRI, or None."""
        return self._by_iri.get(iri)

    def of(self, scheme: str) -> tuple[Concept, ...]:
        """The concepts of a scheme, in the order in which they are defined."""
        return tuple(concept for concept in self.concepts if concept.scheme == scheme)

    def nearest(self, scheme: str, spelling: str, *, most: int = 2) -> list[str]:
        """Known keys that look like ``spelling``, best first.

        >>> shipped().nearest("theme", "governence")
        ['governance']
        """
        spellings = {
            name: concept.key
            for (of_scheme, name), concept in self._by_spelling.items()
            if of_scheme == scheme
        }
        close = get_close_matches(fold(spelling), spellings, n=most * 3, cutoff=0.6)
        return list(dict.fromkeys(spellings[name] for name in close))[:most]

    def extended(self, concepts: Iterable[Concept]) -> Vocabulary:
        """This vocabulary and further concepts; a concept with a known IRI takes its place."""
        return Vocabulary(
            ({concept.iri: concept for concept in (*self.concepts, *concepts)}).values()
        )


def fold(spelling: str) -> str:
    """A spelling without what does not tell concepts apart: case, ``&`` for *and*, punctuation.

    >>> fold("AI Safety & Ethics") == fold("ai-safety-and-ethics") == fold("Ai Safety And Ethics")
    True
    """
    return " ".join(re.findall(r"\w+", spelling.casefold().replace("&", " and ").replace("_", " ")))


def concepts_in(statements: Iterable[Quad] | Iterable[Triple]) -> list[Concept]:
    """The concepts that RDF describes and that stand in one of the known schemes, by first mention.

    A concept needs an IRI, a notation and a preferred label to be usable; others are left out
    (validation says what they lack).
    """
    schemes: dict[str, str] = {}
    texts: dict[tuple[str, str], list[str]] = {}
    for statement in statements:
        subject, predicate, value = statement.subject, statement.predicate.value, statement.object
        if not isinstance(subject, NamedNode) or not predicate.startswith(SKOS):
            continue
        if isinstance(value, NamedNode):
            scheme = _SCHEME_OF_IRI.get(value.value)
            if predicate == f"{SKOS}inScheme" and scheme is not None:
                schemes.setdefault(subject.value, scheme)
        elif isinstance(value, Literal):
            texts.setdefault((subject.value, predicate), []).append(value.value)
    return [
        Concept(
            iri,
            scheme,
            texts[iri, f"{SKOS}notation"][0],
            texts[iri, f"{SKOS}prefLabel"][0],
            tuple(texts.get((iri, f"{SKOS}altLabel"), ())),
        )
        for iri, scheme in schemes.items()
        if (iri, f"{SKOS}notation") in texts and (iri, f"{SKOS}prefLabel") in texts
    ]


def shipped_quads() -> list[Quad]:
    """The ontology and vocabularies as shipped: every Turtle file in ``ontology/``."""
    return [
        quad
        for path in resources.sources("ontology", "*.ttl")
        for quad in parse(path.read_bytes(), SYNTAXES["turtle"], name=path.name)
    ]


@cache
def shipped() -> Vocabulary:
    """The vocabularies in ``ontology/``."""
    return Vocabulary(concepts_in(shipped_quads()))
