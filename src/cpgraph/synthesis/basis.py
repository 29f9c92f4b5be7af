"""What a synthesis asks, and what it counts: claims, the papers that make them, studies, their votes.

Counts are of studies wherever nothing else is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cpgraph.terms import digest, slug

Vote = Literal["positive", "negative", "mixed", "null"]
Interval = Literal["wilson", "clopper-pearson"]
VOTES: tuple[Vote, ...] = ("positive", "negative", "mixed", "null")

#: Why a claim about the outcome does not vote: the first that applies counts.
REASONS = {
    "retracted-claim": "the claim was retracted",
    "superseded": "a newer claim or paper takes its place",
    "retracted-paper": "its paper was retracted",
    "role": "it is stated not to be a finding",
    "design": "its paper's type does not vote",
    "no-direction": "its direction is not stated",
    "wrong-outcome": "it is about another outcome",
    "filter": "the filters leave it out",
}

#: A test needs so many directional studies: below, not even unanimity reaches .05.
TESTABLE = 6
#: A contested outcome has at least so many directional studies, and at least this conflict index.
CONTESTED_STUDIES, CONTESTED_INDEX = 4, 0.6


@dataclass(frozen=True, slots=True)
class Question:
    """What a synthesis asks: of an outcome category or of one outcome, with filters.

    Filters are keys of the vocabulary. ``since`` and ``until`` are a year, month or day. Empty filters
    let everything through.

    :param iri: of the category or outcome.
    :param orient: ``raw`` keeps directions as stated, ``polarity`` turns them where lower is better.
    :param interval: how the 95 % interval of a share is computed.
    """

    kind: Literal["category", "outcome"]
    iri: str
    label: str
    themes: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    paper_types: tuple[str, ...] = ("rct", "quasi_experimental", "correlational", "descriptive")
    levels: tuple[str, ...] = ()
    extractions: tuple[str, ...] = ()
    orient: Literal["raw", "polarity"] = "raw"
    interval: Interval = "wilson"

    @property
    def name(self) -> str:
        """What the synthesis is called in addresses and commands: the same for the same question."""
        plain = Question(self.kind, self.iri, self.label)
        if self == plain:
            return slug(self.label)
        return f"{slug(self.label)}-{digest(*map(repr, self.filters), length=8)}"

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """What differs from the plain question: pairs of a parameter and its value."""
        plain = Question(self.kind, self.iri, self.label)
        several = ("themes", "paper_types", "levels", "extractions")
        return tuple(
            (name, value)
            for name in (*several, "since", "until", "orient", "interval")
            if getattr(self, name) != getattr(plain, name)
            for value in (getattr(self, name) if name in several else (getattr(self, name),))
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim on the question's outcome, in or out.

    :param stated: its direction as the paper states it, or None.
    :param toward: its direction as it is counted (turned round where lower is better), or None.
    :param reason: why it does not vote, the first of :data:`REASONS` that applies; None where it votes.
    :param position: its place in the paper, from 1.
    :param category: the IRI of its outcome category.
    :param measured: the IRI of its outcome; of several that exact matches join, the first.
    """

    iri: str
    paper: str  # the paper's key
    position: int
    text: str
    study: str  # the study's IRI
    stated: str | None = None
    toward: str | None = None
    measured: str | None = None
    measured_as: str | None = None  # the outcome's label
    category: str | None = None
    reason: str | None = None
    passes: bool = True  # whether the filters let it through, whatever else leaves it out


@dataclass(frozen=True, slots=True)
class Study:
    """A study that votes: its claims by direction, and its vote by the 70 % rule."""

    iri: str
    vote: Vote
    positive: int
    negative: int
    mixed: int
    null: int
    papers: tuple[Paper, ...]  # by key; the claims that vote are in these

    @property
    def key(self) -> str:
        """The key of its first paper."""
        return self.papers[0].key

    @property
    def name(self) -> str:
        """The name of its first paper."""
        return self.papers[0].name

    @property
    def published(self) -> str | None:
        """When the earliest of its papers was published."""
        return min((paper.published for paper in self.papers if paper.published), default=None)

    @property
    def claims(self) -> int:
        """How many claims it votes by."""
        return self.positive + self.negative + self.mixed + self.null


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with claims about the outcome; ``authors`` is how many it has."""

    key: str
    iri: str
    title: str
    first_author: str | None = None
    authors: int = 0
    published: str | None = None
    venue: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    type: str | None = None
    strength: str | None = None
    themes: tuple[str, ...] = ()

    @property
    def year(self) -> str | None:
        """The year of publication."""
        return self.published[:4] if self.published else None

    @property
    def name(self) -> str:
        """``Author et al. (2026)``, to be read by people; never a key."""
        return byline(self.first_author, self.authors, self.year)


def byline(first: str | None, authors: int, year: str | None) -> str:
    """The surname of the first author and the year, to be read by people.

    >>> byline("Ann van Invented", 2, "2026"), byline(None, 0, None)
    ('Invented et al. (2026)', 'Authors not stated (n.d.)')
    """
    surname = first.split()[-1] if first and first.strip() else "Authors not stated"
    return f"{surname}{' et al.' if authors > 1 else ''} ({year or 'n.d.'})"


@dataclass(frozen=True, slots=True)
class Counts:
    """Votes of studies, and the claims that they vote by."""

    positive: int = 0
    negative: int = 0
    mixed: int = 0
    null: int = 0
    claims: int = 0

    @property
    def studies(self) -> int:
        """All studies that vote."""
        return self.positive + self.negative + self.mixed + self.null

    @property
    def directional(self) -> int:
        """Studies that vote positive or negative."""
        return self.positive + self.negative

    @property
    def index(self) -> float | None:
        """The conflict index 1 - |P - N| / (P + N); None without directional studies."""
        if not self.directional:
            return None
        return 1 - abs(self.positive - self.negative) / self.directional

    @property
    def contested(self) -> bool:
        """Whether at least 4 studies are directional and the index is at least 0.6."""
        # In whole numbers: 1 - 0.4 would be less than 0.6.
        apart = abs(self.positive - self.negative)
        return self.directional >= CONTESTED_STUDIES and 5 * apart <= 2 * self.directional

    @property
    def state(self) -> str:
        """``none``, ``thin`` (1 or 2 studies), ``covered`` (3 to 5) or ``testable`` (6 and more)."""
        limits = ((1, "none"), (3, "thin"), (TESTABLE, "covered"))
        return next((name for limit, name in limits if self.studies < limit), "testable")
