"""The report of a digest, before it has a form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cpgraph.digest import Digest, NewClaim, NewPaper
from cpgraph.digest import wording as said
from cpgraph.digest.model import ChangedCell, NewContradiction
from cpgraph.pictures.names import name_of
from cpgraph.reports.blocks import (
    Block,
    Facing,
    Item,
    Items,
    Link,
    Paragraph,
    Report,
    Section,
    Table,
    Words,
)
from cpgraph.reports.glyphs import GLYPHS, voted
from cpgraph.synthesis.model import VOTES, Counts
from cpgraph.synthesis.wording import number
from cpgraph.terms import slug
from cpgraph.worklist import Side
from cpgraph.writers.bibliography import address_of

#: Pairs of claims that are shown for an outcome.
_PAIRS = 20


def digest_report(made: Digest) -> Report:
    """The report: what is new first, then what it changed, then every claim that a number opens to."""
    known = _Behind(made)
    sections = (
        _summary(made, known),
        _papers(made, known),
        _categories(made, known),
        _cells(made, known),
        _contradictions(made, known),
        _gaps(made),
        known.section(),
    )
    return Report(said.title(made.window), sections, "Digest")


class _Behind:
    """The claims that numbers open to: the new ones, and those that they contradict."""

    def __init__(self, made: Digest) -> None:
        self._claims = {claim.iri: claim for claim in made.claims}
        for one in (pair for new in made.contradictions for pair in new.pairs[:_PAIRS]):
            for side in (one.positive, one.other):
                self._claims.setdefault(side.iri, _old(side))
        self._places = {iri: place for place, iri in enumerate(self._claims, 1)}
        self._groups: dict[str, Item] = {}

    def open(self, shown: int | str, name: str, claims: Iterable[NewClaim]) -> Words:
        """A number, or words, that open to these claims; where there are none, only the number."""
        links = [self.link(claim.iri) for claim in claims]
        if not links:
            return (str(shown),)
        anchor = slug(name, limit=200)
        listed = tuple(part for link in links for part in (", ", link))[1:]
        self._groups[anchor] = Item((f"{name} ({len(links)}): ", *listed), anchor)
        return (Link(str(shown), f"#{anchor}"),)

    def link(self, iri: str) -> Link:
        """A link to a claim: ``key#position``."""
        claim = self._claims[iri]
        return Link(f"{claim.paper}#{claim.position}", f"#claim-{self._places[iri]}")

    def section(self) -> Section:
        """Every claim, and the lists of claims that numbers open to."""
        rows = tuple(_claim_row(claim) for claim in self._claims.values())
        anchors = tuple(f"claim-{place}" for place in self._places.values())
        heads = ("claim", "direction", "outcome", "text")
        table = Table("Claims", heads, rows, anchors=anchors)
        note = f"{number(len(rows), 'claim')}: the new ones, and those that they contradict."
        lists = (table, Items(tuple(self._groups.values()), "groups")) if rows else ()
        return Section("claims", "Claims", (Paragraph((note,)), *lists))


def _old(side: Side) -> NewClaim:
    claim = side.claim
    return NewClaim(
        side.iri, side.key, side.position, claim.text if claim else "", side.direction,
        claim.outcome.label if claim and claim.outcome else None,
    )  # fmt: skip


def _claim_row(claim: NewClaim) -> tuple[Words, ...]:
    text = f"(retracted) {claim.text}" if claim.retracted else claim.text
    place = f"{claim.paper}#{claim.position}"
    return ((place,), (voted(claim.direction),), (claim.outcome or "not stated",), (text,))


def _summary(made: Digest, known: _Behind) -> Section:
    first, *others = said.sentences(made)
    count = number(sum(len(paper.claims) for paper in made.papers), "new claim")
    claims = known.open(f"{count}, one by one.", "All new claims", made.claims)
    note = (
        "Dates are as precise as the papers state them: one that is dated by its month or year only "
        "is in no window that cuts through it. Votes are of studies; more studies is no larger effect."
    )
    return Section(
        "summary", "In short",
        (
            Paragraph((first,), "lead"),
            *(Paragraph((one,)) for one in others),
            Paragraph((f"{note} ", *claims), "note"),
        ),
    )  # fmt: skip


def _papers(made: Digest, known: _Behind) -> Section:
    rows = tuple(_paper(paper, known, made.window.by) for paper in made.papers)
    dated = "loaded" if made.window.by == "loaded" else "published"
    heads = ("paper", "title", dated, "design", "evidence strength", "relevance", "claims")
    table = Table("New papers, strongest first", heads, rows, frozenset({2, 5, 6}))
    text = f"{number(len(rows), 'paper')}, by evidence strength, relevance and date."
    return Section("papers", "New papers", (Paragraph((text,)), *([table] if rows else [])))


def _paper(paper: NewPaper, known: _Behind, by: str) -> tuple[Words, ...]:
    address = address_of(paper.doi, paper.arxiv)
    when = paper.loaded if by == "loaded" else paper.published
    return (
        (Link(paper.key, address) if address else paper.key,),
        (f"{'(retracted) ' * paper.retracted}{paper.byline} {paper.title}",),
        ((when or "not dated")[:10],),
        (name_of("paper-type", paper.type) if paper.type else "not stated",),
        (name_of("level", paper.strength) if paper.strength else "not stated",),
        ("" if paper.relevance is None else str(paper.relevance),),
        known.open(len(paper.claims), f"Claims of {paper.key}", paper.claims),
    )


def _categories(made: Digest, known: _Behind) -> Section:
    rows = tuple(_category(made, known))
    heads = ("outcome category", *VOTES, "not stated", "claims", "papers")
    table = Table("New claims by outcome category", heads, rows, frozenset(range(1, 8)))
    claims = sum(one.claims for one in made.categories)
    text = f"{number(claims, 'claim')} by direction as stated; a count of claims is no vote."
    blocks: tuple[Block, ...] = (Paragraph((text,)), *([table] if rows else []))
    return Section("new-claims", "New claims by outcome category", blocks)


def _category(made: Digest, known: _Behind) -> Iterator[tuple[Words, ...]]:
    for one in made.categories:
        claims = made.claims_about(one.iri)
        ways = (
            known.open(
                getattr(one, way or "not_stated"),
                f"New claims on {one.label}, {way or 'direction not stated'}",
                [claim for claim in claims if claim.direction == way],
            )
            for way in (*VOTES, None)
        )
        whole = known.open(one.claims, f"New claims on {one.label}", claims)
        yield ((one.label,), *ways, whole, (str(one.papers),))


def _changed(cell: ChangedCell) -> str:
    """What changed: a headline can do so with the state or alone."""
    has_state = said.state(cell.before) != said.state(cell.after)
    return "state, headline" if has_state and cell.changed == "headline" else cell.changed


def _cells(made: Digest, known: _Behind) -> Section:
    rows = tuple(
        (
            (cell.label,),
            (name_of("theme", cell.theme) if cell.theme else "all papers",),
            (_changed(cell),),
            (_votes(cell.before),),
            (_votes(cell.after),),
            _opened(made, known, cell.iri, cell.label, cell.theme),
        )
        for cell in made.cells
    )
    heads = ("outcome category", "theme", "changed", "before", "now", "new claims")
    table = Table("Cells whose state or headline changed", heads, rows, frozenset({5}))
    count = f"{number(len(rows), 'cell')} whose state or headline changed"
    text = f"{count}; {made.counts_only:,} whose counts changed only are not listed."
    note = (
        f"{', '.join(voted(way) for way in VOTES)} studies; thin is 1 or 2 studies, covered 3 to 5, "
        "testable 6 or more; the headline is whether more of them vote positive or negative. A paper "
        "has several themes, so cells do not add up. The claims behind all votes of a cell: cpgraph "
        "synthesis CATEGORY --theme THEME."
    )
    blocks: tuple[Block, ...] = (table, Paragraph((note,), "note")) if rows else ()
    return Section("cells", "What changed", (Paragraph((text,)), *blocks))


def _votes(counts: Counts) -> str:
    """A cell's state and its four counts, each with its shape."""
    four = ", ".join(f"{getattr(counts, way)}\u00a0{GLYPHS[way]}" for way in VOTES)
    return f"{said.state(counts)}: {four}"


def _opened(made: Digest, known: _Behind, iri: str, label: str, theme: str | None) -> Words:
    claims = made.claims_about(iri, theme)
    return known.open(len(claims), f"New claims on {label}{f', {theme}' if theme else ''}", claims)


def _contradictions(made: Digest, known: _Behind) -> Section:
    text = f"{number(len(made.contradictions), 'outcome')} on which new papers contradict others."
    blocks = [block for new in made.contradictions for block in _outcome(new, known)]
    note = "They are candidates until a person judges them: cpgraph contradictions show PAIR."
    if blocks:
        blocks.append(Paragraph((note,), "note"))
    return Section("contradictions", "New contradictions", (Paragraph((text,)), *blocks))


def _outcome(new: NewContradiction, known: _Behind) -> Iterator[Block]:
    yield Paragraph((said.contradiction(new),))
    for one in new.pairs[:_PAIRS]:
        sides = (one.positive, one.other)
        first, second = (
            (_who(side, known), side.claim.text if side.claim else "") for side in sides
        )
        yield Facing((first, second), (f"Pair {one.pair.key}, grade {one.pair.grade}",))
    if more := new.claim_pairs - len(new.pairs[:_PAIRS]):
        which = f'cpgraph contradictions --outcome "{new.label}"'
        yield Paragraph((f"{number(more, 'more pair')}: {which}.",), "note")


def _who(side: Side, known: _Behind) -> Words:
    return (f"{voted(side.direction)}, {side.byline}, ", known.link(side.iri))


def _gaps(made: Digest) -> Section:
    text = (
        f"{number(len(made.gaps), 'gap')} closed: cells that became testable, or got a synthesis."
    )
    items = tuple(Item((said.gap(one),)) for one in made.gaps)
    return Section("gaps", "Gaps closed", (Paragraph((text,)), *([Items(items)] if items else [])))
