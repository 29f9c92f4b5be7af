"""``cpgraph queries``: the catalogue, or one query of it."""

from __future__ import annotations

import click

from cpgraph.queries import StoredQuery, names, stored_query


@click.command(epilog="Example: cpgraph queries evidence/board")
@click.argument("name", required=False)
def queries(name: str | None) -> None:
    """Show the catalogue of stored queries, or all about one of them: question, parameters, text."""
    if name:
        _print_one(stored_query(name))
        return
    family = ""
    for other in names():
        stored = stored_query(other)
        if other.partition("/")[0] != family:
            family = other.partition("/")[0]
            click.echo(click.style(family, bold=True))
        click.echo(f"  {other:<28} {stored.summary}")


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
