"""``cpgraph synthesis export`` and ``import``: what is kept of syntheses, from store to store."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cpgraph.cli.options import (
    chosen_format,
    format_option,
    open_to_write,
    output_option,
    output_stream,
)
from cpgraph.rdf import SYNTAXES
from cpgraph.store import open_store

_SUFFIXES = {name: syntax.suffixes for name, syntax in SYNTAXES.items()}


@click.command("export", epilog="Example: cpgraph synthesis export -o syntheses.trig")
@format_option(_SUFFIXES, "it is written", "by suffix, else trig")
@output_option
@click.pass_obj
def export_kept(location: str, *, form: str | None, output: Path | None) -> None:
    """Write stored syntheses with their versions and notes, judgements of pairs, and retractions.

    Papers are not in it: cpgraph export writes those. cpgraph synthesis import takes it back.
    """
    from cpgraph import living  # noqa: PLC0415

    syntax = SYNTAXES[chosen_format(form, output, _SUFFIXES) or "trig"]
    with open_store(location) as store, output_stream(output) as stream:
        count = living.write_kept(store, stream, syntax)
    graphs = f"{count} graph{'' if count == 1 else 's'}"
    click.echo(f"{graphs} written{f' to {output}' if output else ''}", err=True)


@click.command("import", epilog="Example: cpgraph synthesis import syntheses.trig")
@click.argument("names", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--replace", is_flag=True, help="Take the one of the file where the store holds another."
)
@click.pass_obj
def import_kept(location: str, names: tuple[str, ...], *, replace: bool) -> int:
    """Take stored syntheses, notes, judgements and retractions from RDF files, such as export writes.

    Load the papers first: a synthesis whose papers are not there is stale. Each is checked against the
    shapes. Exit code 1 when one was refused.
    """
    from cpgraph import living  # noqa: PLC0415
    from cpgraph.cli.load import print_report  # noqa: PLC0415
    from cpgraph.readers.detect import sources_of  # noqa: PLC0415

    refused = False
    with sources_of(names, sys.stdin.buffer) as sources, open_to_write(location) as store:
        for source in sources:
            report = living.take_kept(store, source, replace=replace)
            print_report(report)
            refused = refused or report.refused
    return 1 if refused else 0
