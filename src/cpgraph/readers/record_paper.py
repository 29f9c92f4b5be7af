"""A record brought to the model, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cpgraph.model import Author, Claim, Outcome, Paper, Quote, Topic
from cpgraph.paper_graph import Context, bare_id
from cpgraph.readers.record_faults import fields_of, missing_field
from cpgraph.readers.record_fields import (
    AuthorFields,
    ClaimFields,
    LevelFields,
    OutcomeFields,
    QuoteFields,
    RecordFields,
    RetractionFields,
    SummaryFields,
    TopicFields,
)
from cpgraph.readers.record_tree import RecordError, Steps, words
from cpgraph.terms import manual_key

#: Fields of a record that are plain text in the model too.
_TEXTS = (
    "title", "headline", "finding", "abstract", "venue", "kind", "paper_type", "sample", "notes",
    "doi", "arxiv_id", "openalex_id", "semantic_scholar_id", "source_link", "pdf_link", "study",
)  # fmt: skip
_SUMMARY = ("main_finding", "key_points", "data_and_methods", "implications")
_CLAIM_TEXTS = ("direction", "confidence", "category", "role", "evidence_basis", "extraction")
_AUTHOR_TEXTS = ("orcid", "openalex_id", "affiliation", "name_as_printed")

#: Source -> what its identifiers look like, in the order in which a record's ids make its key.
_NATIVE_IDS = {
    "openalex": re.compile(r"[Ww][0-9]+"),
    "arxiv": re.compile(r"[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?|[a-z.-]+/[0-9]{7}(?:v[0-9]+)?"),
    "semantic_scholar": re.compile(r"[0-9a-f]{40}"),
}
_KEY = re.compile(r"([A-Za-z][\w .-]*):\s*(?!//)(\S+)", re.ASCII)
_ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9Xx]")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_RELEVANCE = re.compile(r"([0-9]{1,9})\s*(?:/\s*10)?", re.ASCII)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_NOT_STATED = frozenset({"not stated", "not_stated"})
_SURROGATE = re.compile("[\ud800-\udfff]")


def paper_of(data: object, context: Context) -> Paper:
    """The paper that the plain data of a record describes.

    :raises RecordError: the data is no record.
    """
    record = fields_of(data)
    _refuse_surrogates(data)
    authors, not_stated = _authors(record)
    key, source = _identity(record, authors, context)
    summary = record.summary or SummaryFields()
    levels: dict[str, str | None] = {
        **_level(record, "evidence_strength"),
        **_level(record, "methods_rigor"),
    }
    return Paper(
        key=key,
        source=source,
        authors=authors,
        authors_not_stated=not_stated,
        themes=tuple(_texts(record.themes)),
        topics=tuple(_topics(record.topics)),
        published=_date(record.published),
        fetched=_date(record.fetched),
        relevance=_relevance(record.relevance),
        generalizability=_prose(record.generalizability),
        stated_claim_count=record.stated_claim_count,
        supersedes=tuple(_texts(record.supersedes)),
        cites=tuple(_texts(record.cites)),
        claims=tuple(
            _claim(claim, ("claims", index), context)
            for index, claim in enumerate(record.claims or ())
        ),
        **{name: _text(getattr(record, name)) for name in _TEXTS},
        **{name: _summary_part(record, summary, name) for name in _SUMMARY},
        **_retraction(record.retracted),
        **levels,
    )


def _text(value: str | None) -> str | None:
    """The text without white space at its ends; nothing where that leaves nothing."""
    return (value.strip() or None) if value else None


def _texts(value: list[str] | str | None) -> list[str]:
    given = [value] if isinstance(value, str) else value or ()
    return [text for text in map(_text, given) if text]


def _prose(value: list[str] | str | None) -> str | None:
    """One text; of a list, a line with a bullet for each item."""
    if isinstance(value, list):
        return "\n".join(f"• {text}" for text in _texts(value)) or None
    return _text(value)


def _needed(value: str | None, path: Steps) -> str:
    text = _text(value)
    if text is None:
        raise RecordError(path, missing_field(path))
    return text


def _summary_part(record: RecordFields, summary: SummaryFields, name: str) -> str | None:
    nested, flat = _prose(getattr(summary, name)), _prose(getattr(record, name))
    if nested and flat and nested != flat:
        raise RecordError((name,), f"{name} differs from summary {name}; keep one of them")
    return nested or flat


def _level(record: RecordFields, name: str) -> dict[str, str | None]:
    given, reason = getattr(record, name), _text(getattr(record, f"{name}_reason"))
    if not isinstance(given, LevelFields):
        return {name: _text(given), f"{name}_reason": reason}
    nested = _text(given.reason)
    if nested and reason and nested != reason:
        problem = f"{name}_reason differs from {name} reason; keep one of them"
        raise RecordError((f"{name}_reason",), problem)
    return {name: _text(given.level), f"{name}_reason": nested or reason}


def _retraction(given: RetractionFields | str | None) -> dict[str, str | None]:
    if isinstance(given, RetractionFields):
        reason = _reason(given.reason, ("retracted", "reason"))
        return {"retracted": reason, "retracted_on": _text(given.date)}
    return {"retracted": _reason(given, ("retracted",))}


def _reason(given: str | None, path: Steps) -> str | None:
    """Why something was retracted; an empty reason may not pass for no retraction."""
    if given is not None and not given.strip():
        raise RecordError(path, f"{words(path)} is empty; say why, or remove it")
    return _text(given)


def _topics(given: list[TopicFields | str] | str | None) -> Iterator[Topic]:
    for index, topic in enumerate([given] if isinstance(given, str) else given or ()):
        if isinstance(topic, str):
            yield from (Topic(label=text) for text in _texts(topic))
        else:
            label = _needed(topic.label, ("topics", index, "label"))
            yield Topic(label=label, iri=_topic_iri(topic, ("topics", index, "iri")))


def _topic_iri(topic: TopicFields, path: Steps) -> str | None:
    iri = _text(topic.iri)
    if iri and not _IRI.fullmatch(iri):
        raise RecordError(path, f"{words(path)} is no IRI, got {iri!r}; correct it or remove it")
    return iri


def _date(value: str | int | None) -> str | None:
    return str(value) if isinstance(value, int) else _text(value)


def _relevance(value: float | str | None) -> int | str | None:
    """The number of ``7``, ``"7"`` or ``"7/10"``; anything else is kept for validation to refuse."""
    if value is None or isinstance(value, int):
        return value
    text = _text(str(value))
    number = _RELEVANCE.fullmatch(text) if text else None
    return int(number[1]) if number else text


def _authors(record: RecordFields) -> tuple[tuple[Author, ...], bool]:
    """The authors, and whether the record says that they are not stated."""
    given = record.authors
    not_stated = record.authors_not_stated is True
    if isinstance(given, str):
        text = _text(given)
        if text and text.casefold() not in _NOT_STATED:
            problem = 'authors must be a list, got a string; write authors: ["…"], or "not stated"'
            raise RecordError(("authors",), problem)
        return (), not_stated or text is not None
    authors = tuple(_author(author, ("authors", at)) for at, author in enumerate(given or ()))
    if authors and not_stated:
        raise RecordError(
            ("authors_not_stated",),
            "authors_not_stated is true beside a list of authors; remove one of them",
        )
    return authors, not_stated


def _author(given: AuthorFields | str, path: Steps) -> Author:
    if isinstance(given, str):
        return Author(name=_needed(given, (*path, "name")))
    texts = {name: _text(getattr(given, name)) for name in _AUTHOR_TEXTS}
    if texts["orcid"] and not _ORCID.fullmatch(bare_id(texts["orcid"])):
        where = (*path, "orcid")
        problem = f"must look like 0000-0002-1825-0097, got {texts['orcid']!r}; copy it whole"
        raise RecordError(where, f"{words(where)} {problem}")
    return Author(name=_needed(given.name, (*path, "name")), **texts)


def _identity(
    record: RecordFields, authors: tuple[Author, ...], context: Context
) -> tuple[str, str]:
    """The key and the source: as stated, or of an id, or of the title and the first author."""
    source = _text(record.source)
    known = context.vocabulary.find("source", source) if source else None
    source = known.key if known else source
    key = _stated_key(record, source, context) or _key_of_ids(record, source)
    if key is None:
        title = _text(record.title)
        if title is None:
            raise RecordError(("title",), "a record needs a title, or a key; add a title")
        key = manual_key(title, authors[0].name if authors else None)
    named = key.partition(":")[0]
    if source not in {None, named} and named != "manual":
        problem = f"source {source!r} does not fit the key {key!r}; leave source out"
        raise RecordError(("source",), problem)
    return key, source or named


def stated_key(fields: Mapping[str, str | None], context: Context) -> str | None:
    """The key that these fields of a record state, by itself or by an identifier; None where none.

    :raises RecordError: what is stated does not fit together.
    """
    if not any(_text(fields.get(name)) for name in ("key", *(f"{of}_id" for of in _NATIVE_IDS))):
        return None
    record = fields_of({"title": "-", **fields})  # with a title, so that one is made of it
    key = _identity(record, (), context)[0]
    return None if key == manual_key("-", None) else key


def _stated_key(record: RecordFields, source: str | None, context: Context) -> str | None:
    key, other = _text(record.key), _text(record.id)
    if key and other and key != other:
        raise RecordError(("id",), f"id {other!r} differs from key {key!r}; keep one of them")
    stated = key or other
    if stated is None:
        return None
    whole = _KEY.fullmatch(stated)
    if whole and whole[1].lower() not in {"http", "https"}:
        known = context.vocabulary.find("source", whole[1])
        return f"{known.key if known else whole[1]}:{whole[2]}"
    return _key_of_native_id(stated, source)


def _key_of_native_id(stated: str, source: str | None) -> str:
    """The key that a bare identifier, or its address, means."""
    native = bare_id(stated)
    looks_like = next((name for name, form in _NATIVE_IDS.items() if form.fullmatch(native)), None)
    if looks_like is None and source is None:
        problem = f"the key {stated!r} names no source; write source:id, such as openalex:W123"
        raise RecordError(("key",), problem)
    return _key(source or looks_like or "", native)


def _key_of_ids(record: RecordFields, source: str | None) -> str | None:
    """The key of the first identifier in the record, that of the source before the others."""
    names = sorted(_NATIVE_IDS, key=lambda name: name != source)
    for name in names:
        stated = _text(getattr(record, f"{name}_id"))
        if stated and source in {None, name}:
            return _key(name, bare_id(stated))
    return None


def _key(source: str, native: str) -> str:
    """``source:native-id``; the versions of an arXiv paper are one paper."""
    if source == "arxiv":
        return f"arxiv:{re.sub(r'v[0-9]+$', '', native)}"
    return f"{source}:{native.upper() if source == 'openalex' else native}"


def _claim(given: ClaimFields | str, path: Steps, context: Context) -> Claim:
    if isinstance(given, str):
        return Claim(text=_needed(given, (*path, "text")))
    texts = {name: _text(getattr(given, name)) for name in _CLAIM_TEXTS}
    return Claim(
        text=_needed(given.text, (*path, "text")),
        outcome=_outcome(given.outcome, (*path, "outcome"), context),
        quote=_quote(given.quote, (*path, "quote")),
        source_score=_score(given.source_score, (*path, "source_score")),
        retracted=_reason(given.retracted, (*path, "retracted")),
        supersedes=tuple(_texts(given.supersedes)),
        **texts,
    )


def _outcome(given: OutcomeFields | str | None, path: Steps, context: Context) -> Outcome | None:
    if not isinstance(given, OutcomeFields):
        label = _text(given)
        return Outcome(label=label) if label else None
    return Outcome(
        label=_needed(given.label, (*path, "label")),
        category=_text(given.category),
        polarity=_text(given.polarity),
        exact_match=tuple(
            match if _IRI.fullmatch(match) else context.iris.outcome(match)
            for match in _texts(given.exact_match)
        ),
    )


def _quote(given: QuoteFields | str | None, path: Steps) -> Quote | None:
    if isinstance(given, QuoteFields):
        return Quote(text=_needed(given.text, (*path, "text")), status=_text(given.status))
    text = _text(given)
    return Quote(text=text) if text else None


def _score(given: float | str | None, path: Steps) -> str | None:
    """The score as printed; a float comes only from callers who had no print to keep."""
    text = None if given is None else _text(str(given))
    if text and not _DECIMAL.fullmatch(text):
        problem = f"{words(path)} must be a decimal such as 0.10, got {text!r}; copy it as printed"
        raise RecordError(path, problem)
    return text


def _refuse_surrogates(data: object) -> None:
    """Refuse text that cannot be written: half a character, as JSON's escapes can spell it."""
    for path, text in _all_texts(data, ()):
        found = _SURROGATE.search(text)
        if found:
            problem = f"half a character (\\u{ord(found[0]):04x}); write the whole character"
            raise RecordError(path, f"{words(path)} holds {problem}")


def _all_texts(data: object, path: Steps) -> Iterator[tuple[Steps, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _all_texts(value, (*path, name))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _all_texts(value, (*path, index))


def record_of(paper: Paper) -> dict[str, Any]:
    """The record of a paper, ready for JSON or YAML; what is not stated is left out.

    >>> record_of(Paper(key="openalex:W1", title="T", source="openalex", authors_not_stated=True))
    {'key': 'openalex:W1', 'source': 'openalex', 'title': 'T', 'authors': 'not stated'}
    """
    names = ("published", "fetched", "relevance", "generalizability", "stated_claim_count")
    record: dict[str, Any] = {"key": paper.key, "source": paper.source, "title": paper.title}
    record["authors"] = [_plain(author, "name", _AUTHOR_TEXTS) for author in paper.authors]
    if paper.authors_not_stated:
        record["authors"] = "not stated"
    record["themes"] = list(paper.themes)
    record["topics"] = [_plain(topic, "label", ("iri",)) for topic in paper.topics]
    record |= {name: getattr(paper, name) for name in (*names, *_TEXTS, *_SUMMARY)}
    for name in ("evidence_strength", "methods_rigor"):
        record |= {part: getattr(paper, part) for part in (name, f"{name}_reason")}
    record["retracted"] = _retraction_record(paper)
    record |= {name: list(getattr(paper, name)) for name in ("supersedes", "cites")}
    record["claims"] = [_claim_record(claim) for claim in paper.claims]
    return _stated(record)


def _stated(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value not in (None, "", [], ())}


def _retraction_record(paper: Paper) -> dict[str, str] | str | None:
    if not paper.retracted_on:
        return paper.retracted
    return {"reason": paper.retracted or "", "date": paper.retracted_on}


def _plain(part: object, main: str, others: tuple[str, ...]) -> Any:
    """A part as its main text where it states nothing else, else as an object."""
    stated = _stated({name: getattr(part, name) for name in (main, *others)})
    return stated[main] if list(stated) == [main] else stated


def _claim_record(claim: Claim) -> dict[str, Any]:
    record = {"text": claim.text, **{name: getattr(claim, name) for name in _CLAIM_TEXTS}}
    record["source_score"] = claim.source_score
    if claim.outcome:
        outcome = _plain(claim.outcome, "label", ("category", "polarity", "exact_match"))
        matches = {"exact_match": list(claim.outcome.exact_match)}
        record["outcome"] = (
            {**outcome, **_stated(matches)} if isinstance(outcome, dict) else outcome
        )
    if claim.quote:
        record["quote"] = _plain(claim.quote, "text", ("status",))
    record["retracted"] = claim.retracted
    record["supersedes"] = list(claim.supersedes)
    return _stated(record)
