"""Syntheses of whole stores: the seed page, every state of the sample, and what must change nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from cpgraph import ingest, living
from cpgraph.rdf import Triple
from cpgraph.readers.base import Source
from cpgraph.reports import text_report
from cpgraph.resources import sources
from cpgraph.store import Store, open_store
from cpgraph.synthesis import Question, Synthesis, ask, categories, synthesise, synthesise_all
from cpgraph.synthesis.model import FlowStep
from cpgraph.synthesis.selection import whole_flow
from filled import filled_sample_store


@pytest.fixture(scope="module")
def sample() -> Iterator[Store]:
    with filled_sample_store() as store:
        yield store


@pytest.fixture
def seed() -> Iterator[Store]:
    (page,) = sources("data", "papers/positive-alignment.yaml")
    with open_store(":memory:", "write") as store:
        ingest.load(store, [Source(page.name, page)])
        yield store


def test_the_seed_page_alone_is_described_and_does_not_vote(seed: Store) -> None:
    made = [one for one in synthesise_all(seed, categories(seed)) if one.claims]
    assert [one.question.label for one in made] == ["Governance & Regulation", "AI Safety & Ethics"]
    assert sum(len(one.claims) for one in made) == 8
    assert {claim.reason for one in made for claim in one.claims} == {"design"}
    assert all(one.counts.studies == 0 and one.proportion.share is None for one in made)
    assert [stratum.key for stratum in made[1].strata] == ["theoretical"]
    said = " ".join(text_report(seed, made[1]).split())
    assert "No study in the store votes on AI Safety & Ethics (0 eligible claims)." in said
    assert "7 claims describe the outcome: 0 vote, 7 do not." in said
    assert "not ratable" in said


@pytest.mark.parametrize(
    ("subject", "state", "contested", "ceiling"),
    [
        ("Other", "none", False, "not ratable"),
        ("Market Structure", "thin", False, "at most low"),
        ("Error Rate", "testable", True, "at most low"),
        ("Inequality Measures", "covered", False, "at most low"),
        ("Developer Productivity", "testable", False, "no ceiling"),
    ],
)
def test_every_state_is_in_the_sample(
    sample: Store, subject: str, state: str, contested: bool, ceiling: str
) -> None:
    made = synthesise(sample, ask(sample, subject))
    assert (made.counts.state, made.counts.contested, made.certainty.ceiling) == (
        state,
        contested,
        ceiling,
    )
    assert (made.proportion.p is None) == (made.counts.directional < 6)


def test_the_sample_has_a_stale_synthesis(sample: Store) -> None:
    assert any(one.is_stale for one in living.status(sample))


def numbers(made: Synthesis) -> tuple[object, ...]:
    """All but when it was made."""
    return made.data_hash, made.counts, made.proportion, made.strata, made.trend, made.disagreements


def test_loading_a_file_twice_changes_nothing() -> None:
    with filled_sample_store() as store:
        before = numbers(synthesise(store, ask(store, "Error Rate")))
        files = [Source(path.name, path) for path in sources("data", "papers/*.yaml")]
        ingest.load(store, files + files)
        assert numbers(synthesise(store, ask(store, "Error Rate"))) == before


def test_the_order_of_statements_changes_nothing() -> None:
    with filled_sample_store() as store, open_store(":memory:", "write") as other:
        names = sorted(store.graph_names(""))
        random.Random(4).shuffle(names)  # noqa: S311 # any order
        for name in names:
            triples: list[Triple] = list(store.graph(name))
            random.Random(name).shuffle(triples)  # noqa: S311 # any order
            other.write([{name: triples}])
        for subject in ("Error Rate", "Developer Productivity"):
            two = (numbers(synthesise(one, ask(one, subject))) for one in (store, other))
            assert next(two) == next(two)


RECORD = """\
title: A further trial
source: manual
authors: [{{name: Ann Invented}}]
paper_type: rct
published: "2026-01-02"
{retracted}claims:
  - text: Errors fell.
    direction: negative
    category: Error Rate
    outcome: errors per report
{more}"""
AGAIN = """\
  - text: Errors fell in the second month too.
    direction: negative
    category: Error Rate
    outcome: errors per report
"""


def _load(store: Store, folder: Path, *, retracted: bool = False, more: str = "") -> Synthesis:
    record = folder / "further.yaml"
    said = 'retracted: "The data were withdrawn."\n' if retracted else ""
    record.write_text(RECORD.format(retracted=said, more=more), encoding="utf-8")
    ingest.load(store, [Source(record.name, record)])
    return synthesise(store, ask(store, "Error Rate"))


def test_a_retraction_that_is_taken_back_changes_nothing(tmp_path: Path) -> None:
    with filled_sample_store() as store:
        before = _load(store, tmp_path)
        retracted = _load(store, tmp_path, retracted=True)
        assert retracted.counts.studies == before.counts.studies - 1
        assert numbers(_load(store, tmp_path)) == numbers(before)


def test_a_further_claim_that_agrees_adds_no_vote(tmp_path: Path) -> None:
    with filled_sample_store() as store:
        before, after = _load(store, tmp_path), _load(store, tmp_path, more=AGAIN)
        assert after.counts.claims == before.counts.claims + 1
        assert (after.proportion, after.counts.studies) == (
            before.proportion,
            before.counts.studies,
        )


def test_a_flow_that_is_kept_gives_the_same_numbers(sample: Store) -> None:
    asked: list[str] = []
    flows: dict[tuple[str, ...], Mapping[str, FlowStep]] = {}

    def flow(store: Store, question: Question) -> Mapping[str, FlowStep]:
        if question.paper_types not in flows:
            asked.append(question.label)
            flows[question.paper_types] = whole_flow(store, question)
        return flows[question.paper_types]

    for subject in ("Error Rate", "Developer Productivity"):
        question = ask(sample, subject)
        kept, anew = synthesise(sample, question, flow=flow), synthesise(sample, question)
        assert replace(kept, made=anew.made) == anew
    assert asked == ["Error Rate"]
