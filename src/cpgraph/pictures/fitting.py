"""How wide a text is, roughly, and how it is made to fit.

The reader's machine picks the font, so widths are estimates: those of DejaVu Sans, the widest of the
fonts that ``system-ui`` commonly stands for. What fits by them fits elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

_WIDTHS = {
    character: width
    for width, characters in (
        (0.32, " ',.IJijl"),
        (0.41, "!()-/:;[\\]ft|"),
        (0.53, '"*_`rsz'),
        (0.70, "ABCKRVXZ"),
        (0.79, "&DGHNOQU"),
        (0.86, "#+<=>^w~"),
        (1.0, "%@MWm—…→"),
    )
    for character in characters
}
_WORD = re.compile(r"[^ \t\r\n]+")  # a no-break space holds words together
_OTHER, _WIDE, _BOLD = 0.64, 1.05, 1.11


@cache
def _em(character: str) -> float:
    if character in _WIDTHS:
        return _WIDTHS[character]
    if unicodedata.combining(character):
        return 0.0
    if ord(character) < 0x250:  # noqa: PLR2004 # Latin: as its base letter
        return _WIDTHS.get(unicodedata.normalize("NFD", character)[0], _OTHER)
    return _WIDE


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The estimated width of a text in pixels, at a font size in pixels.

    >>> width("ill", 10) < width("WWW", 10)
    True
    """
    return sum(map(_em, text)) * size * (_BOLD if bold else 1)


def ellipsized(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text on one line, cut with an ellipsis where it is wider than ``room``.

    >>> ellipsized("Developer Productivity", 80, 12)
    'Developer…'
    """
    line = " ".join(text.split())
    if width(line, size, bold=bold) <= room:
        return line
    kept, left = 0, room - width("…", size, bold=bold)
    while left >= (step := width(line[kept], size, bold=bold)):
        left, kept = left - step, kept + 1
    return f"{line[:kept].rstrip()}…"


def wrapped(
    text: str, room: float, size: float, *, most: int | None = None, bold: bool = False
) -> list[str]:
    """The text in lines no wider than ``room``, at most so many: the last is cut with an ellipsis.

    >>> wrapped("eight of ten studies", 80, 12)
    ['eight of ten', 'studies']
    """
    lines: list[str] = []
    for word in _words(text, room, size, bold):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    if most is None or len(lines) <= most:
        return lines
    return [*lines[: most - 1], ellipsized(" ".join(lines[most - 1 :]), room, size, bold=bold)]


def _words(text: str, room: float, size: float, bold: bool) -> Iterator[str]:
    for word in _WORD.findall(text.replace(" %", "\N{NO-BREAK SPACE}%")):
        rest = word
        while width(rest, size, bold=bold) > room:  # wider than a line: broken anywhere
            cut = max(1, len(ellipsized(rest, room, size, bold=bold)) - 1)
            hyphen = "-" if rest[: cut + 1].isalpha() else ""  # narrower than the ellipsis
            yield f"{rest[:cut]}{hyphen}"
            rest = rest[cut:]
        yield rest
