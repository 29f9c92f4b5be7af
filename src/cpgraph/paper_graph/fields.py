"""From a statement back to the field of the model that it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cpgraph.model import Paper
from cpgraph.paper_graph.names import author_iri, claim_iris
from cpgraph.paper_graph.properties import (
    CLAIM_CONCEPTS,
    CLAIM_TEXTS,
    CONCEPTS,
    DATES,
    INTEGERS,
    KEYWORDS,
    LINKS,
    PAPERS,
    RETRACTED,
    TEXTS,
)
from cpgraph.terms import CPG, DCTERMS, Iris


@dataclass(frozen=True, slots=True)
class FieldPath:
    """A place in a :class:`~cpgraph.model.Paper`: the paper, its n-th author or claim, a field of it.

    ``part`` is ``""``, ``"authors"`` or ``"claims"``; ``index`` is 0-based; ``field`` ``""`` is the
    part as a whole.
    """

    part: str = ""
    index: int = 0
    field: str = ""


def field_path(paper: Paper, iris: Iris, focus_node: str, predicate: str | None) -> FieldPath:
    """Where in the paper the statement about ``focus_node`` with ``predicate`` came from."""
    claims = claim_iris(paper, iris)
    authors = [author_iri(paper, index, iris) for index in range(len(paper.authors))]
    retraction = re.search(r"#retraction(?:-[\w-]+)?$", focus_node)
    if retraction:
        claim = focus_node.replace("#retraction-", "#claim-")
        part = ("claims", claims.index(claim)) if claim in claims else ("", 0)
        return FieldPath(*part, "retracted")
    if focus_node in claims:
        names = {**CLAIM_TEXTS, **{name: iri for name, (iri, _) in CLAIM_CONCEPTS.items()},
                 "outcome": f"{CPG}outcome", "source_score": f"{CPG}sourceScore",
                 "quote": f"{CPG}quote", "supersedes": PAPERS["supersedes"], **RETRACTED}  # fmt: skip
        return FieldPath("claims", claims.index(focus_node), _name_of(predicate, names))
    if focus_node in authors:
        return FieldPath("authors", authors.index(focus_node))
    numbered = re.search(r"#authorship-(\d+)$", focus_node)
    if numbered:
        return FieldPath("authors", int(numbered[1]) - 1)
    names = {**TEXTS, **{name: iri for name, (iri, _) in CONCEPTS.items()}, **LINKS, **DATES,
             **INTEGERS, "themes": f"{DCTERMS}subject", "topics": KEYWORDS,
             "authors": f"{CPG}authorship", "study": f"{CPG}reportsStudy",
             **PAPERS, **RETRACTED}  # fmt: skip
    return FieldPath(field=_name_of(predicate, names))


def _name_of(predicate: str | None, names: dict[str, str]) -> str:
    return next((name for name, iri in names.items() if iri == predicate), "")
