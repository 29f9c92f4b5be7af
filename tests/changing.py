"""Papers of a store put in, changed and taken out, as loading would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cpgraph.model import Claim, Outcome, Paper
from cpgraph.paper_graph import Context, paper_from_triples, paper_triples
from cpgraph.store import Store, known_vocabulary


def new_paper(key: str, category: str, direction: str, **fields: Any) -> Paper:
    """An empirical paper with one finding."""
    outcome = Outcome(label=f"what {key} measured")
    claim = Claim(
        text=f"As {key} found.", direction=direction, category=category, outcome=outcome,
        role="finding",
    )  # fmt: skip
    usual = {"title": key, "source": "manual", "paper_type": "rct", "published": "2026-01-01"}
    return Paper(key=key, claims=(claim,), **{**usual, **fields})


def put(store: Store, *papers: Paper) -> None:
    context = Context(store.iris, known_vocabulary(store))
    store.write({store.iris.graph(paper.key): paper_triples(paper, context)} for paper in papers)


def paper(store: Store, key: str) -> Paper:
    triples = list(store.graph(store.iris.graph(key)))
    return paper_from_triples(triples, store.iris.paper(key), known_vocabulary(store))


def change(store: Store, key: str, **fields: Any) -> Paper:
    """Replace fields of a paper; the paper as it was."""
    was = paper(store, key)
    put(store, replace(was, **fields))
    return was


def change_claims(store: Store, key: str, changed: Callable[[Claim], Claim]) -> Paper:
    was = paper(store, key)
    return change(store, key, claims=tuple(map(changed, was.claims)))


def take_out(store: Store, key: str) -> None:
    store.write([{store.iris.graph(key): []}])
