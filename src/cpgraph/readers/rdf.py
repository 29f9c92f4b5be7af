"""Papers and concepts from RDF files, in any of the six syntaxes.

A foreign file is parsed in a process of its own (:mod:`cpgraph.readers.rdf_process`). N-Quads and
TriG with one graph per paper, as cpgraph exports them, are read paper by paper; anything else is
held in memory whole, about half a kilobyte for each statement.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from cpgraph.paper_graph import Context
from cpgraph.rdf import BlankNode, DefaultGraph, NamedNode, Subject, Syntax, Triple
from cpgraph.readers.base import ConceptReading, Notice, Reading, Refusal, Source
from cpgraph.readers.rdf_block import NO_PAPER, ONTOLOGY, PROVENANCE, Block
from cpgraph.readers.rdf_lines import Lines
from cpgraph.readers.rdf_names import ordered_blank_nodes
from cpgraph.readers.rdf_papers import Papers
from cpgraph.readers.rdf_process import Limits, Parsed, parsed_apart
from cpgraph.terms import KEPT_KINDS
from cpgraph.vocabulary import Concept, concepts_in, shipped

DEFAULT_LIMITS = Limits()
_NOTICES = {
    ONTOLOGY: (
        "is about an ontology or shapes and was",
        "are about an ontology or shapes and were",
    ),
    PROVENANCE: ("is about provenance and was", "are about provenance and were"),
    NO_PAPER: ("belongs to no paper and was", "belong to no paper and were"),
}
_NOTHING = (
    "holds no paper: nothing in it is typed schema:ScholarlyArticle; see 'cpgraph export' for a "
    "file that does"
)
_ONLY_KEPT = (
    "holds syntheses, judgements or retractions and no paper; 'cpgraph synthesis import' takes them"
)
_KEPT = re.compile(rf"/(?:{'|'.join(KEPT_KINDS)})/[^/]+")


def read_rdf(
    source: Source, context: Context, syntax: Syntax, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Reading]:
    """The concepts, papers and notices of an RDF document.

    :param limits: what the parsing may take.
    :raises RdfSyntaxError: before anything is yielded.
    :raises SourceError: the document cannot be read, or is dangerous.
    """
    base_iri = context.iris.base
    with parsed_apart(source, syntax, base_iri, limits) as parsed:
        yield from _Document(source, context, Lines(source, syntax, base_iri)).readings(parsed)


class _Document:
    """One document on its way through."""

    def __init__(self, source: Source, context: Context, lines: Lines) -> None:
        self._source = source.name
        self._context = context
        self._lines = lines
        self._rest: Counter[str] = Counter()
        self._renamed: Counter[str] = Counter()
        self._first: Subject | None = None
        self._is_kept = False
        self._is_empty = True

    def readings(self, parsed: Parsed) -> Iterator[Reading]:
        self._rest[PROVENANCE] += parsed.provenance
        for graph, quads in groupby(parsed.quads, key=lambda quad: quad.graph_name):
            block = Block(quads, self._context.vocabulary)
            self._renamed.update(block.renamed)
            alone = not isinstance(graph, DefaultGraph)
            for reading in self._alone(block) if alone else self._mixed(block):
                self._is_empty = False
                yield reading
        if parsed.trimmed:
            yield Notice(
                self._source, f"white space after IRIs was removed ({parsed.trimmed} times)"
            )
        yield from self._about_the_rest()

    def _alone(self, block: Block) -> Iterator[Reading]:
        yield from Papers(block, self._context, self._source, self._lines, alone=True).readings()

    def _mixed(self, block: Block) -> Iterator[Reading]:
        yield from self._concepts(block)
        papers = Papers(block, self._context, self._source, self._lines)
        yield from papers.readings()
        loaded = {node for paper in block.papers for node in papers.nodes(paper)}
        loaded.update(node for concept in block.concepts for node in block.of_concept(concept))
        for node, kind in block.rest(loaded).items():
            self._rest[kind] += len(block.triples_of[node])
            if kind == NO_PAPER:
                self._first = self._first or node
                self._is_kept |= _KEPT.search(node.value) is not None

    def _concepts(self, block: Block) -> Iterator[Reading]:
        """The concepts that are not shipped like this; from here on the context knows them."""
        known = self._context.vocabulary
        described = {concept.iri: concept for concept in concepts_in(block)}
        fresh = {iri: new for iri, new in described.items() if not _same(new, shipped().at(iri))}
        self._context = replace(self._context, vocabulary=known.extended(fresh.values()))
        for node in block.concepts:
            if isinstance(node, NamedNode) and (node.value in fresh or node.value not in described):
                yield self._concept(block, node, described.get(node.value))

    def _concept(self, block: Block, node: NamedNode, concept: Concept | None) -> ConceptReading:
        triples = [t for part in block.of_concept(node) for t in block.triples_of[part]]
        key = concept.key if concept else node.value
        named = _without_blank_nodes(triples, node)
        return ConceptReading(self._source, node.value, key, named, self._line_in_concept)

    def _line_in_concept(self, focus_node: str, predicate: str | None) -> int | None:
        return self._lines.of(NamedNode(focus_node), predicate)

    def _about_the_rest(self) -> Iterator[Reading]:
        if self._renamed:
            listed = ", ".join(f"{name} ({count})" for name, count in sorted(self._renamed.items()))
            yield Notice(self._source, f"terms of other vocabularies were read as ours: {listed}")
        line = self._lines.of(self._first, None) if self._first else None
        for kind, count in sorted(self._rest.items()):
            first = f" (first: {self._first})" if kind == NO_PAPER else ""
            one, many = _NOTICES[kind]
            text = (
                f"1 statement {one}" if count == 1 else f"{count} statements {many}"
            ) + " not loaded"
            if count:
                yield Notice(self._source, text + first, line if kind == NO_PAPER else None)
        if self._is_empty and (self._rest[NO_PAPER] or not self._rest.total()):
            yield Refusal(self._source, _ONLY_KEPT if self._is_kept else _NOTHING)


def _same(concept: Concept, known: Concept | None) -> bool:
    return (
        known is not None
        and replace(known, alt_labels=()) == replace(concept, alt_labels=())
        and set(known.alt_labels) == set(concept.alt_labels)
    )


def _without_blank_nodes(triples: list[Triple], concept: NamedNode) -> list[Triple]:
    names = {
        blank: NamedNode(f"{concept.value}#node-{number}")
        for number, blank in enumerate(ordered_blank_nodes(triples), 1)
    }

    def named(node: object) -> object:
        return names[node] if isinstance(node, BlankNode) else node

    return [Triple(named(t.subject), t.predicate, named(t.object)) for t in triples]  # type: ignore[arg-type]


__all__ = ["Limits", "read_rdf"]
