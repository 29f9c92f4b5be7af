"""Statements by what they are about, and which of them belong to a paper."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from cpgraph.rdf import RDF_TYPE, BlankNode, Literal, NamedNode, Quad, Subject, Term, Triple
from cpgraph.rdf import canonical_literal as canonical
from cpgraph.readers.rdf_lines import secure
from cpgraph.readers.rdf_siblings import in_our_terms
from cpgraph.terms import CITO, CPG, NPX, OWL, PROV, RDF, RDFS, SCHEMA, SCHEMES, SH, SKOS
from cpgraph.vocabulary import Vocabulary

ARTICLE = NamedNode(f"{SCHEMA}ScholarlyArticle")
APPEARANCE = NamedNode(f"{SCHEMA}appearance")
OUTCOME = NamedNode(f"{CPG}outcome")
POSITION = NamedNode(f"{SCHEMA}position")
RETRACTS = NamedNode(f"{NPX}retracts")
RETRACTED_BY = NamedNode(f"{CITO}isRetractedBy")
IN_SCHEME = NamedNode(f"{SKOS}inScheme")
_SCHEMES = {NamedNode(iri) for iri in SCHEMES.values()}

_OLD_SCHEMA = "http://schema.org/"

ONTOLOGY, PROVENANCE, NO_PAPER = "ontology", "provenance", "no paper"
_KINDS = {
    ONTOLOGY: (
        *(OWL, RDFS, SH, f"{RDF}Property"),
        *(f"{SKOS}ConceptScheme", f"{SKOS}Collection", f"{SKOS}OrderedCollection"),
    ),
    PROVENANCE: (
        *(PROV, f"{CPG}LoadActivity"),
        *("http://www.w3.org/ns/dcat#", "http://rdfs.org/ns/void#"),
    ),
}
_OF_ONTOLOGIES = [
    NamedNode(f"{RDFS}{name}")
    for name in ("isDefinedBy", "subClassOf", "subPropertyOf", "domain", "range")
]
_PROVENANCE_NODE = re.compile(r"/(?:provenance|graph|activity)/[^/]+$")


class Description:
    """Triples, by subject, in the order in which the subjects first came."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.triples_of: dict[Subject, list[Triple]] = {}
        for triple in dict.fromkeys(triples):
            if not isinstance(triple.subject, Triple):
                self.triples_of.setdefault(triple.subject, []).append(triple)

    def __contains__(self, node: object) -> bool:
        return node in self.triples_of

    def __iter__(self) -> Iterator[Triple]:
        for triples in self.triples_of.values():
            yield from triples

    def objects(self, node: Term, predicate: NamedNode) -> list[Term]:
        """What is said of a node with this property, in the order of the file."""
        if isinstance(node, Literal):
            return []
        found = (t.object for t in self.triples_of.get(node, ()) if t.predicate == predicate)
        return [value for value in found if not isinstance(value, Triple)]

    def nodes(self, node: Term, predicate: NamedNode) -> list[Subject]:
        """The same, but only what is described here itself."""
        return [
            value
            for value in self.objects(node, predicate)
            if not isinstance(value, Literal) and value in self
        ]

    def texts(self, node: Term, predicate: NamedNode) -> list[str]:
        """The literals, those without a language first, then English, then by text."""
        literals = [v for v in self.objects(node, predicate) if isinstance(v, Literal)]
        literals.sort(key=lambda text: (not _is_english(text), text.language or "", text.value))
        return [literal.value for literal in literals]

    def text(self, node: Term, predicate: NamedNode) -> str | None:
        """The first of the texts."""
        return next(iter(self.texts(node, predicate)), None)

    def retractions(self, thing: Subject) -> list[Subject]:
        """What is described here as retracting a thing, whichever of the two says so."""
        stated = self.nodes(thing, RETRACTED_BY)
        return list(dict.fromkeys([*stated, *self._retractions.get(thing, ())]))

    @cached_property
    def _retractions(self) -> dict[Term, list[Subject]]:
        found: dict[Term, list[Subject]] = {}
        for triple in self:
            if triple.predicate == RETRACTS and not isinstance(triple.object, Triple):
                found.setdefault(triple.object, []).append(triple.subject)  # type: ignore[arg-type]
        return found

    def position(self, node: Subject) -> int | None:
        """The 1-based position that is stated of a node."""
        text = self.text(node, POSITION) or ""
        return int(text) if re.fullmatch(r"0*[1-9][0-9]{0,8}", text) else None


class Block(Description):
    """What was read together: papers, concepts and whatever else."""

    def __init__(self, quads: Iterable[Quad], vocabulary: Vocabulary) -> None:
        stated, self.renamed = _in_our_terms(quads, vocabulary)
        super().__init__(stated)
        self._vocabulary = vocabulary
        self.papers: dict[Subject, None] = {}
        self.concepts: dict[Subject, None] = {}
        self._claims: dict[Term, dict[Subject, None]] = {}
        self._claim_nodes: set[Subject] = set()
        self._outcomes: set[Term] = set()
        for node, triples in self.triples_of.items():
            for triple in triples:
                self._take_note(node, triple)

    def _take_note(self, node: Subject, triple: Triple) -> None:
        value = triple.object
        if triple.predicate == RDF_TYPE and value == ARTICLE:
            self.papers[node] = None
        elif triple.predicate == IN_SCHEME and value in _SCHEMES:
            self.concepts[node] = None
        elif triple.predicate == APPEARANCE and not isinstance(value, Triple):
            self._claims.setdefault(value, {})[node] = None
            self._claim_nodes.add(node)
        elif triple.predicate == OUTCOME and not isinstance(value, Triple):
            self._outcomes.add(value)

    def claims(self, paper: Subject) -> list[Subject]:
        """The claims that appear in a paper, in the order of the file."""
        return list(self._claims.get(paper, ()))

    def of_paper(self, paper: Subject) -> list[Subject]:
        """The nodes that belong to a paper: it, its claims, their retractions, what these lead to.

        Other papers, their claims, concepts of the vocabularies, and outcomes that are only said to
        match an outcome of the paper are things of their own.
        """
        own = [paper, *self.claims(paper)]
        retractions = [node for thing in own for node in self.retractions(thing)]
        return self._reached([*own, *retractions], self._is_apart)

    def of_concept(self, concept: Subject) -> list[Subject]:
        """A concept and the blank nodes that it leads to."""
        return self._reached([concept], lambda node, _: isinstance(node, NamedNode))

    def _reached(
        self, start: list[Subject], is_apart: Callable[[Subject, NamedNode], bool]
    ) -> list[Subject]:
        found = dict.fromkeys(start)
        ahead = list(start)
        while ahead:
            for triple in self.triples_of[ahead.pop()]:
                node = triple.object
                if (
                    triple.predicate != RDF_TYPE
                    and isinstance(node, NamedNode | BlankNode)
                    and node not in found
                    and node in self
                    and not is_apart(node, triple.predicate)
                ):
                    found[node] = None
                    ahead.append(node)
        return list(found)

    def _is_apart(self, node: Subject, predicate: NamedNode) -> bool:
        return (
            node in self.papers
            or node in self.concepts
            or node in self._claim_nodes
            or (node in self._outcomes and predicate != OUTCOME)
            or (isinstance(node, NamedNode) and self._vocabulary.at(node.value) is not None)
            or self._kind(node) == ONTOLOGY
        )

    def rest(self, loaded: set[Subject]) -> dict[Subject, str]:
        """The nodes that are not among ``loaded``, and what kind of thing each of them is."""
        kinds = {node: self._kind_of_rest(node) for node in self.triples_of if node not in loaded}
        for node in [node for node, kind in kinds.items() if kind != NO_PAPER]:
            for part in self._reached([node], lambda part, _: isinstance(part, NamedNode)):
                if part in kinds:
                    kinds[part] = kinds[node]
        return kinds

    def _kind(self, node: Subject) -> str:
        types = [value.value for value in self.objects(node, RDF_TYPE)]
        for kind, beginnings in _KINDS.items():
            if any(name.startswith(beginnings) for name in types):
                return kind
        return NO_PAPER

    def _kind_of_rest(self, node: Subject) -> str:
        """The same for what no paper leads to, where less is enough to tell."""
        if any(self.objects(node, predicate) for predicate in _OF_ONTOLOGIES):
            return ONTOLOGY
        if isinstance(node, NamedNode) and _PROVENANCE_NODE.search(node.value):
            return PROVENANCE
        return self._kind(node)


def _in_our_terms(
    quads: Iterable[Quad], vocabulary: Vocabulary
) -> tuple[list[Triple], Counter[str]]:
    """Statements as cpgraph would write them, and which terms of others were read as ours."""
    stated = list(quads)
    old = sum(quad.predicate.value.startswith(_OLD_SCHEMA) for quad in stated)
    triples, renamed = in_our_terms(map(incoming, stated), vocabulary)
    renamed.update({f"{_OLD_SCHEMA} as {SCHEMA}": old} if old else {})
    return triples, renamed


def incoming(quad: Quad) -> Triple:
    """A statement as cpgraph would write it: https addresses, literals as a store gives them back."""
    value = quad.object
    return Triple(
        _secure(quad.subject) if isinstance(quad.subject, NamedNode) else quad.subject,
        _secure(quad.predicate),
        _secure(value)
        if isinstance(value, NamedNode)
        else canonical(value)
        if isinstance(value, Literal)
        else value,
    )


def _secure(iri: NamedNode) -> NamedNode:
    return NamedNode(secure(iri.value)) if iri.value.startswith("http://") else iri


def _is_english(text: Literal) -> bool:
    return text.language is None or text.language.startswith("en")
