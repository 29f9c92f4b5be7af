"""A SPARQL endpoint as the store: what it must be able to do, and each way in which it can fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpgraph import queries
from cpgraph.errors import QuerySyntaxError, StoreError, StoreNotFoundError
from cpgraph.queries.examples import example_arguments
from cpgraph.rdf import Literal, NamedNode, Triple
from cpgraph.store import Store, open_store, store_ontology
from cpgraph.store.endpoint import JSON, Endpoint, EndpointError
from cpgraph.store.remote import RemoteStore
from cpgraph.terms import Iris
from cpgraph.verifying import verify
from endpoints import Fault, faulty, oxigraph
from shell import Shell

GRAPH = "https://example.org/graph"
SAID = Triple(
    NamedNode("https://example.org/x"), NamedNode("https://example.org/says"), Literal("a")
)
ROWS = json.dumps(
    {
        "head": {"vars": ["o"]},
        "results": {"bindings": [{"o": {"type": "literal", "value": "a"}}] * 50},
    }
).encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("server") / "db") as address:
        yield address


@pytest.fixture(scope="module")
def sample(server: str, sample_store: Store) -> Store:
    with open_store(server, "write") as store:
        names = sample_store.graph_names("")
        store.write({name: list(sample_store.graph(name))} for name in names)
    return open_store(server)


def test_nothing_is_there_until_something_is_written(tmp_path: Path) -> None:
    with oxigraph(tmp_path / "db") as address:
        with pytest.raises(StoreNotFoundError, match="no store is there"):
            open_store(address)
        base_iri = "https://kb.example.org/"
        with open_store(address, "write", base_iri=base_iri) as store:
            store_ontology(store)
            store.write([{GRAPH: [SAID]}])
        for place in (address, f"{address}/", f"{address}/query"):
            with open_store(place) as store:
                assert store.iris.base == base_iri
                assert list(store.graph(GRAPH)) == [SAID]
        with pytest.raises(StoreError, match="a store keeps the one it was made with"):
            open_store(address, "write", base_iri="https://other.example.org/")


def test_the_sample_is_whole(sample: Store) -> None:
    assert list(verify(sample)) == []


@pytest.mark.parametrize("name", queries.names())
def test_every_stored_query_gives_the_same_rows(
    sample: Store, sample_store: Store, name: str
) -> None:
    stored = queries.stored_query(name)
    arguments = example_arguments(stored)
    if stored.form != "SELECT":
        here, there = (
            set(map(str, queries.construct(store, stored, arguments)))
            for store in (sample_store, sample)
        )
        assert len(here) == len(there)
        return
    here_rows, there_rows = (
        list(queries.select(store, stored, arguments)) for store in (sample_store, sample)
    )
    assert there_rows == here_rows


def test_a_query_never_changes_anything(sample: Store, server: str) -> None:
    for update in ("DROP ALL", "CLEAR DEFAULT", "INSERT DATA { <a:a> <a:a> <a:a> }"):
        with pytest.raises(QuerySyntaxError):
            sample.select(update)
    endpoint = Endpoint(f"{server}/query", f"{server}/update")
    with pytest.raises(EndpointError):
        endpoint.asked("DROP ALL", JSON)
    assert sample.ask("ASK { GRAPH ?g { ?s ?p ?o } }")


def test_a_password_does_not_belong_in_an_address() -> None:
    with pytest.raises(StoreError, match="no place for a password") as error:
        open_store("http://user:secret@127.0.0.1:1/")
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (Fault(status=503), "is not available now (HTTP 503); ask again later"),
        (Fault(status=401), "refuses access (HTTP 401); check who may read and write there"),
        (Fault(status=404), "is not there (HTTP 404); check the address"),
        (Fault(status=500, body=b"out\x1b of memory"), "refused it: out of memory"),
        (
            Fault(headers={"Content-Type": "text/html"}, body=b"<p>Hello</p>"),
            f"answers with text/html, not {JSON}; is it SPARQL?",
        ),
        (
            Fault(headers={"Content-Type": JSON, "X-SPARQL-MaxRows": "10000"}, body=ROWS),
            "gave only a part (x-sparql-maxrows: 10000); raise its limits, or ask for less",
        ),
        (
            Fault(headers={"Content-Type": JSON, "X-SQL-State": "S1TAT"}, body=ROWS),
            "gave only a part (x-sql-state: S1TAT); raise its limits, or ask for less",
        ),
        (
            Fault(headers={"Content-Type": JSON}, body=ROWS[:-20]),
            "sent an answer that breaks off or is none; ask again",
        ),
        (
            Fault(headers={"Content-Type": JSON}, body=b'{"boolean": true}'),
            "sent no rows; is it SPARQL 1.1?",
        ),
    ],
)
def test_a_fault_is_an_error_and_never_rows(fault: Fault, problem: str) -> None:
    with faulty(fault) as address:
        store = RemoteStore(Endpoint(address), address, Iris())
        with pytest.raises(EndpointError) as error:
            list(store.select("SELECT ?o WHERE { ?s ?p ?o }"))
        assert error.value.problem == problem


@pytest.mark.parametrize("given", [len(ROWS) - 20, len(ROWS) // 2, 0])
def test_an_answer_that_is_shorter_than_it_says_is_an_error(given: int) -> None:
    fault = Fault(headers={"Content-Type": JSON}, body=ROWS[:given], length=len(ROWS))
    with faulty(fault) as address:
        store = RemoteStore(Endpoint(address, timeout_s=5), address, Iris())
        with pytest.raises(EndpointError):
            list(store.select("SELECT ?o WHERE { ?s ?p ?o }"))


def test_triples_that_are_cut_between_two_lines_are_an_error() -> None:
    lines = b"".join(b"<a:s> <a:p> <a:%d> .\n" % number for number in range(100))
    fault = Fault(
        headers={"Content-Type": "application/n-triples"}, body=lines[:1800], length=len(lines)
    )
    with faulty(fault) as address:
        store = RemoteStore(Endpoint(address, timeout_s=5), address, Iris())
        with pytest.raises(EndpointError):
            list(store.construct("CONSTRUCT WHERE { ?s ?p ?o }"))


def test_what_takes_too_long_is_given_up() -> None:
    with faulty(Fault(wait_s=3)) as address:
        store = RemoteStore(Endpoint(address, timeout_s=1), address, Iris())
        with pytest.raises(EndpointError, match="did not answer in time"):
            store.ask("ASK { }")


def test_nobody_is_there() -> None:
    with pytest.raises(EndpointError, match="cannot be reached"):
        open_store("http://127.0.0.1:1/")


def test_the_commands(shell: Shell, sample: Store) -> None:
    at = ("--store", sample.location)
    shell.write("paper.json", '{"title": "Remote", "authors": ["A. B."]}')
    assert shell(*at, "load", "paper.json").stdout == "paper.json: 1 added\n"
    assert shell(*at, "load", "paper.json").stdout == "paper.json: 1 unchanged\n"
    found = shell(*at, "query", "--text", "SELECT (COUNT(?p) AS ?n) { ?p a schema:ScholarlyArticle }",
                  "--format", "csv")  # fmt: skip
    assert found.stdout == "n\n39\n"
    assert shell(*at, "board", "--theme", "governance").returncode == 0
    assert shell.error(*at, "backup", "safe").endswith(
        "is an endpoint; only a store in a folder is copied so"
    )
    assert shell.error(*at, "serve", "--port", "0").endswith(
        "is an endpoint already; 'cpgraph serve' serves a store in a folder"
    )
