"""What every reader takes and yields, so that it does not matter which way a paper came."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from cpgraph.errors import SourceError
from cpgraph.model import Paper
from cpgraph.paper_graph import Context, FieldPath, Retraction, field_path, paper_triples
from cpgraph.rdf import Triple

GZIP_MAGIC = b"\x1f\x8b"

LineOf = Callable[[str, str | None], int | None]
"""The 1-based line where a focus node's statement with this property (IRI or None) stands."""


class _Gunzipped(gzip.GzipFile):
    """Gzip whose damage is a fault of the source."""

    def __init__(self, source: str, path: Path) -> None:
        self._source = source
        super().__init__(path, "rb")

    def read(self, size: int | None = -1) -> bytes:
        with self._damage_told():
            return super().read(size)

    def read1(self, size: int = -1) -> bytes:
        with self._damage_told():
            return super().read1(size)

    def readline(self, size: int | None = -1) -> bytes:
        with self._damage_told():
            return super().readline(size)

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        try:
            yield
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise SourceError(
                self._source, "is damaged or cut off (gzip does not unpack); get the file again"
            ) from error


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read. ``name`` is what the user called it (``-`` for standard input)."""

    name: str
    path: Path

    def open(self) -> IO[bytes]:
        """The bytes from the start, decompressed where they are gzip.

        :raises SourceError: the file cannot be opened; later, that its gzip is damaged.
        """
        try:
            stream = self.path.open("rb")
            if stream.peek(2)[:2] == GZIP_MAGIC:
                stream.close()
                return cast("IO[bytes]", _Gunzipped(self.name, self.path))
        except OSError as error:
            raise SourceError(
                self.name, f"cannot be read ({error.strerror}); check the path"
            ) from error
        return stream

    def content_hash(self) -> str:
        """``sha256:`` and the hash of the file's bytes as they lie on disk.

        :raises SourceError: the file cannot be read.
        """
        try:
            with self.path.open("rb") as stream:
                return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
        except OSError as error:
            raise SourceError(
                self.name, f"cannot be read ({error.strerror}); check the path and its permissions"
            ) from error


@dataclass(frozen=True, slots=True)
class PaperReading:
    """One paper, ready to be validated and written.

    :param line: the 1-based line where the paper starts, where the source has lines.
    :param notices: what the user should know although nothing is wrong.
    :param over: where the source says only part of a paper (no claims, say): from the graph that a
        store holds of it, the reading that keeps the other parts. None replaces the graph whole.
    :param said: what people said of the paper, as the source hands on; it lies apart from the triples.
    :param column_of: like ``line_of`` the name of the column, in a table; else empty.
    """

    source: str
    key: str
    triples: list[Triple]
    line_of: LineOf
    line: int | None = None
    notices: tuple[str, ...] = ()
    over: Callable[[list[Triple]], PaperReading] | None = None
    column_of: Callable[[str, str | None], str] = lambda *_: ""
    said: tuple[Retraction, ...] = ()


@dataclass(frozen=True, slots=True)
class ConceptReading:
    """One concept that extends a vocabulary."""

    source: str
    iri: str
    key: str
    triples: list[Triple]
    line_of: LineOf
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A part of a source that is no paper; the rest of the source may still be fine.

    :param reason: one line that says what is wrong and what to do; without the place.
    :param column: the 1-based column, or in a table the name of the column.
    :param further: what else is wrong with the same part.
    """

    source: str
    reason: str
    line: int | None = None
    key: str = ""
    column: int | str | None = None
    further: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """What the user should know about a source as a whole although nothing is wrong.

    :param text: one line, without the place.
    """

    source: str
    text: str
    line: int | None = None


GivenMapping = str | Path | Mapping[str, object]
"""What the columns of a table are: a file that says so, or the same as plain data."""
Reading = PaperReading | ConceptReading | Refusal | Notice
Reader = Callable[[Source, Context], Iterator[Reading]]
"""A reader yields lazily, and raises :class:`SourceError` where the source as a whole is unusable."""


def reading_of(
    paper: Paper,
    source: Source,
    context: Context,
    *,
    line_at: Callable[[FieldPath], int | None] = lambda _: None,
    notices: tuple[str, ...] = (),
) -> PaperReading:
    """A paper of the model as a reading.

    :param line_at: the line of a field; asked only when there is something to report.
    """

    def line_of(focus_node: str, predicate: str | None) -> int | None:
        return line_at(field_path(paper, context.iris, focus_node, predicate))

    return PaperReading(
        source.name,
        paper.key,
        paper_triples(paper, context),
        line_of,
        line_at(FieldPath()),
        notices,
    )
