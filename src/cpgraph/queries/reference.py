"""The catalogue as a Markdown reference: families, questions, parameters, columns, examples."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from cpgraph.queries.stored import StoredQuery
from cpgraph.results import printable

_DEFAULTS = {"any": "any", "none": "required"}


def reference(queries: Iterable[StoredQuery]) -> Iterator[str]:
    """The lines of the reference, in the order of the queries.

    >>> from cpgraph.queries.catalogue import stored_query
    >>> list(reference([stored_query("evidence/themes")]))[:6]
    ['# Stored queries', '', '## evidence', '', '### evidence/themes', '']
    """
    yield from ("# Stored queries", "")
    for family, members in groupby(queries, key=lambda query: query.name.partition("/")[0]):
        yield from (f"## {_text(family)}", "")
        for query in members:
            yield from _query(query)


def _query(query: StoredQuery) -> Iterator[str]:
    yield from (f"### {_text(query.name)}", "", _text(query.summary), "")
    if query.tags:
        yield from (f"Tags: {', '.join(_text(tag) for tag in query.tags)}", "")
    if query.parameters:
        yield from _row("parameter", "type", "default", "meaning")
        yield from _row("---", "---", "---", "---")
    for parameter in query.parameters:
        option = f"--{parameter.name.replace('_', '-')}{' (repeatable)' if parameter.many else ''}"
        default = _DEFAULTS.get(parameter.default, parameter.default)
        yield from _row(option, parameter.type, default, parameter.meaning)
    if query.parameters:
        yield ""
    if query.columns:
        yield from _row("column", "type", "unit", "meaning")
        yield from _row("---", "---", "---", "---")
    for column in query.columns:
        yield from _row(column.name, column.type, column.unit, column.meaning)
    yield from ("", "```shell", " ".join(printable(query.call).split()), "```", "")


def _row(*cells: str) -> Iterator[str]:
    yield f"| {' | '.join(_text(cell) for cell in cells)} |"


def _text(text: str) -> str:
    """Text in which nothing is markup; between letters or digits ``_`` is none."""
    return re.sub(
        r"[\\`*\[\]<>|~&]|(?<!\w)_|_(?!\w)", r"\\\g<0>", " ".join(printable(text).split())
    )
