"""Both engines say the same of graphs that nobody would write on purpose."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from cpgraph.rdf import SYNTAXES, Literal, NamedNode, Term, Triple, parse, typed
from cpgraph.terms import RDF, SH
from cpgraph.validation import ENGINES, Validator
from cpgraph.validation.engine import shapes_text
from cpgraph.vocabulary import shipped_quads

_SHAPES = list(parse(shapes_text(), SYNTAXES["turtle"], name="shapes"))


def _iris(predicate: str) -> list[NamedNode]:
    """The IRIs that stand with ``predicate`` in the shapes, sorted."""
    found = {quad.object for quad in _SHAPES if quad.predicate.value == f"{SH}{predicate}"}
    return sorted((iri for iri in found if isinstance(iri, NamedNode)), key=str)


_NODES = [NamedNode(f"https://example.org/{name}") for name in "abc"]
_TEXTS = ["", " ", "x", "7", "007", "-1", "1e1", "2026", "2026-02-30", "10.1000/x", "true", "W1\n"]
_DATATYPES = ["string", "integer", "decimal", "date", "gYear", "gYearMonth", "boolean", "double"]

nodes: st.SearchStrategy[Term] = st.sampled_from(
    [
        *_NODES,
        *(quad.subject for quad in shipped_quads() if "/concept/" in str(quad.subject)),
        NamedNode("ftp://example.org/"),
        NamedNode("https://orcid.org/0000"),
    ]
)
literals = st.builds(typed, st.sampled_from(_TEXTS), st.sampled_from(_DATATYPES))
words = st.builds(Literal, st.sampled_from(_TEXTS), language=st.sampled_from(["en", "de-AT"]))
types = st.builds(
    Triple,
    st.sampled_from(_NODES),
    st.just(NamedNode(f"{RDF}type")),
    st.sampled_from(_iris("targetClass")),
)
statements = st.builds(
    Triple,
    st.sampled_from(_NODES),
    st.sampled_from(_iris("path")),
    nodes | literals | words,
)
graphs = st.tuples(st.lists(types, min_size=1, max_size=3), st.lists(statements, max_size=25)).map(
    lambda parts: [*parts[0], *parts[1]]
)


@cache
def _validator(engine: str) -> Validator:
    return Validator((quad.triple for quad in shipped_quads()), engine)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(graphs, min_size=1, max_size=2))
def test_the_engines_agree(papers: list[list[Triple]]) -> None:
    fast, reference = (_validator(name).check(papers) for name in ENGINES)
    assert fast == reference
