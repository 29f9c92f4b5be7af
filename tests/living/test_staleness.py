"""Which stored syntheses are stale, and why: exactly the affected ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import changing
from cpgraph import ingest, living
from cpgraph.living.keeping import _moved
from cpgraph.living.model import Stored
from cpgraph.living.reading import stored_of
from cpgraph.living.staleness import in_words, presents, reasons
from cpgraph.readers.base import Source
from cpgraph.sample import sample_sources
from cpgraph.store import Store, known_vocabulary

ERRORS, SKILLS, LATER = "error-rate", "skill-acquisition", "skill-acquisition-"


@pytest.fixture
def store(copied_store: Store) -> Store:
    return copied_store


def why(store: Store) -> dict[str, str]:
    """The stale syntheses, each with its reasons in words; names cut before the hash of the filters."""
    return {
        one.name[: len(LATER)]: in_words(one.reasons)
        for one in living.status(store)
        if one.is_stale
    }


def an_included_paper(store: Store, name: str) -> str:
    return min(key for key, _ in _votes(store, name))


def _votes(store: Store, name: str) -> list[tuple[str, str]]:
    stored = living.load(store, name)
    below = store.iris.paper("")
    return [(iri.removeprefix(below).partition("#")[0], iri) for iri in stored.included]


def test_what_was_just_made_is_not_stale(kept: Store) -> None:
    assert why(kept) == {}
    assert living.stale(kept) == set()


def test_the_sample_is_stale_and_says_why(store: Store) -> None:
    (found,) = living.status(store)
    assert in_words(found.reasons) == "4 papers added; 1 claim gone; the stored queries changed"
    assert found.reasons[1].things[0].endswith("manual:193f2f1c5bdd#claim-0123456789abcdef")


@pytest.mark.parametrize(
    ("category", "fields", "expected"),
    [
        ("error_rate", {}, {ERRORS: "1 paper added"}),
        ("skill_acquisition", {}, {SKILLS: "1 paper added", LATER: "1 paper added"}),
        ("skill_acquisition", {"published": "2019"}, {SKILLS: "1 paper added"}),
        ("wages_compensation", {}, {}),
    ],
)
def test_a_new_paper_makes_stale_what_asks_for_it(
    kept: Store, category: str, fields: dict[str, Any], expected: dict[str, str]
) -> None:
    changing.put(kept, changing.new_paper("manual:new", category, "positive", **fields))
    assert why(kept) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "Another title"}, ""),
        ({"paper_type": "correlational"}, "1 paper described otherwise"),
        ({"themes": ("governance",)}, "1 paper described otherwise"),
        ({"study": "A study with a name"}, "1 paper described otherwise"),
        ({"paper_type": "theoretical"}, "1 claim coded otherwise"),
        ({"retracted": "Made up."}, "1 paper retracted"),
        ({"claims": ()}, "1 paper gone"),
    ],
)
def test_a_changed_paper(kept: Store, fields: dict[str, Any], expected: str) -> None:
    key = an_included_paper(kept, ERRORS)
    changing.change(kept, key, **fields)
    assert why(kept).get(ERRORS, "") == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"direction": "mixed"}, "1 claim coded otherwise"),
        ({"direction": None}, "1 claim coded otherwise"),
        ({"role": "background"}, "1 claim coded otherwise"),
        ({"retracted": "An error."}, "1 claim retracted"),
        ({"confidence": "low"}, ""),
    ],
)
def test_a_changed_claim(kept: Store, fields: dict[str, Any], expected: str) -> None:
    def changed(claim: Any) -> Any:
        return replace(claim, **fields) if claim.category == "error_rate" else claim

    changing.change_claims(kept, an_included_paper(kept, ERRORS), changed)
    assert why(kept).get(ERRORS, "") == expected


def test_a_paper_taken_out(kept: Store) -> None:
    changing.take_out(kept, an_included_paper(kept, ERRORS))
    assert why(kept)[ERRORS] == "1 paper gone"


def test_a_claim_that_takes_the_place_of_another(kept: Store) -> None:
    _, older = _votes(kept, ERRORS)[0]
    newer = changing.new_paper("manual:new", "wages_compensation", "positive")
    claim = replace(newer.claims[0], supersedes=(older,))
    changing.put(kept, replace(newer, claims=(claim,)))
    assert why(kept) == {ERRORS: "1 claim superseded"}
    assert living.status(kept, ERRORS)[0].reasons[0].things == (older,)


def test_a_paper_that_the_filters_no_longer_let_in(kept: Store) -> None:
    (name,) = (one for one in living.names(kept) if one.startswith(LATER))
    key = min(living.load(kept, name).papers)
    was = changing.change(kept, key, published="2020")
    assert why(kept)[LATER] == "1 paper that the filters now leave out"
    living.refresh(kept)
    changing.put(kept, was)
    assert why(kept)[LATER] == "1 paper that the filters now let in"


def test_restored_claims_are_said(kept: Store) -> None:
    key = an_included_paper(kept, ERRORS)
    was = changing.change(kept, key, retracted="Made up.")
    living.refresh(kept, ERRORS)
    changing.put(kept, was)
    assert why(kept) == {ERRORS: "1 claim restored"}


def test_changed_queries_are_said(kept: Store) -> None:
    stored = living.load(kept, ERRORS)
    old = replace(stored, query_hash="sha256:old")
    found = reasons(old, next(presents(kept, [stored])), kept.iris)
    assert in_words(found) == "the stored queries changed"


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_retracting_and_unretracting_is_identity(kept: Store, data: st.DataObject) -> None:
    before = _state(kept)
    keys = st.sampled_from(sorted(living.load(kept, ERRORS).papers))
    chosen = data.draw(st.lists(keys, unique=True, min_size=1), label="papers")
    was = [changing.change(kept, key, retracted="Withdrawn.") for key in chosen]
    assert ERRORS in living.stale(kept)
    changing.put(kept, *data.draw(st.permutations(was), label="restored in this order"))
    assert living.stale(kept) == set()
    assert _state(kept) == before


def _state(store: Store) -> list[tuple[Stored, str]]:
    every = [living.load(store, name) for name in living.names(store)]
    now = presents(store, every)
    return [(stored, one.data_hash) for stored, one in zip(every, now, strict=True)]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.randoms())
def test_the_order_of_statements_means_nothing(kept: Store, random: Any) -> None:
    for name in living.names(kept):
        stored = living.load(kept, name)
        triples = list(kept.graph(stored.iri))
        random.shuffle(triples)
        again = stored_of(triples, name, stored.iri, kept.iris, known_vocabulary(kept))
        assert again == stored
        assert _moved(_moved(triples, stored.iri, "urn:x"), "urn:x", stored.iri) == triples


def test_loading_the_same_files_again_changes_nothing(kept: Store) -> None:
    report = ingest.load(kept, sample_sources()[:3])
    assert not report.refused
    assert why(kept) == {}


def test_a_copy_of_a_file_changes_nothing(kept: Store, tmp_path: Path) -> None:
    source = next(one for one in sample_sources() if one.name == "learning-and-teams.yaml")
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(source.path.read_bytes())
    ingest.load(kept, [source, Source("copy.yaml", copy)])
    assert why(kept) == {}


def test_one_name_is_asked_alone(kept: Store) -> None:
    assert [one.name for one in living.status(kept, SKILLS)] == [SKILLS]


@pytest.mark.parametrize("ask_it", [living.status, living.refresh, living.history])
def test_a_name_that_is_not_there(kept: Store, ask_it: Callable[..., object]) -> None:
    with pytest.raises(living.SynthesisNotFoundError):
        ask_it(kept, "nothing")
