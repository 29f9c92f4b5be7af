"""Answers, as plain data: rows of a query, what a load did, what validation found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from html import escape
from importlib import import_module
from itertools import chain, islice
from typing import Any

from cpgraph.errors import CpgraphError
from cpgraph.rdf import Literal, Term, Triple
from cpgraph.terms import XSD

Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Bindings:
    """The answer of a SELECT as a store gives it: variables in order, rows of terms, lazily."""

    variables: tuple[str, ...]
    rows: Iterable[Row]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


@dataclass(frozen=True, slots=True)
class Column:
    """A variable of an answer: its name; type, meaning and unit as the query's header says them."""

    name: str
    type: str = ""
    meaning: str = ""
    unit: str = ""


Value = str | int | float | bool | Decimal | date | None


class Solutions:
    """The answer of a SELECT: rows of Python values, lazily, in the query's order.

    Iterating consumes it; ``list(solutions)`` keeps the rows. IRIs and strings are ``str``, numbers
    ``int``, ``Decimal`` or ``float``, whole dates ``datetime.date``; years and months stay text, and
    what is unbound is None.

    :param columns: what is known of the columns; others have only their names.
    :param question: what the rows answer, where that is known.
    """

    def __init__(
        self, bindings: Bindings, columns: Iterable[Column] = (), question: str = ""
    ) -> None:
        self.question = question
        known = {column.name: column for column in columns}
        self.columns = tuple(known.get(name, Column(name)) for name in bindings.variables)
        self._rows = iter(bindings)

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return (tuple(python_value(term) for term in row) for row in self._rows)

    def terms(self) -> Iterator[Row]:
        """The rows as RDF terms."""
        return self._rows

    def to_pandas(self) -> Any:
        """The rows as a ``pandas.DataFrame`` (needs pandas)."""
        return needed_library("pandas").DataFrame(list(self), columns=self._names)

    def to_polars(self) -> Any:
        """The rows as a ``polars.DataFrame`` (needs polars); a column of mixed types is text."""
        return needed_library("polars").DataFrame(self._uniform_columns())

    def to_arrow(self) -> Any:
        """The rows as a ``pyarrow.Table`` (needs pyarrow); a column of mixed types is text."""
        return needed_library("pyarrow").table(self._uniform_columns())

    def _uniform_columns(self) -> dict[str, list[Value]]:
        rows = list(self._rows)
        return {
            name: _uniform([row[index] for row in rows]) for index, name in enumerate(self._names)
        }

    @property
    def _names(self) -> list[str]:
        return [column.name for column in self.columns]

    def _repr_html_(self) -> str:
        """The first rows as a table, for a notebook; the others are still there to iterate."""
        head = list(islice(self._rows, _SHOWN))
        self._rows = chain(head, self._rows)
        names = "".join(f"<th>{escape(name)}</th>" for name in self._names)
        cells = ("".join(f"<td>{escape(term_text(term))}</td>" for term in row) for row in head)
        body = "".join(f"<tr>{row}</tr>" for row in cells)
        return f"<table><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>"


#: Rows that a notebook shows.
_SHOWN = 50


class MissingLibraryError(CpgraphError):
    """A library that is not installed because few need it."""


def needed_library(name: str, extra: str = "frames") -> Any:
    """A module of a library that only some users need.

    :param extra: what of cpgraph brings it.
    :raises MissingLibraryError: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        library = name.partition(".")[0]
        raise MissingLibraryError(
            f"{library} is not installed; pip install 'cpgraph[{extra}]'"
        ) from error


def term_text(term: Term | Triple | None) -> str:
    """A term as bare text: an IRI, the characters of a literal, a label; nothing where unbound.

    A triple term (RDF 1.2), which no store holds but a query can make, is in N-Triples syntax.

    >>> term_text(Literal("words", language="en"))
    'words'
    """
    if term is None:
        return ""
    return f"<<( {term} )>>" if isinstance(term, Triple) else term.value


def python_value(term: Term | Triple | None) -> Value:
    """What a term is in Python; text that does not fit its datatype stays text.

    >>> from cpgraph.rdf import date_literal
    >>> python_value(date_literal("2026-05-11"))
    datetime.date(2026, 5, 11)
    """
    if not isinstance(term, Literal):
        return None if term is None else term_text(term)
    form = _PYTHON.get(term.datatype.value)
    if form is None:
        return term.value
    lexical, read = form
    if not lexical.fullmatch(term.value):
        return term.value
    try:
        return read(term.value)
    except ValueError:  # no such day; more digits than Python reads
        return term.value


# Python reads more than XML Schema allows (1_000, other digits, 20260511), so forms are checked.
_INTEGER: tuple[re.Pattern[str], Callable[[str], Value]] = (re.compile("[+-]?[0-9]+"), int)
_NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
_FLOAT = re.compile(rf"{_NUMBER}([eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_PYTHON: dict[str, tuple[re.Pattern[str], Callable[[str], Value]]] = {
    **dict.fromkeys(
        (
            f"{XSD}{name}"
            for name in (
                "integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger",
                "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
                "nonPositiveInteger", "negativeInteger",
            )
        ),
        _INTEGER,
    ),
    f"{XSD}decimal": (re.compile(_NUMBER), Decimal),
    f"{XSD}double": (_FLOAT, float),
    f"{XSD}float": (_FLOAT, float),
    f"{XSD}boolean": (re.compile("true|false|[01]"), lambda text: text in {"true", "1"}),
    f"{XSD}date": (re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"), date.fromisoformat),
}  # fmt: skip


def _uniform(terms: list[Term | None]) -> list[Value]:
    """The values of a column with one type; where they have several, or do not fit it, the text."""
    values = [python_value(term) for term in terms]
    kinds = {type(value) for value in values} - {type(None)}
    if len(kinds) > 1 and kinds <= {int, Decimal, float}:
        widest: type[float | Decimal] = float if float in kinds else Decimal
        with suppress(OverflowError):  # an integer beyond every float
            values = [None if value is None else widest(value) for value in values]  # type: ignore[arg-type]
            kinds = {widest}
    if len(kinds) <= 1 and _fits(value for value in values if value is not None):
        return values
    return [None if term is None else term_text(term) for term in terms]


def _fits(values: Iterable[Value]) -> bool:
    """Whether a column can hold numbers: integers of 64 bits, decimals of 38 digits in all."""
    before = after = 0
    for value in values:
        if isinstance(value, int) and not -(2**63) <= value < 2**63:
            return False
        if isinstance(value, Decimal):
            before = max(before, value.adjusted() + 1)
            after = max(after, -int(value.as_tuple().exponent))
    return before + after <= _DECIMAL_DIGITS


#: What a decimal of 128 bits holds; polars loses longer ones in silence.
_DECIMAL_DIGITS = 38


#: Controls that reorder text (Unicode Annex 9, section 2): what is shown is not what is there.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str, *, keep_newlines: bool = False) -> str:
    r"""Text without what would steer a terminal: control characters show as ``�``, breaks as spaces.

    >>> printable("red \x1b[31m\ttext")
    'red �[31m text'
    """
    kept = "\n" if keep_newlines else ""
    return "".join(
        character
        if character in kept
        else " "
        if character in "\n\r\t\u2028\u2029"
        else "�"
        if character in _REORDERING or unicodedata.category(character) in {"Cc", "Cs"}
        else character
        for character in text
    )


class Severity(StrEnum):
    """How bad a validation result is (SHACL, section 2.1.4), worst first."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """One thing that validation has to say (SHACL, section 3.6.2).

    :param focus_node: the IRI of the thing.
    :param result_path: the property, as IRI, where there is one.
    :param value: the offending value as text, where there is one.
    :param value_term: the same as a term in N-Triples syntax (a blank node where it has ``_:``).
    :param message: what is wrong and what to do.
    :param component: the constraint component's IRI.
    :param source: the file, as the user named it.
    :param line: 1-based, where the source has lines.
    :param column: the name of the column, where the source is a table.
    :param subject: the thing in words: ``claim 3 "Exports grew …"``.
    """

    severity: Severity
    focus_node: str
    result_path: str | None
    value: str | None
    message: str
    component: str
    paper: str = ""
    source: str = ""
    line: int | None = None
    subject: str = ""
    value_term: str | None = None
    column: str = ""


class LoadOutcome(StrEnum):
    """What became of one thing that was loaded."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one paper, or concept, or of a source that could not be read (``key`` empty)."""

    source: str
    key: str
    outcome: LoadOutcome
    reasons: tuple[str, ...] = ()
    results: tuple[ValidationResult, ...] = ()
    notices: tuple[str, ...] = ()
    is_concept: bool = False


@dataclass(slots=True)
class LoadReport:
    """What a load did, source by source, in the order of reading.

    ``entries`` holds every refusal and notice; of what went well only the counts and, up to
    ``keep`` of them, the entries, so that a report over a million papers stays small.
    """

    keep: int = 1000
    entries: list[Loaded] = field(default_factory=list)
    counts: dict[str, dict[LoadOutcome, int]] = field(default_factory=dict)
    """Source -> how many papers came out how."""
    concepts: dict[str, dict[LoadOutcome, int]] = field(default_factory=dict)
    """The same of the concepts that sources bring along."""
    notices: list[tuple[str, str]] = field(default_factory=list)
    """Source and text, where something is said of a source as a whole."""
    on_entry: Callable[[Loaded], None] | None = None

    def add(self, entry: Loaded) -> None:
        """Count an entry, and keep it where it is worth keeping."""
        for counts in (self.counts, self.concepts):
            counts.setdefault(entry.source, dict.fromkeys(LoadOutcome, 0))
        counted = self.concepts if entry.is_concept else self.counts
        counted[entry.source][entry.outcome] += 1
        if entry.reasons or entry.notices or len(self.entries) < self.keep:
            self.entries.append(entry)
        if self.on_entry:
            self.on_entry(entry)

    def total(self, outcome: LoadOutcome) -> int:
        """How many papers came out so, over all sources."""
        return sum(of_source[outcome] for of_source in self.counts.values())

    @property
    def refused(self) -> bool:
        """Whether anything was refused."""
        return self._has(LoadOutcome.REFUSED)

    @property
    def changed(self) -> bool:
        """Whether anything was added or replaced."""
        return self._has(LoadOutcome.ADDED) or self._has(LoadOutcome.REPLACED)

    def _has(self, outcome: LoadOutcome) -> bool:
        return any(
            of_source[outcome] for of_source in (*self.counts.values(), *self.concepts.values())
        )
