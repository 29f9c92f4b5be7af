"""What cpgraph writes, it reads back: the same triples in every syntax."""

from __future__ import annotations

import gzip
import io
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from cpgraph.model import Author, Claim, Outcome, Paper, Quote
from cpgraph.paper_graph import Context, paper_triples
from cpgraph.rdf import SYNTAXES, NamedNode, Quad, Triple, serialize
from cpgraph.readers.base import ConceptReading, Notice, PaperReading, Reading, Source
from cpgraph.readers.rdf import read_rdf
from cpgraph.terms import PREFIXES, Iris
from cpgraph.vocabulary import shipped
from strategies import papers

CONTEXT = Context(Iris(), shipped())
ELSEWHERE = Context(Iris("https://example.org/kg/"), shipped())

FULL = Paper(
    key="arxiv:2401.00001",
    title="Assistants and output",
    source="arxiv",
    authors=(
        Author(name="Ada Example", orcid="0000-0002-1825-0097", affiliation="Example University"),
        Author(name="Ben Example", openalex_id="A123456", name_as_printed="B. Example"),
        Author(name="Ben Example"),
    ),
    claims=(
        Claim(
            text="Output rises.",
            direction="positive",
            confidence="high",
            outcome=Outcome(
                label="tasks per hour",
                category="firm-productivity",
                exact_match=("https://example.net/outcome/7",),
            ),
            quote=Quote(text="output  rises", status="exact"),
            source_score="0.80",
        ),
        Claim(text="Output rises.", category="Industry", role="finding"),
        Claim(text="", outcome=Outcome(label="")),
    ),
    themes=("productivity", "astrology"),
    published="2026-05",
    doi="10.1000/XYZ",
    source_link="https://elsewhere.example/paper/arxiv:2401.00001",
    pdf_link="not an address",
    study="The study",
    notes='Quotes " and \\ and\nlines, <tags> & é 漢 𝄞',
)


def graph_of(context: Context, *many: Paper) -> list[Quad]:
    return [
        Quad(t.subject, t.predicate, t.object, NamedNode(context.iris.graph(paper.key)))
        for paper in many
        for t in paper_triples(paper, context)
    ]


def written(quads: Iterable[Quad], syntax: str) -> bytes:
    chosen = SYNTAXES[syntax]
    output = io.BytesIO()
    statements: list[Quad] | list[Triple] = (
        list(quads) if chosen.has_graphs else list(dict.fromkeys(quad.triple for quad in quads))
    )
    serialize(statements, output, chosen, prefixes=PREFIXES)
    return output.getvalue()


def read(data: bytes | str, syntax: str, context: Context = CONTEXT) -> list[Reading]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return list(read_rdf(Source("papers", path), context, SYNTAXES[syntax]))


def only_paper(readings: list[Reading]) -> PaperReading:
    (reading,) = readings
    assert isinstance(reading, PaperReading)
    return reading


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_a_paper_comes_back_as_it_was_written(syntax: str) -> None:
    reading = only_paper(read(written(graph_of(CONTEXT, FULL), syntax), syntax))
    assert reading.key == FULL.key
    assert set(reading.triples) == set(paper_triples(FULL, CONTEXT))
    assert len(reading.triples) == len(set(reading.triples))
    assert reading.notices == ()


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_a_paper_of_another_store_gets_the_names_of_this_one(syntax: str) -> None:
    reading = only_paper(read(written(graph_of(ELSEWHERE, FULL), syntax), syntax))
    assert set(reading.triples) == set(paper_triples(FULL, CONTEXT))


@pytest.mark.parametrize("syntax", SYNTAXES)
@settings(max_examples=8, deadline=None)
@given(paper=papers)
def test_any_paper_comes_back(syntax: str, paper: Paper) -> None:
    reading = only_paper(read(written(graph_of(ELSEWHERE, paper), syntax), syntax))
    assert reading.key == paper.key
    assert set(reading.triples) == set(paper_triples(paper, CONTEXT))


@settings(max_examples=8, deadline=None)
@given(many=st.lists(papers, min_size=1, max_size=4, unique_by=lambda paper: paper.key))
def test_many_papers_come_back_from_their_graphs_in_order(many: list[Paper]) -> None:
    readings = read(written(graph_of(CONTEXT, *many), "trig"), "trig")
    assert [r.key for r in readings if isinstance(r, PaperReading)] == [p.key for p in many]
    for reading, paper in zip(readings, many, strict=True):
        assert isinstance(reading, PaperReading)
        assert set(reading.triples) == set(paper_triples(paper, CONTEXT))


def test_papers_that_share_nodes_are_told_apart_without_graphs() -> None:
    other = replace(FULL, key="arxiv:2401.00002", title="Another", doi=None)
    readings = read(written(graph_of(CONTEXT, FULL, other), "turtle"), "turtle")
    assert [set(r.triples) for r in readings if isinstance(r, PaperReading)] == [
        set(paper_triples(paper, CONTEXT)) for paper in (FULL, other)
    ]


def test_an_outcome_that_matches_one_of_another_paper_does_not_bring_it_along() -> None:
    outcome = Outcome(label="other", exact_match=(CONTEXT.iris.outcome("tasks per hour"),))
    other = Paper(
        key="arxiv:2401.00003",
        title="Another",
        source="arxiv",
        claims=(Claim(text="Other.", outcome=outcome),),
    )
    readings = read(written(graph_of(CONTEXT, FULL, other), "turtle"), "turtle")
    assert [set(r.triples) for r in readings if isinstance(r, PaperReading)] == [
        set(paper_triples(paper, CONTEXT)) for paper in (FULL, other)
    ]


def test_what_rdflib_writes_is_read_the_same() -> None:
    graph = rdflib.Graph()
    graph.parse(data=written(graph_of(CONTEXT, FULL), "ntriples"), format="nt")
    reading = only_paper(read(graph.serialize(format="turtle"), "turtle"))
    assert set(reading.triples) == set(paper_triples(FULL, CONTEXT))


def test_gzip_is_looked_through() -> None:
    data = gzip.compress(written(graph_of(CONTEXT, FULL), "nquads"))
    assert only_paper(read(data, "nquads")).key == FULL.key


def test_a_graph_in_two_places_is_put_together() -> None:
    other = replace(FULL, key="arxiv:2401.00002", title="Another", doi=None)
    lines = written(graph_of(CONTEXT, FULL, other), "nquads").splitlines(keepends=True)
    scattered = b"".join([*lines[1::2], *lines[::2]])
    readings = read(scattered, "nquads")
    found = {r.key: set(r.triples) for r in readings if isinstance(r, PaperReading)}
    assert found == {p.key: set(paper_triples(p, CONTEXT)) for p in (FULL, other)}


def test_everything_in_the_graph_of_one_paper_is_the_papers() -> None:
    extra = (
        f'<https://example.net/aside> <https://example.net/p> "x" <{Iris().graph(FULL.key)}> .\n'
    )
    data = written(graph_of(CONTEXT, FULL), "nquads") + extra.encode()
    reading = only_paper(read(data, "nquads"))
    assert len(reading.triples) == len(paper_triples(FULL, CONTEXT)) + 1


def test_provenance_graphs_are_left_out_with_a_notice() -> None:
    name = Iris().provenance(FULL.key)
    extra = f'<{Iris().graph(FULL.key)}> <http://purl.org/pav/importedFrom> "x" <{name}> .\n'
    data = written(graph_of(CONTEXT, FULL), "nquads") + extra.encode()
    paper, notice = read(data, "nquads")
    assert isinstance(paper, PaperReading)
    assert set(paper.triples) == set(paper_triples(FULL, CONTEXT))
    assert notice == Notice("papers", "1 statement is about provenance and was not loaded")


def test_concepts_of_the_vocabulary_graph_come_before_the_papers() -> None:
    graph = Iris().vocabulary_graph
    theme = "https://example.net/theme/space"
    statements = (
        f'<{theme}> <http://www.w3.org/2004/02/skos/core#notation> "space" <{graph}> .\n'
        f'<{theme}> <http://www.w3.org/2004/02/skos/core#prefLabel> "Space" <{graph}> .\n'
        f"<{theme}> <http://www.w3.org/2004/02/skos/core#inScheme> "
        f"<https://w3id.org/cpgraph/ontology#Themes> <{graph}> .\n"
    )
    concept, paper = read(
        written(graph_of(CONTEXT, FULL), "nquads") + statements.encode(), "nquads"
    )
    assert isinstance(concept, ConceptReading)
    assert (concept.iri, concept.key, len(concept.triples)) == (theme, "space", 3)
    assert isinstance(paper, PaperReading)
