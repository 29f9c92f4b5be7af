"""``cpgraph trend``: how the votes on an outcome added up over the years."""

from __future__ import annotations

import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cpgraph.cli.answers import formats_shown
from cpgraph.cli.completion import concept_keys
from cpgraph.cli.drawn import SVG, is_picture, write_picture
from cpgraph.cli.options import format_option, output_option, output_stream
from cpgraph.cli.synthesis import filter_options
from cpgraph.cli.tables import print_solutions
from cpgraph.errors import CpgraphError
from cpgraph.rdf import Literal, integer_literal, typed
from cpgraph.results import Bindings, Column, Row, Solutions
from cpgraph.store import open_store

if TYPE_CHECKING:
    from cpgraph.synthesis import Synthesis
    from cpgraph.synthesis.model import YearPoint

_TEXT = "text"
_COUNTS = ("positive", "negative", "mixed", "null", "studies")
_COLUMNS = (
    Column("period", "string", "year of publication of the study's earliest paper; not dated last"),
    *(Column(name, "integer", "studies of the year") for name in _COUNTS),
    Column("cumulative_positive", "integer", "studies up to the year that vote positive"),
    Column("cumulative_directional", "integer", "of so many that vote positive or negative"),
    Column("share", "decimal", "the share of positive; repeated looks, no test"),
    Column("low", "decimal", "the lower end of its 95 % interval"),
    Column("high", "decimal", "its upper end"),
    Column("papers", "string", "keys of the papers of the year's studies"),
)


@click.command(epilog='Example: cpgraph trend "Developer Productivity" -o trend.svg')
@click.argument("subject", nargs=-1, required=True, shell_complete=concept_keys("category"))
@filter_options
@format_option(
    (_TEXT, SVG, *formats_shown("SELECT")),
    "it is printed",
    "by suffix, else text on a terminal, else tsv",
)
@output_option
@click.pass_obj
def trend(
    location: str,
    /,
    subject: tuple[str, ...],
    *,
    form: str | None,
    output: Path | None,
    **filters: Any,
) -> None:
    """Show how the votes on SUBJECT added up by year of publication, with the share and its interval.

    SUBJECT is an outcome category, in any spelling, or an outcome. The interval of each year is a look
    at the same studies again, not a test.
    """
    from cpgraph.synthesis import ask, synthesise  # noqa: PLC0415

    with open_store(location) as store:
        made = synthesise(store, ask(store, " ".join(subject), **filters))
    if is_picture(form, output):
        write_picture(_picture(made), output)
    elif form == _TEXT or (form is None and output is None and sys.stdout.isatty()):
        with output_stream(output) as stream:
            stream.write(_text(made).encode())
    else:
        names = tuple(column.name for column in _COLUMNS)
        print_solutions(Solutions(Bindings(names, _rows(made)), _COLUMNS), form, output)
        click.echo("repeated looks, no test", err=True)


def _picture(made: Synthesis) -> Any:
    from cpgraph.pictures import pictures_of  # noqa: PLC0415

    found = next((one for one in pictures_of(made) if one.name == "cumulative"), None)
    if found is None:
        raise CpgraphError(
            f"{made.question.label}: {made.counts.directional} studies vote positive or negative, so "
            "there is no share to draw; leave out a filter, or ask for --format text"
        )
    return found


def _text(made: Synthesis) -> str:
    from cpgraph.reports.blocks import Report  # noqa: PLC0415
    from cpgraph.reports.context import trend_section  # noqa: PLC0415
    from cpgraph.reports.evidence import Evidence  # noqa: PLC0415
    from cpgraph.reports.text import text  # noqa: PLC0415
    from cpgraph.synthesis.wording import headline  # noqa: PLC0415

    width = max(60, min(120, shutil.get_terminal_size((100, 24)).columns))
    report = Report(headline(made.question, made.counts), (trend_section(Evidence(made)),))
    behind = "The claims behind it: cpgraph synthesis, with the same SUBJECT and filters."
    return f"{text(report, width)}\n{behind}\n"


def _rows(made: Synthesis) -> Iterator[Row]:
    papers: dict[str, list[str]] = defaultdict(list)
    for study in made.studies:
        year = study.published[:4] if study.published else "not dated"
        papers[year] += [paper.key for paper in study.papers]
    return (_row(point, sorted(papers[point.period])) for point in made.trend.points)


def _row(point: YearPoint, papers: list[str]) -> Row:
    share = point.proportion
    counts = [getattr(point.counts, name) for name in _COUNTS]
    numbers = [integer_literal(count) for count in (*counts, share.positive, share.directional)]
    shares = [
        None if value is None else typed(f"{value:.6f}", "decimal")
        for value in (share.share, share.low, share.high)
    ]
    return (Literal(point.period), *numbers, *shares, Literal(" ".join(papers)))
