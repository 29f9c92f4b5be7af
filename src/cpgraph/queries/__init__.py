"""Stored queries: one question, one file; found by name, bound to arguments, run against a store."""

from cpgraph.queries.catalogue import names, stored_query
from cpgraph.queries.runner import ask, construct, select
from cpgraph.queries.stored import Parameter, StoredQuery

__all__ = [
    "Parameter",
    "StoredQuery",
    "ask",
    "construct",
    "names",
    "select",
    "stored_query",
]
