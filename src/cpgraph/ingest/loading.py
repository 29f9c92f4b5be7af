"""Loading: sources are read, each paper is validated, and what conforms is written, paper by paper.

The way is one way: reader → triples of one paper → validation → store. Papers travel in small
batches; a batch is validated and written before the next one is read, so memory does not grow with
the source and an interruption loses at most the batch under way, never half a paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from cpgraph.errors import SourceError
from cpgraph.ingest.checking import Checker
from cpgraph.ingest.reading import batches, of_type, read
from cpgraph.ingest.refusing import refused_entry
from cpgraph.ingest.said import retractions, with_new, without_said
from cpgraph.provenance import Activity, Document, provenance_triples, start_activity
from cpgraph.rdf import NamedNode, graph_hash
from cpgraph.readers.base import (
    ConceptReading,
    GivenMapping,
    Notice,
    PaperReading,
    Reading,
    Source,
)
from cpgraph.results import Loaded, LoadOutcome, LoadReport, ValidationResult
from cpgraph.store import Replacement, Store, store_ontology
from cpgraph.terms import CPG


class StoppedError(SourceError):
    """A paper was refused, and the load was asked to stop there; what came before it is written."""


def load(
    store: Store,
    sources: Iterable[Source],
    *,
    reader: str | None = None,
    mapping: GivenMapping | None = None,
    engine: str = "shacl",
    who: str | None = None,
    dry_run: bool = False,
    stop: bool = False,
    on_entry: Callable[[Loaded], None] | None = None,
) -> LoadReport:
    """Load sources into a store; what became of each paper.

    A paper with a violation is refused whole, the others are loaded. A paper that the store holds
    with the same content is unchanged, one with the same key is replaced. Where two papers of one
    call have the same key, the later wins, and the report says so.

    :param reader: the name of the reader for all sources; None finds it by content and suffix.
    :param mapping: what the columns of tables are; None is the mapping beside each, or a guess.
    :param dry_run: read and validate, write nothing.
    :param stop: stop at the first refusal instead of going on.
    :param on_entry: called after each paper is written (or refused).
    :raises StoppedError: ``stop``, and something was refused.
    :raises StoreError: the store cannot be written.
    """
    report = LoadReport(on_entry=on_entry)
    if not dry_run:
        store_ontology(store)
    loading = _Loading(store, report, start_activity(who), engine, dry_run=dry_run, stop=stop)
    for source in sources:
        loading.source(source, reader, mapping)
    return report


@dataclass(slots=True)
class _Checked:
    """A conforming paper on its way to the store."""

    reading: PaperReading
    results: list[ValidationResult]
    hash: str
    outcome: LoadOutcome
    notices: tuple[str, ...]


class _Loading:
    """One call of :func:`load`."""

    def __init__(
        self,
        store: Store,
        report: LoadReport,
        activity: Activity,
        engine: str,
        *,
        dry_run: bool,
        stop: bool,
    ) -> None:
        self._store = store
        self._report = report
        self._activity = activity
        self._checker = Checker(store, engine)
        self._dry_run = dry_run
        self._stop = stop
        self._seen: dict[str, str] = {}

    def source(self, source: Source, reader: str | None, mapping: GivenMapping | None) -> None:
        try:
            document = Document(source.name, source.content_hash())
        except SourceError as error:
            self._report.add(Loaded(source.name, "", LoadOutcome.REFUSED, (error.problem,)))
            return
        for batch in batches(read(source, reader, mapping, self._checker.context)):
            self._batch(batch, document)

    def _batch(self, batch: list[Reading], document: Document) -> None:
        accepted: dict[str, _Checked] = {}
        concepts: list[ConceptReading] = []
        stopped: Loaded | None = None
        for reading, results in self._checker.check(self._with_what_is_kept(batch)):
            if isinstance(reading, Notice):
                self._report.notices.append((reading.source, reading.text))
            elif refused := refused_entry(reading, results):
                self._report.add(refused)
                if self._stop:
                    stopped = refused
                    break
            elif isinstance(reading, ConceptReading):
                concepts.append(reading)
            elif isinstance(reading, PaperReading):
                self._accept(reading, results, accepted)
        self._write_concepts(concepts)
        self._write_papers(accepted, document)
        if stopped:
            raise StoppedError(
                stopped.source,
                f"stopped at a refusal: {stopped.reasons[0]}; correct it and load again",
            )

    def _with_what_is_kept(self, batch: list[Reading]) -> list[Reading]:
        """The batch, where a reading says only part of a paper with the rest that the store holds."""
        papers = of_type(batch, PaperReading)
        known = self._known_hashes({paper.key for paper in papers if paper.over})

        def whole(reading: Reading) -> Reading:
            if not isinstance(reading, PaperReading) or not reading.over:
                return reading
            held = known.get(reading.key)
            if held is None or held == graph_hash(reading.triples):
                return reading
            return reading.over(list(self._store.graph(self._store.iris.graph(reading.key))))

        return [self._apart(whole(reading)) for reading in batch]

    def _apart(self, reading: Reading) -> Reading:
        """The reading without the retractions that it repeats of people's."""
        if not isinstance(reading, PaperReading) or reading.key not in self._retracted:
            return reading
        return without_said(reading, retractions(self._store, reading.key))

    @cached_property
    def _retracted(self) -> set[str]:
        """The keys of papers of which people said something before this call."""
        below = self._store.iris.retraction("")
        return {unquote(name.removeprefix(below)) for name in self._store.graph_names(below)}

    def _accept(
        self, reading: PaperReading, results: list[ValidationResult], accepted: dict[str, _Checked]
    ) -> None:
        notices = reading.notices
        before = self._seen.get(reading.key)
        if before is not None:
            place = f"{reading.source}:{reading.line}" if reading.line else reading.source
            notices = (*notices, f"{reading.key} came twice: the one at {place} wins over {before}")
        self._seen[reading.key] = (
            f"{reading.source}:{reading.line}" if reading.line else reading.source
        )
        earlier = accepted.pop(reading.key, None)
        if earlier is not None:  # never written, so the report counts it as what it would have been
            self._report.add(Loaded(earlier.reading.source, reading.key, LoadOutcome.REPLACED))
        accepted[reading.key] = _Checked(
            reading, results, graph_hash(reading.triples), LoadOutcome.ADDED, notices
        )

    def _write_papers(self, accepted: dict[str, _Checked], document: Document) -> None:
        known = self._known_hashes(accepted)
        for key, checked in accepted.items():
            if key in known:
                is_same = known[key] == checked.hash and not with_new(self._store, checked.reading)
                checked.outcome = LoadOutcome.UNCHANGED if is_same else LoadOutcome.REPLACED
        changed = [
            checked for checked in accepted.values() if checked.outcome != LoadOutcome.UNCHANGED
        ]
        if changed and not self._dry_run:
            self._store.write(self._replacement(checked, document) for checked in changed)
        for key, checked in accepted.items():
            said = tuple(checked.results)
            self._report.add(
                Loaded(
                    checked.reading.source,
                    key,
                    checked.outcome,
                    results=said,
                    notices=checked.notices,
                )
            )

    def _replacement(self, checked: _Checked, document: Document) -> Replacement:
        key, iris = checked.reading.key, self._store.iris
        said = with_new(self._store, checked.reading)
        return {
            iris.graph(key): checked.reading.triples,
            iris.provenance(key): provenance_triples(
                key, checked.hash, document, self._activity, iris
            ),
            **({iris.retraction(key): said} if said else {}),
        }

    def _known_hashes(self, keys: Iterable[str]) -> dict[str, str]:
        graphs = {self._store.iris.graph(key): key for key in keys}
        values = " ".join(str(NamedNode(name)) for name in graphs)
        query = (
            f"SELECT ?graph ?hash WHERE {{ VALUES ?graph {{ {values} }} "
            f"?graph <{CPG}graphHash> ?hash }}"
        )
        return (
            {graphs[graph.value]: value.value for graph, value in self._store.select(query)}  # type: ignore[union-attr]
            if graphs
            else {}
        )

    def _write_concepts(self, concepts: list[ConceptReading]) -> None:
        if not concepts:
            return
        name = self._store.iris.vocabulary_graph
        before = set(self._store.graph(name))
        after = set(before)
        for concept in concepts:
            own = {triple for triple in after if triple.subject == NamedNode(concept.iri)}
            after = (after - own) | set(concept.triples)
            outcome = LoadOutcome.REPLACED if own else LoadOutcome.ADDED
            if own == set(concept.triples):
                outcome = LoadOutcome.UNCHANGED
            self._report.add(Loaded(concept.source, concept.key, outcome, is_concept=True))
        if after != before and not self._dry_run:
            self._store.write([{name: list(after)}])
