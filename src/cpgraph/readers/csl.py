"""CSL-JSON: the items of a bibliography as papers without claims.

An item as Zotero, Pandoc and citation processors write it (Citation Style Language 1.0.2), and as
Crossref answers it, where titles are lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from msgspec import Struct, field

from cpgraph.errors import SourceError
from cpgraph.model import Author
from cpgraph.paper_graph import Context
from cpgraph.readers.base import Reading, Refusal, Source
from cpgraph.readers.json_parts import lines_before, placed, problem_of
from cpgraph.readers.reference import Reference, one_line, readings, text_of

_KIND = "a bibliography in CSL-JSON"
_NOTHING = "holds no item of CSL-JSON; get the file again"
_KINDS = {
    "article": "Preprint",
    "article-journal": "JournalArticle",
    "book": "Book",
    "book-chapter": "BookChapter",
    "chapter": "BookChapter",
    "dataset": "Dataset",
    "journal-article": "JournalArticle",
    "paper-conference": "ConferencePaper",
    "posted-content": "Preprint",
    "proceedings-article": "ConferencePaper",
    "report": "Report",
    "review": "Review",
    "thesis": "Thesis",
}
Texts = str | list[str] | None


class Person(Struct):
    """A name in its parts."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    particle: str = field(default="", name="non-dropping-particle")
    dropping: str = field(default="", name="dropping-particle")
    literal: str = ""
    name: str = ""
    orcid: str | None = field(default=None, name="ORCID")

    def author(self) -> Author:
        """The person as an author, the name in reading order."""
        parts = (self.given, self.dropping, self.particle, self.family, self.suffix)
        name = self.literal or " ".join(filter(None, parts)) or self.name
        return Author(name=name, orcid=self.orcid)


class Date(Struct):
    """A date in its parts, or as text."""

    parts: list[list[int | str | None]] = field(default_factory=list, name="date-parts")
    raw: str = ""
    literal: str = ""


class Item(Struct):
    """An item, as far as cpgraph takes it."""

    id: str | int | None = None
    type: str = ""
    title: Texts = None
    author: list[Person] = []
    editor: list[Person] = []
    issued: Date | None = None
    venue: Texts = field(default=None, name="container-title")
    publisher: str | None = None
    doi: str | None = field(default=None, name="DOI")
    url: str | None = field(default=None, name="URL")
    archive: str | None = None
    archive_location: str | None = None
    number: str | int | None = None
    abstract: str | None = None
    keyword: str | None = None
    subject: list[str] = []
    note: str | None = None
    status: str | None = None


class Items(Struct):
    """The items as an application wraps them."""

    items: list[msgspec.Raw] | None = None


_TAKEN = frozenset(one.encode_name for one in msgspec.structs.fields(Item))


def read_csl(source: Source, context: Context) -> Iterator[Reading]:
    """The papers of a file of CSL-JSON: an array of items, ``{"items": […]}``, or one item.

    :raises SourceError: the file cannot be read, is no JSON, or holds no item.
    """
    data = text_of(source).encode()
    try:
        parts = _parts(data)
    except msgspec.DecodeError as error:
        line = 1 + lines_before(error, data)
        raise SourceError(source.name, problem_of(error, data, _KIND), line=line) from error
    except RecursionError as error:
        raise SourceError(source.name, f"nested too deeply for {_KIND}") from error
    references = (_reference(part, line, source.name) for part, line in placed(parts, data, 1))
    yield from readings(references, source, context, _NOTHING)


def _parts(data: bytes) -> list[msgspec.Raw]:
    if data.lstrip().startswith(b"["):
        return msgspec.json.decode(data, type=list[msgspec.Raw])
    wrapped = msgspec.json.decode(data, type=Items)
    if wrapped.items is not None:
        return wrapped.items
    return [msgspec.Raw(data.strip())]


def _reference(data: bytes, line: int, source: str) -> Reference | Refusal:
    try:
        item = msgspec.json.decode(data, type=Item)
    except msgspec.DecodeError as error:
        return Refusal(source, problem_of(error, data, "an item of CSL-JSON"), line)
    fields = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    people = item.author or item.editor
    is_edited = bool(item.editor) and not item.author
    taken = {*_TAKEN} - ({"editor"} if item.author else set())
    return Reference(
        line=line,
        name=str(item.id or ""),
        key=str(item.id or ""),
        title=_first(item.title),
        authors=tuple(person.author() for person in people),
        dates=_dates(item.issued or Date()),
        venue=_first(item.venue) or item.publisher,
        kind=_KINDS.get(item.type),
        abstract=one_line(item.abstract),
        doi=item.doi,
        eprint=_eprint(item),
        links=(item.url,) if item.url else (),
        keywords=(*re.split("[,;]", item.keyword or ""), *item.subject),
        notes=(item.note,) if item.note else (),
        is_retracted=item.status == "retracted",
        left_out=tuple(fields.keys() - taken),
        notices=("names no author; its editors are taken",) if is_edited else (),
    )


def _first(texts: Texts) -> str | None:
    return texts if isinstance(texts, str) else next(iter(texts or ()), None)


def _eprint(item: Item) -> str | None:
    """The arXiv number, as the archive or as the number of a report (``arXiv:2401.00001``)."""
    if (item.archive or "").lower() == "arxiv" and item.archive_location:
        return item.archive_location
    number = str(item.number or "")
    return number if "arxiv" in number.lower() else None


def _dates(date: Date) -> tuple[str, ...]:
    if date.parts:
        return tuple(str(part) for part in date.parts[0] if part is not None)
    text = date.raw or date.literal
    found = re.match(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?(?![0-9])", text)
    return tuple(part or "" for part in found.groups()) if found else (text,)
