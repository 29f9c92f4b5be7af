"""What a synthesis is made of, as plain data; pictures and reports read nothing else.

Counts are of studies wherever nothing else is said. Shares and limits are fractions in [0, 1].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cpgraph.synthesis.basis import (
    CONTESTED_INDEX,
    CONTESTED_STUDIES,
    REASONS,
    TESTABLE,
    VOTES,
    Claim,
    Counts,
    Interval,
    Paper,
    Question,
    Study,
    Vote,
)
from cpgraph.terms import digest

__all__ = [
    "CONTESTED_INDEX",
    "CONTESTED_STUDIES",
    "REASONS",
    "TESTABLE",
    "VOTES",
    "Certainty",
    "Claim",
    "Comparison",
    "Counts",
    "Disagreement",
    "Disagreements",
    "Domain",
    "FlowStep",
    "GapCell",
    "Interval",
    "Judgement",
    "Pair",
    "Paper",
    "Proportion",
    "Question",
    "Range",
    "Stratum",
    "Study",
    "SwimItem",
    "Synthesis",
    "Tested",
    "Trend",
    "Vote",
    "YearPoint",
]


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
        do not vote, such as theory and reviews. Of a group that is compared, the comparison's name.
    :param adjusted: p by Holm's method over all strata and comparisons that were tested; None where
        this was not.
    """

    kind: str
    key: str
    counts: Counts
    proportion: Proportion
    studies: tuple[str, ...] = ()  # their IRIs
    adjusted: float | None = None

    @property
    def is_tested(self) -> bool:
        """Whether its share is tested: there are enough studies, and they vote."""
        return self.proportion.p is not None and self.kind != "not voting"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two groups with no study in common: do their shares of positive differ? Exploratory.

    :param name: ``design``, ``strength`` or ``theory``; the groups are strata of this kind.
    :param odds_ratio: the odds of a positive vote in the first group to those in the second, never the
        size of an effect; None where a group is of one mind, or there is no test.
    :param p: Fisher's exact two-sided test; None where a group has below 6 directional studies.
    :param adjusted: p by Holm's method, together with the strata.
    """

    name: str
    first: Stratum
    second: Stratum
    odds_ratio: float | None
    p: float | None
    adjusted: float | None = None

    @property
    def groups(self) -> tuple[Stratum, Stratum]:
        """The first and the second group."""
        return self.first, self.second


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
    """The GRADE worksheet. ``level`` is set by a named person; ``ceiling`` is provisional.

    :param exceeds: whether the person's level is above the ceiling, which their reasons must carry.
    """

    domains: tuple[Domain, ...]
    ceiling: str
    rule: str
    level: str | None = None
    rated_by: str | None = None
    exceeds: bool = False


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
    comparisons: tuple[Comparison, ...]
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

    @property
    def described(self) -> Iterator[Claim]:
        """The claims that do not vote for their paper's type alone: they are strata of their own."""
        return (
            claim
            for claim in self.claims
            if claim.reason == "design" and claim.toward and claim.passes
        )

    @property
    def tests(self) -> int:
        """How many strata and comparisons were tested."""
        adjusted = [*(s.adjusted for s in self.strata), *(c.adjusted for c in self.comparisons)]
        return sum(p is not None for p in adjusted)

    def paper(self, key: str) -> Paper:
        """The paper with this key."""
        return next(paper for paper in self.papers if paper.key == key)

    def _repr_html_(self) -> str:
        from cpgraph.synthesis.display import notebook_html  # noqa: PLC0415 # it reads this module

        return notebook_html(self)

    def claims_of(self, study: Study) -> tuple[Claim, ...]:
        """The claims by which a study votes."""
        return tuple(claim for claim in self.included if claim.study == study.iri)
