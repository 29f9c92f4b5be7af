"""The second half of a report: what disagrees, what moves, what is missing, what a person must say."""

from __future__ import annotations

from collections.abc import Iterator

from cpgraph.pictures.names import name_of
from cpgraph.reports.blocks import (
    Block,
    Facing,
    Heading,
    Item,
    Items,
    Paragraph,
    Section,
    Table,
    Words,
)
from cpgraph.reports.evidence import Evidence, stratum_anchor
from cpgraph.reports.findings import counted
from cpgraph.reports.glyphs import short, voted
from cpgraph.synthesis.model import Claim, Disagreement, GapCell, Pair, YearPoint
from cpgraph.synthesis.wording import number, p_value
from cpgraph.terms import slug

#: Pairs that a report shows for an outcome.
_SHOWN = 10

_GRADES = {
    "K1": "candidate: designs or themes differ",
    "K2": "comparable: both empirical, with a theme in common",
    "K3": "confirmed",
    "explained": "explained",
    "not-comparable": "not comparable",
}


def disagreement_sections(known: Evidence) -> Iterator[Section]:
    """Contradictions, tensions and inconsistencies, each pair side by side."""
    found = known.made.disagreements
    for anchor, title, noun, nouns, what in _DISAGREEMENTS:
        outcomes: tuple[Disagreement, ...] = getattr(found, anchor)
        total = number(sum(outcome.study_pairs for outcome in outcomes), noun, nouns)
        said = Paragraph((f"{total}, on {number(len(outcomes), 'outcome')}, {what}.",))
        each = (block for outcome in outcomes for block in _outcome(known, outcome))
        yield Section(anchor, title, (said, *([_WORKLIST] if outcomes else []), *each))


#: Anchor, title, what is counted (one and several), and what of it.
_DISAGREEMENTS = (
    (
        "contradictions", "Contradictions", "pair of studies", "pairs of studies",
        "report opposite directions: positive against negative on the same outcome",
    ),
    (
        "tensions", "Tensions", "pair of studies", "pairs of studies",
        "are in tension: positive against null on the same outcome",
    ),
    (
        "inconsistencies", "Internal inconsistencies", "study", "studies",
        "say both positive and negative of the same outcome",
    ),
)  # fmt: skip

_WORKLIST = Paragraph(
    ("A pair is a task for a person, not a verdict; cpgraph contradictions is the worklist.",),
    "note",
)


def _outcome(known: Evidence, outcome: Disagreement) -> Iterator[Block]:
    pairs = number(outcome.claim_pairs, "pair")
    yield Heading(f"{outcome.measured_as} ({pairs} of claims)")
    for pair in outcome.pairs[:_SHOWN]:
        yield Facing((_side(known, pair.positive), _side(known, pair.other)), _about(pair))
    if outcome.claim_pairs > _SHOWN:
        rest = f"Shown are {_SHOWN} of {pairs} of claims; synthesis.json has up to {len(outcome.pairs)}."
        yield Paragraph((rest,), "note")


def _side(known: Evidence, claim: Claim) -> tuple[Words, str]:
    who = known.paper_link(known.papers[claim.paper])
    return (f"{voted(claim.toward)} · ", who, " · ", known.claim_link(claim)), claim.text


def _about(pair: Pair) -> Words:
    said = f"pair {pair.key}, {_GRADES.get(pair.grade, pair.grade)}"
    if not pair.judgement:
        return (said,)
    judged = pair.judgement
    return (f"{said} by {judged.who} on {judged.when[:10]}: {judged.why}",)


def trend_section(known: Evidence) -> Section:
    """Votes by year of publication, and what they add up to."""
    trend = known.made.trend
    if not trend.points:
        return Section("trend", "Trend", (Paragraph(("0 studies vote: there is no trend.",)),))
    rows = tuple(_year(known, point) for point in trend.points)
    heads = ("published", "▲", "▼", "◄►", "○", "studies", "up to then", "share (95 % interval)")
    table = Table("Votes by year of publication", heads, rows, frozenset(range(1, 7)))
    blocks: list[Block] = [table, Paragraph(("Repeated looks, no test.",), "note")]
    if trend.difference is not None and trend.p is not None:
        said = (
            f"Positive studies were published {abs(trend.difference):.2f} years "
            f"{'later' if trend.difference >= 0 else 'earlier'} than negative ones, on average: exact "
            f"permutation test over {trend.arrangements:,} arrangements, {p_value(trend.p)}."
        )
        blocks.append(Paragraph((said,)))
    return Section("trend", "Trend", tuple(blocks))


def _year(known: Evidence, point: YearPoint) -> tuple[Words, ...]:
    share = point.proportion
    of = known.open(f"{share.positive} of {share.directional}", f"until-{slug(point.period)}")
    own = counted(known, point.counts, f"year-{slug(point.period)}")
    return (point.period,), *own, of, (short(share),)


def gaps_section(known: Evidence) -> Section:
    """Each theme's votes on the outcome, and how much there is to go by."""
    rows = tuple(_gap(known, cell) for cell in known.made.gaps)
    heads = ("theme", "state", "▲", "▼", "◄►", "○", "studies", "newest", "evidence strength")
    table = Table("Themes", heads, rows, frozenset(range(2, 7)))
    note = (
        "Thin: 1 or 2 studies; covered: 3 to 5; testable: 6 or more, of which a test needs 6 that vote "
        "positive or negative. A paper can have several themes, so the rows do not add up."
    )
    return Section("gaps", "Gaps by theme", (table, Paragraph((note,), "note")))


def _gap(known: Evidence, cell: GapCell) -> tuple[Words, ...]:
    state = f"{cell.state}, contested" if cell.counts.contested else cell.state
    strengths = (
        f"{count} {name_of('level', key).lower()}" for key, count in cell.strengths.items()
    )
    return (
        (name_of("theme", cell.theme),),
        (state,),
        *counted(known, cell.counts, stratum_anchor("theme", cell.theme)),
        (cell.latest or "–",),
        (", ".join(strengths) or "–",),
    )


def certainty_section(known: Evidence) -> Section:
    """The worksheet: indicators by domain; the judgement is a person's."""
    certainty = known.made.certainty
    level = certainty.level or "not rated"
    by = f" by {certainty.rated_by}" if certainty.rated_by else ""
    said = f"Certainty: {level}{by}. By rule {certainty.ceiling}: {certainty.rule}."
    if certainty.exceeds:
        said += " The level is above what the rule allows; the reasons given must carry it."
    rows = tuple(
        (
            (one.name,),
            known.sentence("; ".join(one.indicators)),
            (_judged(one.judgement, one.because),),
        )
        for one in certainty.domains
    )
    table = Table("Worksheet", ("domain", "indicators", "judgement"), rows)
    note = "The level is for a named person to set, with reasons. The rule says what it can be at most."
    blocks = (Paragraph((said,)), table, Paragraph((note,), "note"))
    return Section("certainty", "Certainty worksheet", blocks)


def _judged(judgement: str | None, because: str | None) -> str:
    if judgement is None:
        return "open: for a person to say"
    return f"{judgement}: {because}" if because else judgement


def swim_section(known: Evidence) -> Section:
    """The nine items of SWiM."""
    items = tuple(
        Item(known.sentence(f"{one.name}: {one.text}"), is_open=one.open) for one in known.made.swim
    )
    waiting = sum(one.open for one in known.made.swim)
    opens = number(waiting, "is open", "are open")
    said = f"{len(items)} items (doi 10.1136/bmj.l6890), of which {opens}: for a person to answer."
    return Section("swim", "Reporting items (SWiM)", (Paragraph((said,)), Items(items, "numbered")))
