"""Columns belong to one state of a store, and are made anew where they are lost or damaged."""

from __future__ import annotations

import errno
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cpgraph.prepared import keeping
from cpgraph.prepared.places import folder_of
from cpgraph.sample import load_sample
from cpgraph.store import open_store, published
from cpgraph.terms import CPG, DCTERMS, SCHEMA
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


def test_a_store_made_anew_in_the_folder_has_other_columns(folder: Path) -> None:
    """Its snapshots have the numbers of those before."""
    earlier = kept_folder(folder)
    for name in ("live", "snapshots"):
        shutil.rmtree(folder / name)
    (folder / "current").unlink()
    with open_store(folder, "write") as store:
        store.write([{store.iris.graph("arxiv:1"): []}])
    with open_store(folder) as store:
        assert str(store.state).partition("-")[0] == earlier.name.split("-")[1]
        assert keeping.kept(store) is None
        assert len(keeping.prepare(store).papers.key) == 0


def test_the_state_of_a_snapshot_is_what_is_published(folder: Path) -> None:
    with open_store(folder) as store:
        assert store.state == published(folder)


@pytest.mark.parametrize("name", ["claims.category.npy", "papers.date.npy", "themes.paper.npy"])
def test_columns_of_unlike_length_are_damaged(folder: Path, name: str) -> None:
    path = kept_folder(folder) / name
    np.save(path, np.load(path)[1:])
    with open_store(folder) as store:
        assert keeping.kept(store) is None


def test_an_archive_in_the_place_of_a_column_is_damaged(folder: Path) -> None:
    (kept_folder(folder) / "papers.date.npy").write_bytes(b"PK\x03\x04" + bytes(500))
    with open_store(folder) as store:
        assert keeping.kept(store) is None


def test_a_folder_that_is_replaced_while_it_is_read_is_not_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The codes of one and the concepts of the other would not belong together."""
    place = kept_folder(folder)
    shutil.copytree(place, folder / "another")
    part = keeping._part

    def replaced(*asked: Any) -> Any:
        if (folder / "another").exists():
            shutil.rmtree(place)
            (folder / "another").rename(place)
        return part(*asked)

    monkeypatch.setattr(keeping, "_part", replaced)
    with open_store(folder) as store:
        assert keeping.kept(store) is None
        assert keeping.kept(store) is not None


def test_what_is_kept_is_not_replaced_by_the_same(folder: Path) -> None:
    place = kept_folder(folder)
    identity = place.stat().st_ino
    with open_store(folder) as store:
        keeping._save(keeping.prepare(store), place)
    assert place.stat().st_ino == identity
    assert list(place.parent.iterdir()) == [place]


def test_two_threads_that_prepare_different_states_do_not_mix(folder: Path) -> None:
    with open_store(folder) as earlier:
        with open_store(folder, "write") as store:
            store.write([{store.iris.graph("arxiv:2599.00035"): []}])
            store.write([{store.iris.provenance("arxiv:2599.00035"): []}])
        with open_store(folder) as later, ThreadPoolExecutor() as pool:
            made = list(pool.map(keeping.prepare, [earlier, later] * 4))
            found = keeping.kept(later)
    assert [len(columns.papers.key) for columns in made] == [38, 37] * 4
    assert found is not None
    assert len(found.papers.key) == 37


def test_what_cannot_be_written_leaves_no_draft(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    with open_store(folder) as store:
        keeping.prepare(store)
    assert list((folder / "prepared").iterdir()) == []


def test_a_position_of_any_size(shell: Shell) -> None:
    lines = (
        f"@prefix cpg: <{CPG}> . @prefix dcterms: <{DCTERMS}> . @prefix schema: <{SCHEMA}> .",
        '<urn:p> a schema:ScholarlyArticle ; dcterms:identifier "arxiv:2401.00001" ;',
        '  dcterms:title "Invented" ; cpg:authorsNotStated true .',
        '<urn:a> a schema:Claim ; schema:text "A" ; schema:appearance <urn:p> ;',
        f"  schema:position {10**17} .",
        '<urn:b> a schema:Claim ; schema:text "B" ; schema:appearance <urn:p> ; schema:position 2 .',
    )
    shell.write("paper.ttl", "\n".join(lines))
    assert shell("load", "paper.ttl").stdout == "paper.ttl: 1 added\n"
    before = shell("claims").stdout
    assert shell("prepare").stdout == "prepared: 1 paper, 2 claims\n"
    assert shell("claims").stdout == before


def test_what_cannot_be_removed_is_not_prepared_anew(loaded: Shell) -> None:
    place = loaded.folder / "cpgraph-store" / "prepared"
    (loaded.folder / "elsewhere").mkdir()
    place.symlink_to(loaded.folder / "elsewhere")
    assert loaded("prepare").stdout == "prepared: 1 paper, 2 claims\n"
    found = loaded("prepare", "--rebuild")
    assert found.returncode == 2
    assert found.stderr == (
        "cpgraph: cpgraph-store/prepared: cannot be removed; remove it, then prepare anew\n"
    )
