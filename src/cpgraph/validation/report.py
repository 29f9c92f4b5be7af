"""The validation report that SHACL defines, as RDF (SHACL, section 3.6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from cpgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple, typed
from cpgraph.results import ValidationResult
from cpgraph.terms import RDF, SH
from cpgraph.validation.engine import term_of

_TYPE = NamedNode(f"{RDF}type")


def report_triples(results: Sequence[ValidationResult]) -> Iterator[Triple]:
    """A ``sh:ValidationReport`` over the results, in their order.

    It conforms when there is no result of any severity (SHACL, section 3.6.1.1). What has no focus
    node was no RDF to validate; it has no place in the report, which then does not conform.

    >>> [triple.object.value for triple in report_triples([])][1]
    'true'
    """
    report = BlankNode("report")
    yield Triple(report, _TYPE, _sh("ValidationReport"))
    yield Triple(report, _sh("conforms"), typed("false" if results else "true", "boolean"))
    for number, result in enumerate(results, 1):
        if result.focus_node:
            node = BlankNode(f"result{number}")
            yield Triple(report, _sh("result"), node)
            yield Triple(node, _TYPE, _sh("ValidationResult"))
            for name, value in _facts(result):
                yield Triple(node, _sh(name), value)


def _facts(result: ValidationResult) -> Iterable[tuple[str, Term]]:
    yield "resultSeverity", _sh(result.severity.capitalize())
    yield "focusNode", _blank_or(result.focus_node, NamedNode)
    if result.result_path:
        yield "resultPath", NamedNode(result.result_path)
    if result.value_term:
        yield "value", _blank_or(result.value_term, term_of)
    yield "sourceConstraintComponent", NamedNode(result.component)
    yield "resultMessage", Literal(result.message)


def _sh(name: str) -> NamedNode:
    return NamedNode(f"{SH}{name}")


def _blank_or(text: str, term: Callable[[str], Term]) -> Term:
    return BlankNode(text.removeprefix("_:")) if text.startswith("_:") else term(text)
