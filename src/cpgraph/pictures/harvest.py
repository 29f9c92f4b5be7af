"""The harvest plot: a bar for each study, higher for stronger designs (doi 10.1186/1471-2288-8-8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from cpgraph.pictures.fitting import width, wrapped
from cpgraph.pictures.frame import INSIDE, SMALL, Cell, Drawing, Links, label, lines, rule
from cpgraph.pictures.marks import linked, mark, of_vote
from cpgraph.pictures.names import (
    name_of,
    strength_name,
)
from cpgraph.pictures.svg import Element, element
from cpgraph.synthesis.model import Study, Synthesis, Vote
from cpgraph.synthesis.ranks import design_of, rank_of, strength_of
from cpgraph.synthesis.wording import four, number

#: From left to right, as harvest plots have it: against, neither, for.
_ORDER: tuple[Vote, ...] = ("negative", "mixed", "null", "positive")
_LEFT, _GAP, _LEAST_PANEL = 132.0, 12.0, 124.0
_TOP, _HIGH, _MOST_UNIT, _LEAST_UNIT = 58.0, 150.0, 22.0, 4.0
_DESIGNS = ("rct", "quasi_experimental", "correlational", "descriptive")
_GRADES = {"high": "high", "medium": "medium", "low": "low"}


@dataclass(frozen=True, slots=True)
class _Bar:
    """Studies of one vote, design and strength that are drawn as one bar."""

    vote: Vote
    design: str
    strength: str
    studies: tuple[Study, ...]


def harvest(made: Synthesis, links: Links) -> Drawing | None:
    """Bars in four panels, by vote; None where no study votes.

    Where studies are too many for a bar each, those of one design and strength are one wide bar.
    """
    if not made.studies:
        return None
    unit, apart = _unit(made)
    bars = _bars(made.studies, apart)
    body = [*_levels(bars), *_panels(bars, unit, links), *_key()]
    each = (
        "A bar is a study"
        if apart
        else "The width of a bar is its number of studies, written above where it fits"
    )
    return Drawing(
        "harvest",
        _title(made),
        _alt(made),
        body,
        _TOP + _HIGH + 56,
        _COLUMNS,
        [_values(bar) for bar in bars],
        (f"{each}; its height is the design, its shade the evidence strength.",),
    )


def _unit(made: Synthesis) -> tuple[float, bool]:
    """How wide a study is drawn, and whether each has a bar of its own."""
    counts = [of_vote(made.counts, vote) for vote in _ORDER]
    room = INSIDE - _LEFT - 3 * _GAP
    unit = _MOST_UNIT
    for _ in _ORDER:  # panels of the least width leave less for the others
        least = [count for count in counts if count * unit <= _LEAST_PANEL]
        wide = sum(counts) - sum(least)
        if wide:
            unit = min(_MOST_UNIT, (room - len(least) * _LEAST_PANEL) / wide)
    return unit, unit >= _LEAST_UNIT


def _bars(studies: Sequence[Study], apart: bool) -> list[_Bar]:
    ordered = sorted(studies, key=lambda study: (*_sort(study), study.key, study.iri))
    if apart:
        return [_bar((study,)) for study in ordered]
    return [_bar(tuple(group)) for _, group in groupby(ordered, key=_sort)]


def _sort(study: Study) -> tuple[int, tuple[int, str], tuple[int, str]]:
    design, strength = design_of(study), strength_of(study)
    return _ORDER.index(study.vote), rank_of("paper-type", design), rank_of("level", strength)


def _bar(studies: tuple[Study, ...]) -> _Bar:
    first = studies[0]
    return _Bar(first.vote, design_of(first), strength_of(first), studies)


def _height(design: str) -> float:
    """The height of a design: the same in every picture, so that pictures can be compared."""
    return _HIGH * (0.2 + 0.2 * (len(_DESIGNS) - _level(design)))


def _level(design: str) -> int:
    return _DESIGNS.index(design) if design in _DESIGNS else len(_DESIGNS)


def _levels(bars: Sequence[_Bar]) -> Iterator[Element]:
    """Lines at the heights of the designs that are drawn, each with its name to the left."""
    for level, design in sorted({(_level(bar.design), bar.design) for bar in bars}):
        if level == len(_DESIGNS):
            yield from _line("Another type, or not stated", design)
            return
        yield from _line(name_of("paper-type", design), design)


def _line(said: str, design: str) -> Iterator[Element]:
    y, texts = _TOP + _HIGH - _height(design), wrapped(said, _LEFT - 12, SMALL, most=2)
    yield from lines(texts, 0, y + (4 if len(texts) == 1 else -3), size=SMALL)
    yield rule(_LEFT, y, INSIDE, y)


def _panels(bars: Sequence[_Bar], unit: float, links: Links) -> Iterator[Element]:
    x, bottom = _LEFT, _TOP + _HIGH
    for vote in _ORDER:
        own = [bar for bar in bars if bar.vote == vote]
        count = sum(len(bar.studies) for bar in own)
        wide = max(_LEAST_PANEL, count * unit)
        yield mark(vote, x + 7, 12, 6, drawn="key")
        head = label(f"{vote}: {count:,}", x + 18, 16, wide, bold=True)
        yield linked(head, links.get(f"vote/{vote}"))
        yield rule(x, bottom, x + wide, bottom, "axis")
        yield from _panel(own, x, unit, links)
        x += wide + _GAP


def _panel(
    bars: Sequence[_Bar],
    x: float,
    unit: float,
    links: Links,
) -> Iterator[Element]:
    for bar in bars:
        wide, high = unit * len(bar.studies), _height(bar.design)
        y = _TOP + _HIGH - high
        gap = min(1.2, wide / 12)
        drawn = element(
            "rect",
            element("title", _tip(bar)),
            x=x + gap,
            y=y,
            width=max(0.5, wide - 2 * gap),
            height=high,
            class_=f"mark {_GRADES.get(bar.strength, 'ungraded')}",
        )
        yield linked(drawn, links.get(bar.studies[0].iri) if len(bar.studies) == 1 else None)
        said = f"{len(bar.studies):,}"
        if len(bar.studies) > 1 and width(said, SMALL) <= wide:
            yield label(said, x + wide / 2, y - 4, wide + 4, size=SMALL, anchor="middle")
        x += wide


def _tip(bar: _Bar) -> str:
    what = f"{name_of('paper-type', bar.design)}, {strength_name(bar.strength)}: {bar.vote}"
    count = len(bar.studies)
    return f"{bar.studies[0].name if count == 1 else number(count, 'study')}, {what}"


def _key() -> Iterator[Element]:
    x, y = _LEFT, _TOP + _HIGH + 26
    for grade, words in (
        *((grade, f"{grade} strength") for grade in _GRADES),
        ("ungraded", "not graded, or not applicable"),
    ):
        yield element("rect", x=x, y=y, width=12, height=12, class_=grade)
        yield label(words, x + 18, y + 10, 250, size=SMALL)
        x += 18 + width(words, SMALL) + 18


_COLUMNS = ("direction", "type", "strength", "studies", "names", "study_iris")


def _values(bar: _Bar) -> list[Cell]:
    names = "; ".join(study.name for study in bar.studies)
    iris = " ".join(study.iri for study in bar.studies)
    return [bar.vote, bar.design, bar.strength, len(bar.studies), names, iris]


def _title(made: Synthesis) -> str:
    counts = made.counts
    trials = Counter(design_of(study) for study in made.studies)["rct"]
    votes = "votes" if counts.studies == 1 else "vote"
    return (
        f"{made.question.label}: {number(counts.studies, 'study')} {votes}: {four(counts)}; "
        f"{trials:,} of {counts.studies:,} by randomised controlled trial."
    )


def _alt(made: Synthesis) -> str:
    designs = Counter(design_of(study) for study in made.studies)
    ranked = sorted(designs, key=lambda key: rank_of("paper-type", key))
    said = ", ".join(f"{name_of('paper-type', key)} {designs[key]:,}" for key in ranked)
    return (
        f"Harvest plot: {number(made.counts.studies, 'study')} as bars in four panels by vote "
        f"({four(made.counts)}); bars are higher for designs that come first in this list: {said}."
    )
