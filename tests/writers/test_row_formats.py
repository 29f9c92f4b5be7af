"""Rows as files: exact texts, and what other programs read back from any term."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import count
from typing import IO
from xml.etree import ElementTree as ET

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pyarrow import parquet
from rdflib.query import Result

from cpgraph.rdf import SYNTAXES, BlankNode, Literal, NamedNode, Term, parse, typed
from cpgraph.results import Bindings, Row, Solutions, printable
from cpgraph.terms import XSD
from cpgraph.writers import ROW_FORMATS

STYLE = (
    "body{font-family:sans-serif;margin:2em}table{border-collapse:collapse}"
    "caption{text-align:left;font-weight:bold;padding-bottom:1em}"
    "th,td{text-align:left;vertical-align:top;padding:.3em .8em;border-bottom:1px solid #ccc}"
)
SPARQL_RESULTS = "{http://www.w3.org/2005/sparql-results#}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text(
    "\"'\\\t\n\r\0\x1b,|<>&*_`[]()!#~:/@=+-.wh é\u2028\ufffe", max_size=8
)
datatypes = st.sampled_from(
    [f"{XSD}{name}" for name in ("integer", "decimal", "double", "boolean", "date", "string")]
    + ["http://example.org/type#of'it&me"]
)
lexical = texts | st.sampled_from(["7", "+007", "1.50", ".5", "1.", "1e3", "INF", "true", "٣"])
literals = (
    st.builds(Literal, texts)
    | st.builds(Literal, texts, language=st.sampled_from(["en", "de-at", "zh-hant"]))
    | st.builds(lambda text, iri: Literal(text, datatype=NamedNode(iri)), lexical, datatypes)
)
iris = st.sampled_from(
    [
        "http://example.org/a_b*c*#d",
        "https://example.org/?a=1&copy;=2",
        "https://example.org/é(2)_x_~y~",
        "javascript:alert(1)",
        "data:text/html,%3Cscript%3E",
        "urn:a'b",
    ]
).map(NamedNode)
terms = literals | iris | st.sampled_from(["b0", "x-1"]).map(BlankNode)
tables = st.lists(st.tuples(st.none() | terms, st.none() | terms), max_size=4)


#: Formats that are text, row by row; Parquet stores columns.
TEXTS = [name for name in ROW_FORMATS if name != "parquet"]


def solutions(rows: list[Row], names: tuple[str, ...] = ("a", "b")) -> Solutions:
    return Solutions(Bindings(names, rows))


def written(form: str, rows: list[Row], names: tuple[str, ...] = ("a", "b")) -> str:
    stream = io.BytesIO()
    ROW_FORMATS[form].write(solutions(rows, names), stream)
    return stream.getvalue().decode()


EXAMPLE: list[Row] = [
    (NamedNode("http://example.org/x"), Literal('say "hi",\nall\tof you')),
    (BlankNode("r1"), Literal("chat", language="fr")),
    (None, typed("7", "integer")),
    (typed("1.50", "decimal"), typed("1e3", "double")),
    (typed("2026-05-11", "date"), None),
]


def test_names_and_media_types() -> None:
    assert {form.name: form.media_type for form in ROW_FORMATS.values()} == {
        "csv": "text/csv",
        "tsv": "text/tab-separated-values",
        "json": "application/sparql-results+json",
        "xml": "application/sparql-results+xml",
        "markdown": "text/markdown",
        "html": "text/html",
        "jsonl": "application/jsonl",
        "spreadsheet": "text/csv",
        "parquet": "application/vnd.apache.parquet",
    }
    assert {form.suffix for form in ROW_FORMATS.values()} == {
        ".csv", ".tsv", ".json", ".xml", ".md", ".html", ".jsonl", ".parquet",
    }  # fmt: skip


def test_csv_text() -> None:
    assert written("csv", EXAMPLE) == (
        'a,b\r\nhttp://example.org/x,"say ""hi"",\nall\tof you"\r\n_:r1,chat\r\n,7\r\n'
        "1.50,1e3\r\n2026-05-11,\r\n"
    )


def test_tsv_text() -> None:
    assert written("tsv", EXAMPLE) == (
        "?a\t?b\n"
        '<http://example.org/x>\t"say \\"hi\\",\\nall\\tof you"\n'
        '_:r1\t"chat"@fr\n'
        "\t7\n"
        f'1.50\t"1e3"^^<{XSD}double>\n'
        f'"2026-05-11"^^<{XSD}date>\t\n'
    )


def test_json_text() -> None:
    assert json.loads(written("json", EXAMPLE)) == {
        "head": {"vars": ["a", "b"]},
        "results": {
            "bindings": [
                {
                    "a": {"type": "uri", "value": "http://example.org/x"},
                    "b": {"type": "literal", "value": 'say "hi",\nall\tof you'},
                },
                {
                    "a": {"type": "bnode", "value": "r1"},
                    "b": {"type": "literal", "value": "chat", "xml:lang": "fr"},
                },
                {"b": {"type": "literal", "value": "7", "datatype": f"{XSD}integer"}},
                {
                    "a": {"type": "literal", "value": "1.50", "datatype": f"{XSD}decimal"},
                    "b": {"type": "literal", "value": "1e3", "datatype": f"{XSD}double"},
                },
                {"a": {"type": "literal", "value": "2026-05-11", "datatype": f"{XSD}date"}},
            ]
        },
    }


def test_xml_text() -> None:
    assert written("xml", EXAMPLE[:3]) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="a"/>'
        '<variable name="b"/></head><results>\n'
        '<result><binding name="a"><uri>http://example.org/x</uri></binding><binding name="b">'
        '<literal>say "hi",\nall\tof you</literal></binding></result>\n'
        '<result><binding name="a"><bnode>r1</bnode></binding><binding name="b">'
        '<literal xml:lang="fr">chat</literal></binding></result>\n'
        f'<result><binding name="b"><literal datatype="{XSD}integer">7</literal></binding>'
        "</result>\n</results></sparql>\n"
    )


def test_jsonl_text() -> None:
    rows: list[Row] = [*EXAMPLE, (typed("INF", "double"), typed("true", "boolean"))]
    assert written("jsonl", rows).splitlines() == [
        '{"a": "http://example.org/x", "b": "say \\"hi\\",\\nall\\tof you"}',
        '{"a": "r1", "b": "chat"}',
        '{"a": null, "b": 7}',
        '{"a": "1.50", "b": 1000.0}',
        '{"a": "2026-05-11", "b": null}',
        '{"a": "INF", "b": true}',
    ]


def test_markdown_text() -> None:
    rows: list[Row] = [
        (NamedNode("https://example.org/a_b#c"), Literal("a|b *c* <d>\nhttp://e.org www.f.org")),
        (NamedNode("javascript:alert(1)"), None),
    ]
    assert written("markdown", rows, ("_x_", "y")) == (
        "| \\_x\\_ | y |\n| --- | --- |\n"
        "| <https://example.org/a_b#c> "
        "| a\\|b \\*c\\* \\<d\\> http\\://e.org www\\.f.org |\n"
        "| javascript:alert(1) |  |\n"
    )


def test_html_says_the_question() -> None:
    stream = io.BytesIO()
    asked = Solutions(Bindings(("a",), []), question="Is 1 < 2?")
    ROW_FORMATS["html"].write(asked, stream)
    said = stream.getvalue().decode()
    assert "<title>Is 1 &lt; 2?</title>" in said
    assert "<table>\n<caption>Is 1 &lt; 2?</caption>\n<thead>" in said


def test_html_text() -> None:
    rows: list[Row] = [
        (NamedNode("https://example.org/?a&b"), Literal("<script>\x1b'\"</script>")),
        (NamedNode("javascript:alert(1)"), None),
    ]
    assert written("html", rows) == (
        '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>cpgraph query result</title>'
        f"\n<style>{STYLE}</style>\n"
        "<table>\n<thead><tr><th scope=col>a</th><th scope=col>b</th></tr></thead>\n<tbody>\n"
        '<tr><td><a href="https://example.org/?a&amp;b">https://example.org/?a&amp;b</a></td>'
        "<td>&lt;script&gt;�&#x27;&quot;&lt;/script&gt;</td></tr>\n"
        "<tr><td>javascript:alert(1)</td><td></td></tr>\n"
        "</tbody>\n</table>\n</html>\n"
    )


@given(tables)
def test_csv_is_read_back(rows: list[Row]) -> None:
    read = list(csv.reader(io.StringIO(written("csv", rows), newline=""), strict=True))
    assert read == [["a", "b"], *([bare(term) for term in row] for row in rows)]


def bare(term: Term | None) -> str:
    if term is None:
        return ""
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value


@given(tables)
def test_tsv_is_read_back(rows: list[Row]) -> None:
    header, *lines, end = written("tsv", rows).split("\n")
    assert (header, end) == ("?a\t?b", "")
    assert [[from_turtle(cell) for cell in line.split("\t")] for line in lines] == [
        [None if term is None else as_read(term) for term in row] for row in rows
    ]


def from_turtle(cell: str) -> Term | str | None:
    """The term of a cell; a blank node is its label, because a parser gives it a new one."""
    if not cell or cell.startswith("_:"):
        return cell or None
    (quad,) = parse(f"<a:a> <a:a> {cell} .", SYNTAXES["turtle"], name=cell)
    assert not isinstance(quad.object, BlankNode)
    return quad.object  # type: ignore[return-value]


def as_read(term: Term) -> Term | str:
    return str(term) if isinstance(term, BlankNode) else term


@given(tables)
def test_json_is_read_back(rows: list[Row]) -> None:
    document = json.loads(written("json", rows))
    assert document["head"] == {"vars": ["a", "b"]}
    read = [
        tuple(json_term(binding.get(name)) for name in ("a", "b"))
        for binding in document["results"]["bindings"]
    ]
    assert read == rows


NODES: dict[str, type[NamedNode | BlankNode]] = {"uri": NamedNode, "bnode": BlankNode}


def json_term(said: dict[str, str] | None) -> Term | None:
    if said is None:
        return None
    if said["type"] != "literal":
        return NODES[said["type"]](said["value"])
    return literal(said["value"], said.get("xml:lang"), said.get("datatype"))


def literal(text: str, language: str | None, datatype: str | None) -> Literal:
    if datatype:
        return Literal(text, datatype=NamedNode(datatype))
    return Literal(text, language=language)


@given(tables)
def test_xml_is_read_back(rows: list[Row]) -> None:
    tree = ET.fromstring(written("xml", rows))  # noqa: S314  our own text
    names = [variable.get("name") for variable in tree.iter(f"{SPARQL_RESULTS}variable")]
    read = [
        {str(binding.get("name")): xml_term(binding[0]) for binding in result}
        for result in tree.iter(f"{SPARQL_RESULTS}result")
    ]
    assert names == ["a", "b"]
    assert [(row.get("a"), row.get("b")) for row in read] == [
        tuple(None if term is None else in_xml(term) for term in row) for row in rows
    ]


def xml_term(element: ET.Element) -> Term:
    text = element.text or ""
    kind = element.tag.removeprefix(SPARQL_RESULTS)
    if kind != "literal":
        return NODES[kind](text)
    return literal(text, element.get(XML_LANG), element.get("datatype"))


def in_xml(term: Term) -> Term:
    """The term with the characters that XML 1.0 has (its production 2, Char)."""
    if not isinstance(term, Literal):
        return term
    allowed = "".join(c if c in "\t\n\r" or is_xml(ord(c)) else "\ufffd" for c in term.value)
    return literal(allowed, term.language, None if term.language else term.datatype.value)


def is_xml(number: int) -> bool:
    return 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or number >= 0x10000


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rdflib_reads_the_same(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    rows = [row for row in EXAMPLE if not any(isinstance(term, BlankNode) for term in row)]
    result = Result.parse(io.BytesIO(written(form, rows).encode()), format=form)
    assert [str(variable) for variable in result.vars or ()] == ["a", "b"]
    read = [[binding.get(rdflib.Variable(name)) for name in "ab"] for binding in result.bindings]
    if form == "csv":  # has no types: all that is no IRI is a plain literal
        assert [[str(term or "") for term in row] for row in read] == [
            [bare(term) for term in row] for row in rows
        ]
    else:
        assert [[term and term.n3() for term in row] for row in read] == [
            [None if term is None else rdflib_term(term).n3() for term in row] for row in rows
        ]


def rdflib_term(term: Term) -> rdflib.URIRef | rdflib.Literal:
    if not isinstance(term, Literal):
        return rdflib.URIRef(term.value)
    plain = term.language or term.datatype.value == f"{XSD}string"
    datatype = None if plain else term.datatype.value
    return rdflib.Literal(term.value, lang=term.language, datatype=datatype)


class Cells(HTMLParser):
    """Every tag that a browser would see, the addresses of links, the texts of cells."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.cells: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag == "td":
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells and data != "\n":
            self.cells[-1] += data


HTML_TAGS = {"html", "meta", "title", "style", "table", "thead", "tbody", "tr", "th", "td", "a"}


@given(tables)
def test_html_holds_text_and_links_to_the_web_only(rows: list[Row]) -> None:
    page = Cells(written("html", rows))
    linked = [term.value for row in rows for term in row if term and is_on_the_web(term)]
    assert page.tags <= HTML_TAGS
    assert page.links == linked
    assert page.cells == [printable(term.value) if term else "" for row in rows for term in row]


def is_on_the_web(term: Term | None) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(("http://", "https://"))


MARKDOWN = MarkdownIt("commonmark").enable("table")


@given(tables)
def test_markdown_holds_text_and_links_to_the_web_only(rows: list[Row]) -> None:
    tokens = MARKDOWN.parse(written("markdown", rows))
    assert sum(token.type == "tr_open" for token in tokens) == len(rows) + 1
    inline = [token.children or [] for token in tokens if token.type == "inline"]
    assert [[child.content for child in cell] for cell in inline[:2]] == [["a"], ["b"]]
    cells = [term for row in rows for term in row]
    for term, children in zip(cells, inline[2:], strict=True):
        kinds = {child.type for child in children}
        assert kinds <= ({"text", "link_open", "link_close"} if is_on_the_web(term) else {"text"})
        shown = "".join(child.content for child in children)
        assert shown.strip() == (printable(term.value).strip() if term else "")


@given(tables)
def test_jsonl_is_read_back(rows: list[Row]) -> None:
    def refuse(constant: str) -> None:
        pytest.fail(f"{constant} is not JSON")

    lines = written("jsonl", rows).split("\n")
    assert lines.pop() == ""
    read = [json.loads(line, parse_constant=refuse) for line in lines]
    assert [set(row) for row in read] == [{"a", "b"}] * len(rows)
    assert [[row[name] is None for name in "ab"] for row in read] == [
        [term is None for term in row] for row in rows
    ]


class EnoughError(Exception):
    """Ends rows that would never end."""


def endless(stream: io.BytesIO) -> Iterator[Row]:
    """Rows without end, each asked for only once the one before is in the stream."""
    for number in count():
        if number:
            assert f"row{number - 1}".encode() in stream.getvalue()
        if number == 3:
            raise EnoughError
        yield (Literal(f"row{number}"),)


@pytest.mark.parametrize("form", TEXTS)
def test_row_by_row(form: str) -> None:
    stream = io.BytesIO()
    with pytest.raises(EnoughError):
        ROW_FORMATS[form].write(Solutions(Bindings(("a",), endless(stream))), stream)
    assert not stream.closed
    assert len(re.findall(rb"row\d", stream.getvalue())) == 3


@pytest.mark.parametrize("form", TEXTS)
def test_no_rows(form: str) -> None:
    assert (
        written(form, [])
        == {
            "csv": "a,b\r\n",
            "tsv": "?a\t?b\n",
            "json": '{"head": {"vars": ["a", "b"]}, "results": {"bindings": [\n]}}\n',
            "xml": '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="a"/>'
            '<variable name="b"/></head><results>\n</results></sparql>\n',
            "markdown": "| a | b |\n| --- | --- |\n",
            "html": '<!doctype html>\n<html lang="en"><meta charset="utf-8">'
            f"<title>cpgraph query result</title>\n<style>{STYLE}</style>\n"
            "<table>\n<thead><tr><th scope=col>a</th>"
            "<th scope=col>b</th></tr></thead>\n<tbody>\n</tbody>\n</table>\n</html>\n",
            "jsonl": "",
            "spreadsheet": "a,b\r\n",
        }[form]
    )


def test_parquet_keeps_types() -> None:
    stream = io.BytesIO()
    ROW_FORMATS["parquet"].write(
        solutions([(typed("7", "integer"), Literal("=x")), (None, None)]), stream
    )
    assert parquet.read_table(stream).to_pylist() == [{"a": 7, "b": "=x"}, {"a": None, "b": None}]


def test_a_stream_stays_open_for_what_follows() -> None:
    stream: IO[bytes] = io.BytesIO()
    ROW_FORMATS["csv"].write(solutions(EXAMPLE), stream)
    stream.write(b"more")
    assert not stream.closed
