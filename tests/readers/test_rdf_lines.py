"""On which lines a file speaks of a paper, a claim, a property."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpgraph.model import Author, Claim, Paper
from cpgraph.paper_graph import Context, paper_triples
from cpgraph.rdf import SYNTAXES, serialize
from cpgraph.readers.base import PaperReading, Source
from cpgraph.readers.rdf import read_rdf
from cpgraph.readers.turtle_lines import turtle_lines
from cpgraph.terms import CPG, DCTERMS, PREFIXES, SCHEMA, Iris
from cpgraph.vocabulary import shipped

CONTEXT = Context(Iris(), shipped())

TURTLE = (
    r'''@prefix x: <http://x/> . # @prefix y: <http://wrong/>
PREFIX y: <http://y#>
BASE <http://base/>
x:a.b a x:B ; x:p "a;\". b", 1.5 , true ;
  y:q """long
text . [""" ;
  y:r [ y:s 1 ; y:t ( 1 [ y:u 2 ] ) ; ] ;
  y:z x:c, <rel> .
<rel2>
   <http://p/\u00e4> "x"@en-GB, "y"^^x:dt .
[] a x:Anonymous ; y:b 1 .
[ y:k 1 ] y:l 2 .
_:b1 y:m 3.
( 1 2 ) y:n 4 .
x:g { x:s x:p 1 . x:s2 x:p 2 }
GRAPH <http://g> { x:s3 x:p 3 }
{ x:s4 x:p 4 . }
x:end x:e\,f 'it' , 'it'''
    + "'"
    + r"""s' .
"""
)


def test_lines_of_turtle_and_trig() -> None:
    found = [
        (subject.removeprefix("http://"), (predicate or "").removeprefix("http://"), line)
        for subject, predicate, line in turtle_lines(TURTLE, "http://nowhere/")
    ]
    assert found == [
        ("x/a.b", "", 4),
        ("x/a.b", "www.w3.org/1999/02/22-rdf-syntax-ns#type", 4),
        ("x/a.b", "x/p", 4),
        ("x/a.b", "y#q", 5),
        ("x/a.b", "y#r", 7),
        ("x/a.b", "y#z", 8),
        ("base/rel2", "", 9),
        ("base/rel2", "p/ä", 10),
        ("_:b1", "", 13),
        ("_:b1", "y#m", 13),
        ("x/g", "", 15),
        ("x/s", "", 15),
        ("x/s", "x/p", 15),
        ("x/s2", "", 15),
        ("x/s2", "x/p", 15),
        ("g", "", 16),
        ("x/s3", "", 16),
        ("x/s3", "x/p", 16),
        ("x/s4", "", 17),
        ("x/s4", "x/p", 17),
        ("x/end", "", 18),
        ("x/end", "x/e,f", 18),
    ]


def first_paper(path: Path, syntax: str) -> PaperReading:
    for reading in read_rdf(Source(path.name, path), CONTEXT, SYNTAXES[syntax]):
        if isinstance(reading, PaperReading):
            return reading
    raise AssertionError


def test_lines_are_those_of_the_names_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(
        "\n".join(
            [
                *(f"@prefix {name}: <{PREFIXES[name]}> ." for name in ("cpg", "dcterms", "skos")),
                "@prefix schema: <http://schema.org/> .",
                "<http://e/p> a schema:ScholarlyArticle ;",
                '  dcterms:identifier "arxiv:1" ;',
                '  cpg:authorship [ cpg:author [ schema:name "Ada" ] ] .',
                "_:c schema:appearance <http://e/p> ;",
                '  schema:text "Text." ;',
                '  cpg:outcome [ skos:prefLabel "wages" ] .',
            ]
        )
    )
    reading = first_paper(path, "turtle")
    iris = CONTEXT.iris
    claim = iris.claim("arxiv:1", "Text.")
    assert reading.line == 5
    assert {
        (node.rpartition("/")[2], predicate): reading.line_of(node, predicate)
        for node, predicate in [
            (iris.paper("arxiv:1"), None),
            (iris.paper("arxiv:1"), f"{DCTERMS}identifier"),
            (iris.paper("arxiv:1"), f"{DCTERMS}title"),
            (iris.authorship("arxiv:1", 1), f"{SCHEMA}position"),
            (claim, None),
            (claim, f"{SCHEMA}text"),
            (claim, f"{CPG}direction"),
            (iris.outcome("wages"), f"{CPG}outcomeCategory"),
            ("http://e/unknown", None),
        ]
    } == {
        ("arxiv:1", None): 5,
        ("arxiv:1", f"{DCTERMS}identifier"): 6,
        ("arxiv:1", f"{DCTERMS}title"): 5,
        ("arxiv:1#authorship-1", f"{SCHEMA}position"): 7,
        (claim.rpartition("/")[2], None): 8,
        (claim.rpartition("/")[2], f"{SCHEMA}text"): 9,
        (claim.rpartition("/")[2], f"{CPG}direction"): 8,
        (iris.outcome("wages").rpartition("/")[2], f"{CPG}outcomeCategory"): 10,
        ("unknown", None): 5,
    }


@pytest.mark.parametrize(
    ("syntax", "has_lines"),
    [("turtle", True), ("ntriples", True), ("rdfxml", False)],
)
def test_every_statement_of_ours_is_found_where_the_syntax_has_lines(
    tmp_path: Path, syntax: str, has_lines: bool
) -> None:
    paper = Paper(
        key="arxiv:1",
        title='Title ä \\ " . ; [',
        source="arxiv",
        authors=(Author(name="Ada"),),
        claims=(Claim(text="One.", direction="null"), Claim(text="Two.")),
    )
    path = tmp_path / "file"
    triples = paper_triples(paper, CONTEXT)
    with path.open("wb") as output:
        serialize(triples, output, SYNTAXES[syntax], prefixes=PREFIXES)
    reading = first_paper(path, syntax)
    lines = path.read_text(encoding="utf-8").split("\n")
    for triple in triples:
        line = reading.line_of(triple.subject.value, triple.predicate.value)  # type: ignore[union-attr]
        assert (line is not None) == has_lines
        local = triple.predicate.value.rpartition("/")[2].rpartition("#")[2]
        if line is not None and local != "type":
            assert local in lines[line - 1]


def test_n_quads_have_lines_too(tmp_path: Path) -> None:
    path = tmp_path / "a.nq"
    path.write_text(
        "# a comment\n\n"
        "<http://e/paper/arxiv:1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        " <http://schema.org/ScholarlyArticle> <http://e/graph/arxiv:1> .\n"
        '<http://e/paper/arxiv:1> <http://schema.org/n\\u00e4me> "x" <http://e/graph/arxiv:1> .\n'
    )
    reading = first_paper(path, "nquads")
    assert reading.line == 3
    assert reading.line_of(CONTEXT.iris.paper("arxiv:1"), f"{SCHEMA}näme") == 4
