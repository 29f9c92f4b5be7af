"""The nine items of SWiM (synthesis without meta-analysis, doi 10.1136/bmj.l6890), filled from data.

What only a person can answer stays marked as open.
"""

from __future__ import annotations

from collections import Counter

from cpgraph.synthesis.model import Certainty, SwimItem, Synthesis
from cpgraph.synthesis.wording import METHODS, axis, four, number


def swim_of(made: Synthesis) -> tuple[SwimItem, ...]:
    """The items, in their order."""
    return tuple(
        SwimItem(place, name, text, is_open)
        for place, (name, text, is_open) in enumerate(
            (
                ("grouping of studies", _grouping(made), False),
                ("standardised metric", f"direction of effect. {axis(made.question)}", False),
                ("synthesis method", _method(made), False),
                (
                    "criteria to prioritise results",
                    "none: studies count alike; strength and confidence are shown and never weigh",
                    False,
                ),
                ("investigation of heterogeneity", _heterogeneity(made), False),
                (
                    "certainty of the evidence",
                    f"{_rated(made.certainty)}; by rule {made.certainty.ceiling}: "
                    f"{made.certainty.rule}",
                    made.certainty.level is None,
                ),
                (
                    "data presentation",
                    f"effect-direction plot and table of {_all(made.counts.studies)}, with "
                    " their papers' keys",
                    False,
                ),
                ("reporting of results", _results(made), False),
                (
                    "limitations",
                    "directions, not sizes; claims as extracted from the papers. What this means for "
                    "the question is for a person to say",
                    True,
                ),
            ),
            1,
        )
    )


def _rated(certainty: Certainty) -> str:
    if certainty.level is None:
        return "not rated"
    above = " (above what the rule allows)" if certainty.exceeds else ""
    return f"{certainty.level}{above}, rated by {certainty.rated_by or 'nobody named'}"


def _all(studies: int) -> str:
    return f"all {studies:,} studies" if studies > 1 else number(studies, "study")


def _grouping(made: Synthesis) -> str:
    kind = (
        "outcome category"
        if made.question.kind == "category"
        else "outcome, with its exact matches"
    )
    papers = {paper.key for study in made.studies for paper in study.papers}
    studies = f"{number(made.counts.studies, 'study')} of {number(len(papers), 'paper')}"
    return f"by {kind}: {made.question.label}; {studies}"


def _method(made: Synthesis) -> str:
    return (
        "vote counting by direction, one vote a study (at least 70 % of its claims, else mixed); share "
        f"of positive with a 95 % {METHODS[made.proportion.method]} interval and exact sign test over "
        f"{number(made.counts.directional, 'directional study')}"
    )


def _heterogeneity(made: Synthesis) -> str:
    kinds = Counter(stratum.kind for stratum in made.strata)
    listed = ", ".join(f"{count} by {kind}" for kind, count in kinds.items())
    compared = number(len(made.comparisons), "comparison")
    tests = number(made.tests, "test")
    return f"strata: {listed or 'none'}; {compared} of groups; {tests}, p adjusted by Holm's method"


def _results(made: Synthesis) -> str:
    counts = made.counts
    whence = f"{number(counts.studies, 'study')}, from {number(counts.claims, 'claim')}"
    return f"{four(counts)} of {whence}"
