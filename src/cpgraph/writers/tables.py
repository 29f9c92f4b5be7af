"""Tables with typed columns, lists among them, as the formats that hold lists and those that do not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import IO, Any

from cpgraph.rdf import Literal, Term, integer_literal
from cpgraph.results import Bindings, Solutions, needed_library

Cell = str | int | tuple[str, ...] | None
"""What a cell holds; None is nothing."""


class Kind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    INTEGER = "integer"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, lazily, and what their columns hold, in order."""

    columns: dict[str, Kind]
    rows: Iterable[Sequence[Cell]]

    def solutions(self) -> Solutions:
        """The same without lists: their items stand in one text, with ``; `` between.

        A semicolon within an item becomes a comma, so that the items can still be told apart.
        """
        rows = (tuple(_term(cell) for cell in row) for row in self.rows)
        return Solutions(Bindings(tuple(self.columns), rows))


def _term(cell: Cell) -> Term | None:
    """The literal of a cell; an empty list, and a text without letters, is as good as nothing."""
    if isinstance(cell, int):
        return integer_literal(cell)
    text = "; ".join(map(_item, cell)) if isinstance(cell, tuple) else cell
    return Literal(text) if text else None


def _item(text: str) -> str:
    return text.replace(";", ",")


def write_jsonl(table: Table, stream: IO[bytes]) -> None:
    """One JSON object a row, nothing as null."""
    for row in table.rows:
        values = dict(zip(table.columns, row, strict=True))
        stream.write((json.dumps(values, ensure_ascii=False) + "\n").encode())


#: Rows of a row group: what sits in memory.
_BATCH = 10_000


def write_parquet(table: Table, stream: IO[bytes]) -> None:
    """Parquet, batch by batch, so that memory does not grow with the table (needs pyarrow)."""
    arrow, parquet = needed_library("pyarrow"), needed_library("pyarrow.parquet")
    schema = arrow.schema([(name, _arrow(arrow, kind)) for name, kind in table.columns.items()])
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        for rows in _batches(table.rows):
            columns = [list(column) for column in zip(*rows, strict=True)]
            writer.write_table(arrow.table(columns, schema=schema))


def write_solutions_parquet(solutions: Solutions, stream: IO[bytes]) -> None:
    """The rows of an answer as Parquet (needs pyarrow); all of them sit in memory for their types."""
    parquet = needed_library("pyarrow.parquet")
    parquet.write_table(solutions.to_arrow(), stream, compression="zstd")


def _arrow(arrow: Any, kind: Kind) -> Any:
    plain = {Kind.TEXT: arrow.string(), Kind.INTEGER: arrow.int64()}
    return plain.get(kind) or arrow.list_(arrow.string())


def _batches(rows: Iterable[Sequence[Cell]]) -> Iterator[list[Sequence[Cell]]]:
    given = iter(rows)
    while batch := list(islice(given, _BATCH)):
        yield batch
