"""Papers as RIS, which reference managers import: one tag a line, one record a paper."""

from __future__ import annotations

from collections.abc import Iterator

from cpgraph.model import Paper
from cpgraph.writers.bibliography import (
    keywords_of,
    kind_of,
    link_of,
    name_parts,
    names_of,
    one_line,
)


def ris(paper: Paper) -> str:
    """The paper as a record of RIS; what is not stated is left out.

    >>> ris(Paper(key="manual:1", source="manual", title="A title", published="2026-05")).splitlines()
    ['TY  - GEN', 'ID  - manual:1', 'TI  - A title', 'PY  - 2026', 'DA  - 2026/05//', 'ER  - ', '']
    """
    lines = (f"{tag}  - {one_line(value)}\n" for tag, value in _fields(paper) if value)
    return f"TY  - {kind_of(paper).ris}\n{''.join(lines)}ER  - \n\n"


def _fields(paper: Paper) -> Iterator[tuple[str, str | None]]:
    yield "ID", paper.key
    for name in names_of(paper):
        yield "AU", _author(name)
    yield "TI", paper.title
    year, month, day = ((paper.published or "") + "--").split("-")[:3]
    yield "PY", year
    yield "DA", f"{year}/{month}/{day}/" if month else None
    yield "T2", paper.venue
    yield "DO", paper.doi
    yield "AN", f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else None
    yield "UR", link_of(paper)
    yield "L1", paper.pdf_link
    yield "AB", paper.abstract
    for keyword in keywords_of(paper):
        yield "KW", keyword
    if paper.retracted is not None:
        yield "N1", f"Retracted: {paper.retracted}".removesuffix(": ")


def _author(name: str) -> str:
    """Family, given, suffix, with commas between (RIS, section on authors)."""
    parts = name_parts(name)
    return ", ".join(filter(None, (parts.family, parts.given, parts.suffix)))
