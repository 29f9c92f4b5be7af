"""What validation has to say of sources and stores, without writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from cpgraph.ingest.reading import BATCH, Validated, batched, batches, of_type, read
from cpgraph.ingest.refusing import unreadable, violations
from cpgraph.paper_graph import Context
from cpgraph.rdf import NamedNode
from cpgraph.readers.base import (
    ConceptReading,
    GivenMapping,
    PaperReading,
    Reading,
    Refusal,
    Source,
)
from cpgraph.results import ValidationResult
from cpgraph.store import Store
from cpgraph.validation import Validator
from cpgraph.validation.explain import explain
from cpgraph.vocabulary import concepts_in, shipped, shipped_quads


def check(
    store: Store,
    sources: Iterable[Source],
    *,
    reader: str | None = None,
    mapping: GivenMapping | None = None,
    engine: str = "shacl",
) -> Iterator[ValidationResult]:
    """What validation has to say of sources, without writing: lazily, in the order of reading.

    What cannot be read at all is a violation too, one without a focus node.
    """
    checking = Checker(store, engine)
    for source in sources:
        for batch in batches(read(source, reader, mapping, checking.context)):
            for reading, results in checking.check(batch):
                if isinstance(reading, Refusal):
                    yield from map(unreadable, (reading, *reading.further))
                yield from results


def check_store(store: Store, *, engine: str = "shacl") -> Iterator[ValidationResult]:
    """What validation has to say of every paper in a store, then of what people made of them."""
    checker, iris = Checker(store, engine), store.iris
    graphs = {
        name: name.removeprefix(iris.graph("") if below == iris.graph("") else iris.base)
        for below in (iris.graph(""), *iris.kept)
        for name in sorted(store.graph_names(below))
        if name not in {iris.ontology_graph, iris.vocabulary_graph}
    }
    for batch in batched(graphs.items(), BATCH):
        readings: list[Reading] = [
            PaperReading("", key, list(store.graph(name)), _no_line) for name, key in batch
        ]
        for _, results in checker.check(readings):
            yield from results


def context_of(store: Store) -> Context:
    """What a paper's RDF depends on in a store: its base IRI, the vocabularies with what it added."""
    return Checker(store, "shacl").context


class Checker:
    """Validates readings against the vocabulary of a store and what the sources add to it."""

    def __init__(self, store: Store, engine: str) -> None:
        self._iris = store.iris
        self._engine = engine
        self._added = list(store.graph(store.iris.vocabulary_graph))

    @cached_property
    def context(self) -> Context:
        """What a paper's RDF depends on, with the concepts that were learnt."""
        return Context(self._iris, shipped().extended(concepts_in(self._added)))

    @cached_property
    def _validator(self) -> Validator:
        shipped_triples = (quad.triple for quad in shipped_quads())
        return Validator([*shipped_triples, *self._added], self._engine)

    def check(self, readings: list[Reading]) -> Iterator[tuple[Reading, list[ValidationResult]]]:
        """Each reading with what is to be said of it, in order; papers may use concepts beside them."""
        found: dict[int, list[ValidationResult]] = {}
        for concept, results in self._checked(of_type(readings, ConceptReading)):
            found[id(concept)] = results
            if not violations(results):
                self._learn(concept)
        for paper, results in self._checked(of_type(readings, PaperReading)):
            found[id(paper)] = results
        for reading in readings:
            yield reading, found.get(id(reading), [])

    def _checked(
        self, readings: list[Validated]
    ) -> Iterator[tuple[Validated, list[ValidationResult]]]:
        if readings:
            found = self._validator.check([reading.triples for reading in readings])
            for reading, results in zip(readings, found, strict=True):
                yield reading, [self._placed(result, reading) for result in results]

    def _placed(
        self, result: ValidationResult, reading: PaperReading | ConceptReading
    ) -> ValidationResult:
        explained = explain(result, reading.triples, self.context.vocabulary)
        place = (result.focus_node, result.result_path)
        line = reading.line_of(*place) or reading.line
        column = reading.column_of(*place) if isinstance(reading, PaperReading) else ""
        return replace(
            explained, paper=reading.key, source=reading.source, line=line, column=column
        )

    def _learn(self, concept: ConceptReading) -> None:
        """From here on the concept is known, in place of what was known of it."""
        node = NamedNode(concept.iri)
        others = [triple for triple in self._added if triple.subject != node]
        self._added = [*others, *concept.triples]
        self.__dict__.pop("context", None)
        self.__dict__.pop("_validator", None)


def _no_line(_focus_node: str, _predicate: str | None) -> int | None:
    return None
