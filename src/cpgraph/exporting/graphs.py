"""Export: graphs as files that other tools read, the same bytes whenever the content is the same.

Syntaxes with graphs (TriG, N-Quads, JSON-LD) keep one named graph a paper, after it one of what people
said of it (that it is retracted), and lose nothing. Syntaxes of triples (Turtle, N-Triples, RDF/XML)
hold the union: what several papers say of one author or outcome stands once, after the papers.

Papers are written one after another, so memory does not grow with the store; what papers share is
sorted outside of memory.
"""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import IO

from cpgraph.exporting.files import ExportError
from cpgraph.exporting.lint import Lint
from cpgraph.rdf import SYNTAXES, NamedNode, Quad, Syntax, Triple, parse, serialize
from cpgraph.store import Store, paper_keys, paper_statements
from cpgraph.terms import RDF

_TYPE = NamedNode(f"{RDF}type")

#: What papers share is sorted in runs of this many statements.
_RUN = 100_000


def export(
    store: Store,
    output: IO[bytes],
    syntax: Syntax,
    *,
    papers: Iterable[str] | None = None,
    provenance: bool = False,
    lint: Lint | None = None,
) -> int:
    """Write papers of a store, sorted by key; how many were written.

    :param papers: keys; None is the whole store, with the concepts that users added.
    :param provenance: also write where each paper came from (syntaxes with graphs only).
    :param lint: is shown every statement.
    :raises ExportError: a paper is not in the store; provenance in a syntax that cannot hold it.
    """
    if provenance and not syntax.has_graphs:
        raise ExportError(f"{syntax.name} cannot hold provenance; use trig, nquads or jsonld")
    keys = keys_to_export(store, papers)
    prefixes = store.iris.prefixes
    lint = lint or Lint()
    if syntax.has_graphs:
        quads = _quads(store, keys, whole=papers is None, provenance=provenance)
        serialize(lint.seen(quads), output, syntax, prefixes=prefixes)
    else:
        parts = _graphs(store, keys, whole=papers is None)
        write_union(parts, output, syntax, prefixes, lint)
    return len(keys)


Part = tuple[frozenset[str], Iterable[Triple]]
"""IRIs of papers (and their retractions), and statements of which those about them and their parts are
theirs alone."""


def write_union(
    parts: Iterable[Part],
    output: IO[bytes],
    syntax: Syntax,
    prefixes: Mapping[str, str],
    lint: Lint,
) -> None:
    """Write parts one after another, each sorted; what they share stands once, sorted, at the end."""
    with tempfile.TemporaryDirectory(prefix="cpgraph-") as folder, ExitStack() as files:
        triples = _union(parts, _Shared(Path(folder), files))
        serialize(lint.seen(triples), output, syntax, prefixes=prefixes)


def keys_to_export(store: Store, papers: Iterable[str] | None) -> list[str]:
    """The keys, sorted, each once; None is those of all papers.

    :raises ExportError: a paper is not in the store.
    """
    known = paper_keys(store)
    keys = known if papers is None else sorted(set(papers))
    if missing := set(keys).difference(known):
        raise ExportError(
            f"no paper {min(missing)} in {store.location}; 'cpgraph papers' lists what is there"
        )
    return keys


def write_graph(
    triples: Iterable[Triple], output: IO[bytes], syntax: Syntax, prefixes: Mapping[str, str]
) -> None:
    """Write one graph (the answer of a CONSTRUCT, say), sorted, each triple once; it sits in memory."""
    serialize(sorted(set(triples), key=_order), output, syntax, prefixes=prefixes)


def write_graph_as(
    form: str, triples: Iterable[Triple], output: IO[bytes], prefixes: Mapping[str, str]
) -> None:
    """Write one graph in a format of :func:`cpgraph.writers.formats_of`; it sits in memory."""
    if form in SYNTAXES:
        write_graph(triples, output, SYNTAXES[form], prefixes)
        return
    from cpgraph.writers.graphml import write_graphml  # noqa: PLC0415 # few need it

    write_graphml(triples, output)


def _quads(store: Store, keys: list[str], *, whole: bool, provenance: bool) -> Iterator[Quad]:
    iris = store.iris
    names = [name for key in keys for name in (iris.graph(key), iris.retraction(key))]
    if provenance:
        names += [iris.provenance(key) for key in keys]
    for name in [*names, iris.vocabulary_graph] if whole else names:
        graph = NamedNode(name)
        for triple in sorted(store.graph(name), key=_order):
            yield Quad(triple.subject, triple.predicate, triple.object, graph)


def _graphs(store: Store, keys: list[str], *, whole: bool) -> Iterator[Part]:
    for key in keys:
        own = frozenset({store.iris.paper(key), store.iris.retraction(key)})
        yield own, paper_statements(store, key)
    if whole:
        yield frozenset(), store.graph(store.iris.vocabulary_graph)


def _union(parts: Iterable[Part], shared: _Shared) -> Iterator[Triple]:
    for papers, triples in parts:
        own = set()
        for triple in triples:
            if _subject(triple).partition("#")[0] in papers:
                own.add(triple)
            else:
                shared.add(triple)
        yield from sorted(own, key=_order)
    yield from shared


class _Shared:
    """Triples sorted and without doubles, in runs on disk: an external merge sort."""

    def __init__(self, folder: Path, files: ExitStack) -> None:
        self._folder = folder
        self._files = files
        self._run: set[str] = set()
        self._runs: list[Path] = []

    def add(self, triple: Triple) -> None:
        predicate = "" if triple.predicate == _TYPE else str(triple.predicate)
        # N-Triples has no bare tab or newline
        self._run.add(f"{triple.subject}\t{predicate}\t{triple.object}\n")
        if len(self._run) >= _RUN:
            path = self._folder / str(len(self._runs))
            path.write_text("".join(sorted(self._run)), encoding="utf-8", newline="\n")
            self._runs.append(path)
            self._run = set()

    def __iter__(self) -> Iterator[Triple]:
        on_disk = [
            self._files.enter_context(path.open(encoding="utf-8", newline="\n"))
            for path in self._runs
        ]
        for line, _ in groupby(heapq.merge(sorted(self._run), *on_disk)):
            subject, predicate, value = line.rstrip("\n").split("\t")
            statement = f"{subject} {predicate or _TYPE} {value} .\n"
            for quad in parse(statement, SYNTAXES["ntriples"], name="shared"):
                yield quad.triple


def _order(triple: Triple) -> tuple[str, str, str]:
    """Sorts by subject (a paper before its parts), then types, then other properties, then values."""
    predicate = "" if triple.predicate == _TYPE else str(triple.predicate)
    return _subject(triple) or str(triple.subject), predicate, str(triple.object)


def _subject(triple: Triple) -> str:
    return triple.subject.value if isinstance(triple.subject, NamedNode) else ""
