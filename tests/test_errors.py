"""Every error is one line that says what, where and the next step, and carries its facts."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from cpgraph import errors
from cpgraph.errors import (
    CpgraphError,
    NotXmlError,
    ParameterError,
    QueryCrashedError,
    QueryError,
    QueryMemoryError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    RdfSyntaxError,
    SourceError,
    StoreError,
    StoreLockedError,
    StoreNotFoundError,
    UnknownKeyError,
    place,
)


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (SourceError("a.md", "no title; add one"), "a.md: no title; add one"),
        (SourceError("a.md", "no title", line=3), "a.md:3: no title"),
        (RdfSyntaxError(Path("d/c.ttl"), "bad", line=14, column=2), "d/c.ttl:14:2: bad"),
        (
            UnknownKeyError("theme", "governence", ["governance"]),
            "unknown theme 'governence'; did you mean governance?",
        ),
        (
            UnknownKeyError("theme", "a\nb", ["x", "y"]),
            "unknown theme 'a\\nb'; did you mean x or y?",
        ),
        (
            UnknownKeyError("outcome", "zzz"),
            "unknown outcome 'zzz'; see 'cpgraph queries' for the queries that list what is known "
            "as outcome",
        ),
        (StoreError(Path("s"), "is full; make room"), "s: is full; make room"),
        (StoreNotFoundError("s", "no store; load first"), "s: no store; load first"),
        (StoreLockedError("s", "in use; wait"), "s: in use; wait"),
        (QueryError("no query 'x'"), "no query 'x'"),
        (QuerySyntaxError("q.rq", "bad", line=1, column=2), "q.rq:1:2: bad"),
        (QuerySyntaxError("q.rq", "bad"), "q.rq: bad"),
        (
            QueryRefusedError("q.rq", "is an update; ask", line=1, column=2),
            "q.rq:1:2: is an update; ask",
        ),
        (
            QueryTimeoutError(0.5),
            "the query ran longer than 0.5 s and was stopped; narrow it, or give it more time",
        ),
        (
            QueryMemoryError(1 << 29),
            "the query needed more than 0.5 GiB of memory and was stopped; narrow it, or sort and "
            "group less",
        ),
        (
            QueryCrashedError("SIGSEGV"),
            "the query's process ended early (SIGSEGV); simplify the query, or narrow it",
        ),
        (
            NotXmlError("<urn:x:1>", "\x01"),
            "RDF/XML cannot hold the character U+0001 that <urn:x:1> has; use turtle",
        ),
        (
            ParameterError("since", "x'y", "give a date"),
            'since: "x\'y" is not accepted; give a date',
        ),
    ],
)
def test_texts(error: CpgraphError, text: str) -> None:
    assert str(error) == text
    assert "\n" not in str(error)


def test_one_root() -> None:
    members = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]
    own = [kind for kind in members if kind.__module__ == errors.__name__]
    assert len(own) == 15
    assert all(issubclass(kind, CpgraphError) for kind in own)


def test_source_error_carries_its_place() -> None:
    error = RdfSyntaxError(Path("c.ttl"), "bad", line=14, column=2)
    assert isinstance(error, SourceError)
    assert (error.path, error.problem, error.line, error.column) == ("c.ttl", "bad", 14, 2)


def test_unknown_key_carries_what_is_near() -> None:
    error = UnknownKeyError("theme", "x", ["y", "z"])
    assert (error.scheme, error.given, error.nearest) == ("theme", "x", ("y", "z"))


def test_store_errors_carry_their_location() -> None:
    error = StoreLockedError(Path("s"), "in use")
    assert isinstance(error, StoreError)
    assert (error.location, error.problem) == ("s", "in use")


def test_query_errors_carry_their_facts() -> None:
    syntax = QuerySyntaxError("q.rq", "bad", line=1, column=2)
    parameter = ParameterError("since", "x", "give a date")
    assert isinstance(syntax, QueryError)
    assert isinstance(parameter, QueryError)
    assert (syntax.name, syntax.problem, syntax.line, syntax.column) == ("q.rq", "bad", 1, 2)
    assert (parameter.parameter, parameter.given) == ("since", "x")
    assert parameter.accepted == "give a date"


def test_stopped_queries_carry_their_limit() -> None:
    refused = QueryRefusedError("query", "bad", line=3, column=4)
    assert (refused.name, refused.problem, refused.line, refused.column) == ("query", "bad", 3, 4)
    assert QueryTimeoutError(30).timeout_s == 30
    assert QueryMemoryError(1 << 30).memory_bytes == 1 << 30
    assert QueryCrashedError("SIGSEGV").detail == "SIGSEGV"
    assert issubclass(QueryCrashedError, QueryError)


def test_place_as_far_as_known() -> None:
    assert place("a") == "a"
    assert place("a", 0) == "a:0"
    assert place("a", None, 4) == "a:4"
    assert place("a", 3, 4) == "a:3:4"
