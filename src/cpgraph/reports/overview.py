"""Many questions at a glance: one row for each, with its counts, share, interval and tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from cpgraph.rdf import Literal, Term, integer_literal, typed
from cpgraph.results import Bindings, Column, Solutions
from cpgraph.store import Store
from cpgraph.synthesis import Question, Synthesis, ask, categories
from cpgraph.synthesis.wording import headline

_COLUMNS = (
    Column("subject", "string", "the outcome category or outcome"),
    Column("positive", "integer", "studies that vote positive"),
    Column("negative", "integer", "studies that vote negative"),
    Column("mixed", "integer", "studies that vote mixed"),
    Column("null", "integer", "studies that vote null"),
    Column("studies", "integer", "studies that vote"),
    Column("claims", "integer", "claims that they vote by"),
    Column("share", "decimal", "positive of directional studies"),
    Column("low", "decimal", "lower limit of its 95 % interval"),
    Column("high", "decimal", "upper limit"),
    Column("p", "decimal", "two-sided sign test; none below 6 directional studies"),
    Column("holm_p", "decimal", "p adjusted for the questions that were tested in this run"),
    Column("state", "string", "none, thin, covered or testable; contested where it is"),
    Column("headline", "string", "the finding in one sentence"),
    Column("synthesis", "string", "what the synthesis is called in commands and addresses"),
)


def every_category(store: Store, **filters: Any) -> list[Question]:
    """The question of every outcome category, with the same filters.

    :param filters: those of :func:`cpgraph.synthesis.ask`.
    """
    plain = categories(store)
    asked = ask(store, plain[0].label, **filters)
    return [replace(asked, iri=one.iri, label=one.label) for one in plain]


def overview(made: Iterable[Synthesis]) -> Solutions:
    """One row a synthesis, in order; those without a claim about their outcome are left out."""
    names = tuple(column.name for column in _COLUMNS)
    rows = [tuple(_row(one)) for one in made if one.claims]
    return Solutions(Bindings(names, iter(rows)), _COLUMNS, "In which direction do studies report?")


def _row(made: Synthesis) -> Iterator[Term | None]:
    counts, share = made.counts, made.proportion
    yield Literal(made.question.label)
    for count in (counts.positive, counts.negative, counts.mixed, counts.null):
        yield integer_literal(count)
    yield integer_literal(counts.studies)
    yield integer_literal(counts.claims)
    for number in (share.share, share.low, share.high, share.p, made.tested.p):
        yield None if number is None else typed(f"{number:.6f}", "decimal")
    yield Literal(f"{counts.state}, contested" if counts.contested else counts.state)
    yield Literal(headline(made.question, counts))
    yield Literal(made.question.name)
