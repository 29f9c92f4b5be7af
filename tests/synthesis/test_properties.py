"""What must change nothing of any papers, or only what it should: the properties of a vote count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cpgraph.model import Claim, Paper
from cpgraph.store import Store
from cpgraph.synthesis import Synthesis, ask, synthesise
from cpgraph.synthesis.model import Counts, Proportion, Stratum
from made_papers import CONTEXT, corpora, store_of, trial, write

_often = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def made_of(store: Store) -> Synthesis:
    return synthesise(store, ask(store, "error_rate"))


def numbers(made: Synthesis) -> dict[str, Any]:
    """Everything but when it was made."""
    return {name: getattr(made, name) for name in made.__slots__ if name != "made"}


@_often
@given(corpora())
def test_writing_papers_again_changes_nothing(papers: list[Paper]) -> None:
    with store_of(papers) as store:
        before = numbers(made_of(store))
        write(store, papers)
        assert numbers(made_of(store)) == before


@_often
@given(corpora(), st.integers(0, 2**32))
def test_the_order_of_papers_and_statements_changes_nothing(papers: list[Paper], seed: int) -> None:
    chance = Random(seed)  # noqa: S311 # any order
    with store_of(papers) as store, store_of([]) as other:
        names = sorted(store.graph_names(CONTEXT.iris.base))
        for name in chance.sample(names, len(names)):
            triples = list(store.graph(name))
            other.write([{name: chance.sample(triples, len(triples))}])
        assert numbers(made_of(other)) == numbers(made_of(store))


@_often
@given(corpora(), st.data())
def test_a_retraction_that_is_taken_back_changes_nothing(
    papers: list[Paper], data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(papers))
    assume(one.retracted is None)
    with store_of(papers) as store:
        before = made_of(store)
        write(store, [replace(one, retracted="Withdrawn.")])
        without = made_of(store)
        assert not any(claim.paper == one.key for claim in without.included)
        write(store, [one])
        assert numbers(made_of(store)) == numbers(before)


@_often
@given(corpora(), st.data())
def test_a_further_claim_that_agrees_with_its_study_adds_no_vote(
    papers: list[Paper], data: st.DataObject
) -> None:
    with store_of(papers) as store:
        before = made_of(store)
        assume(before.studies)
        study = data.draw(st.sampled_from(before.studies))
        paper = next(one for one in papers if one.key == study.key)
        more = Claim(text="More of the same", direction=study.vote, category="error_rate")
        write(store, [replace(paper, claims=(*paper.claims, more))])
        after = made_of(store)
        assert after.counts == replace(before.counts, claims=before.counts.claims + 1)
        assert (after.proportion, after.sensitivity) == (before.proportion, before.sensitivity)
        assert after.leave_one_out == before.leave_one_out


_TURNED = {"positive": "negative", "negative": "positive"}


@_often
@given(corpora())
def test_other_signs_mirror_everything_and_leave_p(papers: list[Paper]) -> None:
    with store_of(papers) as store, store_of([_turned(one) for one in papers]) as other:
        made, turned = made_of(store), made_of(other)
    mirrored(made.counts, turned.counts)
    shares_mirrored(made.proportion, turned.proportion)
    strata_mirrored(made.strata, turned.strata)
    for one, mirror in zip(made.comparisons, turned.comparisons, strict=True):
        strata_mirrored(one.groups, mirror.groups)
        assert one.p == mirror.p
    assert made.counts.contested == turned.counts.contested
    assert made.certainty.ceiling == turned.certainty.ceiling
    assert made.trend.p == turned.trend.p


def _turned(paper: Paper) -> Paper:
    return replace(
        paper,
        claims=tuple(
            replace(claim, direction=_TURNED.get(claim.direction or "", claim.direction))
            for claim in paper.claims
        ),
    )


def mirrored(one: Counts, other: Counts) -> None:
    assert replace(one, positive=one.negative, negative=one.positive) == other


def shares_mirrored(one: Proportion, other: Proportion) -> None:
    assert one.p == other.p
    if one.share is None or one.low is None or one.high is None:
        assert other.share is None
    else:
        mirror = [1 - one.share, 1 - one.high, 1 - one.low]
        assert [other.share, other.low, other.high] == pytest.approx(mirror, rel=0, abs=1e-9)


def strata_mirrored(strata: Sequence[Stratum], others: Sequence[Stratum]) -> None:
    for one, other in zip(strata, others, strict=True):
        assert (one.kind, one.key, one.studies) == (other.kind, other.key, other.studies)
        mirrored(one.counts, other.counts)
        shares_mirrored(one.proportion, other.proportion)


def test_a_paper_with_many_claims_is_one_vote() -> None:
    """TV07: 15 of 20 claims are positive (p = .041), and 1 of 6 studies (p = .219)."""
    papers = [trial(1, "+" * 15), *(trial(number, "-") for number in range(2, 7))]
    with store_of(papers) as store:
        made = made_of(store)
    assert (made.counts.positive, made.counts.studies, made.counts.claims) == (1, 6, 20)
    assert made.proportion.p == pytest.approx(0.21875, rel=0, abs=1e-9)
    assert made.proportion.low == pytest.approx(0.03005336974830669, rel=0, abs=1e-9)
