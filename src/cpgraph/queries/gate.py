"""The gate for queries of strangers: what it lets through only reads, and is not too much to parse.

The engine parses by recursion and asks any host that a query names, and can be told neither not to.
So a text is judged by its tokens before: its size, how deep it nests, how many operators it chains;
no SERVICE, no update, one query. That it takes long or much memory is not judged here:
:func:`~cpgraph.store.open_apart` limits that.

Where engines read a text in more than one way (``tokens`` says where), the gate lets through only
what is harmless in each. ``FROM`` and ``FROM NAMED`` choose among the graphs of the store (the engine
fetches none), and are let through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from cpgraph.errors import QueryRefusedError, QuerySyntaxError
from cpgraph.queries.tokens import Token, tokens
from cpgraph.store.query_errors import line_and_column, shown_word

MOST_CHARACTERS = 200_000
MOST_LEVELS = 64
MOST_OPERATORS = 1_000
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
#: Whose answer is a graph.
GRAPH_FORMS = frozenset({"CONSTRUCT", "DESCRIBE"})
_BEGINNING = f"a query begins with PREFIX, {', '.join(FORMS[:-1])} or {FORMS[-1]}"

#: What may come before the form, and how many tokens it takes.
_PROLOGUE = {"PREFIX": 2, "BASE": 1, "VERSION": 1}
#: None of these is a keyword of queries.
_UPDATES = frozenset(
    ("ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH")
)
_MARKS = frozenset(("+", "-", "*", "/", "!", "|", "^", "&&", "||", "=", "!=", "<", ">", "<=", ">="))
_KEYWORDS = frozenset(
    ("UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "AS", "EXISTS", "GRAPH", "IN", "LATERAL")
)
_CLOSING = {"}": "{", "]": "[", ")": "(", ">>": "<<"}
_OPENING = frozenset(_CLOSING.values())
#: Escapes of what ends a string, an IRI or a line: SPARQL 1.1 lets engines expand them first.
_ESCAPED_MARK = re.compile(r"\\(?:u00|U000000)(?:0[aAdD]|2[27]|3[cCeE]|5[cC])")
#: What can be compared, so that < behind it can begin an IRI or a comparison.
_OPERANDS = frozenset({"variable", "string", "number", "name", "iri", "language"})
#: No comparison has two slashes in a row.
_FULL_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
#: What would open, close, quote, chain or comment out, were the IRI a comparison.
_TELLING = re.compile(r"[][()'#!+*/=&,;-]")


def gate(text: str) -> str:
    """The form of a query that may be run: SELECT, ASK, CONSTRUCT or DESCRIBE.

    That it is SPARQL is for the engine to say; that it can be given to the engine is said here.

    :raises QueryRefusedError: it is an update, asks another endpoint, or is too much; with its place.
    :raises QuerySyntaxError: it is none of the forms, or a string or bracket does not match.

    >>> gate("ASK { ?s ?p 'SERVICE <http://example.org/> {' }")
    'ASK'
    """
    _check_characters(text)
    found = _joined(token for token in tokens(text) if token.kind not in {"space", "comment"})
    form = _form(text, found)
    reading = _Reading(text)
    for token in found:
        reading.read(token)
    return form


def _check_characters(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        problem = f"a query may have {MOST_CHARACTERS:,} characters; this has more"
        raise _refused(text, MOST_CHARACTERS, f"{problem}; ask for less at a time")
    if escaped := _ESCAPED_MARK.search(text):
        raise _refused(
            text, escaped.start(), f"engines read `{escaped[0]}` in two ways; write the character"
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise _fault(text, error.start, "this is half of a character; write it whole") from error


def _joined(found: Iterator[Token]) -> Iterator[Token]:
    """The tokens, with ``<<`` and ``>>`` as one each."""
    waiting: Token | None = None
    for token in found:
        if waiting and token.text == waiting.text and token.start == waiting.start + 1:
            yield Token("mark", token.text * 2, waiting.start)
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = token if token.text in {"<", ">"} else None
        if not waiting:
            yield token
    if waiting:
        yield waiting


def _form(text: str, found: Iterator[Token]) -> str:
    """The form, with the tokens read up to it."""
    for token in found:
        if token.keyword in FORMS:
            return token.keyword
        if token.keyword not in _PROLOGUE:
            _check_word(text, token)
            raise _fault(text, token.start, f"{_BEGINNING}, not {_shown(token)}")
        for part in islice(found, _PROLOGUE[token.keyword]):
            _check_word(text, part)
    raise _fault(text, len(text), f"there is no query here; {_BEGINNING}")


class _Reading:
    """How far a text has been read: what is open, how many operators there were."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open: list[str] = []
        self._operators = 0
        self._before = Token("mark", "", 0)
        self._data_level: int | None = None
        """How deep the rows of a VALUES block stand: no expression is there. 0 before they begin."""

    def read(self, token: Token) -> None:
        """Judge the next token."""
        if token.kind == "mark":
            self._nest(token)
        elif token.kind == "name":
            _check_word(self._text, token)
        elif token.kind == "iri":
            self._check_comparison(token)
        self._count(token)
        if token.keyword == "VALUES":
            self._data_level = 0
        self._before = token

    def _nest(self, token: Token) -> None:
        if token.text == "\\":
            raise _fault(
                self._text, token.start, "an escape stands in strings and names; remove it"
            )
        if token.text in _OPENING:
            self._open_bracket(token)
        elif token.text in _CLOSING:
            if self._open[-1:] != [_CLOSING[token.text]]:
                problem = f"nothing is open that {_shown(token)} closes; remove it"
                raise _fault(self._text, token.start, problem)
            self._open.pop()
            if self._data_level and len(self._open) < self._data_level:
                self._data_level = None

    def _open_bracket(self, token: Token) -> None:
        self._open.append(token.text)
        if len(self._open) > MOST_LEVELS:
            problem = f"a query may nest {MOST_LEVELS} levels deep; {_shown(token)} opens one more"
            raise _refused(self._text, token.start, f"{problem}; split the query")
        if self._data_level == 0 and token.text == "{":
            self._data_level = len(self._open)

    def _count(self, token: Token) -> None:
        self._operators += token.text in _MARKS or token.keyword in _KEYWORDS
        if self._operators > MOST_OPERATORS:
            problem = f"a query may have {MOST_OPERATORS:,} operators; {_shown(token)} is one more"
            raise _refused(self._text, token.start, f"{problem}; list values with VALUES or IN")

    def _check_comparison(self, token: Token) -> None:
        """Within parentheses, ``?x<'a'&&1>2`` is an IRI to the one and two comparisons to the other."""
        could_be = (
            self._open[-1:] == ["("]
            and not self._data_level
            and (self._before.kind in _OPERANDS or self._before.text == ")")
        )
        if could_be and not _FULL_IRI.match(token.text) and _TELLING.search(token.text):
            problem = f"{_shown(token)} is an IRI, or a comparison without spaces"
            hint = "write spaces around < and >, or the whole IRI"
            raise _refused(self._text, token.start, f"{problem}; {hint}")


def _check_word(text: str, token: Token) -> None:
    """No keyword that reaches out or writes, also where an engine sees one in a longer word."""
    if token.kind != "name":
        return
    if "SERVICE" in token.text.partition(":")[0].upper():
        problem = f"{_shown(token)} asks another endpoint, or can be read so"
        raise _refused(text, token.start, f"{problem}; ask this store only, or rename the prefix")
    if token.keyword in _UPDATES:
        problem = f"{_shown(token)} belongs to an update, and queries only read"
        raise _refused(text, token.start, f"{problem}; papers are changed with 'cpgraph load'")


def _refused(text: str, start: int, problem: str) -> QueryRefusedError:
    line, column = line_and_column(text, start)
    return QueryRefusedError("query", problem, line=line, column=column)


def _fault(text: str, start: int, problem: str) -> QuerySyntaxError:
    line, column = line_and_column(text, start)
    return QuerySyntaxError("query", problem, line=line, column=column)


def _shown(token: Token) -> str:
    return shown_word(token.text)
