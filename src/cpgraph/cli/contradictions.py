"""``cpgraph contradictions``: the worklist of pairs, one pair, and what a person says of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from cpgraph.cli.options import (
    format_option,
    open_asked,
    open_to_write,
    output_option,
    output_stream,
)
from cpgraph.cli.query import query_command
from cpgraph.cli.tables import print_solutions
from cpgraph.errors import CpgraphError
from cpgraph.queries import stored_query
from cpgraph.rdf import Literal, NamedNode
from cpgraph.results import Bindings, Column, Row, Solutions
from cpgraph.store import open_store
from cpgraph.worklist import GRADES, OPEN, Listed, judge, judgements, pair, pairs
from cpgraph.worklist.listing import PAIRS

if TYPE_CHECKING:
    from cpgraph.store import Store

_STORED = stored_query(PAIRS)
_OPTIONS = query_command(_STORED, "contradictions").params
_PAGE = _STORED.paging or 50
#: Keys are offered for completion where a store is small enough to list its pairs while one waits.
_SMALL, _OFFERED = 2000, 100

_COLUMNS = (
    Column("pair", "string", "the pair's key, for show, confirm and the other commands"),
    Column(
        "grade", "string", "K1 candidate, K2 comparable, K3 confirmed; explained, not-comparable"
    ),
    Column("outcome", "string", "the outcome"),
    Column("positive", "string", "key of the paper with the positive claim"),
    Column("positive_year", "string", "its year of publication"),
    Column("negative", "string", "key of the paper with the negative claim"),
    Column("negative_year", "string", "its year of publication"),
    Column("positive_claim", "string", "the positive claim"),
    Column("negative_claim", "string", "the negative claim"),
    Column("judged_by", "string", "who judged the pair"),
    Column("judged_on", "string", "when, in UTC"),
    Column("why", "string", "why"),
    Column("claim", "iri", "the positive claim"),
    Column("other", "iri", "the negative claim"),
)


@click.group(
    params=_OPTIONS,
    invoke_without_command=True,
    subcommand_metavar="[COMMAND PAIR …]",
    epilog="Example: cpgraph contradictions --category developer_productivity --open",
)
@click.option(
    "--grade",
    "grades",
    type=click.Choice(GRADES),
    multiple=True,
    help="Only pairs of this grade (repeatable): K1 candidates, K2 comparable, K3 confirmed, closed.",
)
@click.option("--open", is_flag=True, help="Only pairs that nobody has judged: K1 and K2.")
@click.pass_context
def contradictions(context: click.Context, /, **options: Any) -> None:
    """List pairs of claims of different studies that say opposite things of one outcome.

    A pair is a candidate (K1), comparable where both papers are empirical and share a theme (K2), and
    a contradiction only when a named person confirms it with a reason (K3), or else closes it as
    explained or not-comparable. What was said is kept.
    """
    if context.invoked_subcommand:
        given = [name for name in options if _is_given(context, name)]
        if given:
            option = min(given).replace("_", "-")
            raise click.UsageError(f"--{option} is for the list, not for one pair", context)
        return
    _list(context, **options)


def _is_given(context: click.Context, name: str) -> bool:
    return context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE


def _list(
    context: click.Context,
    /,
    *,
    form: str | None,
    output: Path | None,
    timeout_s: float | None,
    memory_mb: int | None,
    **options: Any,
) -> None:
    names = {parameter.name for parameter in _STORED.parameters}
    arguments = {name: one for name, one in options.items() if name in names and one}
    if options["all"] and options["limit"] is not None:
        raise click.UsageError("give --limit or --all, not both", context)
    grades = {*options["grades"], *(OPEN if options["open"] else ())} or GRADES
    limit, offset = None if options["all"] else options["limit"], options["offset"] or 0
    remarks = limit is None and not options["all"]
    end = _PAGE + 1 if remarks else limit
    with open_asked(context.obj, timeout_s, memory_mb) as store:
        found = pairs(store, arguments, grades=grades, limit=end, offset=offset)
        shown = list(islice(found, _PAGE)) if remarks else found
        rows = Bindings(tuple(column.name for column in _COLUMNS), map(_row, shown))
        print_solutions(Solutions(rows, _COLUMNS, _STORED.summary), form, output)
        if remarks and next(found, None):
            more = f"--all gives all, --offset {offset + _PAGE} what comes next"
            click.echo(f"{_PAGE} pairs are shown, and there are more: {more}", err=True)


def _row(one: Listed) -> Row:
    said = one.pair.judgement
    texts = (
        one.pair.key, one.pair.grade, one.pair.positive.measured_as,
        one.positive.key, one.positive.year, one.other.key, one.other.year,
        one.pair.positive.text, one.pair.other.text,
        *((said.who, said.when, said.why) if said else (None, None, None)),
    )  # fmt: skip
    iris = (NamedNode(one.positive.iri), NamedNode(one.other.iri))
    return (*(None if text is None else Literal(text) for text in texts), *iris)


def _judged_pairs(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    return _offer(
        context, begun, lambda store: judgements(store).items(), lambda said: said.verdict
    )


def _every_pair(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    def listed(store: Store) -> Iterator[tuple[str, Listed]]:
        papers = store.graph_names(store.iris.graph(""))
        if sum(1 for _ in islice(papers, _SMALL)) < _SMALL:
            for one in pairs(store, limit=_OFFERED):
                yield one.pair.key, one

    known = _judged_pairs(context, _, begun)
    keys = {item.value for item in known}
    others = _offer(context, begun, listed, lambda one: one.pair.positive.measured_as or "")
    return [*known, *(item for item in others if item.value not in keys)]


def _offer(context: click.Context, begun: str, listed: Any, words: Any) -> list[CompletionItem]:
    try:
        with open_store(context.find_root().params["store"]) as store:
            return [
                CompletionItem(key, help=words(one))
                for key, one in listed(store)
                if key.startswith(begun)
            ]
    except CpgraphError:
        return []


@contradictions.command(
    short_help="Show both claims of a pair side by side.",
    epilog="Example: cpgraph contradictions show 7cd64b6f8cc6",
)
@click.argument("key", metavar="PAIR", shell_complete=_every_pair)
@format_option(("text", "json"), "it is printed", "text", value="text")
@output_option
@click.pass_context
def show(context: click.Context, key: str, *, form: str, output: Path | None) -> None:
    """Show both claims of a pair side by side, and who said what of it.

    PAIR is the key that the list shows, or how it begins: four digits or more.
    """
    from cpgraph.cli.pair_text import as_json, as_text  # noqa: PLC0415

    with open_store(context.obj) as store:
        found = pair(store, key)
        text = as_json(store, found) if form == "json" else as_text(store, found, _width(output))
    with output_stream(output) as stream:
        stream.write(text.encode(sys.stdout.encoding or "utf-8", "backslashreplace"))


def _width(output: Path | None) -> int:
    """How wide the text can be: as the terminal; what is written is read in some editor."""
    import shutil  # noqa: PLC0415

    return 100 if output else min(140, shutil.get_terminal_size((100, 24)).columns)


def _judging(verdict: str, help_: str) -> Any:
    """A command that writes down what a person says of a pair."""

    def say(context: click.Context, key: str, who: str, why: str) -> None:
        with open_store(context.obj) as store:
            found = pair(store, key)  # before anything is opened for writing
        with open_to_write(context.obj) as store:
            said = judge(store, (found.positive.iri, found.other.iri), verdict, who=who, why=why)
        now = {"confirmed": "is confirmed (K3)", "reopened": "is open again"}
        click.echo(f"{found.pair.key} {now.get(verdict, f'is closed: {verdict}')}, says {said.who}")

    name = {"confirmed": "confirm", "explained": "explain", "reopened": "reopen"}.get(
        verdict, verdict
    )
    offered = _judged_pairs if verdict == "reopened" else _every_pair
    return contradictions.command(
        name,
        short_help=help_,
        help=f"{help_}\n\nPAIR is the key that the list shows, or how it begins.",
        epilog=f'Example: cpgraph contradictions {name} 7cd64b6f8cc6 --who "Ann Smith" --why '
        f'"{_WHY[verdict]}"',
    )(_key_argument(offered)(_who_option(_why_option(click.pass_context(say)))))


def _key_argument(offered: Any) -> Any:
    return click.argument("key", metavar="PAIR", shell_complete=offered)


_who_option = click.option(
    "--who",
    metavar="NAME",
    envvar="CPGRAPH_USER",
    required=True,
    help="The person who judges.  [env: CPGRAPH_USER]",
)
_why_option = click.option("--why", metavar="REASON", required=True, help="The reason, in words.")
_WHY = {
    "confirmed": "same tasks, same years",
    "explained": "one counts per hour, the other per week",
    "not-comparable": "one is of staff, the other of clients",
    "reopened": "both count per week",
}
confirm, explain, not_comparable, reopen = (
    _judging("confirmed", "Say that the claims of a pair contradict each other."),
    _judging("explained", "Close a pair: why its claims differ is known."),
    _judging("not-comparable", "Close a pair: its claims are of different things."),
    _judging("reopened", "Take back what was said: the pair is open again."),
)
