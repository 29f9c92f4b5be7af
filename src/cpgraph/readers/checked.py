"""Identifiers and dates of sources that make mistakes: taken where they are well-formed."""

from __future__ import annotations

import re
from datetime import date

from cpgraph.paper_graph import bare_doi, bare_id

_DOI = re.compile(r"10\.[0-9.]+/\S+")
_SHOWN = 80
_ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")


def checked_doi(stated: str | None, notices: list[str]) -> str | None:
    """The bare DOI; one that is none is left out, and said.

    >>> checked_doi("https://doi.org/10.1000/X", []), checked_doi("n/a", said := []), said
    ('10.1000/x', None, ["'n/a' is no DOI and was left out"])
    """
    doi = bare_doi(stated or "")
    return _if_good(stated, "DOI", doi if _DOI.fullmatch(doi) else None, notices)


def checked_orcid(stated: str | None, notices: list[str]) -> str | None:
    """The bare ORCID; one that is none is left out, and said."""
    orcid = bare_id(stated or "").upper()
    return _if_good(stated, "ORCID", orcid if _ORCID.fullmatch(orcid) else None, notices)


def checked_date(stated: str | None, notices: list[str]) -> str | None:
    """A day that the calendar has; one that it has not is left out, and said."""
    try:
        day = date.fromisoformat(stated or "").isoformat()
    except ValueError:
        day = None
    return _if_good(stated, "date", day, notices)


def left_out(stated: str, what: str) -> str:
    """That something stated is none, and was left out.

    >>> left_out("n.d.", "year")
    "'n.d.' is no year and was left out"
    """
    shown = stated if len(stated) <= _SHOWN else f"{stated[:_SHOWN]}…"
    return f"{shown!r} is no {what} and was left out"


def _if_good(stated: str | None, what: str, good: str | None, notices: list[str]) -> str | None:
    if stated and good is None:
        notices.append(left_out(stated, what))
    return good
