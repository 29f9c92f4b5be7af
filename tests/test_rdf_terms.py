"""Terms and syntaxes: where an error stands, the same bytes again, the forms a store gives back."""

from __future__ import annotations

import hashlib
import io
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpgraph.errors import NotXmlError, RdfSyntaxError
from cpgraph.rdf import (
    SYNTAXES,
    Literal,
    NamedNode,
    Quad,
    Triple,
    canonical_literal,
    date_literal,
    graph_hash,
    integer_literal,
    parse,
    serialize,
    syntax_of,
    typed,
)
from cpgraph.store import Store, open_store
from cpgraph.terms import RDF, XSD, Iris

A = NamedNode("http://example.org/a")
B = NamedNode("http://example.org/b")


@pytest.mark.parametrize(
    ("syntax", "document", "text", "place"),
    [
        (
            "turtle",
            "@prefix a: <http://a/> .\na:b a:c a:d ;\n cpgx:e 1 .",
            "c.ttl:3:2: The prefix cpgx: has not been declared",
            (3, 2),
        ),
        ("turtle", "<a:a> <b c> 1 .", "c.ttl:1:7: Invalid IRI code point ' '", (1, 7)),
        ("turtle", "<a:a> <b\nc> 1 .", "c.ttl:1:7: Invalid IRI code point '\\n'", (1, 7)),
        ("turtle", '<a:a> <a:a> "a: b', "c.ttl:1:13: Unexpected end of file", (1, 13)),
        ("trig", "{ <a:a> a }", "c.ttl:1:11: } is not a valid RDF object", (1, 11)),
        (
            "ntriples",
            "<a:a> <a:a> c .",
            "c.ttl:1:13: The object of a triple must be an IRI, a blank node or a literal",
            (1, 13),
        ),
        (
            "nquads",
            "<a:a> <a:a> <a:a> <a:a>\n",
            "c.ttl:2:1: Quads must be followed by a dot",
            (2, 1),
        ),
        ("rdfxml", "<rdf:RDF>", "c.ttl: Unknown prefix rdf:", (None, None)),
        ("jsonld", '{"@id": 3}', "c.ttl: @id value must be a string", (None, None)),
    ],
)
def test_parse_says_where(
    syntax: str, document: str, text: str, place: tuple[int | None, int | None]
) -> None:
    with pytest.raises(RdfSyntaxError) as error:
        list(parse(document, SYNTAXES[syntax], name="c.ttl"))
    assert str(error.value) == text
    assert (error.value.line, error.value.column) == place


def test_an_error_keeps_what_the_parser_cites() -> None:
    document = (
        f'<r:RDF xmlns:r="{RDF}"><r:Description r:about="a b"><r:type/></r:Description></r:RDF>'
    )
    with pytest.raises(RdfSyntaxError) as error:
        list(parse(document, SYNTAXES["rdfxml"], name="c.rdf", base_iri="http://a/"))
    assert str(error.value) == "c.rdf: error while parsing IRI 'a b': Invalid IRI code point ' '"


def test_bytes_that_are_not_utf8() -> None:
    with pytest.raises(RdfSyntaxError) as error:
        list(parse(b"<a:a> <a:a> <a:a> .\n\xff", SYNTAXES["turtle"], name="c.ttl"))
    assert str(error.value) == "c.ttl:2:1: Invalid UTF-8 character encoding"


@given(st.binary(max_size=40) | st.text("<>a:b\"'@^.;,[]()_ \n\t#{}", max_size=20))
def test_any_document_is_read_or_refused_in_one_line(document: bytes | str) -> None:
    for syntax in ("turtle", "trig", "ntriples", "nquads"):
        assert refusal(document, syntax).isprintable()


def refusal(document: bytes | str, syntax: str) -> str:
    try:
        list(parse(document, SYNTAXES[syntax], name="x"))
    except RdfSyntaxError as error:
        return str(error)
    return ""


def test_parse_is_lazy() -> None:
    quads = parse("<a:a> <a:a> <a:a> .\n<a:a> oops", SYNTAXES["ntriples"], name="c.nt")
    assert str(next(quads).object) == "<a:a>"
    with pytest.raises(RdfSyntaxError, match=r"^c\.nt:2:7: "):
        next(quads)


def test_parse_resolves_against_the_base_and_can_be_lenient() -> None:
    (quad,) = parse("<a> <b> <c> .", SYNTAXES["turtle"], name="x", base_iri="http://e.org/d/")
    assert quad.subject == NamedNode("http://e.org/d/a")
    (odd,) = parse("<http://a/ > <a:a> <a:a> .", SYNTAXES["turtle"], name="x", lenient=True)
    assert str(odd.subject) == "<http://a/ >"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.ttl", "turtle"),
        ("a.trig", "trig"),
        ("a.nt", "ntriples"),
        ("a.nq", "nquads"),
        ("a.rdf", "rdfxml"),
        ("a.owl", "rdfxml"),
        ("a.jsonld", "jsonld"),
        ("folder.d/a.nq.gz", "nquads"),
        ("A.TTL.GZ", "turtle"),
        ("a.json", None),
        ("a.ttl.zip", None),
        ("ttl", None),
        ("", None),
    ],
)
def test_syntax_of(name: str, expected: str | None) -> None:
    syntax = syntax_of(name)
    assert (syntax and syntax.name) == expected


SERIALIZE = """
import sys
from cpgraph.rdf import SYNTAXES, NamedNode, Literal, Triple, serialize
from cpgraph.terms import CPG, Iris
iris = Iris()
paper = NamedNode(iris.paper("arxiv:1"))
triples = [Triple(paper, NamedNode(CPG + name), Literal("@prefix x")) for name in ("b", "a")]
serialize(triples, sys.stdout.buffer, SYNTAXES[sys.argv[1]], prefixes=iris.prefixes)
"""


@pytest.mark.parametrize("syntax", ["turtle", "trig", "rdfxml"])
def test_processes_write_the_same_bytes(syntax: str) -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", SERIALIZE, syntax],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize("syntax", ["turtle", "trig"])
def test_prefixes_are_sorted_whatever_their_order(syntax: str) -> None:
    prefixes = list(Iris().prefixes.items())
    triples = [Triple(A, B, Literal("@prefix x\n@prefix y"))]
    outputs = set()
    for seed in range(5):
        random.Random(seed).shuffle(prefixes)  # noqa: S311  no secret
        outputs.add(serialized(triples, syntax, dict(prefixes)))
    (text,) = outputs
    heads = [line for line in text.splitlines() if line.startswith("@prefix ")]
    assert heads == sorted(heads)
    assert heads == text.splitlines()[: len(prefixes)]


def serialized(triples: list[Triple], syntax: str, prefixes: dict[str, str] | None = None) -> str:
    output = io.BytesIO()
    serialize(triples, output, SYNTAXES[syntax], prefixes=prefixes)
    return output.getvalue().decode()


def test_turtle_text() -> None:
    prefixes = {"z": "http://example.org/", "b": "http://b/"}
    assert serialized([Triple(A, B, A)], "turtle", prefixes) == (
        "@prefix b: <http://b/> .\n@prefix z: <http://example.org/> .\nz:a z:b z:a .\n"
    )


def test_no_statements_are_no_text() -> None:
    assert serialized([], "turtle", {"b": "http://b/", "a": "http://a/"}) == ""


def test_statements_are_written_as_they_come() -> None:
    output = io.BytesIO()

    def statements() -> Iterator[Triple]:
        for number in range(20_000):
            yield Triple(A, B, integer_literal(number))
        assert len(output.getvalue()) > 1000

    serialize(statements(), output, SYNTAXES["turtle"], prefixes={"e": "http://example.org/"})
    assert output.getvalue().count(b"e:a") == 1


def test_quads_need_a_syntax_of_quads() -> None:
    with pytest.raises(ValueError, match="named graph"):
        serialize([Quad(A, B, A, B)], io.BytesIO(), SYNTAXES["turtle"])


@pytest.mark.parametrize("syntax", SYNTAXES)
@given(
    text=st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
)
def test_written_and_read(syntax: str, text: str) -> None:
    triple = Triple(A, B, Literal(text))
    (quad,) = parse(serialized([triple], syntax, {"e": "http://example.org/"}),
                    SYNTAXES[syntax], name="x")  # fmt: skip
    assert quad.triple == triple


DATATYPES = [
    "integer",
    "decimal",
    "double",
    "float",
    "boolean",
    "string",
    "date",
    "dateTime",
    "time",
    "gYear",
    "gYearMonth",
    "gMonth",
    "gDay",
    "gMonthDay",
    "duration",
    "dayTimeDuration",
    "yearMonthDuration",
    "anyURI",
    "int",
    "long",
    "nonNegativeInteger",
    "positiveInteger",
    "byte",
    "unsignedByte",
    "hexBinary",
    "base64Binary",
    "dateTimeStamp",
    "language",
    "token",
]
lexical_forms = (
    st.integers().map(str)
    | st.from_regex(r"[+-]?0{0,2}[0-9]{0,5}\.?[0-9]{0,5}([eE][+-]?[0-9]{1,3})?", fullmatch=True)
    | st.floats().map(repr)
    | st.decimals(allow_nan=False, places=3).map(str)
    | st.from_regex(
        r"-?[0-9]{4,5}(-[01][0-9](-[0-3][0-9](T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,4})?)?)?)?"
        r"(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])?",
        fullmatch=True,
    )
    | st.from_regex(r"-?P([0-9]{1,2}Y)?([0-9]{1,2}M)?([0-9]{1,2}D)?(T[0-9]{1,3}M)?", fullmatch=True)
    | st.sampled_from(["true", "1", "0", "TRUE", "INF", "-INF", "NaN", "-0", " 7 ", "24:00:00"])
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with open_store(":memory:", "write") as opened:
        yield opened


def given_back(store: Store, literal: Literal) -> Literal:
    store.write([{"http://example.org/g": [Triple(A, B, literal)]}])
    (triple,) = store.graph("http://example.org/g")
    assert isinstance(triple.object, Literal)
    return triple.object


@given(st.builds(typed, lexical_forms, st.sampled_from(DATATYPES)))
def test_canonical_is_what_the_store_gives_back(store: Store, literal: Literal) -> None:
    canonical = canonical_literal(literal)
    assert canonical == given_back(store, literal)
    assert canonical == canonical_literal(canonical)


@pytest.mark.parametrize(
    ("lexical", "datatype", "canonical"),
    [
        ("1.50", "decimal", "1.5"),
        ("007", "integer", "7"),
        ("2026-05-11", "date", "2026-05-11"),
        ("2026-05-11+00:00", "date", "2026-05-11Z"),
        ("2026+00:00", "gYear", "2026Z"),
        ("2026-02-30", "date", "2026-02-30"),
        ("1.50", "string", "1.50"),
    ],
)
def test_canonical_forms(store: Store, lexical: str, datatype: str, canonical: str) -> None:
    assert canonical_literal(typed(lexical, datatype)) == typed(canonical, datatype)
    assert given_back(store, typed(lexical, datatype)) == typed(canonical, datatype)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["en", "DE-at"]))
def test_tagged_text_is_kept(store: Store, text: str, language: str) -> None:
    literal = Literal(text, language=language)
    assert canonical_literal(literal) == literal == given_back(store, literal)


def test_typed_literals() -> None:
    assert str(integer_literal(-3)) == f'"-3"^^<{XSD}integer>'
    assert [date_literal(date).datatype.value for date in ("2026", "2026-05", "2026-05-11")] == [
        f"{XSD}gYear",
        f"{XSD}gYearMonth",
        f"{XSD}date",
    ]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=5)), st.randoms())
def test_graph_hash_is_of_the_set(texts: list[str], dice: random.Random) -> None:
    triples = [Triple(A, B, Literal(text)) for text in texts]
    shuffled = [*triples, *triples[:1]]
    dice.shuffle(shuffled)
    assert graph_hash(triples) == graph_hash(iter(shuffled))
    assert graph_hash(triples) != graph_hash([*triples, Triple(B, B, B)])


def test_graph_hash_is_of_sorted_ntriples() -> None:
    assert graph_hash([]) == (
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    lines = serialized([Triple(A, B, A), Triple(B, A, A)], "ntriples")
    expected = hashlib.sha256(lines.encode()).hexdigest()
    assert graph_hash([Triple(B, A, A), Triple(A, B, A)]) == f"sha256:{expected}"


def said(text: str, syntax: str = "rdfxml", prefixes: dict[str, str] | None = None) -> str:
    node, term = NamedNode("https://example.org/s"), NamedNode("https://example.org/p")
    return serialized([Triple(node, term, Literal(text))], syntax, prefixes)


@pytest.mark.parametrize("character", ["\x01", "\x0b", "\ufffe"])
def test_rdf_xml_refuses_what_xml_cannot_hold(character: str) -> None:
    with pytest.raises(NotXmlError) as error:
        said(f"a{character}b")
    assert str(error.value) == (
        f"RDF/XML cannot hold the character U+{ord(character):04X} that <https://example.org/s> has; "
        "use turtle"
    )
    assert said(f"a{character}b", "turtle")


@pytest.mark.parametrize("prefixes", [None, {"ex": "https://example.org/"}])
def test_a_reader_of_xml_keeps_line_ends_and_tabs(prefixes: dict[str, str] | None) -> None:
    text = "one\r\ntwo\rthree\nfour\tfive <&> \x85"
    found = ET.fromstring(said(text, prefixes=prefixes))  # noqa: S314 # our own
    assert "".join(found.itertext()).strip() == text.strip()
