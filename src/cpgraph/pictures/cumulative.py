"""The share of positive studies as it adds up by year of publication, with its band."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cpgraph.pictures.fitting import width
from cpgraph.pictures.frame import INSIDE, SMALL, Cell, Drawing, Links, label, rule
from cpgraph.pictures.marks import linked, mark, of_vote
from cpgraph.pictures.svg import Element, element, short
from cpgraph.synthesis.model import VOTES, Synthesis, YearPoint
from cpgraph.synthesis.wording import interval, number, percent

_NAME = "cumulative"
_LEFT, _TOP, _HIGH, _ROW = 52.0, 34.0, 200.0, 18.0
_MOST_STEP, _STUB, _UNDATED, _YEAR_ROOM = 110.0, 30.0, 94.0, 38.0
_LAST_ROOM = 104.0


@dataclass(frozen=True, slots=True)
class _Spot:
    """A point in its place; it holds until ``end``."""

    point: YearPoint
    x: float
    end: float


def cumulative(made: Synthesis, links: Links) -> Drawing | None:
    """Steps from year to year, the counts of each below; None where no study is directional."""
    if not made.counts.directional:
        return None
    drawn, height = _drawn(*_spots(made.trend.points), links)
    return Drawing(
        _NAME,
        _title(made),
        _alt(made),
        drawn,
        height,
        _COLUMNS,
        [list(_values(point)) for point in made.trend.points],
        (
            "Each step adds the studies of a year, by publication date, to all earlier ones; the "
            "band is the 95 % interval at that step, the dashed line one half.",
        ),
    )


def _drawn(spots: Sequence[_Spot], step: float, links: Links) -> tuple[list[Element], float]:
    drawn = [*_band(spots), *_axes(spots[-1].end), *_steps(spots), *_points(spots)]
    drawn.extend(_years(spots, links))
    height = _TOP + _HIGH + 26
    if step < _room(_numbers(spots)):
        return drawn, height
    sums = step >= _room(_sum(spot) for spot in spots)
    drawn.extend(_counts(spots, height, sums=sums))
    return drawn, height + (5 if sums else 4) * _ROW + 6


def _spots(points: Sequence[YearPoint]) -> tuple[list[_Spot], float]:
    """Where points stand, and how wide a year is. Those without a date stand apart, at the right."""
    dated = [point for point in points if point.period.isdigit()]
    undated = [point for point in points if not point.period.isdigit()]
    years = [int(point.period) for point in dated]
    room = INSIDE - _LEFT - 30 - _LAST_ROOM - _STUB - (_UNDATED if undated else 0)
    step = min(_MOST_STEP, room / max(1, years[-1] - years[0])) if years else _MOST_STEP
    at = [_LEFT + 30 + (year - years[0]) * step for year in years]
    last = at[-1] + _STUB if at else _LEFT
    spots = [
        _Spot(point, x, end) for point, x, end in zip(dated, at, [*at[1:], last], strict=False)
    ]
    x = last + _UNDATED - _STUB
    return [*spots, *(_Spot(point, x, x + _STUB) for point in undated)], step


def _y(share: float) -> float:
    return _TOP + (1 - share) * _HIGH


def _axes(end: float) -> Iterator[Element]:
    said = (
        "Share of positive among directional studies, adding up by year. Repeated looks, no test."
    )
    yield label(said, 0, 12, INSIDE, size=SMALL)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        half = share == 0.5  # noqa: PLR2004 # the line of no direction
        class_, dashes = ("axis", "4 3") if half else ("line", None)
        x = {"x1": _LEFT, "x2": end}
        y = _y(share)
        yield element("line", **x, y1=y, y2=y, class_=class_, stroke_dasharray=dashes)
        yield label(percent(share), _LEFT - 8, y + 4, _LEFT, size=SMALL, anchor="end")


def _band(spots: Sequence[_Spot]) -> Iterator[Element]:
    for spot in spots:
        share = spot.point.proportion
        if share.low is None or share.high is None:
            continue
        top, bottom = _y(share.high), _y(share.low)
        size = {"width": spot.end - spot.x, "height": bottom - top}
        yield element("rect", x=spot.x, y=top, **size, class_="band")


def _steps(spots: Sequence[_Spot]) -> Iterator[Element]:
    path = ""
    for spot in spots:
        if spot.point.proportion.share is None:
            continue
        y = short(_y(spot.point.proportion.share))
        joined = path and spot.point.period.isdigit()
        path += f"{'L' if joined else 'M'}{short(spot.x)} {y}H{short(spot.end)}"
    yield element("path", d=path, class_="curve", stroke_width=2)


def _points(spots: Sequence[_Spot]) -> Iterator[Element]:
    for spot in spots:
        share = spot.point.proportion
        if share.share is None:
            continue
        y = _y(share.share)
        said = element("title", f"{spot.point.period}: {_sum(spot)} positive, {interval(share)}")
        size = {"width": 8.0, "height": 8.0}
        yield element("rect", said, x=spot.x - 4, y=y - 4, **size, class_="mark solid")
    last = next(spot for spot in reversed(spots) if spot.point.proportion.share is not None)
    at = _y(last.point.proportion.share or 0)
    yield label(_sum(last), last.end + 6, at + 4, _LAST_ROOM - 6, size=SMALL)


def _numbers(spots: Sequence[_Spot]) -> Iterator[str]:
    return (f"{of_vote(spot.point.counts, vote):,}" for spot in spots for vote in VOTES)


def _room(texts: Iterable[str]) -> float:
    """What a year has to be wide for these texts side by side."""
    return max(width(text, SMALL) for text in texts) + 6


def _sum(spot: _Spot) -> str:
    return f"{spot.point.proportion.positive:,} of {spot.point.proportion.directional:,}"


def _years(spots: Sequence[_Spot], links: Links) -> Iterator[Element]:
    y, shown = _TOP + _HIGH, -_YEAR_ROOM
    yield rule(_LEFT, y, spots[-1].end, y, "axis")
    for spot in spots:
        yield rule(spot.x, y, spot.x, y + 4, "axis")
        if spot.x - shown >= _YEAR_ROOM:
            name = label(spot.point.period, spot.x, y + 18, 70, size=SMALL, anchor="middle")
            yield linked(name, links.get(f"until/{spot.point.period}"))
            shown = spot.x


def _counts(spots: Sequence[_Spot], top: float, *, sums: bool) -> Iterator[Element]:
    """The votes of each year, a row for each direction, and what they add up to where there is room."""
    for place, vote in enumerate(VOTES):
        y = top + _ROW * (place + 0.5)
        yield mark(vote, 10, y, 5, drawn="key")
        yield rule(0, y + _ROW / 2, INSIDE, y + _ROW / 2)
        for spot in spots:
            if count := of_vote(spot.point.counts, vote):
                yield label(f"{count:,}", spot.x, y + 4, 40, size=SMALL, anchor="middle")
    if sums:
        y = top + _ROW * (len(VOTES) + 0.5) + 4
        yield label("so far", 0, y, _LEFT, size=SMALL)
        for spot in spots:
            yield label(_sum(spot), spot.x, y, 2 * _LAST_ROOM, size=SMALL, anchor="middle")


_COLUMNS = (
    *("period", *VOTES, "claims", *(f"cumulative_{vote}" for vote in VOTES)),
    *("directional", "share", "low", "high"),
)


def _values(point: YearPoint) -> Iterator[Cell]:
    share = point.proportion
    yield point.period
    yield from (of_vote(point.counts, vote) for vote in VOTES)
    yield point.counts.claims
    yield from (of_vote(point.cumulative, vote) for vote in VOTES)
    yield from (share.directional, share.share, share.low, share.high)


def _title(made: Synthesis) -> str:
    dated = [point for point in made.trend.points if point.proportion.directional]
    first, last = dated[0], dated[-1]
    until = f"by {last.period}" if last.period.isdigit() else "with those not dated"
    said = (
        f"{made.question.label}: {last.proportion.positive:,} of "
        f"{number(last.proportion.directional, 'directional study')} positive {until}, "
        f"{interval(last.proportion)}"
    )
    if first is last:
        return f"{said}."
    before = first.proportion
    return f"{said}; {before.positive:,} of {before.directional:,} by {first.period}."


def _alt(made: Synthesis) -> str:
    steps = "; ".join(
        f"{point.period}: {point.proportion.positive} of {point.proportion.directional}"
        for point in made.trend.points
    )
    return f"Cumulative share of positive studies by year; repeated looks, no test. {steps}."
