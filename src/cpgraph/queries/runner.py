"""Running a stored query against a store."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cpgraph.errors import QueryError
from cpgraph.paper_graph import Context
from cpgraph.queries.arguments import NEED_VOCABULARY
from cpgraph.queries.binding import Arguments, bind, terms_of
from cpgraph.queries.catalogue import stored_query
from cpgraph.queries.gate import GRAPH_FORMS
from cpgraph.queries.known import Known
from cpgraph.queries.paging import Limit, paged
from cpgraph.queries.stored import StoredQuery
from cpgraph.rdf import Term, Triple
from cpgraph.results import Solutions
from cpgraph.store import Store, known_vocabulary
from cpgraph.vocabulary import shipped


def select(
    store: Store,
    query: str | StoredQuery,
    arguments: Arguments | None = None,
    *,
    limit: Limit | None = None,
    offset: int | None = None,
) -> Solutions:
    """The rows of a stored SELECT.

    :param query: the query, or its name in the catalogue.
    :param limit: rows of the page, for a query that declares paging; None is its own page size,
        ``"all"`` every row from the offset on.
    :param offset: rows to leave out before it.
    :raises QueryError: there is no such query, or it is no SELECT.
    :raises ParameterError: an argument does not fit its parameter.
    """
    found = _of_form(query, {"SELECT"})
    rows = store.select(_text(store, found, arguments, limit, offset))
    return Solutions(rows, found.columns, found.summary)


def answer(
    store: Store,
    query: StoredQuery,
    arguments: Arguments | None = None,
    *,
    limit: Limit | None = None,
    offset: int | None = None,
) -> Solutions | bool | Iterator[Triple]:
    """The answer of a stored query by its form: rows, yes or no, or the triples of a graph.

    :raises QueryError: as :func:`select` does.
    """
    if query.form == "SELECT":
        return select(store, query, arguments, limit=limit, offset=offset)
    text = _text(store, query, arguments, limit, offset)
    return store.ask(text) if query.form == "ASK" else store.construct(text)


def ask(store: Store, query: str | StoredQuery, arguments: Arguments | None = None) -> bool:
    """The answer of a stored ASK."""
    return store.ask(_text(store, _of_form(query, {"ASK"}), arguments))


def construct(
    store: Store, query: str | StoredQuery, arguments: Arguments | None = None
) -> Iterator[Triple]:
    """The triples of a stored CONSTRUCT."""
    return store.construct(_text(store, _of_form(query, GRAPH_FORMS), arguments))


def _of_form(query: str | StoredQuery, forms: Collection[str]) -> StoredQuery:
    found = stored_query(query) if isinstance(query, str) else query
    if found.form not in forms:
        raise QueryError(
            f"{found.name} is a {found.form} query; {' or '.join(sorted(forms))} is needed here"
        )
    return found


def _text(
    store: Store,
    query: StoredQuery,
    arguments: Arguments | None,
    limit: Limit | None = None,
    offset: int | None = None,
) -> str:
    given = arguments or {}
    text = bind(query, given, _context(store, query, given), Known(store))
    return paged(query, text, limit, offset)


def meant(store: Store, query: StoredQuery, arguments: Arguments) -> dict[str, list[Term]]:
    """The terms that arguments mean in a store, by parameter.

    :raises ParameterError: an argument does not fit its parameter.
    """
    return terms_of(query, arguments, _context(store, query, arguments), Known(store))


def _context(store: Store, query: StoredQuery, given: Arguments) -> Context:
    types = (query.parameter(name) for name, value in given.items() if value is not None)
    # reading the vocabulary of a store takes longer than many a query
    needed = any(one and one.type in NEED_VOCABULARY for one in types)
    return Context(store.iris, known_vocabulary(store) if needed else shipped())
