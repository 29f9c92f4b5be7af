"""From a citation to a paper of the store."""

from __future__ import annotations

import re
from functools import cache

from cpgraph.errors import ParameterError
from cpgraph.living.names import paper_of
from cpgraph.living.prose import Resolve
from cpgraph.paper_graph import Context, bare_doi
from cpgraph.queries.arguments import argument_term
from cpgraph.queries.known import Known
from cpgraph.queries.sparql_terms import sparql_term
from cpgraph.queries.stored import Parameter
from cpgraph.rdf import Literal, NamedNode
from cpgraph.store import Store, known_vocabulary
from cpgraph.terms import PRISM, SCHEMA

_PAPER = Parameter("paper", "paper", "none", "the paper", many=False)


def resolver(store: Store) -> Resolve:
    """What finds the key of the paper that a key, CURIE, IRI or DOI names; None where none has it."""
    context, known = Context(store.iris, known_vocabulary(store)), Known(store)

    @cache
    def resolve(name: str) -> str | None:
        try:
            return paper_of(store.iris, argument_term(_PAPER, name, context, known).value)
        except ParameterError:
            return _by_doi(store, name)

    return resolve


def year_of(store: Store, key: str) -> str | None:
    """The year in which a paper was published, or None."""
    asked = (
        f"SELECT ?date WHERE {{ {NamedNode(store.iris.paper(key))} <{SCHEMA}datePublished> ?date }}"
    )
    return next((row[0].value[:4] for row in store.select(asked) if row[0] is not None), None)


def _by_doi(store: Store, name: str) -> str | None:
    doi = bare_doi(name)
    if not doi or not re.fullmatch(r"10\.\d{4,}/\S+", doi):
        return None
    rows = store.select(
        f"SELECT ?paper WHERE {{ ?paper <{PRISM}doi> {sparql_term(Literal(doi))} }} "
        "ORDER BY STR(?paper) LIMIT 1"
    )
    return next((paper_of(store.iris, row[0].value) for row in rows if row[0] is not None), None)
