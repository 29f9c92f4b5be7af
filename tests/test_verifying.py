"""A store is verified; each kind of damage is found and named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from cpgraph.prepared import keeping
from cpgraph.prepared.places import folder_of
from cpgraph.rdf import NamedNode, Triple
from cpgraph.sample import load_sample
from cpgraph.store import Store, open_store
from cpgraph.verifying import Fault, verify
from shell import Shell

KEY = "arxiv:2599.00035"


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(":memory:", "write") as made:
        load_sample(made)
        yield made


def test_the_sample_is_well(store: Store) -> None:
    assert list(verify(store)) == []


def test_a_graph_that_was_changed(store: Store) -> None:
    graph = store.iris.graph(KEY)
    triples = list(store.graph(graph))
    node = NamedNode(store.iris.paper(KEY))
    added = Triple(node, NamedNode("http://www.w3.org/2000/01/rdf-schema#seeAlso"), node)
    store.write([{graph: [*triples, added]}])
    assert Fault(
        KEY, "its graph is not what was loaded; load it again, or restore a backup"
    ) in list(verify(store))


def test_a_paper_that_is_lost(store: Store) -> None:
    store.write([{store.iris.graph(KEY): []}])
    assert Fault(
        KEY, "is recorded as loaded, but not there; load it again, or restore a backup"
    ) in list(verify(store))


def test_a_paper_without_a_record(store: Store) -> None:
    store.write([{store.iris.provenance(KEY): []}])
    assert Fault(KEY, "nothing records where it came from; load it again") in list(verify(store))


def test_columns_that_are_wrong(tmp_path: Path) -> None:
    with open_store(tmp_path / "store", "write") as store:
        load_sample(store)
    with open_store(tmp_path / "store") as store:
        keeping.prepare(store)
        assert list(verify(store)) == []
        folder = folder_of(store)
        assert folder is not None
        path = folder / "claims.direction.npy"
        np.save(path, np.roll(np.load(path), 1))
        assert Fault(
            "evidence/board",
            "what is prepared differs; 'cpgraph prepare --rebuild' makes it anew",
        ) in list(verify(store))


def test_the_commands(loaded: Shell) -> None:
    assert loaded("verify").stdout == "verified: 1 paper, nothing is wrong\n"
    said = loaded("backup", "safe")
    assert said.stdout.startswith("backed up: 1 paper, ")
    assert said.stdout.endswith(" MB, to safe\n")
    loaded.write("other.json", '{"title": "Other", "authors": ["A. B."]}')
    loaded("load", "other.json")
    restored = loaded("restore-backup", "safe")
    assert restored.stdout == "restored: 1 paper, from safe\n"
    assert restored.stderr == (
        "what was there is a store in cpgraph-store/replaced-2; remove it when it is not needed\n"
    )
    assert loaded("--store", "cpgraph-store/replaced-2", "verify").stdout.startswith(
        "verified: 2 papers"
    )
    assert loaded.error("backup", "safe") == (
        "cpgraph: safe: is there already; name a folder that is not"
    )


def test_a_second_writer_waits_or_says_who_is_writing(loaded: Shell) -> None:
    folder = loaded.folder / "cpgraph-store"
    with open_store(folder, "write"):
        said = loaded.error("--wait", "0.3", "load", "paper.json")
    assert said.endswith("try again when it is done (cpgraph --wait 60 … waits for it)")
    assert loaded("--wait", "20", "load", "paper.json").stdout == "paper.json: 1 unchanged\n"
