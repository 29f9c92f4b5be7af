"""Terms that no vocabulary has: what an export says beside what ``ontology/`` describes.

The ontology describes its own terms and those that it reuses (``rdfs:isDefinedBy``). A property or
class beyond these is a mistake in a query, or came with somebody's data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TypeVar

from cpgraph.rdf import NamedNode, Quad, Triple
from cpgraph.terms import RDF, RDFS
from cpgraph.vocabulary import shipped_quads

Statement = TypeVar("Statement", Triple, Quad)

_TYPE = f"{RDF}type"


class Lint:
    """Collects the terms that are not known from the statements that go by."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def seen(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """The same statements."""
        used = self._used
        for statement in statements:
            predicate = statement.predicate.value
            used.add(predicate)
            if predicate == _TYPE and isinstance(statement.object, NamedNode):
                used.add(statement.object.value)
            yield statement

    @property
    def unknown(self) -> list[str]:
        """The properties and classes that no vocabulary has, sorted."""
        return sorted(self._used - _known())


@cache
def _known() -> frozenset[str]:
    """The terms that the ontology describes, its own and others."""
    return frozenset(
        quad.subject.value
        for quad in shipped_quads()
        if isinstance(quad.subject, NamedNode) and quad.predicate.value == f"{RDFS}isDefinedBy"
    )
