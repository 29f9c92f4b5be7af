"""Dates as spreadsheets write them, brought to ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

EXCEL = "excel"
"""A number of days since 1899-12-30."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PARTS = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "MMM": r"(?P<name>[A-Za-z]{3,9})\.?",
    "MM": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{1,2})",
}
_TOKEN = re.compile("|".join(_PARTS))
_ISO = re.compile(
    r"(?P<date>[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?|\.0)?"
)
_DAYS = re.compile(r"([0-9]{1,7})(?:[.,][0-9]+)?", re.ASCII)
_FIRST = date(1899, 12, 30)


def is_pattern(text: str) -> bool:
    """Whether a text says how dates are written.

    >>> is_pattern("DD.MM.YYYY"), is_pattern("dd-mm")
    (True, False)
    """
    tokens = _TOKEN.findall(text)
    known = (
        "YYYY" in tokens and len(set(tokens)) == len(tokens) and not {"MM", "MMM"} <= set(tokens)
    )
    plain = re.search(r"[A-Za-z]", _TOKEN.sub("", text)) is None
    return text == EXCEL or bool(
        known and plain and ("DD" not in tokens or {"MM", "MMM"} & set(tokens))
    )


def iso_date(text: str, patterns: Sequence[str]) -> str | None:
    """The date in ISO 8601, as precise as it is written; None where it is none.

    What is ISO 8601 already is so in every pattern; a time after it is left out.

    >>> iso_date("3.11.2024", ["DD.MM.YYYY"]), iso_date("45292", ["excel"]), iso_date("2024.0", [])
    ('2024-11-03', '2024-01-01', '2024')
    """
    iso = _ISO.fullmatch(text)
    if iso:
        return iso["date"]
    return next(filter(None, (_by(pattern, text) for pattern in patterns)), None)


def _by(pattern: str, text: str) -> str | None:
    if pattern == EXCEL:
        days = _DAYS.fullmatch(text)
        return _day(int(days[1])) if days else None
    found = _expression(pattern).fullmatch(text)
    if found is None:
        return None
    parts = found.groupdict()
    month, day = _month(parts), int(parts.get("day") or 0)
    if month is None or not _is_date(int(parts["year"]), month, day):
        return None
    return "-".join(filter(None, (parts["year"], month and f"{month:02}", day and f"{day:02}")))  # type: ignore[arg-type]


def _month(parts: dict[str, str | None]) -> int | None:
    """The number of the month; 0 where none is written, None where it is no month."""
    name = (parts.get("name") or "").lower()[:3]
    if name:
        return _MONTHS.index(name) + 1 if name in _MONTHS else None
    number = parts.get("month")
    return 0 if number is None else int(number) or None


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return False
    return True


def _day(days: int) -> str | None:
    try:
        return (_FIRST + timedelta(days=days)).isoformat()
    except OverflowError:
        return None


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    literal = _TOKEN.split(pattern)
    tokens = _TOKEN.findall(pattern)
    parts = [re.escape(text) for text in literal]
    joined = parts[0] + "".join(
        _PARTS[token] + text for token, text in zip(tokens, parts[1:], strict=True)
    )
    return re.compile(joined)
