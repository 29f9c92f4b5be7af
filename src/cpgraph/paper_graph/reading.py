"""A paper of the model from its graph."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from cpgraph.model import Author, Claim, Outcome, Paper, Quote, Topic
from cpgraph.paper_graph.properties import (
    ABOUT,
    CLAIM_CONCEPTS,
    CONCEPTS,
    DATES,
    INTEGERS,
    KEYWORDS,
    LINKS,
    PAPERS,
    TEXTS,
    TYPE,
)
from cpgraph.rdf import NamedNode, Term, Triple
from cpgraph.terms import CITO, CPG, DCTERMS, FABIO, OA, SCHEMA, SKOS, Iris
from cpgraph.vocabulary import Vocabulary


def paper_from_triples(triples: Iterable[Triple], iri: str, vocabulary: Vocabulary) -> Paper:
    """The paper that a graph describes; what the model has no field for is left out.

    :param iri: the paper's IRI in the graph.
    """
    return _Graph(triples, vocabulary).paper(NamedNode(iri))


#: Classes of FaBiO that every paper is of.
_NO_KINDS = frozenset(FABIO + name for name in ("Work", "Expression"))


class _Graph:
    """Reads a paper back from its triples."""

    def __init__(self, triples: Iterable[Triple], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._iris = Iris()
        self._values: dict[tuple[str, str], list[Term]] = {}
        self._subjects: dict[tuple[str, str], list[str]] = {}
        for triple in triples:
            if isinstance(triple.subject, NamedNode) and not isinstance(triple.object, Triple):
                predicate = triple.predicate.value
                self._values.setdefault((triple.subject.value, predicate), []).append(triple.object)
                if isinstance(triple.object, NamedNode):
                    key = (predicate, triple.object.value)
                    self._subjects.setdefault(key, []).append(triple.subject.value)

    def texts(self, subject: str, predicate: str) -> list[str]:
        return sorted(value.value for value in self._values.get((subject, predicate), ()))

    def text(self, subject: str, predicate: str) -> str | None:
        return next(iter(self.texts(subject, predicate)), None)

    def keys(self, subject: str, predicate: str) -> list[str]:
        found = (self._vocabulary.at(iri) or iri for iri in self.texts(subject, predicate))
        return [
            (self.text(concept, f"{SKOS}prefLabel") or concept)
            if isinstance(concept, str)
            else concept.key
            for concept in found
        ]

    def key(self, subject: str, predicate: str) -> str | None:
        return next(iter(self.keys(subject, predicate)), None)

    def references(self, subject: str, predicate: str) -> tuple[str, ...]:
        return tuple(self._reference(iri) for iri in self.texts(subject, predicate))

    def _reference(self, iri: str) -> str:
        """The key of a paper of the same store, the CURIE of a part of one, or the IRI."""
        local = iri.removeprefix(self._iris.paper(""))
        name = f"paper:{local}" if "#" in local else unquote(local)
        known = self._vocabulary.find("source", local.partition(":")[0])
        return name if known and self._iris.resource(name) == iri else iri

    def retraction(self, thing: str) -> tuple[str | None, str | None]:
        """Why and when a paper or claim was retracted; an empty reason where none is stated."""
        nodes = self._values.get((thing, f"{CITO}isRetractedBy"))
        if not nodes:
            return None, None
        node = min(node.value for node in nodes)
        return self.text(node, f"{CPG}reason") or "", self.text(node, f"{DCTERMS}date")

    def position(self, subject: str) -> int:
        position = self.text(subject, f"{SCHEMA}position") or ""
        return int(position) if position.isdecimal() else 0

    def paper(self, node: NamedNode) -> Paper:
        iri = node.value
        self._iris = Iris(iri.rpartition("paper/")[0])
        retracted, retracted_on = self.retraction(iri)
        authorships = sorted(self.texts(iri, f"{CPG}authorship"), key=self.position)
        claims = sorted(self._subjects.get((f"{SCHEMA}appearance", iri), ()), key=self.position)
        study = self.text(iri, f"{CPG}reportsStudy")
        integers = {name: self.text(iri, predicate) for name, predicate in INTEGERS.items()}
        kinds = [
            kind.removeprefix(FABIO)
            for kind in self.texts(iri, TYPE.value)
            if kind.startswith(FABIO) and kind not in _NO_KINDS
        ]
        fields = {
            **{
                name: self.text(iri, predicate)
                for name, predicate in {**TEXTS, **LINKS, **DATES}.items()
            },
            **{name: self.key(iri, predicate) for name, (predicate, _) in CONCEPTS.items()},
            **{name: int(value) for name, value in integers.items() if value and value.isdecimal()},
        }
        return Paper(
            **{
                "key": "",
                "source": "",
                **{k: v for k, v in fields.items() if v is not None},
                "title": fields["title"],
            },  # type: ignore[arg-type]
            kind=kinds[0] if kinds else None,
            themes=tuple(self.keys(iri, f"{DCTERMS}subject")),
            topics=self.topics(iri),
            authors=tuple(self.author(authorship) for authorship in authorships),
            authors_not_stated=self.text(iri, f"{CPG}authorsNotStated") == "true",
            claims=tuple(self.claim(claim) for claim in claims),
            study=self.text(study, f"{SKOS}prefLabel") if study else None,
            retracted=retracted,
            retracted_on=retracted_on,
            supersedes=self.references(iri, PAPERS["supersedes"]),
            cites=self.references(iri, PAPERS["cites"]),
        )

    def topics(self, paper: str) -> tuple[Topic, ...]:
        """Those that have a name first, by IRI; then the words."""
        named = self.texts(paper, ABOUT)
        return (
            *(Topic(label=self.text(iri, f"{SKOS}prefLabel") or iri, iri=iri) for iri in named),
            *(Topic(label=word) for word in self.texts(paper, KEYWORDS)),
        )

    def author(self, authorship: str) -> Author:
        person = self.text(authorship, f"{CPG}author") or ""
        orcid = person.removeprefix("https://orcid.org/")
        return Author(
            name=self.text(person, f"{SCHEMA}name") or "",
            orcid=orcid if orcid != person else None,
            openalex_id=self.text(person, f"{CPG}openAlexId"),
            affiliation=self.text(authorship, f"{CPG}affiliationAsPrinted"),
            name_as_printed=self.text(authorship, f"{CPG}nameAsPrinted"),
        )

    def claim(self, claim: str) -> Claim:
        outcome = self.text(claim, f"{CPG}outcome")
        quote = self.text(claim, f"{CPG}quote")
        return Claim(
            text=self.text(claim, f"{SCHEMA}text") or "",
            evidence_basis=self.text(claim, f"{CPG}evidenceBasis"),
            source_score=self.text(claim, f"{CPG}sourceScore"),
            **{name: self.key(claim, predicate) for name, (predicate, _) in CLAIM_CONCEPTS.items()},
            quote=Quote(
                text=self.text(quote, f"{OA}exact") or "",
                status=self.key(quote, f"{CPG}quoteStatus"),
            )
            if quote
            else None,
            outcome=self.outcome(outcome) if outcome else None,
            retracted=self.retraction(claim)[0],
            supersedes=self.references(claim, PAPERS["supersedes"]),
        )

    def outcome(self, outcome: str) -> Outcome:
        return Outcome(
            label=self.text(outcome, f"{SKOS}prefLabel") or "",
            category=self.key(outcome, f"{CPG}outcomeCategory"),
            polarity=self.key(outcome, f"{CPG}polarity"),
            exact_match=tuple(self.texts(outcome, f"{SKOS}exactMatch")),
        )
