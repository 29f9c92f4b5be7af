"""Which weeks there are to make digests of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from cpgraph import queries
from cpgraph.digest.model import By
from cpgraph.digest.window import week_of
from cpgraph.queries.paging import ALL
from cpgraph.store import Store


@dataclass(frozen=True, slots=True)
class Weeks:
    """How many papers are of each ISO week that has any, the newest first.

    :param without_day: papers dated by month or year only, which are in no week; those without a date,
        or with one that no calendar has, too.
    """

    papers: tuple[tuple[str, int], ...]
    without_day: int


def weeks(store: Store, by: By = "published") -> Weeks:
    """The weeks in which papers were published, or loaded."""
    rows: Any = queries.select(store, "digest/new-papers", {"by": by}, limit=ALL)
    days = [
        (published if by == "published" else loaded)[:10] for _, _, published, loaded, *_ in rows
    ]
    whole = [day for day in map(_day, days) if day]
    counts = Counter(map(week_of, whole))
    return Weeks(tuple(sorted(counts.items(), reverse=True)), len(days) - len(whole))


def _day(text: str) -> date | None:
    """The day, or None; validation refuses 2026-02-31, but another endpoint can hold it."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None  # noqa: PLR2004 # a whole date
    except ValueError:
        return None
