"""Contradictions, tensions and internal inconsistencies: what studies say against each other.

Only of one outcome (or exact matches of it), never only of one category. The pairs are a worklist for
people, not a verdict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, product

from cpgraph.synthesis.counting import Papers
from cpgraph.synthesis.model import Claim, Disagreement, Disagreements, Judgement, Pair

_EMPIRICAL = frozenset({"rct", "quasi_experimental", "correlational", "descriptive"})

#: Pairs of claims that are listed for an outcome.
LISTED = 200

Judgements = Mapping[str, Judgement]


def disagreements_of(
    claims: Iterable[Claim], papers: Papers, judgements: Judgements
) -> Disagreements:
    """What the claims that vote say against each other, outcomes in the order of their labels.

    :param judgements: what people said of pairs, by the pair's key.
    """
    outcomes: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.measured:
            outcomes[claim.measured].append(claim)
    groups = sorted(outcomes.values(), key=lambda group: (group[0].measured_as, group[0].measured))

    def found(
        other: str, counted: Callable[[int, int, int], int], *, inside: bool
    ) -> Iterator[Disagreement]:
        for group in groups:
            against = _against(group, other, papers, judgements, counted, inside=inside)
            if against.claim_pairs:
                yield against

    return Disagreements(
        tuple(found("negative", _pairs_of_opposite, inside=False)),
        tuple(found("null", _pairs_of_opposite, inside=False)),
        tuple(found("negative", lambda _first, _second, both: both, inside=True)),
    )


def _against(
    group: Sequence[Claim],
    other: str,
    papers: Papers,
    judgements: Judgements,
    counted: Callable[[int, int, int], int],
    *,
    inside: bool,
) -> Disagreement:
    for_it = [claim for claim in group if claim.toward == "positive"]
    against = [claim for claim in group if claim.toward == other]
    first, second = ({claim.study for claim in side} for side in (for_it, against))
    pairs = (
        pair for pair in product(for_it, against) if (pair[0].study == pair[1].study) == inside
    )
    listed = tuple(_pair(*pair, papers, judgements) for pair in islice(pairs, LISTED))
    same = sum(
        sum(claim.study == study for claim in for_it)
        * sum(claim.study == study for claim in against)
        for study in first & second
    )
    return Disagreement(
        group[0].measured or "",
        group[0].measured_as or group[0].measured or "",
        counted(len(first), len(second), len(first & second)),
        same if inside else len(for_it) * len(against) - same,
        listed,
    )


def _pairs_of_opposite(first: int, second: int, both: int) -> int:
    """Pairs of different studies of which one is in the first set and the other in the second.

    :param both: studies in both sets; a pair of two such counts once.
    """
    return first * second - both - both * (both - 1) // 2


def _pair(positive: Claim, other: Claim, papers: Papers, judgements: Judgements) -> Pair:
    two = papers[positive.paper], papers[other.paper]
    comparable = all(paper.type in _EMPIRICAL for paper in two) and bool(
        set(two[0].themes) & set(two[1].themes)
    )
    pair = Pair(positive, other, comparable)
    return Pair(positive, other, comparable, judgements.get(pair.key))
