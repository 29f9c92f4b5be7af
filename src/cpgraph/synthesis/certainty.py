"""The certainty worksheet: GRADE's domains (Cochrane Handbook, chapter 14), prefilled by indicators.

The level is a named person's judgement. Until there is one it is "not rated", with a provisional
ceiling and the rule it comes from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from cpgraph.synthesis.model import (
    TESTABLE,
    Certainty,
    Counts,
    Disagreements,
    Domain,
    Paper,
    Proportion,
    Question,
    Study,
)
from cpgraph.synthesis.ranks import design_of, rank_of, strength_of
from cpgraph.synthesis.wording import interval, number


def certainty_of(
    question: Question,
    studies: Iterable[Study],
    counts: Counts,
    share: Proportion,
    found: Disagreements,
) -> Certainty:
    """The worksheet: every indicator with its counts, no judgement."""
    voting = list(studies)
    designs, strengths = Counter(map(design_of, voting)), Counter(map(strength_of, voting))
    risk = (
        f"designs of studies: {_ranked(designs, 'paper-type')}",
        f"evidence strength of studies: {_ranked(strengths, 'level')}",
    )
    domains = (
        Domain("risk of bias", risk),
        Domain("inconsistency", tuple(_inconsistency(counts, found))),
        Domain("indirectness", tuple(_indirectness(question))),
        Domain(
            "imprecision",
            (f"{number(counts.directional, 'directional study')}; share {interval(share)}",),
        ),
        Domain("publication bias", (_venues(study.papers[0] for study in voting),)),
    )
    return Certainty(domains, *ceiling(counts, share))


def _ranked(tally: Mapping[str, int], scheme: str) -> str:
    keys = sorted(tally, key=lambda key: rank_of(scheme, key))
    return ", ".join(f"{tally[key]:,} {key.replace('_', '-')}" for key in keys) or "none"


def _listed(tally: Mapping[str, int]) -> str:
    return ", ".join(f"{tally[key]:,} {key}" for key in sorted(tally)) or "none"


def _inconsistency(counts: Counts, found: Disagreements) -> Iterator[str]:
    index = "undefined" if counts.index is None else f"{counts.index:.2f}"
    against = f"{counts.positive:,} positive against {counts.negative:,} negative studies"
    yield f"conflict index {index} ({against})"
    pairs = sum(outcome.study_pairs for outcome in found.contradictions)
    yield f"{number(pairs, 'pair')} of studies report opposite directions on one outcome"


def _indirectness(question: Question) -> Iterator[str]:
    if question.kind == "category":
        yield "the category joins several outcomes, whose directions need not mean the same"
    yield f"filters: {'; '.join(f'{name} {value}' for name, value in question.filters) or 'none'}"


def _venues(papers: Iterable[Paper]) -> str:
    named = Counter("with a venue" if paper.venue else "without a venue" for paper in papers)
    return f"studies: {_listed(named)}; studies that were never published cannot be seen from here"


#: The share at which no direction prevails.
_HALF = 0.5


def ceiling(counts: Counts, share: Proportion) -> tuple[str, str]:
    """The most that the certainty can be, by rule, and the rule."""
    if not counts.studies:
        return "not ratable", "no empirical study votes (0 studies)"
    if counts.directional < TESTABLE:
        return "at most low", f"fewer than {TESTABLE} directional studies ({counts.directional:,})"
    if (
        share.low is not None and share.high is not None and share.low <= _HALF <= share.high
    ):  # no direction
        return "at most low", f"the interval contains one half ({interval(share)})"
    if counts.contested:
        return "at most low", f"contested: conflict index {counts.index:.2f}"
    return (
        "no ceiling",
        f"none of the rules applies ({number(counts.directional, 'directional study')})",
    )


def exceeds(level: str, most: str) -> bool:
    """Whether a level is above a ceiling.

    >>> exceeds("moderate", "at most low"), exceeds("very low", "at most low")
    (True, False)
    """
    return most == "not ratable" or (most == "at most low" and level in {"high", "moderate"})
