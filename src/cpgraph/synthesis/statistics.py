"""The statistics of votes, by scipy and statsmodels; nothing here is a formula of our own.

They say whether there is evidence of a direction, never how large an effect is (Cochrane Handbook,
chapter 12.2.1.3; SWiM, doi 10.1136/bmj.l6890).
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from functools import lru_cache
from math import comb

from cpgraph.synthesis.model import TESTABLE, Counts, Interval, Proportion, Range, Study

_METHODS: dict[Interval, str] = {"wilson": "wilson", "clopper-pearson": "beta"}


@lru_cache(maxsize=4096)  # strata and cells ask for the same few counts again and again
def proportion(positive: int, directional: int, method: Interval = "wilson") -> Proportion:
    """The share of positive studies, its 95 % interval, and the exact two-sided sign test.

    :returns: without a p below 6 directional studies: not even unanimity would reach .05.

    >>> proportion(8, 10).p
    0.109375
    >>> proportion(0, 0).share is None
    True
    """
    if not directional:
        return Proportion(0, 0, None, None, None, None, method)
    from statsmodels.stats.proportion import proportion_confint  # noqa: PLC0415 # takes a second

    low, high = proportion_confint(positive, directional, alpha=0.05, method=_METHODS[method])
    p = sign_test(positive, directional) if directional >= TESTABLE else None
    # rounding must not carry a limit past the share, or out of [0, 1]
    share = positive / directional
    low, high = min(max(float(low), 0.0), share), max(min(float(high), 1.0), share)
    return Proportion(positive, directional, share, low, high, p, method)


def sign_test(positive: int, directional: int) -> float:
    """The exact two-sided binomial p of ``positive`` of ``directional`` against one half.

    >>> sign_test(5, 6)
    0.21875
    """
    from scipy.stats import binomtest  # noqa: PLC0415 # takes a second

    return float(binomtest(positive, directional, 0.5).pvalue)


def compare(first: Proportion, second: Proportion) -> tuple[float | None, float] | None:
    """Odds ratio of positive in the first group to the second, and Fisher's exact two-sided p.

    The groups must have no study in common. The odds ratio is None where it is none or without end: a
    group is all positive or all negative.

    :returns: None where a group has below 6 directional studies.

    >>> odds_ratio, p = compare(proportion(10, 12), proportion(3, 9))
    >>> odds_ratio, round(p, 9)
    (10.0, 0.031844317)
    >>> compare(proportion(10, 10), proportion(2, 5)) is None
    True
    """
    if min(first.directional, second.directional) < TESTABLE:
        return None
    from scipy.stats import fisher_exact  # noqa: PLC0415 # takes a second

    table = [[one.positive, one.directional - one.positive] for one in (first, second)]
    found = fisher_exact(table)
    is_finite = all(count for row in table for count in row)
    return float(found.statistic) if is_finite else None, float(found.pvalue)


def sensitivity(counts: Counts, method: Interval = "wilson") -> Range:
    """What the share would be were all mixed and null studies against, and were they all for."""
    return Range(
        proportion(counts.positive, counts.studies, method),
        proportion(counts.studies - counts.negative, counts.studies, method),
        "every mixed and null study counted against",
        "every mixed and null study counted for",
    )


def leave_one_out(studies: Sequence[Study], counts: Counts, method: Interval) -> Range | None:
    """The least and greatest share when one directional study is left out; None below two."""
    if counts.directional < 2:  # noqa: PLR2004 # of one, nothing is left
        return None
    without: dict[str, tuple[Proportion, str]] = {}
    for study in studies:
        if study.vote in {"positive", "negative"} and study.vote not in without:
            left = counts.positive - (study.vote == "positive")
            share = proportion(left, counts.directional - 1, method)
            without[study.vote] = (share, _left_out(study, counts))
    low = without.get("positive", without.get("negative"))
    high = without.get("negative", without.get("positive"))
    if low is None or high is None:
        return None
    return Range(low[0], high[0], low[1], high[1])


def _left_out(study: Study, counts: Counts) -> str:
    """The study that is left out, and how many others leave the same share: no one stands out."""
    same = counts.positive if study.vote == "positive" else counts.negative
    others = "" if same == 1 else f", or any other of the {same:,} {study.vote} studies"
    return f"without {study.name} [{study.key}]{others}"


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values adjusted for how many were tested, by Holm's step-down method, in the same order.

    >>> holm([0.03125, 0.5])
    [0.0625, 0.5]
    """
    if not p_values:
        return []
    from statsmodels.stats.multitest import multipletests  # noqa: PLC0415 # takes a second

    gc.freeze()  # it looks for garbage, which among a million claims takes longer than the rest
    try:
        return [float(p) for p in multipletests(list(p_values), method="holm")[1]]
    finally:
        gc.unfreeze()


#: A permutation test runs through so many arrangements at the most.
_ARRANGEMENTS = 100_000
#: And needs so many studies on each side.
_A_SIDE = 2


def mean_year_test(
    positive: Sequence[int], negative: Sequence[int]
) -> tuple[float, float, int] | None:
    """Mean year of positive less that of negative studies: difference in years, exact p, arrangements.

    :returns: None where a side has fewer than 2 studies, all years are one, fewer than 6 studies have
        a year, or the arrangements are too many to run through.

    >>> mean_year_test([2021, 2023, 2023, 2024, 2025, 2025], [2019, 2020, 2021, 2022])
    (3.0, 0.023809523809523808, 210)
    """
    years = [*positive, *negative]
    arrangements = comb(len(years), len(positive))
    if min(len(positive), len(negative)) < _A_SIDE or len(set(years)) == 1:
        return None
    if len(years) < TESTABLE or arrangements > _ARRANGEMENTS:
        return None
    from scipy.stats import permutation_test  # noqa: PLC0415 # takes a second

    result = permutation_test(
        (list(positive), list(negative)),
        lambda first, second, axis: abs(first.mean(axis=axis) - second.mean(axis=axis)),
        permutation_type="independent",
        alternative="greater",  # of the size of the difference: two-sided
        n_resamples=float("inf"),
        vectorized=True,
    )
    difference = sum(positive) / len(positive) - sum(negative) / len(negative)
    return difference, float(result.pvalue), arrangements
