"""Every IRI in a stored query is a term that exists: a slip of the pen would find nothing, silently.

A term is known where the ontology or a shipped vocabulary describes it, where rdflib's copy of a
vocabulary has it, or where it stands in the list below.
"""

from __future__ import annotations

import re

import pytest
from rdflib.namespace import DCAT, DCTERMS, OWL, PROV, RDF, RDFS, SDO, SKOS, VOID, XSD

from cpgraph.queries.stored import StoredQuery
from cpgraph.queries.tokens import Token, significant_tokens
from cpgraph.rdf import NamedNode
from cpgraph.vocabulary import shipped_quads
from query_examples import each_query

#: Vocabularies that rdflib has a copy of.
COPIED = (DCAT, DCTERMS, OWL, PROV, RDF, RDFS, SDO, SKOS, VOID, XSD)
#: Other namespaces: the name of the vocabulary, and those of its terms that queries use.
REUSED: dict[str, tuple[str, str]] = {
    "http://purl.org/spar/cito/": ("CiTO", "cites isRetractedBy"),
    "http://purl.org/spar/fabio/": ("FaBiO", "hasArXivId"),
    "http://prismstandard.org/namespaces/basic/2.0/": ("PRISM 2.0", "doi publicationName"),
    "http://www.w3.org/ns/oa#": ("Web Annotation Vocabulary", "TextQuoteSelector exact"),
    "http://purl.org/pav/": ("PAV", "importedFrom importedOn"),
    "http://purl.org/nanopub/x/": ("nanopub extension terms", "retracts supersedes"),
    "http://www.nanopub.org/nschema#": (
        "nanopublication schema",
        "Assertion Nanopublication Provenance PublicationInfo hasAssertion hasProvenance "
        "hasPublicationInfo",
    ),
}
#: IRIs that are no terms: an ontology, a namespace, a thing that is minted or looked for.
OTHERS = {
    "https://w3id.org/cpgraph/ontology",
    "https://w3id.org/cpgraph/ontology#",
    "https://w3id.org/cpgraph/store",
    "urn:cpgraph:none",
}
DESCRIBED = {quad.subject.value for quad in shipped_quads() if isinstance(quad.subject, NamedNode)}
KNOWN = DESCRIBED | OTHERS | REUSED.keys() | {str(space) for space in COPIED}
KNOWN |= {f"{space}{name}" for space, (_, names) in REUSED.items() for name in names.split()}


@each_query
def test_its_terms_exist(query: StoredQuery) -> None:
    assert _unknown(query.text) == set()


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("ASK { ?s a schema:Clam }", "https://schema.org/Clam"),
        ("ASK { ?s cpg:outcomes ?o }", "https://w3id.org/cpgraph/ontology#outcomes"),
        ("ASK { ?s <http://schema.org/text> 'schema:Clam' }", "http://schema.org/text"),
    ],
)
def test_a_slip_is_found(text: str, unknown: str) -> None:
    prefixes = (
        "PREFIX schema: <https://schema.org/> PREFIX cpg: <https://w3id.org/cpgraph/ontology#> "
    )
    assert _unknown(prefixes + text) == {unknown}


def _unknown(text: str) -> set[str]:
    return {iri for iri in _iris(text) - KNOWN if not any(iri in space for space in COPIED)}


def _iris(text: str) -> set[str]:
    """The IRIs that a query uses, whole, without its prefix declarations."""
    body = re.sub(r"PREFIX\s+\S*:\s*<[^>]*>", "", text)
    prefixes = dict(re.findall(r"PREFIX\s+(\S*):\s*<([^>]*)>", text))
    return {iri for token in significant_tokens(body) if (iri := _iri(token, prefixes))}


def _iri(token: Token, prefixes: dict[str, str]) -> str | None:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, colon, name = token.text.partition(":")
    is_name = token.kind == "name" and colon and prefix in prefixes
    return prefixes[prefix] + name.replace("\\", "") if is_name else None
