"""Queries in processes of their own: what ends one of them ends nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import psutil
import pytest

from cpgraph.errors import (
    ParameterError,
    QueryCrashedError,
    QueryError,
    QueryMemoryError,
    QuerySyntaxError,
    QueryTimeoutError,
    StoreError,
)
from cpgraph.rdf import Literal, NamedNode, Triple
from cpgraph.store import Dataset, Store, open_apart, open_store, over
from cpgraph.store.embedded import EmbeddedStore
from shell import from_a_small_process

GRAPH = "https://example.org/graph/a"
SAYS = NamedNode("https://example.org/says")
CROSS = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
MB = 1 << 20


def statement(number: int) -> Triple:
    return Triple(NamedNode(f"https://example.org/{number}"), SAYS, Literal(f"text {number}"))


def write(path: Path, count: int) -> None:
    with open_store(path, "write") as store:
        store.write([{GRAPH: [statement(number) for number in range(count)]}])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("apart") / "store"
    write(path, 3000)
    return path


@pytest.fixture
def apart(folder: Path) -> Iterator[Store]:
    with open_apart(folder, timeout_s=1.0, memory_bytes=300 * MB) as store:
        yield store


def is_answering(store: Store) -> bool:
    return len(list(store.select("SELECT ?s WHERE { ?s ?p ?o } LIMIT 7"))) == 7


def processes(parent: int) -> list[psutil.Process]:
    """The processes below one that are at work."""
    children = psutil.Process(parent).children()
    return [child for child in children if child.status() != psutil.STATUS_ZOMBIE]


def workers() -> list[psutil.Process]:
    return [one for one in processes(os.getpid()) if "apart_child" in " ".join(one.cmdline())]


def test_one_process_serves_many_queries(apart: Store) -> None:
    assert all(is_answering(apart) for _ in range(20))
    assert apart.ask("ASK { ?s ?p ?o }")
    assert len(list(apart.construct("CONSTRUCT WHERE { ?s ?p ?o }"))) == 3000
    assert len(workers()) == 1


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        (f"SELECT (COUNT(*) AS ?n) {CROSS}", QueryTimeoutError),
        (f"SELECT * {{ {CROSS} FILTER(?c = CONCAT(?f, ?i)) }}", QueryTimeoutError),
        ("SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f }", QueryError),
        ("SELECT * WHERE " + "{" * 200_000, QueryCrashedError),
        ("SELECT * WHERE { FILTER(" + "(" * 200_000, QueryCrashedError),
        ("SELECT * WHERE { FILTR(?x) }", QuerySyntaxError),
        ("ASK { ?s ?p ?o }", QueryError),
    ],
)
def test_the_next_query_answers(apart: Store, query: str, kind: type[QueryError]) -> None:
    with pytest.raises(kind):
        list(apart.select(query))
    assert is_answering(apart)


def test_texts_name_the_limits(apart: Store) -> None:
    with pytest.raises(QueryTimeoutError, match="longer than 1 s") as timeout:
        list(apart.select(f"SELECT (COUNT(*) AS ?n) {CROSS}"))
    assert timeout.value.timeout_s == 1.0


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
        "SELECT ?c ?f (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?c ?f",
    ],
)
def test_memory_that_runs_out(folder: Path, query: str) -> None:
    with open_apart(folder, timeout_s=300, memory_bytes=200 * MB) as store:
        with pytest.raises(QueryMemoryError, match=r"more than 0\.195 GiB") as error:
            list(store.select(query))
        assert error.value.memory_bytes == 200 * MB
        assert is_answering(store)


def test_time_runs_out_while_rows_are_read(apart: Store) -> None:
    rows = apart.select(f"SELECT * {{ {CROSS} }}")
    with pytest.raises(QueryTimeoutError):
        for _ in rows:
            pass
    assert is_answering(apart)


def test_the_readers_own_time_does_not_count(apart: Store) -> None:
    rows = iter(apart.select("SELECT ?s WHERE { ?s ?p ?o }"))
    next(rows)
    time.sleep(1.2)
    assert sum(1 for _ in rows) == 2999


def test_who_stops_early_leaves_nothing_behind(apart: Store) -> None:
    rows = iter(apart.select(f"SELECT * {CROSS}"))
    assert len(list(islice(rows, 5))) == 5
    assert len(workers()) == 1
    del rows
    assert len(workers()) == 0
    apart.construct(f"CONSTRUCT {{ ?a ?b ?i }} WHERE {CROSS}")  # never looked at
    assert len(workers()) == 0
    assert is_answering(apart)


def test_closing_ends_answers_that_are_being_read(folder: Path) -> None:
    store = open_apart(folder)
    rows = iter(store.select(f"SELECT * {CROSS}"))
    next(rows)
    assert is_answering(store)
    assert len(workers()) == 2
    store.close()
    assert len(workers()) == 0
    with pytest.raises(QueryCrashedError, match="the store was closed"):
        list(rows)
    with pytest.raises(StoreError) as error:
        is_answering(store)
    assert str(error.value) == f"{folder}: is closed; open it again"
    assert workers() == []
    store.close()


def test_a_snapshot_that_cannot_be_opened(tmp_path: Path) -> None:
    write(tmp_path / "store", 10)
    (snapshot,) = (path for path in (tmp_path / "store/snapshots").iterdir() if path.is_dir())
    with open_apart(tmp_path / "store") as store:
        (snapshot / "CURRENT").unlink()
        with pytest.raises(StoreError, match="its snapshot cannot be opened"):
            is_answering(store)
    assert workers() == []


def test_a_process_that_was_killed_from_outside(apart: Store) -> None:
    assert is_answering(apart)
    rows = iter(apart.select(f"SELECT * {CROSS}"))
    next(rows)
    for worker in workers():
        worker.kill()
    with pytest.raises(QueryCrashedError, match="SIGKILL"):
        list(rows)
    assert is_answering(apart)


def test_a_new_process_sees_the_same_snapshot(tmp_path: Path) -> None:
    path = tmp_path / "store"
    write(path, 10)
    with open_apart(path, timeout_s=0.5) as store:
        assert is_answering(store)
        write(path, 3000)
        write(path, 2000)
        assert len(list(store.select("SELECT ?s WHERE { ?s ?p ?o }"))) == 10
        with pytest.raises(QueryError):
            list(store.select("SELECT * WHERE " + "{" * 200_000))
        assert len(list(store.select("SELECT ?s WHERE { ?s ?p ?o }"))) == 10
        assert len(list(store.graph(GRAPH))) == 10
    with open_apart(path) as store:
        assert len(list(store.select("SELECT ?s WHERE { ?s ?p ?o }"))) == 2000


def test_a_store_in_memory_is_seen_as_it_was() -> None:
    with open_store(":memory:", "write") as store:
        store.write([{GRAPH: [statement(number) for number in range(7)]}])
        with open_apart(store) as apart:
            store.write([{GRAPH: []}])
            assert is_answering(apart)


def test_what_cannot_be_asked_apart(tmp_path: Path, apart: Store) -> None:
    with open_store(tmp_path / "store", "write") as writer:
        with pytest.raises(StoreError, match="is open for writing; open it for reading"):
            open_apart(writer)
        with pytest.raises(StoreError, match="is an endpoint already"):
            open_apart(apart)
    with pytest.raises(StoreError, match="is open for queries only; open it for writing"):
        apart.write([{GRAPH: []}])


def test_a_row_that_is_too_long_to_hand_over() -> None:
    with open_store(":memory:", "write") as store:
        store.write([{GRAPH: [Triple(SAYS, SAYS, Literal("x" * MB))]}])
        with open_apart(store) as apart:
            with pytest.raises(QueryError, match="a row is longer than 4 MB, of which SUBSTR"):
                list(apart.select("SELECT (CONCAT(?o, ?o, ?o, ?o, ?o, ?o) AS ?x) { ?s ?p ?o }"))
            ((whole,),) = apart.select("SELECT (CONCAT(?o, ?o) AS ?x) { ?s ?p ?o }")
            assert whole == Literal("x" * (2 * MB))


PARENT = """
import sys
from cpgraph.store import open_apart
store = open_apart(sys.argv[1])
rows = iter(store.select("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"))
"""


def test_processes_end_with_their_parent(folder: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(folder)])
    children: list[psutil.Process] = []
    while not children:
        time.sleep(0.05)
        children = processes(parent.pid)
    time.sleep(0.3)  # at work on the query
    parent.kill()
    parent.wait()
    assert psutil.wait_procs(children, timeout=10)[1] == []


READER = """
import resource, sys
from cpgraph.store import open_apart
with open_apart(sys.argv[1]) as store:
    def peak(limit):
        rows = store.select("SELECT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f } LIMIT %d" % limit)
        assert sum(1 for _ in rows) == limit
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    few = peak(2_000)
    own = peak(200_000) - few
children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(own, children)
"""


def test_many_rows_take_bounded_memory(folder: Path) -> None:
    said, _ = from_a_small_process(READER, str(folder), folder=folder)
    unit = 1 if sys.platform == "darwin" else 1024
    grown, children = (int(word) * unit for word in said.split())
    assert grown < 16 * MB  # the rows are 30 MB of text
    assert children < 150 * MB


@pytest.mark.parametrize("limit", [0, -1, float("nan")])
def test_a_limit_is_above_nothing(limit: float) -> None:
    with pytest.raises(ParameterError, match=r"timeout_s: .* give a number above 0"):
        open_apart(":memory:", timeout_s=limit)
    with pytest.raises(ParameterError, match=r"memory_bytes: .* give a number above 0"):
        open_apart(":memory:", memory_bytes=limit)  # type: ignore[arg-type]


def test_a_limit_that_is_never_reached() -> None:
    with open_apart(":memory:", timeout_s=float("inf"), memory_bytes=10**30) as store:
        assert not store.ask("ASK { ?s ?p ?o }")


def test_a_dataset_instead_of_the_union() -> None:
    store = EmbeddedStore.in_memory()
    one, two = (NamedNode(f"http://example.org/{name}") for name in ("one", "two"))
    store.write([{one.value: [Triple(one, one, one)], two.value: [Triple(two, two, two)]}])
    with open_apart(store) as apart:
        rows = "SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s"
        graphs = "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"

        def found(query: str, dataset: Dataset) -> list[object]:
            return [row[0] for row in over(apart, dataset).select(query)]

        assert found(rows, Dataset((one.value,), ())) == [one]
        assert found(rows, Dataset((one.value, two.value), ())) == [one, two]
        assert found(rows, Dataset((), (one.value,))) == []
        assert found(graphs, Dataset((), (two.value,))) == [two]
        assert found("SELECT ?s FROM <http://example.org/one> { ?s ?p ?o }", Dataset()) == [one]
        assert len(list(apart.select(rows))) == 2  # the store itself is as it was
    with pytest.raises(StoreError, match="open_apart"):
        over(store, Dataset())
