"""Hypothesis strategies for papers, shared by the round-trip tests."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from hypothesis import strategies as st

from cpgraph.model import Author, Claim, Outcome, Paper, Quote, Topic
from cpgraph.vocabulary import shipped

#: Any text that a literal can hold and that identity does not change (white space collapsed, NFC).
plain_text = (
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=40)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
    .map(lambda text: unicodedata.normalize("NFC", text))
)


def keys(scheme: str) -> st.SearchStrategy[str]:
    return st.sampled_from([concept.key for concept in shipped().of(scheme)])


def maybe(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | strategy


def _outcome_or_text(claim: Claim) -> str:
    """One outcome is described once: what two claims say of it would be one node."""
    return claim.outcome.label if claim.outcome else claim.text


def references(names: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of these names (a regular expression), or IRIs of elsewhere; each once, sorted by IRI."""
    iris = st.from_regex(r"https://example\.org/[a-z]{1,6}", fullmatch=True)
    named = st.from_regex(names, fullmatch=True) | iris
    found = st.lists(named, unique=True, max_size=2)
    return found.map(lambda some: tuple(sorted(some, key=lambda name: (":/" not in name, name))))


dates = st.dates().map(lambda date: date.isoformat())
outcomes = st.builds(
    Outcome,
    label=plain_text,
    category=maybe(keys("category")),
    polarity=maybe(keys("polarity")),
)
claims = st.builds(
    Claim,
    text=plain_text,
    direction=maybe(keys("direction")),
    confidence=maybe(keys("confidence")),
    outcome=st.none() | outcomes,
    category=maybe(keys("category")),
    role=maybe(keys("role")),
    evidence_basis=maybe(plain_text),
    quote=st.none() | st.builds(Quote, text=plain_text, status=maybe(keys("quote-status"))),
    source_score=maybe(st.integers(1, 99).map(lambda n: str(n / 100))),
    extraction=maybe(keys("extraction")),
    retracted=maybe(plain_text),
    supersedes=references(r"paper:manual:[0-9a-f]{12}#claim-[0-9a-f]{16}"),
)
authors = st.builds(
    Author,
    name=plain_text,
    openalex_id=maybe(st.from_regex(r"A[0-9]{6}", fullmatch=True)),
    affiliation=maybe(plain_text),
    name_as_printed=maybe(plain_text),
)


def _as_read(made: list[Topic]) -> tuple[Topic, ...]:
    """Topics in the order in which a graph gives them back."""
    return tuple(sorted(made, key=lambda topic: (topic.iri is None, topic.iri or topic.label)))


topic_iris = st.from_regex(r"https://example\.org/T[0-9]{1,6}", fullmatch=True)
topics = st.lists(
    st.builds(Topic, label=plain_text, iri=maybe(topic_iris)),
    unique_by=lambda topic: topic.iri or topic.label,
    max_size=3,
).map(_as_read)
PAPER_KEY = r"openalex:W[0-9]{1,9}|arxiv:[0-9]{4}\.[0-9]{5}|manual:[0-9a-f]{12}"


def _retraction(reason: str | None, date: str | None) -> dict[str, str | None]:
    """A date is only stated with a reason."""
    return {"retracted": reason, "retracted_on": date if reason else None}


retractions = st.builds(_retraction, maybe(plain_text), maybe(dates))


def _retracted(paper: Paper, retraction: dict[str, str | None]) -> Paper:
    return replace(paper, **retraction)  # type: ignore[arg-type]


_papers = st.builds(
    Paper,
    key=st.from_regex(PAPER_KEY, fullmatch=True),
    title=plain_text,
    source=keys("source"),
    authors=st.lists(authors, min_size=1, max_size=4).map(tuple),
    claims=st.lists(
        claims, max_size=4, unique_by=lambda c: c.outcome.label if c.outcome else c.text
    ).map(tuple),
    themes=st.lists(keys("theme"), unique=True, max_size=3).map(sorted).map(tuple),
    topics=topics,
    abstract=maybe(plain_text),
    headline=maybe(plain_text),
    key_points=maybe(plain_text),
    published=maybe(dates | dates.map(lambda date: date[:7]) | dates.map(lambda date: date[:4])),
    fetched=maybe(dates),
    venue=maybe(plain_text),
    kind=maybe(st.sampled_from(["Preprint", "JournalArticle", "WorkingPaper"])),
    paper_type=maybe(keys("paper-type")),
    evidence_strength=maybe(keys("level")),
    methods_rigor=maybe(keys("level")),
    relevance=st.none() | st.integers(0, 10),
    study=maybe(plain_text),
    supersedes=references(PAPER_KEY),
    cites=references(PAPER_KEY),
)
papers = st.builds(_retracted, _papers, retractions)
