"""The gate: what strangers may ask passes, and what is dangerous in any reading does not."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpgraph import queries
from cpgraph.errors import QueryRefusedError, QuerySyntaxError
from cpgraph.queries.gate import MOST_CHARACTERS, MOST_LEVELS, MOST_OPERATORS, gate
from cpgraph.queries.tokens import tokens

W3C = Path(__file__).parents[3] / "shared" / "data" / "w3c" / "rdf-tests.tar.gz"


@pytest.mark.parametrize("name", queries.names())
def test_stored_queries_pass(name: str) -> None:
    stored = queries.stored_query(name)
    assert gate(stored.text) == stored.form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("select?x{?x?y?z}", "SELECT"),
        ("# SERVICE {\nBASE <http://example.org/> PREFIX a:<b> ASK{}", "ASK"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("DESCRIBE <http://example.org/SERVICE>", "DESCRIBE"),
        ("ASK { ?s ?p 'SERVICE <http://a/> { DROP ALL ((((' }", "ASK"),
        (f"ASK {{ ?s ?p '''{'{' * 1000}''', \"\"\"{'1+' * 5000}\"\"\" }}", "ASK"),
        (f"ASK {{ ?s ?p 1 }} # {'(' * 1000}", "ASK"),
        ("ASK { ?s ?p 'it\\'s', \"\\\"{\" }", "ASK"),
        ("ASK { ?service ?insert ex:SERVICE, ex:load, 'x'@service }", "ASK"),
        ("ASK { <#a> <b'c> <d(e> . FILTER(?x < 5 && ?y > 'a') }", "ASK"),
        ("ASK { FILTER(?x = <http://example.org/#(a)>) }", "ASK"),
        ("ASK { VALUES (?x ?y) { (<urn:a-b#c> <urn:c-d#e>) } }", "ASK"),
        ("SELECT * FROM <http://example.org/g> {}", "SELECT"),
        ("SELECT * FROM NAMED <http://example.org/g> { GRAPH ?g {} }", "SELECT"),
        (f"ASK {{ VALUES ?x {{ {'1 ' * 50_000} }} }}", "ASK"),
        ("ASK { << ?s ?p <<?a ?b ?c>> >> ?q <<( ?d ?e ?f )>> }", "ASK"),
        (f"ASK {'{' * MOST_LEVELS}{'}' * MOST_LEVELS}", "ASK"),
        (f"ASK {{ FILTER(1{'+1' * (MOST_OPERATORS - 1)}) }}", "ASK"),
    ],
)
def test_accepted(text: str, form: str) -> None:
    assert gate(text) == form


UPDATES = ("CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
OUTSIDE = "asks another endpoint, or can be read so; ask this store only, or rename the prefix"
UPDATE = "belongs to an update, and queries only read; papers are changed with 'cpgraph load'"
BEGINNING = "a query begins with PREFIX, SELECT, ASK, CONSTRUCT or DESCRIBE"
DEEP = f"a query may nest {MOST_LEVELS} levels deep;"
LONG = f"a query may have {MOST_OPERATORS:,} operators;"
COMPARED = (
    "is an IRI, or a comparison without spaces; write spaces around < and >, or the whole IRI"
)
OPENS = "opens one more; split the query"
ONE_MORE = "is one more; list values with VALUES or IN"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ASK {\n SERVICE <http://a/> {} }", f"2:2: `SERVICE` {OUTSIDE}"),
        ("ASK { service silent ?x {} }", f"1:7: `service` {OUTSIDE}"),
        ("ASK { SERVICE:x {} }", f"1:7: `SERVICE:x` {OUTSIDE}"),
        ("ASK { SERVICESILENT:x {} }", f"1:7: `SERVICESILENT:x` {OUTSIDE}"),
        ("ASK { ?s ?p trueSERVICE<http://a/>{} }", f"1:13: `trueSERVICE` {OUTSIDE}"),
        ("PREFIX service: <http://a/> ASK {}", f"1:8: `service:` {OUTSIDE}"),
        ("LOAD <http://a/>", f"1:1: `LOAD` {UPDATE}"),
        ("PREFIX a: <b:> INSERT DATA {}", f"1:16: `INSERT` {UPDATE}"),
        ("with <a:b> delete {} where {}", f"1:1: `with` {UPDATE}"),
        *((f"{word} x", f"1:1: `{word}` {UPDATE}") for word in UPDATES),
        ("ASK {} ;\nDROP ALL", f"2:1: `DROP` {UPDATE}"),
        (f"ASK {'{' * 6400}", f"1:69: {DEEP} `{{` {OPENS}"),
        (f"ASK {{ FILTER{'(' * 6400}", f"1:76: {DEEP} `(` {OPENS}"),
        (f"ASK {{ ?s ?p {'[?p ' * 100}", f"1:265: {DEEP} `[` {OPENS}"),
        (f"ASK {{ {'<< ' * 100}", f"1:196: {DEEP} `<<` {OPENS}"),
        (f"ASK {{ {'<<' * 100}", f"1:133: {DEEP} `<<` {OPENS}"),
        (f"ASK {{ FILTER(1{'+1' * 5000}) }}", f"1:2013: {LONG} `+` {ONE_MORE}"),
        (f"ASK {{ FILTER({'!' * 5000}true) }}", f"1:1013: {LONG} `!` {ONE_MORE}"),
        (f"ASK {{ {'{} UNION ' * 5000} {{}} }}", f"1:9010: {LONG} `UNION` {ONE_MORE}"),
        ("ASK { FILTER(?x<'a'&&1>2) }", f"1:16: `<'a'&&1>` {COMPARED}"),
        ("ASK { FILTER(?x<5&&?y>2) }", f"1:16: `<5&&?y>` {COMPARED}"),
        ("ASK { FILTER(?x<'>' SERVICE <x:x> {} ') }", f"1:16: `<'>` {COMPARED}"),
        ("ASK { FILTER((?x<#>)\n+(?x<#>)) }", f"1:17: `<#>` {COMPARED}"),
        ("ASK { FILTER(1<a:b*((((1>2) }", f"1:15: `<a:b*((((1>` {COMPARED}"),
        (
            "ASK { ?s ?p '\\u0027 } SERVICE <a:> {} #' }",
            "1:14: engines read `\\u0027` in two ways; write the character",
        ),
        (
            "ASK { ?s ?p <a:\\U0000003e> }",
            "1:16: engines read `\\U0000003e` in two ways; write the character",
        ),
    ],
)  # fmt: skip
def test_refused(text: str, message: str) -> None:
    with pytest.raises(QueryRefusedError) as error:
        gate(text)
    assert str(error.value) == f"query:{message}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"1:1: there is no query here; {BEGINNING}"),
        ("# nothing\n", f"2:1: there is no query here; {BEGINNING}"),
        ("SELEC * {}", f"1:1: {BEGINNING}, not `SELEC`"),
        ("SELECTDISTINCT * {}", f"1:1: {BEGINNING}, not `SELECTDISTINCT`"),
        ("{" * 6400, f"1:1: {BEGINNING}, not `{{`"),
        ("ASK { ?s ?p 'abc }", "1:13: this string does not end"),
        ("ASK { ?s ?p '''abc }", "1:15: this string does not end"),
        ("ASK { ?s ?p 1 ) }", "1:15: nothing is open that `)` closes; remove it"),
        ("ASK { }}", "1:8: nothing is open that `}` closes; remove it"),
        ("ASK { SERVI\\u0043E <a:> {} }", "1:12: an escape stands in strings and names; remove it"),
        ("ASK { ?s ?p '\ud800' }", "1:14: this is half of a character; write it whole"),
    ],
)
def test_no_query(text: str, message: str) -> None:
    with pytest.raises(QuerySyntaxError) as error:
        gate(text)
    assert str(error.value) == f"query:{message}"


def test_size() -> None:
    with pytest.raises(QueryRefusedError) as error:
        gate("ASK {}" + " " * MOST_CHARACTERS)
    assert error.value.problem == (
        "a query may have 200,000 characters; this has more; ask for less at a time"
    )


@pytest.mark.parametrize(
    "piece", ["1", "a.", "'a", "'''a''", "<a", "<<", "[", "\\", "?x<a", "_:a."]
)
def test_hostile_repetitions_are_read_in_one_go(piece: str) -> None:
    text = "ASK { " + piece * (190_000 // len(piece))
    with suppress(QueryRefusedError, QuerySyntaxError):
        gate(text)  # quadratic work on any of them would take minutes


# What a stranger could put together to make an engine see SERVICE where the gate sees none.
PIECES = st.lists(
    st.sampled_from(
        ["SERVICE", "<x:>", "{", "}", "(", ")", "'", '"', "'''", "#", "\n", " ", ".", "<", ">", "?x",
         "1", "true", "a:b", ":", "\\", "&&", "FILTER(", "?s ?p ", "?x<", "ASK{", "}", "}", ")", "@en",
         "^^", "OPTIONAL{", "VALUES ?x {", "_:a"]
    ),
    max_size=14,
)  # fmt: skip


@given(PIECES)
def test_what_passes_asks_nobody_else(pieces: list[str]) -> None:
    text = f"PREFIX a:<http://a/> PREFIX :<http://a/> ASK{{{''.join(pieces)}"
    try:
        gate(text)
    except (QueryRefusedError, QuerySyntaxError):
        return
    if any(t.keyword == "SERVICE" for t in tokens(text)):
        pytest.fail(f"{text!r} has SERVICE in it")
    try:
        store = pyoxigraph.Store()
        store.load(b"<http://a/b> <http://a/b> <http://a/b>, 1 .", pyoxigraph.RdfFormat.TURTLE)
        store.query(text)
    except SyntaxError:
        return
    except (RuntimeError, OSError) as error:
        pytest.fail(f"{text!r} asked: {error}")


REFUSED_W3C = {
    "SERVICE": "asks another endpoint",
    "codepoint-esc-0[89]": "escapes that SPARQL 1.1 and 1.2 read differently",
    "syn-bad-26": "a negative test, which Oxigraph accepts",
}


def w3c_queries() -> Iterator[tuple[str, str]]:
    with tarfile.open(W3C) as archive:
        for member in archive:
            if re.search(r"/sparql1[012]/.*\.rq$", member.name):
                stream = archive.extractfile(member)
                assert stream is not None
                yield member.name, stream.read().decode(errors="replace")


def is_sparql(text: str) -> bool:
    try:
        pyoxigraph.Store().query(text, base_iri="http://example.org/")
    except SyntaxError:
        return False
    except (RuntimeError, OSError):  # SERVICE, unknown functions
        return True
    return True


@pytest.mark.shared
@pytest.mark.skipif(not W3C.exists(), reason="the material in ../shared is absent")
def test_w3c_queries_pass() -> None:
    refused = []
    accepted = 0
    for name, text in w3c_queries():
        try:
            gate(text)
        except (QueryRefusedError, QuerySyntaxError) as error:
            named = any(re.search(why, f"{name} {error}") for why in REFUSED_W3C)
            if is_sparql(text) and not named:
                refused.append(f"{name}: {error}")
        else:
            accepted += 1
    assert refused == []
    assert accepted > 1000
