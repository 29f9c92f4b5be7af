"""Papers as CSL-JSON, which citation processors read (Citation Style Language 1.0.2)."""

from __future__ import annotations

from typing import Any

from cpgraph.model import Paper
from cpgraph.writers.bibliography import keywords_of, kind_of, link_of, name_parts, names_of


def csl_item(paper: Paper) -> dict[str, Any]:
    """The paper as an item of CSL-JSON; what is not stated is left out.

    >>> csl_item(Paper(key="manual:1", source="manual", title="A title", published="2026-05"))
    {'id': 'manual:1', 'type': 'document', 'title': 'A title', 'issued': {'date-parts': [[2026, 5]]}}
    """
    said = {
        "id": paper.key,
        "type": kind_of(paper).csl,
        "title": paper.title,
        "author": [_name(name) for name in names_of(paper)],
        "issued": _date(paper.published),
        "container-title": paper.venue,
        "DOI": paper.doi,
        "archive": "arXiv" if paper.arxiv_id else None,
        "archive_location": paper.arxiv_id,
        "URL": link_of(paper),
        "abstract": paper.abstract,
        "keyword": ", ".join(keywords_of(paper)),
        "status": "retracted" if paper.retracted is not None else None,
        "note": f"Retracted: {paper.retracted}" if paper.retracted else None,
    }
    return {name: value for name, value in said.items() if value}


def _name(name: str) -> dict[str, str]:
    parts = name_parts(name)
    if not parts.given:
        return {"literal": parts.family}
    named = {"family": parts.family, "given": parts.given, "suffix": parts.suffix}
    return {part: text for part, text in named.items() if text}


def _date(published: str | None) -> dict[str, Any] | None:
    parts = (published or "").split("-")
    if all(part.isascii() and part.isdecimal() for part in parts):
        return {"date-parts": [[int(part) for part in parts]]}
    return {"literal": published} if published else None
