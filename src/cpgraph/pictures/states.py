"""Marks of how much is known in a cell of a gap map; fuller marks for more studies."""

from __future__ import annotations

from collections.abc import Iterator

from cpgraph.pictures.fitting import width
from cpgraph.pictures.frame import SMALL, label
from cpgraph.pictures.marks import SIGNS
from cpgraph.pictures.svg import Element, element, short

#: From what is least to what is most known, each with its words.
STATES = {
    "nothing loaded": "nothing loaded",
    "loaded, not eligible": "loaded, none votes",
    "thin": "thin (1 or 2 studies)",
    "covered": "covered (3 to 5)",
    "testable": "testable (6 and more)",
}
#: The background of a cell.
TINTS = {"thin": "tint1", "covered": "tint2", "testable": "tint3"}
#: What is written where votes are contested.
CONTESTED = SIGNS["positive"] + SIGNS["negative"]
_RADIUS = 5.5


def state_mark(state: str, x: float, y: float) -> Element:
    """A dash, a dot, a ring, a half-filled ring, a disc; a square for what is no known state."""
    if state == "nothing loaded":
        return element("line", x1=x - 3, y1=y, x2=x + 3, y2=y, class_="axis")
    if state == "loaded, not eligible":
        return element("circle", cx=x, cy=y, r=1.8, class_="solid")
    ring = element("circle", cx=x, cy=y, r=_RADIUS, stroke_width=1.5, class_="ring")
    if state == "thin":
        return ring
    if state == "covered":
        top, bottom = f"{short(x)} {short(y - _RADIUS)}", f"{short(x)} {short(y + _RADIUS)}"
        half = f"M{top}A{_RADIUS} {_RADIUS} 0 0 0 {bottom}Z"
        return element("g", ring, element("path", d=half, class_="solid"))
    return element("circle", cx=x, cy=y, r=_RADIUS, class_="solid")


def state_key(y: float) -> Iterator[Element]:
    """The marks with their words, in one row."""
    x = 6.0
    for state, words in (*STATES.items(), (CONTESTED, "contested")):
        if state == CONTESTED:
            yield label(CONTESTED, x - 6, y + 4, 40, size=SMALL)
            x += 12
        else:
            yield state_mark(state, x, y)
        yield label(words, x + 11, y + 4, 200, size=SMALL)
        x += 11 + width(words, SMALL) + 20
