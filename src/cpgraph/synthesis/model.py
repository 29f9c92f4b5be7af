"""What a synthesis is made of, as plain data; pictures and reports read nothing else.

Counts are of studies wherever nothing else is said. Shares and limits are fractions in [0, 1].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
        surname = (self.first_author or "Authors not stated").split()[
            -1 if self.first_author else 0 :
        ]
        more = " et al." if self.authors > 1 else ""
        return f"{' '.join(surname)}{more} ({self.year or 'n.d.'})"


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


@dataclass(frozen=True, slots=True)
class Proportion:
    """``positive`` of ``directional`` studies, with its interval and the two-sided sign test.

    :param share: None where no study is directional; so are ``low`` and ``high``.
    :param p: against one half, exact; None below 6 directional studies.
    """

    positive: int
    directional: int
    share: float | None
    low: float | None
    high: float | None
    p: float | None
    method: Interval = "wilson"


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the greatest of what was recomputed, each with how it came about."""

    low: Proportion
    high: Proportion
    low_when: str
    high_when: str


@dataclass(frozen=True, slots=True)
class FlowStep:
    """A state of claims in the flow: how many are in it; of papers and studies where it is known."""

    state: str
    claims: int
    papers: int | None = None
    studies: int | None = None


@dataclass(frozen=True, slots=True)
class Stratum:
    """Votes within a part of the studies.

    :param kind: ``type``, ``strength``, ``theme`` or ``year``; ``not voting`` is of paper types that
        do not vote, such as theory and reviews.
    :param adjusted: p by Holm's method over all strata that were tested; None where this was not.
    """

    kind: str
    key: str
    counts: Counts
    proportion: Proportion
    studies: tuple[str, ...] = ()  # their IRIs
    adjusted: float | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a named person says of a pair: ``confirmed``, ``explained`` or ``not-comparable``."""

    verdict: str
    who: str
    why: str
    when: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims on one outcome that do not agree; the first is toward positive.

    :param comparable: whether both papers are empirical and share a theme.
    """

    positive: Claim
    other: Claim
    comparable: bool
    judgement: Judgement | None = None

    @property
    def key(self) -> str:
        """Twelve hex digits that name the pair in commands."""
        return digest(*sorted((self.positive.iri, self.other.iri)), length=12)

    @property
    def grade(self) -> str:
        """``K1`` candidate, ``K2`` comparable, ``K3`` confirmed; else how a person closed it."""
        if self.judgement:
            return "K3" if self.judgement.verdict == "confirmed" else self.judgement.verdict
        return "K2" if self.comparable else "K1"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An outcome on which studies do not agree: how many pairs of studies, and pairs of claims.

    :param pairs: of claims, in total order; cut at a limit, ``claim_pairs`` is how many there are.
    """

    measured: str
    measured_as: str
    study_pairs: int
    claim_pairs: int
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Disagreements:
    """Where studies do not agree, by outcome.

    Contradictions are positive against negative claims of different studies, tensions positive against
    null ones; internal inconsistencies are positive against negative claims of one study.
    """

    contradictions: tuple[Disagreement, ...] = ()
    tensions: tuple[Disagreement, ...] = ()
    inconsistencies: tuple[Disagreement, ...] = ()


@dataclass(frozen=True, slots=True)
class YearPoint:
    """The votes of one year, and what they add up to; ``period`` is a year, or ``not dated``."""

    period: str
    counts: Counts
    cumulative: Counts
    proportion: Proportion  # of the cumulative counts; repeated looks, no test


@dataclass(frozen=True, slots=True)
class Trend:
    """Votes by year of publication, and an exact permutation test on the mean year.

    :param difference: mean year of positive studies less that of negative ones, in years.
    :param arrangements: over how many the test ran.
    """

    points: tuple[YearPoint, ...] = ()
    difference: float | None = None
    p: float | None = None
    arrangements: int | None = None


@dataclass(frozen=True, slots=True)
class GapCell:
    """A theme's votes on the question's category."""

    theme: str
    counts: Counts
    state: str
    latest: str | None = None
    strengths: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain of the certainty worksheet: what the data says; the judgement is a person's."""

    name: str
    indicators: tuple[str, ...]
    judgement: str | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Certainty:
    """The GRADE worksheet. ``level`` is set by a named person; ``ceiling`` is provisional."""

    domains: tuple[Domain, ...]
    ceiling: str
    rule: str
    level: str | None = None
    rated_by: str | None = None


@dataclass(frozen=True, slots=True)
class SwimItem:
    """One of the nine SWiM items (doi 10.1136/bmj.l6890); ``open`` where only a person can answer."""

    number: int
    name: str
    text: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class Tested:
    """The questions that were tested in one run, and this one's Holm-adjusted p.

    :param cells: how many of them had enough studies for a test.
    :param p: None where this one had not.
    """

    cells: int = 0
    p: float | None = None


@dataclass(frozen=True, slots=True)
class Synthesis:
    """The answer to one question, with all it was computed from."""

    question: Question
    made: str  # UTC, to the second
    flow: tuple[FlowStep, ...]
    claims: tuple[Claim, ...]  # about the outcome: those that vote, then those that do not
    studies: tuple[Study, ...]
    papers: tuple[Paper, ...]
    counts: Counts
    proportion: Proportion
    sensitivity: Range
    leave_one_out: Range | None
    strata: tuple[Stratum, ...]
    disagreements: Disagreements
    trend: Trend
    gaps: tuple[GapCell, ...]
    tested: Tested
    certainty: Certainty
    swim: tuple[SwimItem, ...]
    query_hash: str  # of the texts of the stored queries that chose and coded the claims
    data_hash: str

    @property
    def included(self) -> Iterator[Claim]:
        """The claims that vote."""
        return (claim for claim in self.claims if claim.reason is None)

    @property
    def excluded(self) -> Iterator[Claim]:
        """The claims about the outcome that do not vote."""
        return (claim for claim in self.claims if claim.reason is not None)

    def paper(self, key: str) -> Paper:
        """The paper with this key."""
        return next(paper for paper in self.papers if paper.key == key)

    def claims_of(self, study: Study) -> tuple[Claim, ...]:
        """The claims by which a study votes."""
        return tuple(claim for claim in self.included if claim.study == study.iri)
