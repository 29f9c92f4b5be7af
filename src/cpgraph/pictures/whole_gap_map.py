"""The gap map of a store: themes × outcome categories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cpgraph.pictures.fitting import wrapped
from cpgraph.pictures.frame import INSIDE, SMALL, Drawing, framed, label, lines, rule
from cpgraph.pictures.names import name_of
from cpgraph.pictures.picture import Picture
from cpgraph.pictures.states import CONTESTED, TINTS, state_key, state_mark
from cpgraph.pictures.svg import Element, element
from cpgraph.synthesis.model import VOTES, Counts
from cpgraph.synthesis.wording import four, number

_NAME_ROOM, _ROW, _TOP, _HEAD = 160.0, 26.0, 24.0, 50.0
_SMALLER = SMALL - 1
#: Themes side by side, and categories under one head.
MOST_THEMES, REPEAT = 10, 40

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A theme's studies of a category."""

    theme: str
    category: str
    counts: Counts
    state: str
    contested: bool
    gap: bool

    @classmethod
    def of(cls, row: Row) -> _Cell:
        """What is drawn of a row of the query ``synthesis/gap-map``."""
        return cls(
            str(row["theme_key"]),
            str(row["category_label"]),
            Counts(*(int(str(row[vote])) for vote in VOTES)),
            str(row["state"]),
            row["contested"] == "yes",
            row["synthesis_gap"] == "yes",
        )

    @property
    def tip(self) -> str:
        """What the cell says, in words."""
        flags = f"{', contested' * self.contested}{', no synthesis as new' * self.gap}"
        said = f"{number(self.counts.studies, 'study')} ({four(self.counts)})"
        return f"{self.category}, {name_of('theme', self.theme)}: {self.state}{flags}, {said}"


def gap_picture(rows: Iterable[Row]) -> Picture:
    """The map of all cells, from the rows of the stored query ``synthesis/gap-map`` by column.

    Themes and categories stand in the order of the rows. The CSV has the rows as they are.
    """
    given = list(rows)
    cells = [_Cell.of(row) for row in given]
    columns = list(given[0]) if given else []
    drawn, height = _blocks(cells)
    drawing = Drawing(
        "gaps",
        _title(cells),
        _alt(cells),
        [*state_key(10), *drawn],
        height,
        columns,
        [[_plain(row[column]) for column in columns] for row in given],
        (
            "Numbers are studies; a dashed frame is a cell that could be tested and has no synthesis "
            "as new as its newest study. A study counts under each of its themes: cells do not add up.",
        ),
    )
    return framed(drawing)


def _plain(value: object) -> str | int | float | None:
    return value if isinstance(value, int | float) or value is None else str(value)


def _blocks(cells: Sequence[_Cell]) -> tuple[list[Element], float]:
    themes = list(dict.fromkeys(cell.theme for cell in cells))
    categories = sorted({cell.category for cell in cells}, key=lambda name: (name.casefold(), name))
    found = {(cell.category, cell.theme): cell for cell in cells}
    drawn: list[Element] = []
    y = _TOP
    for across in _parts(themes, MOST_THEMES):
        step = min(110.0, (INSIDE - _NAME_ROOM) / len(across))
        for down in _parts(categories, REPEAT):
            drawn.extend(_head(across, step, y))
            y += _HEAD
            for category in down:
                row = [found.get((category, theme)) for theme in across]
                drawn.extend(_row(category, row, step, y))
                y += _ROW
            y += 12
    return drawn, y - 12 if cells else y


def _parts(names: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    return (names[first : first + most] for first in range(0, len(names), most))


def _head(themes: Sequence[str], step: float, y: float) -> Iterator[Element]:
    for place, theme in enumerate(themes):
        name = name_of("theme", theme)
        texts = wrapped(f"{name[:1].upper()}{name[1:]}", step - 2, _SMALLER, most=3)
        x, first = _NAME_ROOM + step * place + 2, y + _HEAD - 9 - 13.5 * (len(texts) - 1)
        yield element("g", element("title", name), *lines(texts, x, first, size=_SMALLER))
    yield rule(0, y + _HEAD, _NAME_ROOM + step * len(themes), y + _HEAD, "axis")


def _row(category: str, cells: Sequence[_Cell | None], step: float, y: float) -> Iterator[Element]:
    yield rule(0, y + _ROW, _NAME_ROOM + step * len(cells), y + _ROW)
    yield label(category, 0, y + _ROW / 2 + 4, _NAME_ROOM - 4, size=SMALL)
    for place, cell in enumerate(cells):
        if cell:
            yield element("g", *_cell(cell, _NAME_ROOM + step * place, step, y), class_="mark cell")


def _cell(cell: _Cell, x: float, step: float, y: float) -> Iterator[Element]:
    middle = y + _ROW / 2
    yield element("title", cell.tip)
    if tint := TINTS.get(cell.state):
        yield element("rect", x=x + 1, y=y + 1, width=step - 2, height=_ROW - 2, class_=tint)
    if cell.gap:
        frame = {"x": x + 2, "y": y + 2, "width": step - 4, "height": _ROW - 4}
        yield element("rect", **frame, class_="ring", stroke_dasharray="3 2")
    yield state_mark(cell.state, x + 12, middle)
    if cell.counts.studies:
        yield label(f"{cell.counts.studies:,}", x + 21, middle + 4, step - 20, size=SMALL)
    if cell.contested:
        yield label(CONTESTED, x + step - 5, middle + 4, 30, size=SMALL - 2, anchor="end")


def _title(cells: Sequence[_Cell]) -> str:
    states = Counter(cell.state for cell in cells)
    none = states["nothing loaded"] + states["loaded, not eligible"]
    contested, gaps = sum(cell.contested for cell in cells), sum(cell.gap for cell in cells)
    return (
        f"{number(len(cells), 'cell')} of theme and outcome category: {states['testable']:,} with 6 "
        f"studies or more, {states['covered']:,} with 3 to 5, {states['thin']:,} with 1 or 2, "
        f"{none:,} with none; {contested:,} contested, {gaps:,} still to be synthesised."
    )


def _alt(cells: Sequence[_Cell]) -> str:
    states = Counter(cell.state for cell in cells)
    said = ", ".join(f"{state}: {count:,}" for state, count in sorted(states.items()))
    themes = len({cell.theme for cell in cells})
    categories = len({cell.category for cell in cells})
    return (
        f"Gap map of {number(themes, 'theme')} by {number(categories, 'outcome category')}. "
        f"Cells: {said or '0'}."
    )
