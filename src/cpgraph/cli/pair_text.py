"""One pair of claims as text, side by side, and as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from itertools import zip_longest
from typing import Any

from cpgraph.model import Claim, Paper
from cpgraph.results import printable
from cpgraph.store import Store
from cpgraph.worklist import Listed, Said, Side, history

_GRADES = {
    "K1": "K1, a candidate: not both papers are empirical and share a theme",
    "K2": "K2, comparable: both papers are empirical and share a theme",
    "K3": "K3, confirmed",
}
_GONE = "(its paper does not make this claim any longer)"
#: How wide the names of the lines are, the space between the columns, and a column at least.
_LABEL, _GAP, _NARROW = 12, 3, 24


def as_text(store: Store, found: Listed, width: int) -> str:
    """The pair for a person at a terminal, with all that was said of it."""
    key, outcome = found.pair.key, found.pair.positive.measured_as or "not stated"
    sides = [_facts(side) for side in (found.positive, found.other)]
    lines = [
        f"Pair {key}: {_GRADES.get(found.pair.grade, found.pair.grade)}",
        f"Outcome: {outcome}",
        "",
    ]
    for name in dict.fromkeys([*sides[0], *sides[1]]):
        lines += _beside(name, [side.get(name) or "" for side in sides], width)
    lines += ["", *_said(history(store, key), key)]
    return printable("\n".join(lines), keep_newlines=True) + "\n"


def as_json(store: Store, found: Listed) -> str:
    """The pair as one JSON object; what is not stated is null."""
    record = {
        "pair": found.pair.key,
        "grade": found.pair.grade,
        "comparable": found.pair.comparable,
        "outcome": found.pair.positive.measured_as,
        "claims": [_record(side) for side in (found.positive, found.other)],
        "judgements": [asdict(said.judgement) for said in history(store, found.pair.key)],
    }
    return json.dumps(record, indent=2, ensure_ascii=False) + "\n"


#: Of a paper, what tells how far its claim can be compared.
_OF_PAPER = (
    "key", "title", "published", "paper_type", "evidence_strength", "evidence_strength_reason",
    "sample", "themes", "study", "retracted",
)  # fmt: skip


def _record(side: Side) -> dict[str, Any]:
    paper = {name: getattr(side.paper, name, None) for name in _OF_PAPER} | {"key": side.key}
    claim = asdict(side.claim) if side.claim else None
    return {"iri": side.iri, "position": side.position or None, "claim": claim, "paper": paper}


def _facts(side: Side) -> dict[str, str | None]:
    """What is shown of a side, by name; the same names for both."""
    return {**_of_claim(side.claim), **_of_paper(side, side.paper)}


def _of_claim(claim: Claim | None) -> dict[str, str | None]:
    if claim is None:
        return dict.fromkeys(_of_claim(Claim(text=""))) | {"claim": _GONE}
    quote = claim.quote
    status = f" ({quote.status})" if quote and quote.status else ""
    return {
        "direction": claim.direction,
        "claim": claim.text,
        "retracted": claim.retracted,
        "quote": f"“{quote.text}”{status}" if quote else None,
        "basis": claim.evidence_basis,
        "confidence": claim.confidence,
        "measured": claim.outcome.label if claim.outcome else None,
        "category": claim.category,
        "extraction": claim.extraction,
    }


def _of_paper(side: Side, paper: Paper | None) -> dict[str, str | None]:
    place = f"{side.key}, claim {side.position}" if side.position else side.key
    if paper is None:
        return {"paper": "(the store does not hold it any longer)", "key": place}
    return {
        "paper": f"{side.byline} {paper.title}",
        "key": place,
        "withdrawn": paper.retracted,
        "published": paper.published,
        "type": paper.paper_type,
        "strength": _because(paper.evidence_strength, paper.evidence_strength_reason),
        "sample": paper.sample,
        "themes": ", ".join(paper.themes) or None,
        "study": paper.study,
    }


def _because(level: str | None, reason: str | None) -> str | None:
    return ": ".join(filter(None, (level, reason))) or None


def _beside(name: str, two: list[str], width: int) -> Iterator[str]:
    """A line, or several, with both texts; nothing where neither is stated."""
    if not any(two):
        return
    column = max(_NARROW, (width - _LABEL - _GAP) // 2)
    left, right = (textwrap.wrap(text or "not stated", column) for text in two)
    for first, second, label in zip_longest(left, right, [name], fillvalue=""):
        yield f"{label:<{_LABEL}}{first:<{column}}{' ' * _GAP}{second}".rstrip()


def _said(judgements: list[Said], key: str) -> Iterator[str]:
    for said in judgements:
        one = said.judgement
        yield f"{one.when}  {one.who}: {one.verdict}, because {one.why}"
    if not judgements or judgements[-1].judgement.verdict == "reopened":
        yield f"Nobody has judged it{' since' if judgements else ''}. Say what it is:"
        yield f"  cpgraph contradictions confirm {key} --who NAME --why REASON"
        yield "  or explain, or not-comparable, in place of confirm"
