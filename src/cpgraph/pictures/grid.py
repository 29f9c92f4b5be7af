"""A grid of marks: rows in groups, columns under a head that is repeated in tall grids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from cpgraph.pictures.fitting import ellipsized, width, wrapped
from cpgraph.pictures.frame import INSIDE, SMALL, TEXT, label, lines, rule
from cpgraph.pictures.marks import linked, mark
from cpgraph.pictures.svg import Element, element
from cpgraph.synthesis.model import Vote

_NAME, _ROW, _GROUP, _HEAD_LINES = 212.0, 22.0, 28.0, 4
#: After so many rows the head stands again.
REPEAT = 40


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark in a row; ``said`` is written beside it, ``tip`` is said on pointing at it."""

    vote: Vote
    radius: float
    tip: str
    said: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: the group it stands in, its name (``tip`` says more), and its marks by column."""

    group: str
    name: str
    spots: Mapping[int, Spot]
    tip: str | None = None
    href: str | None = None


def grid(columns: Sequence[str], rows: Sequence[GridRow]) -> tuple[list[Element], float]:
    """The elements of a grid, and its height. The first column stands out: it is the vote."""
    step = min(150.0, (INSIDE - _NAME) / len(columns))
    drawn: list[Element] = []
    y, seen = 0.0, ""
    for part in _batches(rows):
        place, start = len(drawn), y + (14 if y else 0)
        y = start
        y += _head(drawn, columns, step, y)
        for group, members in groupby(part, key=lambda row: row.group):
            again = " (continued)" if group == seen else ""
            drawn.append(label(f"{group}{again}", 0, y + 19, INSIDE, size=SMALL, bold=True))
            y, seen = y + _GROUP, group
            for row in members:
                drawn.extend(_row(row, step, len(columns), y))
                y += _ROW
        drawn.insert(place, _first_column(step, start, y))
    return drawn, y


def _batches(rows: Sequence[GridRow]) -> Iterator[Sequence[GridRow]]:
    # One head too few is better than a head over three rows.
    size = REPEAT if len(rows) > REPEAT + REPEAT // 4 else len(rows)
    return (rows[first : first + size] for first in range(0, len(rows), size))


def _head(drawn: list[Element], columns: Sequence[str], step: float, y: float) -> float:
    heads = [
        wrapped(text, step - 6, SMALL, most=_HEAD_LINES, bold=place == 0)
        for place, text in enumerate(columns)
    ]
    height = 15 * max(map(len, heads)) + 12
    for place, texts in enumerate(heads):
        x, weight = _centre(place, step), "bold" if place == 0 else None
        head = lines(texts, x, y + height - 15 * len(texts), size=SMALL, text_anchor="middle")
        drawn.append(element("g", element("title", columns[place]), *head, font_weight=weight))
    drawn.append(rule(0, y + height, _NAME + step * len(columns), y + height, "axis"))
    return height


def _first_column(step: float, start: float, end: float) -> Element:
    return element("rect", x=_NAME, y=start, width=step, height=end - start, class_="stripe")


def _centre(place: int, step: float) -> float:
    return _NAME + step * (place + 0.5)


def _row(row: GridRow, step: float, columns: int, y: float) -> Iterator[Element]:
    middle = y + _ROW / 2
    yield rule(0, y + _ROW, _NAME + step * columns, y + _ROW)
    yield linked(label(_name(row.name), 10, middle + 4, _NAME - 14, tip=row.tip), row.href)
    for place, spot in row.spots.items():
        x = _centre(place, step)
        yield linked(mark(spot.vote, x, middle, spot.radius, spot.tip), spot.href)
        if spot.said:
            room = step / 2 - spot.radius - 6
            size = SMALL if width(spot.said, SMALL) <= room else SMALL - 2
            yield label(spot.said, x + spot.radius + 4, middle + 4, step, size=size)


def _name(name: str) -> str:
    """A name on one line; the year behind it is never cut."""
    author, opened, year = name.rpartition(" (")
    if not opened:
        return name
    room = _NAME - 14 - width(f"{opened}{year}", TEXT)
    return f"{ellipsized(author, room, TEXT)}{opened}{year}"
