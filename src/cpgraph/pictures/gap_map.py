"""The gap map of one synthesis: how much is known of its outcome under each theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cpgraph.pictures.bars import Bars, hatching
from cpgraph.pictures.fitting import width
from cpgraph.pictures.frame import INSIDE, SMALL, Cell, Drawing, Links, label, lines, rule
from cpgraph.pictures.marks import SIGNS, linked, of_vote
from cpgraph.pictures.names import name_of
from cpgraph.pictures.states import CONTESTED, STATES, state_key, state_mark
from cpgraph.pictures.svg import Element
from cpgraph.synthesis.model import VOTES, GapCell, Synthesis
from cpgraph.synthesis.wording import four, number

_NAME = "gap-map"
_STATE, _VOTES, _BAR, _BAR_ROOM, _STRENGTH, _LATEST = 186.0, 364.0, 484.0, 88.0, 694.0, INSIDE
_COLUMN, _STRENGTH_ROOM = 37.0, 116.0
_ROW, _TOP, _HEAD = 24.0, 22.0, 46.0
_GRADES = ("high", "medium", "low")


def gap_map(made: Synthesis, links: Links) -> Drawing | None:
    """A row for each theme; None where nothing is loaded under any."""
    if all(cell.state == "nothing loaded" for cell in made.gaps):
        return None
    widest = max(cell.counts.studies for cell in made.gaps)
    bars = Bars(_NAME, min(16.0, _BAR_ROOM / max(1, widest)))
    drawn, y = [hatching(_NAME), *state_key(10), *_head()], _TOP + _HEAD
    for cell in made.gaps:
        drawn.extend(_row(cell, bars, y, links.get(f"theme/{cell.theme}")))
        y += _ROW
    return Drawing(
        _NAME,
        _title(made),
        _alt(made),
        drawn,
        y,
        _COLUMNS,
        [list(_values(cell)) for cell in made.gaps],
        ("A study counts under each theme of its papers: rows do not add up.",),
    )


def _head() -> Iterator[Element]:
    y = _TOP + _HEAD - 8
    yield label("Theme", 0, y, 150, size=SMALL, bold=True)
    yield label("Studies", _STATE - 6, y, 150, size=SMALL, bold=True)
    for place, vote in enumerate(VOTES):
        yield label(SIGNS[vote], _VOTES + _COLUMN * place, y, 34, size=SMALL, anchor="end")
    strengths = ("Strength: high,", "medium, low, other")
    yield from lines(strengths, _STRENGTH, y - 15, size=SMALL, text_anchor="end")
    yield label("Latest", _LATEST, y, 60, size=SMALL, anchor="end")
    yield rule(0, y + 8, INSIDE, y + 8, "axis")


def _row(cell: GapCell, bars: Bars, y: float, href: str | None) -> Iterator[Element]:
    middle, counts, name = y + _ROW / 2, cell.counts, name_of("theme", cell.theme)
    yield rule(0, y + _ROW, INSIDE, y + _ROW)
    yield linked(label(f"{name[:1].upper()}{name[1:]}", 0, middle + 4, _STATE - 20), href)
    yield state_mark(cell.state, _STATE, middle)
    flag = f" {CONTESTED}" if counts.contested else ""
    said = f"{counts.studies:,}, {cell.state}{flag}" if counts.studies else cell.state
    yield label(said, _STATE + 12, middle + 4, _VOTES - _STATE - 36, size=SMALL)
    if not counts.studies:
        return
    for place, vote in enumerate(VOTES):
        count = f"{of_vote(counts, vote):,}"
        yield label(count, _VOTES + _COLUMN * place, middle + 4, 60, size=SMALL, anchor="end")
    yield from bars.stacked(counts, _BAR, middle, f"{name}: {_said(cell)}")
    yield label(_written(cell), _STRENGTH, middle + 4, 160, size=SMALL, anchor="end")
    yield label(cell.latest or "not dated", _LATEST, middle + 4, 72, size=SMALL, anchor="end")


def _strengths(cell: GapCell) -> list[int]:
    """Studies of high, medium and low strength, and all others."""
    graded = [cell.strengths.get(grade, 0) for grade in _GRADES]
    return [*graded, sum(cell.strengths.values()) - sum(graded)]


def _written(cell: GapCell) -> str:
    wide = " / ".join(f"{count:,}" for count in _strengths(cell))
    return wide if width(wide, SMALL) <= _STRENGTH_ROOM else "/".join(map(str, _strengths(cell)))


def _said(cell: GapCell) -> str:
    contested = ", contested" if cell.counts.contested else ""
    return f"{cell.state}{contested}, {number(cell.counts.studies, 'study')} ({four(cell.counts)})"


_COLUMNS = (
    *("theme", "state", "contested", *VOTES, "studies", "claims", "index"),
    *(*_GRADES, "other_strength", "latest"),
)


def _values(cell: GapCell) -> Iterator[Cell]:
    counts = cell.counts
    yield from (cell.theme, cell.state, "yes" if counts.contested else "no")
    yield from (of_vote(counts, vote) for vote in VOTES)
    yield from (counts.studies, counts.claims, counts.index)
    yield from (*_strengths(cell), cell.latest)


def _title(made: Synthesis) -> str:
    states = Counter(cell.state for cell in made.gaps)
    none = states["nothing loaded"] + states["loaded, not eligible"]
    return (
        f"{made.question.label} by {number(len(made.gaps), 'theme')}: 6 studies or more under "
        f"{states['testable']}, 3 to 5 under {states['covered']}, 1 or 2 under {states['thin']}, "
        f"none under {none}."
    )


def _alt(made: Synthesis) -> str:
    themes = "; ".join(f"{name_of('theme', cell.theme)}: {_said(cell)}" for cell in made.gaps)
    return f"Gap map, by theme, in {number(len(STATES), 'state')}: {themes}."
