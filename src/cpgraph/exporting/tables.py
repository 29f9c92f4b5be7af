"""Papers and claims as rows: a column for each field of the model, named as in a record.

What authors and topics have is a list, in their order, with an empty text for those that have none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields

from cpgraph.model import Claim, Paper
from cpgraph.paper_graph import claim_iris
from cpgraph.terms import Iris
from cpgraph.writers.tables import Cell, Kind, Table

#: Field of a paper that holds parts -> its columns, and which field of a part each holds.
_PARTS = {
    "authors": {
        "authors": "name",
        "author_orcids": "orcid",
        "author_openalex_ids": "openalex_id",
        "author_affiliations": "affiliation",
        "author_names_as_printed": "name_as_printed",
    },
    "topics": {"topics": "label", "topic_iris": "iri"},
}
_LISTS = {
    *(name for columns in _PARTS.values() for name in columns),
    *("themes", "cites", "supersedes", "claim_supersedes", "outcome_exact_match"),
}
#: What stands beside each claim of the paper that makes it.
_BESIDE_CLAIMS = (
    "key", "title", "authors", "published", "venue", "doi", "themes", "study", "paper_type",
    "evidence_strength", "methods_rigor",
)  # fmt: skip
#: Fields of a claim that a paper has too.
_SHARED = ("retracted", "supersedes")


def papers_table(papers: Iterable[Paper]) -> Table:
    """One row a paper; of its claims only how many there are.

    >>> papers_table([]).columns["authors"]
    <Kind.LIST: 'list'>
    """
    rows = (tuple(cell(paper) for cell in _PAPER.values()) for paper in papers)
    return Table({name: _kind(name) for name in _PAPER}, rows)


def claims_table(papers: Iterable[Paper], iris: Iris) -> Table:
    """One row a claim, with the most needed of its paper before it; the last column is its IRI."""
    names = (*_BESIDE_CLAIMS, "position", *_CLAIM, "claim_iri")
    return Table({name: _kind(name) for name in names}, _claim_rows(papers, iris))


def _claim_rows(papers: Iterable[Paper], iris: Iris) -> Iterator[tuple[Cell, ...]]:
    for paper in papers:
        beside = tuple(_PAPER[name](paper) for name in _BESIDE_CLAIMS)
        named = zip(paper.claims, claim_iris(paper, iris), strict=True)
        for position, (claim, iri) in enumerate(named, 1):
            yield (*beside, position, *(cell(claim) for cell in _CLAIM.values()), iri)


def _kind(name: str) -> Kind:
    if name in {"claims", "position", "relevance", "stated_claim_count"}:
        return Kind.INTEGER
    return Kind.LIST if name in _LISTS else Kind.TEXT


def _field(name: str) -> Callable[[object], Cell]:
    return lambda thing: getattr(thing, name)


def _of_parts(parts: str, field: str) -> Callable[[Paper], Cell]:
    def cell(paper: Paper) -> tuple[str, ...]:
        values = tuple(getattr(part, field) or "" for part in getattr(paper, parts))
        return values if any(values) else ()

    return cell


def _relevance(paper: Paper) -> int | None:
    """The number; what is none cannot be loaded."""
    return paper.relevance if isinstance(paper.relevance, int) else None


def _paper_column(field: str) -> dict[str, Callable[[Paper], Cell]]:
    if field not in _PARTS:
        return {field: _field(field)}
    return {name: _of_parts(field, of_part) for name, of_part in _PARTS[field].items()}


def _authors(paper: Paper) -> tuple[str, ...]:
    """Their names; that they are not stated is said as in a record."""
    names = tuple(author.name for author in paper.authors)
    return names or (("not stated",) if paper.authors_not_stated else ())


_PAPER: dict[str, Callable[[Paper], Cell]] = {
    **{
        name: cell
        for field in fields(Paper)
        if field.name != "authors_not_stated"
        for name, cell in _paper_column(field.name).items()
    },
    "authors": _authors,
    "claims": lambda paper: len(paper.claims),
    "relevance": _relevance,
}


def _of_outcome(field: str) -> Callable[[Claim], Cell]:
    return lambda claim: getattr(claim.outcome, field) if claim.outcome else None


_CLAIM: dict[str, Callable[[Claim], Cell]] = {
    "claim": lambda claim: claim.text,
    "direction": _field("direction"),
    "confidence": _field("confidence"),
    "outcome": _of_outcome("label"),
    "outcome_category": _of_outcome("category"),
    "outcome_polarity": _of_outcome("polarity"),
    "outcome_exact_match": _of_outcome("exact_match"),
    **{name: _field(name) for name in ("category", "role", "evidence_basis")},
    "quote": lambda claim: claim.quote.text if claim.quote else None,
    "quote_status": lambda claim: claim.quote.status if claim.quote else None,
    **{name: _field(name) for name in ("source_score", "extraction")},
    **{f"claim_{name}": _field(name) for name in _SHARED},
}
