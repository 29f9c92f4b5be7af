"""Papers in the terms of other vocabularies: schema.org, BIBO, Dublin Core elements, FaBiO, PRO."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cpgraph.exporting import export_as
from cpgraph.model import Author, Paper, Topic
from cpgraph.paper_graph import Context, paper_from_triples
from cpgraph.rdf import SYNTAXES, Triple
from cpgraph.readers.base import Notice, PaperReading, Reading, Source
from cpgraph.readers.rdf import read_rdf
from cpgraph.readers.rdf_siblings import _siblings
from cpgraph.store import Store, paper_keys
from cpgraph.terms import PREFIXES, Iris, manual_key
from cpgraph.vocabulary import shipped

CONTEXT = Context(Iris(), shipped())
PROLOGUE = (
    "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    + """
@prefix bibo: <http://purl.org/ontology/bibo/> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix frbr: <http://purl.org/vocab/frbr/core#> .
@prefix pro: <http://purl.org/spar/pro/> .
@prefix oco: <https://w3id.org/oc/ontology/> .
@prefix prism3: <http://prismstandard.org/namespaces/basic/3.0/> .
"""
)


def read(folder: Path, text: str, syntax: str = "turtle") -> list[Reading]:
    path = folder / "file"
    path.write_text(PROLOGUE + text if syntax == "turtle" else text, encoding="utf-8")
    return list(read_rdf(Source("a.ttl", path), CONTEXT, SYNTAXES[syntax]))


def paper(folder: Path, text: str, syntax: str = "turtle") -> Paper:
    (found,) = (one for one in read(folder, text, syntax) if isinstance(one, PaperReading))
    iri = CONTEXT.iris.paper(found.key)
    return paper_from_triples(found.triples, iri, CONTEXT.vocabulary)


def renamed(readings: list[Reading]) -> str:
    said = "terms of other vocabularies were read as ours: "
    texts = [one.text for one in readings if isinstance(one, Notice)]
    return next((text.removeprefix(said) for text in texts if text.startswith(said)), "")


BIBO = """
<http://e/a> a bibo:AcademicArticle ; dc:title "Waiting" ; dc:creator "Nobody" ;
  bibo:authorList ( <http://e/ann> <http://e/ben> ) ; dc:date "2024-03-05T00:00:00Z" ;
  bibo:doi "10.1234/ABC" ; bibo:abstract "We waited." ; dc:subject "Governance" , "queues" ;
  dcterms:isPartOf [ a bibo:Journal ; dcterms:title "Journal of Queues" ] ; bibo:uri <http://e/page> .
<http://e/ann> foaf:givenName "Ann" ; foaf:familyName "Invented" .
<http://e/ben> foaf:name "Ben Invented" .
"""
SPAR = """
<http://e/a> a fabio:Expression , fabio:JournalArticle ; dcterms:title "Waiting" ;
  dcterms:creator <http://e/ben> , <http://e/ann> ; prism:publicationDate "2024-03-05" ;
  fabio:hasPublicationYear "2024" ; prism3:doi "https://doi.org/10.1234/ABC" ;
  dcterms:abstract "We waited." ;
  prism:keyword "queues" ; dcterms:subject theme:governance ; fabio:hasURL <http://e/page> ;
  frbr:partOf [ a fabio:JournalIssue ;
    frbr:partOf [ a fabio:Journal ; dcterms:title "Journal of Queues" ] ] ;
  pro:isDocumentContextFor <http://e/first> , <http://e/second> .
<http://e/first> pro:withRole pro:author ; pro:isHeldBy <http://e/ann> ; oco:hasNext <http://e/second> .
<http://e/second> pro:withRole pro:author ; pro:isHeldBy <http://e/ben> .
<http://e/ann> a foaf:Person ; foaf:name "Ann Invented" .
<http://e/ben> a foaf:Person ; foaf:name "Ben Invented" .
"""
SCHEMA_ORG = """{"@id": "http://e/a", "@type": "http://schema.org/ScholarlyArticle",
  "http://schema.org/headline": "Waiting", "http://schema.org/abstract": "We waited.",
  "http://schema.org/author": {"@list": [
    {"@type": "http://schema.org/Person", "http://schema.org/givenName": "Ann",
     "http://schema.org/familyName": "Invented"},
    {"@type": "http://schema.org/Person", "http://schema.org/name": "Ben Invented"}]},
  "http://schema.org/datePublished": "2024-03-05", "http://schema.org/keywords": "queues",
  "http://purl.org/dc/elements/1.1/subject": "Governance",
  "http://schema.org/identifier": {"@type": "http://schema.org/PropertyValue",
     "http://schema.org/propertyID": "doi", "http://schema.org/value": "10.1234/ABC"},
  "http://schema.org/isPartOf": {"@type": "http://schema.org/Periodical",
     "http://schema.org/name": "Journal of Queues"},
  "http://schema.org/url": {"@id": "http://e/page"}}"""


@pytest.mark.parametrize(
    ("text", "syntax", "kind"),
    [(BIBO, "turtle", None), (SPAR, "turtle", "JournalArticle"), (SCHEMA_ORG, "jsonld", None)],
)
def test_three_vocabularies_make_the_same_paper(
    tmp_path: Path, text: str, syntax: str, kind: str | None
) -> None:
    found = paper(tmp_path, text, syntax)
    assert found == Paper(
        key=manual_key("Waiting", "Ann Invented"),
        source="manual",
        title="Waiting",
        authors=(Author(name="Ann Invented"), Author(name="Ben Invented")),
        published="2024-03-05",
        doi="10.1234/abc",
        abstract="We waited.",
        venue="Journal of Queues",
        themes=("governance",),
        topics=(Topic(label="queues"),),
        source_link="http://e/page",
        kind=kind,
    )


def test_it_is_said_once_what_was_read_as_what(tmp_path: Path) -> None:
    assert renamed(read(tmp_path, BIBO)) == (
        "bibo:AcademicArticle as schema:ScholarlyArticle (1), bibo:abstract as dcterms:abstract (1), "
        "bibo:doi as prism:doi (1), bibo:uri as schema:url (1), dc:creator as dcterms:creator (1), "
        "dc:date as schema:datePublished (1), dc:subject as dcterms:subject (1), "
        "dc:subject as schema:keywords (1), dc:title as dcterms:title (1), "
        "dcterms:isPartOf as prism:publicationName (1)"
    )
    assert "http://schema.org/ as https://schema.org/ (14)" in renamed(
        read(tmp_path, SCHEMA_ORG, "jsonld")
    )


def test_our_own_terms_are_left_alone(tmp_path: Path) -> None:
    readings = read(
        tmp_path,
        '<http://e/a> a schema:ScholarlyArticle ; dcterms:identifier "arxiv:1" ; dcterms:title "Ours" ;'
        ' dc:title "Theirs" ; schema:name "Third" ; prism:doi "10.1/a" ; bibo:doi "10.1/b" .',
    )
    assert renamed(readings) == ""
    (found,) = (one for one in readings if isinstance(one, PaperReading))
    said = {str(triple.object) for triple in found.triples}
    assert {'"Ours"', '"Theirs"', '"Third"', '"10.1/a"', '"10.1/b"'} <= said


def test_only_papers_are_read_so(tmp_path: Path) -> None:
    readings = read(
        tmp_path,
        '<http://e/a> a schema:ScholarlyArticle ; dcterms:identifier "arxiv:1" ; dcterms:title "T" ;'
        ' cpg:other <http://e/x> . <http://e/x> dc:title "Not a paper" ; bibo:doi "10.1/x" .',
    )
    assert renamed(readings) == ""


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ('dcterms:identifier "doi:10.1/X"', {"doi": "10.1/x"}),
        ("schema:identifier <https://doi.org/10.1/X>", {"doi": "10.1/x"}),
        ('dc:identifier "info:doi/10.1/X"', {"doi": "10.1/x"}),
        ('schema:identifier "openalex:W5"', {"key": "openalex:W5"}),
        ('dcterms:issued "2024"^^xsd:gYear', {"published": "2024"}),
        ('dc:date "last year"', {"published": None}),
        ('dcterms:isPartOf "A Journal"', {"venue": "A Journal"}),
        ("schema:additionalType fabio:Preprint", {"kind": "Preprint"}),
        ("schema:citation <http://e/b>", {"cites": ("http://e/b",)}),
        ('schema:citation "Somebody, 2020"', {"cites": ()}),
    ],
)
def test_values_are_read_as_our_term_has_them(
    tmp_path: Path, stated: str, expected: dict[str, object]
) -> None:
    found = paper(
        tmp_path,
        f'<http://e/a> a schema:ScholarlyArticle ; dc:title "T" ; dc:creator "A" ; {stated} .',
    )
    assert {name: getattr(found, name) for name in expected} == expected


def test_a_circle_of_parts_ends(tmp_path: Path) -> None:
    text = '<http://e/a> a bibo:Article ; dc:title "T" ; dcterms:isPartOf <http://e/b> . '
    assert paper(tmp_path, text + "<http://e/b> dcterms:isPartOf <http://e/b> .").venue is None


@pytest.mark.parametrize("profile", ["schema-org", "spar"])
def test_a_profile_that_was_exported_comes_back_as_the_same_papers(
    sample_store: Store, tmp_path: Path, profile: str
) -> None:
    path = tmp_path / "profile.ttl"
    with path.open("wb") as stream:
        export_as(sample_store, stream, "turtle", profile=profile)
    readings = list(read_rdf(Source("profile.ttl", path), CONTEXT, SYNTAXES["turtle"]))
    found = [
        _bibliographic(one.key, one.triples) for one in readings if isinstance(one, PaperReading)
    ]
    iris = sample_store.iris
    ours = [
        _bibliographic(key, sample_store.graph(iris.graph(key))) for key in paper_keys(sample_store)
    ]
    if profile == "schema-org":  # which has no order of authors
        found, ours = ([_by_name(paper) for paper in papers] for papers in (found, ours))
    # FaBiO has classes of papers, but none for a paper of no kind.
    found.sort(key=lambda paper: paper.key)
    assert found == [paper for paper in ours if profile != "spar" or paper.kind]


def _by_name(paper: Paper) -> Paper:
    return replace(paper, authors=tuple(sorted(paper.authors, key=lambda author: author.name)))


def _bibliographic(key: str, triples: Iterable[Triple]) -> Paper:
    """What both profiles say of a paper."""
    found = paper_from_triples(triples, CONTEXT.iris.paper(key), CONTEXT.vocabulary)
    names = ("title", "published", "doi", "abstract", "venue", "kind", "source_link")
    said: dict[str, Any] = {name: getattr(found, name) for name in names}
    authors = tuple(Author(name=author.name) for author in found.authors)
    return Paper(key=key, source="", authors=authors, **said)


def test_every_sibling_stands_in_the_document() -> None:
    text = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
    for siblings in _siblings().values():
        for sibling in siblings:
            assert f"`{sibling.name}`" in text
