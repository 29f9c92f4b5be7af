"""What the rest of cpgraph may ask of a store. Every adapter passes the same contract tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from cpgraph.rdf import Triple
from cpgraph.results import Bindings
from cpgraph.terms import Iris

Replacement = Mapping[str, Sequence[Triple]]
"""Graph name (IRI) -> the triples it holds from now on; an empty sequence drops the graph."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query is asked of (SPARQL 1.1 Query, section 13), beside its text.

    :param default_graphs: whose union is the default graph; None is what the query says, else all.
    :param named_graphs: what ``GRAPH`` sees; None is what the query says, else all.
    :param is_union: the default graph is the union of all graphs, whatever the query says.
    :param base_iri: what relative IRIs of the query are below; None allows none.
    """

    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    is_union: bool = False
    base_iri: str | None = None


class Store(Protocol):
    """Named graphs that can be asked, and replaced whole.

    Queries see the union of all named graphs as the default graph. Engines differ in whether a triple
    that several graphs hold (the label of an outcome that two papers share, say) matches once or once
    a graph, so queries count and list DISTINCT things. A store that is open for reading
    does not change under the reader's hands.
    """

    @property
    def location(self) -> str:
        """The folder or address, as the user named it."""

    @property
    def iris(self) -> Iris:
        """How IRIs are minted in this store."""

    @property
    def state(self) -> str | None:
        """The name of the state that is seen, which never changes; None where it can, or has none."""

    def select(self, query: str) -> Bindings:
        """The rows of a SELECT, lazily.

        :raises QuerySyntaxError: the text is no SPARQL.
        """

    def ask(self, query: str) -> bool:
        """The answer of an ASK."""

    def construct(self, query: str) -> Iterator[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE, lazily; the same triple can come twice."""

    def graph(self, name: str) -> Iterator[Triple]:
        """The triples of one named graph, in no particular order; none where there is no such graph."""

    def graph_names(self, prefix: str) -> Iterator[str]:
        """The names of the graphs that start with ``prefix``, in no particular order."""

    def write(self, replacements: Iterable[Replacement]) -> None:
        """Replace graphs. The graphs of one replacement change together or not at all, durably.

        :raises StoreError: the store is open for reading only, or the disk is full.
        """

    def close(self) -> None:
        """Make what was written visible to readers, and let go of the store."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
