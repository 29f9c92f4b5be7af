"""The validation report as RDF."""

from __future__ import annotations

import pytest

from cpgraph.rdf import SYNTAXES, Literal, NamedNode, Triple, parse
from cpgraph.results import Severity, ValidationResult
from cpgraph.terms import PREFIXES, SCHEMA
from cpgraph.validation import report_triples

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


def result(**fields: object) -> ValidationResult:
    given: dict[str, object] = {
        "severity": Severity.WARNING,
        "focus_node": "https://example.org/claim",
        "result_path": f"{SCHEMA}text",
        "value": " ",
        "value_term": '" "@en',
        "message": "text is empty (give the statement in words)",
        "component": "http://www.w3.org/ns/shacl#PatternConstraintComponent",
    }
    return ValidationResult(**{**given, **fields})  # type: ignore[arg-type]


def turtle(text: str) -> set[Triple]:
    return {quad.triple for quad in parse(HEAD + text, SYNTAXES["turtle"], name="expected")}


def plain(triples: set[Triple]) -> list[str]:
    """Triples without the names of blank nodes, which Turtle does not keep."""
    words = (str(triple).split() for triple in triples)
    return sorted(" ".join(w for w in line if not w.startswith("_:")) for line in words)


def test_no_result_conforms() -> None:
    assert plain(set(report_triples([]))) == plain(
        turtle("[] a sh:ValidationReport ; sh:conforms true .")
    )


def test_a_result_has_all_that_shacl_asks_for() -> None:
    assert plain(set(report_triples([result()]))) == plain(
        turtle(
            """[] a sh:ValidationReport ; sh:conforms false ; sh:result [
                a sh:ValidationResult ;
                sh:resultSeverity sh:Warning ;
                sh:focusNode <https://example.org/claim> ;
                sh:resultPath schema:text ;
                sh:value " "@en ;
                sh:sourceConstraintComponent sh:PatternConstraintComponent ;
                sh:resultMessage "text is empty (give the statement in words)"
            ] ."""
        )
    )


@pytest.mark.parametrize(
    ("term", "kind"),
    [("<https://example.org/a>", NamedNode), ('"https://example.org/a"', Literal)],
)
def test_a_value_stays_what_it_was(term: str, kind: type) -> None:
    given = result(value="https://example.org/a", value_term=term)
    (value,) = (t.object for t in report_triples([given]) if t.predicate.value.endswith("#value"))
    assert (type(value), str(value)) == (kind, term)


def test_results_without_path_or_value_have_none() -> None:
    predicates = {
        triple.predicate.value.rpartition("#")[2]
        for triple in report_triples([result(result_path=None, value=None, value_term=None)])
    }
    assert predicates.isdisjoint({"resultPath", "value"})


def test_blank_focus_nodes_stay_blank() -> None:
    (focus,) = (
        str(triple.object)
        for triple in report_triples([result(focus_node="_:b0")])
        if triple.predicate.value.endswith("focusNode")
    )
    assert focus == "_:b0"


def test_what_could_not_be_read_only_keeps_the_report_from_conforming() -> None:
    triples = set(report_triples([result(focus_node="", component="")]))
    assert plain(triples) == plain(turtle("[] a sh:ValidationReport ; sh:conforms false ."))
