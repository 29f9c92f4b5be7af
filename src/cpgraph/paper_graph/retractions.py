"""What people say of a paper: that it, or a claim of it, is retracted.

It lies beside the paper's graph, in one of its own (:meth:`cpgraph.terms.Iris.retraction`), so that
loading the paper again takes nothing of it away.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime

from cpgraph.rdf import RDF_TYPE, Literal, NamedNode, Term, Triple, date_literal, typed
from cpgraph.terms import CITO, CPG, DCTERMS, NPX, PROV, RDFS, Iris, normalise

_CLASS = NamedNode(f"{CPG}Retraction")
_AGENT = NamedNode(f"{PROV}Agent")
_LABEL = NamedNode(f"{RDFS}label")
_RETRACTS = NamedNode(f"{NPX}retracts")
_RETRACTED_BY = NamedNode(f"{CITO}isRetractedBy")
_REASON = NamedNode(f"{CPG}reason")
_ON = NamedNode(f"{DCTERMS}date")
_WHO = NamedNode(f"{PROV}wasAttributedTo")
_WHEN = NamedNode(f"{PROV}generatedAtTime")

_NODE = re.compile(r".+/retraction/[^/#]+#(?:paper|claim-[\w-]+)")

About = dict[str, dict[NamedNode, list[str]]]
"""Subject -> property -> values."""


@dataclass(frozen=True, slots=True)
class Retraction:
    """That a paper or a claim is retracted, and why.

    :param thing: its IRI.
    :param who: who says so; None where the paper's source does.
    :param when: the time at which they said it, in UTC to the second.
    :param date: when it was retracted, as YYYY-MM-DD.
    """

    thing: str
    reason: str
    who: str | None = None
    when: str | None = None
    date: str | None = None


def retraction_triples(said: Retraction, iris: Iris) -> list[Triple]:
    """The statements of what a person said; of the source's words, a paper's graph holds them."""
    thing, node = NamedNode(said.thing), NamedNode(iris.retraction_of(said.thing))
    who = said.who or ""
    agent = NamedNode(iris.agent(who))
    statements: list[tuple[NamedNode, NamedNode, Term]] = [
        (thing, _RETRACTED_BY, node),
        (node, RDF_TYPE, _CLASS),
        (node, _RETRACTS, thing),
        (node, _REASON, Literal(normalise(said.reason))),
        (node, _WHO, agent),
        (agent, RDF_TYPE, _AGENT),
        (agent, _LABEL, Literal(who)),
    ]
    if said.date:
        statements.append((node, _ON, date_literal(said.date)))
    if said.when:
        statements.append((node, _WHEN, typed(said.when, "dateTime")))
    return [Triple(*statement) for statement in statements]


def retractions_from(triples: Iterable[Triple]) -> dict[str, Retraction]:
    """IRI of each retraction -> what it says; only those that a person states, with name and reason.

    Whether a statement is a person's is told by its IRI, under whatever base.
    """
    about: About = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if isinstance(triple.object, NamedNode | Literal) and isinstance(triple.subject, NamedNode):
            about[triple.subject.value][triple.predicate].append(triple.object.value)
    found = {}
    for node, said in list(about.items()):
        if _NODE.fullmatch(node) and (one := _read(said, about)):
            found[node] = one
    return dict(sorted(found.items()))


def _read(said: dict[NamedNode, list[str]], about: About) -> Retraction | None:
    things, reasons, agents = (said[one] for one in (_RETRACTS, _REASON, _WHO))
    names = about[agents[0]][_LABEL] if agents else []
    if not (things and names and names[0].strip() and reasons and normalise(reasons[0])):
        return None
    return Retraction(
        things[0],
        normalise(reasons[0]),
        names[0],
        _time(said[_WHEN]),
        _date(said[_ON]),
    )


def _time(values: list[str]) -> str | None:
    with suppress(ValueError):
        moment = datetime.fromisoformat(min(values, default="")).astimezone(UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return None


def _date(values: list[str]) -> str | None:
    with suppress(ValueError):
        return date.fromisoformat(min(values, default="")).isoformat()
    return None
