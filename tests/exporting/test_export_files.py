"""Files appear when they are whole; a suffix says the format, and whether it is compressed."""

from __future__ import annotations

import gzip
import os
from contextlib import suppress
from pathlib import Path

import pytest

from cpgraph.exporting import ExportError, replacing
from cpgraph.exporting.files import format_of


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.ttl"
    target.write_text("before")
    with suppress(RuntimeError), replacing(target) as stream:
        stream.write(b"half")
        raise RuntimeError
    assert target.read_text() == "before"
    with replacing(target) as stream:
        stream.write(b"whole")
    assert target.read_text() == "whole"
    assert [path.name for path in tmp_path.iterdir()] == ["out.ttl"]


def test_a_link_stays_a_link_and_a_pipe_a_pipe(tmp_path: Path) -> None:
    target, link, pipe = (tmp_path / name for name in ("target.ttl", "link.ttl", "pipe"))
    link.symlink_to(target)
    with replacing(link) as stream:
        stream.write(b"whole")
    assert link.is_symlink()
    assert target.read_bytes() == b"whole"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with replacing(pipe) as stream:
        stream.write(b"whole")
    assert os.read(reader, 10) == b"whole"
    os.close(reader)
    assert pipe.is_fifo()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    target = tmp_path / "no" / "out.ttl"
    with pytest.raises(ExportError) as error, replacing(target):
        pass
    assert str(error.value) == (
        f"{target}: cannot be written (No such file or directory); choose another file"
    )


def test_gz_is_compressed_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("a.ttl.gz", "b.GZ"):
        with replacing(tmp_path / name) as stream:
            stream.write(b"content")
    first, second = (tmp_path / "a.ttl.gz").read_bytes(), (tmp_path / "b.GZ").read_bytes()
    assert first == second
    assert gzip.decompress(first) == b"content"
    assert first[3:8] == bytes(5)  # no name, no time


def test_a_compressed_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.ttl.gz"
    with suppress(RuntimeError), replacing(target) as stream:
        stream.write(b"half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


FORMATS = {"turtle": (".ttl",), "csv": (".csv",), "spreadsheet": (".csv",)}


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("x.ttl", "turtle"), ("x.TTL", "turtle"), ("x.ttl.gz", "turtle"), ("x.csv", "csv"),
        ("x", None), ("x.gz", None), (".gz", None), ("a.b/x", None),
    ],
)  # fmt: skip
def test_the_suffix_says_the_format(name: str, form: str | None) -> None:
    assert format_of(Path(name), FORMATS) == form


@pytest.mark.parametrize("name", ["x.pdf", "x.pdf.gz", "x.ttl.zip"])
def test_a_suffix_that_no_format_has(name: str) -> None:
    suffix = name.removesuffix(".gz").removeprefix("x").removeprefix(".ttl")
    with pytest.raises(ExportError) as error:
        format_of(Path(name), FORMATS)
    assert str(error.value) == (
        f"{name}: {suffix} is the suffix of no format here; use one of .ttl, .csv, or --format"
    )
