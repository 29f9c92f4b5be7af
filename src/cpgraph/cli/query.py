"""``cpgraph query``: stored queries as commands, their parameters as options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from cpgraph import queries
from cpgraph.cli.options import catalogue, output_option, output_stream, syntax_name
from cpgraph.cli.tables import print_solutions
from cpgraph.queries import Parameter, StoredQuery
from cpgraph.rdf import SYNTAXES
from cpgraph.store import known_vocabulary, open_store
from cpgraph.terms import SCHEMES
from cpgraph.writers import ROW_FORMATS

#: How many keys of papers completion offers.
_OFFERED = 100


class _Catalogue(click.Group):
    """The stored queries as commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return catalogue(ctx).names

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        return query_command(catalogue(ctx).query(cmd_name))


@click.command(
    cls=_Catalogue,
    subcommand_metavar="NAME [--PARAMETER VALUE]…",
    epilog="Example: cpgraph query evidence/board --theme governance   (parameters: query NAME --help)",
)
def query() -> None:
    """Run a stored query by its name; 'cpgraph queries' shows them all."""


def query_command(stored: StoredQuery, name: str | None = None) -> click.Command:
    """A stored query as a command: its summary is the help, its parameters are the options."""
    call = stored.call.replace(f"query {stored.name}", name) if name else stored.call
    command = click.Command(
        name or stored.name,
        callback=click.pass_obj(_callback(stored)),
        help=stored.summary,
        epilog=f"Example: {call}",
    )
    command.params += [_option(parameter) for parameter in stored.parameters]
    if stored.paging is not None:
        command.params += _paging(stored.paging)
    forms = ["table", *ROW_FORMATS] if stored.form == "SELECT" else list(SYNTAXES)
    kind = "rows are" if stored.form == "SELECT" else "the graph is"
    default = "a table on a terminal, else tsv" if stored.form == "SELECT" else "turtle"
    command.params.append(
        click.Option(
            ["--format", "form"],
            type=click.Choice(forms),
            help=f"How {kind} printed.  [default: {default}]",
        )
    )
    output_option(command)
    return command


def example_arguments(stored: StoredQuery) -> dict[str, Any]:
    """The arguments of a query's example.

    :raises click.ClickException: they are no options of the query.
    """
    with query_command(stored).make_context(stored.name, list(stored.example)) as context:
        return _given(stored, context.params)


def _given(stored: StoredQuery, options: Mapping[str, Any]) -> dict[str, Any]:
    given = {parameter.name: options[parameter.name] for parameter in stored.parameters}
    return {name: value for name, value in given.items() if value not in {None, ()}}


def _callback(stored: StoredQuery) -> Callable[..., int]:
    def run(location: str, /, *, form: str | None, output: Path | None, **given: Any) -> int:
        page = {name: given.pop(name, None) for name in ("limit", "offset")}
        arguments = {name: value for name, value in given.items() if value not in {None, ()}}
        with open_store(location) as store:
            if stored.form == "ASK":
                answer = queries.ask(store, stored, arguments)
                click.echo("yes" if answer else "no")
                return 0 if answer else 1
            if stored.form == "SELECT":
                solutions = queries.select(store, stored, arguments, **page)
                print_solutions(solutions, form, output, store.iris.prefixes)
                return 0
            from cpgraph.exporting import write_graph  # noqa: PLC0415

            triples = queries.construct(store, stored, arguments)
            with output_stream(output) as stream:
                syntax = SYNTAXES[syntax_name(form, output)]
                write_graph(triples, stream, syntax, store.iris.prefixes)
        return 0

    return run


def _option(parameter: Parameter) -> click.Option:
    required = parameter.default == "none"
    default = {"any": "", "none": "  [required]"}.get(
        parameter.default, f"  [default: {parameter.default}]"
    )
    return click.Option(
        [f"--{parameter.name.replace('_', '-')}", parameter.name],
        metavar=parameter.type.upper(),
        multiple=parameter.many,
        required=required,
        help=f"{parameter.meaning}{' (repeatable)' if parameter.many else ''}{default}",
        shell_complete=_completion(parameter),
    )


def _paging(size: int) -> list[click.Parameter]:
    return [
        click.Option(
            ["--limit"], type=click.IntRange(min=0), help=f"How many rows.  [default: {size}]"
        ),
        click.Option(
            ["--offset"], type=click.IntRange(min=0), help="How many rows to leave out first."
        ),
    ]


def _completion(
    parameter: Parameter,
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]] | None:
    if parameter.type in SCHEMES:

        def concepts(
            context: click.Context, _: click.Parameter, begun: str
        ) -> list[CompletionItem]:
            with open_store(context.find_root().params["store"]) as store:
                known = known_vocabulary(store).of(parameter.type)
            return [CompletionItem(c.key, help=c.label) for c in known if c.key.startswith(begun)]

        return concepts
    if parameter.type == "paper":

        def papers(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
            from cpgraph.store import paper_keys  # noqa: PLC0415

            with open_store(context.find_root().params["store"]) as store:
                keys = [key for key in paper_keys(store) if key.startswith(begun)]
            return [CompletionItem(key) for key in keys[:_OFFERED]]

        return papers
    return None
