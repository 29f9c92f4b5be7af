"""``cpgraph queries``: the catalogue, one query of it, and what can be done with the whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict

import click
from click.shell_completion import CompletionItem

from cpgraph.cli.check_queries import check
from cpgraph.cli.export_queries import export
from cpgraph.cli.options import catalogue, format_option
from cpgraph.errors import QueryError, did_you_mean
from cpgraph.queries import Catalogue, StoredQuery
from cpgraph.results import printable


class _Queries(click.Group):
    """What is no command of its own is shown: ``queries``, ``queries NAME``, ``queries --tag T``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {*self.commands, *ctx.help_option_names}
        return super().parse_args(ctx, args if args and args[0] in own else ["show", *args])


@click.group(
    cls=_Queries,
    subcommand_metavar="[NAME | WORD | COMMAND] …",
    epilog="Example: cpgraph queries evidence/board   (all that is shown: cpgraph queries show --help)",
)
def queries() -> None:
    """Show the catalogue of stored queries, or all about one of them: question, parameters, text."""


def _complete(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    known = catalogue(context)
    readable = known.readable(lambda _: None)
    found = [CompletionItem(one.name, help=printable(one.summary)) for one in readable]
    found += [CompletionItem(name, help=of.get_short_help_str()) for name, of in _COMMANDS.items()]
    return [item for item in found if item.value.startswith(begun)]


@click.command(epilog="Example: cpgraph queries --tag evidence   (or: cpgraph queries retracted)")
@click.argument("word", required=False, metavar="[NAME | WORD]", shell_complete=_complete)
@click.option(
    "--tag", "tags", multiple=True, metavar="TAG", help="Only with this tag (repeatable)."
)
@format_option(("text", "json", "tsv"), "it is printed; json says all", "text", value="text")
@click.pass_context
def show(context: click.Context, word: str | None, tags: tuple[str, ...], form: str) -> int:
    """Show one query whole, or the queries that have a word in name, question or tags, or all.

    Exit code 1 when there are none.
    """
    known = catalogue(context)
    if form == "text" and word in known.names:
        _print_one(known.query(word))
        return 0
    found = [query for query in _matching(known, word) if set(tags) <= set(query.tags)]
    _LISTS[form](found)
    if not found:
        click.echo(_nothing(known, word, tags), err=True)
    return 0 if found else 1


queries.add_command(show)
queries.add_command(check)
queries.add_command(export)
_COMMANDS = queries.commands


def _matching(known: Catalogue, word: str | None) -> list[StoredQuery]:
    """The queries with a word in them; one that has it for a name stands alone."""
    if word in known.names:
        return [known.query(word)]
    readable = known.readable(_left_out)
    return [q for q in readable if word is None or word.casefold() in _searched(q).casefold()]


def _left_out(fault: QueryError) -> None:
    click.echo(printable(f"left out: {fault}"), err=True)


def _nothing(known: Catalogue, word: str | None, tags: tuple[str, ...]) -> str:
    """That no query was found, and what to do."""
    asked = [f"the word {word!r}"] if word else []
    asked += [f"the tag {tag!r}" for tag in tags]
    near = known.nearest(word) if word and not tags else []
    meant = f"; {did_you_mean(near)}" if near else ";"
    has = f" has {' and '.join(asked)}" if asked else ""
    return printable(f"no query{has}{meant} 'cpgraph queries' lists all")


def _searched(query: StoredQuery) -> str:
    return " ".join([query.name, query.summary, *query.tags])


def _print_list(found: Iterable[StoredQuery]) -> None:
    family = ""
    for query in found:
        if query.name.partition("/")[0] != family:
            family = query.name.partition("/")[0]
            click.echo(click.style(printable(family), bold=True))
        click.echo(printable(f"  {query.name:<28} {query.summary}"))


def _print_json(found: Iterable[StoredQuery]) -> None:
    click.echo(json.dumps([asdict(query) for query in found], indent=2, ensure_ascii=False))


def _print_tsv(found: Iterable[StoredQuery]) -> None:
    click.echo("name\tform\ttags\tsummary")
    for query in found:
        cells = (query.name, query.form, ",".join(query.tags), query.summary)
        click.echo("\t".join(printable(cell) for cell in cells))


_LISTS: dict[str, Callable[[Iterable[StoredQuery]], None]] = {
    "text": _print_list,
    "json": _print_json,
    "tsv": _print_tsv,
}


def _print_one(query: StoredQuery) -> None:
    click.echo(f"{click.style(printable(query.name), bold=True)}  {printable(query.summary)}")
    if query.parameters:
        click.echo("\nParameters")
    for parameter in query.parameters:
        option = f"--{parameter.name.replace('_', '-')} {parameter.type.upper()}"
        several = ", repeatable" if parameter.many else ""
        said = f"{parameter.meaning} (default: {parameter.default}{several})"
        click.echo(printable(f"  {option:<30} {said}"))
    if query.columns:
        click.echo("\nColumns")
    for column in query.columns:
        unit = f", in {column.unit}" if column.unit else ""
        click.echo(printable(f"  {column.name:<30} {column.meaning} ({column.type}{unit})"))
    click.echo(f"\nExample\n  {printable(query.call)}")
    lines = [line for line in query.text.splitlines() if not line.startswith("#+")]
    click.echo("\nText")
    for line in lines:
        click.echo(printable(f"  {line}").rstrip())
