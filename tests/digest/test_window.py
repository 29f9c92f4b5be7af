"""Windows of dates and weeks."""

from __future__ import annotations

import pytest

from cpgraph.digest import week, weeks, window
from cpgraph.errors import ParameterError
from cpgraph.rdf import Triple, typed
from cpgraph.store import Store


@pytest.mark.parametrize(
    ("since", "until", "cut"),
    [
        ("2026-05-01", "2026-05-31", "2026-05"),
        ("2026-05-01", "2026-05", "2026-05"),
        ("2026-05-01", "2026-05-30", "2026-05-01"),
        ("2026-05-02", "2026-05-31", "2026-05-02"),
        ("2026-01-01", "2026-12-31", "2026"),
        ("2026-01", "2026-11-30", "2026-01"),
        ("2026-01-01", None, "2026"),
        ("2026-05-01", None, "2026-05"),
        ("2024-02-01", "2024-02-28", "2024-02-01"),
        (None, "2026-05", None),
    ],
)
def test_a_window_of_whole_months_or_years_is_asked_so(
    since: str | None, until: str | None, cut: str | None
) -> None:
    assert (window(since, until).since, window(since, until).until) == (cut, until)


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("2026-W20", ("2026-05-11", "2026-05-17")),
        ("2026W01", ("2025-12-29", "2026-01-04")),
        ("2026-w53", ("2026-12-28", "2027-01-03")),
    ],
)
def test_a_week_is_from_monday_to_sunday(name: str, ends: tuple[str, str]) -> None:
    found = week(name)
    assert (found.since, found.until) == ends
    assert found.week == f"2026-W{name[-2:]}"


@pytest.mark.parametrize("name", ["2026-W54", "2025-W53", "2026-W00", "2026-20", "20-W20", ""])
def test_no_such_week(name: str) -> None:
    with pytest.raises(ParameterError, match=r"give an ISO week such as 2026-W20$"):
        week(name)


_DATE = "give a date as 2026, 2026-05 or 2026-05-11"


@pytest.mark.parametrize(
    ("since", "until", "message"),
    [
        ("May", None, f"since: 'May' is not accepted; {_DATE}"),
        ("2026", "2026-02-30", f"until: '2026-02-30' is not accepted; {_DATE}"),
        (
            "2026-05",
            "2026-04-30",
            "until: '2026-04-30' is not accepted; since is 2026-05; give that or later",
        ),
    ],
)
def test_what_is_no_window(since: str, until: str | None, message: str) -> None:
    with pytest.raises(ParameterError) as caught:
        window(since, until)
    assert str(caught.value) == message


def test_a_day_that_no_calendar_has_is_in_no_week(copied_store: Store) -> None:
    before = weeks(copied_store)
    paper, published = _dated(copied_store, "2026-02-31")
    copied_store.write([{copied_store.iris.graph(paper): published}])
    after = weeks(copied_store)
    assert after.without_day == before.without_day + 1
    assert sum(count for _, count in after.papers) == sum(count for _, count in before.papers) - 1


def _dated(store: Store, day: str) -> tuple[str, list[Triple]]:
    """A paper with a whole date, and what its graph says with this one in its place."""
    rows = store.select(
        "SELECT ?key ?date WHERE { ?p <http://purl.org/dc/terms/identifier> ?key ; "
        "<https://schema.org/datePublished> ?date FILTER(STRLEN(STR(?date)) = 10) } ORDER BY ?key"
    )
    key = next(row[0].value for row in rows if row[0])
    triples = store.graph(store.iris.graph(key))
    date = "https://schema.org/datePublished"
    return key, [
        Triple(t.subject, t.predicate, typed(day, "date")) if t.predicate.value == date else t
        for t in triples
    ]


def test_the_weeks_that_have_papers(sample_store: Store) -> None:
    found = weeks(sample_store)
    assert dict(found.papers)["2026-W20"] == 1
    assert [name for name, _ in found.papers] == sorted(dict(found.papers), reverse=True)
    assert (sum(papers for _, papers in found.papers), found.without_day) == (35, 2)
    assert weeks(sample_store, "loaded").papers == (("2026-W48", 38),)
