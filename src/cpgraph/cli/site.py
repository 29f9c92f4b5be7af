"""``cpgraph site``."""

from __future__ import annotations

from pathlib import Path

import click

from cpgraph.cli.options import progress


@click.group(epilog="Example: cpgraph site build public")
def site() -> None:
    """Make the web pages of the store as files."""


@site.command(epilog="Example: cpgraph site build public")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.pass_obj
def build(location: str, folder: Path) -> None:
    """Write the pages into DIR, for any web host.

    Search, the SPARQL endpoint and forms need a server ('cpgraph serve') and are left out.
    """
    from cpgraph.web.site import build as written  # noqa: PLC0415

    with progress("pages") as advance:
        count = written(location, folder, lambda _: advance())
    click.echo(f"{count} files written to {folder}; open {folder / 'index.html'}", err=True)
