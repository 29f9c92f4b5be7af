"""``cpgraph prepare``."""

from __future__ import annotations

import click

from cpgraph.store import open_store
from cpgraph.synthesis.wording import number


@click.command(epilog="Example: cpgraph prepare")
@click.option("--rebuild", is_flag=True, help="Read all papers anew, not only what changed.")
@click.pass_obj
def prepare(location: str, *, rebuild: bool) -> int:
    """Prepare the board, the themes and lists of claims, so that a large store answers at once.

    What they are counted from is kept as columns in the store's folder, for the state that the store is
    in now; after the next load it is prepared again, by this command or by 'cpgraph serve'. Answers are
    the same with and without.
    """
    from cpgraph.prepared import keeping  # noqa: PLC0415 # numpy

    with open_store(location) as store:
        columns = keeping.prepare(store, anew=rebuild)
        papers, claims = len(columns.papers.key), len(columns.claims.paper)
        is_kept = keeping.kept(store) is not None
    what = f"{number(papers, 'paper')}, {number(claims, 'claim')}"
    if not is_kept:
        click.echo(f"{what} were read, but cannot be kept in {location}", err=True)
        return 1
    click.echo(f"prepared: {what}")
    return 0
