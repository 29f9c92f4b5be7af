"""Rows for a person or a pipe: a table on a terminal, TSV elsewhere, any format when asked."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from cpgraph.cli.options import output_stream
from cpgraph.rdf import NamedNode, Term
from cpgraph.results import Solutions, printable
from cpgraph.writers import ROW_FORMATS

row_format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", *ROW_FORMATS]),
    help="How rows are printed.  [default: a table on a terminal, else tsv]",
)


def print_solutions(
    solutions: Solutions,
    form: str | None,
    output: Path | None = None,
    prefixes: Mapping[str, str] | None = None,
) -> None:
    """Print rows; without a format as a table on a terminal, and as TSV elsewhere."""
    chosen = form or ("table" if output is None and sys.stdout.isatty() else "tsv")
    if chosen == "table":
        _print_table(solutions, prefixes or {})
        return
    with output_stream(output) as stream:
        ROW_FORMATS[chosen].write(solutions, stream)


def _print_table(solutions: Solutions, prefixes: Mapping[str, str]) -> None:
    from rich import box  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in solutions.columns:
        right = column.type in {"integer", "decimal"}
        table.add_column(Text(column.name), justify="right" if right else "left", overflow="fold")
    for row in solutions.terms():
        table.add_row(*(Text(_shown(term, prefixes)) for term in row))
    if table.row_count:
        Console().print(table)
    else:
        click.echo("no rows", err=True)


def _shown(term: Term | None, prefixes: Mapping[str, str]) -> str:
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        for prefix, namespace in prefixes.items():
            if term.value.startswith(namespace):
                return printable(f"{prefix}:{term.value.removeprefix(namespace)}")
    return printable(term.value)
