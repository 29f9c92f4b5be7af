"""Files that appear when they are whole."""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from cpgraph.errors import CpgraphError


class ExportError(CpgraphError):
    """An export that cannot be written; the target is as it was before."""


def format_of(path: Path, formats: Mapping[str, Iterable[str]]) -> str | None:
    """The first format with the file's suffix (``.gz`` is looked through); None where it has none.

    :param formats: which there are, with their suffixes.
    :raises ExportError: the suffix is of none of the formats.

    >>> format_of(Path("all.TTL.gz"), {"turtle": (".ttl",)})
    'turtle'
    """
    suffix = Path(path.name.lower().removesuffix(".gz")).suffix
    if not suffix:
        return None
    known: dict[str, str] = {}
    for form, suffixes in formats.items():
        for one in suffixes:
            known.setdefault(one, form)
    if suffix not in known:
        raise ExportError(
            f"{path}: {suffix} is the suffix of no format here; "
            f"use one of {', '.join(known)}, or --format"
        )
    return known[suffix]


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, which takes the place of ``path`` when all went well, and else is gone.

    What is written to a name that ends in ``.gz`` is compressed, the same content to the same bytes.

    :raises ExportError: the folder cannot be written, or the disk is full.
    """
    target = Path(os.path.realpath(path))
    draft = target.with_name(f".cpgraph-{os.getpid()}.draft")
    # a pipe or device is written, not replaced; what /dev/stdout leads to may have no name
    is_special = path.exists() and not path.is_file()
    try:
        with (path if is_special else draft).open("wb") as stream:
            with _compressed(stream) if path.suffix.lower() == ".gz" else _plain(stream) as content:
                yield content
            stream.flush()
            if not is_special:
                os.fsync(stream.fileno())
        if not is_special:
            draft.replace(target)
    except OSError as error:
        raise ExportError(
            f"{path}: cannot be written ({error.strerror}); choose another file"
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def made_folder(path: Path) -> Path:
    """The folder, which is made with those above it where it is not there.

    :raises ExportError: it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = f"{path}: cannot be made ({error.strerror}); choose another folder"
        raise ExportError(problem) from error
    return path


@contextmanager
def _plain(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    yield stream


@contextmanager
def _compressed(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """A gzip member without name and time in its head (RFC 1952, section 2.3.1)."""
    with (
        gzip.GzipFile(filename="", mode="wb", fileobj=stream, mtime=0) as compressed,
        io.BufferedWriter(cast("io.RawIOBase", compressed), 1 << 17) as content,
    ):
        yield content
