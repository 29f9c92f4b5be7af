"""SPARQL as tokens: exact kinds, no text lost, no text misread."""

from __future__ import annotations

import tarfile
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpgraph.errors import QuerySyntaxError
from cpgraph.queries.tokens import significant_tokens, tokens
from cpgraph.store.query_errors import line_and_column

W3C = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "w3c" / "rdf-tests.tar.gz"


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.text) for token in significant_tokens(text)]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("string", "'a\\'b'"),
        ("string", '"a # } b"'),
        ("string", '"\\u0022 }"'),
        ("string", "''"),
        ("string", "'''a'b''c\n\\'''d'''"),
        ("string", '"""a"b""c\nd"""'),
        ("iri", "<http://example.org/a#b>"),
        ("iri", "<http://example.org/\\u00e9\\U0001F600>"),
        ("iri", "<>"),
        ("variable", "?a"),
        ("variable", "$a_1"),
        ("variable", "?o\u00b7\u0300"),
        ("language", "@en"),
        ("language", "@zh-Hant-TW"),
        ("language", "@ar--rtl"),
        ("number", "12"),
        ("number", "1.5"),
        ("number", ".5"),
        ("number", "1.e3"),
        ("number", "1e-3"),
        ("name", "SELECT"),
        ("name", "a:b"),
        ("name", "a:b.c"),
        ("name", "a-b.c:d"),
        ("name", ":"),
        ("name", ":b"),
        ("name", "a:b%41c"),
        ("name", "a:b\\'c\\#"),
        ("name", "é:ü"),
        ("name", "_:b0.x"),
        ("mark", "^^"),
        ("mark", "<="),
        ("mark", "\\"),
        ("mark", "\f"),
        ("mark", "\u00a0"),
    ],
)
def test_one_token(kind: str, text: str) -> None:
    assert kinds(text) == [(kind, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:b.", "a:b ."),
        ("_:b.", "_:b ."),
        ("1.?s", "1 . ?s"),
        ("1.5.?s", "1.5 . ?s"),
        ("?s<a>?o", "?s <a> ?o"),
        ("?a < ?b", "?a < ?b"),
        ("?a<=?b", "?a <= ?b"),
        ("<<(<a><b><c>)>>", "< < ( <a> <b> <c> ) > >"),
        ("true.FILTER(1)", "true . FILTER ( 1 )"),
        ("true-1", "true - 1"),
        ("'a'^^<b>", "'a' ^^ <b>"),
        ("?x?y", "?x ?y"),
        ("ASK{}#VALUES ?x {\n'b'", "ASK { } 'b'"),
        ("'a'#'\r'b'", "'a' 'b'"),
        ("a:b%4", "a:b % 4"),
    ],
)
def test_where_tokens_end(text: str, expected: str) -> None:
    assert [token.text for token in significant_tokens(text)] == expected.split()


def test_what_can_be_a_keyword() -> None:
    found = significant_tokens("Select ?select select:x <select> 'select' a_b")
    assert [token.keyword for token in found] == ["SELECT", "", "", "", "", "A_B"]


@given(st.text() | st.text("'\"\\<>{}#?$:._-@%^&|\n\r aé0"))
def test_tokens_joined_are_the_text(text: str) -> None:
    try:
        found = list(tokens(text))
    except QuerySyntaxError:
        assert "'" in text or '"' in text
    else:
        assert "".join(token.text for token in found) == text
        assert all(text.startswith(token.text, token.start) for token in found)


@pytest.mark.parametrize("text", ["'a", 'ASK {\n "a\n" }', '"""a""""'])
def test_a_string_that_does_not_end(text: str) -> None:
    with pytest.raises(QuerySyntaxError) as error:
        list(tokens(text))
    assert error.value.problem == "this string does not end"


def test_the_place_of_a_string_that_does_not_end() -> None:
    with pytest.raises(QuerySyntaxError) as error:
        list(tokens('ASK {\n ?s ?p "a\n}'))
    assert str(error.value) == "query:2:8: this string does not end"
    assert line_and_column("a\nbc", 3) == (2, 2)


@pytest.mark.parametrize(
    "unit", ["a.", "'", "''", "a:b.", "\\", "é", "<", "?", '"""', "_:", "1.", "%"]
)
def test_time_grows_with_the_text_not_with_its_square(unit: str) -> None:
    def seconds(count: int) -> float:
        start = perf_counter()
        try:
            for _ in tokens(unit * count):
                pass
        except QuerySyntaxError:
            pass
        return perf_counter() - start

    assert seconds(40_000) < 2  # a quadratic reading of it takes minutes


@pytest.mark.shared
def test_every_query_of_the_w3c_is_read_without_loss() -> None:
    if not W3C.exists():
        pytest.skip("needs ../shared")
    read = 0
    with tarfile.open(W3C) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith((".rq", ".ru")) else None
            if file:
                text = file.read().decode("utf-8", "replace")
                assert "".join(token.text for token in tokens(text)) == text
                read += 1
    assert read > 1000
