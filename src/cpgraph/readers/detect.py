"""Which reader a source needs, by its content and its name; and which sources a call names."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from cpgraph.errors import CpgraphError, SourceError
from cpgraph.rdf import SYNTAXES, Syntax, syntax_of
from cpgraph.readers.base import GivenMapping, Reader, Source
from cpgraph.readers.json_forms import looks_like_csl, looks_like_openalex

HEAD_BYTES = 1 << 16
"""How much of a source is looked at."""

#: The names that force a reader.
READERS = ("page", "record", "csv", "openalex", "bibtex", "ris", "csl-json", "nanopub", *SYNTAXES)

_YAML = (".yaml", ".yml")
RECORD_SUFFIXES = (".json", ".jsonl", ".ndjson", *_YAML)
_BIBLIOGRAPHIES = {"bibtex": ".bib", "ris": ".ris", "csl-json": ".csljson"}
TABLE_SUFFIXES = (".csv", ".tsv", ".tab")
MAPPING_SUFFIX = ".mapping.yaml"
SUFFIXES = (
    *(".txt", ".xml"),
    *TABLE_SUFFIXES,
    *_BIBLIOGRAPHIES.values(),
    *RECORD_SUFFIXES,
    *(suffix for syntax in SYNTAXES.values() for suffix in syntax.suffixes),
)

_UNREADABLE = {
    b"%PDF-": "is a PDF; save the page as text (.txt) and load that",
    b"PK\x03\x04": "is a ZIP archive or an office document; unpack it, or save its text as .txt",
    b"BZh": "is compressed with bzip2; unpack it, or compress it with gzip",
    b"\xfd7zXZ\x00": "is compressed with xz; unpack it, or compress it with gzip",
    b"\x28\xb5\x2f\xfd": "is compressed with zstd; unpack it, or compress it with gzip",
    b"\xff\xfe": "is UTF-16 text; save it as UTF-8",
    b"\xfe\xff": "is UTF-16 text; save it as UTF-8",
}
_UTF_16 = {b"\xff\xfe", b"\xfe\xff"}
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_RDF_XML = re.compile(r"<(?:[\w.-]+:)?RDF\b")
_JSON_LD = re.compile(r'(?<!\\)"@(?:context|graph|id|type)"\s*:')
_TURTLE = re.compile(r"^\s*@?(?:prefix\s+[\w.-]*:|base)\s*<", re.IGNORECASE | re.MULTILINE)
_GRAPH_BLOCK = re.compile(
    r"^\s*(?:GRAPH\s+)?(?:<[^>\s]*>|[\w.-]*:[\w.:-]*)\s*\{", re.IGNORECASE | re.MULTILINE
)
_BEGINS = {
    "ris": re.compile(r"\s*TY  ?- ?[A-Z]{3,}"),
    "bibtex": re.compile(r"(?:\s*%[^\n]*\n)*\s*@[A-Za-z]+\s*[{(]"),
}
_NANOPUB = re.compile(r"http://www\.nanopub\.org/nschema#[\s\S]*hasAssertion")
_STATEMENT = re.compile(r"\s*(?:#[^\n]*\n\s*)*(?:<[^>\s]+>|_:\S+)\s*<[^>\s]+>\s*[<\"_]")


_PART = re.compile(r"part_[0-9]+(?:\.gz)?")
_MERGED = "merge_date,id,merge_into_id"
_OTHER_ENTITIES = frozenset(
    {
        *(
            "authors",
            "awards",
            "concepts",
            "continents",
            "countries",
            "domains",
            "fields",
            "funders",
        ),
        *("institutions", "keywords", "languages", "licenses", "publishers", "sdgs", "sources"),
        *("source-types", "subfields", "topics", "venues", "work-types", "institution-types"),
    }
)


class UnknownReaderError(CpgraphError):
    """A name that is no reader's.

    :param given: the name.
    """

    def __init__(self, given: str) -> None:
        self.given = given
        super().__init__(f"unknown kind of source {given!r}; use one of {', '.join(READERS)}")


def reader_for(
    source: Source, forced: str | None = None, mapping: GivenMapping | None = None
) -> Reader:
    """The reader that a source needs.

    Content that no reader can take is refused first; then the suffix decides, and where it does not,
    the beginning of the content.

    :param forced: one of :data:`READERS`, to be used whatever the source looks like.
    :param mapping: what the columns of a table are; with it, what could be anything is a table.
    :raises UnknownReaderError: ``forced`` is no reader.
    :raises SourceError: the source cannot be read, or no reader takes it.
    """
    if forced is not None and forced not in READERS:
        raise UnknownReaderError(forced)
    head = _head(source)
    if forced == "csv" or (forced is None and _is_table(source, mapping)):
        _refuse_unreadable(source, _in_utf_8(head))
        from cpgraph.readers.table import read_table  # noqa: PLC0415 - only the reader that is needed

        return partial(read_table, mapping=mapping)
    _refuse_unreadable(source, head)
    return _reader(forced or _kind(source, head), syntax_of(_name(source).lower()))


def _in_utf_8(head: bytes) -> bytes:
    return head.decode("utf-16", "replace").encode() if head[:2] in _UTF_16 else head


def _is_table(source: Source, mapping: GivenMapping | None) -> bool:
    suffix = _suffix(source)
    return suffix in TABLE_SUFFIXES or (mapping is not None and suffix in {"", ".txt"})


def _reader(kind: str, syntax: Syntax | None) -> Reader:
    if kind == "page":
        from cpgraph.readers.page import read_page  # noqa: PLC0415 - only the reader that is needed

        return read_page
    if kind == "record":
        from cpgraph.readers.record import read_records  # noqa: PLC0415 - the same

        return read_records
    if kind == "openalex":
        from cpgraph.readers.openalex import read_openalex  # noqa: PLC0415 - the same

        return read_openalex
    if kind == "nanopub":
        from cpgraph.readers.nanopub import read_nanopubs  # noqa: PLC0415 - the same

        return partial(read_nanopubs, syntax=syntax or SYNTAXES["trig"])
    if kind in _BIBLIOGRAPHIES:
        return _bibliography(kind)
    from cpgraph.readers.rdf import read_rdf  # noqa: PLC0415 - the same

    return partial(read_rdf, syntax=SYNTAXES[kind])


def _bibliography(kind: str) -> Reader:
    if kind == "bibtex":
        from cpgraph.readers.bibtex import read_bibtex  # noqa: PLC0415 - the same

        return read_bibtex
    if kind == "ris":
        from cpgraph.readers.ris import read_ris  # noqa: PLC0415 - the same

        return read_ris
    from cpgraph.readers.csl import read_csl  # noqa: PLC0415 - the same

    return read_csl


def _head(source: Source) -> bytes:
    with source.open() as stream:
        return stream.read(HEAD_BYTES)


def _refuse_unreadable(source: Source, head: bytes) -> None:
    for magic, problem in _UNREADABLE.items():
        if head.startswith(magic):
            raise SourceError(source.name, problem)
    if b"\0" in head:
        raise SourceError(source.name, "is binary; cpgraph reads text: pages, records and RDF")
    text = _text(head)
    if not text.strip():
        raise SourceError(source.name, "is empty; get the file again")
    if text.startswith(_MERGED):
        raise SourceError(
            source.name,
            "lists what OpenAlex has merged; load the folder of the snapshot, whose works it is for",
        )
    if _HTML.match(text):
        raise SourceError(
            source.name,
            "is an HTML page; open it in a browser, save the page as text (.txt) and load that",
        )


def _suffix(source: Source) -> str:
    return Path(_name(source).removesuffix(".gz")).suffix.lower()


def _name(source: Source) -> str:
    return source.path.name if source.name == "-" else source.name


def _kind(source: Source, head: bytes) -> str:
    name, suffix = _name(source), _suffix(source)
    text = _text(head)
    syntax = syntax_of(name.lower())
    if syntax is not None and suffix != ".owl":
        return "nanopub" if syntax.has_graphs and _NANOPUB.search(text) else syntax.name
    kind = _by_suffix(suffix, text) or _sniffed(name, head, text)
    if kind is None and suffix == ".txt":
        return "page"  # whose reader says what it misses
    if kind is None:
        raise SourceError(
            source.name,
            "is of no kind that cpgraph knows; give it a suffix "
            f"({' '.join(SUFFIXES)}) or say which with --from {'|'.join(READERS)}",
        )
    return kind


def _by_suffix(suffix: str, text: str) -> str | None:
    if suffix not in RECORD_SUFFIXES:
        return next((kind for kind, own in _BIBLIOGRAPHIES.items() if own == suffix), None)
    is_json = suffix not in _YAML
    kind = _json_kind(text) if is_json else None
    return kind if kind == "openalex" or (kind and suffix == ".json") else "record"


def _json_kind(text: str) -> str | None:
    """What JSON looks like, where it is no record."""
    if looks_like_openalex(text):
        return "openalex"
    if _JSON_LD.search(text):
        return "jsonld"
    return "csl-json" if looks_like_csl(text) else None


def _sniffed(name: str, head: bytes, text: str) -> str | None:
    """What the content looks like; supersets are named, so that nothing in the rest is refused."""
    from cpgraph.readers.page import looks_like_page  # noqa: PLC0415 - only where a suffix says nothing
    from cpgraph.readers.record import looks_like_record  # noqa: PLC0415 - the same

    if text.lstrip().startswith("<") and _RDF_XML.search(text):
        return "rdfxml"
    if text.lstrip().startswith(("{", "[")) and (kind := _json_kind(text)):
        return kind
    if _TURTLE.search(text):
        return "trig" if _GRAPH_BLOCK.search(text) else "turtle"
    if _STATEMENT.match(text):
        return "nquads"
    if looks_like_page(text):
        return "page"
    found = next((kind for kind, begins in _BEGINS.items() if begins.match(text)), None)
    return found or ("record" if looks_like_record(name, head) else None)


def _text(head: bytes) -> str:
    return head.decode("utf-8-sig", "replace")


@contextmanager
def sources_of(names: Sequence[str], stdin: IO[bytes]) -> Iterator[list[Source]]:
    """The sources that a call names, in its order, for as long as the ``with`` block lasts.

    A folder stands for the files below it that have a known suffix, sorted by path, hidden ones left
    out. ``-`` is standard input, kept in a temporary file meanwhile.

    :raises SourceError: there is no such file, or a folder has nothing to read.
    """
    with ExitStack() as stack:
        found: list[Source] = []
        for name in names:
            if name == "-":
                found.append(Source("-", stack.enter_context(_spooled(stdin))))
            elif Path(name).is_fifo():  # what a shell makes of <(…)
                pipe = stack.enter_context(Path(name).open("rb"))
                found.append(Source(name, stack.enter_context(_spooled(pipe))))
            else:
                found.extend(_at(name))
        yield found


@contextmanager
def _spooled(stream: IO[bytes]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cpgraph-") as folder:
        path = Path(folder) / "stdin"
        with path.open("wb") as copy:
            copyfileobj(stream, copy)
        yield path


def _at(name: str) -> list[Source]:
    path = Path(name)
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if _is_source(file, path))
        if not files:
            raise SourceError(
                name,
                f"no file here that cpgraph reads; it reads {' '.join(SUFFIXES)}, plain or .gz",
            )
        return [Source(str(file), file) for file in files]
    if not path.exists():
        raise SourceError(name, "there is no such file or folder; check the path")
    if not path.is_file():
        raise SourceError(name, "is no regular file; give a file, a folder, or - for a pipe")
    return [Source(name, path)]


def _is_source(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    if "merged_ids" in file.relative_to(folder).parts:  # what the works of a snapshot are read with
        return False
    if file.name.endswith(MAPPING_SUFFIX):  # what the columns of the table beside it are
        return False
    known = file.name.lower().removesuffix(".gz").endswith(SUFFIXES) or _is_part(file)
    return known and not hidden and file.is_file() and not _in_a_store(file, folder)


def _is_part(file: Path) -> bool:
    """Whether a file is a part of OpenAlex's works: ``works/updated_date=…/part_000.gz``."""
    date, entity = file.parent.name, file.parent.parent.name
    is_part = date.startswith("updated_date=") and _PART.fullmatch(file.name)
    return bool(is_part) and entity not in _OTHER_ENTITIES


def _in_a_store(file: Path, folder: Path) -> bool:
    inside = [parent for parent in file.parents if parent.is_relative_to(folder)]
    return any((parent / "cpgraph-store.json").exists() for parent in inside)
