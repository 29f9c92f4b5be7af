"""Readers move to a new snapshot once it is prepared, and see the one before until then."""

from __future__ import annotations

import shutil
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from cpgraph.errors import StoreError
from cpgraph.sample import load_sample
from cpgraph.store import open_store, paper_keys, published
from cpgraph.web import snapshots
from cpgraph.web.snapshots import Snapshot, Snapshots


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with open_store(tmp_path / "store", "write") as store:
        load_sample(store)
    return tmp_path / "store"


def take_out(folder: Path, key: str) -> None:
    with open_store(folder, "write") as store:
        store.write([{store.iris.graph(key): []}])


def seen(found: Snapshots) -> int:
    with found.reading() as snapshot:
        return len(paper_keys(snapshot.store))


def test_a_snapshot_that_is_soon_prepared_is_seen_at_once(folder: Path) -> None:
    found = Snapshots(str(folder))
    assert seen(found) == 38
    take_out(folder, "arxiv:2599.00035")
    assert seen(found) == 37
    found.close()


def test_the_one_before_is_seen_while_another_is_prepared(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "PATIENCE_S", 0.05)
    go_on, befores = threading.Event(), []
    first = published(folder)

    def prepare(_new: Snapshot, before: Snapshot | None) -> None:
        befores.append(before and before.state)
        if before:
            assert go_on.wait(20)

    done = threading.Event()
    found = Snapshots(
        str(folder), prepare, lambda new: done.set() if str(new.state).startswith("2-") else None
    )
    take_out(folder, "arxiv:2599.00035")
    assert [seen(found), seen(found)] == [38, 38]
    go_on.set()
    assert done.wait(20)
    assert seen(found) == 37
    assert befores == [None, first]
    found.close()


def test_who_reads_keeps_the_snapshot(folder: Path) -> None:
    found = Snapshots(str(folder))
    with found.reading() as before:
        take_out(folder, "arxiv:2599.00035")
        assert seen(found) == 37
        assert len(paper_keys(before.store)) == 38
    with pytest.raises(StoreError, match="is closed"):
        before.store.ask("ASK {}")
    found.close()


def test_a_snapshot_that_cannot_be_opened_is_an_error_for_who_finds_it(folder: Path) -> None:
    found = Snapshots(str(folder))
    (folder / "current").write_text("7", encoding="utf-8")
    with pytest.raises(StoreError, match="its snapshot cannot be opened"):
        seen(found)
    (folder / "current").write_text("1", encoding="utf-8")
    assert seen(found) == 38
    found.close()


def test_a_store_that_is_removed_and_made_anew_is_seen(folder: Path) -> None:
    """Its first snapshot has the number of the one before."""
    found = Snapshots(str(folder))
    assert seen(found) == 38
    shutil.rmtree(folder)
    with open_store(folder, "write") as store:
        store.write([{store.iris.graph("arxiv:1"): []}])
    assert seen(found) == 0
    found.close()


def test_closing_does_not_wait_until_all_is_prepared(folder: Path) -> None:
    begun, asked = threading.Event(), []

    def prepare(new: Snapshot, _before: Snapshot | None) -> None:
        begun.set()
        with suppress(StoreError):
            for number in range(1_000_000):
                new.store.ask("ASK {}")
                asked.append(number)

    found = Snapshots(str(folder), prepare)
    assert begun.wait(20)
    found.close()
    assert len(asked) < 1_000_000
