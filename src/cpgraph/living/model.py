"""Stored syntheses, what became of them, and what people said of them, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cpgraph.errors import CpgraphError, did_you_mean
from cpgraph.synthesis.model import Counts, Proportion, Question, Tested

#: What a certainty can be, the best first (GRADE).
LEVELS = ("high", "moderate", "low", "very low")


class SynthesisNotFoundError(CpgraphError):
    """A name under which no synthesis is stored."""

    def __init__(self, name: str, location: str, nearest: tuple[str, ...]) -> None:
        self.name = name
        self.nearest = nearest
        meant = f"{did_you_mean(nearest)} " if nearest else ""
        super().__init__(
            f"no stored synthesis {name!r} in {location}; {meant}"
            "'cpgraph synthesis list' shows what is there, --save stores one"
        )


@dataclass(frozen=True, slots=True)
class Stored:
    """A synthesis as it is stored: what it asked, of which data it was made, what it came to.

    Numbers that were not stored are None.

    :param sentence: what it asks, in words.
    :param claims: claim IRI -> how it counted: its direction, or the reason why it did not vote
        (``included`` and ``excluded`` where that is all that was stored).
    :param papers: paper key -> hash of what the synthesis took from the paper.
    :param said: the sentences that its numbers came to.
    """

    name: str
    iri: str
    version: int
    sentence: str
    question: Question
    made: str
    query_hash: str
    data_hash: str
    claims: Mapping[str, str]
    papers: Mapping[str, str]
    who: str | None = None
    software: str | None = None
    counts: Counts | None = None
    share: Proportion | None = None
    tested: Tested = field(default_factory=Tested)
    headline: str | None = None
    said: tuple[str, ...] = ()

    @property
    def included(self) -> tuple[str, ...]:
        """The IRIs of the claims that voted, in order."""
        return tuple(sorted(iri for iri, code in self.claims.items() if code in VOTING))

    @property
    def excluded(self) -> Mapping[str, str]:
        """The IRIs of the claims that did not vote, each with its reason."""
        return {iri: code for iri, code in self.claims.items() if code not in VOTING}


#: How a claim that votes counts.
VOTING = frozenset({"positive", "negative", "mixed", "null", "included"})


@dataclass(frozen=True, slots=True)
class Change:
    """A claim that counts in another way than it did.

    :param before: as in :attr:`Stored.claims`; None where the synthesis did not know the claim.
    :param after: the same, as the store is now; None where the claim is no longer asked for.
    """

    claim: str
    paper: str  # the paper's key
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a synthesis is stale, and the papers (keys) or claims (IRIs) that made it so."""

    what: str
    things: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """A stored synthesis, and why it is stale; no reasons where it is not."""

    name: str
    made: str
    version: int
    sentence: str
    headline: str | None
    reasons: tuple[Reason, ...] = ()

    @property
    def is_stale(self) -> bool:
        """Whether the store would answer otherwise now."""
        return bool(self.reasons)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A synthesis before and after it was made anew, and the claims and papers that moved it.

    :param papers: keys of papers that moved it, each with how: ``in``, ``out`` or ``changed``.
    """

    before: Stored
    after: Stored
    reasons: tuple[Reason, ...]
    changes: tuple[Change, ...]
    papers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Annotation:
    """Text that a person or a model wrote about a stored synthesis.

    :param method: ``person``, or ``model:`` and which.
    :param data_hash: of the data that it was written for.
    :param papers: keys of the papers that it cites, sorted.
    :param outdated: whether the data are others now.
    """

    iri: str
    text: str
    who: str
    method: str
    when: str
    data_hash: str
    papers: tuple[str, ...] = ()
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person says of one domain of certainty."""

    domain: str
    judgement: str
    why: str


@dataclass(frozen=True, slots=True)
class Rating:
    """How certain the evidence is, by a named person, for the data of then."""

    iri: str
    level: str
    who: str
    why: str
    when: str
    data_hash: str
    domains: tuple[Judged, ...] = ()
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence that cannot be stored, and why."""

    sentence: str
    problem: str


class RefusedProseError(CpgraphError):
    """Text that cites what is not there, or gives numbers that are not the synthesis's."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        self.name = name
        self.problems = problems
        super().__init__(
            f"{name}: the text is refused ({len(problems)} problems); correct its sentences, "
            "and annotate again"
        )
