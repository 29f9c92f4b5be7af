"""Where syntheses, their earlier versions and what was said of them lie: names and IRIs."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from cpgraph.rdf import Literal, NamedNode, Triple
from cpgraph.store import Store
from cpgraph.terms import PROV, RDF, RDFS, Iris
from cpgraph.version import __version__


def names(store: Store) -> list[str]:
    """The names of the stored syntheses, sorted; earlier versions are not among them."""
    found = _below(store, store.iris.synthesis(""))
    return sorted(unquote(name) for name in found if "/" not in name)


def version_iri(iris: Iris, name: str, version: int) -> str:
    """The named graph of an earlier version."""
    return f"{iris.synthesis(name)}/{version}"


def versions(store: Store, name: str) -> list[int]:
    """The numbers of the earlier versions, the newest first."""
    found = _below(store, f"{store.iris.synthesis(name)}/")
    return sorted((int(number) for number in found if number.isdecimal()), reverse=True)


def note_iri(iris: Iris, kind: str, name: str, number: int | None = None) -> str:
    """The named graph of a note of a kind (``annotation``, ``rating``) on a synthesis.

    Notes are graphs of their own, so that a synthesis made anew does not lose them.
    """
    below = iris.synthesis(name).removeprefix(iris.synthesis(""))
    return f"{iris.base}{kind}/{below}/{'' if number is None else number}"


def notes(store: Store, kind: str, name: str) -> list[str]:
    """The graphs of the notes of a kind on a synthesis, the oldest first."""
    below = note_iri(store.iris, kind, name)
    numbers = sorted(int(number) for number in _below(store, below) if number.isdecimal())
    return [f"{below}{number}" for number in numbers]


def next_note(store: Store, kind: str, name: str) -> str:
    """The graph of the next one."""
    return note_iri(store.iris, kind, name, len(notes(store, kind, name)) + 1)


def paper_of(iris: Iris, iri: str) -> str:
    """The key of a paper, from its IRI or that of a claim of it.

    >>> paper_of(Iris(), Iris().claim("arxiv:2401.00001", "Text."))
    'arxiv:2401.00001'
    """
    return unquote(iri.partition("#")[0].removeprefix(iris.paper("")))


def agent_triples(iris: Iris, who: str) -> list[Triple]:
    """Who did something, named."""
    return _named(iris.agent(who), "Agent", who)


def software_triples(iris: Iris) -> list[Triple]:
    """This version of cpgraph."""
    return _named(software_iri(iris), "SoftwareAgent", f"cpgraph {__version__}")


def software_iri(iris: Iris) -> str:
    """The IRI of this version of cpgraph."""
    return f"{iris.base}software/cpgraph-{__version__}"


def _named(iri: str, kind: str, label: str) -> list[Triple]:
    node = NamedNode(iri)
    return [
        Triple(node, NamedNode(f"{RDF}type"), NamedNode(f"{PROV}{kind}")),
        Triple(node, NamedNode(f"{RDFS}label"), Literal(label)),
    ]


def _below(store: Store, prefix: str) -> Iterator[str]:
    return (name.removeprefix(prefix) for name in store.graph_names(prefix))
