"""What every store adapter must do alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from cpgraph.errors import QueryError, QuerySyntaxError
from cpgraph.rdf import Literal, NamedNode, Term, Triple, typed
from cpgraph.store import Replacement, Store, open_apart, open_store
from endpoints import oxigraph

A, B = "https://example.org/graph/a", "https://example.org/graph/b"
SAYS = NamedNode("https://example.org/says")


def statement(subject: str, text: str) -> Triple:
    return Triple(NamedNode(f"https://example.org/{subject}"), SAYS, Literal(text))


@pytest.fixture(params=["memory", "folder", "oxigraph"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    locations: dict[str, Callable[[], str]] = {
        "memory": lambda: ":memory:",
        "folder": lambda: str(tmp_path / "store"),
    }
    if request.param == "oxigraph":
        with oxigraph(tmp_path / "db") as address, open_store(address, "write") as opened:
            yield opened
        return
    with open_store(locations[request.param](), "write") as opened:
        yield opened


Filled = Callable[..., Store]


@pytest.fixture(params=["memory", "folder", "oxigraph", "memory, apart", "folder, apart"])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Filled]:
    """A store that was written to, for reading."""
    place, _, apart = request.param.partition(", ")
    location: str | Path = ":memory:" if place == "memory" else tmp_path / "store"
    with ExitStack() as stack:
        if place == "oxigraph":
            location = stack.enter_context(oxigraph(tmp_path / "db"))

        def fill(*replacements: Replacement) -> Store:
            store = stack.enter_context(open_store(location, "write"))
            store.write(replacements)
            if not apart:
                return store
            store.close()
            return stack.enter_context(open_apart(store if place == "memory" else location))

        yield fill


def test_a_graph_holds_what_was_written(filled: Filled) -> None:
    store = filled({A: [statement("x", "one"), statement("y", "two")]})
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


def test_queries_see_the_union_of_the_graphs(filled: Filled) -> None:
    store = filled(
        {A: [statement("x", "one")]}, {B: [statement("x", "one"), statement("x", "two")]}
    )
    found = store.select(f"SELECT DISTINCT ?text WHERE {{ ?s {SAYS} ?text }} ORDER BY ?text")
    assert found.variables == ("text",)
    assert list(found) == [(Literal("one"),), (Literal("two"),)]


def test_an_unbound_variable_is_none(filled: Filled) -> None:
    store = filled({A: [statement("x", "one")]})
    assert list(store.select("SELECT ?text ?none WHERE { ?s ?p ?text }")) == [
        (Literal("one"), None)
    ]


def test_ask_and_construct(filled: Filled) -> None:
    store = filled({A: [statement("x", "one")]})
    assert store.ask(f"ASK {{ ?s {SAYS} 'one' }}") is True
    assert store.ask(f"ASK {{ ?s {SAYS} 'two' }}") is False
    assert list(store.construct("CONSTRUCT WHERE { ?s ?p ?o }")) == [statement("x", "one")]


def test_names_of_graphs_by_prefix(filled: Filled) -> None:
    store = filled({A: [statement("x", "one")]}, {B: [statement("x", "one")]})
    assert sorted(store.graph_names("https://example.org/graph/")) == [A, B]
    assert list(store.graph_names("https://example.org/graph/b")) == [B]


def test_a_syntax_error_has_its_place(filled: Filled) -> None:
    store = filled()
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
def test_the_wrong_form_of_query(filled: Filled, verb: str, query: str, message: str) -> None:
    store = filled()
    with pytest.raises(QueryError, match="this is no") as error:
        getattr(store, verb)(query)
    assert str(error.value) == message


def test_terms_come_back_as_they_were_written(filled: Filled) -> None:
    terms: list[Term] = [
        Literal('tab\t, line\r\n, quote", backslash\\, NUL\x00, ESC\x1b, \u2028 \U0001f600'),
        Literal(""),
        Literal("1"),
        *(typed(*given) for given in (("-7", "integer"), ("1.5", "decimal"), ("NaN", "double"))),
        *(typed(*given) for given in (("true", "boolean"), ("x", "integer"), ("2026", "gYear"))),
        Literal("farbe", language="de-at"),
        NamedNode("https://example.org/ü?a=b&c#d"),
    ]
    subject = NamedNode("https://example.org/x")
    written = [Triple(subject, SAYS, term) for term in terms]
    store = filled({A: written})
    assert {row[0] for row in store.select("SELECT ?o WHERE { ?s ?p ?o }")} == set(terms)
    assert set(store.construct("CONSTRUCT WHERE { ?s ?p ?o }")) == set(written)
    assert set(store.graph(A)) == set(written)


def test_answers_without_variables_or_rows(filled: Filled) -> None:
    store = filled({A: [statement("x", "one")]})
    assert list(store.select("SELECT * WHERE { }")) == [()]
    assert list(store.select("SELECT ?o WHERE { ?s ?p ?o, 'two' }")) == []
    assert list(store.select("SELECT ?o WHERE { VALUES ?o { UNDEF 'a' UNDEF } }")) == [
        (None,),
        (Literal("a"),),
        (None,),
    ]
    assert list(store.construct("CONSTRUCT WHERE { ?s ?p 'two' }")) == []


def test_queries_while_an_answer_is_read(filled: Filled) -> None:
    store = filled({A: [statement("x", str(n)) for n in range(3)]})
    rows = iter(store.select("SELECT ?o WHERE { ?s ?p ?o } ORDER BY ?o"))
    assert next(rows) == (Literal("0"),)
    assert store.ask("ASK { ?s ?p '1' }")
    assert list(rows) == [(Literal("1"),), (Literal("2"),)]


def test_what_the_engine_cannot_answer(filled: Filled) -> None:
    store = filled({A: [statement("x", "one")]})
    with pytest.raises(QueryError) as error:
        list(store.select("SELECT (<https://example.org/f>(?o) AS ?x) WHERE { ?s ?p ?o }"))
    assert str(error.value) == (
        "the engine cannot answer this query (The custom function <https://example.org/f> is not "
        "supported); change it"
    )


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * WHERE { FILTR(?x) }", "1:18: this does not fit the SPARQL grammar here: `FILTR`"),
        ("SELECT * {\n ?s ?p 'é', é ?o }", "2:13: this does not fit the SPARQL grammar here: `é`"),
        ("SELEC * {}", "1:1: this does not fit the SPARQL grammar here: `SELEC`"),
        ("ASK { OPTIONL { ?s ?p ?o } }", "1:7: this does not fit the SPARQL grammar here: `OPTIONL`"),
        ("ASK { FILTER NOT EXIST {} }", "1:18: this does not fit the SPARQL grammar here: `EXIST`"),
        ("ASK {} # {{\n )", "2:2: this does not fit the SPARQL grammar here: `)`"),
        ("ASK {\r\n ?s ?p '}' , }", "2:14: this does not fit the SPARQL grammar here: `}`"),
        ("ASK { ?s ?p \x1b }", "1:13: this does not fit the SPARQL grammar here: `�`"),
        ("ASK { ?s ?p ?o ", "1:15: the query ends too early; complete it, or close what is open"),
        ("", "1:1: the query ends too early; complete it, or close what is open"),
        ("ASK { ?s ?p '1'^^no:int }", "1:13: unknown prefix; declare it with PREFIX"),
        ("ASK { ?s ?p <a b> }", "1:16: an IRI is wrong or relative; write it in full"),
        (
            "SELECT (?x AS ?y) (1 AS ?y) {}",
            "1:31: a variable is selected twice; rename one of them",
        ),
        (
            "SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }",
            "1:41: a variable of SELECT is neither in GROUP BY nor inside of an aggregate; put it "
            "into one of them",
        ),
    ],
)  # fmt: skip
def test_faults_show_the_wrong_word_in_its_place(filled: Filled, query: str, message: str) -> None:
    store = filled()
    verb = store.ask if query.startswith("ASK") else store.select
    with pytest.raises(QuerySyntaxError) as error:
        verb(query)
    assert str(error.value) == f"query:{message}"


def test_no_text_of_a_literal_breaks_out_of_an_update(store: Store) -> None:
    hostile = '"""} }; DROP ALL; INSERT DATA { <a:a> <a:a> "\\\n\r\t\x00\U0001f600'
    for _ in range(2):  # the second time as a replacement
        store.write([{A: [statement("x", hostile)]}])
    assert list(store.graph(A)) == [statement("x", hostile)]
