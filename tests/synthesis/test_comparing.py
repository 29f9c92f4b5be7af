"""Groups that are compared: which study is in which, how many tests there were, what is said of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpgraph.living.writing import triples_of
from cpgraph.model import Paper
from cpgraph.reports.as_json import as_json, schema
from cpgraph.reports.evidence import Evidence, group_anchor
from cpgraph.synthesis import Synthesis, ask, synthesise
from cpgraph.synthesis.comparing import comparisons_of
from cpgraph.synthesis.counting import studies_of
from cpgraph.synthesis.model import Comparison
from cpgraph.synthesis.model import Paper as Read
from cpgraph.synthesis.wording import compared, sentences
from cpgraph.terms import CPG, DCTERMS
from cpgraph.validation import Validator
from cpgraph.vocabulary import shipped_quads
from made_papers import CONTEXT, corpora, store_of, trial
from made_syntheses import made_up


def papers_of(signs: str, first: int, **fields: str) -> Iterator[Paper]:
    """A paper with one claim per sign."""
    return (trial(number, sign, **fields) for number, sign in enumerate(signs, first))


def made_of(papers: Iterable[Paper], **filters: str) -> Synthesis:
    with store_of(list(papers)) as store:
        return synthesise(store, ask(store, "error_rate", **filters))


def vector() -> list[Paper]:
    """TV14: 10 of 12 empirical studies against 3 of 9 theoretical ones, and a review."""
    return [
        *papers_of("+" * 10 + "--", 0),
        *papers_of("+++------", 100, paper_type="theoretical"),
        *papers_of("++", 200, paper_type="review_meta"),
    ]


def named(made: Synthesis, name: str) -> Comparison:
    return next(one for one in made.comparisons if one.name == name)


def test_empirical_studies_are_compared_with_theoretical_ones() -> None:
    found = named(made_of(vector()), "theory")
    assert found.odds_ratio == pytest.approx(10)
    assert found.p == pytest.approx(0.03184431667403804, rel=0, abs=1e-9)
    assert [group.counts.studies for group in found.groups] == [12, 9]  # the reviews are in neither


def test_the_sentence_has_all_counts_and_says_that_it_explores() -> None:
    made = made_of(vector())
    said = (
        "Exploratory comparison: 10 of 12 directional empirical studies and 3 of 9 directional "
        "theoretical studies are positive (83 % against 33 %); Fisher's exact test p = .032, odds ratio "
        "10.00; p = .159 after Holm's adjustment for 5 strata and comparisons tested."
    )
    assert said in sentences(made)
    links = [word for word in Evidence(made).sentence(said) if not isinstance(word, str)]
    assert [(one.text, one.to) for one in links] == [
        ("10 of 12 directional empirical studies", "#compared-theory-empirical"),
        ("3 of 9 directional theoretical studies", "#compared-theory-theoretical"),
    ]


def test_comparisons_count_among_the_tests() -> None:
    made = made_of(vector())
    tested = [one.proportion.p for one in made.strata if one.is_tested]
    assert made.tests == len(tested) + 1
    assert named(made, "theory").adjusted == pytest.approx(0.03184431667403804 * made.tests)
    assert min(p for p in tested if p is not None) > 0.0319  # its p is the least of all


def test_a_study_is_in_one_group_by_its_strongest_design() -> None:
    study = "https://example.org/study"
    papers = [
        *papers_of("+" * 6, 0),
        *papers_of("-" * 6, 50, paper_type="descriptive"),
        trial(90, "+", study=study),
        trial(91, "+", study=study, paper_type="descriptive"),
        trial(92, "-", study=study, paper_type="theoretical"),
    ]
    made = made_of(papers)
    found = named(made, "design")
    assert [group.counts.studies for group in found.groups] == [7, 6]
    assert {one.name for one in made.comparisons} == {"design"}  # nothing theoretical is left


def test_below_six_on_a_side_there_is_no_test() -> None:
    made = made_of([*papers_of("+" * 9, 0), *papers_of("-----", 50, paper_type="descriptive")])
    found = named(made, "design")
    assert (found.odds_ratio, found.p, found.adjusted) == (None, None, None)
    assert "too few studies to compare (each group needs 6 directional ones)" in compared(found, 3)
    assert not any("Exploratory" in said for said in sentences(made))


def test_what_filters_leave_out_is_not_compared() -> None:
    made = made_of([*vector(), *papers_of("-" * 9, 300, published="2019")], since="2020")
    assert not made.comparisons  # the others have no date
    assert not any(
        one.anchor.startswith("stratum-not-voting") for one in Evidence(made).groups.values()
    )


def test_json_and_rdf_say_it_too() -> None:
    made = made_of(vector())
    whole = json.loads(as_json(made, {}))
    jsonschema.validate(whole, schema())
    (told,) = whole["comparisons"]
    assert (told["name"], told["odds_ratio"]) == ("theory", pytest.approx(10))
    assert [len(group["claims"]) for group in told["groups"]] == [12, 9]
    triples = triples_of(made, CONTEXT.iris)
    (node,) = (one.object for one in triples if one.predicate.value == f"{CPG}comparison")
    stated = {one.predicate.value: one.object.value for one in triples if one.subject == node}  # type: ignore[union-attr]
    assert float(stated[f"{CPG}oddsRatio"]) == pytest.approx(10)
    assert stated[f"{DCTERMS}description"] in sentences(made)
    vocabulary = (quad.triple for quad in shipped_quads())
    (found,) = Validator(vocabulary).check([triples])
    assert [result.message for result in found] == []


def test_theory_that_votes_is_compared_too() -> None:
    made = made_of(vector(), paper_type=["rct", "theoretical"])  # type: ignore[arg-type]
    assert named(made, "theory").p == pytest.approx(0.03184431667403804)


_often = settings(max_examples=25, deadline=None)


@_often
@given(corpora())
def test_groups_have_no_study_in_common_and_open_to_their_claims(papers: list[Paper]) -> None:
    made = made_of(papers)
    known = Evidence(made)
    for one in made.comparisons:
        assert not set(one.first.studies) & set(one.second.studies)
        for group in one.groups:
            behind = known.groups[group_anchor(group)].claims
            assert {claim.study for claim in behind} == set(group.studies)
            assert len(behind) == group.counts.claims


@_often
@given(st.integers(0, 60), st.integers(1, 9))
def test_other_signs_turn_the_odds_round_and_leave_p(studies: int, seed: int) -> None:
    made = made_up(studies, seed=seed)
    turn = {"positive": "negative", "negative": "positive"}
    papers: dict[str, Read] = {paper.key: paper for paper in made.papers}
    turned = [
        replace(claim, toward=turn.get(claim.toward or "", claim.toward)) for claim in made.included
    ]
    other = comparisons_of(studies_of(turned, papers), [], "wilson")
    for one, mirrored in zip(made.comparisons, other, strict=True):
        assert mirrored.p == (None if one.p is None else pytest.approx(one.p))
        if one.odds_ratio is not None:
            assert mirrored.odds_ratio == pytest.approx(1 / one.odds_ratio)
