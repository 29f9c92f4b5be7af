"""A guess at the mapping of a table, by the names of its columns and what stands in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import islice

from cpgraph.paper_graph import Context
from cpgraph.readers.table_cells import CellError, cell_value
from cpgraph.readers.table_dates import EXCEL, iso_date
from cpgraph.readers.table_fields import Kind, fields
from cpgraph.readers.table_file import Row, Table
from cpgraph.readers.table_mapping import ColumnRule, TableMapping
from cpgraph.readers.table_names import COLUMN_NAMES, DERIVED, DIRECTIONS
from cpgraph.vocabulary import Vocabulary, fold

ROWS = 20_000
"""Rows that are looked at."""
_KEPT = 500
_LONG = 30
_PATTERNS = (
    "DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY", "YYYY/MM/DD", "MM/YYYY", "MM.YYYY",
    "DD MMM YYYY", "MMM DD, YYYY", "MMM YYYY", "MMM-YYYY",
)  # fmt: skip
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?10\.[0-9]{4,9}/\S+", re.IGNORECASE)
_DAYS = re.compile(r"[2-6][0-9]{4}(?:[.,]0+)?", re.ASCII)
_NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?")
_NAMES_OF = {fold(name): of for of, names in COLUMN_NAMES.items() for name in (of, *names)} | {
    fold(name): name for name in fields()
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands in a column: the values with their counts, the most frequent first."""

    values: dict[str, int]

    @property
    def length(self) -> float:
        """The mean length of the values."""
        return sum(map(len, self.values)) / max(1, len(self.values))


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What a column may be.

    :param rule: the rule; None where there is no guess.
    :param remark: why there is none, or why it should be looked at.
    :param unknown: values that no vocabulary knows, with their counts.
    """

    seen: Seen
    rule: ColumnRule | None = None
    remark: str = ""
    unknown: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Guess:
    """A guess at a whole mapping.

    :param derived: columns that follow from the others.
    """

    table: Table
    columns: dict[str, ColumnGuess]
    constants: dict[str, str]
    derived: tuple[str, ...]
    papers_continue: bool

    @property
    def placed(self) -> dict[str, ColumnRule]:
        """The columns that have a field."""
        return {name: guess.rule for name, guess in self.columns.items() if guess.rule}

    @property
    def not_placed(self) -> list[str]:
        """The others, without those that follow from the others."""
        return [name for name, guess in self.columns.items() if not guess.rule]

    @property
    def doubts(self) -> list[str]:
        """Columns that should be looked at, placed or not."""
        return [
            name
            for name, guess in self.columns.items()
            if guess.remark or guess.unknown or not guess.rule or guess.rule.values
        ]

    def mapping(self, name: str) -> TableMapping:
        """The mapping that the guess comes to."""
        return TableMapping(
            name,
            self.placed,
            self.constants,
            dict.fromkeys((*self.derived, *self.not_placed)),
            self.papers_continue,
        )


def guess_mapping(table: Table, context: Context) -> Guess:
    """What the columns of a table may be.

    :raises SourceError: the table cannot be read.
    """
    rows = list(islice(table.rows(), ROWS))
    named = [name for name in table.columns if name]
    derived = tuple(name for name in named if fold(name) in DERIVED and len(named) > len(DERIVED))
    seen = {
        name: _seen(row.cells[at] for row in rows)
        for at, name in enumerate(table.columns)
        if name and name not in derived
    }
    guesses = _by_values(_by_names(seen, context), context)
    guesses = {name: _detailed(guess, context) for name, guess in guesses.items()}
    guesses = _apart_from_papers(guesses, table, rows)
    placed = {guess.rule.field.name for guess in guesses.values() if guess.rule}
    constants = {} if "authors" in placed else {"authors": "not stated"}
    return Guess(table, guesses, constants, derived, _continues(guesses, table, rows))


def _seen(values: Iterable[str]) -> Seen:
    counts: Counter[str] = Counter()
    for value in values:
        if value and (value in counts or len(counts) < _KEPT):
            counts[value] += 1
    return Seen(dict(counts.most_common()))


def _by_names(seen: dict[str, Seen], context: Context) -> dict[str, ColumnGuess]:
    """The columns whose names tell what they are; of two for one field, the one named like it."""
    meant = {name: _NAMES_OF.get(fold(name)) for name in seen}
    is_own = {fold(name) for name in seen} & {"headline", "key", "claim"}
    if "claim" not in meant.values() and not is_own:
        meant |= {name: "claim" for name in seen if fold(name) in {"finding", "findings"}}
    guesses: dict[str, ColumnGuess] = {}
    taken: dict[str, str] = {}
    for name in sorted(seen, key=lambda one: fold(one) != fold(meant[one] or "")):
        of = meant[name]
        if of is None or of in taken:
            remark = f"{taken[of]!r} is {of} already" if of else ""
            guesses[name] = ColumnGuess(seen[name], remark=remark)
        elif problem := _unfit(of, seen[name], context):
            guesses[name] = ColumnGuess(seen[name], remark=problem)
        else:
            taken[of] = name
            guesses[name] = ColumnGuess(seen[name], ColumnRule(fields()[of]))
    return {name: guesses[name] for name in seen}


def _unfit(of: str, seen: Seen, context: Context) -> str:
    """Why the values of a column are not those of the field that its name says."""
    scheme = fields()[of].scheme
    if of == "claim" and seen.values and all(map(_NUMBER.fullmatch, seen.values)):
        return "named like claim, but holds numbers"
    if of == "key" and not all(":" in value for value in seen.values):
        return "named like key, but keys are written source:id"
    if scheme and seen.values and not any(_meanings(of, seen, context.vocabulary).values()):
        return f"named like {of}, but holds other words"
    return ""


def _meanings(of: str, seen: Seen, vocabulary: Vocabulary) -> dict[str, str | None]:
    """What each value means in the vocabulary of a field; None where nothing is known."""
    found: dict[str, str | None] = {}
    scheme = fields()[of].scheme or ""
    for value in seen.values:
        concept = vocabulary.find(scheme, value) if fold(value) else None
        if value == "NULL" and of == "direction":
            concept = None
        guessed = DIRECTIONS.get(value.casefold()) if of == "direction" else None
        found[value] = concept.key if concept else guessed
    return found


def _by_values(guesses: dict[str, ColumnGuess], context: Context) -> dict[str, ColumnGuess]:
    """The others, where what stands in them can be of one field only."""
    found = dict(guesses)
    for name, guess in guesses.items():
        if guess.rule or guess.remark or not guess.seen.values:
            continue
        taken = {one.rule.field.name for one in found.values() if one.rule}
        fitting = [
            of for of, fits in _tests(context).items() if of not in taken and fits(guess.seen)
        ]
        if len(fitting) == 1:
            rule = ColumnRule(fields()[fitting[0]])
            found[name] = replace(guess, rule=rule, remark="by its values; is it?")
        elif fitting:
            found[name] = replace(guess, remark=f"may be {' or '.join(fitting)}")
    return _claim_by_length(found)


def _tests(context: Context) -> dict[str, Callable[[Seen], bool]]:
    def knows(of: str) -> Callable[[Seen], bool]:
        return lambda seen: all(
            meaning is not None for meaning in _meanings(of, seen, context.vocabulary).values()
        )

    schemed = [of.name for of in fields().values() if of.scheme and of.kind is not Kind.LIST]
    tests = {
        of: knows(of) for of in (*schemed, "themes") if of not in {"source", "outcome_category"}
    }
    return {**tests, "doi": lambda seen: all(map(_DOI.fullmatch, seen.values))}


def _claim_by_length(guesses: dict[str, ColumnGuess]) -> dict[str, ColumnGuess]:
    """Where no column is the claim, the one of sentences, if there is only one."""
    if any(guess.rule and guess.rule.field.name == "claim" for guess in guesses.values()):
        return guesses
    long = [
        name
        for name, guess in guesses.items()
        if not guess.rule and guess.seen.length > _LONG and max(guess.seen.values.values()) <= 2  # noqa: PLR2004 - a sentence is seldom said twice
    ]
    if len(long) != 1:
        return guesses
    rule = ColumnRule(fields()["claim"])
    return {
        **guesses,
        long[0]: replace(guesses[long[0]], rule=rule, remark="by its length; is it?"),
    }


def _detailed(guess: ColumnGuess, context: Context) -> ColumnGuess:
    """The guess with separator, dates, decimal mark and the meanings of values."""
    if guess.rule is None:
        return guess
    of = guess.rule.field
    if of.kind is Kind.LIST:
        return _with_separator(guess, context)
    if of.kind is Kind.DATE:
        return _with_dates(guess)
    if of.kind is Kind.DECIMAL and any("," in value for value in guess.seen.values):
        return replace(guess, rule=replace(guess.rule, decimal=","))
    return _with_values(guess, context) if of.scheme else guess


def _with_values(guess: ColumnGuess, context: Context) -> ColumnGuess:
    rule = guess.rule
    assert rule is not None  # noqa: S101 - for mypy
    values: dict[str, str] = {}
    unknown: dict[str, int] = {}
    for value, meaning in _meanings(rule.field.name, guess.seen, context.vocabulary).items():
        if meaning is None:
            unknown[value] = guess.seen.values[value]
        elif _value_fault(value, rule, context):
            values[value] = meaning
    return replace(guess, rule=replace(rule, values=values), unknown=unknown)


def _value_fault(value: str, rule: ColumnRule, context: Context) -> str:
    try:
        cell_value(value, rule, context)
    except CellError as error:
        return str(error)
    return ""


def _with_separator(guess: ColumnGuess, context: Context) -> ColumnGuess:
    rule, values = guess.rule, list(guess.seen.values)
    assert rule is not None  # noqa: S101 - for mypy
    for mark in (";", "|", " and ", "\n", ","):
        if any(mark in value for value in values):
            rule = replace(rule, separator=mark)
            break
    remark = guess.remark
    if rule.field.name == "authors" and rule.separator == ",":
        rule = replace(rule, separator=";")
        remark = 'is "," within a name, or between names? then write separator: ","'
        items = [item.strip() for value in values for item in value.split(",")]
        if all(" " in item for item in items):
            rule, remark = replace(rule, separator=","), ""
    unknown = {
        value: guess.seen.values[value] for value in values if _value_fault(value, rule, context)
    }
    return replace(guess, rule=rule, remark=remark, unknown=unknown)


def _with_dates(guess: ColumnGuess) -> ColumnGuess:
    rule = guess.rule
    assert rule is not None  # noqa: S101 - for mypy
    others = [value for value in guess.seen.values if iso_date(value, ()) is None]
    if not others:
        return guess
    fitting = [one for one in _PATTERNS if all(iso_date(value, [one]) for value in others)]
    if all(map(_DAYS.fullmatch, others)):
        fitting = [EXCEL]
    if len(fitting) == 1:
        return replace(guess, rule=replace(rule, dates=tuple(fitting)))
    if fitting:
        return replace(guess, remark=f"write dates: with {' or '.join(fitting)}; which is it?")
    unknown = {value: guess.seen.values[value] for value in others}
    return replace(guess, remark="write dates: with how they are written", unknown=unknown)


def _apart_from_papers(
    guesses: dict[str, ColumnGuess], table: Table, rows: list[Row]
) -> dict[str, ColumnGuess]:
    """Without the fields of papers that differ between the rows of a title."""
    title = next((n for n, g in guesses.items() if g.rule and g.rule.field.name == "title"), None)
    if title is None:
        return guesses
    titles = table.columns.index(title)
    found = dict(guesses)
    for name, guess in guesses.items():
        at = table.columns.index(name)
        of = guess.rule.field if guess.rule else None
        if of is None or of.of_claim or of.kind is not Kind.TEXT or of.name in {"title", "key"}:
            continue
        first: dict[str, str] = {}
        if any(
            first.setdefault(row.cells[titles], row.cells[at]) != row.cells[at]
            for row in rows
            if row.cells[at] and row.cells[titles]
        ):
            remark = f"differs between rows of one title, so it is not {of.name} of the paper"
            found[name] = replace(guess, rule=None, remark=remark)
    return found


def _continues(guesses: dict[str, ColumnGuess], table: Table, rows: list[Row]) -> bool:
    """Whether there are rows that say something, and nothing of a paper."""
    of_papers = [
        table.columns.index(name)
        for name, guess in guesses.items()
        if guess.rule and not guess.rule.field.of_claim
    ]
    return bool(of_papers and rows) and (
        any(rows[0].cells[at] for at in of_papers)
        and any(not any(row.cells[at] for at in of_papers) for row in rows)
    )
