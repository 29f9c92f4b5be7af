"""``cpgraph demo``."""

from __future__ import annotations

from pathlib import Path

import click

from cpgraph import queries
from cpgraph.cli.load import print_report
from cpgraph.cli.tables import print_solutions
from cpgraph.errors import StoreError
from cpgraph.store import open_store


@click.command(epilog="Example: cpgraph demo   (then: cpgraph --store demo-store papers)")
@click.argument("folder", metavar="[DIR]", default="demo-store", type=click.Path(path_type=Path))
def demo(folder: Path) -> int:
    """Make a store in DIR (demo-store) from the sample papers, and show what it answers.

    The sample is one real paper in our own words and invented studies, labelled synthetic.
    """
    from cpgraph.sample import load_sample  # noqa: PLC0415
    from cpgraph.synthesis import ask, synthesise  # noqa: PLC0415
    from cpgraph.synthesis.wording import sentences  # noqa: PLC0415

    if folder.is_dir() and any(folder.iterdir()) and not (folder / "cpgraph-store.json").exists():
        raise StoreError(folder, "is a folder of something else; name another for the demo")
    with open_store(folder, "write") as store:
        report = load_sample(store)
    print_report(report)
    with open_store(folder) as store:
        click.echo("\nOutcome categories by direction of their claims (cpgraph board):")
        print_solutions(queries.select(store, "evidence/board"), "table")
        click.echo("\nA synthesis (cpgraph synthesis 'Developer Productivity'):")
        made = synthesise(store, ask(store, "Developer Productivity"))
        click.echo("".join(f"  {sentence}\n" for sentence in sentences(made)), nl=False)
    click.echo(_NEXT.format(store=folder))
    return 1 if report.refused else 0


_NEXT = """
The store is in {store}. Try next:
  cpgraph --store {store} synthesis "Error Rate" -o report
  cpgraph --store {store} serve
  cpgraph --store {store} papers --theme governance
  cpgraph --store {store} claims --category "AI Safety & Ethics"
  cpgraph --store {store} queries
  cpgraph --store {store} export --theme governance -o governance.ttl
  cpgraph load YOUR-PAPERS   makes a store of your own in ./cpgraph-store"""
