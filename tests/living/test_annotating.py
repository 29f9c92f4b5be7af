"""Text about a synthesis: what is refused, sentence by sentence, and what is kept."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import changing
from cpgraph import living
from cpgraph.errors import ParameterError
from cpgraph.living.numbers import allowed, numbers_in
from cpgraph.living.prose import sentences
from cpgraph.store import Store
from cpgraph.synthesis import wording

NAME = "error-rate"
#: Of the sample: 3 of 5 directional studies, 6 in all; the papers are of 2024 and 2021.
GOOD = """# Bottom line

Three of 5 directional studies report that errors rise (60 %, 95 % interval 23 % to 88 %)
[arxiv:2599.00035; paper:manual:6c19960722cb]. With 5 directional studies there is no test; Template
et al. (2024) point the other way, as did GPT-4 users [10.5555/SYNTHETIC.18].

- One of 6 studies found no difference.
"""


@pytest.fixture
def store(copied_store: Store) -> Store:
    return copied_store


def problems(store: Store, text: str) -> list[tuple[str, str]]:
    return [(found.sentence, found.problem) for found in living.check(store, NAME, text)]


def test_what_keeps_to_the_synthesis_is_kept(kept: Store) -> None:
    made = living.annotate(kept, NAME, GOOD, who="A. Reviewer", method="person")
    assert living.annotations(kept, NAME) == [made]
    assert (made.text, made.who, made.method, made.outdated) == (
        GOOD.strip(),
        "A. Reviewer",
        "person",
        False,
    )
    assert set(made.papers) == {"arxiv:2599.00035", "manual:6c19960722cb", "manual:4cc96a25d109"}
    assert made.data_hash == living.load(kept, NAME).data_hash


NOT_THERE = "is no paper in the store; cite a key, CURIE or DOI"
NO_RATIO = "is not what the synthesis counts; take both numbers from one sentence"
NO_NUMBER = "is no number of the synthesis; take one from its sentences"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Errors fell [manual:nobody].", [f"[manual:nobody] {NOT_THERE}"]),
        ("Errors fell [10.5555/none].", [f"[10.5555/none] {NOT_THERE}"]),
        (
            "Errors fell [manual:6c19960722cb; and so on].",
            [f"[and so on] {NOT_THERE}"],
        ),
        ("It was 4 of 6, were the null study for it.", []),
        ("It was 4 of 5 studies.", [f"4 of 5 {NO_RATIO}"]),  # 4 and 5 are counts of other things
        ("Five of the 5 studies agree.", [f"Five of the 5 {NO_RATIO}"]),
        ("Two of 5 studies disagree, one of 6 is null.", []),
        ("It was 17 of 5 studies.", [f"17 {NO_NUMBER}"]),
        ("It was seventeen studies.", [f"seventeen {NO_NUMBER}"]),
        ("It was twenty-one studies.", [f"twenty-one {NO_NUMBER}"]),
        ("Dozens of studies, 1,234 papers.", [f"1,234 {NO_NUMBER}", f"Dozens {NO_NUMBER}"]),
        ("The share is 61 %.", [f"61 % {NO_NUMBER}"]),
        ("The share is 0.60, with an index of .80.", []),
        ("The share is 0.61.", [f"0.61 {NO_NUMBER}"]),
        ("The share is 3 %.", [f"3 % {NO_NUMBER}"]),  # 3 is a count
        ("There were 60 studies.", [f"60 {NO_NUMBER}"]),  # 60 is a percentage
        ("Sixty percent of 5 studies.", []),
        ("It holds (p = .60).", [f"p = .60 {NO_NUMBER}"]),
        ("It holds (p = 0.03).", [f"p = 0.03 {NO_NUMBER}"]),
        ("It was ５ of ９９ studies.", [f"99 {NO_NUMBER}"]),
        ("Sketch found it in 2021 [manual:6c19960722cb].", []),
        ("It was found in 1999 [manual:6c19960722cb].", [f"1999 {NO_NUMBER}"]),
        (
            "The rise is significant.",
            ["'significant' says more than votes can; give the p-value and the counts"],
        ),
        (
            "This proves an effect size.",
            [
                "'proves' says more than votes can; say how many studies report it",
                "'effect size' says more than votes can; a vote count knows directions, not sizes",
            ],
        ),
        ("Most studies agree.", ["'Most studies' stands without counts; say how many of how many"]),
        ("Most studies agree (3 of 5).", []),
        ("Three of the five studies agree; zero did not.", []),
        (
            "Most studies of 2021 agree [manual:6c19960722cb].",
            ["'Most studies' stands without counts; say how many of how many"],
        ),
    ],
)
def test_each_sentence_is_checked(kept: Store, sentence: str, expected: list[str]) -> None:
    text = f"Errors rise in 3 of 5 studies. {sentence} See above."
    assert problems(kept, text) == [(sentence, problem) for problem in expected]


def test_a_year_is_allowed_only_where_its_paper_is_cited(kept: Store) -> None:
    sentence = "It was found in 2022."
    assert problems(kept, sentence) == [(sentence, f"2022 {NO_NUMBER}")]
    assert problems(kept, f"See [manual:4cc96a25d109]. {sentence}") == []


def test_what_is_refused_is_not_stored(kept: Store) -> None:
    with pytest.raises(living.RefusedProseError) as caught:
        living.annotate(kept, NAME, "It was 17 studies.", who="A. Reviewer", method="person")
    assert [found.problem for found in caught.value.problems] == [f"17 {NO_NUMBER}"]
    assert living.annotations(kept, NAME) == []


@pytest.mark.parametrize(
    ("field", "value"), [("method", "guess"), ("method", "model:"), ("who", " "), ("text", "")]
)
def test_who_and_how_have_to_be_said(kept: Store, field: str, value: str) -> None:
    given = {"text": GOOD, "who": "A. Reviewer", "method": "model:abc-1", field: value}
    text = given.pop("text")
    with pytest.raises(ParameterError) as caught:
        living.annotate(kept, NAME, text, **given)
    assert caught.value.parameter == field
    assert living.annotations(kept, NAME) == []


def test_texts_stay_and_are_outdated_by_other_data(kept: Store) -> None:
    first = living.annotate(kept, NAME, "It was 3 of 5.", who="A", method="person")
    changing.put(kept, changing.new_paper("manual:new", "error_rate", "negative"))
    (done,) = living.refresh(kept)
    second = living.annotate(kept, NAME, "It was 3 of 6.", who="B", method="model:abc-1")
    found = living.annotations(kept, NAME, done.after.data_hash)
    assert [(one.text, one.outdated) for one in found] == [
        ("It was 3 of 5.", True),
        ("It was 3 of 6.", False),
    ]
    found = living.annotations(kept, NAME, first.data_hash)
    assert [one.outdated for one in found] == [False, True]
    assert second.method == "model:abc-1"


def test_the_sample_has_no_numbers_to_cite(store: Store) -> None:
    name = "developer-productivity-996d6206"
    assert living.check(store, name, "Output rises [manual:193f2f1c5bdd].") == []
    assert len(living.check(store, name, "Output rises in 7 studies.")) == 1


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 10**6),
    st.floats(0, 1).filter(lambda share: share not in {0, 1}),
    st.sampled_from(["{}", "{} studies", "({})", "{}, then", "of {}."]),
)
def test_a_number_is_found_however_it_stands(count: int, share: float, form: str) -> None:
    for shown in (wording.number(count, "study"), wording.percent(share), wording.p_value(share)):
        alone = [found for found, _ in numbers_in(shown)]
        assert [found for found, _ in numbers_in(form.format(shown))] == alone
        assert len(alone) == 1


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_its_own_sentences_can_be_cited_in_any_order(kept: Store, data: st.DataObject) -> None:
    said = living.load(kept, NAME).said
    drawn = data.draw(st.lists(st.sampled_from(said), min_size=1))
    assert problems(kept, " ".join(drawn)) == []
    assert allowed(living.load(kept, NAME))


def test_sentences_of_a_page() -> None:
    text = "# Title\n\nOne\nline, e.g. this. Two!\n\n1. An item\n2. Another. Last?\n> quoted."
    assert list(sentences(text)) == [
        "Title",
        "One line, e.g. this.",
        "Two!",
        "An item",
        "Another.",
        "Last?",
        "> quoted.",
    ]
