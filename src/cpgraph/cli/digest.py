"""``cpgraph digest``: what is new in a window of dates, and the weeks that have papers."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from cpgraph.cli.completion import concept_keys
from cpgraph.cli.options import format_option, output_option, output_stream
from cpgraph.cli.tables import print_solutions
from cpgraph.errors import CpgraphError
from cpgraph.rdf import Literal, integer_literal
from cpgraph.results import Bindings, Column, Solutions
from cpgraph.store import open_store

_FORMS = ("text", "markdown", "html", "json")
_BY = click.option(
    "--by",
    type=click.Choice(["published", "loaded"]),
    default="published",
    show_default=True,
    help="Whether dates are those of publication or of loading.",
)
_COLUMNS = (
    Column("week", "string", "the ISO week"),
    Column("papers", "integer", "papers of the week"),
)


def _weeks_with_papers(
    context: click.Context, _: click.Parameter, begun: str
) -> list[CompletionItem]:
    from cpgraph.digest import weeks as weeks_of  # noqa: PLC0415

    try:
        with open_store(context.find_root().params["store"]) as store:
            found = weeks_of(store).papers
    except CpgraphError:
        return []
    return [
        CompletionItem(week, help=f"{papers} papers")
        for week, papers in found
        if week.startswith(begun)
    ]


@click.group(
    invoke_without_command=True,
    subcommand_metavar="[weeks]",
    epilog="Example: cpgraph digest --since 2026-05-01 --until 2026-05-31 -o may.html",
)
@click.option("--since", metavar="DATE", help="From this year, month or day on.")
@click.option("--until", metavar="DATE", help="Up to this year, month or day, which is within.")
@click.option(
    "--week",
    metavar="WEEK",
    shell_complete=_weeks_with_papers,
    help="An ISO week such as 2026-W20, in place of --since and --until.",
)
@click.option(
    "--theme",
    "themes",
    multiple=True,
    metavar="KEY",
    shell_complete=concept_keys("theme"),
    help="Only papers of this theme (repeatable).",
)
@_BY
@format_option(_FORMS, "it is printed", "by suffix, else text")
@output_option
@click.pass_context
def digest(
    context: click.Context,
    /,
    *,
    week: str | None,
    form: str | None,
    output: Path | None,
    **options: Any,
) -> None:
    """Show what is new in a window of dates, and what it changed.

    New papers, strongest first; new claims by outcome category; themes and categories in which the
    state of the evidence or the headline changed; new contradictions; gaps that closed.
    'cpgraph digest weeks' lists the weeks that have papers.
    """
    if context.invoked_subcommand:
        return
    if (week is not None) == bool(options["since"] or options["until"]):
        raise click.UsageError(
            "give --since (and --until), or --week (see 'cpgraph digest weeks')", context
        )
    from cpgraph import digest as digests  # noqa: PLC0415
    from cpgraph.reports.digest_forms import DIGEST_FORMS, digest_text  # noqa: PLC0415

    chosen = form or _form_of(output)
    with open_store(context.obj) as store:
        asked = {"by": options["by"], "themes": _themes(store, options["themes"])}
        window = (
            digests.week(week, **asked)
            if week
            else digests.window(options["since"], options["until"], **asked)
        )
        made = digests.digest(store, window)
    if chosen == "text":
        width = 100 if output else max(60, min(120, shutil.get_terminal_size((100, 24)).columns))
        encoding = "utf-8" if output else sys.stdout.encoding or "utf-8"
        content = digest_text(made, width).encode(encoding, "backslashreplace")
    else:
        content = DIGEST_FORMS[chosen].write(made)
    with output_stream(output) as stream:
        stream.write(content)


def _form_of(output: Path | None) -> str:
    """The form by the suffix of the file."""
    from cpgraph.reports.digest_forms import DIGEST_FORMS  # noqa: PLC0415

    if output is None or str(output) == "-":
        return "text"
    by_suffix = {one.suffix: one.name for one in DIGEST_FORMS.values()}
    if output.suffix.lower() not in by_suffix:
        raise click.UsageError(
            f"{output}: its suffix is of no form here; use one of {', '.join(by_suffix)}, or --format",
            click.get_current_context(),
        )
    return by_suffix[output.suffix.lower()]


def _themes(store: Any, given: tuple[str, ...]) -> tuple[str, ...]:
    from cpgraph.synthesis import ask  # noqa: PLC0415

    # a question reads its themes in any spelling; of which category it is, does not matter here
    return ask(store, "other", theme=given).themes if given else ()


@digest.command(epilog="Example: cpgraph digest weeks")
@_BY
@format_option(
    ("table", "csv", "tsv", "json", "jsonl", "markdown", "html", "xml"),
    "rows are printed",
    "a table on a terminal, else tsv",
)
@output_option
@click.pass_obj
def weeks(location: str, *, by: Any, form: str | None, output: Path | None) -> None:
    """List the weeks that have papers, newest first."""
    from cpgraph.digest import weeks as weeks_of  # noqa: PLC0415

    with open_store(location) as store:
        found = weeks_of(store, by)
    rows = ((Literal(week), integer_literal(papers)) for week, papers in found.papers)
    print_solutions(Solutions(Bindings(("week", "papers"), rows), _COLUMNS), form, output)
    if found.without_day:
        are = "paper is" if found.without_day == 1 else "papers are"
        click.echo(
            f"{found.without_day:,} {are} dated by month or year only, and in no week", err=True
        )
