"""A guessed mapping as YAML that a person looks through, with what is in doubt as comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from cpgraph.readers.record_yaml import is_plain_text
from cpgraph.readers.table_fields import Kind
from cpgraph.readers.table_guess import ColumnGuess, Guess
from cpgraph.readers.table_mapping import ColumnRule

_SAMPLES = 3
_SHOWN = 40
_UNKNOWN = 20


def guess_text(guess: Guess) -> str:
    """The mapping file of a guess.

    What was not understood stands there as a comment, ready to be filled in.
    """
    named = _one_line(guess.table.source.name)
    lines = [f"# What the columns of {named} are: a guess; look through it.", "columns:"]
    for name, column in guess.columns.items():
        lines += _placed(name, column) if column.rule else _not_placed(name, column)
    if guess.derived:
        lines += ["", "# These follow from the others.",
                  f"ignore: [{', '.join(map(quoted, guess.derived))}]"]  # fmt: skip
    if guess.papers_continue:
        lines += ["", "# A row whose paper columns are all empty belongs to the paper above.",
                  "papers_continue: true"]  # fmt: skip
    if guess.constants:
        lines += ["", "# So of every paper or claim.", "constants:"]
        lines += [f"  {name}: {quoted(value)}" for name, value in guess.constants.items()]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A text as YAML, in quotes where it needs them.

    >>> quoted("Effect size"), quoted("+"), quoted("null")
    ('Effect size', '"+"', '"null"')
    """
    simple = re.fullmatch(r"[A-Za-z](?:[\w ()./-]*[\w)])?", text, re.ASCII)
    return text if simple and is_plain_text(text) else json.dumps(text, ensure_ascii=False)


def _placed(name: str, column: ColumnGuess) -> Iterator[str]:
    rule = column.rule
    assert rule is not None  # noqa: S101 - for mypy
    remark = f"  # {column.remark}" if column.remark else ""
    settings = list(_settings(rule, column))
    if not settings:
        yield f"  {quoted(name)}: {rule.field.name}{remark}"
        return
    yield f"  {quoted(name)}:{remark}"
    yield f"    field: {rule.field.name}"
    yield from settings


def _settings(rule: ColumnRule, column: ColumnGuess) -> Iterator[str]:
    if rule.field.kind is Kind.LIST and (rule.separator != ";" or column.remark):
        yield f"    separator: {json.dumps(rule.separator)}"
    if rule.decimal != ".":
        yield f"    decimal: {json.dumps(rule.decimal)}"
    if rule.dates:
        yield f"    dates: {quoted(rule.dates[0])}"
    if rule.values:
        yield "    values:"
        for said, meant in rule.values.items():
            yield f"      {quoted(said)}: {quoted(meant)}"
    elif column.unknown and rule.field.scheme:
        yield "    # values:"
    for said, count in list(column.unknown.items())[:_UNKNOWN]:
        rows = f"{count} row{'s' if count > 1 else ''}"
        yield f"    #   {quoted(_cut(said))}:   # {rows}; what is meant?"
    if len(column.unknown) > _UNKNOWN:
        yield f"    #   and {len(column.unknown) - _UNKNOWN} others"


def _not_placed(name: str, column: ColumnGuess) -> Iterator[str]:
    shown = map(_cut, list(column.seen.values)[:_SAMPLES])
    samples = ", ".join(json.dumps(one, ensure_ascii=False) for one in shown)
    remark = "; ".join(filter(None, (column.remark, f"holds {samples}" if samples else "is empty")))
    yield f"  # {quoted(name)}:   # not placed: {remark}"


def _cut(text: str) -> str:
    text = _one_line(text)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _one_line(text: str) -> str:
    return " ".join(text.split())
