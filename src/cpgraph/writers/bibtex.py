"""Papers as BibTeX.

BibTeX counts braces even where they are escaped, so a brace in a text is written by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from cpgraph.model import Paper
from cpgraph.terms import digest
from cpgraph.writers.bibliography import keywords_of, kind_of, link_of, names_of, one_line

#: What an entry's type calls the venue; others say how it was published.
_VENUES = {
    "article": "journal",
    "inproceedings": "booktitle",
    "incollection": "booktitle",
    "book": "publisher",
    "mastersthesis": "school",
    "phdthesis": "school",
    "techreport": "institution",
}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def bibtex(paper: Paper) -> str:
    """The paper as an entry, with an empty line after it; what is not stated is left out."""
    kind = kind_of(paper).bibtex
    fields = [f"  {name} = {value},\n" for name, value in _fields(paper, kind) if value]
    return f"@{kind}{{{citation_key(paper.key)},\n{''.join(fields)}}}\n\n"


def citation_key(key: str) -> str:
    """A paper's key as BibTeX takes it; where it cannot stand as it is, with a digest of it.

    >>> citation_key("arxiv:2401.00001")
    'arxiv:2401.00001'
    """
    plain = re.sub(r"[^A-Za-z0-9:._/+-]+", "-", key)
    return key if plain == key else f"{plain}-{digest(key, length=8)}"


def _fields(paper: Paper, kind: str) -> Iterator[tuple[str, str]]:
    authors = " and ".join(map(_author, names_of(paper)))
    yield "author", authors and f"{{{authors}}}"
    yield "title", f"{{{{{_escaped(paper.title or paper.key)}}}}}"
    yield _VENUES.get(kind, "howpublished"), _braced(paper.venue)
    year, _, rest = (paper.published or "").partition("-")
    yield "year", _braced(year)
    month, _, day = rest.partition("-")
    yield "month", _MONTHS[int(month) - 1] if month.isdecimal() and 1 <= int(month) <= 12 else ""  # noqa: PLR2004 # months
    yield "day", _braced(day)
    yield "doi", _verbatim(paper.doi)
    yield "eprint", _verbatim(paper.arxiv_id)
    yield "archiveprefix", "{arXiv}" if paper.arxiv_id else ""
    yield "url", _verbatim(link_of(paper))
    yield "abstract", _braced(paper.abstract)
    yield "keywords", _braced(", ".join(keywords_of(paper)))
    yield "note", _braced(". ".join(_notes(paper)))


def _notes(paper: Paper) -> Iterator[str]:
    if paper.retracted is not None:
        yield f"Retracted: {paper.retracted}" if paper.retracted else "Retracted"
    yield f"cpgraph {paper.key}"


def _author(name: str) -> str:
    """A name that BibTeX would take apart at its commas or words stands in braces."""
    text = _escaped(name)
    is_odd = re.search(r"(?i)\band\b|^others$", name) or name.count(",") > 2  # noqa: PLR2004 # von Last, Jr, First
    return f"{{{text}}}" if is_odd else text


def _braced(text: str | None) -> str:
    return f"{{{_escaped(text)}}}" if text else ""


_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "$&#_%"},
}


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in one_line(text))


def _verbatim(text: str | None) -> str:
    """Identifiers and addresses, which styles set as they are; what would end the field is encoded."""
    if not text:
        return ""
    encoded = re.sub(r"[{}\\\s]", lambda found: quote(found[0]), text)
    return f"{{{encoded}}}"
