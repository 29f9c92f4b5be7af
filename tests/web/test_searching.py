"""The search of a served store follows it, also where it is made anew or the index cannot be written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpgraph.sample import load_sample
from cpgraph.search import SearchIndex
from cpgraph.store import open_store
from cpgraph.web.searching import Searching
from cpgraph.web.snapshots import Snapshots


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made(tmp_path / "store")
    return tmp_path / "store"


def made(folder: Path) -> None:
    with open_store(folder, "write") as store:
        load_sample(store)


@pytest.fixture
def snapshots(folder: Path) -> Iterator[Snapshots]:
    found = Snapshots(str(folder))
    yield found
    found.close()


def found(searching: Searching, snapshots: Snapshots) -> tuple[int, bool]:
    """How many papers a word finds, and whether some are still to be read."""
    with snapshots.reading() as snapshot:
        result = searching.search(snapshot, "assistant", limit=50)
        return result.paper_count, searching.is_behind(snapshot)


def test_a_store_that_is_removed_and_made_anew(folder: Path, snapshots: Snapshots) -> None:
    searching = Searching(snapshots)
    before, is_behind = found(searching, snapshots)
    assert (before > 0, is_behind) == (True, False)
    shutil.rmtree(folder)
    made(folder)
    assert found(searching, snapshots) == (before, False)


def test_an_index_that_cannot_be_written_is_behind_until_it_can(
    snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    searching = Searching(snapshots)
    with monkeypatch.context() as patch:
        patch.setattr(SearchIndex, "update", full)
        assert found(searching, snapshots) == (0, True)
    assert found(searching, snapshots)[1] is False
