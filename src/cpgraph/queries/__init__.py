"""Stored queries: one question, one file; found by name, bound to arguments, run against a store."""

from cpgraph.queries.adhoc import run_text
from cpgraph.queries.binding import Arguments
from cpgraph.queries.catalogue import Catalogue, names, stored_query
from cpgraph.queries.catalogue import shipped as shipped_catalogue
from cpgraph.queries.examples import example_arguments
from cpgraph.queries.runner import answer, ask, construct, meant, select
from cpgraph.queries.stored import Parameter, StoredQuery

__all__ = [
    "Arguments",
    "Catalogue",
    "Parameter",
    "StoredQuery",
    "answer",
    "ask",
    "construct",
    "example_arguments",
    "meant",
    "names",
    "run_text",
    "select",
    "shipped_catalogue",
    "stored_query",
]
