"""What a digest is made of, as plain data. Counts are of studies wherever nothing else is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from cpgraph.synthesis.model import Counts
from cpgraph.worklist import Listed

By = Literal["published", "loaded"]


@dataclass(frozen=True, slots=True)
class Window:
    """From which to which day, month or year; both ends are within.

    :param since: None reaches back without end, ``until`` None forward.
    :param by: whether the dates are those of publication or of loading.
    :param themes: only papers of one of these (keys); empty is all.
    :param week: the ISO week that it is, if it is one.
    """

    since: str | None
    until: str | None = None
    by: By = "published"
    themes: tuple[str, ...] = ()
    week: str | None = None


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A claim of a paper that is new.

    :param category: the IRI of its outcome category; None where none is stated.
    """

    iri: str
    paper: str  # the paper's key
    position: int
    text: str
    direction: str | None = None
    outcome: str | None = None
    category: str | None = None
    retracted: bool = False


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A paper that is new, and the claims that it makes."""

    key: str
    title: str
    byline: str
    published: str | None
    loaded: str | None
    type: str | None
    strength: str | None
    relevance: int | None
    themes: tuple[str, ...]
    doi: str | None
    arxiv: str | None
    retracted: bool
    claims: tuple[NewClaim, ...]


@dataclass(frozen=True, slots=True)
class CategoryClaims:
    """The new claims about an outcome category, by direction; ``iri`` None is of none stated."""

    iri: str | None
    label: str
    positive: int
    negative: int
    mixed: int
    null: int
    not_stated: int
    claims: int
    papers: int


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """An outcome category, of one theme or of all, in which the votes changed.

    :param theme: the theme's key; None is all papers, whatever their themes.
    :param changed: what changed most: ``headline``, ``state`` or ``counts``.
    :param headline: whether more studies voted ``positive`` or ``negative``; else ``even``, ``none``.
    """

    theme: str | None
    iri: str
    label: str
    before: Counts
    after: Counts
    headline_before: str
    headline: str
    changed: str


@dataclass(frozen=True, slots=True)
class NewContradiction:
    """An outcome on which new papers brought pairs of studies that say opposite things.

    :param before: how many such pairs of studies there were before the window.
    :param claim_pairs: how many pairs of claims there are of which one at least is new.
    :param pairs: these, in total order; cut at a limit.
    """

    iri: str
    label: str
    before: int
    after: int
    claim_pairs: int
    pairs: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class ClosedGap:
    """A theme and category that became testable, or got a synthesis; how, ``closed`` says."""

    theme: str
    iri: str
    label: str
    before: int
    after: int
    state_before: str
    state: str
    closed: str
    synthesised: str | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """What is new in a window, and what it changed.

    :param papers: strongest first: evidence strength, relevance, date (newest first), key.
    :param cells: where the state or the headline changed; by category, all papers before each theme.
    :param counts_only: how many further cells changed in their counts only.
    """

    window: Window
    made: str  # UTC, to the second
    papers: tuple[NewPaper, ...]
    categories: tuple[CategoryClaims, ...]
    cells: tuple[ChangedCell, ...]
    counts_only: int
    contradictions: tuple[NewContradiction, ...]
    gaps: tuple[ClosedGap, ...]

    @property
    def claims(self) -> Iterator[NewClaim]:
        """All new claims, in the order of their papers."""
        return (claim for paper in self.papers for claim in paper.claims)

    def claims_about(self, category: str | None, theme: str | None = None) -> list[NewClaim]:
        """The new claims about a category (IRI), of papers of a theme or of all."""
        return [
            claim
            for paper in self.papers
            if theme is None or theme in paper.themes
            for claim in paper.claims
            if claim.category == category
        ]
