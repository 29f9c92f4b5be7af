"""RO-Crates: what the specification asks of their metadata (RO-Crate 1.1), and what is in them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from rocrate.rocrate import ROCrate

import cpgraph
from cpgraph.exporting import ExportError
from cpgraph.exporting.crates import Content, write_crate
from cpgraph.reports import write_store_crate, write_synthesis_crate
from cpgraph.store import Store, open_store, paper_keys
from cpgraph.synthesis import Synthesis
from cpgraph.synthesis.selection import QUERIES
from cpgraph.writers.ro_crate import METADATA, About


@pytest.fixture(scope="module")
def crate(
    sample_store: Store, made: Mapping[str, Synthesis], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("crates") / "synthesis"
    count = write_synthesis_crate(sample_store, made["error-rate"], folder)
    assert count == len(list(files(folder)))
    return folder


@pytest.fixture(scope="module")
def whole(sample_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crates") / "store"
    write_store_crate(sample_store, folder)
    return folder


def files(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def entities(folder: Path) -> dict[str, dict[str, Any]]:
    said = json.loads((folder / METADATA).read_text(encoding="utf-8"))
    assert said["@context"] == "https://w3id.org/ro/crate/1.1/context"
    found = {one["@id"]: one for one in said["@graph"]}
    assert len(found) == len(said["@graph"])
    return found


def references(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from references(one)
    elif isinstance(value, dict):
        assert list(value) == ["@id"]
        yield value["@id"]


@pytest.mark.parametrize("name", ["crate", "whole"])
def test_the_metadata_says_what_is_there(name: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(name)
    found = entities(folder)
    assert found[METADATA]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert found[METADATA]["about"] == {"@id": "./"}
    root = found["./"]
    assert root["@type"] == "Dataset"
    assert all(root[field] for field in ("name", "description", "datePublished", "license"))
    parts = [part["@id"] for part in root["hasPart"]]
    assert sorted([*parts, METADATA]) == sorted(files(folder))
    for part in parts:
        assert "File" in found[part]["@type"]
        assert found[part]["contentSize"] == str((folder / part).stat().st_size)
        assert all(found[part][field] for field in ("name", "description", "encodingFormat"))
    for one in found.values():
        for field in one.keys() - {"@type", "conformsTo"}:
            assert set(references(one[field])) <= set(found), field


@pytest.mark.parametrize("name", ["crate", "whole"])
def test_rocrate_reads_it(name: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(name)
    read = ROCrate(folder)
    assert len(read.data_entities) == len(list(files(folder))) - 1
    assert read.name == entities(folder)["./"]["name"]


def test_a_synthesis_has_its_data_its_queries_and_what_was_made_of_them(
    crate: Path, made: Mapping[str, Synthesis]
) -> None:
    found = entities(crate)
    making = found["#making"]
    inputs = [one["@id"] for one in making["object"]]
    assert inputs == ["papers.trig", *(f"queries/{name}.rq" for name in QUERIES)]
    assert {"report.html", "synthesis.ttl", "pictures/harvest.svg", "pictures/harvest.csv"} <= {
        one["@id"] for one in making["result"]
    }
    assert making["name"] == "cpgraph synthesis 'Error Rate'"
    assert len(found["./"]["citation"]) == len(
        {paper.doi or paper.key for paper in made["error-rate"].papers}
    )


def test_its_papers_load_and_give_the_same_numbers(
    crate: Path, made: Mapping[str, Synthesis]
) -> None:
    with open_store(":memory:", "write") as store:
        assert not cpgraph.load(store, crate / "papers.trig").refused
        again = cpgraph.synthesise(store, cpgraph.ask(store, "Error Rate"))
    assert again.data_hash == made["error-rate"].data_hash
    assert again.counts == made["error-rate"].counts


def test_a_store_comes_back_from_its_crate(whole: Path, sample_store: Store) -> None:
    for name in ("papers.trig", "papers.jsonl"):
        with open_store(":memory:", "write") as store:
            cpgraph.load(store, whole / "papers.trig")
            report = cpgraph.load(store, whole / name)
            assert report.total("unchanged") == len(paper_keys(sample_store)), name  # type: ignore[arg-type]
    assert (whole / "syntheses.trig").stat().st_size


def test_some_papers(sample_store: Store, tmp_path: Path) -> None:
    keys = paper_keys(sample_store)[:2]
    write_store_crate(sample_store, tmp_path / "x.zip", papers=keys)
    write_store_crate(sample_store, tmp_path / "y.zip", papers=keys[::-1])
    assert (tmp_path / "x.zip").read_bytes() == (tmp_path / "y.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(archive.read("papers.jsonl").splitlines()) == 2
    assert names[-1] == METADATA
    assert not {"description.ttl", "syntheses.trig"} & set(names)


def test_a_licence(tmp_path: Path) -> None:
    about = About("N", "D", "2026-01-01", "c", license="https://spdx.org/licenses/CC0-1.0")
    content = Content("a.txt", "A.", "text/plain", lambda stream: stream.write(b"a"))
    assert write_crate(about, [content], tmp_path / "c") == 2
    found = entities(tmp_path / "c")
    assert found["./"]["license"] == {"@id": "https://spdx.org/licenses/CC0-1.0"}
    assert found["https://spdx.org/licenses/CC0-1.0"]["@type"] == "CreativeWork"


def test_a_folder_that_cannot_be_made(sample_store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match="cannot be made"):
        write_store_crate(sample_store, tmp_path / "file" / "crate")
    with pytest.raises(ExportError, match=r"x\.zip\.gz: an RO-Crate is a folder or a \.zip"):
        write_store_crate(sample_store, tmp_path / "x.zip.gz")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
