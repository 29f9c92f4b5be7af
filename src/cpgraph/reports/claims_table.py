"""The claims of a synthesis as rows, for a spreadsheet or a script."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from cpgraph.rdf import Literal, Term, integer_literal
from cpgraph.results import Bindings, Column, Solutions
from cpgraph.synthesis import Synthesis
from cpgraph.synthesis.model import Claim
from cpgraph.writers import ROW_FORMATS

_COLUMNS = (
    Column("number", "integer", "the claim's number in the report"),
    Column("claim", "iri", "the claim"),
    Column("paper", "string", "its paper's key"),
    Column("position", "integer", "its place in the paper"),
    Column("study", "iri", "its study"),
    Column("stated", "string", "its direction as the paper states it"),
    Column("toward", "string", "its direction as it is counted"),
    Column("vote", "string", "how its study votes"),
    Column("reason", "string", "why it does not vote"),
    Column("outcome", "string", "its outcome"),
    Column("text", "string", "what it says"),
)


def claims_csv(made: Synthesis) -> bytes:
    """Every claim on the outcome as CSV (RFC 4180), numbered as in the report."""
    votes = {study.iri: study.vote for study in made.studies}
    names = tuple(column.name for column in _COLUMNS)
    rows = (
        tuple(_row(number, claim, None if claim.reason else votes[claim.study]))
        for number, claim in enumerate(made.claims, 1)
    )
    stream = BytesIO()
    ROW_FORMATS["csv"].write(Solutions(Bindings(names, rows), _COLUMNS), stream)
    return stream.getvalue()


def _row(number: int, claim: Claim, vote: str | None) -> Iterator[Term | None]:
    yield integer_literal(number)
    yield Literal(claim.iri)
    yield Literal(claim.paper)
    yield integer_literal(claim.position)
    texts = (
        claim.study,
        claim.stated,
        claim.toward,
        vote,
        claim.reason,
        claim.measured_as,
        claim.text,
    )
    for text in texts:
        yield None if text is None else Literal(text)
