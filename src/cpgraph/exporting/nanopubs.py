"""Nanopublications: one for each claim, with its assertion, provenance and publication info as graphs.

The assertion is what is claimed; the provenance is the paper, its place there, the quote and how it was
taken; the publication info is who loaded it and when. The IRIs are the claim's with an ending, so that
the same claim always gives the same nanopublication; a trusty URI is made of what it says instead.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cpgraph.exporting.files import ExportError
from cpgraph.exporting.graphs import keys_to_export
from cpgraph.exporting.lint import Lint
from cpgraph.rdf import RDF_TYPE, SYNTAXES, Literal, NamedNode, Quad, Term, Triple, serialize
from cpgraph.readers.nanopub_claims import CREATED, CREATOR, DERIVED, TEXT, reached
from cpgraph.readers.nanopub_parts import NANOPUBLICATION
from cpgraph.readers.nanopub_trusty import code_of, normal_text
from cpgraph.readers.rdf_block import APPEARANCE, OUTCOME, Description
from cpgraph.results import needed_library
from cpgraph.store import Store, paper_statements
from cpgraph.terms import CPG, DCTERMS, FABIO, NP, NPX, PAV, PRISM, PROV, SCHEMA

_CODE = f"RA{'_' * 43}"
"""Stands for the artifact code while it is made."""
_ASSERTED = {
    RDF_TYPE,
    TEXT,
    OUTCOME,
    *(NamedNode(f"{CPG}{name}") for name in ("direction", "outcomeCategory", "confidence", "role")),
}
#: What a nanopublication says of the paper: enough to know it again.
_OF_PAPERS = {
    RDF_TYPE,
    *(NamedNode(f"{DCTERMS}{name}") for name in ("identifier", "title")),
    *(NamedNode(f"{PRISM}{name}") for name in ("doi", "publicationName")),
    *(NamedNode(f"{SCHEMA}{name}") for name in ("datePublished", "sameAs", "url")),
    *(
        NamedNode(f"{CPG}{name}")
        for name in (
            *("source", "authorship", "authorsNotStated", "openAlexId", "semanticScholarId"),
            *("paperType", "reportsStudy"),
        )
    ),
    NamedNode(f"{FABIO}hasArXivId"),
}
_PARTS = ("head", "assertion", "provenance", "info")
_LINKS = ("hasAssertion", "hasProvenance", "hasPublicationInfo")


def export_nanopubs(
    store: Store,
    output: IO[bytes],
    *,
    papers: Iterable[str] | None = None,
    trusty: bool = False,
    key: Path | None = None,
    lint: Lint | None = None,
) -> tuple[int, int]:
    """Write a nanopublication for each claim as TriG; how many papers and claims these are.

    :param papers: keys; None is the whole store.
    :param trusty: make each IRI of what the nanopublication says.
    :param key: a private RSA key (PEM) to sign each with, which makes it trusty too.
    :raises ExportError: a paper is not in the store, or the key cannot be used.
    :raises MissingLibraryError: signing needs pycryptodome.
    """
    keys = keys_to_export(store, papers)
    signing = signing_with(key) if key else None
    prefixes = {**store.iris.prefixes, "np": NP}
    counts = [0, 0]

    def quads() -> Iterator[Quad]:
        for name in keys:
            nanopubs = list(_of_paper(store, name, signing, trusty=trusty or key is not None))
            counts[0] += bool(nanopubs)
            counts[1] += len(nanopubs)
            for nanopub in nanopubs:
                yield from nanopub

    seen = (lint or Lint()).seen(quads())
    serialize(seen, output, SYNTAXES["trig"], prefixes=prefixes)
    return counts[0], counts[1]


def _of_paper(
    store: Store, key: str, signing: Signing | None, *, trusty: bool
) -> Iterator[list[Quad]]:
    """The nanopublications of a paper's claims, in the order of their IRIs."""
    iris = store.iris
    triples = sorted(paper_statements(store, key), key=str)
    paper = NamedNode(iris.paper(key))
    described, published = _about_paper(triples, paper), _publication(store, key)
    for claim in [triple.subject for triple in triples if triple.predicate == APPEARANCE]:
        if not isinstance(claim, NamedNode):
            continue
        asserted, provenance = _about_claim(triples, claim)
        parts = _Parts(paper, asserted, [*provenance, *described], published)
        if trusty:
            yield _trusty(f"{iris.base}nanopublication/", parts, signing)
        else:
            yield _quads(f"{claim.value}-nanopublication", "-", parts)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a nanopublication says; ``published`` is said of itself."""

    paper: NamedNode
    asserted: list[Triple]
    provenance: list[Triple]
    published: list[tuple[NamedNode, Term]]


def _quads(
    name: str, mark: str, parts: _Parts, signature: Iterable[tuple[str, str]] = ()
) -> list[Quad]:
    """The statements, sorted within each graph."""
    iri = NamedNode(name)
    graphs = {part: NamedNode(f"{name}{mark}{part}") for part in _PARTS}
    head = [Triple(iri, RDF_TYPE, NANOPUBLICATION)]
    head += [
        Triple(iri, NamedNode(f"{NP}{link}"), graphs[part])
        for link, part in zip(_LINKS, _PARTS[1:], strict=True)
    ]
    info = [Triple(iri, predicate, value) for predicate, value in parts.published]
    signed = NamedNode(f"{name}{mark}signature")
    info += [Triple(signed, NamedNode(f"{NPX}{said}"), Literal(text)) for said, text in signature]
    if signature:
        info.append(Triple(signed, NamedNode(f"{NPX}hasSignatureTarget"), iri))
    derived = Triple(graphs["assertion"], DERIVED, parts.paper)
    contents = (head, parts.asserted, [derived, *parts.provenance], info)
    return [
        Quad(triple.subject, triple.predicate, triple.object, graphs[part])
        for part, triples in zip(_PARTS, contents, strict=True)
        for triple in sorted(dict.fromkeys(triples), key=str)
    ]


def _trusty(base: str, parts: _Parts, signing: Signing | None) -> list[Quad]:
    """The statements under an IRI that is made of them, signed where there is a key."""
    signature: list[tuple[str, str]] = []
    name = f"{base}{_CODE}"
    if signing:
        signature = [("hasAlgorithm", "RSA"), ("hasPublicKey", signing.public_key)]
        text = normal_text(_quads(name, "#", parts, signature), _CODE)
        signature.append(("hasSignature", signing.sign(text)))
    code = code_of(_quads(name, "#", parts, signature), _CODE)
    return _quads(f"{base}{code}", "#", parts, signature)


def _about_claim(triples: list[Triple], claim: NamedNode) -> tuple[list[Triple], list[Triple]]:
    """What is claimed, with the outcome that it is of; and all else that is said of the claim."""
    links = [triple for triple in triples if triple.predicate != APPEARANCE]
    outcomes = [t.object for t in links if t.subject == claim and t.predicate == OUTCOME]
    of_outcomes = reached(links, outcomes)
    others = reached((t for t in links if t.predicate != OUTCOME), [claim])
    asserted, provenance = [], []
    for triple in triples:
        is_asserted = triple.subject == claim and triple.predicate in _ASSERTED
        if is_asserted or triple.subject in of_outcomes:
            asserted.append(triple)
        elif triple.subject in others:
            provenance.append(triple)
    return asserted, provenance


def _about_paper(triples: list[Triple], paper: NamedNode) -> list[Triple]:
    """Enough of a paper to know it again: identifiers, title, authors, date."""
    own = [t for t in triples if t.subject == paper and t.predicate in _OF_PAPERS]
    ends = {triple.object for triple in own}
    parts = reached((t for t in triples if t.subject != paper), ends & {t.subject for t in triples})
    return [*own, *(triple for triple in triples if triple.subject in parts - {paper})]


def _publication(store: Store, key: str) -> list[tuple[NamedNode, Term]]:
    """Who loaded the paper and when, as its provenance says; and the graph that holds it."""
    graph = NamedNode(store.iris.graph(key))
    said = Description(store.graph(store.iris.provenance(key)))
    acts = said.nodes(graph, NamedNode(f"{PROV}wasGeneratedBy"))
    agents = [agent for act in acts for agent in said.nodes(act, _ASSOCIATED)]
    people = [agent for agent in agents if _AGENT in said.objects(agent, RDF_TYPE)]
    when = said.objects(graph, NamedNode(f"{PAV}importedOn"))
    found: list[tuple[NamedNode, Term]] = [(DERIVED, graph)]
    found += [(CREATED, moment) for moment in when] + [(CREATOR, person) for person in people]
    return found


_ASSOCIATED, _AGENT = NamedNode(f"{PROV}wasAssociatedWith"), NamedNode(f"{PROV}Agent")


@dataclass(frozen=True, slots=True)
class Signing:
    """A private key, and its public key as nanopublications have it."""

    public_key: str
    sign: Callable[[str], str]


def signing_with(path: Path) -> Signing:
    """What signs with a private RSA key (PEM, without a passphrase): RSA, PKCS #1 v1.5, SHA-256.

    :raises ExportError: the file cannot be read, or is no such key.
    :raises MissingLibraryError: pycryptodome is not installed.
    """
    rsa = needed_library("Crypto.PublicKey.RSA", extra="nanopub")
    sha256 = needed_library("Crypto.Hash.SHA256", extra="nanopub")
    scheme = needed_library("Crypto.Signature.pkcs1_15", extra="nanopub")
    try:
        key = rsa.import_key(path.read_bytes())
    except OSError as error:
        raise ExportError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except (ValueError, IndexError, TypeError) as error:
        problem = "is no RSA key in PEM without a passphrase; make one with openssl genrsa -out"
        raise ExportError(f"{path}: {problem} {path.name}") from error
    if not key.has_private():
        raise ExportError(f"{path}: is a public key; signing needs the private one")

    def sign(text: str) -> str:
        signature = scheme.new(key).sign(sha256.new(text.encode("utf-8", "surrogatepass")))
        return base64.b64encode(signature).decode()

    return Signing(base64.b64encode(key.public_key().export_key("DER")).decode(), sign)
