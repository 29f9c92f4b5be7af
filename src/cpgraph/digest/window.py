"""Windows of dates: from what a user gives to what the stored queries are asked."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from cpgraph.digest.model import By, Window
from cpgraph.errors import ParameterError
from cpgraph.paper_graph import Context
from cpgraph.queries import Parameter
from cpgraph.queries.arguments import argument_term, check_order
from cpgraph.terms import Iris
from cpgraph.vocabulary import shipped


def window(
    since: str | None,
    until: str | None = None,
    *,
    by: By = "published",
    themes: tuple[str, ...] = (),
) -> Window:
    """A window from one year, month or day to another.

    A paper dated by its month only is in a window of whole months, and one dated by its year only in
    one of whole years: the first day of the window is cut to its month or year where it ends so late.

    :raises ParameterError: what is given is no date, or the window ends before it begins.

    >>> window("2026-05-01", "2026-05-31").since, window("2026-05-01", "2026-05-30").since
    ('2026-05', '2026-05-01')
    """
    for name, given in (("since", since), ("until", until)):
        if given is not None:
            argument_term(_date(name), given, Context(Iris(), shipped()))
    check_order(since, until)
    return Window(_cut(since, until) if since else None, until, by, themes)


def week(name: str, *, by: By = "published", themes: tuple[str, ...] = ()) -> Window:
    """The window of an ISO week, from Monday to Sunday.

    :raises ParameterError: there is no such week.

    >>> week("2026-W01").since
    '2025-12-29'
    """
    found = re.fullmatch(r"([0-9]{4})-?[Ww]([0-9]{2})", name, re.ASCII)
    try:
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        monday = None
    if monday is None:
        raise ParameterError("week", name, "give an ISO week such as 2026-W20")
    sunday = monday + timedelta(days=6)
    return Window(monday.isoformat(), sunday.isoformat(), by, themes, week_of(monday))


def week_of(day: date) -> str:
    """The ISO week of a day.

    >>> week_of(date(2027, 1, 3))
    '2026-W53'
    """
    year, number, _ = day.isocalendar()
    return f"{year:04}-W{number:02}"


def after(until: str) -> str:
    """The day after a day, month or year.

    >>> after("2026-02"), after("2026-12-31")
    ('2026-03-01', '2027-01-01')
    """
    return (_last(until) + timedelta(days=1)).isoformat()


def _date(name: str) -> Parameter:
    return Parameter(name, "date", "any", "", many=False)


def _first(given: str) -> date:
    return date.fromisoformat(given + "-01-01"[len(given) - 4 :])


def _last(given: str) -> date:
    year, month, *_ = (*map(int, given.split("-")), 12)
    if len(given) == 10:  # noqa: PLR2004 # a whole date
        return date.fromisoformat(given)
    return date(year, month, calendar.monthrange(year, month)[1])


def _cut(since: str, until: str | None) -> str:
    """The beginning, as short as it says the same of whole dates."""
    for length in (4, 7):
        short = since[:length]
        if _first(since) == _first(short) and (until is None or _last(until) >= _last(short)):
            return short
    return since
