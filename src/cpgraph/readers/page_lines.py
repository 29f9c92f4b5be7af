"""The lines of a text source, read with limits, so that no file can fill the memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import IO, NamedTuple

from cpgraph.errors import SourceError
from cpgraph.readers.base import Source

MAX_SIZE = 16 * 2**20
"""Bytes of a whole page, decompressed."""
MAX_LINE = 2**20
"""Bytes of one line."""
MAX_LINES = 100_000

_BOM = b"\xef\xbb\xbf"
_EMPTY_CELLS = frozenset({"", "—", "\u2013", "-"})


class Line(NamedTuple):
    """One line of a source: its 1-based number, and its text without the line end."""

    number: int
    text: str

    @property
    def words(self) -> str:
        """The text with its white space collapsed."""
        return " ".join(self.text.split())


def read_lines(source: Source) -> list[Line]:
    """All lines of a UTF-8 text; a byte order mark and CRLF line ends are left out.

    :raises SourceError: damaged gzip, not UTF-8, larger than :data:`MAX_SIZE`, a line longer than
        :data:`MAX_LINE`, or more lines than :data:`MAX_LINES`.
    """
    with source.open() as stream:
        return [Line(number, _text(raw, number, source)) for number, raw in _raw(stream, source)]


def _raw(stream: IO[bytes], source: Source) -> Iterator[tuple[int, bytes]]:
    size = 0
    for number in count(1):
        raw = stream.readline(MAX_LINE + 1)
        if not raw:
            return
        size += len(raw)
        if len(raw) > MAX_LINE:
            problem = (
                "the line is longer than 1 MiB, which no page has; save the page again as text"
            )
            raise SourceError(source.name, problem, line=number)
        if size > MAX_SIZE:
            problem = "the text is larger than 16 MiB, which no page is; give one page a file"
            raise SourceError(source.name, problem, line=number)
        if number > MAX_LINES:
            problem = (
                "the text has more than 100,000 lines, which no page has; give one page a file"
            )
            raise SourceError(source.name, problem, line=number)
        yield number, raw.removeprefix(_BOM) if number == 1 else raw


def _text(raw: bytes, number: int, source: Source) -> str:
    try:
        return raw.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        problem = f"byte {error.start + 1} of the line is not UTF-8; save the page as UTF-8 text"
        raise SourceError(source.name, problem, line=number) from error


def first_text(lines: Iterable[Line]) -> Line | None:
    """The first line that is not blank, or None."""
    return next((line for line in lines if line.words), None)


def block(lines: Sequence[Line]) -> str | None:
    """Lines as one text, or None where all are blank.

    Line breaks and bullets are kept; white space at line ends, repeated blank lines and the
    indentation that all bullets share (without bullets: all lines) are not.

    >>> block([Line(1, ""), Line(2, "  • one"), Line(3, "    • two"), Line(4, "")])
    '• one\\n  • two'
    """
    texts = [line.text.expandtabs().rstrip() for line in lines]
    bullets = [text for text in texts if text.lstrip().startswith("•")]
    margin = min(map(_indentation, bullets or filter(None, texts)), default=0)
    kept = (text[min(margin, _indentation(text)) :] for text in texts)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept).strip("\n")) or None


def _indentation(text: str) -> int:
    return len(text) - len(text.lstrip())


def stated(text: str | None) -> str | None:
    """A cell's text with its white space collapsed; None where the cell is empty or a dash.

    >>> stated(" a  b "), stated("—")
    ('a b', None)
    """
    words = " ".join((text or "").split())
    return None if words in _EMPTY_CELLS else words
