"""What people say of pairs of claims, as RDF: who, what, why and when (PROV-O).

Each pair has a named graph of its own, apart from the graphs of its papers, so that loading a paper
again takes nothing away. Nothing that was said is overwritten: each judgement revises the one before
it, and the one that none revises holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cpgraph.errors import CpgraphError
from cpgraph.provenance import timestamp
from cpgraph.rdf import Literal, NamedNode, Term, Triple, typed
from cpgraph.store import Store
from cpgraph.synthesis.model import Judgement
from cpgraph.terms import CPG, PROV, RDF, RDFS, Iris, digest, normalise

#: What can be said of a pair, in the words of the data.
VERDICTS = ("confirmed", "explained", "not-comparable", "reopened")
_REOPENED = "reopened"


class JudgementError(CpgraphError):
    """A judgement that nobody can rely on: without a name or a reason, or of nothing."""


@dataclass(frozen=True, slots=True)
class Said:
    """A judgement of a pair; ``claims`` are the IRIs of the two, sorted.

    :param number: 1 for the first judgement of the pair, 2 for the one that revises it, and so on.
    """

    number: int
    claims: tuple[str, str]
    judgement: Judgement


def pair_key(claims: Iterable[str]) -> str:
    """The twelve hex digits that name a pair of claims (IRIs), in either order.

    >>> pair_key(["urn:a", "urn:b"]) == pair_key(["urn:b", "urn:a"])
    True
    """
    return digest(*sorted(claims), length=12)


def judge(store: Store, claims: tuple[str, str], verdict: str, *, who: str, why: str) -> Judgement:
    """Write down what a named person says of a pair; what was said before is kept.

    :param claims: the IRIs of the two claims, in either order.
    :param verdict: one of :data:`VERDICTS`.
    :param store: open for writing.
    :raises JudgementError: the name or the reason is empty, there is no such verdict, or the pair that
        is to be reopened is open.
    """
    key = pair_key(claims)
    before = history(store, key)
    _check(key, verdict, who, why, before)
    when = timestamp()
    judgement = Judgement(verdict, normalise(who), why.strip(), when)
    first, second = sorted(claims)
    said = Said(len(before) + 1, (first, second), judgement)
    graph = store.iris.judgement(key)
    store.write([{graph: [*store.graph(graph), *_triples(key, said, store.iris)]}])
    return judgement


def judgements(store: Store) -> dict[str, Judgement]:
    """What holds of each judged pair, by the pair's key; reopened pairs are not among them."""
    last = {key: said[-1].judgement for key, said in _every(store, "").items()}
    return {key: one for key, one in sorted(last.items()) if one.verdict != _REOPENED}


def history(store: Store, key: str) -> list[Said]:
    """All that was said of a pair, the oldest first; nothing where it was never judged."""
    return _every(store, key).get(key, [])


def begun(store: Store, key: str) -> dict[str, Said]:
    """The last that was said of each pair whose key begins so, reopened ones too."""
    return {name: said[-1] for name, said in _every(store, key).items()}


def _check(key: str, verdict: str, who: str, why: str, before: list[Said]) -> None:
    if verdict not in VERDICTS:
        raise JudgementError(f"no such verdict {verdict!r}; it is one of {', '.join(VERDICTS)}")
    for name, given in (("who judges", who), ("why", why)):
        if not given.strip():
            raise JudgementError(f"{name} is empty; a judgement needs a name and a reason")
    if verdict == _REOPENED and (not before or before[-1].judgement.verdict == _REOPENED):
        raise JudgementError(f"pair {key} is open; there is nothing to reopen")


def _triples(key: str, said: Said, iris: Iris) -> Iterator[Triple]:
    node = NamedNode(f"{iris.judgement(key)}#{said.number}")
    agent = NamedNode(iris.agent(said.judgement.who))
    statements: list[tuple[NamedNode, str, Term]] = [
        (node, f"{RDF}type", NamedNode(f"{CPG}Judgement")),
        *((node, f"{CPG}judges", NamedNode(claim)) for claim in said.claims),
        (node, f"{CPG}verdict", Literal(said.judgement.verdict)),
        (node, f"{CPG}reason", Literal(said.judgement.why)),
        (node, f"{PROV}wasAttributedTo", agent),
        (node, f"{PROV}generatedAtTime", typed(said.judgement.when, "dateTime")),
        (agent, f"{RDF}type", NamedNode(f"{PROV}Agent")),
        (agent, f"{RDFS}label", Literal(said.judgement.who)),
    ]
    if said.number > 1:
        older = NamedNode(f"{iris.judgement(key)}#{said.number - 1}")
        statements.append((node, f"{PROV}wasRevisionOf", older))
    for subject, predicate, value in statements:
        yield Triple(subject, NamedNode(predicate), value)


def _every(store: Store, key: str) -> dict[str, list[Said]]:
    """All that was said of the pairs whose key begins so, by the whole key."""
    below = store.iris.judgement("")
    names = store.graph_names(below + key)
    return {name.removeprefix(below): _read(store.graph(name)) for name in names}


def _read(triples: Iterable[Triple]) -> list[Said]:
    values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            values[triple.subject.value][triple.predicate.value].append(triple.object.value)
    said = (
        _said(node, about, values)
        for node, about in values.items()
        if f"{CPG}Judgement" in about[f"{RDF}type"]
    )
    return sorted(said, key=lambda one: one.number)


def _said(node: str, about: dict[str, list[str]], values: dict[str, dict[str, list[str]]]) -> Said:
    first, second = sorted(about[f"{CPG}judges"])
    agent = about[f"{PROV}wasAttributedTo"][0]
    judgement = Judgement(
        about[f"{CPG}verdict"][0],
        values[agent][f"{RDFS}label"][0],
        about[f"{CPG}reason"][0],
        about[f"{PROV}generatedAtTime"][0],
    )
    return Said(int(node.rpartition("#")[2]), (first, second), judgement)
