"""The authors of a paper as foreign files state them, and as cpgraph does."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from cpgraph.rdf import (
    RDF_TYPE,
    BlankNode,
    Literal,
    NamedNode,
    Subject,
    Term,
    Triple,
    integer_literal,
)
from cpgraph.readers.rdf_block import POSITION, Description
from cpgraph.terms import CPG, DCTERMS, RDF, RDFS, SCHEMA, normalise

AUTHORSHIP = NamedNode(f"{CPG}authorship")
AUTHOR = NamedNode(f"{CPG}author")
NAME = NamedNode(f"{SCHEMA}name")
PERSON = NamedNode(f"{SCHEMA}Person")
_AUTHOR_PROPERTIES = (NamedNode(f"{SCHEMA}author"), NamedNode(f"{DCTERMS}creator"))
_NAMES = (NAME, NamedNode("http://xmlns.com/foaf/0.1/name"), NamedNode(f"{RDFS}label"))
_FIRST, _REST = NamedNode(f"{RDF}first"), NamedNode(f"{RDF}rest")


@dataclass(frozen=True, slots=True)
class Byline:
    """Authors without authorships.

    :param ordered: whether the file says who comes first.
    :param replaced: the statements that authorships take the place of.
    """

    authors: tuple[Term, ...]
    ordered: bool
    replaced: frozenset[Triple]


def byline(described: Description, paper: Subject) -> Byline | None:
    """The authors that ``schema:author`` or ``dcterms:creator`` name, where there are any."""
    for predicate in _AUTHOR_PROPERTIES:
        stated = described.objects(paper, predicate)
        if not stated:
            continue
        links = {Triple(paper, predicate, value) for value in stated}
        cells = _cells(described, stated[0]) if len(stated) == 1 else []
        if cells:
            items = [item for cell in cells for item in described.objects(cell, _FIRST)[:1]]
            links.update(triple for cell in cells for triple in described.triples_of[cell])
            return Byline(tuple(items), ordered=True, replaced=frozenset(links))
        authors = sorted(stated, key=lambda author: person_name(described, author) or "")
        return Byline(tuple(authors), ordered=len(authors) < 2, replaced=frozenset(links))  # noqa: PLR2004 - one author is in order
    return None


def _cells(described: Description, head: Term) -> list[Subject]:
    """The cells of an RDF collection; none where the node is something else."""
    cells: dict[Subject, None] = {}
    ahead = [head]
    while ahead:
        cell = ahead.pop()
        if isinstance(cell, Literal) or cell in cells or not described.objects(cell, _FIRST):
            break
        cells[cell] = None
        ahead = described.objects(cell, _REST)[:1]
    return list(cells)


def person_name(described: Description, person: Term) -> str | None:
    """The name of a person, who may be a mere string."""
    if isinstance(person, Literal):
        return normalise(person.value)
    texts = (described.text(person, predicate) for predicate in _NAMES)
    return next(filter(None, texts), None)


def first_author_name(described: Description, paper: Subject) -> str | None:
    """The name of the paper's first author, as far as the file says who that is."""
    authorships = described.nodes(paper, AUTHORSHIP)
    if authorships:
        first = min(authorships, key=lambda node: described.position(node) or math.inf)
        people = described.objects(first, AUTHOR)
    else:
        stated = byline(described, paper)
        people = list(stated.authors) if stated else []
    return person_name(described, people[0]) if people else None


def authorships(described: Description, paper: Subject, stated: Byline) -> Iterator[Triple]:
    """The statements of a byline as cpgraph makes them."""
    for position, author in enumerate(stated.authors, 1):
        authorship = BlankNode()
        person = BlankNode() if isinstance(author, Literal) else author
        yield Triple(paper, AUTHORSHIP, authorship)
        yield Triple(authorship, RDF_TYPE, NamedNode(f"{CPG}Authorship"))
        yield Triple(authorship, AUTHOR, person)
        yield Triple(authorship, POSITION, integer_literal(position))
        yield Triple(person, RDF_TYPE, PERSON)
        name = person_name(described, author)
        if name and not described.texts(person, NAME):
            yield Triple(person, NAME, Literal(name))
