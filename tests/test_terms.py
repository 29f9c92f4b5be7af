"""IRIs: what gets which, and that nothing is lost on the way into one and back."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpgraph import resources
from cpgraph.rdf import SYNTAXES, NamedNode, parse
from cpgraph.terms import (
    CONCEPT,
    DEFAULT_BASE_IRI,
    PREFIXES,
    SCHEMES,
    SH,
    Iris,
    digest,
    manual_key,
    normalise,
    slug,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
keys = st.tuples(texts, texts).map(":".join)
bases = st.sampled_from([DEFAULT_BASE_IRI, "http://example.org/g%20h/", "urn:x:"])


@given(bases, keys)
def test_key_of_graph_is_the_inverse_of_graph(base: str, key: str) -> None:
    iris = Iris(base)
    assert iris.key_of_graph(iris.graph(key)) == key


@given(texts)
def test_only_a_graph_of_a_paper_has_a_key(name: str) -> None:
    key = Iris().key_of_graph(DEFAULT_BASE_IRI + "graph/" + name)
    assert key is None or Iris().graph(key) == DEFAULT_BASE_IRI + "graph/" + name


@pytest.mark.parametrize(
    "name",
    [
        Iris().vocabulary_graph,
        Iris().ontology_graph,
        Iris().provenance("arxiv:1"),
        Iris().paper("arxiv:1"),
        "http://example.org/graph/arxiv:1",
        "arxiv:1",
        f"{DEFAULT_BASE_IRI}graph/arxiv%3A1",
        f"{DEFAULT_BASE_IRI}graph/",
    ],
)
def test_other_graphs_have_no_key(name: str) -> None:
    assert Iris().key_of_graph(name) is None


@given(keys, texts)
def test_every_iri_is_one(key: str, text: str) -> None:
    iris = Iris()
    for iri in (
        iris.paper(key),
        iris.graph(key),
        iris.provenance(key),
        iris.author(key, 1),
        iris.authorship(key, 1),
        iris.claim(key, text),
        iris.outcome(text),
        iris.study(text),
        iris.concept("theme", text),
        iris.agent(text),
    ):
        assert NamedNode(iri).value == iri
        assert iri.startswith(iris.base)


@given(keys, keys)
def test_two_keys_are_two_papers(one: str, other: str) -> None:
    assert (Iris().paper(one) == Iris().paper(other)) == (one == other)


def test_iris_of_a_paper() -> None:
    iris = Iris("http://example.org/")
    key = "arxiv:hep-th/9901001"
    assert iris.paper(key) == "http://example.org/paper/arxiv:hep-th%2F9901001"
    assert iris.graph(key) == "http://example.org/graph/arxiv:hep-th%2F9901001"
    assert iris.provenance(key) == "http://example.org/provenance/arxiv:hep-th%2F9901001"
    assert iris.author(key, 2) == iris.paper(key) + "#author-2"
    assert iris.authorship(key, 2) == iris.paper(key) + "#authorship-2"
    assert iris.claim(key, " a\nb", 2) == iris.claim(key, "a b") + "-2"
    assert iris.vocabulary_graph == "http://example.org/graph/vocabulary"
    assert iris.ontology_graph == "http://example.org/graph/ontology"


def test_shared_things_are_named_for_people_and_told_apart() -> None:
    iris = Iris("http://example.org/")
    assert re.fullmatch(r"http://example.org/outcome/wages-[0-9a-f]{8}", iris.outcome("Wages"))
    assert re.fullmatch(r"http://example.org/study/[0-9a-f]{8}", iris.study("研究"))
    assert re.fullmatch(r"http://example.org/theme/a-b-[0-9a-f]{8}", iris.concept("theme", "A b"))
    assert iris.outcome("Wages") != iris.outcome("wages")
    assert iris.outcome(" Two\twords ") == iris.outcome("Two words")
    assert iris.agent("李") != iris.agent("王")


@given(texts)
def test_normalise_is_final(text: str) -> None:
    normal = normalise(text)
    assert normalise(normal) == normal
    assert unicodedata.is_normalized("NFC", normal)
    assert normal.split() == normal.split(" ") or not normal


def test_normalise_composes() -> None:
    assert normalise("\u00a0cafe\u0301\u2003x\x1f") == "caf\u00e9 x"


@given(st.lists(texts, max_size=3), st.lists(texts, max_size=3))
def test_digest_is_of_normalised_parts(one: list[str], other: list[str]) -> None:
    alike = [normalise(text) for text in one] == [normalise(text) for text in other]
    assert (digest(*one) == digest(*other)) == alike
    assert re.fullmatch("[0-9a-f]{16}", digest(*one))


def test_digest_takes_what_utf8_does_not() -> None:
    assert digest("\ud800") != digest("\ud801")
    assert len(digest("a", length=8)) == 8


@given(texts, st.integers(1, 60))
def test_slug_is_words_within_the_limit(text: str, limit: int) -> None:
    assert re.fullmatch("([a-z0-9]+(-[a-z0-9]+)*)?", slug(text, limit=limit))
    assert len(slug(text, limit=limit)) <= limit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wages & Compensation", "wages-and-compensation"),
        ("A&B", "a-and-b"),
        ("  Café — Zürich!", "cafe-zurich"),
        ("研究", ""),
        ("x" * 60, "x" * 48),
        ("ab cd", "ab-cd"),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_slug_does_not_end_in_a_hyphen() -> None:
    assert slug("ab cd", limit=3) == "ab"


def test_manual_key_is_of_title_and_first_author() -> None:
    assert re.fullmatch("manual:[0-9a-f]{12}", manual_key("Title", None))
    assert manual_key("A  title", "B. C") == manual_key("A title", " B. C ")
    assert manual_key("A title", None) == manual_key("A title", "")
    assert manual_key("A title", "B") != manual_key("A titleB", None)


def test_a_namespace_has_one_prefix() -> None:
    for prefixes in (PREFIXES, Iris().prefixes, Iris("http://example.org/").prefixes):
        assert len(set(prefixes.values())) == len(prefixes)


def test_prefixes_of_a_store_are_the_fixed_and_its_own_sorted() -> None:
    prefixes = Iris("http://example.org/").prefixes
    assert list(prefixes) == sorted(prefixes)
    assert set(prefixes) - set(PREFIXES) == {"graph", "outcome", "paper", "study"}
    assert prefixes["paper"] == "http://example.org/paper/"


def test_every_scheme_has_a_prefix_for_its_concepts() -> None:
    assert {scheme: PREFIXES[scheme] for scheme in SCHEMES} == {
        scheme: f"{CONCEPT}{scheme}/" for scheme in SCHEMES
    }


def test_the_ontology_declares_the_same_prefixes() -> None:
    path = resources.folder("ontology") / "prefixes.ttl"
    said: dict[str, dict[str, str]] = {}
    for quad in parse(path.read_bytes(), SYNTAXES["turtle"], name="prefixes.ttl"):
        assert isinstance(quad.subject, NamedNode)
        said.setdefault(quad.subject.value, {})[quad.predicate.value] = getattr(
            quad.object, "value", ""
        )
    declared = {
        facts[f"{SH}prefix"]: facts[f"{SH}namespace"]
        for facts in said.values()
        if f"{SH}prefix" in facts
    }
    assert declared == PREFIXES
