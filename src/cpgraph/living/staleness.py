"""Which stored syntheses are stale, and why: asked of the store as it is now, never a stored mark.

What a synthesis took from each paper is stored as a hash. The question is asked again, and where the
hashes differ the claims say what happened; a paper that a synthesis does not ask about changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cpgraph.living.keeping import head, load
from cpgraph.living.model import Change, Reason, Status, Stored
from cpgraph.living.names import names, paper_of
from cpgraph.living.writing import code_of, paper_hashes
from cpgraph.store import Store
from cpgraph.synthesis.answers import answers
from cpgraph.synthesis.model import Claim, Paper
from cpgraph.synthesis.selection import data_hash, query_hash
from cpgraph.terms import Iris


@dataclass(frozen=True, slots=True)
class Present:
    """What the store answers to a question now; claims and papers as in :class:`Stored`."""

    claims: Mapping[str, str]
    papers: Mapping[str, str]
    data_hash: str
    query_hash: str


def status(store: Store, name: str | None = None) -> list[Status]:
    """The stored syntheses by name, each with why it is stale; or only the one of a name.

    :raises SynthesisNotFoundError: none is stored under this name.
    """
    return statuses(store, [head(store, one) for one in ([name] if name else names(store))])


def stale(store: Store) -> set[str]:
    """The names of the stored syntheses that are stale; quick where none is stored."""
    return {one.name for one in status(store) if one.is_stale}


def presents(store: Store, every: Sequence[Stored]) -> Iterator[Present]:
    """What the store answers now to what each stored synthesis asked, in order."""
    asked = answers(store, (stored.question for stored in every))
    return (_present(*asked[stored.question]) for stored in every)


def _present(claims: Sequence[Claim], papers: Mapping[str, Paper]) -> Present:
    return Present(
        {claim.iri: code_of(claim) for claim in claims},
        paper_hashes(claims, papers),
        data_hash(claims, papers),
        query_hash(),
    )


def statuses(store: Store, every: Sequence[Stored]) -> list[Status]:
    """Why each stored synthesis is stale in a store as it is now, in order.

    What it was made of is read only where the data are others now.
    """
    asked = answers(store, (stored.question for stored in every))
    return [_status(stored, _reasons(store, stored, *asked[stored.question])) for stored in every]


def _reasons(
    store: Store, stored: Stored, claims: Sequence[Claim], papers: Mapping[str, Paper]
) -> tuple[Reason, ...]:
    now = data_hash(claims, papers)
    if stored.data_hash == now:
        return reasons(stored, Present({}, {}, now, query_hash()), store.iris)
    return reasons(load(store, stored.name), _present(claims, papers), store.iris)


def _status(stored: Stored, found: tuple[Reason, ...]) -> Status:
    return Status(stored.name, stored.made, stored.version, stored.sentence, stored.headline, found)


def reasons(stored: Stored, now: Present, iris: Iris) -> tuple[Reason, ...]:
    """Why the synthesis is stale, in a fixed order; none where it is not."""
    found: dict[str, set[str]] = {}
    if stored.query_hash != now.query_hash:
        found[_QUERIES] = set()
    if stored.data_hash != now.data_hash:
        for what, thing in _differences(stored, now, iris):
            found.setdefault(what, set()).add(thing)
        if not set(found) - {_QUERIES}:
            found["the data differ"] = set()
    return tuple(Reason(what, tuple(sorted(found[what]))) for what in _ORDER if what in found)


_QUERIES = "the stored queries changed"
_DESCRIBED = "papers described otherwise"
#: What a claim came to -> what happened to it.
_WITHDRAWN = {
    "retracted-claim": "claims retracted",
    "superseded": "claims superseded",
    "retracted-paper": "papers retracted",
}
_RESTORED = "claims restored"
_LET_IN, _LEFT_OUT = "papers that the filters now let in", "papers that the filters now leave out"
_ORDER = (
    "papers added",
    _LET_IN,
    "papers gone",
    _LEFT_OUT,
    *_WITHDRAWN.values(),
    _RESTORED,
    "claims added",
    "claims gone",
    "claims that the filters now let in",
    "claims that the filters now leave out",
    "claims coded otherwise",
    _DESCRIBED,
    "the data differ",
    _QUERIES,
)


def changes(stored: Stored, now: Present, iris: Iris) -> list[Change]:
    """The claims that count in another way now, by IRI; what the filters left and leave out is none."""
    every = sorted({*stored.claims, *now.claims})
    found = (
        Change(iri, paper_of(iris, iri), stored.claims.get(iri), now.claims.get(iri))
        for iri in every
    )
    return [change for change in found if _differs(change.before, change.after)]


def papers_moved(stored: Stored, now: Present, iris: Iris) -> dict[str, str]:
    """Keys of the papers that moved a synthesis, each with how: ``in``, ``out``, ``changed``."""
    before, after = _papers(stored, iris), set(now.papers)
    changed = {change.paper for change in changes(stored, now, iris)}
    changed |= {key for key in stored.papers.keys() & after if _hash_differs(stored, now, key)}
    return {
        key: "changed" if key in before & after else "in" if key in after else "out"
        for key in sorted(changed | (before ^ after))
    }


def _differences(stored: Stored, now: Present, iris: Iris) -> Iterator[tuple[str, str]]:
    """What happened, and to which paper or claim."""
    before, after = _papers(stored, iris), set(now.papers)
    said = set()
    for change in changes(stored, now, iris):
        said.add(change.paper)
        if change.paper in before & after:
            yield _happened(change)
    let_in, left_out = _filtered(stored.claims, iris), _filtered(now.claims, iris)
    yield from ((_LET_IN if key in let_in else "papers added", key) for key in after - before)
    yield from ((_LEFT_OUT if key in left_out else "papers gone", key) for key in before - after)
    for key in (stored.papers.keys() & after) - said:
        if _hash_differs(stored, now, key):
            yield _DESCRIBED, key


def _filtered(claims: Mapping[str, str], iris: Iris) -> set[str]:
    """The papers with claims that the filters leave out."""
    return {paper_of(iris, iri) for iri, code in claims.items() if code == "filter"}


def _hash_differs(stored: Stored, now: Present, key: str) -> bool:
    return stored.papers[key] != now.papers[key]


def _papers(stored: Stored, iris: Iris) -> set[str]:
    """The papers that a synthesis was made of; where they were not stored, those of its claims."""
    return set(stored.papers) or {paper_of(iris, iri) for iri in stored.claims}


def _happened(change: Change) -> tuple[str, str]:
    before, after = change.before, change.after
    if after == "retracted-paper":
        return _WITHDRAWN[after], change.paper
    if after in _WITHDRAWN:
        return _WITHDRAWN[after], change.claim
    return _otherwise(before, after), change.claim


def _otherwise(before: str | None, after: str | None) -> str:
    if before in _WITHDRAWN and after is not None:
        return _RESTORED
    if before in _ABSENT or after in _ABSENT:
        return _APPEARED[before in _ABSENT, "filter" in {before, after}]
    return "claims coded otherwise"


#: (Whether it is there now and was not, whether a filter is why) -> what happened.
_APPEARED = {
    (True, False): "claims added",
    (False, False): "claims gone",
    (True, True): "claims that the filters now let in",
    (False, True): "claims that the filters now leave out",
}
_ABSENT: frozenset[str | None] = frozenset({None, "filter"})
#: All that old syntheses say of a claim.
_VAGUE = {"included": frozenset({"positive", "negative", "mixed", "null"})}


def _differs(before: str | None, after: str | None) -> bool:
    if before in _ABSENT and after in _ABSENT:
        return False
    if before == "included":
        return after not in _VAGUE["included"]
    if before == "excluded":
        return after in _VAGUE["included"] or after in _ABSENT
    return before != after


def in_words(found: Iterable[Reason]) -> str:
    """Why, with counts: ``2 papers added; 1 claim retracted``."""
    return "; ".join(map(_counted, found))


def _counted(reason: Reason) -> str:
    if not reason.things:
        return reason.what
    kind, _, rest = reason.what.partition(" ")
    count = len(reason.things)
    return f"{count:,} {kind if count > 1 else kind.removesuffix('s')} {rest}"
