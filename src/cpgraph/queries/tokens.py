r"""SPARQL as tokens (SPARQL 1.1 Query, section 19.8): enough to find and replace, never to misread.

Strings, comments and IRIs are single tokens, so that what looks like a brace or a keyword inside of
them is not taken for one. Joined, the tokens are the text again. Codepoint escapes (``\u007B``) are
part of strings and IRIs and nothing elsewhere, which is the rule of SPARQL 1.2 and of Oxigraph.

Two readings of a text are left to who judges text of strangers, because an engine without a tokenizer
decides by place what this one decides by the longest match: ``?x<'a'&&1>2`` is an IRI here and two
comparisons there, and the prefixed name ``SERVICE:x`` is the keyword and ``:x`` there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cpgraph.errors import QuerySyntaxError
from cpgraph.store.query_errors import line_and_column

# The terminals' character classes, named as in the grammar.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARS = rf"{_BASE}_0-9\-\u00b7\u0300-\u036f\u203f-\u2040"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"

_TOKEN = re.compile(
    rf"""
      (?P<space>[ \t\r\n]+)
    | (?P<comment>\#[^\n\r]*)
    | (?P<string>'''(?:'{{0,2}}(?:[^'\\]|\\.))*'''|\"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*\"\"\"
        |'[^'\\\n\r]*(?:\\.[^'\\\n\r]*)*'|"[^"\\\n\r]*(?:\\.[^"\\\n\r]*)*")
    | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_ESCAPE})*>)
    | (?P<variable>[?$][{_BASE}_0-9][{_BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040]*)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)
    | (?P<number>(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)[eE][+-]?[0-9]+|[0-9]*+\.[0-9]+|[0-9]+)
    | (?P<name>_:[{_BASE}_0-9](?:\.*+[{_CHARS}])*+
        |(?:[{_BASE}](?:\.*+[{_CHARS}])*+)?+:(?:(?:[{_BASE}_:0-9]|{_PLX})(?:\.*+(?:[{_CHARS}:]|{_PLX}))*+)?
        |[{_BASE}](?:\.*+[{_CHARS}])*+)
    | (?P<mark>\^\^|&&|\|\||!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
#: What a run of name characters without a colon is made of: ``true.FILTER`` is three tokens.
_BARE = re.compile(r"(?P<name>[^\W\d]\w*)|(?P<number>[0-9]+)|(?P<mark>.)", re.DOTALL)


class Token(NamedTuple):
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
        kind, said = match.lastgroup or "mark", match[0]
        if kind == "name" and ":" not in said and not said.isalnum():
            yield from _bare(said, match.start())
            continue
        if said in {"'", '"'}:
            line, column = line_and_column(text, match.start())
            raise QuerySyntaxError("query", "this string does not end", line=line, column=column)
        yield Token(kind, said, match.start())


def significant_tokens(text: str) -> list[Token]:
    """The tokens that count: neither white space nor comments.

    :raises QuerySyntaxError: a string that does not end, with line and column.
    """
    return [token for token in tokens(text) if token.kind not in {"space", "comment"}]


def _bare(run: str, start: int) -> Iterator[Token]:
    for match in _BARE.finditer(run):
        yield Token(match.lastgroup or "mark", match[0], start + match.start())
