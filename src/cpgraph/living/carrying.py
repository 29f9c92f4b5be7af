"""What people made of a store, carried to another: syntheses, notes, judgements, retractions.

They are named graphs of their own, which an export of papers does not hold. A file says by the IRIs in
it what belongs to which graph, so that any syntax of RDF will do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from cpgraph.errors import SourceError
from cpgraph.exporting import write_graph
from cpgraph.rdf import (
    SYNTAXES,
    NamedNode,
    Quad,
    Subject,
    Syntax,
    Term,
    Triple,
    serialize,
    syntax_of,
)
from cpgraph.readers.base import Source
from cpgraph.readers.rdf_process import Limits, parsed_apart
from cpgraph.results import Loaded, LoadOutcome, LoadReport, Severity
from cpgraph.store import Store
from cpgraph.terms import CITO, CPG, KEPT_KINDS, NPX, digest
from cpgraph.validation import Validator
from cpgraph.vocabulary import shipped_quads

_KEPT = re.compile(rf"(?P<base>.*/)(?P<path>(?:{'|'.join(KEPT_KINDS)})/[^#]+)(?:#.*)?")

_JUDGES = NamedNode(f"{CPG}judges")
_RETRACTS, _RETRACTED_BY = NamedNode(f"{NPX}retracts"), NamedNode(f"{CITO}isRetractedBy")

Graphs = dict[str, list[Triple]]


def kept_graphs(store: Store) -> list[str]:
    """The names of the graphs of syntheses, their versions, notes, judgements, retractions, sorted."""
    return sorted(name for below in store.iris.kept for name in store.graph_names(below))


def write_kept(store: Store, output: IO[bytes], syntax: Syntax) -> int:
    """Write them, sorted, in a syntax with graphs or as their union; how many graphs there are."""
    names = kept_graphs(store)
    if syntax.has_graphs:
        serialize(_quads(store, names), output, syntax, prefixes=store.iris.prefixes)
    else:
        triples = (triple for name in names for triple in store.graph(name))
        write_graph(triples, output, syntax, store.iris.prefixes)
    return len(names)


def take_kept(store: Store, source: Source, *, replace: bool = False) -> LoadReport:
    """Write what a file holds of them into a store; what became of each graph.

    A graph that the store holds is replaced where the file says all of it and more; where the two say
    different things, it is refused. IRIs below another store's base are brought below this one's;
    a synthesis is stale there, because its claims have other IRIs.

    :param replace: take the file's graph where the two differ.
    :raises SourceError: the file cannot be read, is no RDF, or holds none of them.
    """
    graphs = _read(source, store.iris.base)
    if not graphs:
        raise SourceError(source.name, _NOTHING)
    report, taken = LoadReport(), Graphs()
    vocabulary = [quad.triple for quad in shipped_quads()]
    vocabulary += store.graph(store.iris.vocabulary_graph)
    results = Validator(vocabulary).check(list(graphs.values()))
    for (name, triples), said in zip(sorted(graphs.items()), results, strict=True):
        wrong = tuple(one.message for one in said if one.severity is Severity.VIOLATION)
        outcome = _outcome(set(store.graph(name)), set(triples), replace=replace)
        if wrong or outcome is LoadOutcome.REFUSED:
            reasons, outcome = wrong or (_DIFFERS,), LoadOutcome.REFUSED
        else:
            reasons = ()
        if outcome in {LoadOutcome.ADDED, LoadOutcome.REPLACED}:
            taken[name] = triples
        key = name.removeprefix(store.iris.base)
        report.add(Loaded(source.name, key, outcome, reasons))
    store.write([taken] if taken else [])
    return report


_NOTHING = "holds no synthesis, judgement or retraction; 'cpgraph synthesis export' writes them"
_DIFFERS = "the store holds another; --replace takes the one of the file"


def _outcome(before: set[Triple], after: set[Triple], *, replace: bool) -> LoadOutcome:
    if not before:
        return LoadOutcome.ADDED
    if after <= before:
        return LoadOutcome.UNCHANGED
    return LoadOutcome.REPLACED if replace or before < after else LoadOutcome.REFUSED


def _quads(store: Store, names: Iterable[str]) -> Iterator[Quad]:
    for name in names:
        graph = NamedNode(name)
        for triple in sorted(store.graph(name), key=str):
            yield Quad(triple.subject, triple.predicate, triple.object, graph)


def _read(source: Source, base: str) -> Graphs:
    """Graph name -> its triples, below this base: of its node and parts, and of what they lead to."""
    syntax = syntax_of(source.name) or SYNTAXES["trig"]  # which reads Turtle and N-Triples too
    about: dict[Subject, list[Triple]] = defaultdict(list)
    with parsed_apart(source, syntax, base, Limits()) as parsed:
        for quad in parsed.quads:
            if not isinstance(quad.subject, Triple):
                about[quad.subject].append(quad.triple)
    graphs: dict[tuple[str, str], list[Triple]] = defaultdict(list)
    for subject, triples in about.items():
        if isinstance(subject, NamedNode) and (found := _KEPT.fullmatch(subject.value)):
            graphs[found["base"], found["path"]] += triples
            graphs[found["base"], found["path"]] += _led_to(subject, triples)
    return dict(
        sorted(
            _below(base, old, path, _with_others(own, about)) for (old, path), own in graphs.items()
        )
    )


def _below(base: str, old: str, path: str, triples: list[Triple]) -> tuple[str, list[Triple]]:
    """A graph below this base; a pair is named after its claims, which have other IRIs there."""
    moved = [_moved(triple, old, base) for triple in triples]
    claims = {one.object.value for one in moved if one.predicate == _JUDGES}  # type: ignore[union-attr]
    name = f"{base}judgement/{digest(*sorted(claims), length=12)}" if claims else base + path
    return name, [_moved(triple, base + path, name) for triple in moved]


def _led_to(retraction: NamedNode, triples: list[Triple]) -> list[Triple]:
    """What leads from a thing to its retraction, whose graph holds both ways."""
    things = (one.object for one in triples if one.predicate == _RETRACTS)
    return [Triple(one, _RETRACTED_BY, retraction) for one in things if isinstance(one, NamedNode)]


def _with_others(own: list[Triple], about: Mapping[Subject, list[Triple]]) -> list[Triple]:
    """The triples, and what is said of agents and software that they name."""
    named = dict.fromkeys(one.object for one in own if isinstance(one.object, NamedNode))
    others = (node for node in named if re.search(r"/(?:agent|software)/[^/#]+$", node.value))
    return list(dict.fromkeys([*own, *(one for node in others for one in about.get(node, ()))]))


def _moved(triple: Triple, old: str, new: str) -> Triple:
    def moved(term: Subject | Term | Triple) -> Subject | Term | Triple:
        if old != new and isinstance(term, NamedNode) and term.value.startswith(old):
            return NamedNode(new + term.value.removeprefix(old))
        return term

    return Triple(moved(triple.subject), triple.predicate, moved(triple.object))  # type: ignore[arg-type]
