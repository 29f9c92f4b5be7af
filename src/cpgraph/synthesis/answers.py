"""The claims and papers of several questions, asked for together where that is one look at the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from cpgraph.store import Store
from cpgraph.synthesis.model import Claim, Paper, Question
from cpgraph.synthesis.selection import claims_of, papers_of

#: The claims about a question's outcome, and their papers by key, in order.
Answer = tuple[list[Claim], Mapping[str, Paper]]


def answers(store: Store, questions: Iterable[Question]) -> dict[Question, Answer]:
    """The answer to each question; categories with like filters are asked together."""
    return {
        question: answer
        for group in _together(questions)
        for question, answer in _answered(store, group)
    }


def _answered(store: Store, group: list[Question]) -> Iterator[tuple[Question, Answer]]:
    with ThreadPoolExecutor(1) as pool:  # engines answer beside each other
        papers_asked = pool.submit(papers_of, store, *group)
        claims = claims_of(store, *group)
        papers = papers_asked.result()
    shares = {group[0]: claims} if len(group) == 1 else _shared_out(group, claims)
    for question, own in shares.items():
        yield question, (own, {key: papers[key] for key in sorted({c.paper for c in own})})


def _together(questions: Iterable[Question]) -> Iterable[list[Question]]:
    groups: dict[Question, list[Question]] = defaultdict(list)
    for question in dict.fromkeys(questions):
        is_category = question.kind == "category"
        alike = replace(question, iri="", label="", interval="wilson") if is_category else question
        groups[alike].append(question)
    return groups.values()


def _shared_out(
    categories: Iterable[Question], claims: Iterable[Claim]
) -> dict[Question, list[Claim]]:
    """A claim is about one category."""
    of: dict[str | None, list[Claim]] = defaultdict(list)
    for claim in claims:
        of[claim.category].append(claim)
    return {question: of[question.iri] for question in categories}
