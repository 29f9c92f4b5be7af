"""Bars of votes that differ in grey: positive is full, negative hatched, mixed dotted, null hollow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cpgraph.pictures.marks import of_vote
from cpgraph.pictures.svg import Element, element
from cpgraph.synthesis.model import VOTES, Counts, Vote

HEIGHT = 13.0


def hatching(picture: str) -> Element:
    """The patterns of a picture's bars; named after it, because names hold for a whole page."""
    stripe = element("path", d="M0 5L5 0", class_="hatch", stroke_width=1.4)
    dot = element("circle", cx=2.5, cy=2.5, r=1, class_="paper")
    return element(
        "defs", _pattern(f"{picture}-negative", stripe), _pattern(f"{picture}-mixed", dot)
    )


def _pattern(name: str, drawn: Element) -> Element:
    return element("pattern", drawn, id=name, width=5, height=5, patternUnits="userSpaceOnUse")


@dataclass(frozen=True, slots=True)
class Bars:
    """How the bars of a picture are drawn: whose they are, and how long a study is."""

    picture: str
    unit: float

    def bar(self, vote: Vote, count: int, x: float, middle: float, tip: str) -> Iterator[Element]:
        """A bar from ``x`` to the right; one that is too short to be seen is still a hair wide."""
        inset = 0.5 if vote == "null" and count * self.unit > 2 else 0.0  # noqa: PLR2004 # its outline
        place = {
            "x": x + inset,
            "y": middle - HEIGHT / 2 + inset,
            "width": max(0.6, count * self.unit) - 2 * inset,
            "height": HEIGHT - 2 * inset,
        }
        yield element("rect", element("title", tip), **place, class_=f"mark {vote}")
        if vote in ("negative", "mixed"):
            pattern = f"url(#{self.picture}-{vote})"
            yield element("rect", **place, fill=pattern, pointer_events="none")

    def stacked(self, counts: Counts, x: float, middle: float, tip: str) -> Iterator[Element]:
        """All four votes in one bar."""
        for vote in VOTES:
            if count := of_vote(counts, vote):
                yield from self.bar(vote, count, x, middle, tip)
                x += count * self.unit
