"""Which stored syntheses a load or a retraction made stale, without asking all of them again.

What is said of the papers now and was before is looked at: a synthesis that is about none of it, and
counts nothing that they retract or supersede, cannot have become stale. The others are asked again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from cpgraph.living.keeping import find
from cpgraph.living.model import Status
from cpgraph.living.names import names
from cpgraph.living.staleness import statuses
from cpgraph.rdf import NamedNode, Triple
from cpgraph.store import Store, paper_statements
from cpgraph.terms import CPG, NPX, PROV, SKOS

#: From so many papers on, every synthesis is asked again rather than every paper read.
_MANY = 1000


def made_stale(store: Store, before: Store, keys: Collection[str]) -> list[Status]:
    """The stored syntheses, by name, that are stale and were not in the store as it was before.

    :param before: the same store before papers with these keys were loaded, retracted or restored.
    """
    now = _stale(store, _touched(store, before, keys))
    were = {one.name for one in _stale(before, [one.name for one in now])}
    return [one for one in now if one.name not in were]


def _stale(store: Store, names_of_some: Iterable[str]) -> list[Status]:
    found = [stored for name in names_of_some if (stored := find(store, name))]
    return [one for one in statuses(store, found) if one.is_stale]


def _touched(store: Store, before: Store, keys: Collection[str]) -> list[str]:
    every = names(store)
    if not every or len(keys) > _MANY:
        return every
    said = _SaidOfThem()
    for one in (store, before):
        for key in keys:
            said.take(paper_statements(one, key))
    if said.joins_outcomes:
        return every
    iris = {*_about(store, said.about), *_counting(store, said.against)}
    return [name for name in every if store.iris.synthesis(name) in iris]


@dataclass(slots=True)
class _SaidOfThem:
    """What papers say that a synthesis can depend on."""

    about: set[str] = field(default_factory=set)  # categories
    against: set[str] = field(default_factory=set)  # claims and papers, retracted or superseded
    joins_outcomes: bool = False

    def take(self, triples: Iterable[Triple]) -> None:
        for triple in triples:
            predicate, value = triple.predicate.value, triple.object
            if predicate == f"{SKOS}exactMatch":
                self.joins_outcomes = True
            elif predicate == f"{CPG}outcomeCategory" and isinstance(value, NamedNode):
                self.about.add(value.value)
            elif predicate in _AGAINST and isinstance(value, NamedNode):
                self.against.add(value.value)


_AGAINST = frozenset({f"{NPX}retracts", f"{NPX}supersedes"})


def _about(store: Store, categories: Collection[str]) -> Iterator[str]:
    """The syntheses of these categories, and those of outcomes: which papers share one is not known."""
    rows = store.select(
        f"SELECT DISTINCT ?s ?category WHERE {{ ?s a <{CPG}Synthesis> "
        f"OPTIONAL {{ ?s <{CPG}outcomeCategory> ?category }} }}"
    )
    for synthesis, category in rows:
        if synthesis is not None and (category is None or category.value in categories):
            yield synthesis.value


def _counting(store: Store, things: Collection[str]) -> Iterator[str]:
    """The syntheses that know these claims or papers."""
    if not things:
        return
    values = " ".join(str(NamedNode(thing)) for thing in sorted(things))
    rows = store.select(
        f"SELECT DISTINCT ?s WHERE {{ VALUES ?thing {{ {values} }} "
        f"{{ ?s <{CPG}included> ?thing }} UNION {{ ?s <{CPG}excluded> ?thing }} UNION "
        f"{{ ?seen <{PROV}specializationOf> ?thing . ?s <{PROV}wasDerivedFrom> ?seen }} }}"
    )
    yield from (row[0].value for row in rows if row[0] is not None)
