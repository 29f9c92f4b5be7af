"""What a search finds, as plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaperHit:
    """A paper that holds the words; ``score`` orders hits of one search and means nothing else."""

    key: str
    title: str
    published: str | None
    score: float


@dataclass(frozen=True, slots=True)
class ClaimHit:
    """A claim that holds them; ``position`` is its place in the paper, from 1."""

    key: str
    position: int
    title: str
    text: str
    direction: str | None
    score: float


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The best papers and claims, and how many there are of each."""

    papers: tuple[PaperHit, ...] = ()
    claims: tuple[ClaimHit, ...] = ()
    paper_count: int = 0
    claim_count: int = 0
