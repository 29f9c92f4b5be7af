"""Backups are stores; a restored one takes the place of what is there, and nothing is lost."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from cpgraph.errors import StoreError, StoreLockedError, StoreNotFoundError
from cpgraph.rdf import Literal, NamedNode, Triple
from cpgraph.store import open_store
from cpgraph.store.backing import back_up, restore

GRAPH = "https://example.org/graph"


def put(folder: Path, text: str, **options: str) -> None:
    with open_store(folder, "write", **options) as store:  # type: ignore[arg-type] # base_iri only
        store.write(
            [
                {
                    GRAPH: [
                        Triple(
                            NamedNode("https://example.org/x"),
                            NamedNode("https://example.org/says"),
                            Literal(text),
                        )
                    ]
                }
            ]
        )


def said(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return [triple.object.value for triple in store.graph(GRAPH)]  # type: ignore[union-attr]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put(tmp_path / "store", "first")
    return tmp_path / "store"


def test_a_backup_is_a_store_that_can_be_written(folder: Path, tmp_path: Path) -> None:
    assert back_up(folder, tmp_path / "backup") > 0
    put(folder, "second")
    assert said(tmp_path / "backup") == ["first"]
    put(tmp_path / "backup", "third")
    assert said(tmp_path / "backup") == ["third"]
    assert said(folder) == ["second"]


def test_a_backup_while_a_writer_is_at_work_holds_what_readers_see(
    folder: Path, tmp_path: Path
) -> None:
    with open_store(folder, "write") as store:
        store.write([{GRAPH: []}])
        back_up(folder, tmp_path / "backup")
    assert said(tmp_path / "backup") == ["first"]
    assert said(folder) == []


def test_what_is_there_is_not_overwritten(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    with pytest.raises(StoreError, match="is there already; name a folder that is not"):
        back_up(folder, tmp_path / "backup")


def test_nothing_is_left_of_a_backup_that_failed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="cannot be written \\(No space left on device\\)"):
        back_up(folder, tmp_path / "backup")
    assert [one.name for one in tmp_path.iterdir()] == ["store"]


def test_a_restored_backup_takes_the_place_and_what_was_there_can_be_restored_in_turn(
    folder: Path, tmp_path: Path
) -> None:
    back_up(folder, tmp_path / "backup")
    put(folder, "second")
    with open_store(folder) as reader:
        done = restore(folder, tmp_path / "backup")
        assert [t.object.value for t in reader.graph(GRAPH)] == ["second"]  # type: ignore[union-attr]
    assert said(folder) == ["first"]
    assert done.replaced is not None
    assert said(done.replaced) == ["second"]
    put(folder, "third")
    assert said(folder) == ["third"]
    restore(folder, done.replaced)
    assert said(folder) == ["second"]
    assert said(tmp_path / "backup") == ["first"]


def test_a_backup_can_be_restored_where_nothing_is(folder: Path, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "backup")
    assert restore(tmp_path / "elsewhere", tmp_path / "backup").replaced is None
    assert said(tmp_path / "elsewhere") == ["first"]


def test_readers_see_that_a_backup_was_restored(folder: Path, tmp_path: Path) -> None:
    """The state has a name of its own, so that nothing that was kept of another is taken for it."""
    back_up(folder, tmp_path / "backup")
    put(folder, "second")
    with open_store(folder) as before:
        state = before.state
    restore(folder, tmp_path / "backup")
    with open_store(folder) as after:
        assert after.state not in {state, "1", None}


def test_what_cannot_be_restored_is_refused_before_anything_changes(
    folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(StoreNotFoundError):
        restore(folder, tmp_path / "nowhere")
    with pytest.raises(StoreError, match="cannot be restored from itself"):
        restore(folder, folder)
    put(tmp_path / "other", "other", base_iri="https://kb.example.org/")
    with pytest.raises(StoreError, match="restore it to a folder of its own"):
        restore(folder, tmp_path / "other")
    back_up(folder, tmp_path / "backup")
    with open_store(folder, "write"), pytest.raises(StoreLockedError):
        restore(folder, tmp_path / "backup")
    assert said(folder) == ["first"]
