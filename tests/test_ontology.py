"""The ontology: everything that cpgraph writes is defined, and says what it is for."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import cpgraph
from cpgraph import resources
from cpgraph.rdf import SYNTAXES, BlankNode, Literal, NamedNode, Quad, Triple, parse
from cpgraph.terms import CPG, OWL, PREFIXES, RDF, RDFS, SCHEMA, SCHEMES, SH, SKOS
from cpgraph.vocabulary import shipped_quads

FILES = resources.sources("ontology", "*.ttl")
ONTOLOGY = "https://w3id.org/cpgraph/ontology"
KINDS = {f"{OWL}Class", f"{OWL}DatatypeProperty", f"{OWL}ObjectProperty"}
LINKS = {
    *(f"{SKOS}{name}" for name in ("closeMatch", "exactMatch")),
    *(f"{RDFS}{name}" for name in ("seeAlso", "subClassOf", "subPropertyOf")),
}
#: What a store says of itself.
STORE = {"Store", "baseIri", "formatVersion"}
#: What only stored syntheses say, which are data.
DATA = "\n".join(path.read_text(encoding="utf-8") for path in resources.sources("data", "*.ttl"))
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for path in sorted(Path(cpgraph.__file__).parent.rglob("*.py"))
    if path.name != "terms.py"
)


def values(subject: str, predicate: str) -> list[str]:
    return [
        quad.object.value
        for quad in shipped_quads()
        if quad.subject == NamedNode(subject)
        and quad.predicate.value == predicate
        and not isinstance(quad.object, Triple)
    ]


def defined() -> list[str]:
    return [
        quad.subject.value
        for quad in shipped_quads()
        if isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
        and quad.predicate.value == f"{RDF}type"
        and quad.object.value in KINDS
    ]


def written() -> set[str]:
    """The local names of the cpg: terms that the code names, with those it puts together."""
    named = set(re.findall(r"\{CPG\}(\w+)", CODE))
    named |= set(re.findall(r"\bcpg:(\w+)", DATA))
    return named | STORE | {f"{field}AsPrinted" for field in ("name", "affiliation")}


def test_every_term_that_cpgraph_writes_is_defined() -> None:
    assert {"outcomeCategory", "polarity", "graphHash"} <= written()
    assert {f"{CPG}{name}" for name in written()} - set(defined()) - set(SCHEMES.values()) == set()


def test_no_term_is_defined_that_nothing_writes() -> None:
    assert set(defined()) - {f"{CPG}{name}" for name in written()} == set()


@pytest.mark.parametrize("term", defined(), ids=lambda iri: iri.removeprefix(CPG))
def test_a_term_says_what_it_is_and_what_it_stands_beside(term: str) -> None:
    assert len(values(term, f"{RDFS}label")) == 1
    assert len(values(term, f"{RDFS}comment")) == 1
    assert values(term, f"{RDFS}isDefinedBy") == [ONTOLOGY]
    assert any(values(term, link) for link in LINKS)
    is_class = f"{OWL}Class" in values(term, f"{RDF}type")
    for use in ("domainIncludes", "rangeIncludes"):
        assert bool(values(term, f"{SCHEMA}{use}")) is not is_class


def test_nothing_is_inferred_from_the_use_of_a_property() -> None:
    predicates = {quad.predicate.value for quad in shipped_quads()}
    assert predicates.isdisjoint({f"{RDFS}domain", f"{RDFS}range"})


def test_reused_terms_say_what_they_are_used_for() -> None:
    found = re.findall(r"\{(SCHEMA|PRISM|OA|FABIO|PAV|PROV|NPX|CITO)\}(\w+)", CODE)
    reused = {PREFIXES[namespace.lower()] + name for namespace, name in found}
    assert len(reused) > 15
    for term in sorted(reused - {f"{SCHEMA}author"}):  # accepted on load, never written
        assert values(term, f"{RDFS}label"), term
        assert values(term, f"{RDFS}comment"), term


def test_the_ontology_has_a_version_and_a_licence() -> None:
    assert values(ONTOLOGY, f"{OWL}versionInfo") == ["0.1.0"]
    assert values(ONTOLOGY, "http://purl.org/dc/terms/license") == [
        "http://www.apache.org/licenses/LICENSE-2.0"
    ]


def test_there_are_no_blank_nodes() -> None:
    blank = [
        quad
        for quad in shipped_quads()
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
    ]
    assert blank == []


def test_every_statement_is_made_once() -> None:
    assert [quad for quad, count in Counter(shipped_quads()).items() if count > 1] == []


def test_every_label_is_in_a_language_or_a_key() -> None:
    """Words are English; what has no language is a spelling such as an address has."""
    for quad in shipped_quads():
        name = quad.predicate.value
        if isinstance(quad.object, Literal) and name.endswith(("#label", "#comment", "#prefLabel")):
            assert quad.object.language == "en", quad


def test_the_prefixes_are_those_of_the_code() -> None:
    assert declared("prefix", "namespace") == PREFIXES


def declared(key: str, value: str) -> dict[str, str]:
    """``sh:prefix`` and ``sh:namespace`` of everything that the ontology ``sh:declare``s."""
    return {
        values(declaration, f"{SH}{key}")[0]: values(declaration, f"{SH}{value}")[0]
        for declaration in values(ONTOLOGY, f"{SH}declare")
    }


def test_the_prefix_lines_are_those_of_the_code() -> None:
    text = (resources.folder("ontology") / "prefixes.ttl").read_text(encoding="utf-8")
    assert dict(re.findall(r"^@prefix ([\w-]+): <([^>]+)> \.$", text, re.MULTILINE)) == PREFIXES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_prefix_of_a_file_means_the_same_everywhere_and_is_used(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for prefix, iri in re.findall(r"^@prefix ([\w-]+): <([^>]+)> \.$", text, re.MULTILINE):
        assert PREFIXES.get(prefix, iri) == iri
        if path.name != "prefixes.ttl":
            assert len(re.findall(rf"(?<![\w-]){prefix}:", text)) > 1, prefix


def quads_of(path: Path) -> list[Quad]:
    return list(parse(path.read_bytes(), SYNTAXES["turtle"], name=path.name))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_says_something(path: Path) -> None:
    assert quads_of(path)
