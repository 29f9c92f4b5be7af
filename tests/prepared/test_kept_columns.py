"""Columns belong to one state of a store, and are made anew where they are lost or damaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from cpgraph.prepared import keeping
from cpgraph.prepared.places import folder_of
from cpgraph.sample import load_sample
from cpgraph.store import open_store
from shell import Shell


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with open_store(tmp_path / "store", "write") as store:
        load_sample(store)
    return tmp_path / "store"


def kept_folder(folder: Path) -> Path:
    with open_store(folder) as store:
        keeping.prepare(store)
        found = folder_of(store)
    assert found is not None
    return found


def test_a_store_in_memory_keeps_nothing() -> None:
    with open_store(":memory:", "write") as store:
        load_sample(store)
        assert len(keeping.prepare(store).papers.key) == 38
        assert keeping.kept(store) is None


def test_a_later_state_has_none_until_it_is_prepared(folder: Path) -> None:
    earlier = kept_folder(folder)
    with open_store(folder, "write") as store:
        store.write([{store.iris.graph("arxiv:2599.00035"): []}])
    with open_store(folder) as store:
        assert keeping.kept(store) is None
    assert kept_folder(folder) != earlier
    assert not earlier.exists()


@pytest.mark.parametrize("name", ["concepts.json", "claims.category.npy", "papers.key.npy"])
@pytest.mark.parametrize("damage", [b"", b"\x93NUMPY nonsense", None])
def test_what_is_damaged_is_made_anew(folder: Path, name: str, damage: bytes | None) -> None:
    path = kept_folder(folder) / name
    whole = path.read_bytes()
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    with open_store(folder) as store:
        assert keeping.kept(store) is None
    assert (kept_folder(folder) / name).read_bytes() == whole


def test_a_folder_that_cannot_be_written_is_no_failure(folder: Path) -> None:
    (folder / "prepared").write_text("a file stands in the way", encoding="utf-8")
    with open_store(folder) as store:
        assert len(keeping.prepare(store).claims.paper) == 130
        assert keeping.kept(store) is None


def test_an_empty_store(tmp_path: Path) -> None:
    with open_store(tmp_path / "store", "write") as store:
        store.write([{store.iris.graph("arxiv:1"): []}])
    with open_store(tmp_path / "store") as store:
        keeping.prepare(store)
        found = keeping.kept(store)
    assert found is not None
    assert len(found.papers.key) == 0


def test_the_command(loaded: Shell) -> None:
    before = loaded("board").stdout
    assert loaded("prepare").stdout == "prepared: 1 paper, 2 claims\n"
    assert loaded("board").stdout == before
    assert loaded("prepare", "--rebuild").stdout == "prepared: 1 paper, 2 claims\n"


def test_the_command_says_where_nothing_can_be_kept(loaded: Shell) -> None:
    (loaded.folder / "cpgraph-store" / "prepared").write_text("in the way", encoding="utf-8")
    found = loaded("prepare")
    assert found.returncode == 1
    assert "were read, but cannot be kept in " in found.stderr
