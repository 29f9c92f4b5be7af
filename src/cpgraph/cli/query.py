"""``cpgraph query``: stored queries as commands, parameters as options; and a user's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from cpgraph import prepared, queries
from cpgraph.cli.answers import FORMATS, Answer, default_in_words, formats_shown, print_answer
from cpgraph.cli.completion import argument_completion
from cpgraph.cli.options import (
    catalogue,
    format_option,
    memory_option,
    open_asked,
    output_option,
    timeout_option,
)
from cpgraph.errors import QueryError
from cpgraph.queries import Parameter, StoredQuery
from cpgraph.queries.paging import ALL, Limit
from cpgraph.queries.places import placed
from cpgraph.results import Bindings, Row, Solutions, printable
from cpgraph.store import Store


class _Catalogue(click.Group):
    """The stored queries as commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return catalogue(ctx).names

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        known = catalogue(ctx)
        if cmd_name not in known.names and (option := _option_of_own(cmd_name)):
            raise click.UsageError(f"this is no name of a stored query; give it as {option}", ctx)
        try:
            return query_command(known.query(cmd_name))
        except QueryError:
            if ctx.resilient_parsing:  # a word is completed: what cannot be read is not offered
                return None
            raise


def _option_of_own(word: str) -> str:
    """How a query of the user's own is given, where the word looks like one and not like a name."""
    if Path(word).suffix.lower() in _SUFFIXES:
        return f"--file {word}"
    return "--text 'QUERY'" if set(word) & set(" {}\n") else ""


#: Of files with SPARQL.
_SUFFIXES = frozenset({".rq", ".sparql"})


@click.command(
    cls=_Catalogue,
    invoke_without_command=True,
    no_args_is_help=True,
    subcommand_metavar="[NAME [--PARAMETER VALUE]…]",
    epilog="Example: cpgraph query evidence/board --theme governance   (parameters: query NAME --help)",
)
@click.option("--text", metavar="QUERY", help="A query of your own; cpgraph's prefixes are known.")
@click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file with a query of your own; - is standard input.",
)
@format_option(FORMATS, "the answer is printed", "by form, suffix and terminal")
@timeout_option
@memory_option
@output_option
@click.pass_context
def query(context: click.Context, /, text: str | None, file: Path | None, **options: Any) -> int:
    """Run a stored query by its name, or a query of your own, which can only read.

    'cpgraph queries' shows the stored ones. A query of your own is stopped after --timeout (30 s).
    Of an ASK, exit code 1 is no.
    """
    if context.invoked_subcommand:
        if text or file or any(value is not None for value in options.values()):
            raise click.UsageError("options of a stored query stand behind its name", context)
        return 0
    if (text is None) == (file is None):
        raise click.UsageError("give a NAME, or --text, or --file", context)
    from cpgraph.cli.own_query import run_own  # noqa: PLC0415

    return run_own(context.obj, text, file, **options)


def query_command(stored: StoredQuery, name: str | None = None) -> click.Command:
    """A stored query as a command: its summary is the help, its parameters are the options."""
    call = stored.call.replace(f"query {stored.name}", name) if name else stored.call
    command = click.Command(
        name or stored.name,
        callback=click.pass_obj(_callback(stored)),
        help=printable(stored.summary),
        epilog=printable(f"Example: {call}"),
    )
    command.params += [_option(parameter) for parameter in stored.parameters]
    if stored.paging is not None:
        command.params += _paging(stored.paging)
    printed = {"SELECT": "rows are", "ASK": "the answer is"}.get(stored.form, "the graph is")
    shown, default = formats_shown(stored.form), default_in_words(stored.form)
    format_option(shown, f"{printed} printed", default)(command)
    for shared in (timeout_option, memory_option, output_option):
        shared(command)
    return command


def _given(stored: StoredQuery, options: Mapping[str, Any]) -> dict[str, Any]:
    given = {parameter.name: options[parameter.name] for parameter in stored.parameters}
    return {name: value for name, value in given.items() if value not in {None, ()}}


def _callback(stored: StoredQuery) -> Callable[..., int]:
    def run(
        location: str,
        /,
        *,
        form: str | None,
        output: Path | None,
        timeout_s: float | None,
        memory_mb: int | None,
        **options: Any,
    ) -> int:
        _remark(stored)
        with open_asked(location, timeout_s, memory_mb) as store:
            page = _Page(stored.paging) if stored.paging and _limit(options) is None else None
            answer = _answer(store, stored, options, page)
            code = print_answer(answer, form, output, store.iris.prefixes)
        if page and page.has_more:
            after = page.size + (options["offset"] or 0)
            shown = f"{page.size} rows are shown, and there are more"
            click.echo(f"{shown}: --all gives all, --offset {after} what comes next", err=True)
        return code

    return run


def _remark(stored: StoredQuery) -> None:
    """Say on standard error what is wrong with a query of the user's own, and run it all the same."""
    if stored.name in queries.shipped_catalogue().paths:
        return
    from cpgraph.queries.lints import lint  # noqa: PLC0415

    for problem in lint(stored):
        click.echo(printable(f"{problem} (note)"), err=True)


def _answer(
    store: Store, stored: StoredQuery, options: Mapping[str, Any], page: _Page | None
) -> Answer:
    arguments = _given(stored, options)
    limit = page.size + 1 if page else _limit(options)
    with placed(f"{stored.name}.rq"):
        found = prepared.answer(store, stored, arguments, limit=limit, offset=options.get("offset"))
    return page.cut(found) if page and isinstance(found, Solutions) else found


class _Page:
    """A page that nobody asked for by its size; whether rows are left out has to be said."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.has_more = False

    def cut(self, found: Solutions) -> Solutions:
        """The rows of the page, of an answer that was asked for one more."""
        names = tuple(column.name for column in found.columns)
        return Solutions(Bindings(names, self._rows(found)), found.columns, found.question)

    def _rows(self, found: Solutions) -> Iterator[Row]:
        for number, row in enumerate(found.terms()):
            if number == self.size:
                self.has_more = True
                return
            yield row


def _limit(options: Mapping[str, Any]) -> Limit | None:
    limit: int | None = options.get("limit")
    if not options.get("all"):
        return limit
    if limit is not None:
        raise click.UsageError("give --limit or --all, not both", click.get_current_context())
    return ALL


def _option(parameter: Parameter) -> click.Option:
    required = parameter.is_required
    default = {"any": "", "none": "  [required]"}.get(
        parameter.default, f"  [default: {parameter.default}]"
    )
    return click.Option(
        [f"--{parameter.name.replace('_', '-')}", parameter.name],
        metavar=printable(parameter.type.upper()),
        multiple=parameter.many,
        required=required,
        help=printable(f"{parameter.meaning}{' (repeatable)' if parameter.many else ''}{default}"),
        shell_complete=argument_completion(parameter),
    )


def _paging(size: int) -> list[click.Parameter]:
    return [
        click.Option(
            ["--limit"], type=click.IntRange(min=0), help=f"How many rows.  [default: {size}]"
        ),
        click.Option(
            ["--offset"], type=click.IntRange(min=0), help="How many rows to leave out first."
        ),
        click.Option(["--all"], is_flag=True, help="All rows, however many."),
    ]
