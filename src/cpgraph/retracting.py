"""Retracting: a person says that a paper or a claim does not stand, and why; and takes that back.

What is retracted stays in the store and is shown with the reason; no synthesis counts it. What people
say lies beside the paper's graph, which holds what its source says, so that loading the paper again
takes nothing away.

>>> from cpgraph.sample import load_sample
>>> from cpgraph.store import open_store
>>> with open_store(":memory:", "write") as store:
...     _ = load_sample(store)
...     said = retract(store, "manual:6c19960722cb#1", reason="Data made up.", who="Ann Lee")
...     restore(store, "manual:6c19960722cb#1") == said
True
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from cpgraph.errors import CpgraphError, SourceError, did_you_mean
from cpgraph.paper_graph import (
    Retraction,
    bare_doi,
    claim_iris,
    paper_from_triples,
    retraction_triples,
    retractions_from,
)
from cpgraph.provenance import start_activity, timestamp
from cpgraph.queries.arguments import PaperNotFoundError, keys_of_papers
from cpgraph.queries.known import nearest
from cpgraph.rdf import Literal, NamedNode, Triple
from cpgraph.readers.base import Source
from cpgraph.readers.retracted_list import Listed, listed
from cpgraph.store import Store, known_vocabulary, paper_statements
from cpgraph.terms import DCTERMS, PRISM, Iris, normalise


class NoReasonError(CpgraphError):
    """A retraction needs a reason, in words."""


class ClaimNotFoundError(PaperNotFoundError):
    """A number or name that no claim of the paper has; the nearest is named."""


class AlreadyRetractedError(CpgraphError):
    """Somebody, or the paper's source, has said so before.

    :param retraction: what they said.
    """

    def __init__(self, name: str, retraction: Retraction) -> None:
        self.retraction = retraction
        super().__init__(f"{name} is retracted already, says {in_words(retraction)}")


class NotRetractedError(CpgraphError):
    """Nobody has said that it is retracted, or only the paper's source, which no person can take back.

    :param retraction: what the source says, if anything.
    """

    def __init__(self, name: str, retraction: Retraction | None) -> None:
        self.retraction = retraction
        if retraction:
            said = in_words(retraction).removesuffix(".")
            problem = f"stays retracted, says {said}; load a source that does not"
        else:
            problem = "is not retracted; 'cpgraph query papers/retracted' lists the papers that are"
        super().__init__(f"{name} {problem}")


@dataclass(slots=True)
class ListedReport:
    """What became of the DOIs of a list.

    :param retracted: the keys of the papers that are retracted from now on.
    :param already: the keys of those that were.
    :param unknown: how many DOIs are of no paper of the store.
    """

    retracted: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    unknown: int = 0


def retract(store: Store, key: str, *, reason: str, who: str | None = None) -> Retraction:
    """Say that a paper or a claim is retracted; what is said from now on.

    :param key: a paper (key, CURIE, IRI), or ``#`` and which claim of it: its position, or its name as
        its IRI ends.
    :param who: who says so; else ``$CPGRAPH_USER``, else the name of the login.
    :raises NoReasonError: the reason is empty.
    :raises AlreadyRetractedError: with what was said before.
    :raises PaperNotFoundError: there is no such paper or claim.
    :raises StoreError: the store is open for reading only.
    """
    _require(reason)
    paper, thing = _named(store, key)
    if before := retraction_of(store, thing):
        raise AlreadyRetractedError(name_of(store.iris, thing), before)
    said = _said(thing, reason, _who(who), timestamp())
    graph = store.iris.retraction(paper)
    store.write([{graph: [*store.graph(graph), *retraction_triples(said, store.iris)]}])
    return said


def restore(store: Store, key: str) -> Retraction:
    """Take back what a person said of a paper or a claim; what that was.

    :param key: as of :func:`retract`.
    :raises NotRetractedError: nobody said so, or only the paper's source.
    :raises PaperNotFoundError: there is no such paper or claim.
    """
    paper, thing = _named(store, key)
    graph = store.iris.retraction(paper)
    triples = list(store.graph(graph))
    said = {one.thing: one for one in retractions_from(triples).values()}
    if thing not in said:
        raise NotRetractedError(name_of(store.iris, thing), retraction_of(store, thing))
    store.write([{graph: _without(triples, store.iris.retraction_of(thing))}])
    return said[thing]


def retract_listed(
    store: Store, source: Source, *, reason: str | None = None, who: str | None = None
) -> ListedReport:
    """Retract the papers whose DOIs a file lists; all of them, or none where something is wrong.

    :param source: a DOI a line, with a reason after a tab or comma; or a table with a column ``doi``
        (or ``OriginalPaperDOI``, as Retraction Watch has it) and perhaps ``reason``.
    :param reason: where the file states none.
    :raises SourceError: the file cannot be read, lists nothing, or states no reason for a paper.
    """
    papers, report = _by_doi(store), ListedReport()
    speaker, now = _who(who), timestamp()
    graphs: dict[str, list[Triple]] = {}
    for one in _each_once(listed(source, papers.keys())):
        keys = papers.get(bare_doi(one.doi), ())
        report.unknown += not keys
        for key in keys:
            thing, graph = store.iris.paper(key), store.iris.retraction(key)
            if retraction_of(store, thing):
                report.already.append(key)
                continue
            said = _said(thing, _reason(one, reason, source), speaker, now)
            graphs[graph] = [*store.graph(graph), *retraction_triples(said, store.iris)]
            report.retracted.append(key)
    store.write([graphs] if graphs else [])
    return report


def retraction_of(store: Store, thing: str) -> Retraction | None:
    """Who says of a paper or a claim (its IRI) that it is retracted, and why; None where it stands.

    What the paper's source says comes first.
    """
    iris = store.iris
    key = paper_of(iris, thing)
    whole = paper_from_triples(
        store.graph(iris.graph(key)), iris.paper(key), known_vocabulary(store)
    )
    if thing == iris.paper(key):
        reason, on = whole.retracted, whole.retracted_on
    else:
        claims = dict(zip(claim_iris(whole, iris), whole.claims, strict=True))
        reason, on = (claims[thing].retracted if thing in claims else None), None
    if reason is not None:
        return Retraction(thing, reason, date=on)
    said = retractions_from(store.graph(iris.retraction(key)))
    return next((one for one in said.values() if one.thing == thing), None)


def paper_of(iris: Iris, thing: str) -> str:
    """The key of the paper that is meant, or that makes the claim.

    >>> paper_of(Iris(), Iris().paper("arxiv:2401.00001") + "#claim-61ebb162c522567b")
    'arxiv:2401.00001'
    """
    return unquote(thing.partition("#")[0].removeprefix(iris.paper("")))


def name_of(iris: Iris, thing: str) -> str:
    """The key of a paper, with ``#`` and the name of a claim, from the IRI.

    >>> name_of(Iris(), Iris().paper("arxiv:2401.00001") + "#claim-61ebb162c522567b")
    'arxiv:2401.00001#claim-61ebb162c522567b'
    """
    _, mark, part = thing.partition("#")
    return paper_of(iris, thing) + mark + part


def in_words(said: Retraction) -> str:
    """Who says so, when and why.

    >>> in_words(Retraction("urn:x", "Data made up.", "Ann Lee", "2026-05-11T12:00:00Z"))
    'Ann Lee (2026-05-11): Data made up.'
    """
    on = said.date or (said.when or "")[:10]
    when = f" ({on})" if on else ""
    return f"{said.who or 'its source'}{when}: {said.reason or 'no reason stated'}"


def _said(thing: str, reason: str, who: str, when: str) -> Retraction:
    return Retraction(thing, normalise(reason), who, when, when[:10])


def _who(given: str | None) -> str:
    return normalise(start_activity(normalise(given or "") or None).who)


def _require(reason: str) -> None:
    if not normalise(reason):
        raise NoReasonError("the reason is empty; say in words why it is retracted")


def _named(store: Store, key: str) -> tuple[str, str]:
    """The key of the paper, and the IRI of it or of its claim."""
    given, _, part = key.strip().strip("<>").partition("#")
    (paper,) = keys_of_papers(store, [given])
    iri = store.iris.paper(paper)
    return paper, (_claim(store, paper, part) if part else iri)


def _claim(store: Store, key: str, part: str) -> str:
    """The claim at a position (from 1), or with a name such as ``claim-61ebb162c522567b``."""
    iri = store.iris.paper(key)
    whole = paper_from_triples(paper_statements(store, key), iri, known_vocabulary(store))
    known = claim_iris(whole, store.iris)
    if part.isascii() and part.isdigit() and 0 < int(part[:9]) <= len(known):
        return known[int(part[:9]) - 1]
    spoken_of = retractions_from(store.graph(store.iris.retraction(key))).values()
    names = [one.partition("#")[2] for one in (*known, *(said.thing for said in spoken_of))]
    if part in names:
        return f"{iri}#{part}"
    near = nearest(part, [name for name in names if name])
    meant = f"{did_you_mean([f'{key}#{name}' for name in near])} " if near else ""
    count = f"{len(known)} claim{'' if len(known) == 1 else 's'}"
    raise ClaimNotFoundError(
        f"no claim #{part} in {key}, which has {count}; {meant}'cpgraph paper {key}' numbers them"
    )


def _without(triples: Sequence[Triple], retraction: str) -> list[Triple]:
    """The triples of a graph without a retraction, and without agents that nothing names any longer."""
    node = NamedNode(retraction)
    left = [t for t in triples if node not in {t.subject, t.object}]
    gone = {t.object for t in triples if t.subject == node} - {t.object for t in left}
    return [t for t in left if t.subject not in gone]


def _each_once(found: Iterable[Listed]) -> Iterator[Listed]:
    """The first of those that list the same DOI."""
    seen: set[str] = set()
    for one in found:
        if (doi := bare_doi(one.doi)) not in seen:
            seen.add(doi)
            yield one


def _by_doi(store: Store) -> dict[str, list[str]]:
    """Bare DOI -> the keys of the papers that have it, sorted."""
    rows = store.select(
        f"SELECT DISTINCT ?doi ?key WHERE {{ ?paper <{PRISM}doi> ?doi ; "
        f"<{DCTERMS}identifier> ?key }} ORDER BY ?key"
    )
    found: dict[str, list[str]] = {}
    for doi, key in rows:
        if isinstance(doi, Literal) and isinstance(key, Literal):
            found.setdefault(bare_doi(doi.value), []).append(key.value)
    return found


def _reason(one: Listed, given: str | None, source: Source) -> str:
    reason = normalise(one.reason) or normalise(given or "")
    if not reason:
        problem = f"states no reason for {one.doi}; add one after a tab, or give --reason for all"
        raise SourceError(source.name, problem, line=one.line)
    return reason


__all__ = [
    "AlreadyRetractedError",
    "ClaimNotFoundError",
    "ListedReport",
    "NoReasonError",
    "NotRetractedError",
    "Retraction",
    "in_words",
    "name_of",
    "paper_of",
    "restore",
    "retract",
    "retract_listed",
    "retraction_of",
]
