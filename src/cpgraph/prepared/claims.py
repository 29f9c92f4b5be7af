"""``claims/list`` from the columns: which stand on the page. Their texts are asked of the store."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cpgraph import queries
from cpgraph.prepared.columns import ABSENT, Columns, Mask, Numbers
from cpgraph.prepared.papers import Asked, is_one_of, papers_asked
from cpgraph.results import Row, term_text
from cpgraph.store import Store

#: Parameter -> the column of claims that it restricts.
_CODED = {"category": "category", "direction": "direction", "confidence": "confidence"}
OF_CLAIMS = frozenset(_CODED)
#: So many letters of a group's name are compared, as in the stored query.
_LETTERS = 30


def claims(store: Store, columns: Columns, asked: Asked, first: int, count: int) -> Iterator[Row]:
    """The rows of a page, in the order that is asked for."""
    rows = _ordered(columns, _asked(columns, asked), asked)[first : first + count]
    iris = [_iri(store, columns, row) for row in rows.tolist()]
    if not iris:
        return
    asked_for = {"claim": [f"<{iri}>" for iri in iris]}
    found = {
        term_text(row[-1]): row for row in queries.select(store, "claims/texts", asked_for).terms()
    }
    yield from (found[iri] for iri in iris if iri in found)


def _asked(columns: Columns, asked: Asked) -> Numbers:
    """The rows of the claims that are asked for, by paper and position."""
    papers = papers_asked(columns, asked)
    masks: list[Mask] = [] if papers is None else [papers[columns.claims.paper]]
    masks += [
        is_one_of(getattr(columns.claims, column), columns, asked[name])
        for name, column in _CODED.items()
        if name in asked
    ]
    if not masks:
        return np.arange(len(columns.claims.paper))
    return np.flatnonzero(np.logical_and.reduce(masks))


def _ordered(columns: Columns, rows: Numbers, asked: Asked) -> Numbers:
    by = term_text(asked["sort"][0]) if "sort" in asked else "paper"
    if by == "newest":
        _, place = np.unique(columns.papers.date, return_inverse=True)
        return rows[np.argsort(-place[columns.claims.paper[rows]], kind="stable")]
    if by in {"category", "direction"}:
        codes = getattr(columns.claims, by)[rows]
        return rows[np.argsort(_places(columns)[codes], kind="stable")]
    return rows


def _places(columns: Columns) -> Numbers:
    """The place of each concept's name among all; last, for the code of what is absent, the first."""
    names = [iri.rpartition("/")[2][:_LETTERS] for iri in columns.concepts]
    _, places = np.unique(np.array([*names, ""], dtype=np.str_), return_inverse=True)
    assert ABSENT == -1  # noqa: S101 # the last place is that of the code -1
    return places.astype(np.min_scalar_type(len(names)))  # small numbers are sorted in one pass


def _iri(store: Store, columns: Columns, row: int) -> str:
    name: str = columns.claims.name[row].decode()
    if not name.startswith("#"):
        return name
    return store.iris.paper(str(columns.papers.key[columns.claims.paper[row]])) + name
