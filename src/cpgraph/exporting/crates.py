"""RO-Crates: folders, or zip files of them, that say what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from cpgraph.exporting.files import ExportError, made_folder, replacing
from cpgraph.writers.ro_crate import METADATA, About, File, metadata

if TYPE_CHECKING:
    from typing_extensions import Buffer  # collections.abc has it from Python 3.12 on


@dataclass(frozen=True, slots=True)
class Content:
    """A file of a crate before it is written: its path below the root, and what writes it."""

    name: str
    description: str
    media_type: str
    write: Callable[[IO[bytes]], object]


def write_crate(about: About, contents: Iterable[Content], target: Path) -> int:
    """Write an RO-Crate, its metadata last; how many files there are.

    :param target: a folder, or a file whose name ends in ``.zip``, which appears when it is whole.
    :raises ExportError: it cannot be written.
    """
    if target.suffix.lower() == ".gz":
        raise ExportError(f"{target}: an RO-Crate is a folder or a .zip; leave .gz out")
    if target.suffix.lower() == ".zip":
        with replacing(target) as stream, zipfile.ZipFile(stream, "w") as archive:
            return _write(about, contents, lambda name: _member(archive, name))
    return _write(about, contents, lambda name: _below(target, name))


def _write(
    about: About,
    contents: Iterable[Content],
    opened: Callable[[str], AbstractContextManager[IO[bytes]]],
) -> int:
    files = []
    for content in contents:
        with opened(content.name) as stream:
            measured = _Measured(stream)
            content.write(cast("IO[bytes]", measured))
        files.append(File(content.name, content.description, content.media_type, measured.tell()))
    with opened(METADATA) as stream:
        stream.write(metadata(about, files))
    return len(files) + 1


@contextmanager
def _member(archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    """A file of the archive; no time stands in it, so that equal content gives equal bytes."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    with archive.open(info, "w", force_zip64=True) as stream:
        yield stream


@contextmanager
def _below(folder: Path, name: str) -> Iterator[IO[bytes]]:
    path = folder / name
    with replacing(made_folder(path.parent) / path.name) as stream:
        yield stream


class _Measured(io.RawIOBase):
    """Counts what is written."""

    def __init__(self, output: IO[bytes]) -> None:
        super().__init__()
        self._output = output
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        chunk = bytes(data)
        self._output.write(chunk)
        self._size += len(chunk)
        return len(chunk)

    def tell(self) -> int:
        return self._size
