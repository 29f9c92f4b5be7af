"""Syntheses made anew, and what that changed."""

from __future__ import annotations

from cpgraph.living.keeping import load, save
from cpgraph.living.model import Refreshed, Stored
from cpgraph.living.names import names
from cpgraph.living.staleness import Present, changes, papers_moved, presents, reasons
from cpgraph.store import Store
from cpgraph.synthesis import synthesise_all
from cpgraph.synthesis.disagreement import Judgements
from cpgraph.synthesis.model import Synthesis


def refresh(
    store: Store,
    name: str | None = None,
    *,
    who: str | None = None,
    judgements: Judgements | None = None,
) -> list[Refreshed]:
    """Make stale syntheses anew: all, or the one of a name; those that were stale, by name.

    What each said before is kept as an earlier version. Those made in one call are one run: their
    p-values are adjusted for how many of them were tested.

    :param judgements: what people said of contradicting pairs, by the pair's key.
    :raises SynthesisNotFoundError: none is stored under this name.
    :raises StoreError: the store is open for reading only.
    """
    every = [load(store, one) for one in ([name] if name else names(store))]
    asked = zip(every, presents(store, every), strict=True)
    due = [(stored, now) for stored, now in asked if reasons(stored, now, store.iris)]
    questions = [stored.question for stored, _ in due]
    made = list(synthesise_all(store, questions, judgements=judgements))
    return [_refreshed(store, was, one, who) for was, one in zip(due, made, strict=True)]


def _refreshed(
    store: Store, was: tuple[Stored, Present], made: Synthesis, who: str | None
) -> Refreshed:
    stored, now = was
    return Refreshed(
        stored,
        save(store, made, who=who, name=stored.name),
        reasons(stored, now, store.iris),
        tuple(changes(stored, now, store.iris)),
        papers_moved(stored, now, store.iris),
    )
