"""Diverging bars of votes by part of the studies, each with its share of positive and the interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from cpgraph.pictures.bars import Bars, hatching
from cpgraph.pictures.frame import INSIDE, SMALL, Cell, Drawing, Links, label, rule
from cpgraph.pictures.marks import SIGNS, key, linked
from cpgraph.pictures.names import SCHEMES, name_of
from cpgraph.pictures.shares import PANEL, interval, panel
from cpgraph.pictures.svg import Element, element
from cpgraph.synthesis.model import VOTES, Counts, Stratum, Synthesis
from cpgraph.synthesis.ranks import rank_of
from cpgraph.synthesis.wording import four, number
from cpgraph.synthesis.wording import interval as share_of

_NAME = "diverging"
_KINDS = {
    "all": "",
    "type": "By paper type",
    "strength": "By evidence strength",
    "theme": "By theme (they overlap)",
    "year": "By year of publication",
    "not voting": "Paper types that do not vote",
}
#: Of one kind so many parts are drawn at most: those with most studies.
MOST_PARTS = 30
_LABEL, _BARS, _SHARES, _ROW, _SECTION, _HEAD = 196.0, 335.0, 545.0, 22.0, 30.0, 34.0
_NUMBER, _GAP, _MOST_UNIT = 34.0, 44.0, 24.0


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where bars stand: the zero of directions, where mixed and null start, and a study's length."""

    zero: float
    undirected: float
    unit: float


def diverging(made: Synthesis, links: Links) -> Drawing | None:
    """A row for all studies and for each part of them; None where no study votes."""
    if not made.studies:
        return None
    parts = _parts(made)
    drawn, height = _rows(parts, _scale(parts), links)
    body = element("g", *drawn, transform="translate(0 22)")
    hidden = 1 + len(made.strata) - len(parts)
    left_out = f" Parts left out because they have fewest studies: {hidden}." if hidden else ""
    return Drawing(
        _NAME,
        _title(made),
        _alt(made, parts),
        [hatching(_NAME), *key(10), body],
        height + 22,
        _COLUMNS,
        [list(_values(part)) for part in parts],
        (
            "Length of bars: studies. Squares and whiskers: the share of positive among directional "
            "studies with its 95 % interval; the dashed line is one half. A study of several papers can "
            f"stand in several parts.{left_out}",
        ),
    )


def _parts(made: Synthesis) -> list[Stratum]:
    every = Stratum(
        "all", "all studies", made.counts, made.proportion, tuple(s.iri for s in made.studies)
    )
    kinds = [
        _most([part for part in made.strata if part.kind == kind])
        for kind in _KINDS
        if kind != "all"
    ]
    return [every, *(part for parts in kinds for part in parts)]


def _most(parts: list[Stratum]) -> list[Stratum]:
    kept = sorted(parts, key=lambda part: (-part.counts.studies, part.key))[:MOST_PARTS]
    scheme = SCHEMES.get(parts[0].kind) if parts else None
    return sorted(kept, key=lambda part: rank_of(scheme, part.key) if scheme else (0, part.key))


def _scale(parts: Sequence[Stratum]) -> _Scale:
    against = max(part.counts.negative for part in parts)
    for_ = max(part.counts.positive for part in parts)
    neither = max(part.counts.mixed + part.counts.null for part in parts)
    room = _BARS - _NUMBER - _GAP - 2 * _NUMBER
    unit = min(_MOST_UNIT, room / max(1, against + for_ + neither))
    zero = _LABEL + _NUMBER + against * unit
    return _Scale(zero, zero + for_ * unit + _GAP, unit)


def _rows(parts: Sequence[Stratum], scale: _Scale, links: Links) -> tuple[list[Element], float]:
    drawn, y = list(_head(scale)), _HEAD
    for kind, members in groupby(parts, key=lambda part: part.kind):
        if _KINDS[kind]:
            drawn.append(label(_KINDS[kind], 0, y + 20, _LABEL + 60, size=SMALL, bold=True))
            y += _SECTION
        for part in members:
            drawn.extend(_row(part, scale, y, links))
            y += _ROW
    return [rule(scale.zero, _HEAD, scale.zero, y, "axis"), *panel(_SHARES, _HEAD, y), *drawn], y


def _head(scale: _Scale) -> Iterator[Element]:
    y = _HEAD - 8
    yield label(SIGNS["negative"], scale.zero - 6, y, 40, anchor="end")
    yield label(SIGNS["positive"], scale.zero + 6, y, 40)
    yield label(f"{SIGNS['mixed']} + {SIGNS['null']}", scale.undirected, y, 90)
    yield label("Share positive", _SHARES, y - 17, PANEL, size=SMALL, bold=True)


def _row(part: Stratum, scale: _Scale, y: float, links: Links) -> Iterator[Element]:
    counts, middle, all_ = part.counts, y + _ROW / 2, part.kind == "all"
    name = _part_name(part)
    yield rule(0, y + _ROW, INSIDE, y + _ROW)
    href = links.get("all" if all_ else f"{part.kind}/{part.key}")
    tip = f"{name}: {number(counts.studies, 'study')} ({four(counts)})"
    yield linked(label(name, 10, middle + 4, _LABEL - 14, bold=all_, tip=tip), href)
    yield from _bars(part, scale, middle, tip)
    yield from interval(part.proportion, _SHARES, middle, f"{name}: {_said(part)}")
    of = f"{part.proportion.positive:,} of {part.proportion.directional:,}"
    yield label(of, INSIDE, middle + 4, 120, size=SMALL, anchor="end")


def _bars(part: Stratum, scale: _Scale, middle: float, tip: str) -> Iterator[Element]:
    counts, bars = part.counts, Bars(_NAME, scale.unit)
    if counts.negative:
        start = scale.zero - counts.negative * scale.unit
        yield from bars.bar("negative", counts.negative, start, middle, tip)
        yield _count(counts.negative, start - 5, middle, "end")
    if counts.positive:
        yield from bars.bar("positive", counts.positive, scale.zero, middle, tip)
        yield _count(counts.positive, scale.zero + counts.positive * scale.unit + 5, middle)
    neither = Counts(mixed=counts.mixed, null=counts.null)
    yield from bars.stacked(neither, scale.undirected, middle, tip)
    end = scale.undirected + neither.studies * scale.unit + (5 if neither.studies else 0)
    said = f"{counts.mixed:,} + {counts.null:,}" if neither.studies else "0"
    yield label(said, end, middle + 4, 120, size=SMALL)


def _count(count: int, x: float, middle: float, anchor: str | None = None) -> Element:
    return label(f"{count:,}", x, middle + 4, 2 * _NUMBER, size=SMALL, anchor=anchor)


def _part_name(part: Stratum) -> str:
    if part.kind == "all":
        return "All studies"
    scheme = SCHEMES.get(part.kind)
    name = name_of(scheme, part.key) if scheme else part.key
    return f"{name[:1].upper()}{name[1:]}"


def _said(part: Stratum) -> str:
    share = part.proportion
    return f"{share.positive} of {share.directional} directional positive, {share_of(share)}"


_COLUMNS = (
    *("kind", "key", *VOTES, "studies", "claims", "share", "low", "high"),
    *("p", "p_adjusted", "study_iris"),
)


def _values(part: Stratum) -> Iterator[Cell]:
    counts, share = part.counts, part.proportion
    yield from (part.kind, part.key, counts.positive, counts.negative, counts.mixed, counts.null)
    yield from (counts.studies, counts.claims, share.share, share.low, share.high)
    yield from (share.p, part.adjusted, " ".join(part.studies))


def _title(made: Synthesis) -> str:
    counts = made.counts
    if not counts.directional:
        return (
            f"{made.question.label}: no share of positive, because 0 of "
            f"{number(counts.studies, 'study')} point in one direction."
        )
    said = f"{counts.positive:,} of {number(counts.directional, 'directional study')} positive"
    return (
        f"{made.question.label}: {said}, {share_of(made.proportion)}; "
        f"{counts.mixed:,} mixed and {counts.null:,} null beside them."
    )


def _alt(made: Synthesis, parts: Sequence[Stratum]) -> str:
    return (
        f"Diverging bars: negative votes to the left, positive ones to the right, mixed and null ones "
        f"apart, for all {number(made.counts.studies, 'study')} and "
        f"{number(len(parts) - 1, 'part')} of them by type, strength, theme and year. "
        f"All: {four(made.counts)}."
    )
