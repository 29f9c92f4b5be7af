"""A reference of a bibliography, whatever its format, brought to a paper without claims."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from cpgraph.errors import CpgraphError, SourceError
from cpgraph.model import Author, Paper, Topic
from cpgraph.paper_graph import Context, bare_doi
from cpgraph.readers.base import Notice, Reading, Refusal, Source
from cpgraph.readers.bibliographic import Described, bibliographic_reading
from cpgraph.readers.checked import checked_doi, checked_orcid, left_out
from cpgraph.readers.plain_words import has_controls, plain, web_address, without_controls
from cpgraph.terms import manual_key
from cpgraph.vocabulary import Vocabulary

MIB = 1024 * 1024
SIZE_LIMIT = 256 * MIB
"""Of a bibliography, which is held in memory."""

#: Why a paper is retracted, where the reference only says that it is.
RETRACTION = "The reference is marked as retracted; it does not say why."

_KEY = re.compile(
    r"\b(?:arxiv:(?:[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})|openalex:W[0-9]+"
    r"|semantic_scholar:[0-9a-f]{40}|manual:[0-9a-f]{12})(?!\w)"
)
_ARXIV = re.compile(
    r"(?:arxiv(?:\.org/(?:abs|pdf)/|:\s*|\.)|^)([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7})"
    r"(?:v[0-9]+)?(?:\.pdf)?$",
    re.IGNORECASE,
)
_OPENALEX = re.compile(r"openalex\.org/(?:works/)?(W[0-9]+)", re.IGNORECASE)
_RESOLVER = re.compile(
    r"https?://(?:(?:dx\.)?doi\.org/10|arxiv\.org/abs/|openalex\.org/W)", re.IGNORECASE
)
_RETRACTED = re.compile(r"Retracted(?:: (?P<why>.+))?", re.IGNORECASE | re.DOTALL)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class NoPaperError(CpgraphError):
    """Why a reference is no paper: one line, without the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference as its format states it, each field as text.

    :param name: what the bibliography calls it.
    :param key: the paper's key, where the reference shows it, as those that cpgraph writes do.
    :param is_cut: it names only the first authors.
    :param dates: year, month and day, as far as they are stated; a month can be a name.
    :param eprint: its arXiv number, where it says so.
    :param links: addresses of it, the first one its page.
    :param notes: remarks; ``Retracted`` and ``Retracted: …`` are no remark.
    :param left_out: fields that have no place in cpgraph.
    """

    line: int
    name: str = ""
    key: str = ""
    title: str | None = None
    authors: tuple[Author, ...] = ()
    is_cut: bool = False
    dates: tuple[str, ...] = ()
    venue: str | None = None
    kind: str | None = None
    abstract: str | None = None
    doi: str | None = None
    eprint: str | None = None
    links: tuple[str, ...] = ()
    pdf: str | None = None
    keywords: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_retracted: bool = False
    left_out: tuple[str, ...] = ()
    notices: tuple[str, ...] = field(default=())


def described(reference: Reference, vocabulary: Vocabulary) -> Described:
    """The reference as a paper.

    Keywords are topics. In a reference that cpgraph wrote they are themes where they are called so.

    :raises NoPaperError: it cannot be one.
    """
    notices = list(reference.notices)
    title = one_line(reference.title)
    if title is None:
        raise NoPaperError("has no title, and a paper needs one; add it")
    doi, published = _doi(reference, notices), _published(reference, notices)
    arxiv, openalex = _arxiv_id(reference), _openalex_id(reference)
    authors = tuple(_author(author, notices) for author in reference.authors)
    key = _key(reference, arxiv, openalex) or manual_key(
        title, authors[0].name if authors else None
    )
    retracted, notes = _retraction(reference)
    words = _words(reference.keywords)
    themes = _themes(words, vocabulary) if _KEY.search(reference.key) else {}
    paper = Paper(
        key=key,
        source=key.partition(":")[0],
        title=title,
        authors=authors,
        authors_not_stated=not authors,
        published=published,
        venue=one_line(reference.venue),
        kind=reference.kind,
        abstract=without_controls(reference.abstract or "").strip() or None,
        doi=doi,
        arxiv_id=arxiv,
        openalex_id=openalex,
        source_link=_link(reference, notices),
        pdf_link=web_address(reference.pdf or ""),
        themes=tuple(themes.values()),
        topics=tuple(Topic(label=word) for word in words if word not in themes),
        notes=notes,
        retracted=retracted,
    )
    return Described(
        paper,
        _told(reference, notices),
        is_cut=reference.is_cut,
        retraction=RETRACTION,
        coarse=frozenset({"abstract", "kind", "topics"}),
        name=reference.name,
    )


def _told(reference: Reference, notices: list[str]) -> tuple[str, ...]:
    """What is to be said, of the authors first."""
    cut = ["its byline ends in 'and others': not all authors are named"] * reference.is_cut
    texts = filter(None, (reference.title, reference.abstract))
    controls = ["control characters in its texts were left out"] * any(map(has_controls, texts))
    return (*cut, *notices, *controls)


def readings(
    references: Iterable[Reference | Refusal], source: Source, context: Context, nothing: str
) -> Iterator[Reading]:
    """A reading for each reference, and one notice of all the fields that have no place here.

    :param nothing: what is said of a bibliography that holds none.
    """
    left_out: Counter[str] = Counter()
    is_empty = True
    for reference in references:
        is_empty = False
        if isinstance(reference, Refusal):
            yield reference
            continue
        left_out.update(reference.left_out)
        yield _reading(reference, source, context)
    if is_empty:
        raise SourceError(source.name, nothing)
    if left_out:
        listed = ", ".join(f"{name} ({count})" for name, count in sorted(left_out.items()))
        yield Notice(source.name, f"these fields have no place here and were left out: {listed}")


def _reading(reference: Reference, source: Source, context: Context) -> Reading:
    try:
        paper = described(reference, context.vocabulary)
    except NoPaperError as error:
        return Refusal(source.name, str(error), reference.line, reference.name)
    return bibliographic_reading(paper, source, context, lambda _: reference.line)


def text_of(source: Source) -> str:
    """The text of a bibliography.

    :raises SourceError: it is too large, or not UTF-8.
    """
    with source.open() as stream:
        data = stream.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise SourceError(source.name, f"is larger than {SIZE_LIMIT // MIB} MiB; split it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"not UTF-8 (byte 0x{data[error.start]:02x}); save the file as UTF-8"
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(source.name, problem, line=line) from error


def one_line(text: str | None) -> str | None:
    """The text as plain words on one line; None where there are none."""
    return (plain(without_controls(text)) or None) if text else None


def _words(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(one_line, texts))))


def _themes(words: Iterable[str], vocabulary: Vocabulary) -> dict[str, str]:
    """The themes that these words are the labels of, by label."""
    return {theme.label: theme.key for theme in vocabulary.of("theme") if theme.label in words}


def _author(author: Author, notices: list[str]) -> Author:
    name = one_line(author.name)
    if name is None:
        raise NoPaperError("names an author without a name; correct it")
    orcid = checked_orcid(author.orcid, notices)
    return Author(name=name, orcid=orcid, affiliation=one_line(author.affiliation))


def _doi(reference: Reference, notices: list[str]) -> str | None:
    """The DOI as stated, else that of an address."""
    resolved = (link for link in reference.links if bare_doi(link).startswith("10."))
    return checked_doi(reference.doi or next(resolved, None), notices)


def _arxiv_id(reference: Reference) -> str | None:
    found = _ARXIV.search((reference.eprint or "").strip())
    shown = (bare_doi(reference.doi or "").removeprefix("10.48550/"), *reference.links)
    matches = (_ARXIV.search(text) for text in shown if "arxiv" in text.lower())
    return found[1] if found else next((match[1] for match in matches if match), None)


def _openalex_id(reference: Reference) -> str | None:
    found = (_OPENALEX.search(link) for link in reference.links)
    return next((match[1].upper() for match in found if match), None)


def _key(reference: Reference, arxiv: str | None, openalex: str | None) -> str | None:
    """The key that the reference shows, or that of its identifiers."""
    stated = _KEY.search(reference.key)
    if stated:
        return stated[0]
    if openalex:
        return f"openalex:{openalex}"
    return f"arxiv:{arxiv}" if arxiv else None


def _published(reference: Reference, notices: list[str]) -> str | None:
    """The date as far as it is one; what is none is left out."""
    parts = [part.strip() for part in reference.dates if part.strip()]
    if not parts:
        return None
    year = parts[0]
    if not re.fullmatch("[0-9]{4}", year):
        notices.append(left_out(year, "year"))
        return None
    months = [_month(part) for part in parts[1:2]]
    if not months or months[0] is None:
        if months:
            notices.append(left_out(parts[1], "month"))
        return year
    day = parts[2] if len(parts) > 2 else ""  # noqa: PLR2004 # year, month, day
    try:
        return date(int(year), months[0], int(day)).isoformat()
    except ValueError:
        if day:
            notices.append(left_out(day, "day of that month"))
        return f"{year}-{months[0]:02}"


def _month(text: str) -> int | None:
    if re.fullmatch("[0-9]{1,2}", text):
        return int(text) if 1 <= int(text) <= 12 else None  # noqa: PLR2004 # months
    return _MONTHS.index(text[:3].lower()) + 1 if text[:3].lower() in _MONTHS else None


def _link(reference: Reference, notices: list[str]) -> str | None:
    """The first address that says more than the identifiers do."""
    for link in reference.links:
        if _RESOLVER.match(link):
            continue
        address = web_address(link)
        if address:
            return address
        notices.append(left_out(link, "web address"))
    return None


def _retraction(reference: Reference) -> tuple[str | None, str | None]:
    """Why the paper was retracted, and the remarks that are left."""
    why, notes = None, []
    for note in filter(None, map(one_line, reference.notes)):
        found = _RETRACTED.fullmatch(note)
        if found:
            why = found["why"] or RETRACTION
        elif not _KEY.fullmatch(note.removeprefix("cpgraph ")):
            notes.append(note)
    if why is None and reference.is_retracted:
        why = RETRACTION
    return why, "\n".join(notes) or None
