"""A synthesis: one question asked of a store, with everything the answer was computed from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from cpgraph.provenance import timestamp
from cpgraph.store import Store, known_vocabulary
from cpgraph.synthesis.answers import answers
from cpgraph.synthesis.certainty import certainty_of
from cpgraph.synthesis.comparing import adjusted_together, comparisons_of
from cpgraph.synthesis.counting import Papers, counts_of, gaps_of, strata_of, studies_of, trend_of
from cpgraph.synthesis.disagreement import Judgements, disagreements_of
from cpgraph.synthesis.model import Claim, FlowStep, Question, Synthesis, Tested
from cpgraph.synthesis.selection import (
    data_hash,
    flow_of,
    query_hash,
    whole_flow,
)
from cpgraph.synthesis.statistics import holm, leave_one_out, proportion, sensitivity
from cpgraph.synthesis.swim import swim_of

#: Asks for the states of all claims of a store, which depend on a question's designs only.
WholeFlow = Callable[[Store, Question], Mapping[str, FlowStep]]


def synthesise(
    store: Store,
    question: Question,
    *,
    judgements: Judgements | None = None,
    flow: WholeFlow = whole_flow,
) -> Synthesis:
    """The answer to one question.

    :param judgements: what people said of contradicting pairs, by the pair's key.
    :param flow: gives what :func:`whole_flow` does; who asks a store often can keep it.
    """
    return next(iter(synthesise_all(store, [question], judgements=judgements, flow=flow)))


def synthesise_all(
    store: Store,
    questions: Sequence[Question],
    *,
    judgements: Judgements | None = None,
    flow: WholeFlow = whole_flow,
) -> Iterator[Synthesis]:
    """The answers to several questions in one run, in order.

    P-values are adjusted for how many questions were tested. Those with like filters share what does
    not depend on the outcome.
    """
    known = [concept.key for concept in known_vocabulary(store).of("theme")], judgements or {}
    bases = _bases(store, questions, flow)
    made = [
        _synthesis(question, *basis, known)
        for question, basis in zip(questions, bases, strict=True)
    ]
    yield from _adjusted(made)


_Basis = tuple[list[Claim], Papers, tuple[FlowStep, ...]]


def _bases(store: Store, questions: Sequence[Question], flow: WholeFlow) -> Iterator[_Basis]:
    """The claims, papers and flow of each question."""
    of_types = {question.paper_types: question for question in questions}
    with ThreadPoolExecutor(1) as pool:  # engines answer beside each other
        flows = {types: pool.submit(flow, store, one) for types, one in of_types.items()}
        asked = answers(store, questions)
    for question in questions:
        claims, papers = asked[question]
        yield claims, papers, flow_of(flows[question.paper_types].result(), claims)


def _synthesis(
    question: Question,
    claims: list[Claim],
    papers: Papers,
    flow: tuple[FlowStep, ...],
    known: tuple[Iterable[str], Judgements],
) -> Synthesis:
    themes, judgements = known
    voting = [claim for claim in claims if claim.reason is None]
    described = [
        claim for claim in claims if claim.reason == "design" and claim.toward and claim.passes
    ]
    studies = studies_of(voting, papers)
    counts = counts_of(studies)
    share = proportion(counts.positive, counts.directional, question.interval)
    found = disagreements_of(voting, papers, judgements)
    strata, comparisons = adjusted_together(
        strata_of(voting, papers, described, question.interval),
        comparisons_of(studies, studies_of(described, papers), question.interval),
    )
    return Synthesis(
        question=question,
        made=timestamp(),
        flow=flow,
        claims=tuple(sorted(claims, key=lambda claim: claim.reason is not None)),
        studies=tuple(studies),
        papers=tuple(papers.values()),
        counts=counts,
        proportion=share,
        sensitivity=sensitivity(counts, question.interval),
        leave_one_out=leave_one_out(studies, counts, question.interval),
        strata=strata,
        comparisons=comparisons,
        disagreements=found,
        trend=trend_of(studies, question.interval),
        gaps=gaps_of(themes, claims, voting, papers),
        tested=Tested(),
        certainty=certainty_of(question, studies, counts, share, found),
        swim=(),
        query_hash=query_hash(),
        data_hash=data_hash(claims, papers),
    )


def _adjusted(made: Sequence[Synthesis]) -> Iterator[Synthesis]:
    adjusted = iter(holm([one.proportion.p for one in made if one.proportion.p is not None]))
    cells = sum(one.proportion.p is not None for one in made)
    for one in made:
        yield _finished(one, Tested(cells, None if one.proportion.p is None else next(adjusted)))


def _finished(made: Synthesis, tested: Tested) -> Synthesis:
    done = replace(made, tested=tested)
    return replace(done, swim=swim_of(done))
