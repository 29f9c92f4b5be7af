"""What an engine of SHACL is to cpgraph: shapes compiled once, triples in, results out.

Every engine answers with the same results in the same order, so that one can stand in for another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Protocol

from cpgraph import resources
from cpgraph.errors import CpgraphError
from cpgraph.rdf import SYNTAXES, Literal, NamedNode, Term, Triple, parse
from cpgraph.results import Severity, ValidationResult
from cpgraph.terms import SH

#: The names of the engines, the default first.
ENGINES = ("shacl", "pyshacl")

_SEVERITIES = {
    f"{SH}Violation": Severity.VIOLATION,
    f"{SH}Warning": Severity.WARNING,
    f"{SH}Info": Severity.INFO,
}


class Engine(Protocol):
    """Shapes that were compiled, ready to validate one data graph after another."""

    batch_size: int
    """How many papers at once it validates fastest."""

    def validate(self, triples: Sequence[Triple]) -> list[ValidationResult]:
        """What the shapes have to say of a data graph without blank nodes, see :func:`ordered`.

        :raises EngineError: the data cannot be validated.
        """


Compiler = Callable[[str], Engine]


class ShapesError(CpgraphError):
    """Shapes that an engine cannot compile."""

    def __init__(self, engine: str, problem: str) -> None:
        self.engine = engine
        self.problem = problem
        super().__init__(f"shapes: {engine} cannot compile them ({problem}); correct the shapes")


class EngineError(CpgraphError):
    """Data that an engine cannot validate, which is not the same as data that does not conform."""

    def __init__(self, engine: str, problem: str) -> None:
        self.engine = engine
        self.problem = problem
        other = next(name for name in ENGINES if name != engine)
        super().__init__(
            f"validation: {engine} cannot read the data ({problem}); try --engine {other}"
        )


@cache
def shipped_engine(name: str) -> Engine:
    """The engine with this name (one of :data:`ENGINES`) over the shapes in ``shapes/``.

    :raises CpgraphError: there is no such engine.
    """
    return compiler(name)(shapes_text())


def compiler(name: str) -> Compiler:
    """What turns the text of shapes (Turtle) into an engine; the engine's library is imported here.

    :raises CpgraphError: there is no such engine.
    """
    if name == "shacl":
        from cpgraph.validation.fast import FastEngine  # noqa: PLC0415

        return FastEngine
    if name == "pyshacl":
        from cpgraph.validation.reference import ReferenceEngine  # noqa: PLC0415

        return ReferenceEngine
    raise CpgraphError(f"unknown SHACL engine {name!r}; use {' or '.join(ENGINES)}")


def shapes_text() -> str:
    """All files of ``shapes/`` as one Turtle document.

    >>> "cpgsh:Paper a sh:NodeShape" in shapes_text()
    True
    """
    files = resources.sources("shapes", "*.ttl")
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def ordered(results: Iterable[ValidationResult]) -> list[ValidationResult]:
    """The results worst first, then by focus node, path, message and value; each thing said once.

    Several constraint components of one property shape can fail on the same value with the same
    message; one result says enough. It is the one whose component comes last in the alphabet: a
    pattern rather than a datatype, as engines differ in which lexical forms a datatype has.
    """
    found: dict[tuple[int | str, ...], ValidationResult] = {}
    for result in sorted(results, key=lambda result: (*_order(result), result.component)):
        found[_order(result)] = result
    return list(found.values())


def _order(result: ValidationResult) -> tuple[int | str, ...]:
    return (
        list(Severity).index(result.severity),
        result.focus_node,
        result.result_path or "",
        result.message,
        result.value_term or "",
    )


def result_of(
    *, severity: str, focus_node: Term, path: str | None, value: Term | None, message: str,
    component: str,
) -> ValidationResult:  # fmt: skip
    """A result from what every engine has; ``path`` is None where it is more than one property."""
    return ValidationResult(
        severity=_SEVERITIES[severity],
        focus_node=focus_node.value if isinstance(focus_node, NamedNode) else str(focus_node),
        result_path=path,
        value=None if value is None else value.value,
        message=message,
        component=component,
        value_term=None if value is None else str(value),
    )


def term_of(text: str) -> NamedNode | Literal:
    """The term that N-Triples syntax means.

    >>> term_of('"x"@en').language
    'en'
    """
    (quad,) = parse(f"<urn:s> <urn:p> {text} .", SYNTAXES["ntriples"], name="validation result")
    if isinstance(quad.object, NamedNode | Literal):
        return quad.object
    raise EngineError("shacl", f"it answered with {text}, which is not in the data")
