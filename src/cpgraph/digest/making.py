"""Making a digest from the stored queries of ``digest/``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice, product
from typing import Any

from cpgraph import queries
from cpgraph.digest.model import (
    CategoryClaims,
    ChangedCell,
    ClosedGap,
    Digest,
    NewClaim,
    NewContradiction,
    NewPaper,
    Window,
)
from cpgraph.digest.window import after
from cpgraph.model import Paper
from cpgraph.paper_graph import claim_iris, paper_from_triples
from cpgraph.provenance import timestamp
from cpgraph.queries.paging import ALL
from cpgraph.store import Store, known_vocabulary, paper_statements
from cpgraph.synthesis.basis import byline
from cpgraph.synthesis.model import Claim, Counts
from cpgraph.vocabulary import Vocabulary
from cpgraph.worklist import listed

#: Pairs of claims that are listed for an outcome.
LISTED = 50


def digest(store: Store, window: Window) -> Digest:
    """What is new in a window, and what it changed.

    :raises ParameterError: a theme of the window is not known.
    """
    papers = tuple(_new_papers(store, window))
    with ThreadPoolExecutor(1) as pool:  # engines answer beside each other
        contradictions = pool.submit(lambda: tuple(_contradictions(store, window, papers)))
        cells = sorted(_cells(store, window, papers), key=lambda cell: (cell.label, cell.iri))
        return Digest(
            window=window,
            made=timestamp(),
            papers=papers,
            categories=tuple(_categories(store, window)),
            cells=tuple(cell for cell in cells if cell.changed != "counts"),
            counts_only=sum(cell.changed == "counts" for cell in cells),
            gaps=tuple(_gaps(store, window)),
            contradictions=contradictions.result(),
        )


def _arguments(window: Window) -> dict[str, Any]:
    given = {"since": window.since, "until": window.until, "theme": list(window.themes)}
    return {"by": window.by, **{name: value for name, value in given.items() if value}}


def _rows(store: Store, name: str, arguments: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The rows of a stored query, all of them, by column."""
    stored = queries.stored_query(name)
    limit = ALL if stored.paging else None
    found = queries.select(store, stored, arguments, limit=limit)
    names = [column.name for column in found.columns]
    return (dict(zip(names, row, strict=True)) for row in found)


def _new_papers(store: Store, window: Window) -> Iterator[NewPaper]:
    vocabulary = known_vocabulary(store)
    for row in _rows(store, "digest/new-papers", _arguments(window)):
        key = row["key"]
        said, iri = paper_statements(store, key), store.iris.paper(key)
        paper = paper_from_triples(said, iri, vocabulary)
        yield NewPaper(
            key=key, title=row["title"], byline=_byline(paper), published=row["published"] or None,
            loaded=row["loaded"] or None, type=row["type"] or None, strength=row["evidence"] or None,
            relevance=row["relevance"], themes=paper.themes, doi=paper.doi, arxiv=paper.arxiv_id,
            retracted=row["retracted"] == "yes",
            claims=tuple(_claims(paper, store, vocabulary)),
        )  # fmt: skip


def _byline(paper: Paper) -> str:
    names = [author.name_as_printed or author.name for author in paper.authors]
    year = paper.published[:4] if paper.published else None
    return byline(names[0] if names else None, len(names), year)


def _claims(paper: Paper, store: Store, vocabulary: Vocabulary) -> Iterator[NewClaim]:
    for position, (iri, claim) in enumerate(
        zip(claim_iris(paper, store.iris), paper.claims, strict=True), 1
    ):
        concept = vocabulary.find("category", claim.category) if claim.category else None
        own = store.iris.concept("category", claim.category) if claim.category else None
        yield NewClaim(
            iri=iri, paper=paper.key, position=position, text=claim.text, direction=claim.direction,
            outcome=claim.outcome.label if claim.outcome else None,
            category=concept.iri if concept else own,
            retracted=claim.retracted is not None,
        )  # fmt: skip


def _categories(store: Store, window: Window) -> Iterator[CategoryClaims]:
    counted = ("positive", "negative", "mixed", "null", "not_stated", "claims", "papers")
    for row in _rows(store, "digest/new-claims", _arguments(window)):
        counts = {name: row[name] for name in counted}
        yield CategoryClaims(iri=row["cell"], label=row["category_label"], **counts)


def _cells(store: Store, window: Window, papers: Iterable[NewPaper]) -> Iterator[ChangedCell]:
    """The cells whose votes changed, of all papers and then of each theme, in the themes' order.

    Only themes of new papers can have changed.
    """
    new = {theme for paper in papers for theme in paper.themes}
    known = [concept.key for concept in known_vocabulary(store).of("theme")]
    changed = new.intersection(window.themes or known)
    order = {theme: place for place, theme in enumerate(known) if theme in changed}
    for each in ("category", "theme") if order else ("category",):
        rows = _rows(store, "digest/changed-cells", _arguments(window) | {"each": each})
        cells = (_cell(row, row["theme_key"] or None) for row in rows)
        kept = [cell for cell in cells if cell.theme is None or cell.theme in order]
        yield from sorted(kept, key=lambda cell: order.get(cell.theme or "", -1))


def _cell(row: Mapping[str, Any], theme: str | None) -> ChangedCell:
    votes = ("positive", "negative", "mixed", "null")
    return ChangedCell(
        theme,
        row["cell"],
        row["category_label"],
        Counts(*(row[f"{vote}_before"] for vote in votes)),
        Counts(*(row[vote] for vote in votes)),
        row["headline_before"],
        row["headline"],
        row["changed"],
    )


def _contradictions(
    store: Store, window: Window, papers: Iterable[NewPaper]
) -> Iterator[NewContradiction]:
    found = list(_rows(store, "digest/new-contradictions", _arguments(window)))
    outcomes = [row["measured"] for row in found]
    brought = _brought(store, window, outcomes, papers) if found else {}
    # in one go, so that a paper is read once for all outcomes
    shown = listed(store, chain.from_iterable(brought[one][:LISTED] for one in outcomes))
    for row in found:
        couples = brought[row["measured"]]
        yield NewContradiction(
            iri=row["measured"],
            label=row["outcome_label"],
            before=row["study_pairs_before"],
            after=row["study_pairs"],
            claim_pairs=len(couples),
            pairs=tuple(islice(shown, min(LISTED, len(couples)))),
        )


def _brought(
    store: Store, window: Window, outcomes: list[str], papers: Iterable[NewPaper]
) -> dict[str, list[tuple[Claim, Claim]]]:
    """By outcome the pairs of claims of which one is new, and none is of after the window."""
    new, later = {paper.key for paper in papers}, _later(store, window)
    sides: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in _claims_on(store, window, outcomes):
        if claim.paper not in later:
            sides[claim.measured or "", claim.toward or ""].append(claim)
    return {
        outcome: [
            (one, other)
            for one, other in product(sides[outcome, "positive"], sides[outcome, "negative"])
            if one.study != other.study and not new.isdisjoint((one.paper, other.paper))
        ]
        for outcome in outcomes
    }


def _claims_on(store: Store, window: Window, outcomes: list[str]) -> Iterator[Claim]:
    """The claims on these outcomes that vote."""
    themes = {"theme": list(window.themes)} if window.themes else {}
    for row in _rows(store, "synthesis/claims", {"of": outcomes, **themes}):
        if row["reason"] is None:
            yield Claim(
                row["claim"], row["key"], row["position"], row["claim_text"], row["study"],
                row["stated"], row["toward"], row["measured"], row["measured_as"], row["about"],
            )  # fmt: skip


def _later(store: Store, window: Window) -> set[str]:
    """The keys of the papers of after the window."""
    if not window.until:
        return set()
    rows = _rows(store, "digest/new-papers", {"by": window.by, "since": after(window.until)})
    return {row["key"] for row in rows}


def _gaps(store: Store, window: Window) -> Iterator[ClosedGap]:
    for row in _rows(store, "digest/gaps-closed", _arguments(window)):
        yield ClosedGap(
            row["theme_key"], row["cell"], row["category_label"], row["studies_before"],
            row["studies"], row["state_before"], row["state"], row["closed"],
            row["synthesised"] or None,
        )  # fmt: skip
