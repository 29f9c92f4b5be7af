"""Export: equal stores give equal bytes, in every syntax, and other tools can read them."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
import rdflib
import rdflib.compare

from cpgraph.exporting import ExportError, export, write_graph
from cpgraph.exporting import graphs as module
from cpgraph.model import Author, Claim, Outcome, Paper
from cpgraph.paper_graph import Context, paper_triples
from cpgraph.rdf import SYNTAXES, NamedNode, parse
from cpgraph.store import Store, open_store, paper_keys
from cpgraph.terms import SKOS
from cpgraph.vocabulary import shipped

FORMATS = {name: name for name in SYNTAXES} | {
    "ntriples": "nt",
    "rdfxml": "xml",
    "jsonld": "json-ld",
}
PAPERS = [
    Paper(
        key=f"manual:{number:012x}",
        title=f"Title {number} with \u00e9 and \U0001f600",
        source="manual",
        authors=(Author(name=f"Author {number}", orcid="0000-0002-1825-0097"),),
        themes=("governance",),
        claims=(
            Claim(text="Shared outcome.", outcome=Outcome(label="speed"), source_score="0.50"),
        ),
        published="2026-05",
    )
    for number in range(3)
]


def store_of(papers: list[Paper]) -> Store:
    store = open_store(":memory:", "write")
    context = Context(store.iris, shipped())
    for paper in papers:
        store.write([{store.iris.graph(paper.key): paper_triples(paper, context)}])
    return store


def exported(store: Store, syntax: str, papers: list[str] | None = None) -> bytes:
    output = io.BytesIO()
    export(store, output, SYNTAXES[syntax], papers=papers)
    return output.getvalue()


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_the_order_of_loading_does_not_show(syntax: str) -> None:
    forth, back = exported(store_of(PAPERS), syntax), exported(store_of(PAPERS[::-1]), syntax)
    assert forth == back


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_rdflib_reads_the_same_graph(syntax: str) -> None:
    store = store_of(PAPERS)
    theirs = rdflib.Dataset(default_union=True)
    theirs.parse(data=exported(store, syntax), format=FORMATS[syntax])
    ours = rdflib.Graph()
    for key in paper_keys(store):
        for triple in store.graph(store.iris.graph(key)):
            ours.parse(data=f"{triple} .", format="nt")
    union = rdflib.Graph()
    for statement in theirs.triples((None, None, None)):
        union.add(statement)
    assert rdflib.compare.isomorphic(ours, union)


def test_in_turtle_each_statement_stands_once_and_papers_come_first() -> None:
    text = exported(store_of(PAPERS), "ntriples").decode().splitlines()
    assert len(text) == len(set(text))
    assert text[0] == (
        "<https://w3id.org/cpgraph/data/paper/manual:000000000000> "
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/ScholarlyArticle> ."
    )
    assert (
        sum("orcid.org/0000-0002-1825-0097> <https://schema.org/name>" in line for line in text)
        == 3
    )


def test_shared_statements_are_sorted_in_runs_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = exported(store_of(PAPERS), "turtle")
    monkeypatch.setattr(module, "_RUN", 2)
    assert exported(store_of(PAPERS), "turtle") == whole


def test_prefixes_are_declared_in_order() -> None:
    lines = exported(store_of(PAPERS), "turtle").decode().splitlines()
    prefixes = [line for line in lines if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes)
    assert "@prefix cpg: <https://w3id.org/cpgraph/ontology#> ." in prefixes


def test_one_paper() -> None:
    keys = [PAPERS[1].key]
    quads = list(parse(exported(store_of(PAPERS), "nquads", keys), SYNTAXES["nquads"], name="x"))
    assert {quad.graph_name for quad in quads} == {
        NamedNode("https://w3id.org/cpgraph/data/graph/manual:000000000001")
    }


def test_a_paper_that_is_not_there() -> None:
    with pytest.raises(ExportError) as error:
        exported(store_of(PAPERS), "turtle", ["arxiv:0"])
    assert str(error.value) == (
        "no paper arxiv:0 in :memory:; 'cpgraph papers' lists what is there"
    )


def test_provenance_needs_a_syntax_with_graphs() -> None:
    with pytest.raises(ExportError) as error:
        export(store_of(PAPERS), io.BytesIO(), SYNTAXES["turtle"], provenance=True)
    assert str(error.value) == "turtle cannot hold provenance; use trig, nquads or jsonld"


def test_an_empty_store_is_an_empty_graph() -> None:
    assert exported(store_of([]), "turtle") == b""


def test_a_graph_is_written_sorted_and_once() -> None:
    triples = paper_triples(PAPERS[0], Context(store_of([]).iris, shipped()))
    first, second = io.BytesIO(), io.BytesIO()
    write_graph([*triples, *triples], first, SYNTAXES["turtle"], {"skos": SKOS})
    write_graph(triples[::-1], second, SYNTAXES["turtle"], {"skos": SKOS})
    assert first.getvalue() == second.getvalue() != b""


def test_what_differs_shows() -> None:
    changed = [*PAPERS[:2], replace(PAPERS[2], title="Another title")]
    assert exported(store_of(PAPERS), "turtle") != exported(store_of(changed), "turtle")
