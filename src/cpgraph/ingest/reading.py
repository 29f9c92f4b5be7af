"""Sources read batch by batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from cpgraph.errors import SourceError
from cpgraph.paper_graph import Context
from cpgraph.readers.base import (
    ConceptReading,
    GivenMapping,
    PaperReading,
    Reading,
    Refusal,
    Source,
)
from cpgraph.readers.detect import reader_for

T = TypeVar("T")
Validated = TypeVar("Validated", PaperReading, ConceptReading)

#: Papers that are validated and written together.
BATCH = 200


def read(
    source: Source, reader: str | None, mapping: GivenMapping | None, context: Context
) -> Iterator[Reading]:
    """The readings of a source; where it becomes unreadable, the last one is a refusal."""
    try:
        yield from reader_for(source, reader, mapping)(source, context)
    except SourceError as error:
        yield Refusal(source.name, error.problem, error.line, column=error.column)


def of_type(readings: list[Reading], kind: type[Validated]) -> list[Validated]:
    """The readings that are papers, or concepts."""
    return [reading for reading in readings if isinstance(reading, kind)]


def batches(readings: Iterator[Reading]) -> Iterator[list[Reading]]:
    """Readings as many together as are validated together."""
    return batched(readings, BATCH)


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Items as lists of a size, the last one shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
