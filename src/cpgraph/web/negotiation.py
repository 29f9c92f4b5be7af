"""Content negotiation (RFC 9110, section 12.5.1): which of the media types on offer is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class _Range(NamedTuple):
    kind: str
    subtype: str
    quality: float


def best(accept: str, offered: Sequence[str]) -> str | None:
    """The media type that ``Accept`` wants most; of equal ones the first on offer; None where none fits.

    >>> best("text/html;q=0.5, text/turtle", ["text/html", "text/turtle"])
    'text/turtle'
    >>> best("", ["text/html"]), best("image/png", ["text/html"])
    ('text/html', None)
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    if not ranges:
        return offered[0]
    quality, _, place = max(
        (*_quality(media_type, ranges), -index) for index, media_type in enumerate(offered)
    )
    return offered[-place] if quality > 0 else None


def _range(text: str) -> _Range:
    name, *parameters = (part.strip() for part in text.split(";"))
    kind, _, subtype = name.lower().partition("/")
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "q":
            quality = _number(value)
    return _Range(kind, subtype, quality)


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _quality(media_type: str, ranges: Sequence[_Range]) -> tuple[float, int]:
    """How much it is wanted, and how exactly it was named: the most exact range decides."""
    kind, _, subtype = media_type.partition("/")
    found = (0.0, -1)
    for one in ranges:
        exactness = 2 * (one.kind == kind and one.subtype == subtype)
        if not exactness and one.kind == kind and one.subtype == "*":
            exactness = 1
        if exactness or (one.kind == one.subtype == "*"):
            found = max(found, (one.quality, exactness), key=lambda pair: pair[1])
    return found
