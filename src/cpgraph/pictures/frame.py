"""What all pictures have: a frame with the title above, notes below, and texts for those who listen."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO

from cpgraph.pictures.fitting import ellipsized, wrapped
from cpgraph.pictures.picture import Picture
from cpgraph.pictures.style import STYLESHEET
from cpgraph.pictures.svg import Element, element

#: Of every picture, and of what lies between its margins.
WIDTH, MARGIN = 800, 16
INSIDE = WIDTH - 2 * MARGIN
TEXT, SMALL = 12, 11
_HEADING, _LEADING = 15, 1.35

Cell = str | int | float | None
#: Where marks and names lead: an address by the IRI of a claim or study; or by ``all``, or a part as in
#: ``type/rct``, ``strength/high``, ``theme/adoption``, ``year/2026``, ``not voting/review_meta``,
#: ``vote/positive`` or ``until/2026`` (of studies up to a year).
Links = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a picture shows, before it is framed.

    :param body: elements between the margins; their origin is below the title.
    :param height: of the body.
    :param notes: sentences below the body.
    :param columns: of the CSV.
    """

    name: str
    title: str
    alt: str
    body: Sequence[Element]
    height: float
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = field(default=())


def framed(drawing: Drawing) -> Picture:
    """The picture of a drawing."""
    heading = wrapped(drawing.title, INSIDE, _HEADING, bold=True)
    top = MARGIN + len(heading) * _HEADING * _LEADING + 10
    notes = [line for note in drawing.notes for line in wrapped(note, INSIDE, SMALL)]
    below = top + drawing.height + (10 if notes else 0)
    height = below + len(notes) * SMALL * _LEADING + MARGIN
    svg = _svg(
        drawing,
        height,
        element("rect", class_="paper", width=WIDTH, height=height),
        *lines(heading, MARGIN, MARGIN + _HEADING, size=_HEADING, font_weight="bold"),
        element("g", *drawing.body, transform=f"translate({MARGIN} {top:.2f})"),
        *lines(notes, MARGIN, below + SMALL, size=SMALL, class_="soft"),
    )
    table = csv_text(drawing.columns, drawing.rows)
    return Picture(drawing.name, drawing.title, f"{svg}\n", table, drawing.alt)


def _svg(drawing: Drawing, height: float, *content: Element) -> Element:
    title, description = f"{drawing.name}-title", f"{drawing.name}-desc"
    return element(
        "svg",
        element("title", drawing.title, id=title),
        element("desc", drawing.alt, id=description),
        element("style", STYLESHEET),
        *content,
        xmlns="http://www.w3.org/2000/svg",
        class_="cpg-picture",
        # what is within an image is not there for those who listen, and links have to be
        role="group" if any(node.name == "a" for node in _within(content)) else "img",
        aria_labelledby=f"{title} {description}",
        viewBox=f"0 0 {WIDTH} {height:.2f}",
        width=WIDTH,
        height=height,
    )


def _within(elements: Iterable[Element]) -> Iterator[Element]:
    return (node for one in elements for node in one.walk())


def label(
    text: str,
    x: float,
    y: float,
    room: float,
    *,
    size: float = TEXT,
    anchor: str | None = None,
    bold: bool = False,
    class_: str | None = None,
    tip: str | None = None,
) -> Element:
    """A text on one line; where it has to be cut, the whole of it is said on pointing at it.

    :param tip: what is said instead, cut or not.
    """
    line = ellipsized(text, room, size, bold=bold)
    said = tip or (text if line != text else None)
    whole = element("title", said) if said else None
    return element(
        "text",
        whole,
        line,
        x=x,
        y=y,
        font_size=size,
        text_anchor=anchor,
        font_weight="bold" if bold else None,
        class_=class_,
    )


def lines(
    texts: Iterable[str], x: float, y: float, *, size: float = TEXT, **attributes: str | None
) -> list[Element]:
    """Lines of text below each other; ``y`` is the first one's baseline."""
    return [
        element("text", text, x=x, y=y + place * size * _LEADING, font_size=size, **attributes)
        for place, text in enumerate(texts)
    ]


def rule(x1: float, y1: float, x2: float, y2: float, class_: str = "line") -> Element:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """CSV with a header, lines ended as on Unix; None is empty."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()
