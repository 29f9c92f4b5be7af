"""Groups of studies compared with each other: three comparisons, settled before the data are seen.

Whether an outcome differs between parts is asked of the parts together (Fisher's exact test); two tests
of two parts do not answer it (Cochrane Handbook, chapter 10.11.3.1). Such a test is exploratory: it
counts among the tests of the strata, and its p is adjusted with theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from cpgraph.synthesis.counting import counts_of
from cpgraph.synthesis.model import Comparison, Interval, Stratum, Study
from cpgraph.synthesis.ranks import design_of, strength_of
from cpgraph.synthesis.statistics import compare, holm, proportion

_EXPERIMENTAL = frozenset({"rct", "quasi_experimental"})
_OBSERVATIONAL = frozenset({"correlational", "descriptive"})


@dataclass(frozen=True, slots=True)
class _Planned:
    """A comparison before it is made: by what, and which keys are of which group."""

    name: str
    part: Callable[[Study], str]
    first: tuple[str, frozenset[str]]
    second: tuple[str, frozenset[str]]
    is_beside: bool = False  # whether studies that do not vote can be of the second group


# Reviews are in no group: they report studies that can be in the other one.
_PLANNED = (
    _Planned(
        "design", design_of, ("experimental", _EXPERIMENTAL), ("observational", _OBSERVATIONAL)
    ),
    _Planned(
        "strength", strength_of, ("high", frozenset({"high"})), ("lower", frozenset({"medium", "low"}))
    ),
    _Planned(
        "theory",
        design_of,
        ("empirical", _EXPERIMENTAL | _OBSERVATIONAL),
        ("theoretical", frozenset({"theoretical"})),
        is_beside=True,
    ),
)  # fmt: skip


def comparisons_of(
    voting: Sequence[Study], beside: Iterable[Study], interval: Interval
) -> tuple[Comparison, ...]:
    """The comparisons for which both groups have a study, each study in one group by its whole vote.

    :param beside: studies that do not vote by their design; their votes are as if they did.
    """
    votes = {study.iri for study in voting}
    others = [study for study in beside if study.iri not in votes]
    made = (
        _compared(one, voting, [*voting, *others] if one.is_beside else voting, interval)
        for one in _PLANNED
    )
    return tuple(one for one in made if one.first.studies and one.second.studies)


def _compared(
    planned: _Planned, voting: Iterable[Study], every: Iterable[Study], interval: Interval
) -> Comparison:
    first = _group(planned, *planned.first, voting, interval)
    second = _group(planned, *planned.second, every, interval)
    tested = compare(first.proportion, second.proportion)
    return Comparison(planned.name, first, second, *(tested or (None, None)))


def _group(
    planned: _Planned, key: str, keys: frozenset[str], studies: Iterable[Study], interval: Interval
) -> Stratum:
    own = [study for study in studies if planned.part(study) in keys]
    counts = counts_of(own)
    share = proportion(counts.positive, counts.directional, interval)
    return Stratum(planned.name, key, counts, share, tuple(study.iri for study in own))


def adjusted_together(
    strata: Iterable[Stratum], comparisons: Iterable[Comparison]
) -> tuple[tuple[Stratum, ...], tuple[Comparison, ...]]:
    """The same, with p by Holm's method over all of both that were tested; what does not vote is not."""
    parts, compared = tuple(strata), tuple(comparisons)
    tested = [
        *(part.proportion.p for part in parts if part.is_tested),
        *(one.p for one in compared if one.p is not None),
    ]
    adjusted = iter(holm([p for p in tested if p is not None]))
    return (
        tuple(replace(p, adjusted=next(adjusted)) if p.is_tested else p for p in parts),
        tuple(c if c.p is None else replace(c, adjusted=next(adjusted)) for c in compared),
    )
