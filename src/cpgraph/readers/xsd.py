"""Which texts the datatypes of XML Schema allow (XML Schema 1.1, part 2)."""

from __future__ import annotations

import re
from calendar import monthrange

from cpgraph.rdf import Literal
from cpgraph.terms import XSD

_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_DAY = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_FORMS = {
    "boolean": r"true|false|0|1",
    "decimal": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
    "integer": r"[+-]?[0-9]+",
    **dict.fromkeys(
        ("double", "float"),
        r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?|[+-]?INF|NaN",
    ),
    "date": _DAY + _ZONE,
    "time": _TIME + _ZONE,
    "dateTime": f"{_DAY}T{_TIME}{_ZONE}",
    "gYear": r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})" + _ZONE,
    "gYearMonth": r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})-(?:0[1-9]|1[0-2])" + _ZONE,
}
_PATTERNS = {f"{XSD}{name}": re.compile(form, re.ASCII) for name, form in _FORMS.items()}
_DATED = re.compile(r"-?([0-9]{4,})-([0-9]{2})-([0-9]{2})", re.ASCII)
_CYCLE = 400
"""Years after which the calendar repeats."""


def is_well_typed(literal: Literal) -> bool:
    """Whether the text of a literal is one that its datatype has; unknown datatypes have all.

    >>> from cpgraph.rdf import NamedNode
    >>> is_well_typed(Literal("1757-02-31", datatype=NamedNode(f"{XSD}date")))
    False
    """
    pattern = _PATTERNS.get(literal.datatype.value)
    if pattern is None:
        return True
    text = literal.value.strip(" \t\r\n")
    return pattern.fullmatch(text) is not None and _is_day(text)


def _is_day(text: str) -> bool:
    found = _DATED.match(text)
    if found is None:
        return True
    year, month, day = map(int, found.groups())
    return day <= monthrange(_CYCLE + year % _CYCLE, month)[1]
