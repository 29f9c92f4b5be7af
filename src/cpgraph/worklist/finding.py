"""From the key of a pair, as a list or a synthesis shows it, to the two claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from cpgraph.errors import CpgraphError
from cpgraph.store import Store
from cpgraph.terms import CONCEPT, CPG, SKOS
from cpgraph.worklist.judging import begun, pair_key

#: So many digits of a key name a pair, where no other begins with them.
_FEWEST = 4
_NAMED = 12


class PairNotFoundError(CpgraphError):
    """A key that no pair has, or that several begin with."""


def find(store: Store, key: str) -> tuple[str, str]:
    """The two claims (IRIs, sorted) of the pair with this key, or whose key alone begins so.

    Pairs that were judged are found whatever became of their claims; others where one claim is
    positive and the other negative or null, on one outcome.

    :raises PairNotFoundError: there is none, or several.
    """
    wanted = key.strip().lower()
    found = {name: said.claims for name, said in begun(store, wanted).items()}
    if len(wanted) >= _FEWEST and wanted not in found:
        found |= {pair_key(pair): pair for pair in _candidates(store, wanted)}
    if len(wanted) < _FEWEST or not found:
        raise PairNotFoundError(
            f"no pair {key!r} in {store.location}; give the key, or at least {_FEWEST} digits of it, "
            "as 'cpgraph contradictions' lists it"
        )
    if len(found) > 1:
        raise PairNotFoundError(
            f"{len(found)} pairs begin with {wanted}: {', '.join(sorted(found)[:_NAMED])}; "
            "give more digits"
        )
    return next(iter(found.values()))


def _candidates(store: Store, begun_so: str) -> Iterator[tuple[str, str]]:
    """The pairs of claims on one outcome that do not agree, and whose key begins so."""
    for sides in _by_outcome(store).values():
        against = (*sides["negative"], *sides["null"])
        for pair in product(sides["positive"], against):
            if pair_key(pair).startswith(begun_so):
                first, second = sorted(pair)
                yield first, second


def _by_outcome(store: Store) -> dict[str, dict[str, list[str]]]:
    """Claims by outcome (exact matches as one) and direction."""
    first = _matches(store)
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rows = store.select(
        "SELECT ?claim ?outcome ?direction WHERE { "
        f"{{ SELECT ?claim ?outcome WHERE {{ ?claim <{CPG}outcome> ?outcome }} }} "
        f"{{ SELECT ?claim ?direction WHERE {{ ?claim <{CPG}direction> ?direction }} }} }}"
    )
    for row in rows:
        claim, outcome, direction = (term.value if term is not None else "" for term in row)
        found[first.get(outcome, outcome)][direction.removeprefix(f"{CONCEPT}direction/")].append(
            claim
        )
    return found


def _matches(store: Store) -> dict[str, str]:
    """Each outcome that has exact matches -> the first of all that they join."""
    groups: dict[str, set[str]] = {}
    for row in store.select(f"SELECT ?a ?b WHERE {{ ?a <{SKOS}exactMatch> ?b }}"):
        pair = {term.value for term in row if term is not None}
        joined = pair.union(*(groups.get(one, set()) for one in pair))
        groups.update(dict.fromkeys(joined, joined))
    return {outcome: min(group) for outcome, group in groups.items()}
