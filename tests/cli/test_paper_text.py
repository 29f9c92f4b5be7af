"""What ``cpgraph paper`` shows a person of retractions, successors and citations."""

from __future__ import annotations

from cpgraph.cli.paper import as_text
from cpgraph.model import Claim, Paper

PAPER = Paper(key="manual:0123456789ab", title="A title", source="manual")


def test_a_retraction_comes_first_with_its_reason_and_its_date() -> None:
    dated = Paper(
        key="manual:0123456789ab",
        title="A title",
        source="manual",
        retracted="Wrong data.",
        retracted_on="2026-05-01",
    )
    assert as_text(dated).splitlines()[:3] == ["RETRACTED (2026-05-01): Wrong data.", "", "A title"]
    assert "RETRACTED" not in as_text(PAPER)


def test_what_is_superseded_and_cited_is_listed() -> None:
    older = "paper:manual:0123456789ac#claim-00"
    found = Paper(
        key="manual:0123456789ab",
        title="A title",
        source="manual",
        supersedes=("manual:0123456789ac",),
        cites=("arxiv:2401.00001", "https://doi.org/10.1/x"),
        claims=(Claim(text="One."), Claim(text="Two.", retracted="A slip.", supersedes=(older,))),
    )
    text = as_text(found)
    assert "Supersedes\n  manual:0123456789ac\n" in text
    assert "Cites\n  arxiv:2401.00001\n  https://doi.org/10.1/x\n" in text
    assert "  2. Two.\n     RETRACTED: A slip.\n" in text
    assert f"     supersedes: {older}\n" in text
    assert text.count("RETRACTED") == 1
