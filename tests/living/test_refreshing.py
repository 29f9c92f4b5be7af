"""Syntheses made anew: before, after, and what moved them."""

from __future__ import annotations

import pytest

import changing
from cpgraph import living
from cpgraph.store import Store
from cpgraph.synthesis.model import Counts


@pytest.fixture
def store(copied_store: Store) -> Store:
    return copied_store


def test_nothing_is_made_anew_that_is_not_stale(kept: Store) -> None:
    assert living.refresh(kept) == []
    assert {one.version for one in living.status(kept)} == {1}


def test_before_and_after(kept: Store) -> None:
    changing.put(kept, changing.new_paper("manual:new", "error_rate", "negative"))
    (done,) = living.refresh(kept, who="B. Reader")
    assert (done.before.counts, done.after.counts) == (Counts(3, 2, 0, 1, 6), Counts(3, 3, 0, 1, 7))
    assert done.before.share
    assert done.after.share
    assert (done.before.share.share, done.after.share.share) == (0.6, 0.5)
    assert done.before.headline == (
        "Error Rate: 3 of 5 directional studies (3 of 6 eligible) report a positive direction, "
        "2 of 5 a negative one: contested."
    )
    assert done.after.headline == (
        "Error Rate: 3 of 6 directional studies positive and 3 negative (6 of 7 eligible)."
    )
    assert done.papers == {"manual:new": "in"}
    (change,) = done.changes
    assert (change.paper, change.before, change.after) == ("manual:new", None, "negative")
    assert (done.before.who, done.after.who) == ("A. Reviewer", "B. Reader")
    assert living.stale(kept) == set()


def test_papers_that_left_and_that_changed(kept: Store) -> None:
    gone, changed, *_ = sorted(living.load(kept, "error-rate").papers)
    changing.take_out(kept, gone)
    changing.change(kept, changed, paper_type="descriptive")
    (done,) = living.refresh(kept, "error-rate")
    assert done.papers == {gone: "out", changed: "changed"}
    assert [change.paper for change in done.changes] == [gone]


def test_only_what_is_named_is_made_anew(kept: Store) -> None:
    changing.put(kept, changing.new_paper("manual:new", "skill_acquisition", "negative"))
    (done,) = living.refresh(kept, "skill-acquisition")
    assert done.after.name == "skill-acquisition"
    assert {name[:18] for name in living.stale(kept)} == {"skill-acquisition-"}


def test_history_grows_and_stays(kept: Store) -> None:
    for number in range(3):
        changing.put(kept, changing.new_paper(f"manual:n{number}", "error_rate", "positive"))
        living.refresh(kept, "error-rate")
    found = living.history(kept, "error-rate")
    assert [one.version for one in found] == [4, 3, 2, 1]
    assert [one.counts.positive for one in found if one.counts] == [6, 5, 4, 3]


def test_the_sample_gets_its_numbers(store: Store) -> None:
    (done,) = living.refresh(store, who="A. Reviewer")
    assert done.before.counts is None
    assert done.after.counts == Counts(7, 1, 0, 0, 10)
    assert done.papers["manual:193f2f1c5bdd"] == "changed"
    assert list(done.papers.values()).count("in") == 4
    assert living.stale(store) == set()


def test_syntheses_made_anew_together_are_tested_together(kept: Store) -> None:
    for category in ("error_rate", "skill_acquisition"):
        papers = (
            changing.new_paper(f"manual:{category}{number}", category, "positive")
            for number in range(6)
        )
        changing.put(kept, *papers)
    assert {done.after.tested.cells for done in living.refresh(kept)} == {3}
