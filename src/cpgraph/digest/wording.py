"""What a digest says, in plain sentences: none without its counts."""

from __future__ import annotations

from collections.abc import Iterator

from cpgraph.digest.model import (
    ChangedCell,
    ClosedGap,
    Digest,
    NewContradiction,
    NewPaper,
    Window,
)
from cpgraph.synthesis.model import Counts
from cpgraph.synthesis.wording import number
from cpgraph.vocabulary import shipped

_BY = {"published": "by date of publication", "loaded": "by date of loading"}


def dates(window: Window) -> str:
    """The window in words.

    >>> dates(Window("2026-05-11", "2026-05-17", week="2026-W20"))
    'week 2026-W20, 2026-05-11 to 2026-05-17'
    >>> dates(Window("2026-05", "2026-05-31")), dates(Window("2026-05")), dates(Window("2026", "2026"))
    ('2026-05-01 to 2026-05-31', 'since 2026-05', '2026')
    """
    if window.week:
        return f"week {window.week}, {window.since} to {window.until}"
    if window.until is None:
        return f"since {window.since}" if window.since else "of all dates"
    if window.since is None:
        return f"until {window.until}"
    whole = "-01-01"[len(window.since) - 4 : len(window.until) - 4]  # both as precise
    ends = (f"{window.since}{whole}", window.until)
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def title(window: Window) -> str:
    """What the digest is called."""
    themes = f", {', '.join(window.themes)}" if window.themes else ""
    return f"What is new: {dates(window)}{themes}"


def sentences(made: Digest) -> Iterator[str]:
    """The digest in short."""
    yield _papers(made)
    if made.papers:
        yield f"The strongest is {_strongest(made.papers[0])}."
    yield _cells(made)
    yield _contradictions(made)
    closed = number(len(made.gaps), "gap")
    yield f"{closed} between themes and outcome categories closed."


def _papers(made: Digest) -> str:
    papers = len(made.papers)
    new = f"{number(papers, 'paper')} {'is' if papers == 1 else 'are'} new"
    claims = sum(len(paper.claims) for paper in made.papers)
    known = number(sum(one.iri is not None for one in made.categories), "outcome category")
    without = sum(one.claims for one in made.categories if one.iri is None)
    rest = f"; {number(without, 'claim')} without a category" if without else ""
    when = f"{dates(made.window)}, {_BY[made.window.by]}"
    return f"{new} ({when}), with {number(claims, 'claim')} on {known}{rest}."


def _strongest(paper: NewPaper) -> str:
    level = shipped().find("level", paper.strength) if paper.strength else None
    strength = (
        f"evidence strength {level.label.lower() if level else paper.strength or 'not stated'}"
    )
    relevance = "not stated" if paper.relevance is None else f"{paper.relevance} of 10"
    claims = number(len(paper.claims), "claim")
    return f"{paper.byline}, {paper.title} ({strength}, relevance {relevance}, {claims})"


def _cells(made: Digest) -> str:
    whole = sum(cell.theme is None for cell in made.cells)
    themed = number(len(made.cells) - whole, "cell")
    changed = f"{number(whole, 'outcome category')} and of {themed} of a theme and a category"
    more = f"in {made.counts_only:,} more only the counts changed"
    return f"The state or the headline of {changed} changed; {more}."


def _contradictions(made: Digest) -> str:
    new = sum(one.after - one.before for one in made.contradictions)
    outcomes = number(len(made.contradictions), "outcome")
    pairs = number(new, "pair")
    return f"New papers brought {pairs} of studies with opposite claims, on {outcomes}."


def state(counts: Counts) -> str:
    """A cell's state, and whether it is contested.

    >>> state(Counts(3, 3, 0, 0))
    'testable, contested'
    """
    return f"{counts.state}{', contested' if counts.contested else ''}"


_MORE = {
    "positive": "more positive than negative",
    "negative": "more negative than positive",
    "even": "as many positive as negative",
    "none": "none positive or negative",
}


def headline(way: str, counts: Counts) -> str:
    """Which way more studies vote, with the counts.

    >>> headline("positive", Counts(2, 1, 0, 1))
    'more positive than negative (2 against 1)'
    """
    return f"{_MORE[way]} ({counts.positive:,} against {counts.negative:,})"


def cell(changed: ChangedCell) -> str:
    """What changed in a cell, most of all.

    >>> cell(ChangedCell(None, "", "", Counts(2), Counts(2, 0, 0, 1), "positive", "positive", "state"))
    'from thin (2 studies) to covered (3 studies)'
    """
    if changed.changed == "headline":
        before = headline(changed.headline_before, changed.before)
        return f"from {before} to {headline(changed.headline, changed.after)}"
    states = (changed.before, changed.after)
    first, second = (f"{one.state} ({number(one.studies, 'study')})" for one in states)
    return f"from {first} to {second}"


def contradiction(new: NewContradiction) -> str:
    """What came to an outcome."""
    before = "none before" if not new.before else f"{new.before:,} before"
    listed = number(new.claim_pairs, "pair")
    return (
        f"{new.label}: {number(new.after, 'pair')} of studies with opposite claims ({before}); "
        f"{listed} of claims with a new one."
    )


def gap(closed: ClosedGap) -> str:
    """How a gap closed."""
    how = "became testable and got a synthesis" if closed.closed == "both" else closed.closed
    return (
        f"{closed.label}, {closed.theme}: {how}; {number(closed.before, 'study')} "
        f"({closed.state_before}) before, {number(closed.after, 'study')} ({closed.state}) now."
    )
