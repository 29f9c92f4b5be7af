"""Papers that can be validated together, so that each gets the results it would get alone.

A data graph of several papers is their union. A shape looks at a node's own type and at what can be
reached from the node along properties, so a paper's results in the union are its own as long as every
node it mentions has the same statements in each paper of the batch that mentions the node. (An
outcome that two papers put into different categories is the case this is for.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from cpgraph.rdf import BlankNode, NamedNode, Term, Triple

_Node = TypeVar("_Node", bound=Term | Triple)

_SKOLEM = "urn:cpgraph:blank-node:"


@dataclass(slots=True)
class Paper:
    """The triples of a paper, and the statements about each node that it mentions (by IRI)."""

    triples: list[Triple]
    about: dict[str, set[Triple]] = field(default_factory=dict)

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> Paper:
        """The paper with its blank nodes named, as engines are free to rename them."""
        paper = cls([_named(triple) for triple in triples if not isinstance(triple.object, Triple)])
        for triple in paper.triples:
            paper._mention(triple.subject).add(triple)
            if isinstance(triple.object, NamedNode):
                paper._mention(triple.object)
        return paper

    def _mention(self, node: Term | Triple) -> set[Triple]:
        return self.about.setdefault(node.value, set()) if isinstance(node, NamedNode) else set()

    def describes(self, iri: str) -> bool:
        """Whether the paper says anything about the node."""
        return bool(self.about.get(iri))


def batches(papers: Sequence[Paper], most: int) -> Iterator[list[Paper]]:
    """The papers in order, in batches of at most ``most`` that do not contradict one another."""
    batch: list[Paper] = []
    about: dict[str, set[Triple]] = {}
    for paper in papers:
        if batch and (len(batch) == most or _differ(about, paper.about)):
            yield batch
            batch, about = [], {}
        batch.append(paper)
        about.update(paper.about)
    if batch:
        yield batch


def _differ(known: dict[str, set[Triple]], about: dict[str, set[Triple]]) -> bool:
    return any(known[node] != about[node] for node in known.keys() & about.keys())


def _named(triple: Triple) -> Triple:
    if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode):
        return Triple(_skolem(triple.subject), triple.predicate, _skolem(triple.object))
    return triple


def _skolem(node: _Node) -> _Node | NamedNode:
    return NamedNode(_SKOLEM + node.value) if isinstance(node, BlankNode) else node


def shown(iri: str) -> str:
    """What the paper itself calls the node: a blank node was given a name for the engines.

    >>> shown("urn:cpgraph:blank-node:b0"), shown("https://example.org/b0")
    ('_:b0', 'https://example.org/b0')
    """
    return f"_:{iri.removeprefix(_SKOLEM)}" if iri.startswith(_SKOLEM) else iri
