"""The statistics against worked numbers (scipy's, to 1e-9) and what must hold of any numbers."""

from __future__ import annotations

import json
import re
from math import comb
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpgraph.synthesis.counting import counts_of, trend_of, vote
from cpgraph.synthesis.model import VOTES, Counts, Interval, Paper, Study, Vote
from cpgraph.synthesis.statistics import (
    compare,
    holm,
    leave_one_out,
    mean_year_test,
    proportion,
    sensitivity,
    sign_test,
)

VECTORS = Path(__file__).parents[3] / "shared" / "design" / "synthesis-test-vectors.json"
METHODS: tuple[Interval, ...] = get_args(Interval)


def near(value: Any) -> Any:
    return None if value is None else pytest.approx(value, rel=0, abs=1e-9)


# --- Worked numbers

#: Positive of directional: two-sided p, Wilson's limits, Clopper-Pearson's.
TABLE = {
    (10, 12): (0.03857421875, 0.5519691377470, 0.9530348578161, 0.5158622513139, 0.9791374745403),
    (9, 9): (0.00390625, 0.7008549515804559, 1.0, 0.6637328831200571, 1.0),
    (5, 6): (0.21875, 0.43649717781352976, 0.9699466302516933, 0.3587654210025136, 0.9957892554855104),
    (0, 1): (1.0, 0.0, 0.7934506856227626, 0.0, 0.975),
    (1, 1): (1.0, 0.20654931437723745, 1.0, 0.025, 1.0),
    (3, 6): (1.0, 0.18761630648265054, 0.8123836935173494, 0.11811724875702524, 0.8818827512429748),
    (8, 10): (0.109375, 0.4901624715366418, 0.9433178485456248, 0.4439045376923585, 0.9747892736731665),
    (1, 6): (0.21875, 0.03005336974830669, 0.5635028221864702, 0.004210744514489595, 0.6412345789974864),
    (70, 100): (
        7.85013964559367e-05, 0.6041514536665, 0.7810511470507, 0.6001853238202, 0.7875935795103
    ),
}  # fmt: skip


@pytest.mark.parametrize("counts", TABLE, ids=str)
def test_shares_have_the_intervals_and_the_p_that_scipy_gives(counts: tuple[int, int]) -> None:
    p, *limits = TABLE[counts]
    wilson, exact = (proportion(*counts, method) for method in METHODS)
    assert [wilson.low, wilson.high, exact.low, exact.high] == near(limits)
    assert sign_test(*counts) == near(p)
    assert wilson.share == near(counts[0] / counts[1])


def vectors() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(VECTORS.read_text(encoding="utf-8"))
    return found


def cells(value: Any) -> list[dict[str, Any]]:
    """Every object below that is a share with both intervals."""
    if not isinstance(value, dict):
        return [cell for one in value for cell in cells(one)] if isinstance(value, list) else []
    own = [value] if {"k", "n", "wilson", "cp", "p_two"} <= value.keys() else []
    return own + [cell for one in value.values() for cell in cells(one)]


@pytest.mark.shared
def test_all_shares_of_the_vectors() -> None:
    found = cells(vectors())
    assert len(found) == 27
    for cell in found:
        wilson, exact = (proportion(cell["k"], cell["n"], method) for method in METHODS)
        assert [wilson.low, wilson.high] == near(cell["wilson"]), cell
        assert [exact.low, exact.high] == near(cell["cp"]), cell
        assert sign_test(cell["k"], cell["n"]) == near(cell["p_two"]), cell


@pytest.mark.shared
def test_the_other_vectors() -> None:
    told = vectors()
    for studies, least in told["TV04b_min_two_sided_p"].items():
        assert sign_test(int(studies), int(studies)) == near(least)
    assert holm(told["TV11_multiplicity"]["p"]) == near(told["TV11_multiplicity"]["holm"])
    trend = told["TV10_trend"]
    assert (trend["years"], trend["positive"]) == (YEARS, POSITIVE)
    assert [trend["diff_mean_year"], trend["p_two"], trend["n_arrangements"]] == near(TREND)
    for cell in told["TV10b_cumulative"]:
        share = proportion(cell["k"], cell["n"])
        assert [share.low, share.high] == near(cell["wilson"])
    for name, cell in told["TV13_conflict"].items():
        positive, negative = map(int, name.split("v"))
        counts = Counts(positive, negative)
        assert counts.index == near(cell["index"])
        assert positive * negative == cell["opposed_paper_pairs"]
    found = compare(proportion(10, 12), proportion(3, 9))
    subgroup = told["TV14_subgroup_empirical_10of12_vs_theoretical_3of9"]
    assert found == near((subgroup["odds_ratio"], subgroup["fisher_two_sided_p"]))
    assert told["TV08_nondirectional"]["share_of_all_papers"] == near(
        sensitivity(Counts(8, 2, 3, 4)).low.share
    )


@pytest.mark.shared
def test_votes_of_the_vectors() -> None:
    told = vectors()
    for said, vote_ in {**told["TV06_collapse"], **told["TV05_seed"]}.items():
        if isinstance(vote_, str) and not said.endswith(OTHER_RULE):
            assert vote(*signs(said)) == vote_, said


#: The vectors hold the rule over directional claims too, which the specification did not take.
OTHER_RULE = "directional_denominator"


def signs(said: str) -> tuple[int, int, int, int]:
    """``4+,3-``, ``2+,1null`` or ``0,0,1mixed,3null`` as four counts."""
    counts = dict.fromkeys(("+", "-", "mixed", "null"), 0)
    for count, way in re.findall(r"(\d+)(\+|-|mixed|null)", said):
        counts[way] = int(count)
    return counts["+"], counts["-"], counts["mixed"], counts["null"]


#: What the vectors hold that no number of a synthesis is: why it votes by study and unweighted.
OF_OTHER_METHODS = {
    "TV09_weighted": "the source score and strengths never weigh",
    "TV12_design_effect": "claims are not counted as studies, so there is nothing to deflate",
    "TV16_poisson_binomial": "the test is of one half, with studies that count alike",
    "TV17_type1_simulation": "a simulation of the test over claims and over studies",
}
#: Which test holds each of the others.
HELD = {
    "TV01_cochrane_12_4_2_3", "TV02_boon_thomson_9of10_one_conflicting", "TV03_boon_thomson_5v1",
    "TV04_table", "TV04b_min_two_sided_p", "TV05_seed", "TV06_collapse", "TV07_cluster_reversal",
    "TV08_nondirectional", "TV10_trend", "TV10b_cumulative", "TV11_multiplicity", "TV13_conflict",
    "TV14_subgroup_empirical_10of12_vs_theoretical_3of9", "TV15_leave_one_paper_out_10of12",
}  # fmt: skip


@pytest.mark.shared
def test_every_vector_is_held_or_of_another_method() -> None:
    assert set(vectors()) == HELD | OF_OTHER_METHODS.keys() | {"versions"}


@pytest.mark.shared
def test_the_size_of_the_test_is_that_of_the_vectors() -> None:
    """TV16: which counts of 20 the sign test rejects, and how often by chance."""
    told = vectors()["TV16_poisson_binomial"]
    rejected = [k for k in range(21) if sign_test(k, 20) <= 0.05]
    assert (max(k for k in rejected if k < 10), min(k for k in rejected if k > 10)) == (
        told["rejects_k<="],
        told["rejects_k>="],
    )
    assert sum(comb(20, k) for k in rejected) / 2**20 == near(told["binomial_actual_size_n20"])


COLLAPSE = {
    (7, 3, 0, 0): "positive",
    (2, 1, 0, 0): "mixed",
    (3, 0, 1, 0): "positive",
    (2, 0, 0, 1): "mixed",
    (1, 1, 0, 0): "mixed",
    (0, 0, 0, 3): "null",
    (0, 0, 1, 3): "null",
    (21, 9, 0, 0): "positive",
    (5, 3, 0, 0): "mixed",
    (1, 0, 0, 3): "null",
    (3, 7, 0, 0): "negative",
}


@pytest.mark.parametrize("claims", COLLAPSE, ids=str)
def test_a_study_votes_as_seven_in_ten_of_its_claims(claims: tuple[int, int, int, int]) -> None:
    assert vote(*claims) == COLLAPSE[claims]


def test_below_six_studies_there_is_no_p() -> None:
    assert proportion(5, 5).p is None
    assert proportion(6, 6).p == near(0.03125)


def test_of_no_studies_nothing_is_defined() -> None:
    for method in METHODS:
        nothing = proportion(0, 0, method)
        assert (nothing.share, nothing.low, nothing.high, nothing.p) == (None, None, None, None)


def test_undirected_studies_move_the_share_between_two_bounds() -> None:
    found = sensitivity(Counts(8, 2, 3, 4))
    against, for_it = found.low, found.high
    assert (against.positive, against.directional, against.p) == (8, 17, near(1.0))
    assert [against.low, against.high] == near([0.26165106442409436, 0.6903676493999558])
    assert (for_it.positive, for_it.directional, for_it.p) == (15, 17, near(0.002349853515625))
    assert [for_it.low, for_it.high] == near([0.6566364940511413, 0.9671202262362075])


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ((10, 12), (3, 9), (10.0, 0.03184431667403804)),
        ((3, 9), (10, 12), (0.1, 0.03184431667403804)),
        ((6, 6), (0, 6), (None, 0.0021645021645021645)),  # no odds ratio without end
        ((6, 6), (7, 7), (None, 1.0)),
        ((5, 5), (0, 40), None),  # too few on one side
        ((0, 0), (3, 9), None),
    ],
)
def test_two_groups_are_compared_by_fisher(
    first: tuple[int, int], second: tuple[int, int], told: tuple[float | None, float] | None
) -> None:
    found = compare(proportion(*first), proportion(*second))
    if told is None or found is None:
        assert found is told
    else:
        assert found == (near(told[0]), near(told[1]))


YEARS = [2019, 2020, 2021, 2021, 2022, 2023, 2023, 2024, 2025, 2025]
POSITIVE = [0, 0, 0, 1, 0, 1, 1, 1, 1, 1]
TREND = [3.0, 0.023809523809523808, 210]
#: Year: positive and directional up to it, Wilson's limits.
CUMULATIVE = {
    "2019": (0, 1, 0.0, 0.7934506856227626),
    "2020": (0, 2, 0.0, 0.6576197724933469),
    "2021": (1, 4, 0.04558726080970055, 0.6993581574175981),
    "2022": (1, 5, 0.036224108632430196, 0.6244653702374747),
    "2023": (3, 7, 0.1582198552514697, 0.7495416354723428),
    "2024": (4, 8, 0.21521606221387757, 0.7847839377861224),
    "2025": (6, 10, 0.3126737697336583, 0.8318196702937639),
}


def test_the_trend_adds_up_by_year_and_tests_the_mean_year() -> None:
    studies = [
        study(number, "positive" if is_positive else "negative", str(year))
        for number, (year, is_positive) in enumerate(zip(YEARS, POSITIVE, strict=True))
    ]
    found = trend_of(studies, "wilson")
    assert [found.difference, found.p, found.arrangements] == near(TREND)
    assert [point.period for point in found.points] == list(CUMULATIVE)
    for point in found.points:
        share = point.proportion
        told = CUMULATIVE[point.period]
        assert [share.positive, share.directional, share.low, share.high] == near(told)


def test_studies_without_a_date_come_last_and_are_not_in_the_test() -> None:
    dated = [study(n, "positive" if n % 2 else "negative", str(2019 + n)) for n in range(6)]
    found = trend_of([study(9, "positive", None), *dated], "wilson")
    assert found.points[-1].period == "not dated"
    assert (found.difference, found.p) == (trend_of(dated, "wilson").difference, near(found.p))


@pytest.mark.parametrize(
    ("positive", "negative"),
    [
        ([2020], [2019, 2020, 2021, 2022, 2023]),  # one study on a side
        ([2020, 2020, 2020], [2020, 2020, 2020]),  # one year
        ([2020, 2021], [2022, 2023]),  # too few
        (list(range(1900, 1920)), list(range(1950, 1970))),  # too many arrangements
    ],
)
def test_there_is_no_trend_test_where_it_says_nothing(
    positive: list[int], negative: list[int]
) -> None:
    assert mean_year_test(positive, negative) is None


def test_p_values_are_adjusted_by_holm() -> None:
    given_ = [0.00390625, 0.0385742188, 0.109375, 0.21875, 0.03125, 1.0]
    assert holm(given_) == near([0.0234375, 0.15625, 0.328125, 0.4375, 0.15625, 1.0])
    assert holm([]) == []


@pytest.mark.parametrize(
    ("positive", "negative", "index", "contested"),
    [
        (10, 0, 0.0, False), (9, 1, 0.2, False), (8, 2, 0.4, False), (7, 3, 0.6, True),
        (5, 5, 1.0, True), (2, 1, 2 / 3, False), (2, 2, 1.0, True), (1, 0, 0.0, False),
    ],
)  # fmt: skip
def test_contested_is_an_index_of_six_tenths_among_four(
    positive: int, negative: int, index: float, *, contested: bool
) -> None:
    counts = Counts(positive, negative)
    assert counts.index == near(index)
    assert counts.contested is contested


@pytest.mark.parametrize(
    ("studies", "state"),
    [(0, "none"), (1, "thin"), (2, "thin"), (3, "covered"), (5, "covered"), (6, "testable")],
)
def test_states_are_of_how_many_studies_vote(studies: int, state: str) -> None:
    assert Counts(studies - studies // 2, 0, studies // 2).state == state


def test_ten_of_twelve_with_one_left_out() -> None:
    votes: list[Vote] = [*(("positive",) * 10), *(("negative",) * 2)]
    studies = [study(number, said) for number, said in enumerate(votes)]
    found = leave_one_out(studies, counts_of(studies), "wilson")
    assert found is not None
    low, high = found.low, found.high
    assert (low.positive, low.directional, low.p) == (9, 11, near(0.0654296875))
    assert [low.low, low.high] == near([0.5230194380391557, 0.9486323102539149])
    assert (high.positive, high.directional, high.p) == (10, 11, near(0.01171875))
    assert [high.low, high.high] == near([0.6226415635484043, 0.9837678271141151])
    assert "manual:0" in found.low_when
    assert found.low_when.endswith("], or any other of the 10 positive studies")
    assert "manual:10" in found.high_when


# --- Of any numbers


def study(number: int, said: Vote, published: str | None = None) -> Study:
    key = f"manual:{number}"
    paper = Paper(key, f"urn:{key}", f"Paper {number}", published=published)
    four = {name: int(name == said) for name in ("positive", "negative", "mixed", "null")}
    return Study(f"urn:{key}", said, **four, papers=(paper,))


shares = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
methods = st.sampled_from(METHODS)
votes = st.lists(st.sampled_from(VOTES), max_size=14)


@settings(deadline=None)  # the first one imports scipy
@given(shares, methods)
def test_an_interval_lies_in_zero_to_one_and_holds_the_share(
    counts: tuple[int, int], method: Interval
) -> None:
    found = proportion(*counts, method)
    if found.share is None or found.low is None or found.high is None:
        assert counts[1] == 0
    else:
        assert 0 <= found.low <= found.share <= found.high <= 1


@settings(deadline=None)
@given(shares, methods)
def test_other_signs_mirror_share_and_interval_and_leave_p(
    counts: tuple[int, int], method: Interval
) -> None:
    positive, directional = counts
    one = proportion(positive, directional, method)
    other = proportion(directional - positive, directional, method)
    assert one.p == near(other.p)
    if one.share is not None and one.low is not None and one.high is not None:
        mirrored = [1 - one.share, 1 - one.high, 1 - one.low]
        assert [other.share, other.low, other.high] == near(mirrored)


@given(*[st.integers(0, 200)] * 4)
def test_votes_are_in_whole_numbers(positive: int, negative: int, mixed: int, null: int) -> None:
    claims = positive + negative + mixed + null
    said = vote(positive, negative, mixed, null)
    if claims:
        named = {"positive": positive, "negative": negative, "null": null}
        enough = [name for name, count in named.items() if count * 10 >= claims * 7]
        assert said == (enough[0] if enough else "mixed")


@settings(deadline=None, max_examples=50)
@given(votes)
def test_leaving_one_out_is_as_by_leaving_out_each(said: list[Vote]) -> None:
    studies = [study(number, one) for number, one in enumerate(said)]
    counts = counts_of(studies)
    found = leave_one_out(studies, counts, "wilson")
    without = [
        counts_of([other for other in studies if other is not one])
        for one in studies
        if one.vote in {"positive", "negative"}
    ]
    left = [c.positive / c.directional for c in without if c.directional]
    if counts.directional < 2:
        assert found is None
    else:
        assert found is not None
        assert [found.low.share, found.high.share] == near([min(left), max(left)])


@settings(deadline=None, max_examples=50)
@given(st.lists(st.floats(0, 1), max_size=12))
def test_adjusted_p_values_are_in_their_order_and_never_less(p_values: list[float]) -> None:
    adjusted = holm(p_values)
    assert all(p <= more <= 1 for p, more in zip(p_values, adjusted, strict=True))
    by_p = [more for _, more in sorted(zip(p_values, adjusted, strict=True))]
    assert by_p == sorted(by_p)
