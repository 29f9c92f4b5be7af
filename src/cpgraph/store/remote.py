"""The remote store: a SPARQL 1.1 endpoint that keeps named graphs, asked over HTTP.

What an endpoint has to be able to do is found when it is opened: where it takes queries and updates,
and that a query sees the union of its named graphs. Every question is read by our own engine first, so
that a text which is no SPARQL, or no question, never leaves, and faults are told alike for all stores.

The first load writes the ontology to ``<base IRI>graph/ontology``, which tells that the endpoint holds a
store, and below which IRI its resources lie.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

import pyoxigraph

from cpgraph.errors import StoreError, StoreNotFoundError
from cpgraph.rdf import Literal, NamedNode, Triple
from cpgraph.results import Bindings, Row
from cpgraph.store.closing import Closing
from cpgraph.store.embedded import EmbeddedStore
from cpgraph.store.endpoint import JSON, NTRIPLES, Endpoint, EndpointError, Whole
from cpgraph.store.protocol import Replacement
from cpgraph.store.updates import replace
from cpgraph.terms import CPG, DEFAULT_BASE_IRI, OWL, Iris

T = TypeVar("T")

#: Updates travel together up to about this many characters; servers limit what they take at once.
_UPDATE_LENGTH = 1_000_000
_ASK = "ASK { }"
_BREAKS_OFF = "sent an answer that breaks off or is none; ask again"
_ONTOLOGY = f"<{CPG.removesuffix('#')}> a <{OWL}Ontology>"
_BASES = f"SELECT DISTINCT ?graph WHERE {{ GRAPH ?graph {{ {_ONTOLOGY} }} }} ORDER BY ?graph"
#: How servers are asked for the union of the named graphs, where it is not their default graph.
_UNIONS: tuple[dict[str, str], ...] = ({}, {"union-default-graph": ""})
#: The last step of an address for queries -> that of the one for updates beside it.
_UPDATES = {"query": "update", "sparql": "update"}


class RemoteStore(Closing):
    """A :class:`~cpgraph.store.protocol.Store` at an endpoint; see :func:`open_endpoint`."""

    state = None

    def __init__(self, endpoint: Endpoint, location: str, iris: Iris) -> None:
        self._endpoint = endpoint
        self._reader = EmbeddedStore.in_memory()
        self.location = location
        self.iris = iris

    def select(self, query: str) -> Bindings:
        """The rows of a SELECT, lazily."""
        self._reader.select(query)
        body = self._body(query, JSON)
        with _broken(self.location):
            found = pyoxigraph.parse_query_results(body, pyoxigraph.QueryResultsFormat.JSON)
        if not isinstance(found, pyoxigraph.QuerySolutions):
            raise EndpointError(self.location, "sent no rows; is it SPARQL 1.1?")
        variables = tuple(variable.value for variable in found.variables)
        return Bindings(variables, self._rows(found))

    def ask(self, query: str) -> bool:
        """The answer of an ASK."""
        self._reader.ask(query)
        with _broken(self.location):
            return bool(
                pyoxigraph.parse_query_results(
                    self._body(query, JSON), pyoxigraph.QueryResultsFormat.JSON
                )
            )

    def construct(self, query: str) -> Iterator[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE, lazily."""
        self._reader.construct(query)
        return self._triples(self._body(query, NTRIPLES))

    def graph(self, name: str) -> Iterator[Triple]:
        """The triples of one named graph."""
        return self.construct(
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {NamedNode(name)} {{ ?s ?p ?o }} }}"
        )

    def graph_names(self, prefix: str) -> Iterator[str]:
        """The names of the graphs that start with ``prefix``."""
        rows = self.select(
            "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } "
            f"FILTER(STRSTARTS(STR(?graph), {Literal(prefix)})) }}"
        )
        return (row[0].value for row in rows if isinstance(row[0], NamedNode))

    def write(self, replacements: Iterable[Replacement]) -> None:
        """Replace graphs, several replacements in one update, which the server carries out whole."""
        waiting: list[str] = []
        for update in map(replace, replacements):
            if waiting and sum(map(len, waiting)) + len(update) > _UPDATE_LENGTH:
                self._endpoint.updated(";\n".join(waiting))
                waiting = []
            waiting.append(update)
        if waiting:
            self._endpoint.updated(";\n".join(waiting))

    def close(self) -> None:
        """Nothing is to be done: what was written is visible at once."""

    def _body(self, query: str, media_type: str) -> io.BufferedReader:
        answer = self._endpoint.asked(query, media_type)
        return io.BufferedReader(Whole(answer, self.location))

    def _rows(self, found: pyoxigraph.QuerySolutions) -> Iterator[Row]:
        return map(tuple, self._whole(found))

    def _triples(self, body: io.BufferedReader) -> Iterator[Triple]:
        found = pyoxigraph.parse(body, pyoxigraph.RdfFormat.N_TRIPLES)
        return (quad.triple for quad in self._whole(found))

    def _whole(self, found: Iterator[T]) -> Iterator[T]:
        """What is found to its end; an error keeps no hold of it, as no other thread may let it go."""
        failed: EndpointError | None = None
        try:
            yield from found
        except EndpointError as error:
            failed = EndpointError(error.location, error.problem)
        except (SyntaxError, ValueError):
            failed = EndpointError(self.location, _BREAKS_OFF)
        del found
        if failed:
            raise failed


def open_endpoint(
    address: str,
    *,
    writable: bool = False,
    base_iri: str | None = None,
    timeout_s: float | None = None,
) -> RemoteStore:
    """The store at an endpoint; writing makes one where there is none.

    :param address: of the server or of where it takes queries: ``http://localhost:7878`` finds
        ``/query`` and ``/sparql``, and updates at ``/update`` beside it.
    :param base_iri: the base IRI of a new store; an existing one keeps its own.
    :param timeout_s: how long an answer is waited for.
    :raises StoreNotFoundError: the endpoint holds no store, and it is for reading.
    :raises StoreError: the base IRI is another.
    :raises EndpointError: no endpoint answers there, or it cannot do what a store needs.
    """
    endpoint = _found(_checked(address), timeout_s)
    base = _base_of(endpoint, address)
    if writable:
        endpoint.update = _update_address(endpoint)
    if base is None and not writable:
        raise StoreNotFoundError(
            address, "no store is there; 'cpgraph load SOURCE' makes one where updates are taken"
        )
    if base_iri not in {None, base} and base is not None:
        raise StoreError(address, f"its base IRI is {base}; a store keeps the one it was made with")
    store = RemoteStore(endpoint, address, Iris(base or base_iri or DEFAULT_BASE_IRI))
    _see_union(store, endpoint, is_filled=base is not None)
    return store


def _checked(address: str) -> str:
    parts = urlsplit(address)
    if parts.username or parts.password:
        raise StoreError(
            urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])),
            "an address is no place for a password, which would show in lists of processes",
        )
    return address


def _found(address: str, timeout_s: float | None) -> Endpoint:
    """The endpoint for queries at an address, or just below it.

    :raises EndpointError: none answers; what the address itself said.
    """
    said: EndpointError | None = None
    for below in ("", "/query", "/sparql"):
        endpoint = Endpoint(address.rstrip("/") + below, timeout_s=timeout_s)
        try:
            endpoint.asked(_ASK, JSON).close()
        except EndpointError as error:
            said = said or error
            continue
        return endpoint
    assert said is not None  # noqa: S101 # three were tried
    raise EndpointError(address, said.problem)


def _base_of(endpoint: Endpoint, address: str) -> str | None:
    """The base IRI of the store that an endpoint holds, None where it holds none."""
    end = Iris("").ontology_graph
    for row in RemoteStore(endpoint, address, Iris()).select(_BASES):
        if isinstance(row[0], NamedNode) and row[0].value.endswith(f"/{end}"):
            return row[0].value.removesuffix(end)
    return None


def _see_union(store: RemoteStore, endpoint: Endpoint, *, is_filled: bool) -> None:
    """See to it that queries see the union of the named graphs; an empty store cannot show whether.

    :raises EndpointError: the server cannot be told to.
    """
    for parameters in _UNIONS:
        endpoint.parameters = parameters
        if is_filled and store.ask(f"ASK {{ {_ONTOLOGY} }}"):
            return
    if is_filled:
        raise EndpointError(
            store.location,
            "does not show queries the union of its named graphs; set its default graph to that",
        )


def _update_address(endpoint: Endpoint) -> str:
    """Where updates are taken, beside the address for queries; an update that changes nothing says so.

    :raises EndpointError: none are.
    """
    before, _, last = endpoint.query.rpartition("/")
    said: EndpointError | None = None
    for address in dict.fromkeys((f"{before}/{_UPDATES.get(last, last)}", endpoint.query)):
        trial = Endpoint(endpoint.query, address, timeout_s=endpoint.timeout_s)
        try:
            trial.updated("INSERT DATA { }")
        except EndpointError as error:
            said = said or error
            continue
        return address
    assert said is not None  # noqa: S101 # at least one was tried
    raise EndpointError(endpoint.query, f"takes no updates here: {said.problem}")


@contextmanager
def _broken(location: str) -> Iterator[None]:
    """What our reader of answers makes of one that is cut off, as an error of ours."""
    try:
        yield
    except (SyntaxError, ValueError) as error:
        raise EndpointError(location, _BREAKS_OFF) from error
