"""From coded claims to votes and counts.

Which claims vote, and toward what, a stored query has said; that these counts are those of the stored
queries of ``synthesis/`` is tested.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from cpgraph.synthesis.model import (
    Claim,
    Counts,
    GapCell,
    Interval,
    Paper,
    Stratum,
    Study,
    Trend,
    Vote,
    YearPoint,
)
from cpgraph.synthesis.ranks import NOT_STATED, rank_of, strength_of
from cpgraph.synthesis.statistics import mean_year_test, proportion

Papers = Mapping[str, Paper]


def vote(positive: int, negative: int, mixed: int, null: int) -> Vote:
    """The direction of at least 7 in 10 claims, in whole numbers, else mixed (doi 10.1002/jrsm.1458).

    >>> vote(7, 3, 0, 0), vote(2, 1, 0, 0), vote(0, 0, 0, 3)
    ('positive', 'mixed', 'null')
    """
    claims = positive + negative + mixed + null
    for name, count in (("positive", positive), ("negative", negative), ("null", null)):
        if 10 * count >= 7 * claims:
            return name  # type: ignore[return-value]
    return "mixed"


def studies_of(claims: Iterable[Claim], papers: Papers) -> list[Study]:
    """The studies that vote by these claims, in the order of their first paper's key."""
    of: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        of[claim.study].append(claim)
    studies = [_study(iri, own, papers) for iri, own in of.items()]
    return sorted(studies, key=lambda study: (study.key, study.iri))


_ONE = {
    "positive": (1, 0, 0, 0),
    "negative": (0, 1, 0, 0),
    "mixed": (0, 0, 1, 0),
    "null": (0, 0, 0, 1),
}


def _study(iri: str, claims: Sequence[Claim], papers: Papers) -> Study:
    if len(claims) == 1 and claims[0].toward in _ONE:  # most, in the many parts of strata
        one = _ONE[claims[0].toward]
        return Study(iri, vote(*one), *one, (papers[claims[0].paper],))
    ways = [claim.toward for claim in claims]
    four = (ways.count("positive"), ways.count("negative"), ways.count("mixed"), ways.count("null"))
    keys = sorted({claim.paper for claim in claims})
    return Study(iri, vote(*four), *four, tuple(papers[key] for key in keys))


def counts_of(studies: Iterable[Study]) -> Counts:
    """The votes of studies, and the claims behind them."""
    votes: Counter[str] = Counter()
    claims = 0
    for study in studies:
        votes[study.vote] += 1
        claims += study.claims
    return Counts(votes["positive"], votes["negative"], votes["mixed"], votes["null"], claims)


def strata_of(
    claims: Sequence[Claim], papers: Papers, not_voting: Sequence[Claim], interval: Interval
) -> tuple[Stratum, ...]:
    """The votes by type, strength, theme and year; a study votes anew in each part by its claims there.

    A study is of one year, that of the earliest of its papers whose claims vote.

    :param not_voting: claims with a direction whose paper type does not vote: strata of their own.
    """
    years = {study.iri: _year(study) for study in studies_of(claims, papers)}
    parts: dict[str, _Part] = {
        "type": lambda claim: (papers[claim.paper].type or NOT_STATED,),
        "strength": lambda claim: (papers[claim.paper].strength or NOT_STATED,),
        "theme": lambda claim: papers[claim.paper].themes or (NOT_STATED,),
        "year": lambda claim: (years[claim.study],),
    }
    return (
        *(
            stratum
            for kind, part in parts.items()
            for stratum in _parts(kind, claims, papers, part, interval)
        ),
        *_parts("not voting", not_voting, papers, parts["type"], interval),
    )


_NOT_DATED = "not dated"
_Part = Callable[[Claim], tuple[str, ...]]


def _year(study: Study) -> str:
    return study.published[:4] if study.published else _NOT_DATED


def _parts(
    kind: str,
    claims: Iterable[Claim],
    papers: Papers,
    part: _Part,
    interval: Interval,
) -> Iterator[Stratum]:
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        for key in part(claim):
            groups[key].append(claim)
    for key in sorted(groups):
        studies = studies_of(groups[key], papers)
        counts = counts_of(studies)
        share = proportion(counts.positive, counts.directional, interval)
        yield Stratum(kind, key, counts, share, tuple(study.iri for study in studies))


def trend_of(studies: Iterable[Study], interval: Interval) -> Trend:
    """The votes by year of publication, what they add up to, and the test of the mean year.

    A study is as old as the earliest of its papers whose claims vote: what else it published says
    nothing of when its vote was there. Studies without a date come last.
    """
    years: dict[str, list[Study]] = defaultdict(list)
    for study in studies:
        years[_year(study)].append(study)
    periods = sorted(years)
    each = [counts_of(years[period]) for period in periods]
    points = tuple(
        YearPoint(period, own, sum_, proportion(sum_.positive, sum_.directional, interval))
        for period, own, sum_ in zip(periods, each, accumulate(each, _added), strict=True)
    )
    dated = {
        way: [
            int(year)
            for year in periods
            if year != _NOT_DATED
            for s in years[year]
            if s.vote == way
        ]
        for way in ("positive", "negative")
    }
    test = mean_year_test(dated["positive"], dated["negative"])
    return Trend(points, *test) if test else Trend(points)


def _added(first: Counts, second: Counts) -> Counts:
    return Counts(
        first.positive + second.positive,
        first.negative + second.negative,
        first.mixed + second.mixed,
        first.null + second.null,
        first.claims + second.claims,
    )


def gaps_of(
    themes: Iterable[str], claims: Iterable[Claim], voting: Iterable[Claim], papers: Papers
) -> tuple[GapCell, ...]:
    """A cell per theme: a paper has several themes, so cells do not add up."""
    loaded = {theme for claim in claims for theme in papers[claim.paper].themes}
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in voting:
        for theme in papers[claim.paper].themes:
            groups[theme].append(claim)
    return tuple(_cell(theme, groups[theme], papers, theme in loaded) for theme in themes)


def _cell(theme: str, voting: list[Claim], papers: Papers, loaded: bool) -> GapCell:
    studies = studies_of(voting, papers)
    counts = counts_of(studies)
    none = "loaded, not eligible" if loaded else "nothing loaded"
    strengths = Counter(map(strength_of, studies))
    dates = (study.published for study in studies if study.published)
    return GapCell(
        theme,
        counts,
        none if counts.state == "none" else counts.state,
        max(dates, default=None),
        dict(sorted(strengths.items(), key=lambda one: rank_of("level", one[0]))),
    )
