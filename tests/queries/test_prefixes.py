"""Prefixes that need no declaration."""

from __future__ import annotations

import pytest

from cpgraph.queries.prefixes import with_prefixes

KNOWN = {"ex": "http://example.org/", "no": "http://example.org/no/"}
LINE = "PREFIX ex: <http://example.org/>"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("ASK { ?s a ex:A }", LINE),
        ("ASK { ?s a ex: }", LINE),
        ("PREFIX no: <x:y> ASK { ?s a ex:A, no:B }", LINE),
        ("prefix ex: <x:y> ASK { ?s a ex:A }", ""),
        ("ASK { ?s a own:A, <ex:A>, 'ex:A' } # ex:A", ""),
    ],
)
def test_one_line_declares_what_is_missing(text: str, line: str) -> None:
    assert with_prefixes(text, KNOWN) == f"{line}\n{text}"
