"""``cpgraph search``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cpgraph.cli.options import format_option, output_option
from cpgraph.cli.tables import print_solutions
from cpgraph.rdf import Literal, integer_literal
from cpgraph.results import Bindings, Column, Row, Solutions
from cpgraph.store import open_store
from cpgraph.writers import ROW_FORMATS

if TYPE_CHECKING:
    from cpgraph.search import SearchResult

_COLUMNS = (
    Column("kind", "string", "paper or claim"),
    Column("key", "string", "the paper's key"),
    Column("position", "integer", "place of the claim in its paper"),
    Column("toward", "string", "its direction"),
    Column("found", "string", "the paper's title, or the claim"),
)


@click.command(epilog="Example: cpgraph search coding assistant")
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--limit",
    default=20,
    show_default=True,
    type=click.IntRange(1, 10_000),
    help="Papers, and claims, at most.",
)
@format_option(
    ("table", *ROW_FORMATS), "rows are printed", "by suffix, else a table on a terminal, else tsv"
)
@output_option
@click.pass_obj
def search(
    location: str, words: tuple[str, ...], limit: int, form: str | None, output: Path | None
) -> int:
    """Find papers and claims that hold WORDS, the best first.

    Titles, abstracts, findings, authors, keys and claims are searched; the exit code is 1 where
    nothing is found. Words in quotes ('"coding assistant"') are looked for as they stand together.
    """
    from cpgraph.search import index_of  # noqa: PLC0415

    with open_store(location) as store:
        index = index_of(location)
        index.update(store)
        found = index.search(" ".join(words), limit=limit)
        print_solutions(_solutions(found, " ".join(words)), form, output, store.iris.prefixes)
    return 0 if found.papers or found.claims else 1


def _solutions(found: SearchResult, words: str) -> Solutions:
    rows: list[Row] = [
        (Literal("paper"), Literal(hit.key), None, None, Literal(hit.title)) for hit in found.papers
    ]
    rows += [
        (
            Literal("claim"),
            Literal(hit.key),
            integer_literal(hit.position),
            Literal(hit.direction) if hit.direction else None,
            Literal(hit.text),
        )
        for hit in found.claims
    ]
    names = tuple(column.name for column in _COLUMNS)
    return Solutions(
        Bindings(names, iter(rows)), _COLUMNS, f"Which papers and claims hold {words}?"
    )
