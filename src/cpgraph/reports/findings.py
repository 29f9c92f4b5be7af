"""The first half of a report: what was asked, what was found, and how it came about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cpgraph.pictures.names import SCHEMES, name_of
from cpgraph.reports.blocks import Heading, Paragraph, Section, Table, Words
from cpgraph.reports.evidence import (
    REMAINS,
    STATES,
    Evidence,
    flow_anchor,
    group_anchor,
    stratum_anchor,
)
from cpgraph.reports.glyphs import VOTE_HEADS, short, voted
from cpgraph.synthesis.model import (
    CONTESTED_INDEX,
    CONTESTED_STUDIES,
    REASONS,
    TESTABLE,
    VOTES,
    Comparison,
    Counts,
    Proportion,
    Question,
    Stratum,
    Synthesis,
)
from cpgraph.synthesis.ranks import rank_of
from cpgraph.synthesis.wording import (
    GROUPS,
    METHODS,
    axis,
    interval,
    number,
    odds,
    p_value,
    sentences,
    title,
)

_FIELDS = {
    "themes": ("themes", "theme"),
    "paper_types": ("designs that vote", "paper-type"),
    "levels": ("evidence strength", "level"),
    "extractions": ("extraction", "extraction"),
}


def question_section(known: Evidence) -> Section:
    """What was asked, with every filter."""
    question = known.made.question
    kind = "outcome category" if question.kind == "category" else "outcome, with its exact matches"
    rows = [("subject", f"{question.label} ({kind})"), *_filters(question)]
    table = Table("What was asked", ("filter", "value"), tuple(((n,), (v,)) for n, v in rows))
    note = Paragraph((axis(question),), "note")
    return Section("question", "Question", (Paragraph((title(question),)), table, note))


def _filters(question: Question) -> Iterator[tuple[str, str]]:
    for field, (name, scheme) in _FIELDS.items():
        keys: tuple[str, ...] = getattr(question, field)
        yield name, ", ".join(name_of(scheme, key) for key in keys) or "any"
    yield "published", _window(question)
    turned = {"raw": "as stated", "polarity": "turned round where lower is better"}
    yield "directions", turned[question.orient]
    yield "interval", METHODS[question.interval]


def _window(question: Question) -> str:
    if not question.since and not question.until:
        return "any time"
    since = f"from {question.since}" if question.since else ""
    until = f"up to {question.until}" if question.until else ""
    return " ".join(filter(None, (since, until)))


def finding_section(known: Evidence) -> Section:
    """The finding in one sentence, and all that the numbers say."""
    first, *others = sentences(known.made)
    blocks = [
        Paragraph(known.sentence(first), "lead"),
        Paragraph(known.sentence(_state(known.made))),
    ]
    blocks += [Paragraph(known.sentence(said)) for said in others]
    return Section("finding", "Finding", tuple(blocks))


def _state(made: Synthesis) -> str:
    """How much there is to go by, with what it is measured by."""
    counts = made.counts
    voting = number(counts.studies, "study")
    why = " The reasons are counted below." if made.claims else ""
    if not counts.studies:
        described = number(len(made.claims), "claim describes", "claims describe")
        return f"Nothing can be said of a direction: {described} this outcome, and 0 of them vote.{why}"
    if counts.directional < TESTABLE:
        return (
            f"Too few for a test: {counts.directional:,} of {voting} {_vote_so(counts)}, and a test "
            f"needs {TESTABLE}."
        )
    return f"Enough for a test: {counts.directional:,} of {voting} {_vote_so(counts)}."


def _vote_so(counts: Counts) -> str:
    return f"{'votes' if counts.directional == 1 else 'vote'} positive or negative"


def flow_section(known: Evidence) -> Section:
    """How many claims are loaded, left out for which reason, and vote: in the store, and of these."""
    ours = _ours(known.made)
    rows = []
    for step in known.made.flow:
        said = STATES.get(step.state) or f"− {REASONS[step.state]}"
        whole = tuple((_or_dash(count),) for count in (step.claims, step.papers, step.studies))
        rows.append(((said,), known.open(ours[step.state], flow_anchor(step.state)), *whole))
    heads = ("state", "claims on this outcome", "all claims", "papers", "studies")
    table = Table("From loaded claims to votes", heads, tuple(rows), frozenset({1, 2, 3, 4}))
    note = (
        "Each claim is in, or out with one reason: the first that applies, from top to bottom. "
        "The first column of numbers opens to its claims; the others count the whole store, of any "
        "outcome, until outcomes are told apart. "
        "Those are listed by cpgraph query synthesis/excluded-claims."
    )
    return Section("flow", "Flow of claims", (table, Paragraph((note,), "note")))


def _or_dash(count: int | None) -> str:
    return "–" if count is None else f"{count:,}"


def _ours(made: Synthesis) -> dict[str, int]:
    """The states of the claims that describe the outcome."""
    out = Counter(claim.reason for claim in made.excluded)
    left = len(made.claims)
    counts: dict[str, int] = {}
    for state, reasons in REMAINS.items():
        counts |= {reason: out[reason] for reason in reasons}
        left -= sum(out[reason] for reason in reasons)
        counts[state] = left
    return counts


def votes_section(known: Evidence) -> Section:
    """Votes of studies and the claims behind them."""
    counts = known.made.counts
    rows = [_vote(known, vote) for vote in VOTES]
    total = (("all",), known.open(counts.studies, "voting"), known.open(counts.claims, "voting"))
    table = Table("Votes", ("vote", "studies", "claims"), (*rows, total), frozenset({1, 2}))
    rule = (
        "Each study votes once, however many claims it makes: positive, negative or null where at "
        "least 7 in 10 of its claims are, else mixed."
    )
    return Section("votes", "Votes", (table, Paragraph((rule,), "note")))


def _vote(known: Evidence, vote: str) -> tuple[Words, ...]:
    anchor = f"vote-{vote}"
    behind = len(known.groups[anchor].claims) if anchor in known.groups else 0
    studies = getattr(known.made.counts, vote)
    return (voted(vote),), known.open(studies, anchor), known.open(behind, anchor)


def share_section(known: Evidence) -> Section:
    """The share of positive among directional studies, its interval and test."""
    made, share = known.made, known.made.proportion
    of = known.open(f"{share.positive} of {share.directional}", "directional")
    tested = (
        f"{p_value(made.tested.p)}; questions tested: {made.tested.cells}" if made.tested.p else "–"
    )
    index = made.counts.index
    rule = f"contested from {CONTESTED_STUDIES} directional studies and {CONTESTED_INDEX} on"
    state = "contested" if made.counts.contested else "not contested"
    rows: list[tuple[str, Words]] = [
        ("positive of directional studies", of),
        ("share", (interval(share),)),
        ("sign test against one half", (_tested(share),)),
        ("after Holm's adjustment", (tested,)),
        ("conflict index", ("undefined" if index is None else f"{index:.2f}: {state} ({rule})",)),
    ]
    table = Table(
        "Share, interval and test", ("measure", "value"), tuple(((n,), w) for n, w in rows)
    )
    note = (
        "This says whether there is evidence of a direction, never how large an effect is. Studies "
        "count alike; strength and confidence never weigh."
    )
    return Section("share", "Share, interval and test", (table, Paragraph((note,), "note")))


def _tested(share: Proportion) -> str:
    if share.p is not None:
        return f"{p_value(share.p)} (exact, two-sided, over {share.directional} studies)"
    return f"too few studies to test ({share.directional}; at least {TESTABLE} are needed)"


def robustness_section(known: Evidence) -> Section:
    """What the share would be under other readings."""
    made = known.made
    if not made.counts.studies:
        return Section(
            "robustness", "Sensitivity", (Paragraph(("0 studies vote: nothing to vary.",)),)
        )
    undirected = made.counts.mixed + made.counts.null
    against, for_it = (
        f"mixed and null studies ({undirected}) all {way}" for way in ("against", "for")
    )
    rows = [
        _scenario(known, "as counted", made.proportion, "directional"),
        _scenario(known, against, made.sensitivity.low, "voting"),
        _scenario(known, for_it, made.sensitivity.high, "voting"),
    ]
    if made.leave_one_out:
        one = made.leave_one_out
        rows.append(_scenario(known, f"least, {one.low_when}", one.low, "directional"))
        rows.append(_scenario(known, f"greatest, {one.high_when}", one.high, "directional"))
    heads = ("reading", "positive of directional", "share (95 % interval)", "test")
    table = Table("Sensitivity, and each study left out in turn", heads, tuple(rows))
    return Section("robustness", "Sensitivity", (table,))


def _scenario(known: Evidence, said: str, found: Proportion, anchor: str) -> tuple[Words, ...]:
    of = known.open(f"{found.positive} of {found.directional}", anchor)
    return (said,), of, (short(found),), ("–" if found.p is None else p_value(found.p),)


_KINDS = {
    "type": "By paper type",
    "strength": "By evidence strength",
    "theme": "By theme",
    "year": "By year",
    "not voting": "Papers that do not vote",
}


def strata_section(known: Evidence) -> Section:
    """The votes within parts of the studies, with tests adjusted over all parts that were tested."""
    strata = known.made.strata
    blocks: list[Heading | Table | Paragraph] = []
    for kind, said in _KINDS.items():
        own = sorted((one for one in strata if one.kind == kind), key=_rank)
        rows = tuple(_stratum(known, one) for one in own)
        if rows:
            heads = ("part", *VOTE_HEADS)
            blocks.append(Table(said, heads, rows, frozenset({1, 2, 3, 4, 5})))
    if known.made.comparisons:
        blocks += _comparisons(known)
    tested = sum(one.adjusted is not None for one in strata)
    note = (
        f"{number(len(strata), 'stratum', 'strata')}, {tested} tested; p adjusted by Holm's method over "
        f"{number(known.made.tests, 'test')} of strata and comparisons. A study "
        "votes anew in each part by its claims there. A paper can have several themes and a study "
        "several papers, so parts need not add up to the studies; a study is of the year of its "
        "earliest paper. ▲ positive, ▼ negative, ◄► mixed, ○ null."
    )
    return Section("strata", "Strata", (*blocks, Paragraph((note,), "note")))


def _comparisons(known: Evidence) -> Iterator[Table | Paragraph]:
    rows = tuple(_comparison(known, one) for one in known.made.comparisons)
    heads = ("positive of directional", "compared with", "odds ratio", "test", "Holm")
    yield Table("Groups compared with each other", heads, rows)
    note = (
        "Exploratory. The groups are the same in every synthesis and have no study in common: "
        "experimental (randomised, quasi-experimental) against observational (correlational, "
        "descriptive), high evidence strength against medium or low, empirical against theoretical. "
        "Reviews are in none of them, because they report studies that can be counted already. The odds "
        f"ratio is of votes: it is not how large an effect is. Each group needs {TESTABLE} directional "
        "studies for a test (Fisher's exact, two-sided)."
    )
    yield Paragraph((note,), "note")


def _comparison(known: Evidence, one: Comparison) -> tuple[Words, ...]:
    if one.p is None or one.adjusted is None:
        tested = ("–", "too few", "–")
    else:
        tested = (odds(one.odds_ratio), p_value(one.p), p_value(one.adjusted))
    return (*(_compared(known, group) for group in one.groups), *((said,) for said in tested))


def _compared(known: Evidence, group: Stratum) -> Words:
    share = group.proportion
    of = known.open(f"{share.positive:,} of {share.directional:,}", group_anchor(group))
    return (f"{GROUPS[group.kind, group.key]}: ", *of)


def _rank(one: Stratum) -> tuple[int, str]:
    """The vocabulary's order, such as the strongest evidence first; years in theirs."""
    scheme = SCHEMES.get(one.kind)
    return rank_of(scheme, one.key) if scheme else (0, one.key)


def _stratum(known: Evidence, one: Stratum) -> tuple[Words, ...]:
    scheme = SCHEMES.get(one.kind)
    label = name_of(scheme, one.key) if scheme else one.key
    anchor = stratum_anchor(one.kind, one.key)
    return (
        (label,),
        *counted(known, one.counts, anchor),
        (short(one.proportion),),
        ("–" if one.proportion.p is None else p_value(one.proportion.p),),
        ("–" if one.adjusted is None else p_value(one.adjusted),),
    )


def counted(known: Evidence, counts: Counts, anchor: str) -> tuple[Words, ...]:
    """Four votes and their sum, each opening to the same claims."""
    votes = (getattr(counts, vote) for vote in VOTES)
    return tuple(known.open(count, anchor if count else "") for count in (*votes, counts.studies))
