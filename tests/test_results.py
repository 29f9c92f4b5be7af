"""Answers as data: Python values, data frames, notebooks, text that is safe to show."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import count
from math import isnan

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpgraph.errors import CpgraphError
from cpgraph.rdf import BlankNode, Literal, NamedNode, Term, typed
from cpgraph.results import (
    Bindings,
    Column,
    Loaded,
    LoadOutcome,
    LoadReport,
    MissingLibraryError,
    Row,
    Solutions,
    printable,
    python_value,
)

EXAMPLE: list[Row] = [
    (NamedNode("http://example.org/a"), typed("1", "integer"), typed("0.5", "decimal")),
    (Literal("b", language="en"), typed("2", "integer"), typed("1", "decimal")),
    (None, typed("3", "integer"), None),
]


def solutions(rows: Sequence[Row] = EXAMPLE, names: str = "abc") -> Solutions:
    return Solutions(Bindings(tuple(names), rows))


def column(*terms: Term | None) -> Solutions:
    return Solutions(Bindings(("a",), [(term,) for term in terms]))


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (None, None),
        (NamedNode("http://example.org/a"), "http://example.org/a"),
        (BlankNode("b"), "b"),
        (Literal("7"), "7"),
        (Literal("7", language="en"), "7"),
        (typed("007", "integer"), 7),
        (typed("-7", "nonNegativeInteger"), -7),
        (typed("+7", "int"), 7),
        (typed("1.50", "decimal"), Decimal("1.50")),
        (typed(".5", "decimal"), Decimal("0.5")),
        (typed("1e3", "double"), 1000.0),
        (typed("-INF", "float"), float("-inf")),
        (typed("true", "boolean"), True),
        (typed("0", "boolean"), False),
        (typed("2026-05-11", "date"), date(2026, 5, 11)),
    ],
)
def test_python_values(term: Term | None, value: object) -> None:
    read = python_value(term)
    assert read == value
    assert type(read) is type(value)


def test_not_a_number() -> None:
    read = python_value(typed("NaN", "double"))
    assert isinstance(read, float)
    assert isnan(read)


@pytest.mark.parametrize(
    ("lexical", "datatype"),
    [
        ("1_0", "integer"),
        ("٣", "integer"),
        (" 7", "integer"),
        ("7.0", "integer"),
        ("9" * 5000, "integer"),
        ("", "integer"),
        ("NaN", "decimal"),
        ("1e3", "decimal"),
        (".", "decimal"),
        ("infinity", "double"),
        ("nan", "double"),
        ("1_0.0", "double"),
        ("TRUE", "boolean"),
        ("maybe", "boolean"),
        ("20260511", "date"),
        ("2026-W19-1", "date"),
        ("2026-02-30", "date"),
        ("0000-01-01", "date"),
        ("2026-05-11Z", "date"),
        ("2026-05", "gYearMonth"),
        ("2026", "gYear"),
        ("2026-05-11T00:00:00Z", "dateTime"),
        ("a\nb", "string"),
    ],
)
def test_what_is_no_value_of_its_datatype_stays_text(lexical: str, datatype: str) -> None:
    assert python_value(typed(lexical, datatype)) == lexical


def test_rows_are_values_in_order() -> None:
    assert list(solutions()) == [
        ("http://example.org/a", 1, Decimal("0.5")),
        ("b", 2, Decimal(1)),
        (None, 3, None),
    ]


def test_rows_are_read_when_asked_for() -> None:
    endless = Solutions(Bindings(("a",), ((typed(str(number), "integer"),) for number in count())))
    rows = iter(endless)
    assert [next(rows), next(rows)] == [(0,), (1,)]
    assert next(endless.terms()) == (typed("2", "integer"),)


def test_columns_are_those_of_the_answer() -> None:
    known = [Column("c", "decimal", "a share"), Column("zzz", "iri", "not selected")]
    answered = Solutions(Bindings(("a", "c"), []), known)
    assert answered.columns == (Column("a"), Column("c", "decimal", "a share"))


FRAMES: dict[str, Callable[[Solutions], dict[str, list[object]]]] = {
    "polars": lambda answer: answer.to_polars().to_dict(as_series=False),
    "pyarrow": lambda answer: answer.to_arrow().to_pydict(),
}


@pytest.mark.parametrize("library", FRAMES)
def test_frames(library: str) -> None:
    assert FRAMES[library](solutions()) == {
        "a": ["http://example.org/a", "b", None],
        "b": [1, 2, 3],
        "c": [Decimal("0.5"), Decimal(1), None],
    }


def test_frames_are_of_their_libraries_and_typed() -> None:
    rows = [row[1:] for row in EXAMPLE[:2]]
    frame, table = solutions(rows, "bc").to_polars(), solutions(rows, "bc").to_arrow()
    assert isinstance(frame, pl.DataFrame)
    assert [type_.is_integer() for type_ in frame.dtypes] == [True, False]
    assert frame.dtypes[1].is_decimal()
    assert type(table).__module__ == "pyarrow.lib"
    assert [str(field.type) for field in table.schema] == ["int64", "decimal128(2, 1)"]


def test_pandas() -> None:
    frame = solutions().to_pandas()
    assert type(frame).__module__.startswith("pandas")
    assert list(frame.columns) == ["a", "b", "c"]
    assert frame["b"].tolist() == [1, 2, 3]
    assert frame["b"].dtype == "int64"
    assert frame["a"].tolist()[:2] == ["http://example.org/a", "b"]
    assert frame["a"].isna().tolist() == [False, False, True]


@pytest.mark.parametrize("library", FRAMES)
def test_frames_without_rows_keep_their_columns(library: str) -> None:
    assert FRAMES[library](solutions([])) == {"a": [], "b": [], "c": []}
    assert FRAMES[library](column(None, None)) == {"a": [None, None]}


def test_pandas_without_rows_keeps_its_columns() -> None:
    assert list(solutions([]).to_pandas().columns) == ["a", "b", "c"]


@pytest.mark.parametrize("library", FRAMES)
@pytest.mark.parametrize(
    ("terms", "values"),
    [
        (
            [typed("2026-05-11", "date"), typed("2026", "gYear"), None],
            ["2026-05-11", "2026", None],
        ),
        ([typed("1", "integer"), Literal("x")], ["1", "x"]),
        ([typed("1", "integer"), typed("0.5", "decimal")], [Decimal(1), Decimal("0.5")]),
        ([typed("1", "integer"), None, typed("5e-1", "double")], [1.0, None, 0.5]),
        ([typed("0.5", "decimal"), typed("1", "double")], [0.5, 1.0]),
        ([typed(str(2**63), "integer")], [str(2**63)]),
        ([typed("9" * 400, "integer"), typed("1e0", "double")], ["9" * 400, "1e0"]),
        ([typed("1" * 39, "decimal")], ["1" * 39]),
        (
            [typed("1" * 21, "decimal"), typed(f"0.{'0' * 17}1", "decimal")],
            ["1" * 21, f"0.{'0' * 17}1"],
        ),
    ],
)
def test_columns_of_several_types(
    library: str, terms: list[Term | None], values: list[object]
) -> None:
    assert FRAMES[library](column(*terms)) == {"a": values}


cells = st.none() | st.builds(
    typed,
    st.sampled_from(["1", "-7", "0.5", "2.50", "1e3", "INF", "true", "2026-05-11", "2026", "x"])
    | st.integers().map(str)
    | st.decimals(allow_nan=False, allow_infinity=False).map("{:f}".format),
    st.sampled_from(["integer", "decimal", "double", "boolean", "date", "gYear", "string"]),
)


@given(st.lists(cells, max_size=4))
def test_frames_lose_no_cell(terms: list[Term | None]) -> None:
    unbound = [term is None for term in terms]
    for frame in FRAMES.values():
        assert [value is None for value in frame(column(*terms))["a"]] == unbound


LIBRARIES: dict[str, Callable[[Solutions], object]] = {
    "pandas": Solutions.to_pandas,
    "polars": Solutions.to_polars,
    "pyarrow": Solutions.to_arrow,
}


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_that_is_missing(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    answer = solutions()
    with pytest.raises(MissingLibraryError) as error:
        LIBRARIES[library](answer)
    assert str(error.value) == f"{library} is not installed; pip install 'cpgraph[frames]'"
    assert isinstance(error.value, CpgraphError)
    assert len(list(answer)) == 3


def test_notebook_shows_text_and_keeps_the_rows() -> None:
    answer = solutions([(Literal("<script>"), None)], "xy")
    assert answer._repr_html_() == (
        "<table><thead><tr><th>x</th><th>y</th></tr></thead>"
        "<tbody><tr><td>&lt;script&gt;</td><td></td></tr></tbody></table>"
    )
    assert answer._repr_html_().count("<td>") == 2
    assert list(answer) == [("<script>", None)]


def test_notebook_shows_the_first_rows_of_many() -> None:
    answer = Solutions(Bindings(("a",), ((typed(str(number), "integer"),) for number in count())))
    assert answer._repr_html_().count("<tr>") == 51
    assert next(iter(answer)) == (0,)


@given(st.text())
def test_printable_steers_nothing(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert shown.encode().decode() == shown
    assert len(shown.splitlines()) <= 1
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in shown)


def test_printable_keeps_what_people_write() -> None:
    assert printable("Zoë — 研究 👩‍🔬 a\u0301") == "Zoë — 研究 👩‍🔬 a\u0301"
    assert printable("a\r\nb\tc\x07\x9b\ud800") == "a  b c���"
    assert printable("a\nb\tc", keep_newlines=True) == "a\nb c"


def test_printable_reorders_nothing() -> None:
    assert printable("key: \u202egnp.exe\u2069") == "key: �gnp.exe�"
    assert printable("a\u2028b\u2029c") == "a b c"


def entries() -> Iterator[Loaded]:
    yield Loaded("a.md", "arxiv:1", LoadOutcome.ADDED)
    yield Loaded("a.md", "arxiv:2", LoadOutcome.ADDED)
    yield Loaded("a.md", "arxiv:3", LoadOutcome.UNCHANGED, notices=("odd",))
    yield Loaded("b.md", "", LoadOutcome.REFUSED, reasons=("no title",))


def test_a_report_counts_all_and_keeps_what_is_worth_it() -> None:
    seen: list[Loaded] = []
    report = LoadReport(keep=1, on_entry=seen.append)
    assert not report.refused
    for entry in entries():
        report.add(entry)
    assert seen == list(entries())
    assert [entry.key for entry in report.entries] == ["arxiv:1", "arxiv:3", ""]
    assert [report.total(outcome) for outcome in LoadOutcome] == [2, 0, 1, 1]
    assert report.counts["b.md"][LoadOutcome.REFUSED] == 1
    assert report.refused
