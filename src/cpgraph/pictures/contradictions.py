"""Contradicting claims side by side, with their texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cpgraph.pictures.fitting import ellipsized, width, wrapped
from cpgraph.pictures.frame import INSIDE, SMALL, TEXT, Cell, Drawing, Links, label, lines, rule
from cpgraph.pictures.marks import linked, mark
from cpgraph.pictures.svg import Element, element
from cpgraph.synthesis.model import VOTES, Claim, Disagreement, Pair, Synthesis
from cpgraph.synthesis.wording import number

#: So many pairs are drawn.
MOST_PAIRS = 12
_GAP, _LEADING, _MOST_LINES = 24.0, 16.0, 7
_SIDE = (INSIDE - _GAP) / 2
_GRADES = {
    "K1": "K1, candidate: not looked at",
    "K2": "K2, comparable by type and theme: not looked at",
    "K3": "K3, confirmed",
    "explained": "closed: explained",
    "not-comparable": "closed: not comparable",
}


def contradictions(made: Synthesis, links: Links) -> Drawing | None:
    """A row for each pair of claims; None where no two studies contradict each other."""
    found = made.disagreements.contradictions
    pairs = _pairs(found)
    if not pairs:
        return None
    drawn: list[Element] = []
    y, outcome = 0.0, None
    for group, pair in pairs:
        if group is not outcome:
            y += 10 if y else 0
            drawn.extend(_heading(group, y))
            y, outcome = y + 30, group
        row, height = _row(pair, made, links)
        drawn.append(element("g", *row, transform=f"translate(0 {y:.2f})", class_="mark pair"))
        y += height
    return Drawing(
        "contradictions",
        _title(made),
        _alt(pairs, made),
        drawn,
        y,
        _COLUMNS,
        [list(_values(group, pair, made)) for group, pair in pairs],
        _notes(found, len(pairs), made),
    )


def _pairs(found: Sequence[Disagreement]) -> list[tuple[Disagreement, Pair]]:
    """The first pair of each outcome, then the second of each, and so on, until there are enough."""
    ranked = sorted(
        (depth, place) for place, group in enumerate(found) for depth in range(len(group.pairs))
    )
    drawn = sorted((place, depth) for depth, place in ranked[:MOST_PAIRS])
    return [(found[place], found[place].pairs[depth]) for place, depth in drawn]


def _heading(group: Disagreement, y: float) -> Iterator[Element]:
    studies, claims = (number(n, "pair") for n in (group.study_pairs, group.claim_pairs))
    said = f": {studies} of studies, {claims} of claims"
    name = ellipsized(group.measured_as, INSIDE - width(said, TEXT, bold=True), TEXT, bold=True)
    yield label(f"{name}{said}", 0, y + 16, INSIDE, bold=True, tip=group.measured_as)
    yield rule(0, y + 24, INSIDE, y + 24, "axis")


def _row(pair: Pair, made: Synthesis, links: Links) -> tuple[list[Element], float]:
    sides = [
        _side(claim, made, place * (_SIDE + _GAP), links)
        for place, claim in enumerate((pair.positive, pair.other))
    ]
    height = max(height for _, height in sides)
    said = wrapped(_judged(pair), INSIDE, SMALL, most=3)
    drawn = [drawn for side, _ in sides for drawn in side]
    drawn.extend(lines(said, 0, height + 18, size=SMALL, class_="soft"))
    height += 18 + (len(said) - 1) * 15 + 10
    return [*drawn, rule(0, height, INSIDE, height)], height


def _side(claim: Claim, made: Synthesis, x: float, links: Links) -> tuple[list[Element], float]:
    way = next(vote for vote in VOTES if vote == claim.toward)
    texts = wrapped(claim.text, _SIDE, TEXT, most=_MOST_LINES)
    who = f"{made.paper(claim.paper).name}, claim {claim.position}"
    name = label(who, x + 18, 18, _SIDE - 18, bold=True, size=SMALL)
    body = element("g", element("title", claim.text), *lines(texts, x, 37, size=TEXT))
    sign = mark(way, x + 7, 14, 6, way, drawn="side")
    return [sign, linked(name, links.get(claim.iri)), body], 24 + _LEADING * len(texts)


def _judged(pair: Pair) -> str:
    said = f"{_GRADES.get(pair.grade, pair.grade)} (pair {pair.key})"
    if not pair.judgement:
        return f"{said}."
    judged = pair.judgement
    return f"{said} by {judged.who}, {judged.when}: {judged.why}"


_COLUMNS = (
    *("pair", "grade", "outcome", "outcome_iri", "first_paper", "first_direction", "first_text"),
    *("first_iri", "second_paper", "second_direction", "second_text", "second_iri"),
    *("judged_by", "judged_when", "because"),
)


def _values(group: Disagreement, pair: Pair, made: Synthesis) -> Iterator[Cell]:
    yield from (pair.key, pair.grade, group.measured_as, group.measured)
    for claim in (pair.positive, pair.other):
        yield from (made.paper(claim.paper).name, claim.toward, claim.text, claim.iri)
    judged = pair.judgement
    yield from (judged.who, judged.when, judged.why) if judged else (None, None, None)


def _title(made: Synthesis) -> str:
    found = made.disagreements.contradictions
    studies, claims = (
        number(sum(counts), "pair")
        for counts in zip(*((g.study_pairs, g.claim_pairs) for g in found), strict=True)
    )
    return (
        f"{made.question.label}: {studies} of studies with opposite directions on "
        f"{number(len(found), 'single outcome')}, by {claims} of claims."
    )


def _notes(found: Sequence[Disagreement], drawn: int, made: Synthesis) -> list[str]:
    every = sum(group.claim_pairs for group in found)
    tense = sum(group.study_pairs for group in made.disagreements.tensions)
    inside = sum(group.study_pairs for group in made.disagreements.inconsistencies)
    return [
        f"Drawn: {drawn:,} of {number(every, 'pair')} of claims. A worklist, not a verdict: whether "
        "they contradict each other is for a named person to say.",
        f"Not drawn: {number(tense, 'pair')} of studies in tension (positive against null), and "
        f"both directions within {number(inside, 'study')}.",
    ]


def _alt(pairs: Sequence[tuple[Disagreement, Pair]], made: Synthesis) -> str:
    said = " ".join(
        f"{group.measured_as}: {_quoted(pair.positive, made)} against {_quoted(pair.other, made)}."
        for group, pair in pairs
    )
    return f"Table of {number(len(pairs), 'pair')} of claims side by side. {said}"


def _quoted(claim: Claim, made: Synthesis) -> str:
    return f"“{claim.text}” ({made.paper(claim.paper).name}, {claim.toward})"
