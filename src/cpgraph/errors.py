"""What can go wrong, as types that carry their facts.

One root, :class:`CpgraphError`; every member's ``str()`` is one line that says what, where and the
next step. The command line prints that line and exits with 2; a program catches the type and reads
the attributes. An answer "no" (a paper that does not conform, say) is a result, not an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

#: What was given is said up to this length.
_READABLE = 100


class CpgraphError(Exception):
    """The root of every error that is not a bug."""


class SourceError(CpgraphError):
    """A source that cannot be read, or a part of it.

    :param path: the source as the user named it (``-`` for standard input).
    :param problem: what is wrong and what to do, without the place.
    :param line: 1-based line, where known.
    :param column: 1-based column, where known.
    """

    def __init__(
        self, path: str | Path, problem: str, *, line: int | None = None, column: int | None = None
    ) -> None:
        self.path = str(path)
        self.problem = problem
        self.line = line
        self.column = column
        super().__init__(f"{place(self.path, line, column)}: {problem}")


class RdfSyntaxError(SourceError):
    """RDF that does not follow its syntax; line and column point at the first wrong token."""


class NotXmlError(CpgraphError):
    """A text with a character that XML cannot hold, so that RDF/XML cannot.

    :param subject: whose text it is, as an IRI or blank node.
    :param character: the character.
    """

    def __init__(self, subject: str, character: str) -> None:
        self.subject = subject
        self.character = character
        super().__init__(
            f"RDF/XML cannot hold the character U+{ord(character):04X} that {subject} has; use turtle"
        )


class UnknownKeyError(CpgraphError):
    """A key or label that a vocabulary does not know.

    :param scheme: what kind of key was expected, as a user would say it (``theme``).
    :param given: what was given.
    :param nearest: known keys that look alike, best first.
    """

    def __init__(self, scheme: str, given: str, nearest: Sequence[str] = ()) -> None:
        self.scheme = scheme
        self.given = given
        self.nearest = tuple(nearest)
        hint = (
            did_you_mean(self.nearest)
            if nearest
            else f"see 'cpgraph queries' for the queries that list what is known as {scheme}"
        )
        super().__init__(f"unknown {scheme} {given!r}; {hint}")


class StoreError(CpgraphError):
    """A store that cannot be opened, read or written.

    :param location: the store's folder or address.
    """

    def __init__(self, location: str | Path, problem: str) -> None:
        self.location = str(location)
        self.problem = problem
        super().__init__(f"{self.location}: {problem}")


class StoreNotFoundError(StoreError):
    """There is no store at the location, and the operation does not create one."""


class StoreLockedError(StoreError):
    """Another process is writing to the store."""


class QueryError(CpgraphError):
    """A query that is not known, not well-formed, or not allowed."""


class QuerySyntaxError(QueryError):
    """SPARQL that does not parse; line and column are 1-based."""

    def __init__(
        self, name: str, problem: str, *, line: int | None = None, column: int | None = None
    ) -> None:
        self.name = name
        self.problem = problem
        self.line = line
        self.column = column
        super().__init__(f"{place(name, line, column)}: {problem}")


class QueryRefusedError(QueryError):
    """A query that is not run for anybody, though it may be SPARQL; line and column are 1-based."""

    def __init__(self, name: str, problem: str, *, line: int, column: int) -> None:
        self.name = name
        self.problem = problem
        self.line = line
        self.column = column
        super().__init__(f"{place(name, line, column)}: {problem}")


class QueryTimeoutError(QueryError):
    """A query that ran longer than it may.

    :param timeout_s: how long it may run.
    """

    def __init__(self, timeout_s: float) -> None:
        self.timeout_s = timeout_s
        super().__init__(
            f"the query ran longer than {timeout_s:g} s and was stopped; narrow it, or give it more time"
        )


class QueryMemoryError(QueryError):
    """A query that needed more memory than it may.

    :param memory_bytes: how much it may need.
    """

    def __init__(self, memory_bytes: int) -> None:
        self.memory_bytes = memory_bytes
        super().__init__(
            f"the query needed more than {memory_bytes / (1 << 30):.3g} GiB of memory and was stopped; "
            "narrow it, or sort and group less"
        )


class QueryCrashedError(QueryError):
    """A query whose process ended before its answer did.

    :param detail: what is known of its end.
    """

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(
            f"the query's process ended early ({detail}); simplify the query, or narrow it"
        )


class ParameterError(QueryError):
    """An argument that does not fit its query's parameter.

    :param parameter: the parameter's name.
    :param given: what was given.
    :param accepted: what would have been accepted, in words.
    :param nearest: what of it looks like what was given, best first.
    """

    def __init__(
        self, parameter: str, given: str, accepted: str, nearest: Sequence[str] = ()
    ) -> None:
        self.parameter = parameter
        self.given = given
        self.accepted = accepted
        self.nearest = tuple(nearest)
        shown = repr(given)
        if len(shown) > _READABLE:
            shown = f"{shown[:_READABLE]}…"
        hint = f"; {did_you_mean(self.nearest)}" if nearest else ""
        super().__init__(f"{parameter}: {shown} is not accepted; {accepted}{hint}")


def did_you_mean(nearest: Sequence[str]) -> str:
    """The question after what looks like what was given.

    >>> did_you_mean(["rct", "other"])
    'did you mean rct or other?'
    """
    return f"did you mean {' or '.join(nearest)}?"


def place(name: str, line: int | None = None, column: int | None = None) -> str:
    """``name:line:column``, as far as known.

    >>> place("claims.ttl", 14)
    'claims.ttl:14'
    """
    return ":".join([name, *(str(number) for number in (line, column) if number is not None)])
