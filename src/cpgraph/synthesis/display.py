"""A synthesis as a notebook shows it: what it found, and the claims behind each vote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from cpgraph.results import printable
from cpgraph.synthesis.model import VOTES, Claim, Synthesis, Vote
from cpgraph.synthesis.wording import axis, number, sentences, title


def notebook_html(made: Synthesis) -> str:
    """The sentences, and the votes as parts that open to their claims; whole reports are files."""
    first, *others = sentences(made)
    return "".join(
        (
            f"<h3>{_text(title(made.question))}</h3><p><strong>{_text(first)}</strong></p>",
            *(f"<p>{_text(said)}</p>" for said in others),
            f"<p><em>{_text(axis(made.question))}</em></p>",
            *(_vote(made, vote) for vote in VOTES),
            _listed("Do not vote", made.excluded),
        )
    )


def _vote(made: Synthesis, vote: Vote) -> str:
    studies = [study for study in made.studies if study.vote == vote]
    claims = [claim for study in studies for claim in made.claims_of(study)]
    return _listed(f"{vote.capitalize()}: {number(len(studies), 'study')}", claims)


def _listed(name: str, claims: Iterable[Claim]) -> str:
    items = list(_items(claims))
    if not items:
        return ""
    heading = f"{name}, {number(len(items), 'claim')}"
    return f"<details><summary>{heading}</summary><ul>{''.join(items)}</ul></details>"


def _items(claims: Iterable[Claim]) -> Iterator[str]:
    for claim in claims:
        key = escape(f"{claim.paper}#{claim.position}")
        way = claim.toward or "no direction"
        yield f"<li><code>{key}</code> ({way}) {_text(claim.text)}</li>"


def _text(text: str) -> str:
    return escape(printable(text))
