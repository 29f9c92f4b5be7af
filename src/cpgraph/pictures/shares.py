"""A share of positive studies with its interval, on an axis from none to all."""

from __future__ import annotations

from collections.abc import Iterator

from cpgraph.pictures.frame import SMALL, label, rule
from cpgraph.pictures.svg import Element, element
from cpgraph.synthesis.model import Proportion

PANEL = 140.0
_CAP, _HALF = 3.5, 4.0


def panel(x: float, top: float, bottom: float) -> Iterator[Element]:
    """The axis above and the lines of a column of shares, the one at one half dashed."""
    for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
        at = x + share * PANEL
        dashes = "4 3" if share == 0.5 else None  # noqa: PLR2004 # one half
        yield element(
            "line", x1=at, y1=top, x2=at, y2=bottom, class_="axis", stroke_dasharray=dashes
        )
        yield label(f"{share:.0%}".replace("%", " %"), at, top - 8, 50, size=SMALL, anchor=anchor)


def interval(found: Proportion, x: float, middle: float, tip: str) -> Iterator[Element]:
    """A square at the share and whiskers to the limits of its interval; none where it is undefined."""
    if found.share is None or found.low is None or found.high is None:
        return
    low, high, at = (x + limit * PANEL for limit in (found.low, found.high, found.share))
    yield rule(low, middle, high, middle, "ring")
    for end in (low, high):
        yield rule(end, middle - _CAP, end, middle + _CAP, "ring")
    yield element(
        "rect",
        element("title", tip),
        x=at - _HALF,
        y=middle - _HALF,
        width=2 * _HALF,
        height=2 * _HALF,
        class_="mark solid",
    )
