"""The embedded store's folder: writers, readers, snapshots, and folders that are something else."""

from __future__ import annotations

import json
import multiprocessing
import shutil
import subprocess
import sys
from pathlib import Path
from typing import cast

import pyoxigraph
import pytest

from cpgraph.errors import StoreError, StoreLockedError, StoreNotFoundError
from cpgraph.rdf import Literal, NamedNode, Quad, Triple
from cpgraph.store import folder, open_store

GRAPH = "https://example.org/graph/a"


def triple(text: str) -> Triple:
    return Triple(
        NamedNode("https://example.org/x"), NamedNode("https://example.org/says"), Literal(text)
    )


def texts(path: Path) -> list[str]:
    with open_store(path) as store:
        return [
            str(row[0].value)
            for row in store.select("SELECT ?o WHERE { ?s ?p ?o } ORDER BY ?o")
            if isinstance(row[0], Literal)
        ]


def write(path: Path, text: str) -> None:
    with open_store(path, "write") as store:
        store.write([{GRAPH: [triple(text)]}])


def test_what_was_written_is_there_after_reopening(tmp_path: Path) -> None:
    write(tmp_path / "store", "one")
    assert texts(tmp_path / "store") == ["one"]


def test_a_reader_sees_the_snapshot_it_opened_while_a_writer_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "store"
    write(path, "one")
    with open_store(path) as reader:
        write(path, "two")
        write(path, "three")
        assert list(reader.graph(GRAPH)) == [triple("one")]
    assert texts(path) == ["three"]


def test_snapshots_that_nobody_reads_are_removed(tmp_path: Path) -> None:
    path = tmp_path / "store"
    for text in ("one", "two", "three"):
        write(path, text)
    assert len([p for p in (path / "snapshots").iterdir() if p.is_dir()]) == 1


def test_opening_to_write_without_writing_makes_no_snapshot(tmp_path: Path) -> None:
    path = tmp_path / "store"
    write(path, "one")
    before = (path / "current").read_text()
    open_store(path, "write").close()
    assert (path / "current").read_text() == before


def test_a_new_store_without_papers_can_be_read(tmp_path: Path) -> None:
    open_store(tmp_path / "store", "write").close()
    assert texts(tmp_path / "store") == []


def test_a_second_writer_is_refused_and_told_who_writes(tmp_path: Path) -> None:
    path = tmp_path / "store"
    code = (
        "import sys\nfrom cpgraph.store import open_store\n"
        "try:\n    open_store(sys.argv[1], 'write')\n"
        "except Exception as error:\n    print(type(error).__name__, error)"
    )
    with open_store(path, "write"):
        said = subprocess.run(
            [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
        ).stdout
    process = multiprocessing.current_process().pid
    assert said == (
        f"StoreLockedError {path}: process {process} is writing to it; try again when it is done\n"
    )
    assert issubclass(StoreLockedError, StoreError)


def test_no_store_here(tmp_path: Path) -> None:
    with pytest.raises(StoreNotFoundError) as error:
        open_store(tmp_path / "none")
    assert str(error.value) == (
        f"{tmp_path}/none: there is no store here; "
        "'cpgraph load SOURCE' makes one, 'cpgraph demo' shows one"
    )


@pytest.mark.parametrize("mode", ["read", "write"])
def test_a_file_is_no_store(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "file"
    path.write_text("x")
    with pytest.raises(StoreError) as error:
        open_store(path, "write" if mode == "write" else "read")
    assert str(error.value) == f"{path}: is a file, not a store; choose another --store"


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(StoreError) as error:
        open_store(tmp_path, "write")
    assert str(error.value) == f"{tmp_path}: is a folder of something else; choose another --store"
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_a_store_of_a_newer_cpgraph_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store"
    write(path, "one")
    marker = path / "cpgraph-store.json"
    marker.write_text(json.dumps({"format": 99, "base_iri": "https://example.org/"}))
    with pytest.raises(StoreError) as error:
        open_store(path)
    assert str(error.value) == f"{path}: was written by a newer cpgraph; update cpgraph to open it"


def test_a_store_keeps_its_base_iri(tmp_path: Path) -> None:
    path = tmp_path / "store"
    open_store(path, "write", base_iri="https://kb.example.org/").close()
    with open_store(path) as store:
        assert store.iris.paper("arxiv:1") == "https://kb.example.org/paper/arxiv:1"
    with pytest.raises(StoreError) as error:
        open_store(path, "write", base_iri="https://other.example.org/")
    assert str(error.value) == (
        f"{path}: its base IRI is https://kb.example.org/; a store keeps the one it was made with"
    )


def test_a_writer_that_was_killed_leaves_whole_graphs_and_a_usable_store(tmp_path: Path) -> None:
    path = tmp_path / "store"
    write(path, "one")
    code = (
        "import os, signal, sys\n"
        "from cpgraph.store import open_store\n"
        "from cpgraph.rdf import Literal, NamedNode, Quad, Triple\n"
        "x, says = NamedNode('https://example.org/x'), NamedNode('https://example.org/says')\n"
        "t = Triple(x, says, Literal('two'))\n"
        f"open_store(sys.argv[1], 'write').write([{{'{GRAPH}': [t]}}])\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert texts(path) == ["one"]
    open_store(path, "write").close()  # publishes what the killed one had written
    assert texts(path) == ["two"]
    with open_store(path, "write") as store:
        assert list(store.graph(GRAPH)) == [triple("two")]
        store.write([{GRAPH: [triple("three")]}])
    assert texts(path) == ["three"]


def test_a_full_disk_is_an_error_in_words_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store"
    write(path, "one")
    code = (
        "import resource, signal, sys\n"
        "from cpgraph.errors import StoreError\n"
        "from cpgraph.store import open_store\n"
        "from cpgraph.rdf import Literal, NamedNode, Quad, Triple\n"
        "store = open_store(sys.argv[1], 'write')\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "big = Literal('x' * 1_000_000)\n"
        "t = Triple(NamedNode('https://example.org/x'), NamedNode('https://example.org/says'), big)\n"
        "try:\n"
        f"    store.write([{{'{GRAPH}': [t]}}])\n"
        "except StoreError as error:\n"
        "    print(error)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
    )
    assert ran.stdout.startswith(f"{path}: could not be written (")
    assert ran.stdout.endswith("); nothing of this step was kept\n")
    assert texts(path) == ["one"]


@pytest.mark.parametrize("base", ["no scheme", "https://example.org/a>b/", "https://example.org"])
def test_what_is_no_base_iri(tmp_path: Path, base: str) -> None:
    path = tmp_path / "store"
    with pytest.raises(StoreError) as error:
        open_store(path, "write", base_iri=base)
    assert str(error.value) == (
        f"{path}: {base!r} is no base IRI; give one such as https://kb.example.org/"
    )
    assert not path.exists()


def test_a_lost_snapshot_is_said_and_renewed_by_the_next_writer(tmp_path: Path) -> None:
    path = tmp_path / "store"
    write(path, "one")
    shutil.rmtree(path / "snapshots")
    with pytest.raises(StoreError) as error:
        open_store(path)
    assert str(error.value).startswith(f"{path}: its snapshot cannot be opened (")
    assert str(error.value).endswith("); any 'cpgraph load' renews it")
    open_store(path, "write").close()
    assert texts(path) == ["one"]


@pytest.mark.parametrize("text", ["{broken", "[]", "{}", '{"format": "x"}'])
def test_a_damaged_marker_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "store"
    write(path, "one")
    (path / "cpgraph-store.json").write_text(text)
    with pytest.raises(StoreError) as error:
        open_store(path)
    assert str(error.value).startswith(f"{path}: cpgraph-store.json is damaged (")


def test_a_lost_database_is_not_replaced_by_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "store"
    write(path, "one")
    shutil.rmtree(path / "live")
    with pytest.raises(StoreError) as error:
        open_store(path, "write")
    assert str(error.value) == (
        f"{path}: its database is gone; copy {path}/snapshots/1 to {path}/live to restore it"
    )
    shutil.copytree(path / "snapshots" / "1", path / "live")
    write(path, "two")
    assert texts(path) == ["two"]


@pytest.mark.parametrize("content", [b"\xff", b"../../pwn", b"", b"0"])
def test_a_damaged_pointer_is_said_and_touches_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "inner" / "store"
    write(path, "one")
    (path / "current").write_bytes(content)
    with pytest.raises(StoreError, match="'current'"):
        open_store(path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["inner"]


def test_a_damaged_snapshot_is_said(tmp_path: Path) -> None:
    path = tmp_path / "store"
    write(path, "one")
    (path / "snapshots" / "1" / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreError, match="its snapshot cannot be opened"):
        open_store(path)


def test_the_beginnings_of_a_store_are_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "store"
    path.mkdir()
    (path / "cpgraph-store.json.draft").write_text("")
    (path / "writer.lock").write_text("")
    write(path, "one")
    assert texts(path) == ["one"]


class Recorder:
    """A database that counts how often it is put in order, which cannot be seen from outside."""

    def __init__(self, database: pyoxigraph.Store) -> None:
        self.optimized = 0
        self.backup = database.backup
        self._database = database

    def optimize(self) -> None:
        self.optimized += 1
        self._database.optimize()


@pytest.mark.parametrize(("smallest", "optimized"), [(0, 1), (1 << 40, 0)])
def test_a_database_that_grew_much_is_compacted_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, smallest: int, optimized: int
) -> None:
    monkeypatch.setattr(folder, "_SMALL_BYTES", smallest)
    says = NamedNode("https://example.org/says")
    with open_store(tmp_path, "write"):
        pass
    place = folder.Folder(tmp_path, (tmp_path / "lock").open("a", encoding="utf-8"))
    database = pyoxigraph.Store(str(tmp_path / "live"))
    recorder = Recorder(database)
    database.bulk_extend(Quad(says, says, Literal(str(number))) for number in range(30_000))
    place.publish(cast("pyoxigraph.Store", recorder))
    assert recorder.optimized == optimized
    place.release()


def test_a_disk_that_fails_a_query_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing:
        def query(self, *_: object, **__: object) -> None:
            raise OSError("input/output error")

    store = open_store(":memory:")
    monkeypatch.setattr(store, "_opened", Failing())
    with pytest.raises(StoreError) as error:
        store.ask("ASK {}")
    assert str(error.value) == (
        ":memory:: could not be read (input/output error); check the disk, then ask again"
    )


def test_a_store_that_is_closed_says_so(tmp_path: Path) -> None:
    with open_store(tmp_path / "store", "write") as store:
        pass
    with pytest.raises(StoreError, match="store: is closed; open it again"):
        store.ask("ASK {}")
