"""The claims behind each number of a synthesis, by an anchor that every form of a report links to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from cpgraph.pictures import Links
from cpgraph.reports.blocks import Link, Words
from cpgraph.synthesis.model import REASONS, VOTES, Claim, Paper, Stratum, Study, Synthesis
from cpgraph.synthesis.wording import GROUPS
from cpgraph.terms import digest, slug

#: Which part of the papers a kind of strata goes by; a paper can be in several themes.
_PARTS: dict[str, Callable[[Paper], tuple[str, ...]]] = {
    "type": lambda paper: (paper.type or "not stated",),
    "strength": lambda paper: (paper.strength or "not stated",),
    "theme": lambda paper: paper.themes or ("not stated",),
}


#: Sections that list pairs of claims.
_SECTIONS = frozenset({"contradictions", "tensions", "inconsistencies"})


@dataclass(frozen=True, slots=True)
class Group:
    """The claims behind a number, and what the number counts."""

    anchor: str
    title: str
    claims: tuple[Claim, ...]


class Evidence:
    """Every list of claims that a number of one synthesis opens to."""

    def __init__(self, made: Synthesis) -> None:
        self.made = made
        self.papers: Mapping[str, Paper] = {paper.key: paper for paper in made.papers}
        self.votes = {study.iri: study.vote for study in made.studies}
        self._places = {claim.iri: place for place, claim in enumerate(made.claims, 1)}
        self._papers = {paper.key: place for place, paper in enumerate(made.papers, 1)}
        self.groups = {group.anchor: group for group in _groups(made, self) if group.claims}

    def place(self, claim: Claim) -> int:
        """The number of a claim in the report, from 1."""
        return self._places[claim.iri]

    def claim_link(self, claim: Claim, text: str = "") -> Link:
        """A link to a claim: ``key#position``."""
        return Link(text or f"{claim.paper}#{claim.position}", f"#claim-{self.place(claim)}")

    def paper_link(self, paper: Paper, text: str = "") -> Link:
        """A link to the paper in the list of references."""
        return Link(text or paper.name, f"#ref-{self._papers[paper.key]}")

    def open(self, shown: int | str, anchor: str) -> Words:
        """A number that opens to its claims; where there are none, only the number."""
        text = f"{shown:,}" if isinstance(shown, int) else shown
        is_there = anchor in self.groups or anchor in _SECTIONS
        return (Link(text, f"#{anchor}"),) if is_there else (text,)

    def sentence(self, said: str) -> Words:
        """A sentence of :mod:`cpgraph.synthesis.wording` with its counts opening to their claims."""
        pieces = _COUNTED.split(said)  # what counts stands at odd places
        words = (
            self.open(piece, self._anchor(piece)) if place % 2 else (piece,)
            for place, piece in enumerate(pieces)
        )
        return tuple(word for some in words for word in some if word)

    def _anchor(self, phrase: str) -> str:
        found = next((anchor for ending, anchor in _ENDINGS if phrase.endswith(ending)), None)
        if found:
            return found if not phrase.startswith("0 ") else ""
        counted = int(re.findall(_NUMBER, phrase)[-1].replace(",", ""))
        return "voting" if counted > self.made.counts.directional else "directional"


_NUMBER = r"\d+(?:,\d{3})*"
#: What in a sentence counts studies, claims or pairs.
_COUNTED = re.compile(
    rf"(?<!fewer than )(?<!at least )((?<!all )\b{_NUMBER} (?:positive|negative|mixed(?! or )|null)\b"
    rf"|\ball {_NUMBER} mixed and null studies|\b1 mixed or null study"
    rf"|\b{_NUMBER} of {_NUMBER} directional (?:{'|'.join(GROUPS.values())})"
    rf"|\b{_NUMBER} (?:of|against) {_NUMBER}(?: directional stud(?:y|ies)| eligible)?"
    rf"|\b{_NUMBER} directional stud(?:y|ies)|\b{_NUMBER} single outcomes?"
    rf"|\b{_NUMBER} pairs?(?: (?:is|are) in tension)?|\b{_NUMBER} stud(?:y says|ies say) both"
    rf"|\b{_NUMBER} claims? describes?|\b{_NUMBER} (?:claims?|votes?|do(?:es)? not|stud(?:y|ies))\b)"
)

#: How a phrase that counts ends, and the anchor of what it counts.
_ENDINGS = (
    ("mixed and null studies", "undirected"),
    ("mixed or null study", "undirected"),
    *((f" {vote}", f"vote-{vote}") for vote in VOTES),
    *((f" directional {said}", f"compared-{kind}-{key}") for (kind, key), said in GROUPS.items()),
    ("directional study", "directional"),
    ("directional studies", "directional"),
    ("eligible", "voting"),
    ("describe", "all"),
    ("describes", "all"),
    ("do not", "out"),
    ("does not", "out"),
    ("vote", "voting"),
    ("votes", "voting"),
    ("claim", "voting"),
    ("claims", "voting"),
    ("in tension", "tensions"),
    ("say both", "inconsistencies"),
    ("says both", "inconsistencies"),
    *((noun, "contradictions") for noun in ("outcome", "outcomes", "pair", "pairs")),
)


def flow_anchor(state: str) -> str:
    """The anchor of the claims on the outcome that are in a state of the flow."""
    anchors = {state: f"state-{state}" for state in STATES} | {"loaded": "all", "voting": "voting"}
    return anchors.get(state, f"reason-{state}")


def picture_links(made: Synthesis) -> Links:
    """Where the marks and names of pictures lead in a report."""
    known = Evidence(made)
    strata = {f"{one.kind}/{one.key}": stratum_anchor(one.kind, one.key) for one in made.strata}
    years = {f"until/{one.period}": f"until-{slug(one.period)}" for one in made.trend.points}
    votes = {f"vote/{vote}": f"vote-{vote}" for vote in VOTES}
    anchors = {"all": "voting", **votes, **strata, **years, **study_anchors(made.studies)}
    return {
        **{name: f"#{anchor}" for name, anchor in anchors.items() if anchor in known.groups},
        **{claim.iri: f"#claim-{known.place(claim)}" for claim in made.claims},
    }


def stratum_anchor(kind: str, key: str) -> str:
    """The anchor of the claims of a stratum; a study is of one year, in strata as in the trend."""
    if kind == "year":
        return f"year-{slug(key)}"
    return f"stratum-{slug(kind)}-{slug(key) or digest(key, length=8)}"


def group_anchor(group: Stratum) -> str:
    """The anchor of the claims of a group that is compared."""
    return f"compared-{group.kind}-{group.key}"


def study_anchors(studies: Iterable[Study]) -> dict[str, str]:
    """The anchors of the claims of studies, by IRI."""
    return {study.iri: f"study-{place}" for place, study in enumerate(studies, 1)}


def _groups(made: Synthesis, known: Evidence) -> Iterator[Group]:
    voting, excluded = tuple(made.included), tuple(made.excluded)
    yield Group("all", "claims that describe the outcome", made.claims)
    yield Group("voting", "claims that vote", voting)
    yield Group("out", "claims that do not vote", excluded)
    yield from _by_state(made.claims)
    yield from _by_vote(voting, known.votes)
    for reason, why in REASONS.items():
        left_out = tuple(claim for claim in excluded if claim.reason == reason)
        yield Group(f"reason-{reason}", f"claims that do not vote: {why}", left_out)
    yield from _by_study(made, voting)
    yield from _by_stratum(voting, known.papers)
    described = tuple(made.described)
    for key, claims in _parted(described, known.papers, "type").items():
        yield Group(
            stratum_anchor("not voting", key), f"claims of papers that do not vote: {key}", claims
        )
    yield from _by_year(made, voting)
    yield from _by_comparison(made, (*voting, *described))


#: State of the flow -> the reasons for which claims are out before it.
REMAINS = {
    "loaded": (),
    "active": ("retracted-claim", "superseded", "retracted-paper"),
    "eligible": ("role", "design"),
    "directed": ("no-direction",),
    "voting": ("wrong-outcome", "filter"),
}


def _by_state(claims: tuple[Claim, ...]) -> Iterator[Group]:
    """The claims that remain in the states between loaded and voting."""
    for state in ("active", "eligible", "directed"):
        out = set(REMAINS[state])
        claims = tuple(claim for claim in claims if claim.reason not in out)
        yield Group(f"state-{state}", f"claims that are {STATES[state]}", claims)


#: What a state of the flow is called; reasons are called as :data:`REASONS` has them.
STATES = {
    "loaded": "loaded",
    "active": "active",
    "eligible": "eligible",
    "directed": "eligible, with a direction",
    "voting": "vote",
}


def _by_vote(voting: tuple[Claim, ...], votes: Mapping[str, str]) -> Iterator[Group]:
    for vote in VOTES:
        theirs = tuple(claim for claim in voting if votes[claim.study] == vote)
        yield Group(f"vote-{vote}", f"claims of studies that vote {vote}", theirs)
    for anchor, ways in (
        ("directional", {"positive", "negative"}),
        ("undirected", {"mixed", "null"}),
    ):
        theirs = tuple(claim for claim in voting if votes[claim.study] in ways)
        yield Group(anchor, f"claims of studies that vote {' or '.join(sorted(ways))}", theirs)


def _by_study(made: Synthesis, voting: Iterable[Claim]) -> Iterator[Group]:
    theirs: dict[str, list[Claim]] = defaultdict(list)
    for claim in voting:
        theirs[claim.study].append(claim)
    anchors = study_anchors(made.studies)
    for study in made.studies:
        title = f"claims by which {study.name} [{study.key}] votes {study.vote}"
        yield Group(anchors[study.iri], title, tuple(theirs[study.iri]))


def _by_stratum(voting: Iterable[Claim], papers: Mapping[str, Paper]) -> Iterator[Group]:
    for kind in _PARTS:
        for key, claims in _parted(voting, papers, kind).items():
            yield Group(stratum_anchor(kind, key), f"claims that vote, {kind} {key}", claims)


def _parted(
    claims: Iterable[Claim], papers: Mapping[str, Paper], kind: str
) -> dict[str, tuple[Claim, ...]]:
    parts: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        for key in _PARTS[kind](papers[claim.paper]):
            parts[key].append(claim)
    return {key: tuple(parts[key]) for key in sorted(parts)}


def _by_comparison(made: Synthesis, claims: tuple[Claim, ...]) -> Iterator[Group]:
    """The claims of each group's studies: those by which a study votes, or would."""
    votes = {study.iri for study in made.studies}
    by_them = [claim for claim in claims if claim.reason is None or claim.study not in votes]
    for group in (group for one in made.comparisons for group in one.groups):
        own = tuple(claim for claim in by_them if claim.study in group.studies)
        yield Group(group_anchor(group), f"claims of {GROUPS[group.kind, group.key]}", own)


def _by_year(made: Synthesis, voting: Iterable[Claim]) -> Iterator[Group]:
    """The claims of studies by the year of their earliest paper, and of all up to it."""
    years = {study.iri: (study.published or "")[:4] or "not dated" for study in made.studies}
    theirs: dict[str, list[Claim]] = defaultdict(list)
    for claim in voting:
        theirs[years[claim.study]].append(claim)
    until: tuple[Claim, ...] = ()
    for year in sorted(theirs):
        until = (*until, *theirs[year])
        yield Group(
            f"year-{slug(year)}", f"claims of studies published {year}", tuple(theirs[year])
        )
        yield Group(f"until-{slug(year)}", f"claims of studies published up to {year}", until)
