"""Rows for a person or a pipe: a table on a terminal, TSV elsewhere, any format when asked."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import accumulate
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from cpgraph.cli.options import chosen_format, output_stream
from cpgraph.rdf import NamedNode, Term
from cpgraph.results import Column, Solutions, printable
from cpgraph.writers import ROW_FORMATS, default_of, formats_of

if TYPE_CHECKING:
    from rich.console import Console

#: How wide a column of long text becomes before others are cut short for it, and at least.
_READABLE = 32
_NARROW = 24
#: From this width on columns are left out where not all fit; below it, rows are printed as blocks.
_WIDE = 100
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
    chosen = chosen_format(form, output, formats_of("SELECT"))
    chosen = chosen or ("table" if output is None and sys.stdout.isatty() else default_of("SELECT"))
    if chosen == "table":
        with _text_stream(output) as stream:
            _print_table(solutions, prefixes or {}, stream)
        return
    with output_stream(output) as stream:
        ROW_FORMATS[chosen].write(solutions, stream)


@contextmanager
def _text_stream(output: Path | None) -> Iterator[IO[str]]:
    if output is None or str(output) == "-":
        yield sys.stdout
        return
    with output_stream(output) as stream:
        text = TextIOWrapper(stream, encoding="utf-8", write_through=True)
        try:
            yield text
        finally:
            text.detach()  # the file is closed where it was opened


def _print_table(solutions: Solutions, prefixes: Mapping[str, str], stream: IO[str]) -> None:
    """A table where the terminal is wide enough for it, else a block of lines a row."""
    from rich.console import Console  # noqa: PLC0415

    # IRIs are for programs: --format gives them; here they would leave no room for the text
    kept = [index for index, column in enumerate(solutions.columns) if column.type != "iri"]
    columns = [solutions.columns[index] for index in kept]
    rows = [[_shown(row[index], prefixes) for index in kept] for row in solutions.terms()]
    if not rows:
        click.echo("no rows", err=True)
        return
    console = Console(file=stream)
    fewest = [
        _fewest(column.name, [row[index] for row in rows]) for index, column in enumerate(columns)
    ]
    fitting = _fitting(fewest, console.width)
    if fitting == len(columns) or (console.width >= _WIDE and 2 * fitting >= len(columns)):
        _print_grid(console, columns[:fitting], [row[:fitting] for row in rows], fewest[:fitting])
        if left_out := ", ".join(column.name for column in columns[fitting:]):
            click.echo(f"no room for {left_out}: --format tsv has every column", err=True)
    else:
        _print_blocks(columns, rows, stream)


def _fewest(name: str, cells: list[str]) -> int:
    """The width that a column needs at least: of its longest word where its cells are short."""
    longest = max(map(len, cells))
    words = (len(word) for cell in cells for word in cell.split())
    return max(len(name), _NARROW if longest > _READABLE else max(words, default=0))


def _fitting(fewest: list[int], width: int) -> int:
    """How many columns fit side by side, from the first on."""
    ends = accumulate(one + _GAP for one in fewest)
    return sum(end - _GAP <= width - _EDGES for end in ends)


def _print_grid(
    console: Console, columns: list[Column], rows: list[list[str]], fewest: list[int]
) -> None:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    widest = [min(_READABLE, max(len(row[index]) for row in rows)) for index in range(len(columns))]
    is_tight = _fitting(list(map(max, widest, fewest)), console.width) < len(columns)
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


def _print_blocks(columns: list[Column], rows: list[list[str]], stream: IO[str]) -> None:
    width = max(len(column.name) for column in columns)
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            if cell:
                click.echo(f"{column.name:<{width}}  {cell}", file=stream)
        click.echo(file=stream)


def _shown(term: Term | None, prefixes: Mapping[str, str]) -> str:
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        for prefix, namespace in prefixes.items():
            if term.value.startswith(namespace):
                return printable(f"{prefix}:{term.value.removeprefix(namespace)}")
    return printable(term.value)
