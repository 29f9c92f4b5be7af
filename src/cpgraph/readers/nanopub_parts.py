"""Nanopublications in a set of graphs: their parts, and whether they are well-formed.

The rules are those of the nanopublication guidelines (https://nanopub.net/guidelines/working_draft/,
section 3): a head, an assertion, a provenance and a publication info, each a graph of its own with
something in it; the provenance speaks of the assertion, the publication info of the nanopublication.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cpgraph.rdf import RDF_TYPE, Literal, NamedNode, Quad
from cpgraph.readers.xsd import is_well_typed
from cpgraph.terms import NP

NANOPUBLICATION = NamedNode(f"{NP}Nanopublication")
_PARTS = {
    "assertion": NamedNode(f"{NP}hasAssertion"),
    "provenance": NamedNode(f"{NP}hasProvenance"),
    "publication info": NamedNode(f"{NP}hasPublicationInfo"),
}


@dataclass(frozen=True, slots=True)
class Nanopub:
    """One nanopublication: the names of its graphs, and its statements."""

    iri: NamedNode
    head: NamedNode
    assertion: NamedNode
    provenance: NamedNode
    info: NamedNode
    quads: tuple[Quad, ...]

    def of(self, graph: NamedNode) -> list[Quad]:
        """The statements of one of the graphs."""
        return [quad for quad in self.quads if quad.graph_name == graph]


@dataclass(frozen=True, slots=True)
class NotOne:
    """What says that it is a nanopublication and is none, or a graph of none; with the reason."""

    iri: str
    problem: str
    what: str = "nanopublication"


def nanopubs(quads: Iterable[Quad]) -> Iterator[Nanopub | NotOne]:
    """The nanopublications of a document, in its order; the statements sit in memory."""
    graphs: dict[object, list[Quad]] = {}
    for quad in quads:
        graphs.setdefault(quad.graph_name, []).append(quad)
    heads: dict[NamedNode, list[object]] = {}
    for name, content in graphs.items():
        for quad in content:
            is_one = quad.predicate == RDF_TYPE and quad.object == NANOPUBLICATION
            if is_one and isinstance(quad.subject, NamedNode):
                heads.setdefault(quad.subject, []).append(name)
    claimed = {name for iri, names in heads.items() for name in _graphs_of(iri, names, graphs)}
    stray = [name for name in graphs if name not in claimed]
    for iri, names in heads.items():
        own = [name for name in stray if _stands_below(name, iri)]
        stray = [name for name in stray if name not in own]
        head = names[0]
        if len(names) > 1 or not isinstance(head, NamedNode):
            yield NotOne(
                iri.value, "has several heads, or one without a name; keep one, with an IRI"
            )
        else:
            checked = _checked(iri, head, graphs)
            if own and isinstance(checked, Nanopub):
                problem = f"has a graph that is none of its parts ({_said(own[0])}); remove it"
                checked = NotOne(iri.value, problem)
            yield checked
    for name in stray if heads else ():
        yield NotOne(
            _said(name), "belongs to no nanopublication; remove it, or load it by itself", "graph"
        )


def _graphs_of(
    iri: NamedNode, heads: list[object], graphs: dict[object, list[Quad]]
) -> Iterator[object]:
    for head in heads:
        yield head
        for quad in graphs[head]:
            if quad.subject == iri and quad.predicate in _PARTS.values():
                yield quad.object


def _stands_below(name: object, iri: NamedNode) -> bool:
    return isinstance(name, NamedNode) and name.value.startswith(iri.value)


def _said(name: object) -> str:
    return name.value if isinstance(name, NamedNode) else "the default graph"


def _checked(iri: NamedNode, head: NamedNode, graphs: dict[object, list[Quad]]) -> Nanopub | NotOne:
    names: list[NamedNode] = []
    for part, predicate in _PARTS.items():
        found = {q.object for q in graphs[head] if q.subject == iri and q.predicate == predicate}
        name = next(iter(found), None)
        if len(found) != 1 or not isinstance(name, NamedNode):
            return NotOne(iri.value, f"names {len(found)} graphs of {part} in its head; name one")
        names.append(name)
    problem = _misnamed(iri, (head, *names)) or _emptiness(names, graphs)
    if problem:
        return NotOne(iri.value, problem)
    quads = tuple(quad for name in (head, *names) for quad in graphs[name])
    nanopub = Nanopub(iri, head, names[0], names[1], names[2], quads)
    problem = _problem(nanopub)
    return NotOne(iri.value, problem) if problem else nanopub


def _misnamed(iri: NamedNode, names: tuple[NamedNode, ...]) -> str:
    if len({iri, *names}) <= len(names):
        return "has parts with the same name; give each graph its own"
    for name in names:
        if not _stands_below(name, iri):
            return (
                f"has a graph whose IRI does not begin with its own ({name.value}); name it below"
            )
    return ""


def _emptiness(names: list[NamedNode], graphs: dict[object, list[Quad]]) -> str:
    for part, name in zip(_PARTS, names, strict=True):
        if not graphs.get(name):
            return f"has nothing in its {part} ({name.value}); fill it"
    return ""


def _problem(nanopub: Nanopub) -> str:
    """What its statements lack."""
    if not any(_speaks_of(quad, nanopub.assertion) for quad in nanopub.of(nanopub.provenance)):
        return "says nothing of its assertion in the provenance; state where it comes from"
    if not any(_speaks_of(quad, nanopub.iri) for quad in nanopub.of(nanopub.info)):
        return "says nothing of itself in the publication info; state who made it, and when"
    for quad in nanopub.of(nanopub.assertion):
        if isinstance(quad.object, Literal) and not is_well_typed(quad.object):
            datatype = quad.object.datatype.value.rpartition("#")[2]
            return f"holds {quad.object.value!r} as xsd:{datatype}, which it is not; correct it"
    return ""


def _speaks_of(quad: Quad, name: NamedNode) -> bool:
    return name in {quad.subject, quad.object}
