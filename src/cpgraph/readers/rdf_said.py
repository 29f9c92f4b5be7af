"""What a foreign file hands on of people's words, told from what the source of a paper says."""

from __future__ import annotations

from collections.abc import Collection

from cpgraph.paper_graph import Retraction, retractions_from
from cpgraph.rdf import NamedNode, Subject, Term, Triple
from cpgraph.readers.rdf_block import Description
from cpgraph.terms import PROV

_WHO = NamedNode(f"{PROV}wasAttributedTo")


def by_source_and_people(
    part: Description, things: Collection[Subject]
) -> tuple[Description, list[Retraction]]:
    """What the source says, and what people said of a paper and its claims.

    :param part: what is said of a paper.
    :param things: the paper and its claims, as the file names them.
    """
    own = {thing.value for thing in things}
    found = {node: one for node, one in retractions_from(part).items() if one.thing in own}
    if not found:
        return part, []
    left = [t for t in part if not {_name(t.subject), _name(t.object)} & found.keys()]
    agents = {_name(t.object) for t in part if t.predicate == _WHO and _name(t.subject) in found}
    agents -= {_name(triple.object) for triple in left}
    return Description(t for t in left if _name(t.subject) not in agents), list(found.values())


def _name(term: Term | Triple) -> str | None:
    return term.value if isinstance(term, NamedNode) else None
