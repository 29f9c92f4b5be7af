"""``evidence/board`` and ``evidence/themes`` from the columns."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cpgraph.prepared.columns import Columns, Mask, Numbers
from cpgraph.prepared.papers import Asked, is_one_of, papers_asked
from cpgraph.rdf import Literal, integer_literal
from cpgraph.results import Row
from cpgraph.terms import CONCEPT

_DIRECTIONS = tuple(
    f"{CONCEPT}direction/{key}" for key in ("positive", "negative", "mixed", "null")
)


def board(columns: Columns, asked: Asked) -> Iterator[Row]:
    """Claims by outcome category and direction; the category with most claims first."""
    claims = columns.claims
    mask = _claims_asked(columns, asked)
    category, direction = (
        column if mask is None else column[mask] for column in (claims.category, claims.direction)
    )
    counted = [_counts(category, columns)] + [
        _counts(category[direction == columns.code.get(iri, -2)], columns) for iri in _DIRECTIONS
    ]
    used = np.flatnonzero(counted[0]).tolist()
    rows = [
        (label, [int(counts[codes].sum()) for counts in counted])
        for label, codes in columns.labelled(used).items()
    ]
    for label, (total, *ways) in sorted(rows, key=lambda row: (-row[1][0], row[0])):
        yield (Literal(label), *map(integer_literal, ways), integer_literal(total))


def themes(columns: Columns, asked: Asked) -> Iterator[Row]:  # noqa: ARG001 # it has no parameters
    """Claims and papers of each theme; a claim counts under every theme of its paper."""
    made = np.bincount(columns.claims.paper, minlength=len(columns.papers.key))
    used = set(columns.themes.theme.tolist())
    rows = []
    for label, codes in columns.labelled(used).items():
        papers = np.unique(columns.themes.paper[np.isin(columns.themes.theme, codes)])
        rows.append((label, int(made[papers].sum()), len(papers)))
    for label, claims, count in sorted(rows, key=lambda row: (-row[1], row[0])):
        yield Literal(label), integer_literal(claims), integer_literal(count)


def _claims_asked(columns: Columns, asked: Asked) -> Mask | None:
    papers = papers_asked(columns, asked)
    mask = None if papers is None else papers[columns.claims.paper]
    if "confidence" in asked:
        sure = is_one_of(columns.claims.confidence, columns, asked["confidence"])
        mask = sure if mask is None else mask & sure
    return mask


def _counts(codes: Numbers, columns: Columns) -> Numbers:
    """How many claims have each code; those without one are not counted."""
    return np.bincount(codes + 1, minlength=len(columns.concepts) + 1)[1:]
