"""The verbs of ``import cpgraph``: what the command line does, for programs and notebooks."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from cpgraph import exporting, ingest, prepared, queries, retracting
from cpgraph.errors import SourceError
from cpgraph.queries import Catalogue
from cpgraph.queries.arguments import Argument
from cpgraph.queries.paging import Limit
from cpgraph.rdf import Triple
from cpgraph.readers.base import GivenMapping
from cpgraph.readers.detect import sources_of
from cpgraph.results import LoadReport, Solutions, ValidationResult
from cpgraph.retracting import ListedReport, restore, retract
from cpgraph.search import SearchResult, index_of
from cpgraph.store import Store, open_store
from cpgraph.synthesis import ask, synthesise
from cpgraph.verifying import verify

__all__ = [
    "ask",
    "backup",
    "export",
    "find",
    "load",
    "open_catalogue",
    "open_store",
    "prepare",
    "restore",
    "restore_backup",
    "retract",
    "retract_listed",
    "run",
    "synthesise",
    "validate",
    "verify",
]

Sources = str | Path | Iterable[str | Path]


def load(store: Store, sources: Sources, **options: Any) -> LoadReport:
    """Load files and folders into a store that is open for writing; what became of each paper.

    :param options: those of :func:`cpgraph.ingest.load`: ``reader``, ``mapping``, ``engine``, ``who``,
        ``dry_run``, ``stop``, ``on_entry``.
    :raises SourceError: a file or folder is not there; then nothing is loaded.
    """
    with sources_of(_names(sources), sys.stdin.buffer) as files:
        return ingest.load(store, files, **options)


def validate(
    store: Store,
    sources: Sources | None = None,
    *,
    mapping: GivenMapping | None = None,
    engine: str = "shacl",
) -> Iterator[ValidationResult]:
    """What validation has to say of sources, or (None) of every paper of the store; lazily.

    :param mapping: what the columns of tables are: a file, or the same as plain data.
    """
    if sources is None:
        yield from ingest.check_store(store, engine=engine)
        return
    with sources_of(_names(sources), sys.stdin.buffer) as files:
        yield from ingest.check(store, files, mapping=mapping, engine=engine)


def open_catalogue(*folders: str | Path) -> Catalogue:
    """The stored queries that come with cpgraph, and those below folders of your own.

    :raises QueryError: a folder cannot be read, or holds a query of a name that is taken.

    >>> open_catalogue().query("evidence/board").summary
    'In which direction do the claims of each outcome category point?'
    """
    return queries.shipped_catalogue().extended(*folders)


def run(
    store: Store,
    name: str,
    /,
    *,
    catalogue: Catalogue | None = None,
    limit: Limit | None = None,
    offset: int | None = None,
    **arguments: Argument | list[Argument] | None,
) -> Solutions | bool | list[Triple]:
    """The answer of a stored query: rows, yes or no, or the triples of a graph.

    :param name: the query's path in the catalogue, such as ``evidence/board``.
    :param catalogue: where the query is; None is what comes with cpgraph.
    :param limit: rows of the page, for a query that has pages; ``"all"`` is every row.
    :param offset: rows to leave out before it.
    :param arguments: its parameters; keys, labels, CURIEs and IRIs are all accepted.
    :raises QueryError: there is no such query or parameter.
    :raises ParameterError: an argument does not fit.

    >>> with open_store(":memory:") as store:
    ...     list(run(store, "evidence/board", theme="governance"))
    []
    """
    stored = (catalogue or queries.shipped_catalogue()).query(name)
    found = prepared.answer(store, stored, arguments, limit=limit, offset=offset)
    return found if isinstance(found, Solutions | bool) else list(found)


def find(store: Store, words: str, *, limit: int = 20) -> SearchResult:
    """The papers and claims that hold words, the best first; the index beside the store follows it.

    >>> with open_store(":memory:") as store:
    ...     find(store, "assistant").paper_count
    0
    """
    index = index_of(store.location)
    index.update(store)
    return index.search(words, limit=limit)


def export(
    store: Store, target: str | Path | IO[bytes], form: str | None = None, **options: Any
) -> int:
    """Write papers to a file or a binary stream; how many were written.

    :param form: a name of :data:`cpgraph.exporting.FORMATS`; None goes by the suffix, else Turtle.
    :param options: those of :func:`cpgraph.exporting.export_as`: ``papers``, ``rows``,
        ``profile``, ``provenance``.
    :raises ExportError: the file cannot be written, and what was there stays; its suffix is of no
        format; the format cannot hold what is asked for.
    """
    if not isinstance(target, str | Path):
        return exporting.export_as(store, target, form or "turtle", **options).papers
    chosen = form or exporting.format_of(Path(target), exporting.FORMATS) or "turtle"
    with exporting.replacing(Path(target)) as stream:
        return exporting.export_as(store, stream, chosen, **options).papers


def prepare(store: Store, *, rebuild: bool = False) -> None:
    """Keep papers and claims as columns beside a store, so that boards and lists answer at once.

    Answers are the same with and without. Where the folder cannot be written, nothing is kept.

    :param rebuild: read all papers anew, not only what changed.
    """
    from cpgraph.prepared import keeping  # noqa: PLC0415 # numpy

    keeping.prepare(store, anew=rebuild)


def backup(location: str | Path, folder: str | Path) -> None:
    """Copy a store, as its readers see it now, to a new folder, which is a store itself.

    :raises StoreError: the folder is there already, or cannot be written.
    """
    from cpgraph.store.backing import back_up  # noqa: PLC0415 # the engine

    back_up(location, Path(folder))


def restore_backup(location: str | Path, folder: str | Path) -> Path | None:
    """Put a backup in the place of what a store holds; the folder with the store that was there.

    :raises StoreError: the folder holds no store, or one of another base IRI.
    """
    from cpgraph.store.backing import restore  # noqa: PLC0415 # the engine

    return restore(location, Path(folder)).replaced


def retract_listed(
    store: Store, source: str | Path, *, reason: str | None = None, who: str | None = None
) -> ListedReport:
    """Retract the papers whose DOIs a file lists, as ``cpgraph retract --from`` does.

    :param reason: where the file states none.
    :raises SourceError: the file cannot be read, lists no DOI, or states no reason for a paper.
    """
    with sources_of([str(source)], sys.stdin.buffer) as (listed, *_):
        return retracting.retract_listed(store, listed, reason=reason, who=who)


def _names(sources: Sources) -> list[str]:
    names = [sources] if isinstance(sources, str | Path) else list(sources)
    if not names:
        raise SourceError("sources", "there are none; name at least one file or folder")
    return [str(name) for name in names]
