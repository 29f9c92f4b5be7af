"""The catalogue: every ``.rq`` file below ``queries/``; its path is its name."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from cpgraph import resources
from cpgraph.errors import QueryError
from cpgraph.queries.stored import StoredQuery, read_stored_query


def names() -> list[str]:
    """The names of all stored queries, sorted.

    >>> "evidence/board" in names()
    True
    """
    top = resources.folder("queries")
    return [
        str(path.relative_to(top).with_suffix("")) for path in resources.sources("queries", "*.rq")
    ]


@cache
def stored_query(name: str) -> StoredQuery:
    """The stored query with this name.

    :raises QueryError: there is none; the nearest names are named.

    >>> stored_query("evidence/board").form
    'SELECT'
    """
    if name not in names():
        # a part of the name is what people remember: "board" for "evidence/board"
        known = names()
        nearest = [other for other in known if name in other] or get_close_matches(name, known, n=2)
        hint = f"did you mean {' or '.join(nearest[:2])}?" if nearest else "see 'cpgraph queries'"
        raise QueryError(f"no stored query {name!r}; {hint}")
    return read_stored_query(name, resources.folder("queries") / f"{name}.rq")
