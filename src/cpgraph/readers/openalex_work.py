"""One work as OpenAlex writes it (the Work object of its API and snapshot), brought to the model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import MAXYEAR
from operator import itemgetter

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from cpgraph.errors import CpgraphError
from cpgraph.model import Author, Paper, Topic
from cpgraph.paper_graph import bare_id
from cpgraph.readers.bibliographic import Described
from cpgraph.readers.checked import checked_date, checked_doi, checked_orcid
from cpgraph.readers.plain_words import has_controls, plain, web_address, without_controls

#: Why a paper is retracted, where OpenAlex only says that it is.
RETRACTION = "OpenAlex lists the work as retracted; its retraction notice says why."

#: A work that OpenAlex deletes becomes this one.
_DELETED = "W4285719527"
_WORK_ID = re.compile(r"W[0-9]+")
_ARXIV = re.compile(
    r"(?:arxiv\.org/(?:abs|pdf|html)/|oai:arxiv\.org:|10\.48550/arxiv\.)"
    r"([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7})",
    re.IGNORECASE,
)
#: The type of a work -> the FaBiO class of its publication; what is neither is only an article.
_KINDS = {
    "article": "Article",
    "book": "Book",
    "book-chapter": "BookChapter",
    "conference-paper": "ConferencePaper",
    "dataset": "Dataset",
    "dissertation": "Thesis",
    "editorial": "Editorial",
    "journal-article": "JournalArticle",
    "letter": "Letter",
    "monograph": "Book",
    "peer-review": "Review",
    "posted-content": "Preprint",
    "preprint": "Preprint",
    "proceedings-article": "ConferencePaper",
    "report": "Report",
    "review": "ReviewArticle",
}


class WorkError(CpgraphError):
    """Why a work is no paper: one line, without the place."""


class Named(Struct):
    """Something of OpenAlex that has an identifier and a name: a topic, a keyword, a concept."""

    id: str | None = None
    display_name: str | None = None
    keyword: str | None = None


class Venue(Struct):
    """Where a work is published: a journal, a conference, a repository."""

    display_name: str | None = None
    type: str | None = None


class Location(Struct):
    """One place where a work can be read."""

    id: str | None = None
    landing_page_url: str | None = None
    pdf_url: str | None = None
    source: Venue | None = None
    raw_source_name: str | None = None
    raw_type: str | None = None


class Person(Struct):
    """An author, as OpenAlex tells persons apart."""

    id: str | None = None
    display_name: str | None = None
    orcid: str | None = None


class Authorship(Struct):
    """One place in the byline."""

    author: Person | None = None
    raw_author_name: str | None = None
    raw_orcid: str | None = None
    raw_affiliation_strings: list[str] | None = None
    raw_affiliation_string: str | None = None
    institutions: list[Named] | None = None


class Work(Struct):
    """A work, as far as cpgraph takes it; or, by ``results``, a list of works."""

    id: str | None = None
    doi: str | None = None
    title: str | None = None
    display_name: str | None = None
    publication_date: str | None = None
    publication_year: int | None = None
    type: str | None = None
    type_crossref: str | None = None
    authorships: list[Authorship] | UnsetType | None = UNSET
    is_authors_truncated: bool | None = None
    abstract_inverted_index: dict[str, list[int]] | None = None
    primary_location: Location | None = None
    best_oa_location: Location | None = None
    locations: list[Location] | None = None
    host_venue: Venue | None = None
    topics: list[Named] | None = None
    keywords: list[Named] | None = None
    concepts: list[Named] | None = None
    referenced_works: list[str] | None = None
    is_retracted: bool | None = None
    is_paratext: bool | None = None
    results: list[Raw] | None = None
    group_by: list[Raw] | None = None


decode_work = msgspec.json.Decoder(Work).decode


def work_id(work: Work) -> str:
    """The bare identifier: ``W2741809807``.

    :raises WorkError: it has none, or the identifier of something else.
    """
    bare = bare_id(work.id or "").upper()
    if not _WORK_ID.fullmatch(bare):
        given = f"its id is {work.id!r}" if work.id else "it has no id"
        raise WorkError(f"is no work of OpenAlex: {given}; give works, whose ids are W and digits")
    return bare


def described(work: Work) -> Described:
    """The work as a paper.

    :raises WorkError: it cannot be a paper.
    """
    key = work_id(work)
    _refuse_what_is_no_paper(work, key)
    notices: list[str] = []
    authors = tuple(
        _author(place, at, notices) for at, place in enumerate(work.authorships or (), 1)
    )
    location, words = work.primary_location or Location(), _positions(work)
    paper = Paper(
        key=f"openalex:{key}",
        source="openalex",
        title=_title(work),
        authors=authors,
        authors_not_stated=not authors,
        abstract=_abstract(words),
        published=_published(work, notices),
        venue=_venue(work, location),
        kind=_kind(work, location),
        paper_type="review_meta" if work.type == "review" else None,
        doi=checked_doi(work.doi, notices),
        arxiv_id=_arxiv_id(work),
        openalex_id=key,
        source_link=web_address(location.landing_page_url or ""),
        pdf_link=_pdf_link(work),
        topics=tuple(_topics(work)),
        cites=tuple(_cited(work)),
        retracted=RETRACTION if work.is_retracted else None,
    )
    notices += _notices(work, words)
    is_cut = bool(work.is_authors_truncated)
    return Described(paper, tuple(notices), is_cut=is_cut, retraction=RETRACTION)


def _refuse_what_is_no_paper(work: Work, key: str) -> None:
    if key == _DELETED:
        raise WorkError("is what OpenAlex puts in the place of deleted works; leave it out")
    if work.is_paratext or work.type == "paratext":
        raise WorkError("is paratext (a cover, a table of contents, …), not a paper; leave it out")
    if not _title(work):
        raise WorkError("has no title at OpenAlex, and a paper needs one; write a record with it")
    if work.authorships is UNSET:
        raise WorkError("comes without its authorships; select that field too, or the whole work")


def _words(text: str | None) -> str | None:
    return (plain(without_controls(text)) or None) if text else None


def _title(work: Work) -> str | None:
    return _words(work.title) or _words(work.display_name)


def _author(place: Authorship, position: int, notices: list[str]) -> Author:
    person = place.author or Person()
    printed, name = _words(place.raw_author_name), _words(person.display_name)
    if not (name or printed):
        raise WorkError(f"author {position} has no name; get the work again, or write a record")
    return Author(
        name=name or printed or "",
        name_as_printed=printed if name and printed != name else None,
        orcid=checked_orcid(person.orcid or place.raw_orcid, notices),
        openalex_id=bare_id(person.id) if person.id else None,
        affiliation=_affiliation(place),
    )


def _affiliation(place: Authorship) -> str | None:
    """As printed; where that is not known, the institutions that OpenAlex found."""
    printed = place.raw_affiliation_strings or filter(None, [place.raw_affiliation_string])
    found = (institution.display_name for institution in place.institutions or ())
    return _joined(printed) or _joined(found)


def _joined(texts: Iterable[str | None]) -> str | None:
    return "; ".join(filter(None, map(_words, texts))) or None


def _positions(work: Work) -> list[tuple[int, str]]:
    index = work.abstract_inverted_index or {}
    return sorted(
        ((at, word) for word, places in index.items() for at in places), key=itemgetter(0)
    )


def _abstract(words: list[tuple[int, str]]) -> str | None:
    """The words in order, as they are; a gap in the index is only a space."""
    return without_controls(" ".join(word for _, word in words)).strip() or None


def _published(work: Work, notices: list[str]) -> str | None:
    year = work.publication_year
    day = checked_date(work.publication_date, notices)
    return day or (f"{year:04}" if year and 0 < year <= MAXYEAR else None)


def _venue(work: Work, location: Location) -> str | None:
    named = (location.source or Venue(), work.host_venue or Venue())
    names = [named[0].display_name, location.raw_source_name, named[1].display_name]
    return next(filter(None, map(_words, names)), None)


def _kind(work: Work, location: Location) -> str | None:
    """The publication kind; of an article, what Crossref or the venue says more closely."""
    if work.type != "article":
        return _KINDS.get(work.type or "")
    closer = location.raw_type or work.type_crossref or ""
    if closer in {"journal-article", "proceedings-article", "posted-content"}:
        return _KINDS[closer]
    is_journal = location.source is not None and location.source.type == "journal"
    return "JournalArticle" if is_journal else "Article"


def _locations(work: Work) -> Iterator[Location]:
    yield from filter(None, (work.primary_location, work.best_oa_location, *(work.locations or ())))


def _arxiv_id(work: Work) -> str | None:
    """The arXiv number (no version) of the DOI or of the first location that shows one."""
    places = (
        text for one in _locations(work) for text in (one.id, one.landing_page_url, one.pdf_url)
    )
    found = (_ARXIV.search(text) for text in (work.doi, *places) if text)
    return next((match[1] for match in found if match), None)


def _pdf_link(work: Work) -> str | None:
    links = (web_address(location.pdf_url or "") for location in _locations(work))
    return next(filter(None, links), None)


def _topics(work: Work) -> Iterator[Topic]:
    """Topics and keywords; of works from before 2024, which have neither, the concepts."""
    listed = [*(work.topics or ()), *(work.keywords or ())] or work.concepts or []
    for named in listed:
        label = _words(named.display_name) or _words(named.keyword)
        if label:
            yield Topic(label=label, iri=web_address(named.id or ""))


def _cited(work: Work) -> Iterator[str]:
    ids = (bare_id(one).upper() for one in work.referenced_works or ())
    yield from (f"openalex:{one}" for one in ids if _WORK_ID.fullmatch(one))


def _notices(work: Work, words: list[tuple[int, str]]) -> Iterator[str]:
    length = words[-1][0] + 1 if words else 0
    missing = length - len({at for at, _ in words})
    if missing:
        yield f"OpenAlex's abstract lacks {missing} word{'s' * (missing > 1)} of {length}"
    if work.is_authors_truncated:
        count = len(work.authorships or ())
        yield f"only the first {count} authors are in this answer; get the work by its id for all"
    if any(map(has_controls, _texts(work))):
        yield "control characters in its texts were left out"


def _texts(work: Work) -> Iterable[str]:
    venue = work.primary_location and work.primary_location.source
    yield from filter(None, (work.title, work.display_name, venue and venue.display_name))
    yield from work.abstract_inverted_index or ()
    for place in work.authorships or ():
        person = place.author or Person()
        yield from filter(None, (place.raw_author_name, person.display_name))
        yield from place.raw_affiliation_strings or ()
