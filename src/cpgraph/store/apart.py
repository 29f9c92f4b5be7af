"""A store whose queries run in processes of their own, for queries of strangers.

A query can run for ever, fill the memory or crash the engine, which knows no limits and cannot be
interrupted. Here each of these becomes an error: the process that worked on it is ended, the next
query gets a new one over the same snapshot, and the process that asks lives on.

Time counts while an answer is waited for, from the question on, and not while its reader does something
else. Memory is address space (``RLIMIT_AS``); systems without it (Windows; macOS does not hold
processes to it) limit the time only. A store in memory is handed over as N-Quads to each new process,
which costs about a second for 200,000 quads.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator
from typing import IO, Self, cast

import pyoxigraph

from cpgraph.errors import StoreError
from cpgraph.rdf import Triple
from cpgraph.results import Bindings
from cpgraph.store.apart_worker import Answer, FaultyQueryError, Workers
from cpgraph.store.closing import Closing
from cpgraph.store.embedded import EmbeddedStore
from cpgraph.store.protocol import Dataset, Replacement
from cpgraph.store.query_errors import syntax_error, wrong_form

#: Of a query over the union of all graphs; in lower case, of one over a dataset.
_LETTERS = {"SELECT": b"S", "ASK": b"A", "CONSTRUCT": b"C"}


class ApartStore(Closing):
    """A :class:`~cpgraph.store.protocol.Store` for reading: another one, as it is now, asked apart.

    A query that comes while the answer of another is still being read gets a process of its own.

    :param store: what is asked; closed with this one.
    :param timeout_s: how long one query may run.
    :param memory_bytes: how much memory a query may take, beyond what the open store takes.
    """

    def __init__(self, store: EmbeddedStore, timeout_s: float, memory_bytes: int) -> None:
        self._store = store
        self._timeout_s = timeout_s
        self._workers = Workers(store.location, store.snapshot(), memory_bytes)
        self._dataset: Dataset | None = None
        self.location = store.location
        self.iris = store.iris
        self.state = store.state

    def over(self, dataset: Dataset) -> Self:
        """The same store, whose queries are asked of these graphs; it closes with the first."""
        view = copy.copy(self)
        view._dataset = dataset  # noqa: SLF001 # our own copy
        return view

    def select(self, query: str) -> Bindings:
        """The rows of a SELECT, lazily; waits for the first of them.

        :raises QueryTimeoutError: also while the rows are read, as are the other two.
        :raises QueryMemoryError: it needs more memory than it may.
        :raises QueryCrashedError: it made the engine crash.
        """
        stream = cast("IO[bytes]", self._asked("SELECT", query))
        parsed = pyoxigraph.parse_query_results(stream, pyoxigraph.QueryResultsFormat.TSV)
        solutions = cast("pyoxigraph.QuerySolutions", parsed)
        variables = tuple(variable.value for variable in solutions.variables)
        return Bindings(variables, (tuple(solution) for solution in solutions))

    def ask(self, query: str) -> bool:
        """The answer of an ASK."""
        said = self._asked("ASK", query).whole()
        return bool(pyoxigraph.parse_query_results(said, pyoxigraph.QueryResultsFormat.JSON))

    def construct(self, query: str) -> Iterator[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE, lazily; waits for the first of them."""
        stream = cast("IO[bytes]", self._asked("CONSTRUCT", query))
        quads = pyoxigraph.parse(stream, pyoxigraph.RdfFormat.N_TRIPLES)
        return (quad.triple for quad in quads)

    def graph(self, name: str) -> Iterator[Triple]:
        """The triples of one named graph."""
        return self._store.graph(name)

    def graph_names(self, prefix: str) -> Iterator[str]:
        """The names of the graphs that start with ``prefix``."""
        return self._store.graph_names(prefix)

    def write(self, replacements: Iterable[Replacement]) -> None:  # noqa: ARG002 # the protocol's
        """Refused.

        :raises StoreError: always.
        """
        raise StoreError(self.location, "is open for queries only; open it for writing")

    def close(self) -> None:
        """End the processes, also of answers that were not read to their end."""
        self._workers.close()
        self._store.close()

    def _asked(self, form: str, query: str) -> Answer:
        try:
            return self._answer(form, query)
        except FaultyQueryError as fault:
            if not fault.message:
                raise wrong_form(form) from None
            again = lambda text: self._fault(form, text)  # noqa: E731
            raise syntax_error(query, fault.message, again) from None

    def _answer(self, form: str, query: str) -> Answer:
        letter = _LETTERS[form]
        if self._dataset is None:
            return self._workers.answer(letter, query, self._timeout_s)
        asked = {
            "query": query,
            "default": self._dataset.default_graphs,
            "named": self._dataset.named_graphs,
            "is_union": self._dataset.is_union,
            "base": self._dataset.base_iri,
        }
        return self._workers.answer(letter.lower(), json.dumps(asked), self._timeout_s)

    def _fault(self, form: str, query: str) -> str | None:
        try:
            self._answer(form, query).close()
        except FaultyQueryError as fault:
            return fault.message
        return None
