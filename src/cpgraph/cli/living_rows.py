"""Stored syntheses as rows, and what a refresh changed as lines."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from cpgraph.living.model import Change, Refreshed, Status, Stored
from cpgraph.living.staleness import in_words
from cpgraph.rdf import Literal, Term, integer_literal, typed
from cpgraph.results import Column, Row
from cpgraph.synthesis.model import Proportion
from cpgraph.synthesis.wording import four, interval, number, p_value

STORED = (
    Column("name", "string", "what it is called in commands"),
    Column("version", "integer", "how often it was made"),
    Column("made", "string", "when it was made"),
    Column("who", "string", "who had it made"),
    Column("question", "string", "what it asks"),
    *(
        Column(name, "integer", meaning, "studies")
        for name, meaning in (
            ("positive", "studies that vote positive"),
            ("negative", "studies that vote negative"),
            ("mixed", "studies that vote mixed"),
            ("null", "studies that vote null"),
            ("studies", "studies that vote"),
        )
    ),
    Column("claims", "integer", "claims that they vote by", "claims"),
    Column("share", "decimal", "share of positive among directional studies"),
    Column("low", "decimal", "lower limit of its 95 % interval"),
    Column("high", "decimal", "upper limit of its 95 % interval"),
    Column("p", "decimal", "exact two-sided sign test"),
    Column("headline", "string", "the finding in one sentence"),
)
STATUS = (
    Column("name", "string", "what it is called in commands"),
    Column("state", "string", "stale or current"),
    Column("why", "string", "why it is stale"),
    Column("version", "integer", "how often it was made"),
    Column("made", "string", "when it was made"),
    Column("headline", "string", "the finding in one sentence, when it was made"),
)
REASONS = (
    Column("what", "string", "what happened"),
    Column("thing", "string", "the key of a paper, or the IRI of a claim, that it happened to"),
)


def stored_row(one: Stored) -> Row:
    """A stored synthesis, in the columns of :data:`STORED`."""
    return (
        Literal(one.name),
        integer_literal(one.version),
        Literal(one.made),
        Literal(one.who) if one.who else None,
        Literal(one.sentence),
        *_counts(one),
        *_numbers(one.share),
        Literal(one.headline) if one.headline else None,
    )


def _counts(one: Stored) -> Iterator[Term | None]:
    counts = one.counts
    if counts is None:
        yield from (None,) * 6
        return
    votes = (counts.positive, counts.negative, counts.mixed, counts.null)
    yield from map(integer_literal, (*votes, counts.studies, counts.claims))


def _numbers(share: Proportion | None) -> Iterator[Term | None]:
    numbers = (share.share, share.low, share.high, share.p) if share else (None,) * 4
    yield from (None if one is None else typed(f"{one:.6f}", "decimal") for one in numbers)


def status_row(one: Status) -> Row:
    """Whether a synthesis is stale, in the columns of :data:`STATUS`."""
    return (
        Literal(one.name),
        Literal("stale" if one.is_stale else "current"),
        Literal(in_words(one.reasons)) if one.reasons else None,
        integer_literal(one.version),
        Literal(one.made),
        Literal(one.headline) if one.headline else None,
    )


def reason_rows(one: Status) -> Iterator[Row]:
    """Each paper and claim that made a synthesis stale."""
    for reason in one.reasons:
        for thing in reason.things or (None,):
            yield Literal(reason.what), None if thing is None else Literal(thing)


def refreshed_json(done: Iterable[Refreshed]) -> str:
    """All of what was made anew, before and after."""
    return json.dumps([asdict(one) for one in done], indent=2, ensure_ascii=False)


def refreshed_lines(done: Refreshed) -> Iterator[str]:
    """What was made anew, for a person: before and after, and which papers moved it."""
    before, after = done.before, done.after
    yield f"{after.name}: version {before.version} -> {after.version} ({in_words(done.reasons)})"
    for what, said in _SAID.items():
        yield f"  {what:<9} {said(before)}"
        yield f"  {'':<9} {said(after)}"
    yield from _moved(done)


def _votes(one: Stored) -> str:
    counts = one.counts
    if counts is None:
        return "not stored"
    return f"{number(counts.studies, 'study')}: {four(counts)}; {number(counts.claims, 'claim')}"


def _share(one: Stored) -> str:
    if one.share is None:
        return "not stored"
    tested = "not tested" if one.share.p is None else p_value(one.share.p)
    return f"{one.share.positive} of {one.share.directional}, {interval(one.share)}; {tested}"


def _headline(one: Stored) -> str:
    return one.headline or "not stored"


_SAID = {"counts": _votes, "share": _share, "headline": _headline}


def _moved(done: Refreshed) -> Iterator[str]:
    changes: dict[str, list[Change]] = defaultdict(list)
    for change in done.changes:
        changes[change.paper].append(change)
    for way in ("in", "out", "changed"):
        for key in (key for key, moved in done.papers.items() if moved == way):
            yield f"  {way:<9} [{key}] {_of_claims(changes[key])}"


def _of_claims(changes: Iterable[Change]) -> str:
    said = ", ".join(_of_claim(change) for change in changes)
    return said or "described otherwise (type, strength, themes, date or study)"


def _of_claim(change: Change) -> str:
    mark = change.claim.partition("#")[2]
    if change.before is None:
        return f"{mark} is new: {change.after}"
    return f"{mark} was {change.before}, is {change.after or 'gone'}"
