"""The example of a stored query, as arguments."""

from __future__ import annotations

from cpgraph.errors import QueryError
from cpgraph.queries.stored import StoredQuery


def example_arguments(query: StoredQuery) -> dict[str, list[str]]:
    """The arguments that a query's example gives, by parameter.

    :raises QueryError: a word of it is no parameter, and no value of one.

    >>> from cpgraph.queries.catalogue import stored_query
    >>> example_arguments(stored_query("papers/of-author"))
    {'author': ['0000-0002-1825-0097']}
    """
    given: dict[str, list[str]] = {}
    words = iter(query.example)
    for word in words:
        option, equals, value = word.partition("=")
        if not option.startswith("--"):
            raise QueryError(f"the example has a stray word {word!r}; quote what is one value")
        parameter = query.parameter(option[2:].replace("-", "_"))
        if parameter is None:
            raise QueryError(f"the example uses {option}, which is no parameter")
        said = value if equals else next(words, None)
        if said is None:
            raise QueryError(f"the example gives {option} no value")
        given.setdefault(parameter.name, []).append(said)
    return given
