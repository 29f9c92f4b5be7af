"""What a question is asked of: its claims and their papers, as stored queries answer them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from cpgraph import queries
from cpgraph.store import Store
from cpgraph.synthesis.model import Claim, FlowStep, Paper, Question

#: The stored queries that choose, code and describe; their texts are hashed into a synthesis.
QUERIES = ("synthesis/claims", "synthesis/flow", "synthesis/papers")


def claims_of(store: Store, *questions: Question) -> list[Claim]:
    """The claims about the outcome of questions, by paper and position, each with how it counts.

    :param questions: of like filters and orientation.
    """
    first = questions[0]
    arguments = {"of": _iris(questions), "orient": first.orient, **filters(first)}
    # the rows are many: their terms are read as they are
    terms = queries.select(store, "synthesis/claims", arguments).terms()
    rows: Iterable[list[Any]] = ([term and term.value for term in row] for row in terms)
    return [
        Claim(
            iri=iri, paper=key, position=int(position), text=text, study=study, stated=stated,
            toward=toward, measured=measured, measured_as=measured_as, category=about, reason=reason,
            passes=passes == "yes",
        )
        for key, position, text, stated, toward, reason, measured_as, about, study, measured, iri, passes
        in rows
    ]  # fmt: skip


def papers_of(store: Store, *questions: Question) -> dict[str, Paper]:
    """The papers that make them, by key, in order."""
    asked = {"of": _iris(questions)}
    rows: Iterable[tuple[Any, ...]] = queries.select(store, "synthesis/papers", asked)
    return {paper.key: paper for paper in map(_paper, _by_paper(rows))}


def _by_paper(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of each paper, one a theme."""
    return (list(group) for _, group in groupby(rows, key=itemgetter(0)))


def _paper(rows: list[tuple[Any, ...]]) -> Paper:
    key, title, first, authors, published, venue, doi, arxiv, kind, strength, iri, _ = rows[0]
    return Paper(
        key=key, iri=iri, title=title, first_author=first, authors=authors or 0,
        published=published, venue=venue, doi=doi, arxiv=arxiv, type=kind, strength=strength,
        themes=tuple(row[-1] for row in rows if row[-1]),
    )  # fmt: skip


def _iris(questions: Iterable[Question]) -> list[str]:
    return list(dict.fromkeys(question.iri for question in questions))


def filters(question: Question) -> dict[str, Any]:
    """The question's filters as arguments of a stored query."""
    given = {
        "theme": question.themes,
        "since": question.since,
        "until": question.until,
        "paper_type": question.paper_types,
        "level": question.levels,
        "extraction": question.extractions,
    }
    return {name: list(v) if isinstance(v, tuple) else v for name, v in given.items() if v}


def whole_flow(store: Store, question: Question) -> dict[str, FlowStep]:
    """The states of all claims of the store, of whatever outcome, that no filter but design decides."""
    asked = {"paper_type": list(question.paper_types)}
    rows: Iterable[tuple[Any, ...]] = queries.select(store, "synthesis/flow", asked)
    return {state: FlowStep(state, *numbers) for _, state, *numbers in rows}


def flow_of(whole: Mapping[str, FlowStep], claims: Iterable[Claim]) -> tuple[FlowStep, ...]:
    """The flow of the question's claims: store-wide until outcomes are told apart, then its own.

    :param whole: the flow as if all outcomes were asked.
    """
    states: dict[str, list[Claim]] = {"directed": [], "filter": [], "voting": []}
    for claim in claims:
        if claim.reason in {None, "filter"}:
            states["directed"].append(claim)
            states["filter" if claim.reason else "voting"].append(claim)
    elsewhere = whole["directed"].claims - len(states["directed"])
    return (
        *_until(whole, "directed"),
        FlowStep("wrong-outcome", elsewhere),
        _step("filter", states["filter"]),
        _step("voting", states["voting"]),
    )


def _until(whole: Mapping[str, FlowStep], last: str) -> Iterator[FlowStep]:
    for state, step in whole.items():
        yield step
        if state == last:
            return


def _step(state: str, claims: list[Claim]) -> FlowStep:
    papers, studies = ({claim.paper for claim in claims}, {claim.study for claim in claims})
    return FlowStep(state, len(claims), len(papers), len(studies))


def query_hash() -> str:
    """``sha256:`` and the hash of the texts of the stored queries."""
    texts = "\n".join(queries.stored_query(name).text for name in QUERIES)
    return f"sha256:{hashlib.sha256(texts.encode()).hexdigest()}"


def data_hash(claims: Iterable[Claim], papers: Mapping[str, Paper]) -> str:
    """``sha256:`` and the hash of all that a number of the synthesis depends on.

    What only decorates (titles, names) is not in it, so correcting a title makes nothing stale.
    """
    lines = sorted(
        repr((c.iri, c.toward, c.reason, c.study, c.measured, _coding(papers[c.paper])))
        for c in claims
        if c.reason != "filter"
    )
    return f"sha256:{hashlib.sha256(chr(10).join(lines).encode()).hexdigest()}"


def _coding(paper: Paper) -> tuple[object, ...]:
    return paper.published, paper.type, paper.strength, paper.themes
