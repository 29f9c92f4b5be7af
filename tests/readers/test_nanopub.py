"""Nanopublications: the suite of the community where it is there, and what becomes of claims."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

import cpgraph
from cpgraph import ingest
from cpgraph.paper_graph import Context
from cpgraph.rdf import SYNTAXES, parse
from cpgraph.readers.base import Notice, PaperReading, Refusal, Source
from cpgraph.readers.nanopub import read_nanopubs
from cpgraph.readers.nanopub_parts import Nanopub, nanopubs
from cpgraph.readers.nanopub_trusty import code_of, trusty_problem
from cpgraph.results import LoadOutcome
from cpgraph.store import Store, open_store
from cpgraph.terms import Iris
from cpgraph.vocabulary import shipped

CONTEXT = Context(Iris(), shipped())
SUITE = Path(__file__).parents[3] / "shared" / "data" / "nanopub-testsuite.tar.gz"
PREFIXES = """\
@prefix : <http://example.org/np1#> .
@prefix np: <http://www.nanopub.org/nschema#> .
@prefix npx: <http://purl.org/nanopub/x/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <http://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
HEAD = """\
:head { <http://example.org/np1> a np:Nanopublication ; np:hasAssertion :assertion ;
  np:hasProvenance :provenance ; np:hasPublicationInfo :info . }
"""
AIDA = ":assertion { :assertion npx:asSentence <http://purl.org/aida/It+helps%2C+mostly.> . }\n"
PROVENANCE = (
    ":provenance { :assertion prov:hadPrimarySource <http://dx.doi.org/10.1234/ABC> ; "
    "prov:wasAttributedTo <http://orcid.org/0000-0002-1825-0097> . }\n"
)
INFO = (
    ':info { <http://example.org/np1> dcterms:created "2026-01-02T03:04:05Z"^^xsd:dateTime ; '
    "dcterms:creator <https://orcid.org/0000-0002-1825-0097> . }\n"
)
ONE = PREFIXES + HEAD + AIDA + PROVENANCE + INFO


def read(folder: Path, text: str | bytes, syntax: str = "trig") -> list[object]:
    path = folder / f"some.{syntax}"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_nanopubs(Source("some.trig", path), CONTEXT, SYNTAXES[syntax]))


def refusals(folder: Path, text: str) -> list[str]:
    return [one.reason for one in read(folder, text) if isinstance(one, Refusal)]


def loaded(store: Store, folder: Path, text: str) -> list[LoadOutcome]:
    path = folder / "some.trig"
    path.write_text(text, "utf-8")
    report = ingest.load(store, [Source("some.trig", path)])
    return [outcome for outcome, n in report.counts.get("some.trig", {}).items() for _ in range(n)]


def suite(kind: str) -> dict[str, bytes]:
    with tarfile.open(SUITE) as archive:
        return {
            member.name.partition("/")[2]: opened.read()
            for member in archive
            if f"/{kind}/" in member.name
            and member.name.endswith((".trig", ".nq"))
            and (opened := archive.extractfile(member)) is not None
        }


needs_suite = pytest.mark.skipif(not SUITE.exists(), reason="../shared is not there")


@needs_suite
@pytest.mark.shared
def test_the_valid_ones_of_the_suite_are_valid(tmp_path: Path) -> None:
    files = suite("valid")
    assert len(files) > 80
    for name, data in files.items():
        found = read(tmp_path, data, "nquads" if name.endswith(".nq") else "trig")
        assert found, name
        assert not [one for one in found if isinstance(one, Refusal)], name


@needs_suite
@pytest.mark.shared
def test_the_invalid_ones_of_the_suite_are_refused(tmp_path: Path) -> None:
    pytest.importorskip("Crypto", reason="signatures need pycryptodome")
    files = suite("invalid")
    assert len(files) > 15
    for name, data in files.items():
        found = read(tmp_path, data)
        assert [one for one in found if isinstance(one, Refusal)], name
        assert not [one for one in found if isinstance(one, PaperReading)], name


def test_a_sentence_becomes_a_claim_with_its_origin(tmp_path: Path) -> None:
    with open_store(":memory:", "write") as store:
        assert loaded(store, tmp_path, ONE) == [LoadOutcome.ADDED]
        assert loaded(store, tmp_path, ONE) == [LoadOutcome.UNCHANGED]
        rows = store.select(
            "PREFIX schema: <https://schema.org/> PREFIX prov: <http://www.w3.org/ns/prov#> "
            "PREFIX dcterms: <http://purl.org/dc/terms/> "
            "PREFIX prism: <http://prismstandard.org/namespaces/basic/2.0/> "
            "SELECT ?text ?doi ?from ?who ?when ?by WHERE { ?claim schema:text ?text ; "
            "schema:appearance/prism:doi ?doi ; prov:wasDerivedFrom ?from ; "
            "prov:wasAttributedTo ?by . ?from dcterms:creator ?who ; dcterms:created ?when }"
        )
        ((text, doi, origin, who, when, by),) = [
            [getattr(t, "value", "") for t in row] for row in rows
        ]
    orcid = "https://orcid.org/0000-0002-1825-0097"
    assert (text, doi, origin) == ("It helps, mostly.", "10.1234/abc", "http://example.org/np1")
    assert (who, when, by) == (orcid, "2026-01-02T03:04:05Z", orcid)


def test_origins_are_exported_and_come_back(tmp_path: Path) -> None:
    with open_store(":memory:", "write") as store, open_store(":memory:", "write") as other:
        loaded(store, tmp_path, ONE)
        path = tmp_path / "all.trig"
        cpgraph.export(store, path)
        assert not cpgraph.load(other, path).refused
        (name,) = (n for n in store.graph_names(store.iris.graph("manual")))
        assert set(other.graph(name)) == set(store.graph(name))


def test_nanopublications_of_one_paper_make_one_paper(tmp_path: Path) -> None:
    other = ONE.replace("np1", "np2").replace("It+helps%2C+mostly.", "It+costs.")
    readings = read(tmp_path, ONE + other)
    (reading,) = [one for one in readings if isinstance(one, PaperReading)]
    positions = [t.object for t in reading.triples if t.predicate.value.endswith("/position")]
    assert sorted(getattr(one, "value", "") for one in positions) == ["1", "2"]


def test_they_add_to_a_paper_that_is_there(tmp_path: Path) -> None:
    named = ONE.replace(
        ":assertion npx:asSentence <http://purl.org/aida/It+helps%2C+mostly.> .",
        ":c a schema:Claim ; schema:text 'Another.' ; "
        "schema:appearance <https://w3id.org/cpgraph/data/paper/arxiv:2401.00001> .",
    )
    with open_store(":memory:", "write") as store:
        path = tmp_path / "paper.yaml"
        path.write_text("key: arxiv:2401.00001\ntitle: T\nauthors: [Ann]\nclaims: [One., Two.]\n")
        ingest.load(store, [Source("paper.yaml", path)])
        before = set(store.graph(store.iris.graph("arxiv:2401.00001")))
        assert loaded(store, tmp_path, named) == [LoadOutcome.REPLACED]
        after = set(store.graph(store.iris.graph("arxiv:2401.00001")))
        assert before < after
        places = [t.object for t in after - before if t.predicate.value.endswith("/position")]
        assert [getattr(place, "value", "") for place in places] == ["3"]
        assert loaded(store, tmp_path, named) == [LoadOutcome.UNCHANGED]


@pytest.mark.parametrize(
    ("assertion", "provenance", "said"),
    [
        (
            ":assertion { :a :b :c . }\n",
            PROVENANCE,
            "the nanopublication http://example.org/np1 is valid and holds no claim that cpgraph "
            "knows, so nothing of it was loaded",
        ),
        (
            AIDA,
            ":provenance { :assertion prov:wasAttributedTo :somebody . }\n",
            "the nanopublication http://example.org/np1 is valid and names no paper for its claim, so "
            "nothing of it was loaded",
        ),
        (
            AIDA.replace(" . }", " . :x :y :z . }"),
            PROVENANCE,
            "the nanopublication http://example.org/np1 says more in its assertion than the claim; "
            "that has no place here and was not loaded",
        ),
    ],
)
def test_what_has_no_place_is_said(
    tmp_path: Path, assertion: str, provenance: str, said: str
) -> None:
    found = read(tmp_path, PREFIXES + HEAD + assertion + provenance + INFO)
    assert [one.text for one in found if isinstance(one, Notice)] == [said]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "np:hasProvenance :provenance ;",
            "",
            "names 0 graphs of provenance in its head; name one",
        ),
        (
            "np:hasProvenance :provenance",
            "np:hasProvenance :assertion",
            "has parts with the same name; give each graph its own",
        ),
        (
            PROVENANCE,
            "",
            "has nothing in its provenance (http://example.org/np1#provenance); fill it",
        ),
        (
            ":provenance { :assertion",
            ":provenance { :other",
            "says nothing of its assertion in the provenance; state where it comes from",
        ),
        (
            ":info { <http://example.org/np1>",
            ":info { :other",
            "says nothing of itself in the publication info; state who made it, and when",
        ),
        (
            AIDA,
            AIDA.replace(" . }", ' ; :n "two"^^xsd:integer . }'),
            "holds 'two' as xsd:integer, which it is not; correct it",
        ),
        (
            INFO,
            INFO + ":more { :a :b :c }",
            "has a graph that is none of its parts (http://example.org/np1#more); remove it",
        ),
        (
            INFO,
            INFO + "<http://example.org/x> { :a :b :c }",
            None,
        ),
    ],
)
def test_what_is_no_nanopublication_is_refused(
    tmp_path: Path, old: str, new: str, said: str | None
) -> None:
    assert old in ONE
    if said is None:
        assert refusals(tmp_path, ONE.replace(old, new)) == [
            "the graph http://example.org/x belongs to no nanopublication; remove it, or "
            "load it by itself"
        ]
    else:
        assert refusals(tmp_path, ONE.replace(old, new)) == [
            f"the nanopublication http://example.org/np1 {said}"
        ]


def test_a_file_without_any_is_refused(tmp_path: Path) -> None:
    assert refusals(tmp_path, "<http://e/a> <http://e/b> <http://e/c> .") == [
        "holds no nanopublication: nothing is typed np:Nanopublication"
    ]


def test_a_trusty_uri_holds_its_statements() -> None:
    text = ONE.replace("http://example.org/np1", "http://example.org/ ")  # a blank for the code
    quads = list(parse(text.replace(" #", "CODE#").replace("/ >", "/CODE>").encode(),
                       SYNTAXES["trig"], name="x"))  # fmt: skip
    code = code_of(quads, "CODE")
    trusty = ONE.replace("http://example.org/np1", f"http://example.org/{code}")
    (good,) = nanopubs(parse(trusty.encode(), SYNTAXES["trig"], name="x"))
    (bad,) = nanopubs(parse(trusty.replace("helps", "harms").encode(), SYNTAXES["trig"], name="x"))
    assert isinstance(good, Nanopub)
    assert isinstance(bad, Nanopub)
    assert trusty_problem(good) == ""
    assert trusty_problem(bad).startswith("was changed since its trusty URI was made")
