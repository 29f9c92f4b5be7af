"""``cpgraph mapping``: what the columns of a table are."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cpgraph.cli.options import format_option, open_or_empty, output_stream
from cpgraph.errors import CpgraphError
from cpgraph.results import printable


@click.group(epilog="Example: cpgraph mapping guess claims.csv -o claims.mapping.yaml")
def mapping() -> None:
    """Say what the columns of a table are, so that 'load' can read it."""


@click.command(epilog="Example: cpgraph mapping guess claims.csv -o claims.mapping.yaml")
@click.argument("name", metavar="TABLE")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file; one that is there already stays.",
)
@click.pass_obj
def guess(location: str, name: str, output: Path | None) -> int:
    """Guess what the columns of a CSV or TSV file are, by their names and values.

    The mapping is YAML to look through: what was not understood stands there as a comment. 'load' takes
    it with --mapping, or by itself where it lies beside the table as NAME.mapping.yaml.

    Exit code 1 when a column is in doubt.
    """
    from cpgraph import ingest  # noqa: PLC0415
    from cpgraph.readers.detect import sources_of  # noqa: PLC0415
    from cpgraph.readers.table import guess as guess_columns  # noqa: PLC0415
    from cpgraph.readers.table_guess_text import guess_text  # noqa: PLC0415

    if output is not None and output.exists():
        raise CpgraphError(
            f"{output}: is there already, and may have been worked on; name another file"
        )
    with sources_of([name], sys.stdin.buffer) as sources, open_or_empty(location) as store:
        found = guess_columns(sources[0], ingest.context_of(store))
    with output_stream(output) as stream:
        stream.write(guess_text(found).encode())
    for text in found.table.notices:
        click.echo(printable(f"{name}: note: {text}"), err=True)
    doubts = ", ".join(map(repr, found.doubts))
    said = f"{len(found.placed)} of {len(found.columns)} columns have a field"
    click.echo(printable(f"{said}; look at {doubts}" if doubts else said), err=True)
    return 1 if doubts else 0


@click.command(epilog="Example: cpgraph mapping fields")
@format_option(("text", "tsv"), "they are printed", "text", value="text")
def fields(form: str) -> None:
    """List the fields that a column can be."""
    from cpgraph.readers.table_fields import fields as known  # noqa: PLC0415

    for field in known().values():
        what = "claim" if field.of_claim else "paper"
        row = (field.name, what, field.meaning)
        click.echo("\t".join(row) if form == "tsv" else f"{row[0]:24} {row[1]:6} {row[2]}")


mapping.add_command(guess)
mapping.add_command(fields)
