"""What a store holds, as plain data: a paper with its authors and claims.

A field that is None (or an empty tuple) is *not stated*. That is never the same as the direction
``null``, which says that no effect was found. Vocabulary fields hold a key or any spelling that the
vocabulary knows; what reads a stored paper back gives keys.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """An author of one paper, in the order of the byline."""

    name: str
    orcid: str | None = None
    """Bare: ``0000-0002-1825-0097``."""
    openalex_id: str | None = None
    """Bare: ``A5023888391``."""
    affiliation: str | None = None
    """As printed in the paper."""
    name_as_printed: str | None = None
    """Where it differs from ``name``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a paper is about in the words of its source; themes are the words of the collection."""

    label: str
    iri: str | None = None
    """The name of the topic there, where the source gives it one; a keyword has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was measured."""

    label: str
    category: str | None = None
    polarity: str | None = None
    """``higher_is_better``, ``lower_is_better`` or ``neutral``."""
    exact_match: tuple[str, ...] = ()
    """IRIs of the same outcome elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The words of the paper that a claim rests on."""

    text: str
    status: str | None = None
    """``exact``, ``normalised`` or ``not_found``, once checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement a paper makes; its position is its place in ``Paper.claims``, from 1."""

    text: str
    direction: str | None = None
    confidence: str | None = None
    outcome: Outcome | None = None
    category: str | None = None
    role: str | None = None
    evidence_basis: str | None = None
    quote: Quote | None = None
    source_score: str | None = None
    """A decimal as printed, never interpreted."""
    extraction: str | None = None
    retracted: str | None = None
    """Why the claim was retracted; None where it was not."""
    supersedes: tuple[str, ...] = ()
    """The claims it takes the place of: ``paper:manual:…#claim-…``, or IRIs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One scholarly work as one source lists it.

    ``key`` is ``source:native-id``, or ``manual:`` and twelve hex digits where no id is shown.
    ``authors`` empty and ``authors_not_stated`` false is a fault that validation reports.
    """

    key: str
    title: str | None
    source: str
    authors: tuple[Author, ...] = ()
    authors_not_stated: bool = False
    claims: tuple[Claim, ...] = ()
    stated_claim_count: int | None = None
    """The count that the source prints beside its claims."""
    themes: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    headline: str | None = None
    finding: str | None = None
    abstract: str | None = None
    main_finding: str | None = None
    key_points: str | None = None
    data_and_methods: str | None = None
    implications: str | None = None
    published: str | None = None
    """``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``."""
    fetched: str | None = None
    """``YYYY-MM-DD``; never a publication date."""
    venue: str | None = None
    kind: str | None = None
    """The local name of a FaBiO class: ``Preprint``, ``JournalArticle``, …"""
    paper_type: str | None = None
    evidence_strength: str | None = None
    evidence_strength_reason: str | None = None
    methods_rigor: str | None = None
    methods_rigor_reason: str | None = None
    relevance: int | str | None = None
    """0 to 10; text that is no number is kept for validation to refuse."""
    sample: str | None = None
    generalizability: str | None = None
    notes: str | None = None
    doi: str | None = None
    arxiv_id: str | None = None
    openalex_id: str | None = None
    semantic_scholar_id: str | None = None
    source_link: str | None = None
    pdf_link: str | None = None
    study: str | None = None
    retracted: str | None = None
    """Why the paper was retracted; None where it was not."""
    retracted_on: str | None = None
    """``YYYY-MM-DD``."""
    supersedes: tuple[str, ...] = ()
    """The papers it takes the place of: keys, or IRIs."""
    cites: tuple[str, ...] = ()
    """The papers it cites: keys, or IRIs."""
