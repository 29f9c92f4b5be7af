"""Papers, or their claims, as lists that other tools read: references, tables, records.

Papers are read and written one after another, so memory does not grow with the store. Records are what
``load`` reads; the other formats hold less (``docs/formats.md`` says what).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from cpgraph.exporting.files import ExportError
from cpgraph.exporting.graphs import keys_to_export
from cpgraph.exporting.tables import claims_table, papers_table
from cpgraph.model import Paper
from cpgraph.paper_graph import Context, paper_from_triples, paper_triples
from cpgraph.readers.record import record_of
from cpgraph.results import Solutions
from cpgraph.store import Store, known_vocabulary, paper_statements
from cpgraph.writers import ROW_FORMATS, tables
from cpgraph.writers.bibtex import bibtex
from cpgraph.writers.csl import csl_item
from cpgraph.writers.ris import ris


@dataclass(slots=True)
class Written:
    """What an export wrote.

    :param papers: how many papers.
    :param claims: how many claims these make (of lists only).
    :param beyond: keys of the papers whose graphs say more than a record can hold (of records only).
    :param unknown: properties and classes that no vocabulary has (of RDF only).
    """

    papers: int = 0
    claims: int = 0
    beyond: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def export_list(
    store: Store,
    output: IO[bytes],
    form: str,
    *,
    papers: Iterable[str] | None = None,
    rows: str = "papers",
) -> Written:
    """Write papers of a store, or their claims, sorted by key; what was written.

    :param form: a name of :data:`LIST_FORMATS`.
    :param papers: keys; None is the whole store.
    :param rows: ``papers`` or ``claims``: what a row of a table is.
    :raises ExportError: a paper is not in the store; claims in a format of references.
    """
    written = Written()
    are_records = rows == "papers" and form == "jsonl"
    found = _papers(store, keys_to_export(store, papers), written, compare=are_records)
    if rows == "papers" and form in _OF_PAPERS:
        _OF_PAPERS[form](found, output)
    elif form in TABLES:
        table = papers_table(found) if rows == "papers" else claims_table(found, store.iris)
        TABLES[form](table, output)
    else:
        raise ExportError(f"{form} holds papers, not claims; use {', '.join(TABLES)}")
    return written


def papers_found(rows: Solutions) -> list[str]:
    """The keys in the column ``key`` of an answer.

    :raises ExportError: it has no such column.
    """
    names = [column.name for column in rows.columns]
    if "key" not in names:
        raise ExportError(
            f"the query names no papers; it needs a column key, and has {', '.join(names)}"
        )
    place = names.index("key")
    return [str(row[place]) for row in rows if row[place] is not None]


def _papers(store: Store, keys: list[str], written: Written, *, compare: bool) -> Iterator[Paper]:
    """The papers, one after another; compared with their graphs, which costs as much as reading them."""
    context = Context(store.iris, known_vocabulary(store))
    for key in keys:
        triples = list(paper_statements(store, key))
        paper = paper_from_triples(triples, store.iris.paper(key), context.vocabulary)
        if compare and set(triples) != set(paper_triples(paper, context)):
            written.beyond.append(key)
        written.papers += 1
        written.claims += len(paper.claims)
        yield paper


def _write_texts(text: Callable[[Paper], str]) -> Callable[[Iterable[Paper], IO[bytes]], None]:
    def write(papers: Iterable[Paper], stream: IO[bytes]) -> None:
        for paper in papers:
            stream.write(text(paper).encode())

    return write


def _record(paper: Paper) -> str:
    return json.dumps(record_of(paper), ensure_ascii=False) + "\n"


def _write_csl(papers: Iterable[Paper], stream: IO[bytes]) -> None:
    """A JSON array with an item a line."""
    separator = "[\n"
    for paper in papers:
        stream.write((separator + json.dumps(csl_item(paper), ensure_ascii=False)).encode())
        separator = ",\n"
    stream.write(b"[]\n" if separator == "[\n" else b"\n]\n")


def _write_rows(form: str) -> Callable[[tables.Table, IO[bytes]], None]:
    return lambda table, stream: ROW_FORMATS[form].write(table.solutions(), stream)


_OF_PAPERS: dict[str, Callable[[Iterable[Paper], IO[bytes]], None]] = {
    "bibtex": _write_texts(bibtex),
    "csl-json": _write_csl,
    "ris": _write_texts(ris),
    "jsonl": _write_texts(_record),
}
#: Formats of tables, whose rows can be claims.
TABLES: dict[str, Callable[[tables.Table, IO[bytes]], None]] = {
    "csv": _write_rows("csv"),
    "spreadsheet": _write_rows("spreadsheet"),
    "parquet": tables.write_parquet,
    "jsonl": tables.write_jsonl,
}
#: Format of a list -> suffixes of its files.
LIST_FORMATS: dict[str, tuple[str, ...]] = {
    "bibtex": (".bib",),
    "csl-json": (".json",),
    "ris": (".ris",),
    "csv": (".csv",),
    "spreadsheet": (".csv",),
    "parquet": (".parquet",),
    "jsonl": (".jsonl", ".ndjson"),
}
