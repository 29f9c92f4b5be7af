"""Which rows of a table are about one paper.

A row names its paper by key, by an identifier, by title and first author, or by a DOI or title that
an earlier row gave together with these. The table is read twice: first to number the papers, then to
hand on their rows. Memory grows by some hundred bytes for each paper, and by the rows of papers of
which rows are still to come.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from cpgraph.errors import SourceError
from cpgraph.paper_graph import Context, bare_doi
from cpgraph.readers.plain_words import plain
from cpgraph.readers.record_paper import stated_key
from cpgraph.readers.record_tree import RecordError
from cpgraph.readers.table_file import Row, Table
from cpgraph.readers.table_mapping import TableMapping
from cpgraph.terms import manual_key, normalise

HELD_LIMIT = 256 << 20
"""Characters of rows that wait for further rows of their papers."""
_SEVERAL = -1
_IDS = ("key", "source", "openalex_id", "arxiv_id", "semantic_scholar_id")
_NAMING = (*_IDS, "title", "authors", "doi")
NO_PAPER = (
    "this row names no paper; fill in its title or key (where an empty row belongs to the paper "
    "above, write papers_continue: true in the mapping)"
)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one paper, in the order of the table; ``fault`` is what is wrong with naming it."""

    rows: list[Row]
    fault: tuple[int, str] | None = None


@dataclass(slots=True)
class _Index:
    """Papers by their names, as numbers."""

    numbers: dict[bytes, int] = field(default_factory=dict)
    lines: array[int] = field(default_factory=lambda: array("Q"))
    counts: array[int] = field(default_factory=lambda: array("Q"))
    stated: bytearray = field(default_factory=bytearray)
    """Whether a paper is named by a key or identifier."""
    faults: dict[int, tuple[int, str]] = field(default_factory=dict)

    def number(self, name: str) -> int | None:
        return self.numbers.get(_digest(name))

    def new(self, line: int, *, stated: bool) -> int:
        self.lines.append(line)
        self.counts.append(0)
        self.stated.append(stated)
        return len(self.lines) - 1

    def of_title(self, title: str, line: int) -> int | None:
        """The paper with a title, where a row does not say whose title it is."""
        number = self.number(f"title:{normalise(title)}")
        if number != _SEVERAL:
            return number
        number = self.new(line, stated=False)
        self.fault(number, line, "several papers have this title; fill in the first author")
        return number

    def note_title(self, title: str, number: int) -> None:
        """Remember which paper has a title; or that it tells nothing."""
        name = _digest(f"title:{normalise(title)}")
        if self.numbers.setdefault(name, number) != number:
            self.numbers[name] = _SEVERAL

    def fault(self, number: int, line: int, problem: str) -> None:
        self.faults.setdefault(number, (line, problem))


class PaperRows:
    """The rows of a table, paper by paper."""

    def __init__(self, table: Table, mapping: TableMapping, context: Context) -> None:
        self._table, self._mapping, self._context = table, mapping, context
        at = {name: index for index, name in enumerate(table.columns)}
        of_papers = {c: r for c, r in mapping.columns.items() if not r.field.of_claim}
        self._paper_cells = [at[column] for column in of_papers]
        self._naming = [
            (rule.field.name, at[column], rule)
            for column, rule in of_papers.items()
            if rule.field.name in _NAMING
        ]
        self._index = _Index()

    def __iter__(self) -> Iterator[Rows]:
        """The papers, each as soon as its last row has come.

        :raises SourceError: the table cannot be read to its end (before the first paper is given), or
            too many rows wait for others.
        """
        owners = self._number_papers()
        waiting: dict[int, list[Row]] = {}
        held = 0
        for row, owner in zip(self._table.rows(), owners, strict=True):
            rows = waiting.setdefault(owner, [])
            rows.append(row)
            held += sum(map(len, row.cells))
            if held > HELD_LIMIT:
                raise SourceError(self._table.source.name, _TOO_FAR, line=row.line)
            if len(rows) == self._index.counts[owner]:
                del waiting[owner]
                held -= sum(len(cell) for one in rows for cell in one.cells)
                yield Rows(rows, self._index.faults.get(owner))

    def _number_papers(self) -> array[int]:
        """The number of the paper of each row."""
        owners = array("Q")
        before: tuple[str, ...] | None = None
        owner = 0
        for row in self._table.rows():
            cells = tuple(row.cells[at] for _, at, _ in self._naming)
            continues = self._mapping.papers_continue and not any(
                row.cells[at] for at in self._paper_cells
            )
            if before is None or (cells != before and not continues):
                owner = self._owner(row)
                before = cells
            elif not any(cells) and not continues:
                owner = self._owner(row)
            self._index.counts[owner] += 1
            owners.append(owner)
        return owners

    def _owner(self, row: Row) -> int:
        """The number of the paper that a row names, a new one where none has the name yet."""
        index, said = self._index, self._said(row)
        key, title = self._key(said), plain(said.get("title", ""))
        names = _names(key, title, said)
        found = [index.number(name) for name in names]
        number = found[0] if key else next((one for one in found if one is not None), None)
        if number is None and not key and title and "authors" not in said:
            number = index.of_title(title, row.line)
        if number is None:
            number = index.new(row.line, stated=bool(key))
        for name, other in zip(names, found, strict=True):
            if other is None:
                index.numbers[_digest(name)] = number
            elif other != number and not (key and index.stated[other]):
                index.fault(number, row.line, _differs(name, index.lines[other]))
        if title:
            index.note_title(title, number)
        elif not names:
            index.fault(number, row.line, NO_PAPER)
        elif number == len(index.lines) - 1 and not key and index.lines[number] == row.line:
            index.fault(number, row.line, _DOI_ALONE)
        return number

    def _said(self, row: Row) -> dict[str, str]:
        """What a row says of the names of its paper."""
        said: dict[str, str] = {}
        for name, at, rule in self._naming:
            text = row.cells[at]
            value = rule.values.get(text.casefold(), text)
            if name == "authors":
                value = value.split(rule.separator.strip() or rule.separator)[0].strip()
            if value:
                said.setdefault(name, value)
        return said

    def _key(self, said: dict[str, str]) -> str | None:
        """The key that a row states, by itself or by an identifier."""
        ids = {name: said[name] for name in _IDS if name in said}
        source = self._mapping.constants.get("source")
        try:
            return stated_key({"source": source, **ids}, self._context)
        except RecordError:  # what is wrong is said when the paper is read
            return " ".join(ids.values())


def _names(key: str | None, title: str, said: dict[str, str]) -> list[str]:
    """What the paper can be found by, the surest first."""
    names = [f"key:{key}"] if key else []
    if title and "authors" in said:
        names.append(f"by:{manual_key(title, said['authors'])}")
    if "doi" in said:
        names.append(f"doi:{bare_doi(said['doi'])}")
    return names


def _digest(name: str) -> bytes:
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _differs(name: str, line: int) -> str:
    what = "title and first author" if name.startswith("by:") else "DOI"
    return (
        f"this row has the {what} of the paper in line {line}, and is another paper by its key, title "
        "or first author; write these alike in all rows of a paper"
    )


_DOI_ALONE = "no row above has a title to this DOI; fill in the title in the first row of the paper"
_TOO_FAR = (
    f"more than {HELD_LIMIT >> 20} MiB of rows wait for further rows of their papers; sort the table "
    "by paper"
)
