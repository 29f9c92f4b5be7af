"""Plain, careful sentences from the numbers: no sentence without its counts.

Forbidden words (tested): significant, proves, effect size, and "most studies" without counts. The
sentences say whether there is evidence of a direction, never how large an effect is.
"""

from __future__ import annotations

from collections.abc import Iterator

from cpgraph.synthesis.model import (
    TESTABLE,
    Comparison,
    Counts,
    Disagreement,
    Interval,
    Proportion,
    Question,
    Range,
    Synthesis,
)
from cpgraph.vocabulary import shipped


def number(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun.

    >>> number(1, "study"), number(0, "claim")
    ('1 study', '0 claims')
    """
    plural = many or (f"{one[:-1]}ies" if one.endswith("y") else f"{one}s")
    return f"{count:,} {one if count == 1 else plural}"


def percent(share: float) -> str:
    """A share as whole percent; what is not quite none or all does not look so.

    >>> percent(0.8), percent(0.999)
    ('80 %', '>99 %')
    """
    if 0 < share < 0.005:  # noqa: PLR2004 # would round to 0
        return "<1 %"
    if 0.995 <= share < 1:  # noqa: PLR2004 # would round to 100
        return ">99 %"
    return f"{100 * share:.0f} %"


def p_value(p: float) -> str:
    """A p-value to three places, or as below .001.

    >>> p_value(0.109375), p_value(0.0000785)
    ('p = .109', 'p < .001')
    """
    if p < 0.001:  # noqa: PLR2004 # the least that three places show
        return "p < .001"
    return f"p = {p:.3f}".replace("0.", ".") if p < 1 else "p = 1"


#: Filter -> what it is called, and the vocabulary of its keys.
_FILTERS = {
    "themes": ("theme", "theme"),
    "paper_types": ("design", "paper-type"),
    "levels": ("evidence strength", "level"),
    "extractions": ("extraction", "extraction"),
    "since": ("published since", None),
    "until": ("published until", None),
    "orient": ("directions", None),
    "interval": ("interval", None),
}


def _filter(name: str, value: str) -> str:
    called, scheme = _FILTERS[name]
    if value == "polarity":
        return f"{called}: turned round where lower is better"
    concept = shipped().find(scheme, value) if scheme else None
    return f"{called}: {concept.label if concept else value}"


def title(question: Question) -> str:
    """The question as one sentence, filters included."""
    what = f"In which direction do studies report {question.label}"
    said = "; ".join(_filter(name, value) for name, value in question.filters)
    return f"{what} ({said})?" if said else f"{what}?"


def headline(question: Question, counts: Counts) -> str:
    """The finding in one sentence, with both denominators."""
    if not counts.studies:
        return f"No study in the store votes on {question.label} (0 eligible claims)."
    if not counts.directional:
        return (
            f"{question.label}: no study points in one direction (0 of {counts.studies:,} eligible; "
            f"{counts.mixed:,} mixed, {counts.null:,} null)."
        )
    way, most = (
        ("positive", counts.positive)
        if counts.positive >= counts.negative
        else ("negative", counts.negative)
    )
    if counts.positive == counts.negative:
        return (
            f"{question.label}: {counts.positive:,} of "
            f"{number(counts.directional, 'directional study')} positive and {counts.negative:,} "
            f"negative ({counts.directional:,} of {counts.studies:,} eligible)."
        )
    return (
        f"{question.label}: {most:,} of {number(counts.directional, 'directional study')} "
        f"({most:,} of {counts.studies:,} eligible) {'reports' if most == 1 else 'report'} "
        f"a {way} direction{_other_side(counts, most)}."
    )


def _other_side(counts: Counts, most: int) -> str:
    """What a headline adds where the studies are nearly balanced: who has the most says little then."""
    if not counts.contested:
        return ""
    other = "negative" if counts.positive > counts.negative else "positive"
    return f", {counts.directional - most:,} of {counts.directional:,} a {other} one: contested"


def axis(question: Question) -> str:
    """What positive means here."""
    if question.orient == "polarity":
        return (
            "Directions are turned round where the outcome's stated polarity is lower-is-better: "
            "positive means better."
        )
    return (
        "Directions are as the papers state them: positive means that the outcome goes up, "
        "whether that is good or not."
    )


def sentences(made: Synthesis) -> Iterator[str]:
    """What the numbers say, in the order in which a reviewer reads them."""
    yield headline(made.question, made.counts)
    yield _votes(made.counts)
    if made.counts.directional:
        yield _test(made.proportion, made)
        yield _sensitivity(made.sensitivity, made.counts)
        if made.leave_one_out:
            yield _leave_one_out(made.leave_one_out)
        yield _conflict(made.counts)
    yield from (compared(one, made.tests) for one in made.comparisons if one.p is not None)
    yield _disagreements(made)
    yield _excluded(made)


def _votes(counts: Counts) -> str:
    return (
        f"{number(counts.studies, 'study votes', 'studies vote')} by "
        f"{number(counts.claims, 'claim')}: {four(counts)}."
    )


def four(counts: Counts) -> str:
    """All four counts of votes."""
    return (
        f"{counts.positive:,} positive, {counts.negative:,} negative, {counts.mixed:,} mixed, "
        f"{counts.null:,} null"
    )


def interval(share: Proportion) -> str:
    """The share with its interval: ``80 % (95 % interval 49 % to 94 %)``; the counts stand apart."""
    if share.share is None or share.low is None or share.high is None:
        return "undefined"
    return f"{percent(share.share)} (95 % interval {percent(share.low)} to {percent(share.high)})"


#: How an interval is computed -> whose name it has.
METHODS: dict[Interval, str] = {"wilson": "Wilson", "clopper-pearson": "Clopper-Pearson"}


def _test(share: Proportion, made: Synthesis) -> str:
    said = (
        f"The share of positive among directional studies is {_of(share)}, {interval(share)} "
        f"by {METHODS[share.method]}"
    )
    if share.p is None:
        few = number(share.directional, "directional study is", "directional studies are")
        return f"{said}; {few} too few to test (at least {TESTABLE} are needed)."
    over = number(share.directional, "study")
    tested = f"{said}; sign test against one half over {over}: {p_value(share.p)}"
    if made.tested.cells > 1 and made.tested.p is not None:
        adjusted = f"{p_value(made.tested.p)} after Holm's adjustment"
        return f"{tested}, {adjusted} for {made.tested.cells} questions tested."
    return f"{tested}."


def _sensitivity(found: Range, counts: Counts) -> str:
    others = counts.mixed + counts.null
    if not others:
        return f"0 of {number(counts.studies, 'study is', 'studies are')} mixed or null."
    which, they = (
        ("the 1 mixed or null study", "it")
        if others == 1
        else (f"all {others:,} mixed and null studies", "they all")
    )
    return (
        f"Were {which} against, the share would be {_of(found.low)} ({_share(found.low)}); "
        f"were {they} for, {_of(found.high)} ({_share(found.high)})."
    )


def _leave_one_out(found: Range) -> str:
    return (
        f"Leaving out one study, the share runs from {_of(found.low)} "
        f"({_share(found.low)}, {found.low_when}) to {_of(found.high)} "
        f"({_share(found.high)}, {found.high_when})."
    )


def _of(share: Proportion) -> str:
    return f"{share.positive:,} of {share.directional:,}"


def _share(found: Proportion) -> str:
    return "undefined" if found.share is None else percent(found.share)


def _conflict(counts: Counts) -> str:
    said = f"The conflict index is {counts.index:.2f} ({counts.positive:,} against {counts.negative:,})"
    return f"{said}: contested." if counts.contested else f"{said}."


#: What studies of a group that is compared are called, by the comparison and the group.
GROUPS = {
    ("design", "experimental"): "experimental studies",
    ("design", "observational"): "observational studies",
    ("strength", "high"): "high-strength studies",
    ("strength", "lower"): "medium- or low-strength studies",
    ("theory", "empirical"): "empirical studies",
    ("theory", "theoretical"): "theoretical studies",
}


def compared(found: Comparison, tests: int) -> str:
    """What a comparison came to, among how many tests of strata and comparisons."""
    first, second = (
        f"{_of(one.proportion)} directional {GROUPS[one.kind, one.key]}" for one in found.groups
    )
    shares = " against ".join(_share(one.proportion) for one in found.groups)
    said = f"Exploratory comparison: {first} and {second} are positive ({shares})"
    if found.p is None or found.adjusted is None:
        return f"{said}; too few studies to compare (each group needs {TESTABLE} directional ones)."
    test = f"Fisher's exact test {p_value(found.p)}, odds ratio {odds(found.odds_ratio)}"
    many = "1 stratum or comparison" if tests == 1 else f"{tests} strata and comparisons"
    return f"{said}; {test}; {p_value(found.adjusted)} after Holm's adjustment for {many} tested."


def odds(ratio: float | None) -> str:
    """An odds ratio of votes to two places.

    >>> odds(10.0), odds(None)
    ('10.00', 'undefined')
    """
    return "undefined" if ratio is None else f"{ratio:.2f}"


def _disagreements(made: Synthesis) -> str:
    found = made.disagreements
    pairs, tense, inside = (
        _pairs(group) for group in (found.contradictions, found.tensions, found.inconsistencies)
    )
    return (
        f"On {number(len(found.contradictions), 'single outcome')}, {number(pairs, 'pair')} of studies "
        f"report opposite directions; {number(tense, 'pair is', 'pairs are')} in tension (positive "
        f"against null); {number(inside, 'study says', 'studies say')} both of one outcome."
    )


def _pairs(group: tuple[Disagreement, ...]) -> int:
    return sum(outcome.study_pairs for outcome in group)


def _excluded(made: Synthesis) -> str:
    described = number(len(made.claims), "claim describes", "claims describe")
    voting = number(made.counts.claims, "votes", "vote")
    out = number(len(made.claims) - made.counts.claims, "does", "do")
    return f"{described} the outcome: {voting}, {out} not."
