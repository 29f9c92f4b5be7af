"""The commands of ``cpgraph synthesis`` for stored ones: list, status, refresh, history, notes."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from cpgraph.cli.options import format_option, open_to_change, output_option
from cpgraph.errors import CpgraphError, SourceError
from cpgraph.results import Bindings, Column, Row, Solutions, printable
from cpgraph.store import Store, open_store

_ROWS = ("table", "csv", "tsv", "json", "jsonl", "markdown", "html")


def _stored_names(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    from cpgraph.living import names  # noqa: PLC0415

    try:
        with open_store(context.find_root().params["store"]) as store:
            return [CompletionItem(name) for name in names(store) if name.startswith(begun)]
    except CpgraphError:
        return []


_name = click.argument("name", shell_complete=_stored_names)
_name_or_all = click.argument("name", required=False, shell_complete=_stored_names)
_rows = format_option(_ROWS, "rows are printed", "by suffix, else a table on a terminal, else tsv")
_by = click.option("--by", "who", help="Who does it.  [env: CPGRAPH_USER, else the login]")
_who = click.option("--who", required=True, metavar="NAME", help="The name of who says so.")


def _print(
    rows: Iterable[Row],
    columns: tuple[Column, ...],
    asked: str,
    form: str | None,
    output: Path | None,
) -> None:
    from cpgraph.cli.tables import print_solutions  # noqa: PLC0415

    names = tuple(column.name for column in columns)
    print_solutions(Solutions(Bindings(names, rows), columns, asked), form, output)


@click.command("list", epilog="Example: cpgraph synthesis list")
@_rows
@output_option
@click.pass_obj
def list_syntheses(location: str, *, form: str | None, output: Path | None) -> None:
    """Show the stored syntheses: what each asked, and what it came to."""
    from cpgraph import living  # noqa: PLC0415
    from cpgraph.cli.living_rows import STORED, stored_row  # noqa: PLC0415

    with open_store(location) as store:
        rows = [stored_row(living.load(store, name)) for name in living.names(store)]
    _print(rows, STORED, "Which syntheses are stored?", form, output)


@click.command(epilog="Example: cpgraph synthesis status")
@_name_or_all
@_rows
@output_option
@click.pass_obj
def status(location: str, name: str | None, *, form: str | None, output: Path | None) -> None:
    """Say which stored syntheses are stale, and why; of one NAME, by which papers and claims.

    The store is asked again, so this is true of it as it is now.
    """
    from cpgraph import living  # noqa: PLC0415
    from cpgraph.cli.living_rows import REASONS, STATUS, reason_rows, status_row  # noqa: PLC0415

    with open_store(location) as store:
        found = living.status(store, name)
    if name:
        _print(reason_rows(found[0]), REASONS, f"Why is {name} stale?", form, output)
    else:
        _print(map(status_row, found), STATUS, "Which syntheses are stale?", form, output)


@click.command(epilog="Example: cpgraph synthesis refresh error-rate")
@_name_or_all
@_by
@format_option(("text", "json"), "it is printed", "text", value="text")
@click.pass_obj
def refresh(location: str, name: str | None, *, who: str | None, form: str) -> None:
    """Make stale syntheses anew (all, or one NAME), and show before and after.

    What each said before is kept: 'cpgraph synthesis history NAME' shows it.
    """
    from cpgraph import living, worklist  # noqa: PLC0415
    from cpgraph.cli.living_rows import refreshed_json, refreshed_lines  # noqa: PLC0415

    with open_to_change(location) as store:
        done = living.refresh(store, name, who=who, judgements=worklist.judgements(store))
    if form == "json":
        click.echo(refreshed_json(done))
        return
    for one in done:
        for line in refreshed_lines(one):
            click.echo(printable(line))
    if not done:
        click.echo("nothing is stale", err=True)


@click.command(epilog="Example: cpgraph synthesis history error-rate")
@_name
@_rows
@output_option
@click.pass_obj
def history(location: str, name: str, *, form: str | None, output: Path | None) -> None:
    """Show what a stored synthesis said before, version by version, the newest first."""
    from cpgraph import living  # noqa: PLC0415
    from cpgraph.cli.living_rows import STORED, stored_row  # noqa: PLC0415

    with open_store(location) as store:
        rows = [stored_row(one) for one in living.history(store, name)]
    _print(rows, STORED, f"What did {name} say before?", form, output)


@click.command(
    epilog="Example: cpgraph synthesis annotate error-rate --file a.md --who 'Ann Lee' --method person"
)
@_name
@click.option(
    "--file",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The text, UTF-8; - is standard input.",
)
@_who
@click.option("--method", required=True, help="person, or model: and which, as model:abc-1.")
@click.pass_obj
def annotate(location: str, name: str, *, file: Path, who: str, method: str) -> int:
    """Attach prose to a stored synthesis: a bottom line, what it means in practice.

    Papers are cited as [KEY], [CURIE] or [DOI]. Each citation must be a paper in the store, and each
    number one of the synthesis; else the sentences are listed, nothing is kept, and the exit code is 1.
    """
    from cpgraph import living  # noqa: PLC0415
    from cpgraph.synthesis.wording import number  # noqa: PLC0415

    text = _text(file)
    with open_to_change(location) as store:
        try:
            made = living.annotate(store, name, text, who=who, method=method)
        except living.RefusedProseError as error:
            for found in error.problems:
                click.echo(printable(f"{file}: {found.problem}: {found.sentence}"), err=True)
            return 1
        papers = number(len(made.papers), "paper")
        _say_kept(store, name, f"kept as {_short(made.iri)}, with {papers} cited")
    return 0


@click.command(
    epilog="Example: cpgraph synthesis rate error-rate --level low --who 'Ann Lee' --why 'Few studies.'"
)
@_name
@click.option(
    "--level",
    required=True,
    type=click.Choice(["high", "moderate", "low", "very-low"]),
    help="How certain the evidence is (GRADE).",
)
@_who
@click.option("--why", required=True, help="The reasons for the level.")
@click.option(
    "--domain",
    "domains",
    multiple=True,
    metavar="DOMAIN=CONCERN: REASON",
    help='What is said of one domain, as "risk of bias=serious: no control groups" (repeatable).',
)
@click.pass_obj
def rate(
    location: str, name: str, *, level: str, who: str, why: str, domains: tuple[str, ...]
) -> None:
    """Rate the certainty of a stored synthesis, as a named person with reasons.

    The level is shown with the synthesis; when its data change, it is shown as outdated. One above the
    provisional ceiling of the worksheet is kept, and shown as above it.
    """
    from cpgraph import living  # noqa: PLC0415
    from cpgraph.living.rating import above_rule, judged_of  # noqa: PLC0415

    judged = [judged_of(one) for one in domains]
    with open_to_change(location) as store:
        made = living.rate(store, name, level, who=who, why=why, domains=judged)
        _say_kept(store, name, f"{made.level} certainty, kept as {_short(made.iri)}")
        if rule := above_rule(living.load(store, name), made.level):
            said = f"{name}: {made.level} is above what the rule allows ({rule}); reports say so"
            click.echo(printable(said), err=True)


def _say_kept(store: Store, name: str, said: str) -> None:
    from cpgraph import living  # noqa: PLC0415

    click.echo(printable(f"{name}: {said}"))
    if name in {one.name for one in living.status(store, name) if one.is_stale}:
        instead = f"'cpgraph synthesis refresh {name}' comes first"
        click.echo(f"{name} is stale, so what was kept is outdated; {instead}", err=True)


def _short(iri: str) -> str:
    """``annotation 2`` of its graph."""
    kind, _, number = iri.rsplit("/", 2)
    return f"{kind.rsplit('/', 1)[-1]} {number}"


def _text(file: Path) -> str:
    try:
        given = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return given.decode()
    except OSError as error:
        problem = f"cannot be read ({error.strerror}); check the path"
        raise SourceError(file, problem) from error
    except UnicodeDecodeError as error:
        raise SourceError(file, "is no UTF-8 text; save it as UTF-8") from error
