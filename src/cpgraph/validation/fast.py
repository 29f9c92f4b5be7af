"""The fast engine: the ``shacl`` package, which compiles shapes once and validates in native code."""

from __future__ import annotations

import re
from collections.abc import Sequence

import shacl

from cpgraph.rdf import Triple
from cpgraph.results import ValidationResult
from cpgraph.validation.engine import EngineError, ShapesError, ordered, result_of, term_of

_NAME = "shacl"


class FastEngine:
    """Shapes compiled by the ``shacl`` package.

    :param shapes: the shapes, in Turtle.
    :raises ShapesError: they cannot be compiled.
    """

    batch_size = 10

    def __init__(self, shapes: str) -> None:
        try:
            self._shapes = shacl.Shapes.from_turtle(shapes)
        except ValueError as error:
            raise ShapesError(_NAME, str(error)) from error

    def validate(self, triples: Sequence[Triple]) -> list[ValidationResult]:
        """See :class:`~cpgraph.validation.engine.Engine`."""
        try:
            report = self._shapes.validate_text("".join(f"{t} .\n" for t in triples), "ntriples")
        except ValueError as error:
            raise EngineError(_NAME, str(error)) from error
        return ordered(map(_result, report.results))


def _result(result: shacl.Result) -> ValidationResult:
    return result_of(
        severity=result.severity_iri,
        focus_node=term_of(result.focus_node),
        path=_iri(result.path),
        value=None if result.value is None else term_of(result.value),
        message=result.message or "",
        component=result.component_iri,
    )


def _iri(path: str | None) -> str | None:
    """The IRI of a path that is one property, and nothing for any other."""
    single = re.fullmatch(r"<([^<>]+)>", path or "")
    return single[1] if single else None
