"""SPARQL updates that replace graphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from cpgraph.rdf import NamedNode, Triple
from cpgraph.store.protocol import Replacement


def replace(replacement: Replacement) -> str:
    """One SPARQL update, which Oxigraph carries out as one transaction."""
    return ";\n".join(chain.from_iterable(_steps(*item) for item in replacement.items()))


def _steps(name: str, triples: Sequence[Triple]) -> Iterator[str]:
    graph = NamedNode(name)
    yield f"DROP SILENT GRAPH {graph}"
    if triples:
        statements = "\n".join(f"{triple} ." for triple in triples)
        yield f"INSERT DATA {{ GRAPH {graph} {{\n{statements}\n}} }}"
