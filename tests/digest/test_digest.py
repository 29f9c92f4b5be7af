"""Digests of the sample: what is new, in which order, and what it changed."""

from __future__ import annotations

import pytest

from cpgraph import queries
from cpgraph.digest import Digest, digest, week, window
from cpgraph.digest.model import ClosedGap
from cpgraph.digest.wording import cell, gap, sentences
from cpgraph.reports.digest_forms import digest_text
from cpgraph.store import Store
from cpgraph.worklist import judge, pairs
from filled import filled_sample_store

RANKS = ("high", "medium", "low", "n/a", None)


@pytest.fixture(scope="module")
def year(sample_store: Store) -> Digest:
    return digest(sample_store, window("2025-06", "2026-06"))


def test_papers_are_strongest_first(year: Digest) -> None:
    order = [
        (RANKS.index(paper.strength), -(paper.relevance if paper.relevance is not None else -1))
        for paper in year.papers
    ]
    assert order == sorted(order)
    assert [paper.key for paper in year.papers][:2] == [
        "manual:a86cec77f344",
        "manual:a8f2dbcc09c7",
    ]
    assert all("2025-06" <= (paper.published or "") < "2026-07" for paper in year.papers)


def test_every_count_of_claims_opens_to_so_many(year: Digest) -> None:
    assert len(year.categories) == 14
    for one in year.categories:
        claims = year.claims_about(one.iri)
        assert len(claims) == one.claims
        assert len({claim.paper for claim in claims}) == one.papers
        for way in ("positive", "negative", "mixed", "null"):
            assert sum(claim.direction == way for claim in claims) == getattr(one, way)
    assert sum(one.claims for one in year.categories) == sum(1 for _ in year.claims)


def test_claims_are_those_of_the_store(year: Digest, sample_store: Store) -> None:
    rows = queries.select(
        sample_store, "claims/list", {"since": "2025-06", "until": "2026-06"}, limit="all"
    )
    names = [column.name for column in rows.columns]
    stored = {(row[names.index("key")], row[names.index("position")]) for row in rows}
    assert {(claim.paper, claim.position) for claim in year.claims} == stored


def test_cells_are_those_of_the_board_before_and_after(year: Digest) -> None:
    found = {(one.label, one.theme): one for one in year.cells}
    errors = found["Error Rate", None]
    assert (errors.before.studies, errors.before.state) == (4, "covered")
    assert (errors.after.studies, errors.after.state, errors.after.contested) == (
        6,
        "testable",
        True,
    )
    assert errors.changed == "state"
    assert cell(errors) == "from covered (4 studies) to testable (6 studies)"
    themed = found["Error Rate", "human_ai_collab"]
    assert (themed.before.studies, themed.after.studies) == (1, 3)
    assert cell(found["Decision Quality", None]) == (
        "from none positive or negative (0 against 0) to more negative than positive (0 against 1)"
    )
    assert all(one.changed in {"headline", "state"} for one in year.cells)


def test_cells_of_all_papers_stand_before_those_of_themes(year: Digest) -> None:
    labels = [one.label for one in year.cells]
    assert labels == sorted(labels)
    for label in set(labels):
        themes = [one.theme for one in year.cells if one.label == label]
        assert None not in themes[1:]


def test_a_pair_is_of_different_studies_and_one_claim_is_new(year: Digest) -> None:
    new = {paper.key for paper in year.papers}
    assert all(len(one.pairs) == one.claim_pairs for one in year.contradictions)
    assert [(one.label, one.before, one.after, len(one.pairs)) for one in year.contradictions] == [
        ("tasks completed per developer per week", 0, 3, 5),
        ("mistakes per hundred cases", 0, 1, 1),
        ("average handling time", 1, 2, 1),
    ]
    for one in (pair for found in year.contradictions for pair in found.pairs):
        assert new & {one.positive.key, one.other.key}
        assert one.pair.positive.study != one.pair.other.study
        assert (one.positive.direction, one.other.direction) == ("positive", "negative")


def test_pairs_are_counted_beyond_what_is_listed(
    sample_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cpgraph.digest.making.LISTED", 2)
    monkeypatch.setattr("cpgraph.reports.digest_document._PAIRS", 1)
    made = digest(sample_store, window("2025-06", "2026-06"))
    assert [(one.claim_pairs, len(one.pairs)) for one in made.contradictions] == [
        (5, 2), (1, 1), (1, 1),
    ]  # fmt: skip
    text = digest_text(made)
    assert "4 more pairs: cpgraph contradictions --outcome" in text
    assert text.count("= Pair ") == 3


def test_pairs_are_those_of_the_worklist_with_what_was_said_of_them() -> None:
    with filled_sample_store() as store:
        listed = {one.pair.key: one.pair for one in pairs(store)}
        key = "7cd64b6f8cc6"
        claims = (listed[key].positive.iri, listed[key].other.iri)
        judge(store, claims, "explained", who="Ann", why="other cases")
        made = digest(store, window("2025-06", "2026-06"))
    found = {one.pair.key: one.pair for new in made.contradictions for one in new.pairs}
    assert set(found) < set(listed)
    assert {key: pair.comparable for key, pair in found.items()} == {
        key: listed[key].comparable for key in found
    }
    assert found[key].grade == "explained"


def test_papers_of_after_the_window_bring_no_pairs(sample_store: Store) -> None:
    early = digest(sample_store, window("2019", "2021-12"))
    for one in (pair for new in early.contradictions for pair in new.pairs):
        assert max(one.positive.year or "", one.other.year or "") <= "2021"


def test_a_gap_that_closes(sample_store: Store) -> None:
    made = digest(sample_store, window("2023", "2025-01-31"))
    assert made.gaps
    for one in made.gaps:
        assert one.closed in {"became testable", "got a synthesis", "both"}
        assert one.state == "testable" or one.synthesised
        assert one.after >= one.before


def test_a_window_without_papers_says_so(sample_store: Store) -> None:
    made = digest(sample_store, week("2018-W01"))
    assert (made.papers, made.categories, made.cells, made.contradictions, made.gaps) == ((),) * 5
    assert next(iter(sentences(made))) == (
        "0 papers are new (week 2018-W01, 2018-01-01 to 2018-01-07, by date of publication), "
        "with 0 claims on 0 outcome categories."
    )


def test_by_date_of_loading_all_of_the_sample_is_new(sample_store: Store) -> None:
    made = digest(sample_store, window("2026-11-24", by="loaded"))
    assert len(made.papers) == 38
    assert all(one.before.studies == 0 for one in made.cells)


def test_only_papers_of_a_theme(sample_store: Store) -> None:
    made = digest(sample_store, window("2026", themes=("governance",)))
    assert made.papers
    assert all("governance" in paper.themes for paper in made.papers)


def test_no_sentence_is_without_a_count(year: Digest) -> None:
    for sentence in sentences(year):
        assert any(character.isdigit() for character in sentence), sentence
        for word in ("significant", "proves", "effect size", "most studies"):
            assert word not in sentence


def test_a_gap_that_closed_both_ways_is_said_in_words() -> None:
    closed = ClosedGap("adoption", "", "Error Rate", 4, 7, "covered", "testable", "both")
    assert gap(closed) == (
        "Error Rate, adoption: became testable and got a synthesis; 4 studies (covered) before, "
        "7 studies (testable) now."
    )
