"""Answers of ASK; cells for a spreadsheet; the terms of RDF 1.2 that a query can make."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib.query import Result

from cpgraph.rdf import Literal, typed
from cpgraph.results import Bindings, Solutions
from cpgraph.store import open_store
from cpgraph.writers import ANSWER_FORMATS, ROW_FORMATS

RDF_1_2 = """SELECT ?made ?directed WHERE {
  BIND(TRIPLE(<http://example.org/s>, <http://example.org/p>, "<o>"@en) AS ?made)
  BIND("abc"@ar--rtl AS ?directed)
}"""


def answered(form: str, answer: bool) -> str:
    stream = io.BytesIO()
    ANSWER_FORMATS[form].write(answer, stream)
    return stream.getvalue().decode()


def written(form: str, solutions: Solutions) -> str:
    stream = io.BytesIO()
    ROW_FORMATS[form].write(solutions, stream)
    return stream.getvalue().decode()


def made(form: str) -> str:
    with open_store(":memory:") as store:
        return written(form, Solutions(store.select(RDF_1_2)))


@pytest.mark.parametrize("answer", [True, False])
def test_an_ask_is_answered_in_every_format(answer: bool) -> None:
    word = str(answer).lower()
    assert answered("text", answer) == {True: "yes\n", False: "no\n"}[answer]
    assert answered("json", answer) == f'{{"head": {{}}, "boolean": {word}}}\n'
    assert answered("xml", answer) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/><boolean>{word}</boolean>'
        "</sparql>\n"
    )


@pytest.mark.parametrize("answer", [True, False])
@pytest.mark.parametrize("form", ["json", "xml"])
def test_rdflib_reads_the_same_answer(form: str, answer: bool) -> None:
    result = Result.parse(io.BytesIO(answered(form, answer).encode()), format=form)
    assert result.askAnswer is answer


def test_formats_of_answers() -> None:
    assert {form.name: (form.media_type, form.suffix) for form in ANSWER_FORMATS.values()} == {
        "json": ("application/sparql-results+json", ".json"),
        "xml": ("application/sparql-results+xml", ".xml"),
        "text": ("text/plain", ".txt"),
    }


def spreadsheet_cell(text: str, form: str = "spreadsheet") -> str:
    rows = [(Literal(text), typed("-7", "integer"))]
    lines = csv.reader(
        io.StringIO(written(form, Solutions(Bindings(("a", "b"), rows))), newline="")
    )
    _, (cell, number) = lines
    assert number == "-7"
    return cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "-INF"]
)
def test_a_spreadsheet_gets_no_formula(text: str) -> None:
    assert spreadsheet_cell(text) == f"'{text}"
    assert spreadsheet_cell(text, "csv") == text


@pytest.mark.parametrize("text", ["", "a=1", "-7", "+0.5", "-1e3", "'=1"])
def test_a_spreadsheet_gets_other_text_as_it_is(text: str) -> None:
    assert spreadsheet_cell(text) == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_spreadsheet_loses_no_text(text: str) -> None:
    assert spreadsheet_cell(text).removeprefix("'") == text.removeprefix("'")


def test_terms_of_rdf_1_2_in_text() -> None:
    triple = '<<( <http://example.org/s> <http://example.org/p> "<o>"@en )>>'
    assert made("tsv").splitlines()[1] == f'{triple}\t"abc"@ar--rtl'
    assert list(csv.reader(io.StringIO(made("csv"))))[1] == [triple, "abc"]
    assert json.loads(made("jsonl")) == {"made": triple, "directed": "abc"}
    assert "&lt;&lt;( &lt;http://example.org/s&gt;" in made("html")
    assert r"\<\<( \<http\://example.org/s\>" in made("markdown")


def test_terms_of_rdf_1_2_in_json() -> None:
    assert json.loads(made("json"))["results"]["bindings"] == [
        {
            "made": {
                "type": "triple",
                "value": {
                    "subject": {"type": "uri", "value": "http://example.org/s"},
                    "predicate": {"type": "uri", "value": "http://example.org/p"},
                    "object": {"type": "literal", "value": "<o>", "xml:lang": "en"},
                },
            },
            "directed": {
                "type": "literal", "value": "abc", "xml:lang": "ar", "its:dir": "rtl",
            },
        }
    ]  # fmt: skip


def test_terms_of_rdf_1_2_in_xml() -> None:
    namespace = "{http://www.w3.org/2005/sparql-results#}"
    made_binding, directed = ET.fromstring(made("xml")).iter(f"{namespace}binding")  # noqa: S314 # our own text
    assert [
        (part.tag.removeprefix(namespace), part[0].tag.removeprefix(namespace), part[0].text)
        for part in made_binding[0]
    ] == [
        ("subject", "uri", "http://example.org/s"),
        ("predicate", "uri", "http://example.org/p"),
        ("object", "literal", "<o>"),
    ]
    assert directed[0].get("{http://www.w3.org/2005/11/its}dir") == "rtl"
    assert directed[0].get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"


def test_terms_of_rdf_1_2_are_text_in_python() -> None:
    with open_store(":memory:") as store:
        solutions = Solutions(store.select(RDF_1_2))
        assert "&lt;&lt;( " in solutions._repr_html_()
        assert list(solutions) == [
            ('<<( <http://example.org/s> <http://example.org/p> "<o>"@en )>>', "abc")
        ]
