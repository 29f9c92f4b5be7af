"""Rows for a person or a pipe: a table on a terminal, TSV elsewhere, any format when asked."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cpgraph.cli.options import format_name, output_stream
from cpgraph.rdf import NamedNode, Term
from cpgraph.results import Column, Solutions, printable
from cpgraph.writers import ROW_FORMATS

if TYPE_CHECKING:
    from rich.console import Console

#: What a column of long text needs to be read in a table; below that, rows are printed as blocks.
_READABLE = 32
_GAP = 2
#: What a table has left and right of its columns.
_EDGES = 2


def print_solutions(
    solutions: Solutions,
    form: str | None,
    output: Path | None = None,
    prefixes: Mapping[str, str] | None = None,
) -> None:
    """Print rows; without a format by suffix, else as a table on a terminal, and as TSV elsewhere."""
    chosen = format_name(form, output, ROW_FORMATS.values())
    chosen = chosen or ("table" if output is None and sys.stdout.isatty() else "tsv")
    if chosen == "table":
        _print_table(solutions, prefixes or {})
        return
    with output_stream(output) as stream:
        ROW_FORMATS[chosen].write(solutions, stream)


def _print_table(solutions: Solutions, prefixes: Mapping[str, str]) -> None:
    """A table where the terminal is wide enough for it, else a block of lines a row."""
    from rich.console import Console  # noqa: PLC0415

    # IRIs are for programs: --format gives them; here they would leave no room for the text
    kept = [index for index, column in enumerate(solutions.columns) if column.type != "iri"]
    columns = [solutions.columns[index] for index in kept]
    rows = [[_shown(row[index], prefixes) for index in kept] for row in solutions.terms()]
    if not rows:
        click.echo("no rows", err=True)
        return
    console = Console()
    room = console.width - _EDGES - _GAP * (len(columns) - 1)
    fewest = [
        _fewest(column.name, [row[index] for row in rows]) for index, column in enumerate(columns)
    ]
    if sum(fewest) > room:
        _print_blocks(columns, rows)
    else:
        _print_grid(console, columns, rows, fewest, room)


def _fewest(name: str, cells: list[str]) -> int:
    """The width that a column needs at least: of its longest word where its cells are short."""
    longest = max(map(len, cells))
    words = (len(word) for cell in cells for word in cell.split())
    return max(len(name), _READABLE if longest > _READABLE else max(words, default=0))


def _print_grid(
    console: Console, columns: list[Column], rows: list[list[str]], fewest: list[int], room: int
) -> None:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    widest = [min(_READABLE, max(len(row[index]) for row in rows)) for index in range(len(columns))]
    is_tight = sum(map(max, widest, fewest)) > room
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 0, 0, _GAP - 1))
    for index, column in enumerate(columns):
        number = column.type in {"integer", "decimal"}
        short = all(len(row[index]) <= _READABLE for row in rows)
        table.add_column(
            Text(column.name),
            justify="right" if number else "left",
            no_wrap=short and not (is_tight and fewest[index] < widest[index]),
            overflow="fold",
            min_width=fewest[index],
        )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def _print_blocks(columns: list[Column], rows: list[list[str]]) -> None:
    width = max(len(column.name) for column in columns)
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            if cell:
                click.echo(f"{column.name:<{width}}  {cell}")
        click.echo()


def _shown(term: Term | None, prefixes: Mapping[str, str]) -> str:
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        for prefix, namespace in prefixes.items():
            if term.value.startswith(namespace):
                return printable(f"{prefix}:{term.value.removeprefix(namespace)}")
    return printable(term.value)
