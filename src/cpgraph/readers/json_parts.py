"""JSON that msgspec decodes: where its parts stand, and what is wrong with it, in a user's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

_HALF = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])")


def placed(parts: Sequence[msgspec.Raw], data: bytes, line: int) -> Iterator[tuple[bytes, int]]:
    """Each part of a document with its line.

    :param data: the document, in which the parts stand in this order.
    :param line: the line where the document starts.
    """
    at = 0
    for part in map(bytes, parts):
        begin = data.index(part, at)
        line += data.count(b"\n", at, begin)
        at = begin
        yield part, line


def problem_of(error: msgspec.DecodeError, data: bytes, kind: str) -> str:
    """What is wrong with a document.

    :param kind: what it should be: ``an answer of OpenAlex``.
    """
    half = _HALF.search(data)
    if half:
        return f"holds half a character ({half[0].decode()}), which cannot be written; get it again"
    said = re.sub(r" \((byte [0-9]+)\)", r" at \1", str(error).removeprefix("JSON is malformed: "))
    if isinstance(error, msgspec.ValidationError):
        return f"is not {kind} ({said}); get it again"
    return f"not JSON ({said[0].lower() + said[1:]}); get it again"


def lines_before(error: msgspec.DecodeError, data: bytes) -> int:
    """How many lines below the start of a document the error is."""
    place = re.search(r"\(byte ([0-9]+)\)", str(error))
    return data.count(b"\n", 0, int(place[1])) if place else 0
