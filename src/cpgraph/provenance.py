"""Where a paper's graph came from: who loaded what, when, with which version (PROV-O, PAV)."""

from __future__ import annotations

import getpass
import os
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePath

from cpgraph.rdf import Literal, NamedNode, Term, Triple, typed
from cpgraph.terms import CPG, PAV, PROV, RDF, RDFS, Iris
from cpgraph.version import __version__


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was loaded: its name without folders, and ``sha256:`` with the hash of its bytes."""

    name: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Activity:
    """One act of loading; all papers of one ``load`` share it."""

    who: str
    started: datetime
    identifier: str = field(default_factory=lambda: uuid.uuid4().hex)


def timestamp(moment: datetime | None = None) -> str:
    """A time, or now, in UTC to the second.

    >>> timestamp(datetime(2026, 5, 11, 12, tzinfo=UTC))
    '2026-05-11T12:00:00Z'
    """
    return (moment or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def start_activity(who: str | None = None) -> Activity:
    """An activity of now, by ``who``, else ``$CPGRAPH_USER``, else the name of the login."""
    return Activity(who or os.environ.get("CPGRAPH_USER") or _login(), datetime.now(UTC))


def provenance_triples(
    key: str, graph_hash: str, document: Document, activity: Activity, iris: Iris
) -> list[Triple]:
    """What the provenance graph of the paper ``key`` says; times are UTC to the second."""
    graph = NamedNode(iris.graph(key))
    source = NamedNode(f"{iris.base}document/{document.content_hash.replace(':', '-')}")
    act = NamedNode(f"{iris.base}activity/{activity.identifier}")
    agent = NamedNode(iris.agent(activity.who))
    software = NamedNode(f"{iris.base}software/cpgraph-{__version__}")
    when = typed(timestamp(activity.started), "dateTime")
    statements: list[tuple[NamedNode, str, Term]] = [
        (graph, f"{RDF}type", NamedNode(f"{CPG}PaperGraph")),
        (graph, f"{CPG}graphHash", Literal(graph_hash)),
        (graph, f"{PAV}importedFrom", source),
        (graph, f"{PAV}importedOn", when),
        (graph, f"{PROV}wasGeneratedBy", act),
        (graph, f"{PROV}wasDerivedFrom", source),
        (source, f"{RDF}type", NamedNode(f"{CPG}SourceDocument")),
        (source, f"{CPG}fileName", _literal(PurePath(document.name).name)),
        (source, f"{CPG}contentHash", Literal(document.content_hash)),
        (act, f"{RDF}type", NamedNode(f"{CPG}LoadActivity")),
        (act, f"{PROV}startedAtTime", when),
        (act, f"{PROV}wasAssociatedWith", agent),
        (act, f"{PROV}wasAssociatedWith", software),
        (agent, f"{RDF}type", NamedNode(f"{PROV}Agent")),
        (agent, f"{RDFS}label", _literal(activity.who)),
        (software, f"{RDF}type", NamedNode(f"{PROV}SoftwareAgent")),
        (software, f"{RDFS}label", Literal(f"cpgraph {__version__}")),
    ]
    return [Triple(subject, NamedNode(iri), value) for subject, iri, value in statements]


def _literal(name: str) -> Literal:
    """A name that the system gave; bytes of it that are not UTF-8 show as ``?``."""
    return Literal(name.encode("utf-8", "replace").decode())


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user: a container with an arbitrary number
        return "unknown"
