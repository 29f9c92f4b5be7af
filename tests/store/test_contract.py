"""What every store adapter must do alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cpgraph.errors import QueryError, QuerySyntaxError
from cpgraph.rdf import Literal, NamedNode, Triple
from cpgraph.store import Store, open_store

A, B = "https://example.org/graph/a", "https://example.org/graph/b"
SAYS = NamedNode("https://example.org/says")


def statement(subject: str, text: str) -> Triple:
    return Triple(NamedNode(f"https://example.org/{subject}"), SAYS, Literal(text))


@pytest.fixture(params=["memory", "folder"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    locations: dict[str, Callable[[], str]] = {
        "memory": lambda: ":memory:",
        "folder": lambda: str(tmp_path / "store"),
    }
    with open_store(locations[request.param](), "write") as opened:
        yield opened


def test_a_graph_holds_what_was_written(store: Store) -> None:
    store.write([{A: [statement("x", "one"), statement("y", "two")]}])
    assert set(store.graph(A)) == {statement("x", "one"), statement("y", "two")}
    assert list(store.graph(B)) == []


def test_a_replacement_replaces_the_whole_graph(store: Store) -> None:
    store.write([{A: [statement("x", "one")], B: [statement("z", "three")]}])
    store.write([{A: [statement("x", "new")]}])
    assert list(store.graph(A)) == [statement("x", "new")]
    assert list(store.graph(B)) == [statement("z", "three")]


def test_an_empty_replacement_drops_the_graph(store: Store) -> None:
    store.write([{A: [statement("x", "one")]}])
    store.write([{A: []}])
    assert list(store.graph_names("https://example.org/")) == []


def test_several_replacements_of_one_graph_in_one_write_keep_their_order(store: Store) -> None:
    store.write({A: [statement("x", text)]} for text in ("one", "two", "three"))
    assert list(store.graph(A)) == [statement("x", "three")]


def test_queries_see_the_union_of_the_graphs(store: Store) -> None:
    store.write([{A: [statement("x", "one")]}, {B: [statement("x", "one"), statement("x", "two")]}])
    found = store.select(f"SELECT DISTINCT ?text WHERE {{ ?s {SAYS} ?text }} ORDER BY ?text")
    assert found.variables == ("text",)
    assert list(found) == [(Literal("one"),), (Literal("two"),)]


def test_an_unbound_variable_is_none(store: Store) -> None:
    store.write([{A: [statement("x", "one")]}])
    assert list(store.select("SELECT ?text ?none WHERE { ?s ?p ?text }")) == [
        (Literal("one"), None)
    ]


def test_ask_and_construct(store: Store) -> None:
    store.write([{A: [statement("x", "one")]}])
    assert store.ask(f"ASK {{ ?s {SAYS} 'one' }}") is True
    assert store.ask(f"ASK {{ ?s {SAYS} 'two' }}") is False
    assert list(store.construct("CONSTRUCT WHERE { ?s ?p ?o }")) == [statement("x", "one")]


def test_names_of_graphs_by_prefix(store: Store) -> None:
    store.write([{A: [statement("x", "one")]}, {B: [statement("x", "one")]}])
    assert sorted(store.graph_names("https://example.org/graph/")) == [A, B]
    assert list(store.graph_names("https://example.org/graph/b")) == [B]


def test_a_syntax_error_has_its_place(store: Store) -> None:
    with pytest.raises(QuerySyntaxError) as error:
        store.select("SELECT ?s WHERE {\n ?s cpgx:says ?o }")
    assert (error.value.line, error.value.column) == (2, 5)
    assert str(error.value) == "query:2:5: unknown prefix cpgx:; declare it with PREFIX"


@pytest.mark.parametrize(
    ("verb", "query", "message"),
    [
        ("select", "ASK { ?s ?p ?o }", "this is no SELECT; ask for rows with SELECT … WHERE { … }"),
        ("ask", "SELECT * WHERE { ?s ?p ?o }", "this is no ASK; ask for yes or no with ASK { … }"),
        (
            "construct",
            "ASK { ?s ?p ?o }",
            "this is no CONSTRUCT; ask for a graph with CONSTRUCT { … } WHERE { … }",
        ),
    ],
)
def test_the_wrong_form_of_query(store: Store, verb: str, query: str, message: str) -> None:
    with pytest.raises(QueryError, match="this is no") as error:
        getattr(store, verb)(query)
    assert str(error.value) == message


def test_no_text_of_a_literal_breaks_out_of_an_update(store: Store) -> None:
    hostile = '"""} }; DROP ALL; INSERT DATA { <a:a> <a:a> "\\\n\r\t\x00\U0001f600'
    for _ in range(2):  # the second time as a replacement
        store.write([{A: [statement("x", hostile)]}])
    assert list(store.graph(A)) == [statement("x", hostile)]
