"""Every number opens to the claims behind it, and to no others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest

from cpgraph.reports.blocks import Items, Link, Report, Table, plain
from cpgraph.reports.evidence import Evidence
from cpgraph.synthesis import Synthesis
from cpgraph.synthesis.model import REASONS, VOTES
from cpgraph.synthesis.wording import sentences
from reports.conftest import STATES

Made = Mapping[str, Synthesis]


def links(words: tuple[str | Link, ...]) -> list[tuple[str, str]]:
    return [(word.text, word.to) for word in words if isinstance(word, Link)]


def test_a_vote_opens_to_the_claims_of_the_studies_that_vote_so(made: Made) -> None:
    for one in made.values():
        known = Evidence(one)
        for vote in VOTES:
            group = known.groups.get(f"vote-{vote}")
            studies = {claim.study for claim in group.claims} if group else set()
            assert len(studies) == getattr(one.counts, vote)
            assert studies == {study.iri for study in one.studies if study.vote == vote}


def test_a_reason_opens_to_the_claims_that_it_leaves_out(made: Made) -> None:
    for one in made.values():
        known = Evidence(one)
        for reason in REASONS:
            group = known.groups.get(f"reason-{reason}")
            out = [claim for claim in one.claims if claim.reason == reason]
            assert list(group.claims if group else ()) == out


def test_the_counts_of_a_sentence_are_linked(made: Made) -> None:
    known = Evidence(made["error-rate"])
    found = [link for said in sentences(known.made) for link in links(known.sentence(said))]
    assert found == [
        ("3 of 5 directional studies", "#directional"),
        ("3 of 6 eligible", "#voting"),
        ("2 of 5", "#directional"),
        ("6 studies", "#voting"),
        ("6 claims", "#voting"),
        ("3 positive", "#vote-positive"),
        ("2 negative", "#vote-negative"),
        ("1 null", "#vote-null"),
        ("3 of 5", "#directional"),
        ("5 directional studies", "#directional"),
        ("1 mixed or null study", "#undirected"),
        ("3 of 6", "#voting"),
        ("4 of 6", "#voting"),
        ("2 of 4", "#directional"),
        ("3 positive", "#vote-positive"),  # any of them is left out
        ("3 of 4", "#directional"),
        ("2 negative", "#vote-negative"),
        ("3 against 2", "#directional"),
        ("1 single outcome", "#contradictions"),
        ("1 pair", "#contradictions"),
        ("6 claims describe", "#all"),
        ("6 vote", "#voting"),
    ]


def test_a_linked_sentence_says_the_same(made: Made) -> None:
    for one in made.values():
        known = Evidence(one)
        for said in sentences(one):
            assert plain(known.sentence(said)) == said


def test_thresholds_are_no_counts(made: Made) -> None:
    known = Evidence(made["error-rate"])
    assert known.sentence("fewer than 6 directional studies") == (
        "fewer than 6 directional studies",
    )


def cells(report: Report) -> Iterator[tuple[str, str]]:
    """The numbers in tables that open to a group of claims: what is shown, and the anchor."""
    groups = {
        item.anchor
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Items) and block.kind == "groups"
        for item in block.items
    }
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                for row in block.rows:
                    for cell in row:
                        yield from ((text, to[1:]) for text, to in links(cell) if to[1:] in groups)


@pytest.mark.parametrize("name", STATES.values())
def test_a_number_is_no_larger_than_what_it_opens_to(
    name: str, made: Made, reports: Mapping[str, Report]
) -> None:
    known = Evidence(made[name])
    shown = list(cells(reports[name]))
    assert shown
    for text, anchor in shown:
        last = int(re.findall(r"\d+", text)[-1])
        group = known.groups[anchor]
        assert last <= len(group.claims)
        if anchor.startswith(("vote-", "reason-", "study-", "all", "voting")):
            assert last in {len(group.claims), len({claim.study for claim in group.claims})}
