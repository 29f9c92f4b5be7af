"""The face of validation: papers in, results per paper out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cpgraph.rdf import NamedNode, Triple
from cpgraph.results import ValidationResult
from cpgraph.terms import SKOS
from cpgraph.validation.batches import Paper, batches, shown
from cpgraph.validation.engine import Engine, shipped_engine

_IN_SCHEME = f"{SKOS}inScheme"
_DESCRIPTION = frozenset({_IN_SCHEME, f"{SKOS}notation", f"{SKOS}prefLabel"})


class Validator:
    """Papers against the shapes in ``shapes/`` and a vocabulary.

    :param vocabulary: RDF that says which concepts stand in which scheme; other statements in it
        are of no concern.
    :param engine: ``shacl`` (fast) or ``pyshacl`` (the reference); a compiled engine for other
        shapes.
    :raises CpgraphError: there is no such engine.

    >>> from cpgraph.rdf import Literal, NamedNode, Triple
    >>> from cpgraph.terms import RDF, SCHEMA
    >>> author = NamedNode("https://example.org/author")
    >>> person = Triple(author, NamedNode(f"{RDF}type"), NamedNode(f"{SCHEMA}Person"))
    >>> [[result.message for result in results] for results in Validator([]).check([[person]])]
    [['name is missing (add schema:name)']]
    """

    def __init__(self, vocabulary: Iterable[Triple], engine: str | Engine = "shacl") -> None:
        self._engine = shipped_engine(engine) if isinstance(engine, str) else engine
        self._concepts = _concepts(vocabulary)

    def check(self, papers: Sequence[Iterable[Triple]]) -> list[list[ValidationResult]]:
        """The results of each paper, in the order of the papers; none where it conforms.

        A paper's results are those that it would have alone, whatever it is checked together with.
        They are sorted: worst first, then by focus node, path, message and value. Graphs of
        concepts that extend a vocabulary are checked in the same way.

        :raises EngineError: the engine cannot validate the data at all.
        """
        results: list[list[ValidationResult]] = []
        for batch in batches([Paper.of(paper) for paper in papers], self._engine.batch_size):
            found = self._engine.validate(self._data_graph(batch))
            results.extend([_shown(result) for result in found if paper.describes(result.focus_node)]
                           for paper in batch)  # fmt: skip
        return results

    def _data_graph(self, batch: list[Paper]) -> list[Triple]:
        """The papers, and of the vocabulary what it says of the concepts that they mention."""
        mentioned = {iri: None for paper in batch for iri in paper.about if iri in self._concepts}
        triples = [triple for paper in batch for triple in paper.triples]
        triples.extend(triple for iri in mentioned for triple in self._concepts[iri])
        return list(dict.fromkeys(triples))


def _concepts(vocabulary: Iterable[Triple]) -> dict[str, list[Triple]]:
    """The statements by which a concept is known, for every concept that stands in a scheme."""
    found: dict[str, list[Triple]] = {}
    for triple in vocabulary:
        if triple.predicate.value in _DESCRIPTION and isinstance(triple.subject, NamedNode):
            found.setdefault(triple.subject.value, []).append(triple)
    return {
        iri: triples
        for iri, triples in found.items()
        if any(triple.predicate.value == _IN_SCHEME for triple in triples)
    }


def _shown(result: ValidationResult) -> ValidationResult:
    """The result with the names that the paper itself uses for its nodes."""
    if result.value is None or result.value_term != f"<{result.value}>":
        return replace(result, focus_node=shown(result.focus_node))
    value = shown(result.value)
    term = result.value_term if value == result.value else value
    return replace(result, focus_node=shown(result.focus_node), value=value, value_term=term)
