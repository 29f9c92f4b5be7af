"""Certainty, rated by a named person."""

from __future__ import annotations

from typing import Any

import pytest

import changing
from cpgraph import living
from cpgraph.errors import ParameterError
from cpgraph.living.model import Judged
from cpgraph.living.rating import DOMAINS, above_rule, judged_of
from cpgraph.reports import text_report
from cpgraph.store import Store
from cpgraph.synthesis import ask, synthesise

NAME = "error-rate"


def test_a_rating_is_kept_and_read(kept: Store) -> None:
    judged = (
        Judged("imprecision", "serious", "Five studies."),
        judged_of("risk of bias = low: RCTs."),
    )
    made = living.rate(
        kept, NAME, "very-low", who="A. Reviewer", why="Few studies.", domains=judged
    )
    assert made.level == "very low"
    assert living.rating(kept, NAME) == made
    assert [one.domain for one in made.domains] == ["imprecision", "risk of bias"]


def test_the_latest_rating_counts(kept: Store) -> None:
    for level in ("low", "moderate"):
        living.rate(kept, NAME, level, who="A. Reviewer", why="Reasons.")
    found = living.rating(kept, NAME)
    assert found
    assert found.level == "moderate"
    assert living.rating(kept, "skill-acquisition") is None


def test_a_synthesis_shows_its_rating_and_that_it_is_outdated(kept: Store) -> None:
    question = ask(kept, "error_rate")
    assert living.rated(kept, synthesise(kept, question)).certainty.level is None
    judged = [Judged("imprecision", "serious", "Five studies.")]
    living.rate(kept, NAME, "low", who="A. Reviewer", why="Few studies.", domains=judged)
    shown = living.rated(kept, synthesise(kept, question))
    assert shown.certainty.level == "low"
    assert shown.certainty.rated_by
    assert shown.certainty.rated_by.startswith("A. Reviewer, 20")
    assert shown.certainty.rated_by.endswith(": Few studies")
    domains = {
        domain.name: (domain.judgement, domain.because) for domain in shown.certainty.domains
    }
    assert domains.pop("imprecision") == ("serious", "Five studies.")
    assert set(domains.values()) == {(None, None)}
    assert shown.swim[5].text.startswith("low, rated by A. Reviewer")
    assert not shown.swim[5].open
    changing.put(kept, changing.new_paper("manual:new", "error_rate", "negative"))
    later = living.rated(kept, synthesise(kept, question))
    assert later.certainty.level == "low (outdated: the data changed since)"


def test_the_domains_are_those_of_the_worksheet(kept: Store) -> None:
    made = synthesise(kept, ask(kept, "error_rate"))
    assert tuple(domain.name for domain in made.certainty.domains) == DOMAINS


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("level", "lowish", "level: 'lowish' is not accepted; give one of high, moderate, low, "),
        ("who", "", "who: '' is not accepted; it is empty; write something"),
        ("why", " ", "why: ' ' is not accepted; it is empty; write something"),
    ],
)  # fmt: skip
def test_what_is_missing_or_unknown_is_refused(
    kept: Store, field: str, value: str, said: str
) -> None:
    given: dict[str, Any] = {
        "level": "low",
        "who": "A. Reviewer",
        "why": "Few studies.",
        field: value,
    }
    with pytest.raises(ParameterError) as caught:
        living.rate(kept, NAME, given.pop("level"), **given)
    assert str(caught.value).startswith(said)
    assert living.rating(kept, NAME) is None


@pytest.mark.parametrize(
    "text", ["imprecision", "imprecision=serious", "imprecision: serious", "a=:b"]
)
def test_a_domain_has_a_judgement_and_a_reason(text: str) -> None:
    with pytest.raises(ParameterError, match='give it as "risk of bias=serious: the reason"'):
        judged_of(text)


def test_an_unknown_domain_is_refused(kept: Store) -> None:
    with pytest.raises(ParameterError, match="did you mean imprecision"):
        living.rate(kept, NAME, "low", who="A", why="B", domains=[Judged("precision", "a", "b")])


def test_a_level_above_the_rule_is_shown_as_such(kept: Store) -> None:
    stored = living.load(kept, NAME)
    assert above_rule(stored, "low") is None
    assert above_rule(stored, "high") == "at most low: fewer than 6 directional studies (5)"
    question = ask(kept, "error_rate")
    for level, is_above in (("moderate", True), ("low", False)):
        living.rate(kept, NAME, level, who="A. Reviewer", why="Reasons.")
        shown = living.rated(kept, synthesise(kept, question))
        assert shown.certainty.exceeds is is_above
        said = text_report(kept, shown)
        assert ("above what the rule allows" in " ".join(said.split())) is is_above
