"""``cpgraph verify``."""

from __future__ import annotations

import click

from cpgraph.cli.options import engine_option
from cpgraph.results import printable
from cpgraph.store import open_store, paper_keys
from cpgraph.synthesis.wording import number
from cpgraph.verifying import verify as faults_of


@click.command(epilog="Example: cpgraph verify")
@engine_option
@click.pass_obj
def verify(location: str, engine: str) -> int:
    """Check all that the store holds, line by line what is wrong; the exit code is 1 where something is.

    Each paper conforms to the shapes, is recorded with where it came from, and is what was loaded, by
    its hash; what 'cpgraph prepare' keeps equals the stored queries.
    """
    found = 0
    with open_store(location) as store:
        for fault in faults_of(store, engine=engine):
            found += 1
            click.echo(printable(f"{fault.what}: {fault.problem}"))
        papers = number(len(paper_keys(store)), "paper")
    if found:
        click.echo(f"{number(found, 'fault')} in {papers}", err=True)
        return 1
    click.echo(f"verified: {papers}, nothing is wrong")
    return 0
