"""Answers of stored queries, from the columns where they are prepared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cpgraph import queries
from cpgraph.prepared.claims import OF_CLAIMS, claims
from cpgraph.prepared.columns import Columns
from cpgraph.prepared.evidence import board, themes
from cpgraph.prepared.papers import OF_PAPERS, Asked
from cpgraph.queries import StoredQuery
from cpgraph.queries.paging import Limit, checked
from cpgraph.rdf import Triple
from cpgraph.results import Bindings, Row, Solutions
from cpgraph.store import Store

_WHOLE: dict[str, Callable[[Columns, Asked], Iterator[Row]]] = {
    "evidence/board": board,
    "evidence/themes": themes,
}
#: Parameters that the answers follow; with another one the stored query is run.
_FOLLOWED = {
    "evidence/board": OF_PAPERS | {"confidence"},
    "evidence/themes": frozenset[str](),
    "claims/list": OF_PAPERS | OF_CLAIMS | {"sort"},
}
#: The stored queries that are answered from the columns.
ANSWERED = frozenset(_FOLLOWED)


def answer(
    store: Store,
    columns: Columns | None,
    query: StoredQuery,
    arguments: queries.Arguments,
    *,
    limit: Limit | None = None,
    offset: int | None = None,
) -> Solutions | bool | Iterator[Triple]:
    """The answer of a stored query, as :func:`cpgraph.queries.answer` gives it.

    :param columns: those of the state that the store shows; None runs the stored query.
    """
    if columns is not None:
        given = {name: value for name, value in arguments.items() if value is not None}
        found = _prepared(store, columns, query, given, (limit, offset))
        if found is not None:
            names = tuple(column.name for column in query.columns)
            return Solutions(Bindings(names, found), query.columns, query.summary)
    return queries.answer(store, query, arguments, limit=limit, offset=offset)


def select(
    store: Store, columns: Columns | None, name: str, arguments: queries.Arguments, **page: Any
) -> Solutions:
    """The same of a SELECT, by its name in the catalogue."""
    found = answer(store, columns, queries.shipped_catalogue().query(name), arguments, **page)
    assert isinstance(found, Solutions)  # noqa: S101 # the catalogue's SELECTs
    return found


def _prepared(
    store: Store,
    columns: Columns,
    query: StoredQuery,
    given: queries.Arguments,
    page: tuple[Limit | None, int | None],
) -> Iterator[Row] | None:
    """The rows; None where the columns do not answer it."""
    followed = _FOLLOWED.get(query.name)
    limit, offset = page
    if followed is None or not followed.issuperset(given):
        return None
    if query != queries.shipped_catalogue().query(query.name):  # another's, of the same name
        return None
    if query.name in _WHOLE and limit is None and offset is None:
        return _WHOLE[query.name](columns, queries.meant(store, query, given))
    if query.paging is None or isinstance(limit, str):
        return None
    count = query.paging if limit is None else checked("limit", limit)
    first = checked("offset", offset or 0)
    return claims(store, columns, queries.meant(store, query, given), first, count)
