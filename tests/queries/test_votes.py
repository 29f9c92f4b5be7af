"""Votes, strata and reasons: the worked numbers, and an independent count of random papers."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpgraph import queries
from cpgraph.model import Claim, Outcome, Paper
from cpgraph.paper_graph import Context, claim_iris
from cpgraph.queries.binding import Arguments
from cpgraph.store import Store
from cpgraph.terms import Iris
from cpgraph.vocabulary import shipped
from made_papers import SIGNS, store_of
from made_papers import trial as paper

CONTEXT = Context(Iris(), shipped())
EMPIRICAL = ("rct", "quasi_experimental", "correlational", "descriptive")
MIRROR = {"positive": "negative", "negative": "positive"}
VECTORS = Path(__file__).parents[3] / "shared" / "design" / "synthesis-test-vectors.json"


# --- Stores of made-up papers


def rows(store: Store, name: str, arguments: Arguments | None = None) -> list[dict[str, Any]]:
    limit: Any = "all" if queries.stored_query(name).paging else None
    answer = queries.select(store, name, arguments, limit=limit)
    names = [column.name for column in answer.columns]
    return [dict(zip(names, row, strict=True)) for row in answer]


def counts(papers: Sequence[Paper], **arguments: Any) -> tuple[int, int, int, int]:
    """Studies that vote positive, negative, mixed and null, all outcomes as one question."""
    with store_of(papers) as store:
        found = rows(store, "synthesis/vote-counts", {"by": "all", **arguments})
    return _four(found[0]) if found else (0, 0, 0, 0)


def _four(row: Mapping[str, Any]) -> tuple[int, int, int, int]:
    return row["positive"], row["negative"], row["mixed"], row["null"]


def vote(signs: str) -> str:
    with store_of([paper(1, signs)]) as store:
        (row,) = rows(store, "synthesis/study-votes")
    return str(row["vote"])


# --- The worked numbers

#: TV06: signs of the claims of one study, and its vote.
COLLAPSE = {
    "7+,3-": ("+++++++---", "positive"),
    "2+,1-": ("++-", "mixed"),
    "3+,1mixed": ("+++m", "positive"),
    "2+,1null": ("++0", "mixed"),
    "1+,1-": ("+-", "mixed"),
    "0,0,0,3null": ("000", "null"),
    "0,0,1mixed,3null": ("m000", "null"),
    "21+,9-": ("+" * 21 + "-" * 9, "positive"),
    "5+,3-": ("+++++---", "mixed"),
    "1+,3null": ("+000", "null"),
}
#: TV05: the claims of the paper that the site shows whole, by category.
SEED = {"ai_safety_and_ethics": "++++---", "governance_and_regulation": "+"}
#: TV07: one study with fifteen claims for, five with one against.
CLUSTER = ["+" * 15, "-", "-", "-", "-", "-"]
#: TV08: eight for, two against, seven neither.
UNDIRECTED = ["+"] * 8 + ["-"] * 2 + ["0"] * 4 + ["m"] * 3


@pytest.mark.parametrize("case", COLLAPSE)
def test_a_study_votes_as_seven_in_ten_of_its_claims(case: str) -> None:
    signs, expected = COLLAPSE[case]
    assert vote(signs) == expected


@pytest.mark.parametrize("signs", ["---++", "-------+++", "mmmmmmm+++", "mm", "?+", "---"])
def test_a_study_votes_by_whole_numbers(signs: str) -> None:
    directed = signs.replace("?", "")
    assert vote(signs) == expected_vote(Counter(SIGNS[sign] for sign in directed))


def seed_claims() -> list[Claim]:
    return [
        Claim(text=f"{category} {place}", category=category, direction=SIGNS[sign])
        for category, signs in SEED.items()
        for place, sign in enumerate(signs)
    ]


def test_the_whole_paper_votes_mixed_positive_and_mixed() -> None:
    with store_of([paper(1, seed_claims())]) as store:
        (whole,) = rows(store, "synthesis/study-votes")
        cells = {row["cell_label"]: _four(row) for row in rows(store, "synthesis/vote-counts")}
    assert (whole["vote"], whole["positive"], whole["negative"]) == ("mixed", 5, 3)
    assert cells == {"AI Safety & Ethics": (0, 0, 1, 0), "Governance & Regulation": (1, 0, 0, 0)}


def test_many_claims_of_one_study_are_one_vote() -> None:
    papers = [paper(number, signs) for number, signs in enumerate(CLUSTER, 1)]
    with store_of(papers) as store:
        (row,) = rows(store, "synthesis/vote-counts")
    assert (row["positive"], row["directional"], row["claims"]) == (1, 6, 20)
    assert str(row["share"]) == "0.167"


def test_studies_that_point_nowhere_are_counted_beside() -> None:
    papers = [paper(number, signs) for number, signs in enumerate(UNDIRECTED, 1)]
    with store_of(papers) as store:
        (row,) = rows(store, "synthesis/vote-counts")
    assert _four(row) == (8, 2, 3, 4)
    assert (row["directional"], row["studies"], str(row["share"])) == (10, 17, "0.8")
    assert (row["opposed_pairs"], row["contested"]) == (16, "no")


@pytest.mark.shared
def test_the_numbers_here_are_those_of_the_vectors() -> None:
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))
    collapse = vectors["TV06_collapse"]
    collapse.pop("2+,1null_directional_denominator")  # another rule, shown there for comparison
    assert {case: expected for case, (_, expected) in COLLAPSE.items()} == collapse
    right = vectors["TV07_cluster_reversal"]["paper_level_RIGHT"]
    assert (right["k"], right["n"]) == (CLUSTER.count("+" * 15), len(CLUSTER))
    undirected = vectors["TV08_nondirectional"]
    assert (undirected["primary P/(P+N)"]["k"], undirected["primary P/(P+N)"]["n"]) == (8, 10)
    assert undirected["lower_bound_all_against"]["n"] == len(UNDIRECTED)
    seed = vectors["TV05_seed"]
    assert (seed["naive"]["k"], seed["naive"]["n"]) == (5, 8)
    assert seed["AiSafetyAndEthics(4+,3-)"] == seed["all_outcomes(5+,3-)"] == "mixed"
    assert seed["GovernanceAndRegulation(1+,0-)"] == "positive"


@pytest.mark.parametrize(
    ("against", "contested"), [(0, "no"), (1, "no"), (2, "no"), (3, "yes"), (7, "yes")]
)
def test_contested_is_an_index_of_at_least_six_tenths(against: int, contested: str) -> None:
    """Of ten: 3 against 7 is an index of 0.6."""
    papers = [paper(number, "-" if number <= against else "+") for number in range(1, 11)]
    with store_of(papers) as store:
        (row,) = rows(store, "synthesis/vote-counts")
    assert row["contested"] == contested


# --- Reasons and strata

#: What puts a claim out, in the order of the reasons: fields of the paper, and of the claim.
FAULTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "retracted-claim": ({}, {"retracted": "Withdrawn."}),
    "superseded": ({"key": "openalex:W99"}, {}),  # paper 2 takes the place of 99
    "retracted-paper": ({"retracted": "Withdrawn."}, {}),
    "role": ({}, {"role": "prediction"}),
    "design": ({"paper_type": "theoretical"}, {}),
    "no-direction": ({}, {"direction": None}),
    "wrong-outcome": ({}, {"category": "wages_and_compensation"}),
    "filter": ({"themes": ("governance",)}, {}),
}
ASKED = {"category": "error_rate", "theme": "productivity"}


def faulty(faults: Sequence[str]) -> list[Paper]:
    fields: dict[str, Any] = {"themes": ("productivity",)}
    said: dict[str, Any] = {}
    for fault in faults:
        fields |= FAULTS[fault][0]
        said |= FAULTS[fault][1]
    (sound,) = paper(1, "+").claims
    return [paper(1, [replace(sound, **said)], **fields), paper(2, supersedes=("openalex:W99",))]


@pytest.mark.parametrize("first", range(len(FAULTS)))
@pytest.mark.parametrize("last", range(len(FAULTS)))
def test_the_first_reason_that_applies_wins(first: int, last: int) -> None:
    names = list(FAULTS)
    with store_of(faulty([names[first], names[last]])) as store:
        (out,) = rows(store, "synthesis/excluded-claims", ASKED)
        assert rows(store, "synthesis/eligible-claims", ASKED) == []
    assert out["reason"] == names[min(first, last)]


def test_all_reasons_at_once_are_the_first_one() -> None:
    names = list(FAULTS)
    for begin in range(len(names)):
        with store_of(faulty(names[begin:])) as store:
            (out,) = rows(store, "synthesis/excluded-claims", ASKED)
        assert out["reason"] == names[begin]


def test_a_claim_that_another_supersedes_is_out() -> None:
    old = paper(1, "+")
    name = claim_iris(old, CONTEXT.iris)[0]
    new = Claim(text="Corrected", direction="negative", category="error_rate", supersedes=(name,))
    with store_of([old, paper(2, [new])]) as store:
        (out,) = rows(store, "synthesis/excluded-claims")
        (counted,) = rows(store, "synthesis/eligible-claims")
    assert (str(out["claim"]), out["reason"]) == (name, "superseded")
    assert counted["toward"] == "negative"


def test_a_role_that_is_not_stated_or_a_finding_votes() -> None:
    (sound,) = paper(1, "+").claims
    assert counts([paper(1, [replace(sound, role="finding")]), paper(2, "+")]) == (2, 0, 0, 0)


def test_papers_of_one_study_vote_once() -> None:
    preprint, version = paper(1, "-", study="Trial"), paper(2, "+++", study="Trial")
    assert counts([preprint, version]) == (1, 0, 0, 0)  # 3 of 4 claims


def test_a_study_votes_in_each_of_its_strata() -> None:
    papers = [
        paper(1, "+", themes=("governance", "productivity"), evidence_strength="high",
              published="2024-05", study="Trial"),
        paper(2, "-", themes=("governance",), evidence_strength="low", published="2025", study="Trial"),
        paper(3, "0", paper_type="descriptive"),
        paper(4, "++", paper_type="theoretical", themes=("governance",), published="2020"),
        paper(5, "-", paper_type="review_meta"),
    ]  # fmt: skip
    with store_of(papers) as store:
        found = {
            (row["stratum_kind"], row["stratum"]): _four(row)
            for row in rows(store, "synthesis/strata")
        }
    assert found == {
        ("strength", "high"): (1, 0, 0, 0),
        ("strength", "low"): (0, 1, 0, 0),
        ("strength", "not stated"): (0, 0, 0, 1),
        ("theme", "governance"): (0, 0, 1, 0),
        ("theme", "productivity"): (1, 0, 0, 0),
        ("theme", "not stated"): (0, 0, 0, 1),
        ("type", "rct"): (0, 0, 1, 0),
        ("type", "descriptive"): (0, 0, 0, 1),
        ("type", "theoretical"): (1, 0, 0, 0),
        ("type", "review_meta"): (0, 1, 0, 0),
        ("year", "2024"): (0, 0, 1, 0),  # the earliest paper dates the study
        ("year", "not dated"): (0, 0, 0, 1),
    }


# --- Orientation and joined outcomes


def on(outcome: Outcome, direction: str, text: str = "Claim") -> Claim:
    return Claim(text=text, direction=direction, category="error_rate", outcome=outcome)


def test_directions_turn_round_where_lower_is_better_and_it_is_asked() -> None:
    lower = Outcome(label="mistakes", polarity="lower_is_better")
    papers = [paper(1, [on(lower, "negative")]), paper(2, [on(lower, "mixed")])]
    assert counts(papers) == (0, 1, 1, 0)
    assert counts(papers, orient="polarity") == (1, 0, 1, 0)


def test_directions_stay_where_polarity_is_disputed() -> None:
    papers = [
        paper(1, [on(Outcome(label="hours", polarity="lower_is_better"), "negative")]),
        paper(2, [on(Outcome(label="hours", polarity="higher_is_better"), "negative")]),
    ]
    assert counts(papers, orient="polarity") == (0, 2, 0, 0)


def test_outcomes_are_one_over_a_third_iri_and_never_by_category_only() -> None:
    shared = ("https://example.org/handling-time",)
    papers = [
        paper(1, [on(Outcome(label="handling time", exact_match=shared), "positive")]),
        paper(2, [on(Outcome(label="minutes a case", exact_match=shared), "negative")]),
        paper(3, [on(Outcome(label="rework"), "negative")]),
    ]
    with store_of(papers) as store:
        (contradiction,) = rows(store, "synthesis/contradictions")
        (pair,) = rows(store, "synthesis/contradiction-pairs")
        asked = {"outcome": CONTEXT.iris.outcome("minutes a case"), "by": "outcome"}
        (counted,) = rows(store, "synthesis/vote-counts", asked)
    assert (contradiction["study_pairs"], contradiction["opposed_votes"]) == (1, 1)
    assert (pair["positive_key"], pair["negative_key"]) == ("openalex:W1", "openalex:W2")
    assert (counted["positive"], counted["negative"]) == (1, 1)


def test_comparable_pairs_share_a_theme_and_are_empirical() -> None:
    papers = [
        paper(1, "+", themes=("governance", "productivity")),
        paper(2, "-", themes=("productivity", "inequality")),
        paper(3, "-", themes=("inequality",)),
        paper(4, "-", themes=("governance",), paper_type="theoretical"),
    ]
    designs = {"paper_type": [*EMPIRICAL, "theoretical"]}
    with store_of(papers) as store:
        every = rows(store, "synthesis/contradiction-pairs", designs)
        alike = rows(store, "synthesis/contradiction-pairs", {**designs, "comparable": "yes"})
    assert [(row["negative_key"][-1], row["are_comparable"]) for row in every] == [
        ("2", "yes"), ("3", "no"), ("4", "no"),
    ]  # fmt: skip
    assert [row["negative_key"][-1] for row in alike] == ["2"]


# --- An independent count

_labels = st.sampled_from(["mistakes", "hours", "wages"])
_claims = st.builds(
    Claim,
    text=st.text("ab", min_size=1, max_size=6),
    direction=st.sampled_from([*SIGNS.values(), "positive", "negative"]),
    category=st.sampled_from(["error_rate", "output_quality"]),
    outcome=st.none() | st.builds(Outcome, label=_labels),
    role=st.sampled_from([None, None, "finding", "prediction"]),
    retracted=st.sampled_from([None, None, None, "Withdrawn."]),
)


@st.composite
def corpora(draw: st.DrawFn) -> list[Paper]:
    """Up to six papers: some of one study, some retracted, some that supersede another."""
    return [
        paper(
            number,
            draw(st.lists(_claims, max_size=5)),
            paper_type=draw(st.sampled_from([None, *EMPIRICAL, *EMPIRICAL, "theoretical"])),
            themes=tuple(draw(st.sets(st.sampled_from(["governance", "productivity"])))),
            study=draw(st.sampled_from([None, None, "Trial A", "Trial B"])),
            retracted=draw(st.sampled_from([None, None, None, "Withdrawn."])),
            published=draw(st.sampled_from([None, "2023", "2023-05", "2024-01-31"])),
            supersedes=draw(st.sampled_from([(), (), (), (f"openalex:W{number - 1}",)])),
        )
        for number in range(1, draw(st.integers(1, 6)) + 1)
    ]


def reason(one: Paper, claim: Claim, superseded: set[str], theme: str | None) -> str:
    """Why the claim does not vote, written again from the description."""
    checks = {
        "retracted-claim": claim.retracted,
        "superseded": one.key in superseded,
        "retracted-paper": one.retracted,
        "role": claim.role not in {None, "finding"},
        "design": one.paper_type not in EMPIRICAL,
        "no-direction": claim.direction is None,
        "wrong-outcome": claim.category != "error_rate",
        "filter": theme is not None and theme not in one.themes,
    }
    return next((name for name, applies in checks.items() if applies), "")


def expected_vote(directions: Counter[str | None]) -> str:
    total = sum(directions.values())
    enough = (d for d in ("positive", "negative", "null") if 10 * directions[d] >= 7 * total)
    return next(enough, "mixed")


def judged(papers: Sequence[Paper], theme: str | None) -> Iterator[tuple[Paper, Claim, str]]:
    superseded = {key for one in papers for key in one.supersedes}
    for one in papers:
        for claim in one.claims:
            yield one, claim, reason(one, claim, superseded, theme)


def expected_counts(papers: Sequence[Paper], theme: str | None) -> tuple[int, int, int, int]:
    said: dict[str, Counter[str | None]] = defaultdict(Counter)
    for one, claim, why in judged(papers, theme):
        if not why:
            said[one.study or one.key][claim.direction] += 1
    votes = Counter(map(expected_vote, said.values()))
    return votes["positive"], votes["negative"], votes["mixed"], votes["null"]


def opposed(papers: Sequence[Paper]) -> tuple[set[tuple[str, ...]], set[frozenset[str]]]:
    """Opposite claims on one outcome in different studies: the claims, and the studies."""
    found = [(one, claim, claim.outcome, iri) for one, claim, why in judged(papers, None)
             if not why and claim.outcome for iri in [_iri(one, claim)]]  # fmt: skip
    pairs = [
        (left, right)
        for left in found
        for right in found
        if left[1].direction == "positive" and right[1].direction == "negative"
        and left[2] == right[2] and _study(left[0]) != _study(right[0])
    ]  # fmt: skip
    by_outcome = {
        frozenset({left[2].label, _study(left[0]), _study(right[0])}) for left, right in pairs
    }
    return {(left[3], right[3]) for left, right in pairs}, by_outcome


def _study(one: Paper) -> str:
    return one.study or one.key


def _iri(one: Paper, claim: Claim) -> str:
    place = next(place for place, other in enumerate(one.claims) if other is claim)
    return claim_iris(one, CONTEXT.iris)[place]


_often = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
themes = st.sampled_from([None, "governance"])


@_often
@given(corpora(), themes)
def test_reasons_and_votes_are_those_of_an_independent_count(
    papers: list[Paper], theme: str | None
) -> None:
    asked: dict[str, Any] = {"category": "error_rate"} | ({"theme": theme} if theme else {})
    with store_of(papers) as store:
        out = {str(row["claim"]): row["reason"]
               for row in rows(store, "synthesis/excluded-claims", asked)}  # fmt: skip
        found = rows(store, "synthesis/vote-counts", {"by": "all", **asked})
        cells = rows(store, "synthesis/vote-counts", {"by": "category", **asked})
    assert out == {_iri(one, claim): why for one, claim, why in judged(papers, theme) if why}
    assert (_four(found[0]) if found else (0, 0, 0, 0)) == expected_counts(papers, theme)
    assert [_four(row) for row in cells] == [_four(row) for row in found]


@_often
@given(corpora())
def test_pairs_are_counted_as_they_are_listed(papers: list[Paper]) -> None:
    asked = {"category": "error_rate"}
    with store_of(papers) as store:
        listed = rows(store, "synthesis/contradiction-pairs", asked)
        counted = rows(store, "synthesis/contradictions", asked)
    claims, studies = opposed(papers)
    assert [(str(row["positive_claim"]), str(row["negative_claim"])) for row in listed] == sorted(
        {(str(row["positive_claim"]), str(row["negative_claim"])) for row in listed},
        key=[(str(row["positive_claim"]), str(row["negative_claim"])) for row in listed].index,
    )
    assert {(str(row["positive_claim"]), str(row["negative_claim"])) for row in listed} == claims
    assert sum(row["study_pairs"] for row in counted) == len(studies)


@_often
@given(corpora(), st.randoms())
def test_what_must_not_matter_does_not(papers: list[Paper], draw: Any) -> None:
    """Other signs mirror the counts; order, and a file loaded again, change nothing."""
    expected = counts(papers)
    mirrored = [
        replace(one, claims=tuple(
            replace(claim, direction=MIRROR.get(str(claim.direction), claim.direction))
            for claim in one.claims))
        for one in papers
    ]  # fmt: skip
    positive, negative, mixed, null = expected
    assert counts(mirrored) == (negative, positive, mixed, null)
    again = [*papers, *papers]
    draw.shuffle(again)
    assert counts(again) == expected


@_often
@given(corpora())
def test_a_further_claim_that_agrees_with_its_study_changes_no_vote(papers: list[Paper]) -> None:
    with store_of(papers) as store:
        votes = {row["study_key"]: row["vote"] for row in rows(store, "synthesis/study-votes")}
    agreeing = [
        replace(one, claims=(*one.claims, Claim(text="Once more", direction=votes[one.key])))
        if one.key in votes
        else one
        for one in papers
    ]
    assert counts(agreeing) == counts(papers)
