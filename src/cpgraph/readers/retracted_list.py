"""Lists of retracted works: a DOI a line with a reason after it, or a table with a column of DOIs."""

from __future__ import annotations

import io
from collections.abc import Collection, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass

from cpgraph.errors import SourceError
from cpgraph.paper_graph import bare_doi
from cpgraph.readers.base import Source
from cpgraph.readers.table_file import Table, encoding_of, open_table

#: Names of the column of DOIs, in small letters; the second is Retraction Watch's.
_DOIS = ("doi", "originalpaperdoi")
_REASON = "reason"


@dataclass(frozen=True, slots=True)
class Listed:
    """A DOI as a list has it, with the reason, which may be empty, and the line."""

    doi: str
    reason: str
    line: int


def listed(source: Source, known: Collection[str]) -> Iterator[Listed]:
    """What a list of retracted works lists, lazily.

    :param known: bare DOIs; a line that is one of them whole is no DOI with a reason, though it has a
        comma in it.
    :raises SourceError: the file cannot be read, or a line begins with no DOI.
    """
    encoding, _ = encoding_of(source)
    with closing(_lines(source, encoding)) as lines:
        _, first = next(lines, (0, ""))
    if not first:
        raise SourceError(source.name, "lists no DOI; write one a line, the reason after a tab")
    if _is_doi(first):
        return (_line(source, *line, known) for line in _lines(source, encoding))
    return _rows(open_table(source), first)


def _rows(table: Table, first: str) -> Iterator[Listed]:
    columns = [name.casefold() for name in table.columns]
    doi = next((columns.index(name) for name in _DOIS if name in columns), None)
    if doi is None:
        raise _no_doi(table.source, first, table.line)
    reason = columns.index(_REASON) if _REASON in columns else None
    for row in table.rows():
        if _is_doi(row.cells[doi]):  # 'unavailable' is none
            why = "" if reason is None else _words(row.cells[reason])
            yield Listed(row.cells[doi], why, row.line)


def _lines(source: Source, encoding: str) -> Generator[tuple[int, str]]:
    """The lines with something in them, numbered from 1."""
    with io.TextIOWrapper(source.open(), encoding) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield number, line.strip()


def _is_doi(text: str) -> bool:
    return bare_doi(text).startswith("10.")


def _no_doi(source: Source, given: str, line: int) -> SourceError:
    problem = (
        f"{given[:60]!r} is no DOI; write one a line as 10.…, the reason after a tab, "
        "or name a column doi"
    )
    return SourceError(source.name, problem, line=line)


def _line(source: Source, number: int, line: str, known: Collection[str]) -> Listed:
    doi, tab, reason = line.partition("\t")
    if not tab and bare_doi(line) not in known:
        doi, _, reason = line.partition(",")
    if not _is_doi(doi):
        raise _no_doi(source, line, number)
    return Listed(doi.strip(), reason.strip(), number)


def _words(reason: str) -> str:
    """A reason for people: Retraction Watch writes ``+Error in Data;+Notice - No Details;``.

    >>> _words("+Error in Data;+Date of Retraction Unknown;")
    'Error in Data; Date of Retraction Unknown'
    """
    parts = (part.strip().removeprefix("+").strip() for part in reason.split(";"))
    return "; ".join(filter(None, parts)) if reason.startswith("+") else reason
