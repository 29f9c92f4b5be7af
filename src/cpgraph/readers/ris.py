"""RIS: the records of a .ris file as papers without claims; ``rispy`` reads each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import rispy
from rispy.config import LIST_TYPE_TAGS, TAG_KEY_MAPPING

from cpgraph.model import Author
from cpgraph.paper_graph import Context
from cpgraph.readers.base import Reading, Refusal, Source
from cpgraph.readers.reference import Reference, readings, text_of

_NOTHING = "holds no record of RIS; records begin with 'TY  - JOUR' and end with 'ER  -'"
_KINDS = {
    "BOOK": "Book",
    "CHAP": "BookChapter",
    "CONF": "ConferencePaper",
    "CPAPER": "ConferencePaper",
    "DATA": "Dataset",
    "EBOOK": "Book",
    "ECHAP": "BookChapter",
    "EJOUR": "JournalArticle",
    "INPR": "JournalArticle",
    "JOUR": "JournalArticle",
    "RPRT": "Report",
    "THES": "Thesis",
    "UNPB": "Preprint",
}
#: Each tag as itself, and every one a list, so that nothing that comes twice is lost.
_TAGS = {**{tag: tag for tag in TAG_KEY_MAPPING}, "BT": "BT", "CT": "CT", "ED": "ED"}
_TAKEN = frozenset(
    {
        *("TY", "ER", "ID", "AU", "A1", "A2", "ED", "TI", "T1", "CT", "BT", "PY", "Y1", "DA", "T2"),
        *("JO", "JF", "JA", "J2", "PB", "DO", "AN", "UR", "L1", "L2", "AB", "N2", "KW", "N1", "M3"),
    }
)
_START = re.compile(r"^[ \t]*TY  ?- ?", re.MULTILINE)


def read_ris(source: Source, context: Context) -> Iterator[Reading]:
    """The papers of a .ris file; a record that is none is a refusal and the rest goes on.

    :raises SourceError: the file cannot be read, or holds no record.
    """
    text = re.sub(r"\r\n?", "\n", text_of(source))
    yield from readings(_references(text, source.name), source, context, _NOTHING)


def _references(text: str, name: str) -> Iterator[Reference | Refusal]:
    starts = [*(found.start() for found in _START.finditer(text)), len(text)]
    line, at = 1, 0
    for start, end in pairwise(starts):
        line, at = line + text.count("\n", at, start), start
        record = text[start:end].strip()
        if re.search(r"^ER  ?-", record, re.MULTILINE) is None:
            yield Refusal(name, "record has no end; add the line 'ER  - '", line)
            continue
        (fields,) = rispy.loads(_tidied(record), mapping=_TAGS, list_tags=_LISTS)
        yield _reference(fields, line)


_LISTS = sorted({*LIST_TYPE_TAGS, *_TAGS} - {"TY", "ER"})


def _tidied(record: str) -> str:
    """The lines with two spaces before each sign, as RIS wants and some programs do not write."""
    return re.sub(r"^[ \t]*([A-Z][A-Z0-9])  ?- ?", r"\1  - ", record, flags=re.MULTILINE)


def _reference(fields: dict[str, Any], line: int) -> Reference:
    def texts(*tags: str) -> list[str]:
        return [text for tag in tags for text in fields.get(tag, ()) if text.strip()]

    def text(*tags: str) -> str | None:
        return next(iter(texts(*tags)), None)

    def prose(*tags: str) -> str | None:
        """The first of the tags, with the lines that go on below it."""
        return next((" ".join(lines) for tag in tags if (lines := texts(tag))), None)

    names = texts("AU", "A1") or texts("A2", "ED")
    is_edited = bool(names) and not texts("AU", "A1")
    arxiv = [number for number in texts("AN", "M3") if "arxiv" in number.lower()]
    kind = _KINDS.get(fields.get("TY", ""))
    unknown = fields.get("UK") or {}
    return Reference(
        line=line,
        name=text("ID") or "",
        key=text("ID") or "",
        title=prose("TI", "T1", "CT", "BT"),
        authors=tuple(Author(name=_in_reading_order(name)) for name in names),
        dates=_dates(text("DA", "Y1", "PY"), text("PY", "Y1")),
        venue=text("T2", "JO", "JF", "JA", "J2", *(("BT",) if text("TI", "T1") else ()), "PB"),
        kind=kind,
        abstract=prose("AB", "N2"),
        doi=text("DO"),
        eprint=arxiv[0] if arxiv else None,
        links=tuple(texts("UR")),
        pdf=text("L1", "L2"),
        keywords=tuple(texts("KW")),
        notes=tuple(texts("N1")),
        left_out=tuple({*fields, *unknown} - {*_TAKEN, "UK"}),
        notices=("names no author; its editors are taken",) if is_edited else (),
    )


def _in_reading_order(name: str) -> str:
    """``Family, Given, Suffix`` as it is said; other names as they are."""
    family, *others = (part.strip() for part in name.split(","))
    return " ".join(filter(None, (*others[:1], family, *others[1:])))


def _dates(date: str | None, year: str | None) -> tuple[str, ...]:
    """Year, month and day of ``2024/03/05/spring``, or of the year alone."""
    parts = [part.strip() for part in re.split(r"[/-]", date or "")][:3]
    if re.fullmatch("[0-9]{4}", parts[0]):
        return tuple(parts)
    return (year or date or "",)
