"""Text that people and models write about a stored synthesis, checked before it is kept."""

import re

from cpgraph.errors import ParameterError
from cpgraph.living.citing import resolver, year_of
from cpgraph.living.keeping import load
from cpgraph.living.model import Annotation, Problem, RefusedProseError
from cpgraph.living.names import next_note, notes, paper_of
from cpgraph.living.notes import attribution, require, stored_hash
from cpgraph.living.prose import cited, problems_of
from cpgraph.living.statements import Said, Statements
from cpgraph.provenance import timestamp
from cpgraph.rdf import Triple
from cpgraph.store import Store
from cpgraph.terms import CPG, DCTERMS, OA, PROV, RDF, RDFS, Iris

_KIND = "annotation"


def check(store: Store, name: str, text: str) -> list[Problem]:
    """What of a text about a stored synthesis cannot be kept, sentence by sentence; none where all can.

    :raises SynthesisNotFoundError: none is stored under this name.
    """
    found = problems_of(text, load(store, name), resolver(store), lambda key: year_of(store, key))
    return list(found)


def annotate(store: Store, name: str, text: str, *, who: str, method: str) -> Annotation:
    """Keep a text about a stored synthesis, with who wrote it how, for the data that it was made of.

    :param method: ``person``, or ``model:`` and which.
    :raises RefusedProseError: with the sentences that cannot be kept; then nothing is stored.
    :raises ParameterError: the method is none, or the text or ``who`` is empty.
    :raises SynthesisNotFoundError: none is stored under this name.
    """
    require(text=text, who=who)
    if not re.fullmatch(r"person|model:\S.*", method):
        raise ParameterError("method", method, "give person, or model: and which, as model:abc-1")
    stored = load(store, name)
    if problems := check(store, name, text):
        raise RefusedProseError(name, tuple(problems))
    papers = tuple(sorted(cited(text, resolver(store))))
    iri = next_note(store, _KIND, name)
    made = Annotation(iri, text.strip(), who, method, timestamp(), stored.data_hash, papers)
    store.write([{iri: _triples(made, stored.iri, store.iris)}])
    return made


def annotations(store: Store, name: str, data_hash: str | None = None) -> list[Annotation]:
    """What was written about a stored synthesis, the oldest first; none where nothing was.

    :param data_hash: of the data as they are now; what was written for others is outdated. None is
        that of the synthesis as it is stored.
    """
    current = data_hash or stored_hash(store, name)
    return [_read(store, iri, current) for iri in notes(store, _KIND, name)]


def _triples(made: Annotation, about: str, iris: Iris) -> list[Triple]:
    iri, out = made.iri, Statements()
    out.link(iri, f"{RDF}type", f"{OA}Annotation")
    out.link(iri, f"{OA}hasTarget", about)
    out.link(iri, f"{OA}motivatedBy", f"{OA}describing")
    out.say(iri, f"{OA}bodyValue", made.text)
    out.say(iri, f"{CPG}method", made.method)
    out.link(iri, f"{DCTERMS}references", *map(iris.paper, made.papers))
    return [*out.triples, *attribution(made, iris)]


def _read(store: Store, iri: str, current: str) -> Annotation:
    said = Said(store.graph(iri))
    written_for = said.text(iri, f"{CPG}dataHash")
    return Annotation(
        iri=iri,
        text=said.text(iri, f"{OA}bodyValue"),
        who=said.text(said.text(iri, f"{PROV}wasAttributedTo"), f"{RDFS}label"),
        method=said.text(iri, f"{CPG}method"),
        when=said.text(iri, f"{PROV}generatedAtTime"),
        data_hash=written_for,
        papers=tuple(paper_of(store.iris, one) for one in said.all(iri, f"{DCTERMS}references")),
        outdated=written_for != current,
    )
