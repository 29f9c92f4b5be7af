"""Claims from nanopublications: TriG, N-Quads or JSON-LD with a head, an assertion and the rest.

Each nanopublication of a file is checked by the rules of the guidelines, its trusty URI and signature
where it has them; what is none is refused with the reason, and the others are read. All that claim
something of one paper make one paper. Of a paper that a store holds already they only add claims.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace

from cpgraph.paper_graph import Context
from cpgraph.rdf import DefaultGraph, Quad, Syntax, Triple, integer_literal
from cpgraph.readers.base import Notice, PaperReading, Reading, Refusal, Source
from cpgraph.readers.nanopub_claims import (
    ATTRIBUTED,
    DERIVED,
    SENTENCE,
    UNDERSPECIFIED,
    claimed,
    reached,
)
from cpgraph.readers.nanopub_parts import Nanopub, NotOne, nanopubs
from cpgraph.readers.nanopub_trusty import signature_problem, trusty_problem
from cpgraph.readers.rdf_block import APPEARANCE, POSITION, Block
from cpgraph.readers.rdf_lines import Lines
from cpgraph.readers.rdf_papers import Papers
from cpgraph.readers.rdf_process import Limits, parsed_apart

_DEFAULT_LIMITS = Limits()
_NAMED = 3
"""Nanopublications that a notice names."""


def read_nanopubs(
    source: Source, context: Context, syntax: Syntax, limits: Limits = _DEFAULT_LIMITS
) -> Iterator[Reading]:
    """The papers of which a file of nanopublications claims something, and notices of the rest.

    :raises SourceError: the document cannot be read, or is dangerous; before anything is yielded.
    """
    with parsed_apart(source, syntax, context.iris.base, limits, as_is=True) as parsed:
        found = list(nanopubs(parsed.quads))
    if not found:
        yield Refusal(source.name, "holds no nanopublication: nothing is typed np:Nanopublication")
        return
    yield from _Nanopubs(source, context, Lines(source, syntax, context.iris.base)).readings(found)


class _Nanopubs:
    """The nanopublications of one file on their way through."""

    def __init__(self, source: Source, context: Context, lines: Lines) -> None:
        self._source, self._context, self._lines = source, context, lines
        self._triples: list[Triple] = []
        self._told: dict[str, list[str]] = {}

    def readings(self, found: list[Nanopub | NotOne]) -> Iterator[Reading]:
        """Refusals of what is none, notices, then the papers."""
        for one in found:
            problem = one.problem if isinstance(one, NotOne) else self._problem(one)
            if problem:
                yield Refusal(self._source.name, f"{_named(one)} {problem}")
            elif isinstance(one, Nanopub):
                self._take(one)
        for text, names in self._told.items():
            yield Notice(self._source.name, _counted(text, names))
        block = Block(self._quads(), self._context.vocabulary)
        for reading in Papers(block, self._context, self._source.name, self._lines).readings():
            yield reading if isinstance(reading, Refusal) else _adding(reading)

    def _problem(self, nanopub: Nanopub) -> str:
        """What is wrong with the trusty URI or the signature."""
        problem = trusty_problem(nanopub) or signature_problem(nanopub)
        if problem is None:
            self._tell(_NOT_CHECKED, nanopub)
        return problem or ""

    def _take(self, nanopub: Nanopub) -> None:
        found = claimed(nanopub)
        if found.claims:
            self._triples += found.triples
            nodes = reached(found.triples, found.claims)
            others = [q for q in nanopub.of(nanopub.assertion) if q.subject not in nodes]
            if any(quad.object != UNDERSPECIFIED and quad.predicate != SENTENCE for quad in others):
                self._tell(_MORE, nanopub)
        elif found.homeless:
            self._tell(_HOMELESS, nanopub)
        else:
            self._tell(_NO_CLAIM, nanopub)

    def _tell(self, text: str, nanopub: Nanopub) -> None:
        self._told.setdefault(text, []).append(nanopub.iri.value)

    def _quads(self) -> Iterator[Quad]:
        """The statements about claims, each of which has its place in its paper."""
        triples = list(dict.fromkeys(self._triples))
        placed = {triple.subject for triple in triples if triple.predicate == POSITION}
        last: dict[object, int] = {}
        for triple in triples:
            yield Quad(triple.subject, triple.predicate, triple.object, DefaultGraph())
            if triple.predicate == APPEARANCE and triple.subject not in placed:
                last[triple.object] = last.get(triple.object, 0) + 1
                place = integer_literal(last[triple.object])
                yield Quad(triple.subject, POSITION, place, DefaultGraph())


_NO_CLAIM = "is valid and holds no claim that cpgraph knows, so nothing of it was loaded"
_HOMELESS = "is valid and names no paper for its claim, so nothing of it was loaded"
_MORE = "says more in its assertion than the claim; that has no place here and was not loaded"
_NOT_CHECKED = "has a signature, which was not checked; pip install 'cpgraph[nanopub]' does"


def _counted(text: str, names: list[str]) -> str:
    shown = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
    count = f"each of {len(names)} nanopublications" if len(names) > 1 else "the nanopublication"
    return f"{count} {text} ({shown})" if len(names) > 1 else f"{count} {shown} {text}"


def _named(one: Nanopub | NotOne) -> str:
    what = one.what if isinstance(one, NotOne) else "nanopublication"
    return f"the {what} {one.iri if isinstance(one, NotOne) else one.iri.value}"


def _adding(reading: PaperReading) -> PaperReading:
    """The reading, which adds its claims to those that a store holds of the paper."""
    return replace(reading, over=lambda stored: replace(reading, triples=_added(stored, reading)))


def _added(stored: list[Triple], reading: PaperReading) -> list[Triple]:
    """What a store holds of a paper, with the claims that are new, and new origins of known ones."""
    known = {triple.subject for triple in stored}
    appearances = [triple for triple in reading.triples if triple.predicate == APPEARANCE]
    claims = {triple.subject for triple in appearances}
    papers = {triple.object for triple in appearances}
    rest = [triple for triple in reading.triples if triple.subject not in papers]
    origins = [t for t in rest if t.subject in claims and t.predicate in {DERIVED, ATTRIBUTED}]
    fresh = reached(rest, [*(claims - known), *(triple.object for triple in origins)])
    more = [triple for triple in rest if triple.subject in fresh - known]
    last = sum(triple.predicate == APPEARANCE for triple in stored)
    return list(dict.fromkeys([*stored, *origins, *_replaced(more, claims - known, last)]))


def _replaced(triples: list[Triple], claims: Container[object], last: int) -> Iterator[Triple]:
    """The triples, with the claims placed after the last one."""
    places: dict[object, int] = {}
    for triple in triples:
        if triple.predicate == POSITION and triple.subject in claims:
            place = places.setdefault(triple.subject, last + len(places) + 1)
            yield Triple(triple.subject, POSITION, integer_literal(place))
        else:
            yield triple
