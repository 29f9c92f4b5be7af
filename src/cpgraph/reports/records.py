"""The end of a report: its studies, claims and papers, one by one, and how it was made."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping

from cpgraph.model import Paper as Listed
from cpgraph.pictures.names import name_of
from cpgraph.reports.blocks import Item, Items, Link, Paragraph, Section, Table, Words
from cpgraph.reports.evidence import Evidence, Group, study_anchors
from cpgraph.reports.glyphs import GLYPHS, voted
from cpgraph.synthesis.model import REASONS, VOTES, Claim, Paper, Question, Study
from cpgraph.synthesis.ranks import design_of, strength_of
from cpgraph.synthesis.wording import number
from cpgraph.version import __version__
from cpgraph.writers.bibliography import address_of, names_of


def studies_section(known: Evidence) -> Section:
    """Every study that votes."""
    anchors = study_anchors(known.made.studies)
    rows = tuple(_study(known, one, anchors[one.iri]) for one in known.made.studies)
    heads = ("study", "papers", "design", "evidence strength", "vote", "claims", "directions")
    said = f"{number(len(rows), 'study')} vote."
    table = Table("Studies that vote", heads, rows, frozenset({5}))
    return Section(
        "studies", "Included studies", (Paragraph(known.sentence(said)), *([table] if rows else []))
    )


def _study(known: Evidence, study: Study, anchor: str) -> tuple[Words, ...]:
    keys = [known.paper_link(paper, paper.key) for paper in study.papers]
    papers = tuple(part for key in keys for part in (", ", key))[1:]
    ways = (f"{getattr(study, vote)} {GLYPHS[vote]}" for vote in VOTES if getattr(study, vote))
    return (
        (study.name,),
        papers,
        (name_of("paper-type", design_of(study)),),
        (name_of("level", strength_of(study)),),
        (voted(study.vote),),
        known.open(study.claims, anchor),
        (", ".join(ways),),
    )


def excluded_section(known: Evidence) -> Section:
    """The claims that do not vote, by the reason."""
    excluded = [
        (reason, known.groups[f"reason-{reason}"])
        for reason in REASONS
        if f"reason-{reason}" in known.groups
    ]
    rows = tuple(
        ((REASONS[reason],), known.open(len(group.claims), group.anchor), _claims(known, group))
        for reason, group in excluded
    )
    total = sum(len(group.claims) for _, group in excluded)
    said = f"{total:,} of {number(len(known.made.claims), 'claim')} on the outcome do not vote."
    table = Table("Excluded claims by reason", ("reason", "claims", "which"), rows, frozenset({1}))
    return Section(
        "excluded",
        "Excluded claims",
        (Paragraph(known.open(said, "out")), *([table] if rows else [])),
    )


def _claims(known: Evidence, group: Group) -> Words:
    links = (known.claim_link(claim) for claim in group.claims)
    return tuple(part for link in links for part in (", ", link))[1:]


def claims_section(known: Evidence) -> Section:
    """Every claim about the outcome, and the lists of claims that numbers open to."""
    rows = tuple(tuple(_claim(known, claim)) for claim in known.made.claims)
    anchors = tuple(f"claim-{known.place(claim)}" for claim in known.made.claims)
    heads = ("claim", "paper", "direction", "outcome", "counts", "text")
    table = Table("Claims on the outcome", heads, rows, frozenset(), anchors)
    groups = tuple(_group(known, group) for group in known.groups.values())
    said = f"{number(len(rows), 'claim')} on the outcome."
    lists = (table, Items(groups, "groups")) if rows else ()
    return Section("claims", "Claims behind the numbers", (Paragraph((said,)), *lists))


def _claim(known: Evidence, claim: Claim) -> Iterator[Words]:
    yield (f"{claim.paper}#{claim.position}",)
    yield (known.paper_link(known.papers[claim.paper]),)
    turned = f" (stated {claim.stated})" if claim.toward != claim.stated else ""
    yield (f"{voted(claim.toward)}{turned}",)
    yield (claim.measured_as or "not stated",)
    yield ("votes" if claim.reason is None else f"out: {REASONS[claim.reason]}",)
    yield (claim.text,)


def _group(known: Evidence, group: Group) -> Item:
    words: list[str | Link] = [f"{group.title} ({len(group.claims):,}): "]
    for place, claim in enumerate(group.claims):
        glyph = f"{GLYPHS[claim.toward]} " if claim.toward in GLYPHS else ""
        words += [", "] * bool(place) + [glyph, known.claim_link(claim)]
    return Item(tuple(word for word in words if word), group.anchor)


def references_section(known: Evidence, papers: Mapping[str, Listed]) -> Section:
    """Every paper with a claim on the outcome, by its identifiers.

    :param papers: as the store has them, with all authors, by key.
    """
    voting = {paper.key for study in known.made.studies for paper in study.papers}
    items = tuple(
        Item(tuple(_reference(paper, papers.get(paper.key), paper.key in voting)), f"ref-{place}")
        for place, paper in enumerate(known.made.papers, 1)
    )
    said = (
        f"{number(len(items), 'paper')} with claims on the outcome; the claims of {len(voting)} vote. "
        "references.bib has them as BibTeX."
    )
    return Section("references", "References", (Paragraph((said,)), Items(items, "numbered")))


def _reference(paper: Paper, whole: Listed | None, votes: bool) -> Iterator[str | Link]:
    authors = names_of(whole) if whole else [paper.first_author or ""]
    yield f"{'; '.join(filter(None, authors)) or 'Authors not stated'} ({paper.year or 'n.d.'}). "
    address = address_of(paper.doi, paper.arxiv)
    yield Link(paper.title, address) if address else paper.title
    yield f". {paper.venue}" if paper.venue else ""
    identifiers = (("doi", paper.doi), ("arXiv", paper.arxiv))
    yield "".join(f". {name}:{value}" for name, value in identifiers if value)
    yield f". [{paper.key}]{'' if votes else ' (does not vote)'}"
    if whole and whole.retracted is not None:
        yield f" RETRACTED{f': {whole.retracted}' if whole.retracted else ''}"


def making_section(known: Evidence) -> Section:
    """What it takes to make the report again, and to see whether it would be the same."""
    made = known.made
    rows = (
        ("made", made.made),
        ("by", f"cpgraph {__version__}"),
        ("again", command_of(made.question)),
        ("name", made.question.name),
        ("queries", made.query_hash),
        ("data", made.data_hash),
    )
    table = Table("How it was made", ("what", "value"), tuple(((n,), (v,)) for n, v in rows))
    note = (
        "Equal hashes of queries and data give equal numbers. Sentences are made from the numbers by "
        "rules; no person and no model wrote them."
    )
    return Section("making", "How it was made", (table, Paragraph((note,), "note")))


_OPTIONS = {
    "themes": "theme",
    "paper_types": "paper-type",
    "levels": "level",
    "extractions": "extraction",
}


def command_of(question: Question) -> str:
    """The command that asks the question again.

    >>> command_of(Question("category", "x", "Error Rate", since="2024"))
    "cpgraph synthesis 'Error Rate' --since 2024"
    """
    subject = question.label if question.kind == "category" else question.iri
    options = (f"--{_OPTIONS.get(name, name)} {shlex.quote(v)}" for name, v in question.filters)
    return " ".join(["cpgraph synthesis", shlex.quote(subject), *options])
