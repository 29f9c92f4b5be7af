"""Pages: ``LIMIT`` and ``OFFSET`` of a query that declares ``paging``, as checked integers.

The page is cut at the end of the query. Where its text holds a sub-SELECT that picks the page first,
so that labels and counts are looked up for its rows only, the ``LIMIT`` in there has to reach to the
end of the page: it becomes limit plus offset. That is right where the order within is how the outer
order begins and each row within gives at least one row outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from cpgraph.errors import ParameterError
from cpgraph.queries.stored import StoredQuery
from cpgraph.queries.tokens import Token, significant_tokens

Limit = int | Literal["all"]
"""Rows of a page, or all rows from the offset on."""

ALL: Literal["all"] = "all"
#: The most that a page can be asked for or begin at; engines count in 64 bits, some in 32.
_MOST = 10**9


def paged(query: StoredQuery, text: str, limit: Limit | None, offset: int | None) -> str:
    """The text of a query, bound already, cut to a page; None is the query's own page, from 0 on.

    :raises ParameterError: the query has no pages, or a number is out of bounds.
    """
    if query.paging is None:
        for name, given in (("limit", limit), ("offset", offset)):
            if given is not None:
                raise ParameterError(name, str(given), f"{query.name} has no pages; leave it out")
        return text
    first = checked("offset", offset or 0)
    if limit == ALL:
        return _reaching(text, None) + (f"\nOFFSET {first}\n" if first else "")
    rows = query.paging if limit is None else checked("limit", limit)
    return _reaching(text, rows + first) + f"\nLIMIT {rows} OFFSET {first}\n"


def limits(found: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """The ``LIMIT`` keywords of a query, each with the token behind it."""
    for keyword, number in pairwise(found):
        if keyword.keyword == "LIMIT":
            yield keyword, number


def _reaching(text: str, end: int | None) -> str:
    """The text with the limit inside of it at ``end``, or without one."""
    for keyword, number in limits(significant_tokens(text)):
        after = text[number.start + len(number.text) :]
        return f"{text[: keyword.start]}{'' if end is None else f'LIMIT {end}'}{after}"
    return text


def checked(name: str, given: int) -> int:
    """The number, which a page can begin at or have rows.

    :raises ParameterError: it is none.
    """
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= _MOST:
        raise ParameterError(name, str(given), f"give a whole number from 0 to {_MOST}")
    return given
