"""Sentences: grammar at none, one and several, and numbers as people write them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cpgraph.store import open_store
from cpgraph.synthesis import Question, Synthesis, ask, synthesise
from cpgraph.synthesis.model import Claim, Counts
from cpgraph.synthesis.statistics import proportion, sensitivity
from cpgraph.synthesis.swim import swim_of
from cpgraph.synthesis.wording import headline, sentences, title

QUESTION = Question("category", "", "Error Rate")


@pytest.fixture(scope="module")
def empty() -> Synthesis:
    with open_store(":memory:") as store:
        return synthesise(store, ask(store, "Error Rate"))


def said_of(empty: Synthesis, counts: Counts, claims: int) -> list[str]:
    one = Claim("", "", 1, "", "")
    made = replace(
        empty,
        counts=counts,
        proportion=proportion(counts.positive, counts.directional),
        sensitivity=sensitivity(counts),
        claims=(one,) * claims,
    )
    return list(sentences(made))


def test_of_one_study(empty: Synthesis) -> None:
    assert said_of(empty, Counts(1, claims=1), 2) == [
        "Error Rate: 1 of 1 directional study (1 of 1 eligible) reports a positive direction.",
        "1 study votes by 1 claim: 1 positive, 0 negative, 0 mixed, 0 null.",
        "The share of positive among directional studies is 1 of 1, 100 % (95 % interval 21 % to 100 %) "
        "by Wilson; 1 directional study is too few to test (at least 6 are needed).",
        "0 of 1 study is mixed or null.",
        "The conflict index is 0.00 (1 against 0).",
        "On 0 single outcomes, 0 pairs of studies report opposite directions; 0 pairs are in tension "
        "(positive against null); 0 studies say both of one outcome.",
        "2 claims describe the outcome: 1 votes, 1 does not.",
    ]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            Counts(1, 1, 1),
            "Were the 1 mixed or null study against, the share would be 1 of 3 (33 %); "
            "were it for, 2 of 3 (67 %).",
        ),
        (
            Counts(1, 1, 1, 1),
            "Were all 2 mixed and null studies against, the share would be 1 of 4 (25 %); "
            "were they all for, 3 of 4 (75 %).",
        ),
        (Counts(2, 1), "0 of 3 studies are mixed or null."),
    ],
)
def test_of_mixed_and_null_studies(counts: Counts, said: str, empty: Synthesis) -> None:
    assert said in said_of(empty, counts, 4)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            Counts(1200, 300, 20, 4),
            "1,200 of 1,500 directional studies (1,200 of 1,524 eligible) report a positive direction",
        ),
        (
            Counts(0, 1),
            "1 of 1 directional study (1 of 1 eligible) reports a negative direction",
        ),
        (
            Counts(1000, 1000),
            "1,000 of 2,000 directional studies positive and 1,000 negative (2,000 of 2,000 eligible)",
        ),
        (
            Counts(0, 0, 1000, 2000),
            "no study points in one direction (0 of 3,000 eligible; 1,000 mixed, 2,000 null)",
        ),
    ],
)
def test_headlines(counts: Counts, said: str) -> None:
    assert headline(QUESTION, counts) == f"Error Rate: {said}."


def test_large_numbers_have_separators(empty: Synthesis) -> None:
    said = " ".join(said_of(empty, Counts(1200, 1300, 1400, 1500, 9000), 9999))
    assert "1,200 positive, 1,300 negative, 1,400 mixed, 1,500 null" in said
    assert "1,200 of 2,500, 48 %" in said
    assert "Were all 2,900 mixed and null studies against" in said
    assert "(1,200 against 1,300)" in said


def test_swim_names_the_method_and_all_studies(empty: Synthesis) -> None:
    texts = [item.text for item in swim_of(replace(empty, counts=Counts(1200)))]
    assert "with a 95 % Wilson interval" in texts[2]
    assert texts[6].startswith("effect-direction plot and table of all 1,200 studies, with")


def test_a_question_with_filters_is_said_in_words() -> None:
    asked = replace(
        QUESTION,
        themes=("human_ai_collab", "care_work"),
        levels=("high",),
        since="2023",
        orient="polarity",
        interval="clopper-pearson",
    )
    assert title(asked) == (
        "In which direction do studies report Error Rate (theme: Human-AI Collaboration; "
        "theme: care_work; evidence strength: High; published since: 2023; "
        "directions: turned round where lower is better; interval: clopper-pearson)?"
    )
