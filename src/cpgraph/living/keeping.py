"""Syntheses in a store: saved, loaded, with their earlier versions."""

from __future__ import annotations

from collections.abc import Iterable

from cpgraph.living.model import Stored, SynthesisNotFoundError
from cpgraph.living.names import names, version_iri, versions
from cpgraph.living.reading import stored_of
from cpgraph.living.writing import triples_of
from cpgraph.provenance import start_activity
from cpgraph.queries.known import nearest
from cpgraph.rdf import NamedNode, Subject, Term, Triple
from cpgraph.store import Store, known_vocabulary
from cpgraph.synthesis.model import Question, Synthesis
from cpgraph.terms import CPG, PROV, digest


def save(
    store: Store, made: Synthesis, *, who: str | None = None, name: str | None = None
) -> Stored:
    """Store a synthesis as RDF, in the named graph of its name; as it is stored.

    One that is stored already and came to the same, of the same data, stays as it is. Else it becomes
    an earlier version (``prov:wasRevisionOf``) of the new one.

    :param who: makes it; None is as for loading: ``$CPGRAPH_USER``, else the login.
    :param name: under which it is stored; None is :func:`name_of` its question.
    :raises StoreError: the store is open for reading only.
    """
    name = name or name_of(store, made.question)
    older = find(store, name)
    if older and _says_the_same(older, made):
        return older
    iris = store.iris
    iri, version = iris.synthesis(name), older.version + 1 if older else 1
    triples = triples_of(
        made, iris, name=name, version=version, who=start_activity(who).who,
        vocabulary=known_vocabulary(store),
    )  # fmt: skip
    graphs = {iri: triples}
    if older:
        earlier = version_iri(iris, name, older.version)
        graphs[earlier] = _moved(store.graph(iri), iri, earlier)
        triples.append(_link(iri, f"{PROV}wasRevisionOf", earlier))
    store.write([graphs])
    return load(store, name)


def load(store: Store, name: str) -> Stored:
    """The synthesis that is stored under a name.

    :raises SynthesisNotFoundError: there is none.
    """
    if found := find(store, name):
        return found
    raise SynthesisNotFoundError(name, store.location, tuple(nearest(name, names(store))))


def find(store: Store, name: str) -> Stored | None:
    """The synthesis that is stored under a name, or None."""
    return _read(store, name, store.iris.synthesis(name))


def head(store: Store, name: str) -> Stored:
    """The same without what it was made of, its claims and papers: quick however many they are.

    :raises SynthesisNotFoundError: none is stored under this name.
    """
    iri = NamedNode(store.iris.synthesis(name))
    rows = store.select(
        f"SELECT ?p ?o WHERE {{ GRAPH {iri} {{ {iri} ?p ?o }} FILTER(?p NOT IN ({_MADE_OF})) }}"
    )
    triples = [Triple(iri, predicate, value) for predicate, value in rows]  # type: ignore[arg-type]
    if not triples:
        raise SynthesisNotFoundError(name, store.location, tuple(nearest(name, names(store))))
    return stored_of(triples, name, iri.value, store.iris, known_vocabulary(store))


_MADE_OF = ", ".join(
    f"<{iri}>" for iri in (f"{CPG}included", f"{CPG}excluded", f"{PROV}wasDerivedFrom")
)


def history(store: Store, name: str) -> list[Stored]:
    """All versions of a stored synthesis, the newest first.

    :raises SynthesisNotFoundError: none is stored under this name.
    """
    earlier = (version_iri(store.iris, name, number) for number in versions(store, name))
    return [load(store, name), *filter(None, (_read(store, name, iri) for iri in earlier))]


def name_of(store: Store, question: Question) -> str:
    """The name of a question's stored synthesis: its own, or a longer one where that is taken.

    (A category and an outcome can have one label.)
    """
    taken = find(store, question.name)
    if taken is None or _asks_the_same(taken.question, question):
        return question.name
    return f"{question.name}-{digest(question.iri, length=8)}"


def _asks_the_same(first: Question, second: Question) -> bool:
    return (first.iri, first.filters) == (second.iri, second.filters)


def _says_the_same(older: Stored, made: Synthesis) -> bool:
    asked = (older.question, older.query_hash, older.data_hash)
    adjusted = older.tested == made.tested or older.tested.p is made.tested.p is None
    return adjusted and (asked, older.counts, older.share) == (
        (made.question, made.query_hash, made.data_hash),
        made.counts,
        made.proportion,
    )


def _read(store: Store, name: str, iri: str) -> Stored | None:
    triples = list(store.graph(iri))
    if not triples:
        return None
    return stored_of(triples, name, iri, store.iris, known_vocabulary(store))


def _link(subject: str, predicate: str, value: str) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), NamedNode(value))


def _moved(triples: Iterable[Triple], old: str, new: str) -> list[Triple]:
    """The triples with the node ``old``, and its parts, called ``new``."""

    def moved(term: Subject | Term | Triple) -> Subject | Term | Triple:
        if isinstance(term, NamedNode) and (term.value == old or term.value.startswith(f"{old}#")):
            return NamedNode(new + term.value.removeprefix(old))
        return term

    return [
        Triple(moved(triple.subject), triple.predicate, moved(triple.object))  # type: ignore[arg-type]
        for triple in triples
    ]
