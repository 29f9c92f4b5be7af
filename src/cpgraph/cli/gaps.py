"""``cpgraph gaps``: for which themes and outcome categories there are studies, and for which not."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from shutil import get_terminal_size
from string import ascii_uppercase
from typing import Any

import click

from cpgraph import queries
from cpgraph.cli.answers import formats_shown
from cpgraph.cli.drawn import SVG, is_picture, write_picture
from cpgraph.cli.options import (
    format_option,
    memory_option,
    open_asked,
    output_option,
    output_stream,
    timeout_option,
)
from cpgraph.cli.query import query_command
from cpgraph.cli.tables import print_solutions
from cpgraph.queries import stored_query
from cpgraph.results import Solutions, printable

_STORED = stored_query("synthesis/gap-map")
_NAMES = [parameter.name for parameter in _STORED.parameters]
_FILTERS = [option for option in query_command(_STORED).params if option.name in _NAMES]
_MAP = "map"
#: What is between columns, and how wide one is whose head is a letter.
_GAP, _LETTER = 2, 5
_LEGEND = (
    "Numbers are of studies that vote. - nothing loaded, . loaded but none votes, 1 and 2 thin,\n"
    "3 to 5 covered, 6 and more testable; ! contested (4 or more directional studies, conflict index\n"
    "at least 0.6), * testable and no stored synthesis as new as the newest study.\n"
    "A paper has several themes, so cells do not add up."
)
Row = Mapping[str, Any]


@click.command(params=_FILTERS, epilog="Example: cpgraph gaps --theme productivity -o gaps.svg")
@format_option(
    (_MAP, SVG, *formats_shown("SELECT")),
    "it is printed",
    "by suffix, else a map on a terminal, else tsv",
)
@timeout_option
@memory_option
@output_option
@click.pass_obj
def gaps(
    location: str,
    /,
    *,
    form: str | None,
    output: Path | None,
    timeout_s: float | None,
    memory_mb: int | None,
    **filters: Any,
) -> None:
    """Show for which themes and outcome categories there are enough studies, and where gaps are.

    The map has a line for each outcome category and a column for each theme. With -o FILE.svg it is a
    picture, with the numbers as CSV beside it; other formats have a row for each cell.
    """
    arguments = {name: value for name, value in filters.items() if value}
    on_terminal = form is None and output is None and sys.stdout.isatty()
    with open_asked(location, timeout_s, memory_mb) as store:
        found = queries.select(store, _STORED, arguments)
        if is_picture(form, output):
            from cpgraph.pictures import gap_picture  # noqa: PLC0415

            write_picture(gap_picture(_by_column(found)), output)
        elif form == _MAP or on_terminal:
            text = "\n".join(_map(list(_by_column(found)), _room(output))) + "\n"
            with output_stream(output) as stream:
                stream.write(printable(text, keep_newlines=True).encode())
        else:
            print_solutions(found, form, output, store.iris.prefixes)


def _room(output: Path | None) -> int:
    """How wide the map can be: as the terminal; what is written is read in some editor."""
    return 160 if output else get_terminal_size((160, 24)).columns


def _by_column(found: Solutions) -> Iterator[Row]:
    names = [column.name for column in found.columns]
    return (dict(zip(names, row, strict=True)) for row in found)


def _map(rows: Sequence[Row], room: int) -> Iterator[str]:
    """The lines of the map, categories by label; themes are letters where their names have no room."""
    themes = list(dict.fromkeys(row["theme_key"] for row in rows))
    cells = {(row["category_label"], row["theme_key"]): _mark(row) for row in rows}
    categories = sorted({row["category_label"] for row in rows}, key=str.casefold)
    first = max(map(len, categories), default=0)
    heads = [theme.replace("_", " ").split() for theme in themes]
    width = max((len(word) for words in heads for word in words), default=0) + _GAP
    letters = dict(zip(themes, ascii_uppercase, strict=False))
    if first + width * len(themes) > room and len(letters) == len(themes):
        heads, width = [[letter] for letter in letters.values()], _LETTER
    for line in range(max(map(len, heads), default=0)):
        yield _line("", (words[line] if line < len(words) else "" for words in heads), first, width)
    for category in categories:
        yield _line(category, (cells.get((category, theme), "-") for theme in themes), first, width)
    if width == _LETTER:
        yield from ("", *(f"{letter} {theme}" for theme, letter in letters.items()))
    yield f"\n{_LEGEND}"


def _line(name: str, cells: Iterable[str], first: int, width: int) -> str:
    return f"{name:<{first}}{''.join(f'{cell:>{width}}' for cell in cells)}".rstrip()


def _mark(row: Row) -> str:
    if not row["studies"]:
        return "." if row["loaded"] else "-"
    flags = "!" * (row["contested"] == "yes") + "*" * (row["synthesis_gap"] == "yes")
    return f"{flags}{row['studies']}"
