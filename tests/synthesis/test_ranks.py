"""A study of several papers is described as the stored queries describe it."""

from __future__ import annotations

import pytest

from cpgraph.synthesis.counting import gaps_of
from cpgraph.synthesis.model import Claim, Paper, Study
from cpgraph.synthesis.ranks import design_of, rank_of, strength_of

PAPERS = {
    "a": Paper("a", "", "", strength="low", type="descriptive", themes=("adoption",)),
    "b": Paper("b", "", "", strength="high", type="rct", themes=("adoption",)),
    "c": Paper("c", "", "", themes=("adoption",)),
}


def study(*keys: str) -> Study:
    return Study("", "positive", 1, 0, 0, 0, tuple(PAPERS[key] for key in keys))


@pytest.mark.parametrize(
    ("keys", "design", "strength"),
    [("a", "descriptive", "low"), ("ab", "rct", "high"), ("ac", "descriptive", "low"),
     ("c", "not stated", "not stated")],
)  # fmt: skip
def test_the_strongest_paper_describes_a_study(keys: str, design: str, strength: str) -> None:
    assert (design_of(study(*keys)), strength_of(study(*keys))) == (design, strength)


def test_a_cell_counts_a_study_at_its_strongest_paper() -> None:
    claims = [Claim(key, key, 1, "", "s", "positive", "positive") for key in "abc"]
    (cell,) = gaps_of(["adoption"], claims, claims, PAPERS)
    assert cell.strengths == {"high": 1}


def test_keys_of_the_users_own_come_before_what_is_not_stated() -> None:
    keys = ["not stated", "own", "low", "high"]
    assert sorted(keys, key=lambda key: rank_of("level", key)) == [
        "high",
        "low",
        "own",
        "not stated",
    ]
