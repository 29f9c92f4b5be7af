"""SPARQL as tokens (SPARQL 1.1 Query, section 19): enough to find and replace, never to misread.

Strings, comments and IRIs are single tokens, so that what looks like a brace or a keyword inside of
them is not taken for one. Joined, the tokens are the text again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cpgraph.errors import QuerySyntaxError

_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<comment>\#[^\n\r]*)
    | (?P<string>'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''|\"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\"
        |'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<name>(?:[^\W\d][\w.\-]*)?:(?:[\w\-.:%]|\\.)*|_:[\w.\-]+|[^\W\d]\w*)
    | (?P<mark>\^\^|&&|\|\||!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: its kind (``iri``, ``name``, ``variable``, …), its text, where it starts."""

    kind: str
    text: str
    start: int

    @property
    def keyword(self) -> str:
        """The text in upper case where it can be a keyword, else empty."""
        return self.text.upper() if self.kind == "name" and ":" not in self.text else ""


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query, white space and comments among them.

    :raises QuerySyntaxError: a string that does not end, with line and column.

    >>> [token.text for token in tokens("ASK { ?s ?p '{' }") if token.kind != "space"]
    ['ASK', '{', '?s', '?p', "'{'", '}']
    """
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        if kind == "mark" and match[0] in {"'", '"'}:
            line, column = line_and_column(text, match.start())
            raise QuerySyntaxError("query", "this string does not end", line=line, column=column)
        yield Token(kind, match[0], match.start())


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """The 1-based line and column of an offset."""
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")
