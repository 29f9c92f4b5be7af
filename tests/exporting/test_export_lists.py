"""Lists of papers and claims: every format says what the store says, and records lose nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from pyarrow import parquet

import cpgraph
from cpgraph.exporting import FORMATS, LIST_FORMATS, ExportError, Written, export_as
from cpgraph.exporting.lists import TABLES
from cpgraph.exporting.tables import papers_table
from cpgraph.model import Author, Claim, Outcome, Paper, Quote
from cpgraph.paper_graph import Context, paper_triples
from cpgraph.rdf import SYNTAXES, Literal, NamedNode, Triple
from cpgraph.store import Store, open_store, paper_keys
from cpgraph.terms import CPG
from cpgraph.vocabulary import shipped
from cpgraph.writers.tables import Kind, Table
from filled import sample_papers
from strategies import papers as any_papers

WHOLE = Paper(
    key="manual:0123456789ab",
    title="=1+1",
    source="manual",
    authors=(Author(name="Ann", orcid="0000-0002-1825-0097"), Author(name="Ben")),
    themes=("governance", "productivity"),
    relevance=7,
    claims=(
        Claim(
            text="It helps; a lot.",
            direction="positive",
            outcome=Outcome(label="speed", category="other", polarity="neutral"),
            quote=Quote(text="helps", status="exact"),
            source_score="0.5",
        ),
        Claim(text="It is new."),
    ),
)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(":memory:", "write") as store:
        put(store, WHOLE)
        yield store


def put(store: Store, *papers: Paper, more: tuple[Triple, ...] = ()) -> None:
    context = Context(store.iris, shipped())
    store.write(
        {store.iris.graph(one.key): [*paper_triples(one, context), *more]} for one in papers
    )


def exported(store: Store, form: str, rows: str | None = None) -> bytes:
    output = io.BytesIO()
    export_as(store, output, form, rows=rows)
    return output.getvalue()


def test_a_paper_as_a_row(store: Store) -> None:
    (row,) = csv.DictReader(io.StringIO(exported(store, "csv").decode(), newline=""))
    assert {name: value for name, value in row.items() if value} == {
        "key": "manual:0123456789ab",
        "title": "=1+1",
        "source": "manual",
        "authors": "Ann; Ben",
        "author_orcids": "0000-0002-1825-0097; ",
        "themes": "governance; productivity",
        "relevance": "7",
        "claims": "2",
    }


def test_items_of_a_cell_can_be_told_apart() -> None:
    table = Table({"a": Kind.LIST}, [(("one; two", "", "three"),), ((),)])
    assert list(table.solutions()) == [("one, two; ; three",), (None,)]


def test_no_cell_of_a_spreadsheet_is_a_formula(store: Store) -> None:
    (row,) = csv.DictReader(io.StringIO(exported(store, "spreadsheet").decode(), newline=""))
    assert row["title"] == "'=1+1"


def test_a_claim_as_a_row(store: Store) -> None:
    first, second = map(json.loads, exported(store, "jsonl", "claims").splitlines())
    assert {name: value for name, value in first.items() if value} == {
        "key": "manual:0123456789ab",
        "title": "=1+1",
        "authors": ["Ann", "Ben"],
        "themes": ["governance", "productivity"],
        "position": 1,
        "claim": "It helps; a lot.",
        "direction": "positive",
        "outcome": "speed",
        "outcome_category": "other",
        "outcome_polarity": "neutral",
        "quote": "helps",
        "quote_status": "exact",
        "source_score": "0.5",
        "claim_iri": "https://w3id.org/cpgraph/data/paper/manual:0123456789ab#claim-62277fd109018426",
    }
    assert list(first) == list(second)
    assert second["direction"] is None


@pytest.mark.parametrize("rows", ["papers", "claims"])
def test_parquet_keeps_lists_and_numbers(store: Store, rows: str) -> None:
    table = parquet.read_table(io.BytesIO(exported(store, "parquet", rows)))
    (first, *_) = table.to_pylist()
    assert first["authors"] == ["Ann", "Ben"]
    assert first["relevance" if rows == "papers" else "position"] in {7, 1}
    assert pl.read_parquet(io.BytesIO(exported(store, "parquet", rows))).height == len(table)


def test_every_column_has_a_type_that_holds_its_values(sample_store: Store) -> None:
    for rows, count in (("papers", 38), ("claims", 130)):
        assert (
            parquet.read_table(io.BytesIO(exported(sample_store, "parquet", rows))).num_rows
            == count
        )


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(any_papers)
def test_any_paper_is_a_row(paper: Paper) -> None:
    table = papers_table([paper])
    (row,) = table.rows
    assert len(row) == len(table.columns)
    said = dict(zip(table.columns, row, strict=True))
    assert said["title"] == paper.title
    assert said["cites"] == paper.cites


@pytest.mark.parametrize("form", LIST_FORMATS)
def test_the_order_of_loading_does_not_show(form: str) -> None:
    other = replace(WHOLE, key="manual:000000000000")
    found = []
    for papers in ([WHOLE, other], [other, WHOLE]):
        with open_store(":memory:", "write") as store:
            put(store, *papers)
            found.append(exported(store, form))
    assert found[0] == found[1] != b""


@pytest.mark.parametrize("form", LIST_FORMATS)
def test_an_empty_store(form: str) -> None:
    with open_store(":memory:") as store:
        empty = exported(store, form)
    if form in {"bibtex", "ris", "jsonl"}:
        assert empty == b""
    elif form == "csl-json":
        assert json.loads(empty) == []
    elif form == "parquet":
        assert parquet.read_table(io.BytesIO(empty)).num_rows == 0
    else:
        assert empty.startswith(b"key,title,source,authors,")
        assert empty.count(b"\n") == 1


def test_records_load_as_the_same_graphs(sample_store: Store, tmp_path: Path) -> None:
    target = tmp_path / "papers.jsonl"
    assert cpgraph.export(sample_store, target) == 38
    with open_store(":memory:", "write") as other:
        other.write([{other.iris.vocabulary_graph: vocabulary_of(sample_store)}])
        assert not cpgraph.load(other, target).refused
        assert paper_keys(other) == paper_keys(sample_store)
        for key in paper_keys(other):
            name = other.iris.graph(key)
            assert set(other.graph(name)) == set(sample_store.graph(name)), key


def vocabulary_of(store: Store) -> list[Triple]:
    return list(store.graph(store.iris.vocabulary_graph))


def test_what_a_record_cannot_hold_is_said() -> None:
    more = Triple(NamedNode("https://example.org/x"), NamedNode(f"{CPG}notes"), Literal("more"))
    with open_store(":memory:", "write") as store:
        put(store, WHOLE, more=(more,))
        assert export_as(store, io.BytesIO(), "jsonl") == Written(1, 2, [WHOLE.key])
        assert export_as(store, io.BytesIO(), "jsonl").beyond == [WHOLE.key]


def test_the_sample_fits_into_records(sample_store: Store) -> None:
    assert export_as(sample_store, io.BytesIO(), "jsonl") == Written(38, 130, [])
    assert len(sample_papers(sample_store)) == 38


@pytest.mark.parametrize(
    ("form", "options", "message"),
    [
        ("pdf", {}, f"there is no format pdf; use one of {', '.join(FORMATS)}"),
        ("bibtex", {"rows": "claims"}, f"bibtex holds papers, not claims; use {', '.join(TABLES)}"),
        (
            "turtle",
            {"rows": "claims"},
            f"turtle has no rows; use {', '.join(TABLES)}, or leave rows out",
        ),
        ("csv", {"provenance": True}, "csv cannot hold provenance; use trig, nquads or jsonld"),
        (
            "csv",
            {"papers": ["x:1"]},
            "no paper x:1 in :memory:; 'cpgraph papers' lists what is there",
        ),
    ],
)
def test_what_a_format_cannot_hold(
    store: Store, form: str, options: dict[str, str], message: str
) -> None:
    with pytest.raises(ExportError) as error:
        export_as(store, io.BytesIO(), form, **options)  # type: ignore[arg-type]
    assert str(error.value) == message


def test_python_goes_by_the_suffix(store: Store, tmp_path: Path) -> None:
    assert cpgraph.export(store, tmp_path / "x.bib") == 1
    assert (tmp_path / "x.bib").read_bytes() == exported(store, "bibtex")
    assert cpgraph.export(store, io.BytesIO(), "ris") == 1
    with pytest.raises(ExportError, match=r"x\.xlsx: \.xlsx is the suffix of no format here"):
        cpgraph.export(store, tmp_path / "x.xlsx")
    assert not (tmp_path / "x.xlsx").exists()


def test_every_format_is_a_choice() -> None:
    assert set(FORMATS) == {*SYNTAXES, *LIST_FORMATS, "graphml", "nanopub"}
