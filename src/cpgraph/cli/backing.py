"""``cpgraph backup`` and ``cpgraph restore-backup``."""

from __future__ import annotations

from pathlib import Path

import click

from cpgraph.cli.options import wait_s
from cpgraph.store import open_store, paper_keys
from cpgraph.store.backing import back_up, restore
from cpgraph.synthesis.wording import number


@click.command(epilog="Example: cpgraph backup ../cpgraph-backup")
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_obj
def backup(location: str, folder: Path) -> None:
    """Copy the store, as its readers see it now, to FOLDER, which must not be there yet.

    The store can be in use meanwhile, also by a writer. A backup is a store: --store FOLDER reads it.
    """
    size = back_up(location, folder)
    click.echo(f"backed up: {_papers(folder)}, {size / 1e6:,.1f} MB, to {folder}")


@click.command(epilog="Example: cpgraph restore-backup ../cpgraph-backup")
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_obj
def restore_backup(location: str, folder: Path) -> None:
    """Put the backup in FOLDER in the place of what the store holds; readers see it at once.

    What the store held stays until you remove it: as a store in a folder of the store, which is printed
    and can be restored in turn.
    """
    done = restore(location, folder, wait_s())
    click.echo(f"restored: {_papers(location)}, from {folder}")
    if done.replaced:
        click.echo(
            f"what was there is a store in {done.replaced}; remove it when it is not needed",
            err=True,
        )


def _papers(location: str | Path) -> str:
    with open_store(location) as store:
        return number(len(paper_keys(store)), "paper")
