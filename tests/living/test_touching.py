"""What a load makes stale, from what the loaded papers say: exactly what asking all finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import changing
from cpgraph import living
from cpgraph.living import staleness, touching
from cpgraph.model import Outcome, Paper
from cpgraph.store import Store, open_store
from cpgraph.synthesis import ask, synthesise

ERRORS = "error-rate"


@pytest.fixture
def before(kept: Store) -> Iterator[Store]:
    """The store as it was before the test changes it, with one more synthesis, of an outcome."""
    living.save(kept, synthesise(kept, ask(kept, "test score without the tool")), who="A")
    with open_store(":memory:", "write") as copy:
        every = kept.graph_names(kept.iris.base)
        copy.write({name: list(kept.graph(name))} for name in every)
        yield copy


def agree(store: Store, before: Store, keys: set[str]) -> set[str]:
    """The names that both ways find."""
    found = {one.name for one in living.made_stale(store, before, keys)}
    assert found == living.stale(store) - living.stale(before)
    return found


def new(category: str = "error_rate", **fields: Any) -> Paper:
    return changing.new_paper("manual:new", category, "positive", **fields)


def test_a_paper_of_a_category(kept: Store, before: Store) -> None:
    changing.put(kept, new())
    assert agree(kept, before, {"manual:new"}) == {ERRORS}
    assert agree(kept, kept, {"manual:new"}) == set()


def test_only_what_can_be_stale_is_asked(
    kept: Store, before: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    whole: Callable[..., Any] = staleness.statuses

    def noted(store: Store, every: Any) -> Any:
        asked.extend(stored.name for stored in every)
        return whole(store, every)

    monkeypatch.setattr(touching, "statuses", noted)
    changing.put(kept, new("wages_compensation"))
    assert living.made_stale(kept, before, {"manual:new"}) == []
    assert asked == ["test-score-without-the-tool"]


def test_a_paper_that_left_a_category(kept: Store, before: Store) -> None:
    key = min(living.load(kept, ERRORS).papers)
    changing.change(kept, key, claims=())
    assert ERRORS in agree(kept, before, {key})


def test_a_claim_that_takes_the_place_of_one_elsewhere_and_gives_it_back(
    kept: Store, before: Store
) -> None:
    older = living.load(kept, ERRORS).included[0]
    paper = new("wages_compensation")
    claim = replace(paper.claims[0], supersedes=(older,))
    changing.put(kept, replace(paper, claims=(claim,)))
    assert agree(kept, before, {"manual:new"}) == {ERRORS}


def test_a_paper_that_takes_the_place_of_one(kept: Store, before: Store) -> None:
    key = min(living.load(kept, ERRORS).papers)
    changing.put(kept, new("wages_compensation", supersedes=(key,)))
    assert ERRORS in agree(kept, before, {"manual:new"})


def test_outcomes_that_are_joined(kept: Store, before: Store) -> None:
    paper = new("wages_compensation")
    outcome = Outcome(
        label="another score", exact_match=(kept.iris.outcome("test score without the tool"),)
    )
    changing.put(kept, replace(paper, claims=(replace(paper.claims[0], outcome=outcome),)))
    assert "test-score-without-the-tool" in agree(kept, before, {"manual:new"})


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_any_change_of_a_paper(kept: Store, before: Store, data: st.DataObject) -> None:
    keys = st.sampled_from(sorted(living.load(kept, ERRORS).papers))
    key = data.draw(keys)
    fields: dict[str, Any] = data.draw(
        st.sampled_from(
            [
                {"retracted": "Withdrawn."}, {"claims": ()}, {"themes": ()}, {"published": "1999"},
                {"paper_type": "theoretical"}, {"title": "Another"}, {"study": "One study"},
            ]
        )
    )  # fmt: skip
    was = changing.change(kept, key, **fields)
    agree(kept, before, {key})
    changing.put(kept, was)
    assert living.stale(kept) == set()
