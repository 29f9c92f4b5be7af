"""Prepared answers: papers and claims as columns of numbers, kept beside the store.

What a page of the evidence shows is counted over all claims. A stored query that does so takes as long
as there are claims; over columns the same count takes a thousandth. The columns hold nothing of their
own: they are read from the store by queries, follow it paper by paper, belong to one state of it, and
an answer from them equals the stored query's. Where they are not there, the stored query is run.

Here is what every command can afford to import; ``keeping`` makes the columns, ``selecting`` answers.
"""

from __future__ import annotations

from collections.abc import Iterator

from cpgraph import queries
from cpgraph.prepared.places import folder_of, is_there
from cpgraph.queries import StoredQuery
from cpgraph.queries.paging import Limit
from cpgraph.rdf import Triple
from cpgraph.results import Solutions
from cpgraph.store import Store

__all__ = ["answer"]


def answer(
    store: Store,
    query: StoredQuery,
    arguments: queries.Arguments,
    *,
    limit: Limit | None = None,
    offset: int | None = None,
) -> Solutions | bool | Iterator[Triple]:
    """The answer of a stored query, from the columns that are kept of the store's state where it can be.

    :raises QueryError: as :func:`cpgraph.queries.answer` does.
    """
    folder = folder_of(store)
    if folder is None or not is_there(folder):
        return queries.answer(store, query, arguments, limit=limit, offset=offset)
    # imported here, so that a store without columns does not pay for numpy
    from cpgraph.prepared import keeping, selecting  # noqa: PLC0415

    columns = keeping.kept(store)
    return selecting.answer(store, columns, query, arguments, limit=limit, offset=offset)
