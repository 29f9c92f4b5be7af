"""Every shapes file against its cases, with both engines.

A case is a small graph; its header lists exactly what the shapes have to say of it, in order, as
``#+ Severity: message``. Adding a rule is adding it to ``shapes/`` and its message to a case.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from cpgraph import resources
from cpgraph.rdf import SYNTAXES, Quad, parse
from cpgraph.terms import SH
from cpgraph.validation import ENGINES, Validator
from cpgraph.validation.engine import Engine, compiler
from cpgraph.vocabulary import shipped_quads

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*/*.ttl"))
#: What the other shapes refer to; it has no targets, so there is nothing to find with it alone.
SCHEMES = "schemes"
SHAPES = sorted(path.stem for path in resources.sources("shapes", "*.ttl") if path.stem != SCHEMES)


def shapes_file(name: str) -> Path:
    return resources.folder("shapes") / f"{name}.ttl"


@cache
def engine(name: str, shapes: str) -> Engine:
    texts = [shapes_file(part).read_text(encoding="utf-8") for part in (shapes, SCHEMES)]
    return compiler(name)("\n".join(texts))


@cache
def validator(name: str, shapes: str) -> Validator:
    return Validator((quad.triple for quad in shipped_quads()), engine(name, shapes))


def quads(path: Path) -> list[Quad]:
    return list(parse(path.read_bytes(), SYNTAXES["turtle"], name=path.name))


def expected(case: Path) -> list[tuple[str, str]]:
    header = re.findall(r"^#\+ (\w+): (.+)$", case.read_text(encoding="utf-8"), re.MULTILINE)
    return [(severity.lower(), message) for severity, message in header]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_the_case_says_what_the_shapes_say(case: Path) -> None:
    triples = [quad.triple for quad in quads(case)]
    fast, reference = (validator(name, case.parent.name).check([triples])[0] for name in ENGINES)
    assert [(result.severity.value, result.message) for result in fast] == expected(case)
    assert fast == reference


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_the_name_of_the_case_says_whether_it_conforms(case: Path) -> None:
    said = expected(case)
    if case.name.startswith("conforms-"):
        assert {severity for severity, _ in said} <= {"info"}
    else:
        assert case.name.startswith("violates-")
        assert {severity for severity, _ in said} & {"violation", "warning"}


def test_every_shapes_file_has_cases_and_every_case_a_shapes_file() -> None:
    assert sorted({case.parent.name for case in CASES}) == SHAPES


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_has_conforming_and_violating_cases(name: str) -> None:
    kinds = {case.name.partition("-")[0] for case in CASES if case.parent.name == name}
    assert kinds == {"conforms", "violates"}


@pytest.mark.parametrize("name", SHAPES)
def test_every_message_is_in_a_violating_case(name: str) -> None:
    said = {
        said
        for case in CASES
        if case.parent.name == name and case.name.startswith("violates-")
        for said in expected(case)
    }
    stated = {(severity.lower(), message) for severity, message in messages(name).values()}
    assert stated == said


def messages(name: str) -> dict[str, tuple[str, str]]:
    """Severity and message of each shape in the file that has a message."""
    severities, texts = {}, {}
    for quad in quads(shapes_file(name)):
        if quad.predicate.value == f"{SH}severity":
            severities[str(quad.subject)] = quad.object.value.removeprefix(SH)  # type: ignore[union-attr]
        if quad.predicate.value == f"{SH}message":
            texts[str(quad.subject)] = quad.object.value  # type: ignore[union-attr]
    return {shape: (severities[shape], text) for shape, text in texts.items()}


@pytest.mark.parametrize("name", [*SHAPES, SCHEMES])
def test_every_property_shape_has_one_severity_and_one_message(name: str) -> None:
    found = quads(shapes_file(name))
    for quad in found:
        if quad.predicate.value == f"{SH}path":
            about = [other for other in found if other.subject == quad.subject]
            predicates = [other.predicate.value for other in about]
            assert predicates.count(f"{SH}severity") == 1, about
            assert predicates.count(f"{SH}message") == 1, about


@pytest.mark.parametrize("name", [*SHAPES, SCHEMES])
def test_every_message_says_what_is_wrong_and_what_to_do(name: str) -> None:
    for severity, message in messages(name).values():
        assert severity in {"Violation", "Warning", "Info"}
        assert re.fullmatch(r"[^\n()]+ \([^\n()]+\)", message), message
