"""``cpgraph queries``: the catalogue, or one query of it."""

from __future__ import annotations

import click

from cpgraph.cli.options import catalogue
from cpgraph.queries import StoredQuery


@click.command(epilog="Example: cpgraph queries evidence/board")
@click.argument("name", required=False)
@click.pass_context
def queries(context: click.Context, name: str | None) -> None:
    """Show the catalogue of stored queries, or all about one of them: question, parameters, text."""
    if name:
        _print_one(catalogue(context).query(name))
        return
    family = ""
    for stored in catalogue(context):
        if stored.name.partition("/")[0] != family:
            family = stored.name.partition("/")[0]
            click.echo(click.style(family, bold=True))
        click.echo(f"  {stored.name:<28} {stored.summary}")


def _print_one(stored: StoredQuery) -> None:
    click.echo(f"{click.style(stored.name, bold=True)}  {stored.summary}")
    if stored.parameters:
        click.echo("\nParameters")
    for parameter in stored.parameters:
        option = f"--{parameter.name.replace('_', '-')} {parameter.type.upper()}"
        several = ", repeatable" if parameter.many else ""
        click.echo(f"  {option:<30} {parameter.meaning} (default: {parameter.default}{several})")
    click.echo("\nColumns")
    for column in stored.columns:
        click.echo(f"  {column.name:<30} {column.meaning} ({column.type})")
    example = " ".join(f'"{word}"' if " " in word else word for word in stored.example)
    click.echo(f"\nExample\n  cpgraph query {stored.name} {example}".rstrip())
    lines = [line for line in stored.text.splitlines() if not line.startswith("#+")]
    click.echo("\nText\n" + "\n".join(f"  {line}".rstrip() for line in lines))
