"""Judgements of pairs: what is written, what holds, what is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from cpgraph.rdf import NamedNode
from cpgraph.sample import load_sample
from cpgraph.store import Store, open_store
from cpgraph.synthesis import ask, synthesise
from cpgraph.terms import CPG, PROV
from cpgraph.validation import Validator
from cpgraph.vocabulary import shipped_quads
from cpgraph.worklist import (
    GRADES,
    OPEN,
    VERDICTS,
    JudgementError,
    Listed,
    PairNotFoundError,
    find,
    history,
    judge,
    judgements,
    pair,
    pair_key,
    pairs,
)
from filled import filled_sample_store


@pytest.fixture
def store() -> Iterator[Store]:
    with filled_sample_store() as filled:
        yield filled


def first(store: Store) -> tuple[str, str]:
    found = next(pairs(store, limit=1)).pair
    return found.positive.iri, found.other.iri


def test_a_judgement_holds_until_it_is_revised_and_what_was_said_is_kept(store: Store) -> None:
    claims = first(store)
    key = pair_key(claims)
    assert (judgements(store), history(store, key)) == ({}, [])
    said = judge(store, claims, "explained", who=" Ann  Invented ", why="per hour, not per week ")
    assert (said.who, said.why) == ("Ann Invented", "per hour, not per week")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", said.when)
    assert judgements(store) == {key: said}
    again = judge(store, claims[::-1], "confirmed", who="Ben", why="both are per week")
    assert judgements(store) == {key: again}
    assert [one.judgement for one in history(store, key)] == [said, again]
    judge(store, claims, "reopened", who="Ann Invented", why="a third look is needed")
    assert judgements(store) == {}
    assert [one.judgement.verdict for one in history(store, key)] == [
        "explained", "confirmed", "reopened",
    ]  # fmt: skip
    assert [one.number for one in history(store, key)] == [1, 2, 3]


def test_the_grade_is_what_a_person_said(store: Store) -> None:
    grades = []
    for verdict in ("confirmed", "explained", "not-comparable", "reopened"):
        judge(store, first(store), verdict, who="Ann", why="because")
        grades.append(next(pairs(store)).pair.grade)
    assert grades == ["K3", "explained", "not-comparable", "K2"]


def test_a_judgement_outlives_loading_its_papers_again() -> None:
    with open_store(":memory:", "write") as store:
        load_sample(store)
        said = judge(store, first(store), "explained", who="Ann", why="other units")
        load_sample(store)
        for place in (store.iris.graph, store.iris.provenance):
            store.write([{name: []} for name in list(store.graph_names(place("manual:")))])
        assert list(pairs(store)) == []
        load_sample(store)
        assert next(pairs(store)).pair.judgement == said


def test_a_synthesis_takes_the_judgements(store: Store) -> None:
    question = ask(store, "average handling time")
    before = synthesise(store, question).disagreements.contradictions[0].pairs
    claims = before[0].positive.iri, before[0].other.iri
    judge(store, claims, "confirmed", who="Ann", why="same cases, same years")
    made = synthesise(store, question, judgements=judgements(store))
    after = made.disagreements.contradictions[0].pairs
    assert [one.grade for one in before] == ["K2", "K2"]
    assert [one.grade for one in after] == ["K3", "K2"]


def test_what_is_written_conforms_to_the_shapes_and_says_who_revised_what(store: Store) -> None:
    judge(store, first(store), "explained", who="Ann", why="other units")
    judge(store, first(store), "reopened", who="Ben", why="the same units")
    graph = store.iris.judgement(pair_key(first(store)))
    triples = list(store.graph(graph))
    assert Validator(quad.triple for quad in shipped_quads()).check([triples]) == [[]]
    revised = [one for one in triples if one.predicate.value == f"{PROV}wasRevisionOf"]
    assert [(one.subject, one.object) for one in revised] == [
        (NamedNode(f"{graph}#2"), NamedNode(f"{graph}#1"))
    ]
    assert {one.object for one in triples if one.predicate.value == f"{CPG}judges"} == set(
        map(NamedNode, first(store))
    )


@pytest.mark.parametrize(
    ("verdict", "who", "why", "message"),
    [
        ("maybe", "Ann", "x", f"no such verdict 'maybe'; it is one of {', '.join(VERDICTS)}"),
        ("confirmed", " ", "x", "who judges is empty; a judgement needs a name and a reason"),
        ("confirmed", "Ann", "\n", "why is empty; a judgement needs a name and a reason"),
        ("reopened", "Ann", "x", "pair 7cd64b6f8cc6 is open; there is nothing to reopen"),
    ],
)  # fmt: skip
def test_what_nobody_can_rely_on_is_not_written(
    store: Store, verdict: str, who: str, why: str, message: str
) -> None:
    with pytest.raises(JudgementError, match=f"^{re.escape(message)}$"):
        judge(store, first(store), verdict, who=who, why=why)
    assert list(store.graph_names(store.iris.judgement(""))) == []


def test_what_is_reopened_cannot_be_reopened_again(store: Store) -> None:
    judge(store, first(store), "confirmed", who="Ann", why="x")
    judge(store, first(store), "reopened", who="Ann", why="x")
    with pytest.raises(JudgementError, match="nothing to reopen"):
        judge(store, first(store), "reopened", who="Ann", why="x")


# --- The list


def test_the_list_has_both_claims_with_their_papers(sample_store: Store) -> None:
    listed = list(pairs(sample_store))
    assert len(listed) == 15
    one = listed[0]
    assert (one.pair.positive.measured_as, one.pair.grade) == ("average handling time", "K2")
    assert (one.positive.byline, one.positive.year) == ("Sketch (2021)", "2021")
    assert (one.other.byline, one.other.direction) == ("Facsimile et al. (2026)", "negative")
    assert one.pair.positive.study == sample_store.iris.paper("manual:6c19960722cb")
    assert [one.pair.grade for one in listed].count("K1") == 2


def keys(found: Iterator[Listed]) -> list[str]:
    return [one.pair.key for one in found]


def test_the_list_is_filtered_and_paged_and_pages_meet(store: Store) -> None:
    every = keys(pairs(store))
    assert len(set(every)) == 15
    assert keys(pairs(store, limit=4)) + keys(pairs(store, limit=11, offset=4)) == every
    asked = {"category": "developer_productivity"}
    assert 0 < len(keys(pairs(store, asked))) < 15
    judge(store, find(store, every[0]), "explained", who="Ann", why="x")
    judge(store, find(store, every[3]), "confirmed", who="Ann", why="x")
    rest = [key for key in every if key not in {every[0], every[3]}]
    assert keys(pairs(store, grades=OPEN)) == rest
    assert keys(pairs(store, grades=OPEN, limit=2, offset=1)) == rest[1:3]
    assert keys(pairs(store, grades=["K3"])) == [every[3]]
    assert keys(pairs(store, grades=["K3"], limit=5)) == [every[3]]
    assert keys(pairs(store, grades=["K1"], limit=1)) == [every[13]]
    assert keys(pairs(store, grades=GRADES)) == every


# --- One pair


def test_a_pair_is_found_by_its_key_or_how_it_begins(sample_store: Store) -> None:
    for one in pairs(sample_store):
        sorted_pair = tuple(sorted((one.pair.positive.iri, one.pair.other.iri)))
        assert find(sample_store, one.pair.key) == sorted_pair
        assert find(sample_store, f" {one.pair.key[:6].upper()} ") == sorted_pair


def test_the_pair_is_as_the_list_has_it(sample_store: Store) -> None:
    for one in pairs(sample_store):
        found = pair(sample_store, one.pair.key)
        assert (found.positive, found.other) == (one.positive, one.other)
        assert (found.pair.grade, found.pair.comparable) == (one.pair.grade, one.pair.comparable)


def test_a_tension_of_a_synthesis_is_found_too(sample_store: Store) -> None:
    made = synthesise(sample_store, ask(sample_store, "Worker Satisfaction"))
    tension = made.disagreements.tensions[0].pairs[0]
    found = pair(sample_store, tension.key)
    assert (found.positive.direction, found.other.direction) == ("positive", "null")


@pytest.mark.parametrize("key", ["", "7cd", "ffffffffffff", "7cd64b6f8cc60"])
def test_no_such_pair(sample_store: Store, key: str) -> None:
    with pytest.raises(PairNotFoundError, match=f"^no pair '{key}' in :memory:; give the key"):
        find(sample_store, key)


def test_several_pairs_that_begin_alike(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cpgraph.worklist.finding.pair_key", lambda claims: f"aaaa{hash(claims)}")
    with pytest.raises(
        PairNotFoundError, match=r"^\d+ pairs begin with aaaa: .*; give more digits$"
    ):
        find(store, "aaaa")


def test_a_judged_pair_is_found_when_a_paper_is_gone(store: Store) -> None:
    claims = first(store)
    judge(store, claims, "explained", who="Ann", why="other units")
    store.write([{store.iris.graph("manual:6c19960722cb"): []}])
    found = pair(store, pair_key(claims))
    gone = next(side for side in (found.positive, found.other) if side.paper is None)
    assert (gone.key, gone.claim, gone.position) == ("manual:6c19960722cb", None, 0)
    assert (found.pair.grade, found.pair.comparable) == ("explained", False)
