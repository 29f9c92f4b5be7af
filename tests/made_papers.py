"""Made-up papers whose claims vote, and stores of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from cpgraph.model import Claim, Outcome, Paper
from cpgraph.paper_graph import Context, paper_triples
from cpgraph.store import Store, open_store, store_ontology
from cpgraph.terms import Iris
from cpgraph.vocabulary import shipped

CONTEXT = Context(Iris(), shipped())
EMPIRICAL = ("rct", "quasi_experimental", "correlational", "descriptive")
SIGNS = {"+": "positive", "-": "negative", "m": "mixed", "0": "null", "?": None}


def trial(number: int, claims: str | Sequence[Claim] = "", **fields: Any) -> Paper:
    """A trial with a claim per sign: ``+ - m 0``, and ``?`` where no direction is stated."""
    made = [
        Claim(text=f"Claim {place}", direction=SIGNS[sign], category="error_rate",
              outcome=Outcome(label="mistakes"))
        for place, sign in enumerate(claims, 1)
    ] if isinstance(claims, str) else claims  # fmt: skip
    told: dict[str, Any] = {
        "key": f"openalex:W{number}", "title": f"Paper {number}", "source": "openalex",
        "authors_not_stated": True, "paper_type": "rct", "claims": tuple(made),
    }  # fmt: skip
    return Paper(**{**told, **fields})


def store_of(papers: Sequence[Paper]) -> Store:
    """A store in memory with these papers; one with the key of another takes its place."""
    store = open_store(":memory:", "write")
    store_ontology(store)
    write(store, papers)
    return store


def write(store: Store, papers: Sequence[Paper]) -> None:
    """Each paper to its graph, statements in an order of their own."""
    store.write(
        {CONTEXT.iris.graph(one.key): list(reversed(paper_triples(one, CONTEXT)))} for one in papers
    )


def _outcome(label: str) -> Outcome:
    """Hours is lower-is-better, and another name for minutes."""
    polarity = {"hours": "lower_is_better", "wages": "higher_is_better"}.get(label)
    shared = ("https://example.org/time",) if label in {"hours", "minutes"} else ()
    return Outcome(label=label, polarity=polarity, exact_match=shared)


claims = st.builds(
    Claim,
    text=st.text("ab", min_size=1, max_size=6),
    direction=st.sampled_from([*SIGNS.values(), "positive", "negative"]),
    category=st.sampled_from(["error_rate", "output_quality"]),
    outcome=st.none() | st.sampled_from(["mistakes", "hours", "minutes", "wages"]).map(_outcome),
    role=st.sampled_from([None, None, "finding", "prediction"]),
    retracted=st.sampled_from([None, None, None, "Withdrawn."]),
    extraction=st.sampled_from([None, "manual", "automatic"]),
)


@st.composite
def corpora(draw: st.DrawFn) -> list[Paper]:
    """Up to six papers: some of one study, some retracted, some that supersede another."""
    return [
        trial(
            number,
            draw(st.lists(claims, max_size=5)),
            paper_type=draw(st.sampled_from([None, *EMPIRICAL, *EMPIRICAL, "theoretical"])),
            themes=tuple(draw(st.sets(st.sampled_from(["governance", "productivity"])))),
            evidence_strength=draw(st.sampled_from([None, "high", "low"])),
            study=draw(st.sampled_from([None, None, "Trial A", "Trial B"])),
            retracted=draw(st.sampled_from([None, None, None, "Withdrawn."])),
            published=draw(st.sampled_from([None, "2023", "2023-05", "2024-01-31"])),
            supersedes=draw(st.sampled_from([(), (), (), (f"openalex:W{number - 1}",)])),
        )
        for number in range(1, draw(st.integers(1, 6)) + 1)
    ]
