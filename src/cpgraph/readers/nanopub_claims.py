"""The claims in a nanopublication, said as cpgraph says them: with the paper that makes them.

Three forms are known: ``schema:Claim`` with ``schema:text`` (so exported by cpgraph), AIDA sentences
(https://purl.org/aida/: the sentence is in the IRI), and either with the paper named by the claim or by
the provenance of the assertion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from cpgraph.paper_graph import bare_doi, bare_id
from cpgraph.rdf import RDF_TYPE, Literal, NamedNode, Subject, Triple, typed
from cpgraph.readers.nanopub_parts import NANOPUBLICATION, Nanopub
from cpgraph.readers.rdf_authors import AUTHORSHIP, byline
from cpgraph.readers.rdf_block import APPEARANCE, ARTICLE, Description, incoming
from cpgraph.readers.rdf_names import IDENTIFIER, TITLE, key_in_iri
from cpgraph.terms import CPG, DCTERMS, FABIO, NPX, PRISM, PROV, SCHEMA

CLAIM, TEXT = NamedNode(f"{SCHEMA}Claim"), NamedNode(f"{SCHEMA}text")
DERIVED, ATTRIBUTED = NamedNode(f"{PROV}wasDerivedFrom"), NamedNode(f"{PROV}wasAttributedTo")
CREATED, CREATOR = NamedNode(f"{DCTERMS}created"), NamedNode(f"{DCTERMS}creator")
_AIDA = re.compile(r"https?://purl\.org/aida/(.+)", re.IGNORECASE)
SENTENCE, UNDERSPECIFIED = (
    NamedNode(f"{NPX}{name}") for name in ("asSentence", "UnderspecifiedAssertion")
)
#: What names the paper of a claim, the surest first; read and never written.
_SOURCES = tuple(
    NamedNode(iri)
    for iri in (
        "http://www.w3.org/ns/prov#hadPrimarySource",
        "http://purl.org/spar/cito/obtainsSupportFrom",
        "http://purl.org/spar/cito/citesAsEvidence",
        "http://purl.org/spar/cito/isSupportedBy",
        "http://www.w3.org/ns/prov#wasQuotedFrom",
        "http://purl.org/dc/terms/source",
        "http://www.w3.org/ns/prov#wasDerivedFrom",
    )
)
_CREATORS = {
    CREATOR,
    NamedNode("http://purl.org/pav/createdBy"),
    NamedNode("http://purl.org/pav/authoredBy"),
}
_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\S+)", re.IGNORECASE)
_ARXIV = re.compile(r"https?://arxiv\.org/(?:abs|pdf)/(\S+?)(?:v[0-9]+)?(?:\.pdf)?", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a nanopublication claims.

    :param triples: the claims, their papers, and where they are from.
    :param claims: the nodes of the claims.
    :param homeless: sentences without a paper.
    """

    triples: list[Triple]
    claims: list[Subject]
    homeless: int


def claimed(nanopub: Nanopub) -> Claimed:
    """The claims of a nanopublication, in its order."""
    quads = [*nanopub.of(nanopub.assertion), *nanopub.of(nanopub.provenance)]
    said = Description(incoming(quad) for quad in quads)
    triples = [triple for triple in said if triple.predicate != SENTENCE]
    found: list[Subject] = []
    homeless = 0
    for claim, text in _sentences(said).items():
        paper = _paper_of(claim, said, nanopub)
        if paper is None:
            homeless += 1
            continue
        found.append(claim)
        triples += [Triple(claim, RDF_TYPE, CLAIM), Triple(claim, TEXT, Literal(text))]
        triples += [Triple(claim, APPEARANCE, paper), *_described(paper, said)]
        triples += _origin(claim, nanopub)
    return Claimed(triples, found, homeless)


def _sentences(said: Description) -> dict[Subject, str]:
    """The claims, with their texts."""
    found: dict[Subject, str] = {}
    for node, triples in said.triples_of.items():
        sentence = _sentence(node)
        text = said.text(node, TEXT)
        if sentence:
            found[node] = sentence
        elif text and CLAIM in said.objects(node, RDF_TYPE):
            found[node] = text
        for triple in triples:
            if triple.predicate == SENTENCE and (sentence := _sentence(triple.object)):
                found[triple.object] = sentence  # type: ignore[index]  # an IRI
    return found


def _sentence(node: object) -> str | None:
    """The sentence that an AIDA IRI is.

    >>> _sentence(NamedNode("http://purl.org/aida/It+helps."))
    'It helps.'
    """
    found = _AIDA.fullmatch(node.value) if isinstance(node, NamedNode) else None
    return unquote(found[1].replace("+", " ")).strip() or None if found else None


def _paper_of(claim: Subject, said: Description, nanopub: Nanopub) -> Subject | None:
    stated = said.objects(claim, APPEARANCE)
    if stated and not isinstance(stated[0], Literal):
        return stated[0]
    sources = [
        value
        for predicate in _SOURCES
        for node in (claim, nanopub.assertion)
        for value in said.objects(node, predicate)
        if isinstance(value, NamedNode) and _WEB.match(value.value)
    ]
    sources.sort(key=lambda iri: not (_DOI.fullmatch(iri.value) or _ARXIV.fullmatch(iri.value)))
    return _one_spelling(sources[0]) if sources else None


def _one_spelling(paper: NamedNode) -> NamedNode:
    doi, arxiv = _DOI.fullmatch(paper.value), _ARXIV.fullmatch(paper.value)
    if doi:
        return NamedNode(f"https://doi.org/{bare_doi(doi[1])}")
    return NamedNode(f"https://arxiv.org/abs/{bare_id(arxiv[1])}") if arxiv else paper


def _described(paper: Subject, said: Description) -> Iterator[Triple]:
    """What a paper needs, where the nanopublication does not say it: its address is its title."""
    yield Triple(paper, RDF_TYPE, ARTICLE)
    if said.text(paper, TITLE) or said.text(paper, IDENTIFIER) or key_in_iri(paper):
        return
    yield Triple(paper, TITLE, Literal(paper.value))
    if byline(said, paper) is None and not said.objects(paper, AUTHORSHIP):
        yield Triple(paper, NamedNode(f"{CPG}authorsNotStated"), typed("true", "boolean"))
    doi, arxiv = _DOI.fullmatch(paper.value), _ARXIV.fullmatch(paper.value)
    if doi:
        yield Triple(paper, NamedNode(f"{PRISM}doi"), Literal(bare_doi(doi[1])))
    elif arxiv:
        yield Triple(paper, NamedNode(f"{FABIO}hasArXivId"), Literal(arxiv[1]))
        yield Triple(paper, IDENTIFIER, Literal(f"arxiv:{arxiv[1]}"))
    elif isinstance(paper, NamedNode):
        yield Triple(paper, NamedNode(f"{SCHEMA}url"), paper)


def _origin(claim: Subject, nanopub: Nanopub) -> Iterator[Triple]:
    """From which nanopublication a claim is, who made that and when; who said so."""
    if isinstance(claim, NamedNode) and nanopub.iri.value.startswith(f"{claim.value}-"):
        return  # one that cpgraph made of this claim
    yield Triple(claim, DERIVED, nanopub.iri)
    yield Triple(nanopub.iri, RDF_TYPE, NANOPUBLICATION)
    for quad in nanopub.of(nanopub.info):
        if quad.subject == nanopub.iri and quad.predicate == CREATED:
            yield incoming(quad)
        elif quad.subject == nanopub.iri and quad.predicate in _CREATORS:
            yield Triple(nanopub.iri, CREATOR, incoming(quad).object)
    for quad in nanopub.of(nanopub.provenance):
        if quad.subject == nanopub.assertion and quad.predicate == ATTRIBUTED:
            yield Triple(claim, ATTRIBUTED, incoming(quad).object)


def reached(triples: Iterable[Triple], start: Iterable[object]) -> set[object]:
    """The nodes that are described among triples and that others lead to, from ``start`` on."""
    links: dict[object, list[object]] = {}
    for triple in triples:
        if not isinstance(triple.object, Literal | Triple):
            links.setdefault(triple.subject, []).append(triple.object)
    found, ahead = set(start), list(start)
    while ahead:
        for node in links.get(ahead.pop(), ()):
            if node in links and node not in found:
                found.add(node)
                ahead.append(node)
    return found
