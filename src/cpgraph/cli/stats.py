"""``cpgraph stats``."""

from __future__ import annotations

import click

from cpgraph.cli.tables import print_solutions, row_format_option
from cpgraph.queries import run
from cpgraph.store import known_vocabulary, open_store


@click.command(epilog="Example: cpgraph stats --format json")
@row_format_option
@click.pass_obj
def stats(location: str, *, form: str | None) -> None:
    """Show what the store holds: papers, claims, authors, outcomes, by kind."""
    with open_store(location) as store:
        print_solutions(run(store, "store/stats", {}, vocabulary=known_vocabulary(store)), form)
