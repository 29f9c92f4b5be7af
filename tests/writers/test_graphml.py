"""GraphML, read by networkx: nodes, edges and attributes are those of the graph."""

from __future__ import annotations

import io
import re

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpgraph import queries
from cpgraph.rdf import Literal, NamedNode, Triple, date_literal, integer_literal, typed
from cpgraph.store import Store
from cpgraph.terms import CPG, RDF, RDFS, SCHEMA
from cpgraph.writers.graphml import write_graphml
from query_examples import of_form

TYPE, LABEL = NamedNode(f"{RDF}type"), NamedNode(f"{RDFS}label")
A, B, C = (NamedNode(f"https://example.org/{name}") for name in "abc")
CITES, KNOWS = NamedNode("http://purl.org/spar/cito/cites"), NamedNode(f"{SCHEMA}knows")


def written(*triples: Triple) -> bytes:
    output = io.BytesIO()
    write_graphml(triples, output)
    return output.getvalue()


def read(content: bytes) -> nx.Graph[str]:
    return nx.read_graphml(io.BytesIO(content))


def test_a_network() -> None:
    found = read(
        written(
            Triple(A, TYPE, NamedNode(f"{SCHEMA}ScholarlyArticle")),
            Triple(A, TYPE, NamedNode("http://purl.org/spar/fabio/Preprint")),
            Triple(A, LABEL, Literal("One & <two>")),
            Triple(A, NamedNode(f"{CPG}paperType"), NamedNode("https://w3id.org/c/paper-type/rct")),
            Triple(A, NamedNode(f"{CPG}relevance"), integer_literal(7)),
            Triple(A, NamedNode(f"{SCHEMA}datePublished"), date_literal("2024-05")),
            Triple(A, NamedNode(f"{CPG}authorsNotStated"), typed("true", "boolean")),
            Triple(A, CITES, B),
            Triple(C, CITES, A),
        )
    )
    assert found.is_directed()
    assert found.nodes["n0"] == {
        "iri": "https://example.org/a",
        "type": "Preprint; ScholarlyArticle",
        "label": "One & <two>",
        "paperType": "rct",
        "relevance": 7,
        "datePublished": "2024-05",
        "authorsNotStated": True,
    }
    assert found.nodes["n1"] == {"iri": "https://example.org/b"}
    assert list(found.edges(data="relation")) == [("n0", "n1", "cites"), ("n2", "n0", "cites")]


def test_links_that_go_both_ways() -> None:
    found = read(written(Triple(A, KNOWS, B), Triple(B, KNOWS, C)))
    assert not found.is_directed()
    assert found.number_of_edges() == 2


def test_nothing() -> None:
    assert read(written()).number_of_nodes() == 0


def test_several_values_and_mixed_types_are_text() -> None:
    number = NamedNode(f"{CPG}relevance")
    found = read(
        written(
            Triple(A, number, integer_literal(7)),
            Triple(A, number, integer_literal(8)),
            Triple(B, number, typed("9" * 30, "integer")),
        )
    )
    assert [found.nodes[node]["relevance"] for node in ("n0", "n1")] == ["7; 8", "9" * 30]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_data(clean: str) -> None:
    found = read(written(Triple(A, LABEL, Literal(clean))))
    kept = found.nodes["n0"].get("label") or ""
    assert len(kept) == len(clean)
    assert [one for one in kept if one != "\ufffd"] == [
        one for one, shown in zip(clean, kept, strict=True) if shown != "\ufffd"
    ]


@of_form("CONSTRUCT")
def test_every_graph_of_the_catalogue(sample_store: Store, query: queries.StoredQuery) -> None:
    triples = list(queries.construct(sample_store, query, queries.example_arguments(query)))
    content = written(*triples)
    assert written(*triples[::-1]) == content
    found = read(content)
    assert {iri for _, iri in found.nodes(data="iri")} >= {
        triple.subject.value for triple in triples if isinstance(triple.subject, NamedNode)
    }


@pytest.mark.parametrize(
    ("name", "directed", "relations"),
    [
        ("graph/citations", True, {"cites", "supersedes", "isRetractedBy", "retracts"}),
        ("graph/co-authors", False, {"knows"}),
        ("graph/claims", True, {"appearance", "outcome", "reportsStudy", "supersedes"}),
    ],
)
def test_the_networks_of_the_sample(
    sample_store: Store, name: str, directed: bool, relations: set[str]
) -> None:
    triples = list(queries.construct(sample_store, name))
    found = read(written(*triples))
    assert found.is_directed() is directed
    assert set(nx.get_edge_attributes(found, "relation").values()) == relations
    links = {one for one in triples if re.split("[/#]", one.predicate.value)[-1] in relations}
    assert found.number_of_edges() == len(links)
