"""On which line a Turtle or TriG document speaks of what: a tokenizer, no parser.

The document is known to be well-formed. Blank nodes in ``[ ]`` have no name to be asked by; what is
said in them is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from cpgraph.terms import RDF

_TOKEN = re.compile(
    r"""
      (?P<skip>   \#[^\n\r]* | \s+ )
    | (?P<text>   \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | \'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
                | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
    | (?P<iri>    <[^<>\n]*> )
    | (?P<mark>   [.;,\[\](){}] | \^\^ )
    | (?P<name>   @?(?: [^\s<>"'()\[\]{};,\\.#^@] | \\. | \.(?=[^\s<>"'()\[\]{};,#]) )+ )
    | (?P<other>  . )
    """,
    re.VERBOSE | re.DOTALL,
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

Token = tuple[str, str, int]
"""Kind, text, 1-based line."""


def turtle_lines(text: str, base_iri: str) -> Iterator[tuple[str, str | None, int]]:
    r"""Subject, predicate (None where the subject itself begins) and line of each statement.

    IRIs are given in full, blank nodes as ``_:label``.

    >>> list(turtle_lines("@prefix x: <http://x/> .\nx:a a x:B ;\n x:c 1 .", "http://b/"))[2]
    ('http://x/a', 'http://x/c', 3)
    """
    return _Scan(text, base_iri).statements()


def unescaped(iri: str) -> str:
    r"""An IRI with its numeric escapes resolved (Turtle, section 6.4).

    >>> unescaped(r"http://x/\u00e4")
    'http://x/ä'
    """
    return _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), iri)


class _Scan:
    """One pass over a document."""

    def __init__(self, text: str, base_iri: str) -> None:
        self._tokens = _tokens(text)
        self._base = base_iri
        self._prefixes: dict[str, str] = {}
        self._subject: str | None = None
        self._expected = "subject"
        self._open: list[tuple[str | None, str]] = []
        """Subject and expectation outside of each open bracket."""

    def statements(self) -> Iterator[tuple[str, str | None, int]]:
        for kind, text, line in self._tokens:
            if kind == "mark":
                self._mark(text)
            elif self._is_directive(text):
                self._directive(text.lstrip("@").lower())
            elif self._expected == "subject":
                self._subject = self._term(kind, text)
                self._expected = "predicate"
                if self._subject is not None:
                    yield self._subject, None, line
            elif self._expected == "predicate":
                self._expected = "object"
                predicate = f"{RDF}type" if text == "a" else self._term(kind, text)
                if self._subject is not None and predicate is not None:
                    yield self._subject, predicate, line

    def _mark(self, mark: str) -> None:
        if mark in {"[", "("}:
            self._open.append((self._subject, self._expected))
            self._subject, self._expected = None, "predicate" if mark == "[" else "member"
        elif mark in {"]", ")"} and self._open:
            self._subject, self._expected = self._open.pop()
            if self._expected == "subject":
                self._subject, self._expected = None, "predicate"
        elif mark == ";":
            self._expected = "predicate"
        elif mark in {".", "{", "}"}:  # what stood before { was the name of a graph
            self._subject, self._expected = None, "subject"

    def _is_directive(self, text: str) -> bool:
        return self._expected == "subject" and text.lstrip("@").lower() in {
            "prefix", "base", "version", "graph",
        }  # fmt: skip

    def _directive(self, word: str) -> None:
        if word == "prefix":
            name, iri = next(self._tokens)[1], next(self._tokens)[1]
            self._prefixes[name.removesuffix(":")] = self._resolved(iri)
        elif word == "base":
            self._base = self._resolved(next(self._tokens)[1])
        elif word == "version":
            next(self._tokens)

    def _resolved(self, iri: str) -> str:
        absolute = unescaped(iri[1:-1].strip())
        return absolute if _SCHEME.match(absolute) else urljoin(self._base, absolute)

    def _term(self, kind: str, text: str) -> str | None:
        if kind == "iri":
            return self._resolved(text)
        prefix, colon, local = text.partition(":")
        if prefix == "_" and colon:
            return text
        if colon and prefix in self._prefixes:
            return self._prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
        return None


def _tokens(text: str) -> Iterator[Token]:
    line = 1
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "other"
        if kind != "skip":
            yield kind, found[0], line
        line += found[0].count("\n")
