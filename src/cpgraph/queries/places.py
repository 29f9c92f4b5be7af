"""Where in what the user gave a fault is, said by the name that the user knows it by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cpgraph.errors import QueryRefusedError, QuerySyntaxError


@contextmanager
def placed(name: str, *, lines_before: int = 0) -> Iterator[None]:
    """Faults of a query's text are said with this name.

    :param lines_before: lines that were put before what the user gave.
    """
    try:
        yield
    except (QuerySyntaxError, QueryRefusedError) as error:
        line = None if error.line is None else max(1, error.line - lines_before)
        again = type(error)(name, error.problem, line=line, column=error.column)  # type: ignore[arg-type]
        raise again from error
