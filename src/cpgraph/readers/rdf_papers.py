"""A paper of a foreign file, brought to the form in which cpgraph writes papers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from cpgraph.paper_graph import CONCEPT_SCHEMES, Context
from cpgraph.rdf import Literal, NamedNode, Subject, Term, Triple, date_literal
from cpgraph.readers.base import LineOf, PaperReading, Refusal
from cpgraph.readers.rdf_authors import AUTHORSHIP, authorships, byline
from cpgraph.readers.rdf_block import RETRACTED_BY, RETRACTS, Block, Description
from cpgraph.readers.rdf_lines import Lines
from cpgraph.readers.rdf_names import (
    ADDRESSES,
    IDENTIFIER,
    Names,
    Naming,
    claim_names,
    key_in_iri,
    paper_key,
)
from cpgraph.readers.rdf_said import by_source_and_people
from cpgraph.terms import CPG, DCTERMS, SCHEMA, XSD

_SOURCE = NamedNode(f"{CPG}source")
_STRING = NamedNode(f"{XSD}string")
_DATES = {NamedNode(f"{SCHEMA}datePublished"), NamedNode(f"{CPG}dateFetched")}
_RETRACTED_ON = NamedNode(f"{DCTERMS}date")
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_NO_KEY = (
    "has neither identifier nor title; state its dcterms:identifier, such as arxiv:2401.00001, "
    "or its dcterms:title"
)


@dataclass(slots=True)
class Papers:
    """The papers of a block, as readings.

    :param alone: the block is the graph of one paper, and all of it belongs to the paper.
    """

    block: Block
    context: Context
    source: str
    lines: Lines
    alone: bool = False
    _keys: dict[Subject, str | None] = field(default_factory=dict)
    _shared: Names = field(default_factory=dict)

    def readings(self) -> Iterator[PaperReading | Refusal]:
        """A reading for each paper, in the order of the file."""
        for paper in self.block.papers:
            key = paper_key(self.block, paper, self.context.vocabulary)
            self._keys[paper] = key
            if key is not None:
                self._shared[paper] = NamedNode(self.context.iris.paper(key))
                self._shared.update(self._claim_names(paper, key))
        for paper, key in self._keys.items():
            if key is None:
                yield Refusal(self.source, _NO_KEY, self.lines.of(paper, None))
            else:
                yield self._reading(paper, key)

    def nodes(self, paper: Subject) -> list[Subject]:
        """The nodes that belong to a paper."""
        return list(self.block.triples_of) if self.alone else self.block.of_paper(paper)

    def _claim_names(self, paper: Subject, key: str) -> Names:
        return claim_names(self.block, self.block.claims(paper), key, self.context.iris)

    def _reading(self, paper: Subject, key: str) -> PaperReading:
        part = Description(t for node in self.nodes(paper) for t in self.block.triples_of[node])
        notices: list[str] = []
        part, retractions = by_source_and_people(part, [paper, *self.block.claims(paper)])
        stated = [*_with_authorships(part, paper, notices), *_retraction_links(part)]
        described = Description(self._tidied(stated, notices))
        claims = self._claim_names(paper, key)
        naming = Naming(described, paper, key, claims, shared=self._shared, context=self.context)
        triples = dict.fromkeys(naming.triple(triple) for triple in described)
        triples.update(dict.fromkeys(self._derived(described, paper, key, notices)))
        line_of = _line_of(described, naming, paper, self.lines)
        line = line_of(naming.paper.value, None) if notices else None
        said = tuple(
            replace(one, thing=naming.iri(NamedNode(one.thing)).value) for one in retractions
        )
        return PaperReading(
            self.source, key, list(triples), line_of, line, tuple(notices), said=said
        )

    def _derived(
        self, described: Description, paper: Subject, key: str, notices: list[str]
    ) -> Iterator[Triple]:
        """Identifier and source, where the file does not state them."""
        subject = NamedNode(self.context.iris.paper(key))
        if key not in described.texts(paper, IDENTIFIER):
            yield Triple(subject, IDENTIFIER, Literal(key))
            origin = "IRI" if key_in_iri(paper) == key else "title and first author"
            notices.append(f"states no identifier; {key} is taken, from its {origin}")
        source = self.context.vocabulary.find("source", key.partition(":")[0])
        if source and not described.objects(paper, _SOURCE):
            yield Triple(subject, _SOURCE, NamedNode(source.iri))
            notices.append(f"states no source; {source.key} is taken, from its identifier")

    def _tidied(self, triples: list[Triple], notices: list[str]) -> Iterator[Triple]:
        """Literals as what the property calls for: concepts, addresses, dates."""
        retractions = {triple.subject for triple in triples if triple.predicate == RETRACTS}
        for triple in triples:
            subject, predicate, value = triple.subject, triple.predicate, triple.object
            if predicate == _RETRACTED_ON and subject in retractions and isinstance(value, Literal):
                yield Triple(subject, predicate, _as_date(value))
            elif isinstance(value, Literal):
                yield Triple(subject, predicate, self._tidied_value(predicate, value, notices))
            else:
                yield triple

    def _tidied_value(self, predicate: NamedNode, literal: Literal, notices: list[str]) -> Term:
        scheme = CONCEPT_SCHEMES.get(predicate.value)
        if scheme is not None:
            concept = self.context.vocabulary.find(scheme, literal.value)
            return NamedNode(concept.iri) if concept else literal
        if predicate in ADDRESSES:
            return _address(literal, notices)
        return _as_date(literal) if predicate in _DATES else literal


def _with_authorships(part: Description, paper: Subject, notices: list[str]) -> Iterator[Triple]:
    stated = None if part.objects(paper, AUTHORSHIP) else byline(part, paper)
    if stated is None:
        return iter(part)
    if not stated.ordered:
        notices.append("its authors are stated without an order; they are taken by name")
    kept = [triple for triple in part if triple not in stated.replaced]
    return iter([*kept, *authorships(part, paper, stated)])


def _retraction_links(part: Description) -> Iterator[Triple]:
    """Both ways between a thing and its retraction, where the file states one of them."""
    for thing in part.triples_of:
        for retraction in part.retractions(thing):
            yield Triple(thing, RETRACTED_BY, retraction)
            yield Triple(retraction, RETRACTS, thing)


def _as_date(literal: Literal) -> Literal:
    is_text = literal.datatype == _STRING
    return date_literal(literal.value) if is_text and _DATE.fullmatch(literal.value) else literal


def _address(literal: Literal, notices: list[str]) -> Term:
    address = literal.value.strip()
    try:
        iri = NamedNode(address)
    except ValueError:
        return literal
    if address != literal.value:
        notices.append(f"white space around the address {address} is removed")
    return iri


def _line_of(described: Description, naming: Naming, paper: Subject, lines: Lines) -> LineOf:
    """Lines by the names of the store; what has no line of its own has that of what leads to it."""
    originals: dict[str, Subject] = {}

    def line_of(focus_node: str, predicate: str | None) -> int | None:
        if not originals:
            originals.update({naming.iri(node).value: node for node in described.triples_of})
        node = originals.get(focus_node, paper)
        return (
            lines.of(node, predicate)
            or _line_of_link(described, node, lines)
            or lines.of(paper, None)
        )

    return line_of


def _line_of_link(described: Description, node: Subject, lines: Lines) -> int | None:
    links = (triple for triple in described if triple.object == node)
    found = (lines.of(link.subject, link.predicate.value) for link in links)  # type: ignore[arg-type]
    return next(filter(None, found), None)
