"""A file of comma-, semicolon- or tab-separated values: its encoding, its separator, its rows.

Excel and LibreOffice write the same table in many ways: with a byte order mark, as UTF-16, in
Windows-1252, with ``sep=;`` on the first line. Python's csv module does the parsing, strictly.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import IO

from cpgraph.errors import SourceError
from cpgraph.readers.base import Source

MIB = 1 << 20
LINE_LIMIT = 16 * MIB
CELL_LIMIT = MIB
"""Characters of a cell; a spreadsheet holds 32,767."""

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_SEPARATOR = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_UTF8_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_ROWS_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Form:
    """How a table is written, where its mapping says so; None is found by looking.

    :param header: the 1-based line of the column names.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header: int | None = None


PLAIN = Form()


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, stripped, as many as there are columns; ``line`` is where it begins."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose column names are known; its rows are read as often as they are asked for.

    :param columns: the names; one that is empty has no cell with anything in it, or is a fault.
    :param notices: what was found out that the user should know.
    """

    source: Source
    columns: tuple[str, ...]
    line: int
    encoding: str
    delimiter: str
    notices: tuple[str, ...] = field(default=())

    def rows(self) -> Iterator[Row]:
        """The rows below the names, lazily; empty ones are left out.

        :raises SourceError: a row that cannot be read, with its line.
        """
        width = len(self.columns)
        for row in _rows(self.source, self.encoding, self.delimiter):
            if row.line <= self.line or not any(row.cells):
                continue
            if any(row.cells[width:]):
                problem = (
                    f"this row has {len(row.cells)} cells and there are {width} columns; put a cell "
                    f"that holds {_spoken(self.delimiter)} in quotes"
                )
                raise SourceError(self.source.name, problem, line=row.line)
            missing = width - len(row.cells)
            yield Row(row.line, row.cells[:width] + [""] * missing)


def open_table(source: Source, form: Form = PLAIN) -> Table:
    """The table that a file holds.

    :raises SourceError: it holds none, or its encoding cannot be told.
    """
    encoding, notices = (form.encoding, ()) if form.encoding else encoding_of(source)
    delimiter, stated = _delimiter(source, encoding, form)
    first = max(form.header or 1, 2 if stated else 1)
    for row in _rows(source, encoding, delimiter):
        if row.line >= first and any(row.cells):
            return Table(source, _columns(source, row), row.line, encoding, delimiter, notices)
    raise SourceError(source.name, "has no row with column names; the first row needs them")


def _columns(source: Source, row: Row) -> tuple[str, ...]:
    """The names of the columns; those at the end that have none are as good as not there."""
    names = [" ".join(name.split()) for name in row.cells]
    while not names[-1]:
        names.pop()
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice is not None:
        first, second = [at for at, name in enumerate(names, 1) if name == twice][:2]
        problem = f"two columns are named {twice!r} ({first} and {second}); rename one of them"
        raise SourceError(source.name, problem, line=row.line)
    return tuple(names)


def encoding_of(source: Source) -> tuple[str, tuple[str, ...]]:
    """The encoding by byte order mark or by trial, and what to say of it.

    :raises SourceError: it cannot be told, or the file cannot be read.
    """
    with source.open() as stream:
        head = stream.read(4)
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding, ()
    wrong = _first_wrong_byte(source)
    if wrong is None:
        return "utf-8", ()
    line, byte = wrong
    if _is_mostly_utf8(source):
        problem = f"not UTF-8 here (byte 0x{byte:02x}), though other lines are; correct this line"
        raise SourceError(source.name, problem, line=line)
    said = (
        "is not UTF-8 and was read as Windows-1252; "
        "if letters are wrong, state its encoding in the mapping"
    )
    return "cp1252", (said,)


def _first_wrong_byte(source: Source) -> tuple[int, int] | None:
    """The line and value of the first byte that is not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line = 1
    for block in _blocks(source):
        try:
            decoder.decode(block)
        except UnicodeDecodeError as error:
            return line + error.object.count(b"\n", 0, error.start), error.object[error.start]
        line += block.count(b"\n")
    return (line, decoder.getstate()[0][0]) if decoder.getstate()[0] else None


def _is_mostly_utf8(source: Source) -> bool:
    """Whether most letters beyond ASCII are spelt as UTF-8 spells them."""
    letters = others = 0
    for block in _blocks(source):
        letters += sum(len(found) for found in _UTF8_LETTER.findall(block))
        others += len(_NOT_ASCII.findall(block))
    return letters * 2 > others


def _blocks(source: Source) -> Iterator[bytes]:
    with source.open() as stream:
        while block := stream.read(MIB):
            yield block


def _delimiter(source: Source, encoding: str, form: Form) -> tuple[str, bool]:
    """The separator, and whether the first line is there to say it (``sep=;``)."""
    with _opened(source, encoding) as stream:
        stated = _SEPARATOR.fullmatch(_decoded_line(stream, source, encoding))
    if form.delimiter or stated:
        return form.delimiter or (stated[1] if stated else ","), stated is not None
    usual = "\t" if source.path.name.lower().removesuffix(".gz").endswith((".tsv", ".tab")) else ","
    order = sorted(DELIMITERS.values(), key=lambda one: one != usual)
    return max(order, key=lambda one: _fit(source, encoding, one, form.header or 1)), False


def _fit(source: Source, encoding: str, delimiter: str, header: int) -> tuple[int, int]:
    """How well a separator fits: rows as wide as the first one, and how wide that is."""
    widths: list[int] = []
    rows = (row for row in _rows(source, encoding, delimiter) if row.line >= header)
    try:
        widths.extend(len(row.cells) for row in islice(rows, _ROWS_LOOKED_AT) if any(row.cells))
    except SourceError as error:
        if "separator" not in error.problem and not widths:
            return (0, 0)
    if not widths or widths[0] == 1:
        return (0, 1)
    return (sum(width == widths[0] for width in widths), widths[0])


def _opened(source: Source, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(source.open(), encoding, newline="")


def _rows(source: Source, encoding: str, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(max(csv.field_size_limit(), CELL_LIMIT))
    with _opened(source, encoding) as stream:
        lines = _Lines(stream, source, encoding)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            begins = lines.number + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                problem = _explained(str(error), begins, lines.number, delimiter)
                raise SourceError(source.name, problem, line=begins) from error
            yield Row(begins, [cell.strip() for cell in cells])


class _Lines:
    """The lines of a text, checked; ``number`` is that of the last one given."""

    def __init__(self, stream: IO[str], source: Source, encoding: str) -> None:
        self._stream, self._source, self._encoding = stream, source, encoding
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        while line := _decoded_line(self._stream, self._source, self._encoding, self.number + 1):
            self.number += 1
            if len(line) > LINE_LIMIT:
                problem = f"a line of more than {LINE_LIMIT // MIB} MiB; this is no table"
                raise SourceError(self._source.name, problem, line=self.number)
            if "\0" in line:
                problem = "holds the character NUL; save the table again as CSV in UTF-8"
                raise SourceError(self._source.name, problem, line=self.number)
            yield line


def _decoded_line(stream: IO[str], source: Source, encoding: str, number: int = 1) -> str:
    try:
        return stream.readline(LINE_LIMIT + 1)
    except UnicodeError as error:
        problem = f"is not {encoding} from about here; state its encoding in the mapping"
        raise SourceError(source.name, problem, line=number) from error


def _explained(said: str, begins: int, line: int, delimiter: str) -> str:
    if "field larger" in said:
        return (
            f"a cell of more than {CELL_LIMIT // MIB} MiB begins in this row; "
            "is a quote never closed?"
        )
    if "unexpected end of data" in said:
        return "a quote that opens in this row is never closed; close it, or write it twice"
    place = f"line {line}" if line > begins else "this row"
    return (
        f"after a closing quote in {place} comes neither {_spoken(delimiter)} nor the end of the row; "
        "write a quote inside a cell twice, and close each that opens here"
    )


def _spoken(delimiter: str) -> str:
    names = {mark: name for name, mark in DELIMITERS.items()}
    return f"a {names[delimiter]}" if delimiter in names else repr(delimiter)
