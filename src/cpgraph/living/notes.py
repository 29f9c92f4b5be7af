"""What all notes on a stored synthesis have: who wrote them, when, for which data."""

from __future__ import annotations

from cpgraph.errors import ParameterError
from cpgraph.living.keeping import find
from cpgraph.living.model import Annotation, Rating
from cpgraph.living.names import agent_triples
from cpgraph.living.statements import Statements
from cpgraph.rdf import Triple, typed
from cpgraph.store import Store
from cpgraph.terms import CPG, PROV, Iris


def attribution(note: Annotation | Rating, iris: Iris) -> list[Triple]:
    """Who wrote a note when, and for which data."""
    out = Statements()
    out.link(note.iri, f"{PROV}wasAttributedTo", iris.agent(note.who))
    out.say(note.iri, f"{PROV}generatedAtTime", typed(note.when, "dateTime"))
    out.say(note.iri, f"{CPG}dataHash", note.data_hash)
    return [*out.triples, *agent_triples(iris, note.who)]


def require(**given: str) -> None:
    """Refuse what is empty.

    :raises ParameterError: with its name.
    """
    for name, value in given.items():
        if not value.strip():
            raise ParameterError(name, value, "it is empty; write something")


def stored_hash(store: Store, name: str) -> str:
    """The data hash of a stored synthesis; the empty text where none is stored."""
    stored = find(store, name)
    return stored.data_hash if stored else ""
