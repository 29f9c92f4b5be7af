"""A report for a terminal: nothing wider than the terminal is.

Behind a row stand the numbers of its claims in brackets; the list of claims says which they are.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from cpgraph.reports.blocks import (
    Block,
    Facing,
    Heading,
    Items,
    Paragraph,
    Pictures,
    Report,
    Section,
    Table,
    Words,
    anchors,
    plain,
)
from cpgraph.results import printable

#: Rows of a table and runs of claims that are shown.
_ROWS, _RUNS = 100, 8
#: The least width of a column, and what is between columns.
_LEAST, _GAP = 9, 2

Numbers = Mapping[str, Sequence[int]]
"""Anchor of a group -> the numbers of its claims."""


def text(report: Report, width: int = 80) -> str:
    """The whole report; ``width`` is in characters."""
    numbers = _numbers(report)
    lines = [printable(report.title), "=" * min(len(report.title), width)]
    for section in report.sections:
        lines += ["", *_section(section, numbers, width)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _numbers(report: Report) -> Numbers:
    """What the groups of claims hold."""
    return {
        item.anchor: [int(anchor.removeprefix("claim-")) for anchor in anchors(item.words)]
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Items) and block.kind == "groups"
        for item in block.items
    }


def _section(section: Section, numbers: Numbers, width: int) -> Iterator[str]:
    yield printable(section.title)
    yield "-" * min(len(section.title), width)
    for block in section.blocks:
        if isinstance(block, Table) and block.caption != section.title:
            yield from ("", *_wrapped(block.caption, width))
        yield from _block(block, numbers, width)


def _block(block: Block, numbers: Numbers, width: int) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from _wrapped(plain(block.words), width)
    elif isinstance(block, Heading):
        yield from ("", *_wrapped(block.text, width))
    elif isinstance(block, Table) and block.anchors:
        yield from _claims(block, width)
    elif isinstance(block, Table):
        yield from ("", *_table(block, numbers, width), "")
    elif isinstance(block, Facing):
        yield from _facing(block, width)
    elif isinstance(block, Pictures):
        yield from ()
    elif block.kind != "groups":
        yield from _items(block, width)


def _wrapped(said: str, width: int, first: str = "", others: str = "") -> list[str]:
    return textwrap.wrap(
        printable(said), width, initial_indent=first,
        subsequent_indent=others or " " * len(first), break_on_hyphens=False,
    )  # fmt: skip


def _facing(block: Facing, width: int) -> Iterator[str]:
    yield ""
    for who, said in block.sides:
        yield from _wrapped(plain(who), width, "  ")
        yield from _wrapped(said, width, "    ")
    yield from _wrapped(plain(block.about), width, "  = ", "    ")


def _items(block: Items, width: int) -> Iterator[str]:
    for place, item in enumerate(block.items, 1):
        mark = f"{place:>3}. " if block.kind == "numbered" else "  - "
        waiting = " [open: for a person to answer]" if item.is_open else ""
        yield from _wrapped(plain(item.words) + waiting, width, mark)


def _table(table: Table, numbers: Numbers, width: int) -> Iterator[str]:
    shown = table.rows[:_ROWS]
    rows = [[printable(plain(cell)) for cell in row] for row in shown]
    heads = list(table.heads)
    behind = [_behind(row, numbers) for row in shown]
    if any(behind):
        heads.append("[claims]")
        rows = [[*row, said] for row, said in zip(rows, behind, strict=True)]
    yield from _grid(heads, rows, table.numbers, width)
    yield from _more(table)


def _claims(table: Table, width: int) -> Iterator[str]:
    """The claims, numbered as the brackets have them; what each says stands below who says it."""
    for place, row in enumerate(table.rows[:_ROWS], 1):
        *about, said = (plain(cell) for cell in row)
        yield from _wrapped(" · ".join(about), width, f"[{place}] ", "    ")
        yield from _wrapped(said, width, "    ")
    yield from _more(table)


def _more(table: Table) -> Iterator[str]:
    if len(table.rows) > _ROWS:
        yield f"and {len(table.rows) - _ROWS:,} more; -o DIR writes them all"


def _behind(row: Iterable[Words], numbers: Numbers) -> str:
    """The claims that the row's widest number opens to, as runs of their numbers."""
    known = (numbers[anchor] for cell in row for anchor in anchors(cell) if anchor in numbers)
    places = max((sorted(group) for group in known), key=len, default=[])
    if not places:
        return ""
    runs = [
        [place for _, place in run]
        for _, run in groupby(enumerate(places), lambda pair: pair[1] - pair[0])
    ]
    said = [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    more = " …" if len(said) > _RUNS else ""
    return f"[{' '.join(said[:_RUNS])}{more}]"


def _grid(
    heads: list[str], rows: list[list[str]], numeric: frozenset[int], width: int
) -> Iterator[str]:
    widths = _widths([heads, *rows], width)
    if sum(widths) + _GAP * (len(widths) - 1) > width:
        for row in rows:
            yield from _listed(heads, row, width)
        return
    for row in [heads, ["-" * one for one in widths], *rows]:
        yield from _line(row, widths, numeric)


def _widths(rows: list[list[str]], width: int) -> list[int]:
    """The widths of columns; the widest gives way, a character at a time, until all fit."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    longest = [
        min(
            max(_LEAST, *(len(word) for cell in column for word in cell.split() or [""])),
            width // 3,
        )
        for column in zip(*rows, strict=True)
    ]
    room = width - _GAP * (len(widths) - 1)
    while sum(widths) > room:
        spare = [one - least for one, least in zip(widths, longest, strict=True)]
        if max(spare) <= 0:
            break
        giving = max(range(len(widths)), key=lambda at: (spare[at] > 0, widths[at]))
        widths[giving] -= 1
    return widths


def _line(row: list[str], widths: list[int], numeric: frozenset[int]) -> Iterator[str]:
    cells = [
        textwrap.wrap(cell, one, break_on_hyphens=False) or [""]
        for cell, one in zip(row, widths, strict=True)
    ]
    for line in range(max(map(len, cells))):
        parts = [cell[line] if line < len(cell) else "" for cell in cells]
        yield (" " * _GAP).join(
            part.rjust(one) if at in numeric else part.ljust(one)
            for at, (part, one) in enumerate(zip(parts, widths, strict=True))
        )


def _listed(heads: list[str], row: list[str], width: int) -> Iterator[str]:
    """A row as lines, where its columns have no room side by side."""
    yield from _wrapped(row[0], width)
    said = "; ".join(
        f"{head} {cell}" for head, cell in zip(heads[1:], row[1:], strict=True) if cell
    )
    yield from _wrapped(said, width, "  ")
