"""The pairs that contradict each other, each with its grade and what a person said of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from cpgraph import queries
from cpgraph.queries.binding import Arguments
from cpgraph.queries.paging import ALL, Limit
from cpgraph.store import Store
from cpgraph.synthesis.model import Claim, Judgement, Pair, Question
from cpgraph.worklist.finding import find
from cpgraph.worklist.judging import judgements
from cpgraph.worklist.sides import Papers, Side

#: The stored query that lists them.
PAIRS = "synthesis/contradiction-pairs"
#: Grades of pairs that nobody has judged: candidates, and those whose papers can be compared.
OPEN = ("K1", "K2")
#: Grades of pairs that a person judged: confirmed, and closed in two ways.
CLOSED = ("K3", "explained", "not-comparable")
GRADES = (*OPEN, *CLOSED)

#: Rows that are asked for first where grades leave some out; then four times as many.
_FIRST = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """A pair with both claims as their papers make them."""

    pair: Pair
    positive: Side
    other: Side


def pairs(
    store: Store,
    arguments: Arguments | None = None,
    *,
    grades: Collection[str] = GRADES,
    limit: int | None = None,
    offset: int = 0,
) -> Iterator[Listed]:
    """Claims of different studies that say opposite things of one outcome, by outcome; total order.

    :param arguments: filters, as the stored query ``synthesis/contradiction-pairs`` has them.
    :param grades: only pairs of these grades.
    :param limit: how many pairs; None is all.
    :param offset: how many of them to leave out first.
    :raises ParameterError: a filter names nothing that is known.
    """
    known, papers = judgements(store), Papers(store)
    every = set(grades) >= set(GRADES)
    end = None if limit is None else offset + limit
    found = (
        _asked(store, arguments or {}, known, end)
        if every
        else _chosen(store, arguments or {}, known, (frozenset(grades), end))
    )
    return (_described(one, papers) for one in islice(found, offset, end))


def _asked(
    store: Store, arguments: Arguments, known: Mapping[str, Judgement], end: int | None
) -> Iterator[Pair]:
    limit: Limit = ALL if end is None else end
    rows: Any = queries.select(store, PAIRS, arguments, limit=limit)
    return (_pair(row, known) for row in rows)


def _chosen(
    store: Store,
    arguments: Arguments,
    known: Mapping[str, Judgement],
    wanted: tuple[frozenset[str], int | None],
) -> Iterator[Pair]:
    """Pairs of some grades: as many rows are asked for as it takes, for all can be very many."""
    grades, end = wanted
    more = len(known) if grades >= set(OPEN) else _FIRST  # only judged pairs can be left out
    rows = None if end is None else end + more
    while True:
        asked = list(_asked(store, arguments, known, rows))
        found = [one for one in asked if one.grade in grades]
        if rows is None or end is None or len(found) >= end or len(asked) < rows:
            return iter(found)
        rows = 4 * max(rows, _FIRST)


def _pair(row: tuple[Any, ...], known: Mapping[str, Judgement]) -> Pair:
    label, key, position, text, other_key, other_position, other_text, comparable, *iris = row
    claim, other, measured = iris
    about = {"measured": measured, "measured_as": label}
    found = Pair(
        Claim(claim, key, position, text, "", toward="positive", **about),
        Claim(other, other_key, other_position, other_text, "", toward="negative", **about),
        comparable == "yes",
    )
    return replace(found, judgement=known.get(found.key))


def pair(store: Store, key: str) -> Listed:
    """The pair with this key, or whose key alone begins so, as its papers stand now.

    It need not be on the list any longer: a claim can have been retracted, or can be gone.

    :raises PairNotFoundError: there is none, or several.
    """
    papers = Papers(store)
    first, second = (papers.side(claim) for claim in find(store, key))
    if second.direction == "positive":
        first, second = second, first
    found = Pair(_claim(first, papers), _claim(second, papers), _comparable(first, second))
    judgement = judgements(store).get(found.key)
    return Listed(replace(found, judgement=judgement), first, second)


def listed(store: Store, claims: Iterable[tuple[Claim, Claim]]) -> Iterator[Listed]:
    """Pairs of claims that somebody found, the first toward positive, as the list has pairs."""
    known, papers = judgements(store), Papers(store)
    for positive, other in claims:
        two = papers.side(positive.iri), papers.side(other.iri)
        found = Pair(positive, other, _comparable(*two))
        yield Listed(replace(found, judgement=known.get(found.key)), *two)


def _claim(side: Side, papers: Papers) -> Claim:
    label = side.claim.outcome.label if side.claim and side.claim.outcome else None
    way, text = side.direction, side.claim.text if side.claim else ""
    study = papers.study(side)
    return Claim(side.iri, side.key, side.position, text, study, way, way, measured_as=label)


def _comparable(*two: Side) -> bool:
    """Whether both papers are empirical and share a theme."""
    first, second = (side.paper for side in two)
    if not first or not second:
        return False
    empirical = all(paper.paper_type in _EMPIRICAL for paper in (first, second))
    return empirical and not set(first.themes).isdisjoint(second.themes)


#: The paper types that vote unless others are asked for.
_EMPIRICAL = frozenset(Question("category", "", "").paper_types)


def _described(found: Pair, papers: Papers) -> Listed:
    two = papers.side(found.positive.iri), papers.side(found.other.iri)
    positive, other = (
        replace(claim, study=papers.study(side), stated=side.direction)
        for claim, side in zip((found.positive, found.other), two, strict=True)
    )
    return Listed(replace(found, positive=positive, other=other), *two)
