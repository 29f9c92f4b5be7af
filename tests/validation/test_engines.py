"""What each engine does with shapes and data that it cannot read."""

from __future__ import annotations

import logging

import pytest

from cpgraph.rdf import SYNTAXES, Literal, NamedNode, Triple, parse, typed
from cpgraph.results import Severity, ValidationResult
from cpgraph.terms import SCHEMA
from cpgraph.validation import ENGINES, EngineError, ShapesError
from cpgraph.validation.engine import compiler, ordered, shapes_text, shipped_engine, term_of

SUBJECT, NAME = NamedNode("https://example.org/s"), NamedNode(f"{SCHEMA}name")


@pytest.mark.parametrize("name", ENGINES)
def test_shapes_that_are_no_turtle_are_refused_in_one_line(name: str) -> None:
    with pytest.raises(ShapesError) as caught:
        compiler(name)("<a> <b>")
    assert caught.value.engine == name
    assert str(caught.value).startswith(f"shapes: {name} cannot compile them (")
    assert "\n" not in str(caught.value)


def test_shapes_that_are_no_shacl_are_an_error_of_the_reference() -> None:
    """The fast engine passes over a property shape without a path; the reference does not."""
    shapes = """@prefix sh: <http://www.w3.org/ns/shacl#> .
        <urn:s> a sh:NodeShape ; sh:targetNode <urn:n> ; sh:property [ sh:minCount 1 ] ."""
    with pytest.raises(EngineError) as caught:
        compiler("pyshacl")(shapes).validate([Triple(SUBJECT, NAME, Literal("x"))])
    assert "\n" not in str(caught.value)


def test_an_iri_that_is_none_is_an_error_of_the_fast_engine() -> None:
    text = "<https://example.org/s> <https://schema.org/url> <https://example.org/a b> ."
    quads = parse(text, SYNTAXES["turtle"], name="", lenient=True)
    with pytest.raises(EngineError) as caught:
        shipped_engine("shacl").validate([quad.triple for quad in quads])
    assert str(caught.value).startswith("validation: shacl cannot read the data (")
    assert str(caught.value).endswith("; try --engine pyshacl")


def test_a_triple_term_is_an_error_of_the_reference() -> None:
    inner = Triple(SUBJECT, NAME, Literal("x"))
    with pytest.raises(EngineError) as caught:
        shipped_engine("pyshacl").validate([Triple(SUBJECT, NAME, inner)])
    assert str(caught.value).endswith("; try --engine shacl")


def test_an_engine_is_compiled_once() -> None:
    assert shipped_engine("shacl") is shipped_engine("shacl")


def test_ill_typed_literals_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        shipped_engine("pyshacl").validate([Triple(SUBJECT, NAME, typed("no date", "date"))])
    assert caplog.records == []


def test_a_thing_is_said_once() -> None:
    def result(component: str, severity: Severity = Severity.INFO) -> ValidationResult:
        return ValidationResult(severity, "n", None, None, "m", component)

    found = ordered([result("A"), result("B"), result("A", Severity.WARNING)])
    assert found == [result("A", Severity.WARNING), result("B")]


def test_the_shapes_use_only_what_both_engines_know() -> None:
    assert "sh:sparql" not in shapes_text()
    assert "sh:targetObjectsOf" not in shapes_text()
    assert "sh:inversePath" not in shapes_text()


def test_what_is_no_term_of_the_data_is_no_value() -> None:
    with pytest.raises(EngineError):
        term_of("_:b0")
