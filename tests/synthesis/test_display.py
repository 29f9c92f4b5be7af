"""A synthesis in a notebook."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from cpgraph.store import Store, open_store
from cpgraph.synthesis import Synthesis, ask, synthesise
from cpgraph.synthesis.wording import sentences


@pytest.fixture(scope="module")
def made(sample_store: Store) -> Synthesis:
    return synthesise(sample_store, ask(sample_store, "Error Rate"))


class Balanced(HTMLParser):
    """Fails where an element ends that has not begun last."""

    def __init__(self) -> None:
        super().__init__()
        self.within: list[str] = []

    def handle_starttag(self, tag: str, _: object) -> None:
        self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.within.pop() == tag


def test_it_says_all_sentences_and_opens_each_vote_to_its_claims(made: Synthesis) -> None:
    shown = made._repr_html_()
    assert all(said in shown for said in sentences(made))
    assert "<summary>Positive: 3 studies, 3 claims</summary>" in shown
    assert "<summary>Null: 1 study, 1 claim</summary>" in shown
    assert "Mixed:" not in shown
    assert all(shown.count(f"<code>{one.paper}#{one.position}</code>") == 1 for one in made.claims)
    parser = Balanced()
    parser.feed(shown)
    assert not parser.within


def test_text_of_claims_is_text(made: Synthesis) -> None:
    hostile = tuple(
        replace(claim, text="<script>x</script>\x1b[31m\u202e") for claim in made.claims
    )
    shown = replace(made, claims=hostile)._repr_html_()
    assert shown.count("&lt;script&gt;") == len(made.claims)
    assert not {"\x1b", "\u202e"} & set(shown)


def test_claims_that_do_not_vote_are_listed(sample_store: Store) -> None:
    found = synthesise(sample_store, ask(sample_store, "Error Rate", since="2026"))
    assert "<summary>Do not vote, 5 claims</summary>" in found._repr_html_()


def test_without_claims() -> None:
    with open_store(":memory:") as store:
        shown = synthesise(store, ask(store, "Error Rate"))._repr_html_()
    assert "No study in the store votes on Error Rate (0 eligible claims)." in shown
    assert "<details>" not in shown
