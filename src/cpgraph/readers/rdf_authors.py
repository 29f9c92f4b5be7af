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
_AUTHOR_PROPERTIES = (
    NamedNode("http://purl.org/ontology/bibo/authorList"),
    NamedNode(f"{SCHEMA}author"),
    NamedNode(f"{DCTERMS}creator"),
)
_FOAF, _PRO = "http://xmlns.com/foaf/0.1/", "http://purl.org/spar/pro/"
_NAMES = (NAME, NamedNode(f"{_FOAF}name"), NamedNode(f"{RDFS}label"))
_NAME_PARTS = (
    *(
        tuple(NamedNode(base + part) for part in ("givenName", "familyName"))
        for base in (SCHEMA, _FOAF)
    ),
)
_NEXT = NamedNode("https://w3id.org/oc/ontology/hasNext")
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
        in_roles = _by_role(described, paper)
        if set(in_roles) == set(stated):
            return Byline(tuple(in_roles), ordered=True, replaced=frozenset(links))
        authors = sorted(stated, key=lambda author: person_name(described, author) or "")
        return Byline(tuple(authors), ordered=len(authors) < 2, replaced=frozenset(links))  # noqa: PLR2004 - one author is in order
    return None


def _by_role(described: Description, paper: Subject) -> list[Term]:
    """The authors in the order of their roles (PRO), where each says which is next."""
    roles = [
        role
        for role in described.nodes(paper, NamedNode(f"{_PRO}isDocumentContextFor"))
        if NamedNode(f"{_PRO}author") in described.objects(role, NamedNode(f"{_PRO}withRole"))
    ]
    after = {role: one for role in roles for one in described.nodes(role, _NEXT)[:1]}
    ahead = [role for role in roles if role not in after.values()]
    ordered: dict[Subject, None] = {}
    while len(ahead) == 1 and ahead[0] not in ordered:
        ordered[ahead[0]] = None
        ahead = [after[ahead[0]]] if ahead[0] in after else []
    held = (described.objects(role, NamedNode(f"{_PRO}isHeldBy"))[:1] for role in ordered)
    return [person for people in held for person in people] if len(ordered) == len(roles) else []


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
    parts = ([described.text(person, part) or "" for part in both] for both in _NAME_PARTS)
    return next(filter(None, (*texts, *(" ".join(both).strip() for both in parts))), None)


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
