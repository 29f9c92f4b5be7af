"""Which claims count is one text, the same in every stored query of votes; the others have a reason."""

from __future__ import annotations

import re

import pytest

from cpgraph import queries
from cpgraph.queries.binding import values_blocks
from cpgraph.store import Store
from query_examples import QUERIES

_ELIGIBLE = ("# --- eligible claims", "# --- end of eligible claims")
_REASONS = ("# --- why claims are out", "# --- end of why claims are out")
#: Parameters that stand in for another: strata beside the votes, and what counts beside a window.
_RENAMED = {
    "?beside": "?paper_type",
    "?counted_since": "?since",
    "?counted_until": "?until",
}
#: The parameters of a synthesis, in their order.
_PARAMETERS = [
    "outcome", "category", "theme", "since", "until", "paper_type", "level", "extraction", "orient",
]  # fmt: skip
#: What choosing and counting outside of the engine reads: claims with the reason why they are out.
_CHOSEN_LATER = {"synthesis/claims", "synthesis/papers"}
_SYNTHESES = [
    query
    for query in QUERIES
    if query.name.startswith("synthesis/") and query.name not in _CHOSEN_LATER
]
_EMPIRICAL = "rct, quasi_experimental, correlational, descriptive"


def copies(text: str, marks: tuple[str, str]) -> list[str]:
    """The copies of a text between two comments, whatever their indentation and the rows in place."""
    begin, end = map(re.escape, marks)
    found = re.findall(rf"{begin}[^\n]*\n(.*?){end}", _without_rows(text), re.DOTALL)
    return ["\n".join(line.strip() for line in copy.splitlines()) for copy in found]


def _without_rows(text: str) -> str:
    pieces, done = [], 0
    for block in values_blocks(text):
        pieces += [text[done : block.start], " "]
        done = block.end
    return "".join([*pieces, text[done:]])


def _renamed(copy: str) -> str:
    return re.sub(r"\?\w+", lambda found: _RENAMED.get(found[0], found[0]), copy)


@pytest.mark.parametrize(("marks", "least"), [(_ELIGIBLE, 14), (_REASONS, 2)])
def test_all_copies_are_equal(marks: tuple[str, str], least: int) -> None:
    found = [copy for query in QUERIES for copy in copies(query.text, marks)]
    assert len(found) >= least
    assert len({_renamed(copy) for copy in found}) == 1


@pytest.mark.parametrize("query", _SYNTHESES, ids=lambda query: query.name)
def test_every_synthesis_holds_a_copy_and_has_the_parameters(query: queries.StoredQuery) -> None:
    eligible, reasons = copies(query.text, _ELIGIBLE), copies(query.text, _REASONS)
    assert eligible or reasons
    names = [parameter.name for parameter in query.parameters]
    asked = (
        _PARAMETERS if eligible else _PARAMETERS[:-1]
    )  # a reason is one, whichever way it is oriented
    assert names[: len(asked)] == asked
    designs = query.parameter("paper_type")
    assert designs is not None
    assert designs.default == _EMPIRICAL


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"category": "error_rate"},
        {"theme": "productivity", "since": "2024"},
        {"until": "2024-06", "level": ["high", "medium"]},
        {"paper_type": ["theoretical", "other"], "extraction": "manual"},
        {"outcome": "mistakes per hundred cases"},
        {"outcome": ["satisfaction with work", "average handling time"], "category": "other"},
    ],
    ids=str,
)
def test_a_claim_votes_or_is_out_with_one_reason(
    given: dict[str, str | list[str]], sample_store: Store
) -> None:
    def claims(name: str) -> list[object]:
        return [row[-1] for row in queries.select(sample_store, name, given, limit="all")]

    voting, out = claims("synthesis/eligible-claims"), claims("synthesis/excluded-claims")
    loaded = [row[-1] for row in queries.select(sample_store, "claims/list", limit="all")]
    assert sorted(map(str, voting + out)) == sorted(map(str, loaded))
    flow = {row[1]: row[2] for row in queries.select(sample_store, "synthesis/flow", given)}
    assert (flow["loaded"], flow["voting"]) == (len(loaded), len(voting))
    assert sum(int(str(flow[reason])) for reason in _REASON_NAMES) == len(out)


_REASON_NAMES = (
    "retracted-claim", "superseded", "retracted-paper", "role", "design", "no-direction",
    "wrong-outcome", "filter",
)  # fmt: skip
