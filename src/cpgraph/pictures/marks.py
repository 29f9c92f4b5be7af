"""Marks that say a direction by shape as well as by colour: ▲ positive, ▼ negative, ◄► mixed, ○ null."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt

from cpgraph.pictures.fitting import width
from cpgraph.pictures.frame import SMALL, label
from cpgraph.pictures.svg import Element, element, short
from cpgraph.synthesis.model import VOTES, Counts, Vote

#: In texts.
SIGNS: dict[Vote, str] = {"positive": "▲", "negative": "▼", "mixed": "◄►", "null": "○"}
_POINTS: dict[Vote, tuple[tuple[float, float], ...]] = {
    "positive": ((0, -1), (1, 0.8), (-1, 0.8)),
    "negative": ((0, 1), (1, -0.8), (-1, -0.8)),
    "mixed": ((-1.2, 0), (-0.15, -0.9), (-0.15, 0.9), (0.15, 0.9), (0.15, -0.9), (1.2, 0)),
}
_LEAST, _MOST = 5.0, 10.0


def mark(
    vote: Vote, x: float, y: float, radius: float, tip: str | None = None, *, drawn: str = "mark"
) -> Element:
    """A direction's mark about a centre; ``tip`` is said on pointing at it."""
    said = element("title", tip) if tip else None
    class_ = f"{drawn} {vote}"
    if vote == "null":
        return element("circle", said, cx=x, cy=y, r=radius * 0.85, stroke_width=1.6, class_=class_)
    return element("path", said, d=_path(vote, x, y, radius), class_=class_)


def _path(vote: Vote, x: float, y: float, radius: float) -> str:
    points = [f"{short(x + radius * dx)} {short(y + radius * dy)}" for dx, dy in _POINTS[vote]]
    parts = (points[:3], points[3:]) if vote == "mixed" else (points,)
    return "".join(f"M{'L'.join(part)}Z" for part in parts)


def radius_of(count: int) -> float:
    """The radius of a mark for so many claims: areas grow with them, up to 4.

    >>> radius_of(1), radius_of(4), radius_of(500)
    (5.0, 10.0, 10.0)
    """
    return min(_MOST, _LEAST * sqrt(count))


def linked(drawn: Element, href: str | None) -> Element:
    """An element that leads to ``href``, where there is one."""
    return element("a", drawn, href=href) if href else drawn


def key(y: float, further: Iterable[tuple[Element, str]] = ()) -> list[Element]:
    """The four marks with their words in one row, and further pairs of an element at 0, 0 and a word."""
    x, drawn = 6.0, list[Element]()
    votes = [(mark(vote, 0, 0, 6, drawn="key"), vote) for vote in VOTES]
    for shape, word in (*votes, *further):
        drawn.append(element("g", shape, transform=f"translate({short(x)} {short(y)})"))
        drawn.append(label(word, x + 12, y + 4, 300, size=SMALL))
        x += 12 + width(word, SMALL) + 22
    return drawn


def of_vote(counts: Counts, vote: Vote) -> int:
    """How many studies vote so."""
    return {
        "positive": counts.positive,
        "negative": counts.negative,
        "mixed": counts.mixed,
        "null": counts.null,
    }[vote]
