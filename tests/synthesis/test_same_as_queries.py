"""What a synthesis counts is what the stored queries of ``synthesis/`` count: two ways, one answer."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpgraph import queries
from cpgraph.model import Paper
from cpgraph.store import Store
from cpgraph.synthesis import Question, Synthesis, ask, categories, synthesise, synthesise_all
from cpgraph.synthesis.model import Counts, Disagreement
from cpgraph.synthesis.selection import filters
from cpgraph.vocabulary import shipped
from made_papers import CONTEXT, corpora, store_of, trial

Row = dict[str, Any]

FILTERS: dict[str, dict[str, Any]] = {
    "none": {},
    "polarity": {"orient": "polarity"},
    "theme": {"theme": ["governance", "productivity"]},
    "dates": {"since": "2023-05", "until": "2025"},
    "types": {"paper_type": ["rct", "descriptive", "theoretical"]},
    "level": {"level": "high"},
    "extraction": {"extraction": "manual", "orient": "polarity"},
}


def rows(store: Store, name: str, question: Question, **more: Any) -> list[Row]:
    """All rows of a stored query asked the same."""
    named = {"category" if question.kind == "category" else "outcome": question.iri}
    arguments = {**named, "orient": question.orient, **filters(question), **more}
    known = {parameter.name for parameter in queries.stored_query(name).parameters}
    limit: Any = "all" if queries.stored_query(name).paging else None
    answer = queries.select(
        store, name, {key: arguments[key] for key in arguments.keys() & known}, limit=limit
    )
    names = [column.name for column in answer.columns]
    return [dict(zip(names, row, strict=True)) for row in answer]


def four(row: Row | Counts) -> tuple[int, int, int, int]:
    told = row.get if isinstance(row, dict) else lambda name: getattr(row, name)
    return tuple(told(name) for name in ("positive", "negative", "mixed", "null"))  # type: ignore[return-value]


def check_all(store: Store, question: Question, made: Synthesis) -> None:
    """All counts."""
    check_votes(store, question, made)
    check_strata(store, question, made)
    check_trend(store, question, made)
    check_flow(store, question, made)
    check_disagreements(store, question, made)


def check_votes(store: Store, question: Question, made: Synthesis) -> None:
    assert {
        study.iri: (study.key, study.vote, study.claims, len(study.papers), *four_of(study))
        for study in made.studies
    } == {
        str(row["study"]): (row["study_key"], row["vote"], row["claims"], row["papers"], *four(row))
        for row in rows(store, "synthesis/study-votes", question)
    }
    found = rows(store, "synthesis/vote-counts", question, by="all")
    row = found[0] if found else dict.fromkeys(COUNTED, 0) | {"contested": "no"}
    assert four(made.counts) == four(row)
    assert made.counts.claims == row["claims"]
    assert made.counts.contested == (row["contested"] == "yes")
    assert made.counts.positive * made.counts.negative == row["opposed_pairs"]


COUNTED = ("positive", "negative", "mixed", "null", "claims", "opposed_pairs")


def four_of(study: Any) -> tuple[int, int, int, int]:
    return study.positive, study.negative, study.mixed, study.null


def check_strata(store: Store, question: Question, made: Synthesis) -> None:
    beside = {"theoretical", "review_meta", "other"}.difference(question.paper_types)
    expected = {
        (row["stratum_kind"], row["stratum"]): (*four(row), row["claims"])
        for row in rows(store, "synthesis/strata", question)
    }
    own = {
        ("type" if stratum.kind == "not voting" else stratum.kind, stratum.key): (
            *four(stratum.counts),
            stratum.counts.claims,
        )
        for stratum in made.strata
        if stratum.kind != "not voting" or stratum.key in beside
    }
    assert own == expected


def check_trend(store: Store, question: Question, made: Synthesis) -> None:
    assert [
        (
            point.period, point.counts.positive, point.counts.negative, point.counts.studies,
            point.cumulative.positive, point.cumulative.negative, point.cumulative.studies,
        )
        for point in made.trend.points
    ] == [tuple(row.values())[:7] for row in rows(store, "synthesis/cumulative", question)]  # fmt: skip


def check_flow(store: Store, question: Question, made: Synthesis) -> None:
    told = {row["state"]: row for row in rows(store, "synthesis/flow", question)}
    assert [step.state for step in made.flow] == list(told)
    for step in made.flow:
        row = told[step.state]
        assert step.claims == row["claims"], step
        assert step.papers in {None, row["papers"]}, step
        assert step.studies in {None, row["studies"]}, step
    assert sum(claim.reason is None for claim in made.claims) == told["voting"]["claims"]


def check_disagreements(store: Store, question: Question, made: Synthesis) -> None:
    for name, found in (
        ("contradictions", made.disagreements.contradictions),
        ("tensions", made.disagreements.tensions),
    ):
        told = rows(store, f"synthesis/{name}", question)
        assert {one.measured: one.study_pairs for one in found} == {
            str(row["measured"]): row["study_pairs"] for row in told if row["study_pairs"]
        }
    inside = rows(store, "synthesis/internal-inconsistencies", question)
    assert _pairs(made.disagreements.inconsistencies) == {
        (str(row["claim"]), str(row["other"])) for row in inside
    }
    studies = Counter(m for m, _ in {(str(row["measured"]), row["study"]) for row in inside})
    assert {one.measured: one.study_pairs for one in made.disagreements.inconsistencies} == studies
    opposed = rows(store, "synthesis/contradiction-pairs", question)
    assert _pairs(made.disagreements.contradictions) == {
        (str(row["positive_claim"]), str(row["negative_claim"])) for row in opposed
    }


def _pairs(found: tuple[Disagreement, ...]) -> set[tuple[str, str]]:
    assert all(len(one.pairs) == one.claim_pairs for one in found)
    return {(pair.positive.iri, pair.other.iri) for one in found for pair in one.pairs}


@pytest.mark.parametrize("asked", FILTERS.values(), ids=FILTERS)
def test_the_busiest_categories_of_the_sample(sample_store: Store, asked: dict[str, Any]) -> None:
    for category in ("error_rate", "developer_productivity", "ai_safety_and_ethics"):
        question = ask(sample_store, category, **asked)
        check_all(sample_store, question, synthesise(sample_store, question))


def test_every_category_of_the_sample(sample_store: Store) -> None:
    questions = categories(sample_store)
    for question, made in zip(questions, synthesise_all(sample_store, questions), strict=True):
        check_votes(sample_store, question, made)
        check_flow(sample_store, question, made)


def test_a_single_outcome_of_the_sample(sample_store: Store) -> None:
    for name in ("average handling time",):
        question = ask(sample_store, name)
        check_all(sample_store, question, synthesise(sample_store, question))


def test_the_gap_map_of_the_sample(sample_store: Store) -> None:
    told = {
        (row["theme_key"], str(row["category_iri"])): row
        for row in rows(
            sample_store, "synthesis/gap-map", Question("category", "", ""), category=None
        )
    }
    questions = categories(sample_store)
    for made in synthesise_all(sample_store, questions):
        for cell in made.gaps:
            row = told.pop((cell.theme, made.question.iri))
            assert four(cell.counts) == four(row), row
            assert (cell.state, cell.latest) == (row["state"], row["latest"] or None), row
            assert cell.counts.contested == (row["contested"] == "yes"), row
            assert cell.strengths.get("high", 0) == row["high"], row
    assert not told


_often = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


@_often
@given(corpora(), st.sampled_from(list(FILTERS.values())))
def test_random_papers(papers: list[Paper], asked: dict[str, Any]) -> None:
    with store_of(papers) as store:
        for subject in ("error_rate", CONTEXT.iris.outcome("minutes")):
            if subject != "error_rate" and not any(
                claim.outcome and claim.outcome.label == "minutes"
                for one in papers
                for claim in one.claims
            ):
                continue
            question = ask(store, subject, **asked)
            check_all(store, question, synthesise(store, question))


def test_categories_are_those_of_the_vocabulary(sample_store: Store) -> None:
    assert {concept.iri for concept in shipped().of("category")} <= {
        question.iri for question in categories(sample_store)
    }


def test_a_vote_is_as_old_as_the_papers_whose_claims_it_counts() -> None:
    study = "https://example.org/study"
    papers = [
        trial(1, "+", study=study, published="2023-05"),
        trial(2, "+", study=study, published="2015", paper_type="theoretical"),
        trial(3, study=study, published="2014"),
        trial(4, "-"),
    ]
    with store_of(papers) as store:
        question = ask(store, "error_rate")
        made = synthesise(store, question)
        assert [point.period for point in made.trend.points] == ["2023", "not dated"]
        check_all(store, question, made)
