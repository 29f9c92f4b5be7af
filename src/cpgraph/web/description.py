"""What the endpoint says of itself: SPARQL 1.1 Service Description, and VoID of the store."""

from __future__ import annotations

import io

from cpgraph import queries
from cpgraph.exporting import write_graph
from cpgraph.rdf import SYNTAXES, NamedNode, Syntax, Triple
from cpgraph.terms import RDF
from cpgraph.web.snapshots import Snapshot
from cpgraph.writers import ROW_FORMATS

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
_VOID = {"dcat": "http://www.w3.org/ns/dcat#", "void": "http://rdfs.org/ns/void#"}
_RESULTS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
}
_GRAPHS = {"turtle": "Turtle", "ntriples": "N-Triples", "rdfxml": "RDF_XML", "jsonld": "JSON-LD"}


def service_description(endpoint: str, syntax: Syntax, prefixes: dict[str, str]) -> bytes:
    """The endpoint: which language, which formats, that the default graph is the union of all."""
    service = NamedNode(endpoint)
    said = [
        ("endpoint", endpoint),
        ("supportedLanguage", f"{SD}SPARQL11Query"),
        ("feature", f"{SD}UnionDefaultGraph"),
        *(("resultFormat", FORMATS + _RESULTS[name]) for name in ROW_FORMATS if name in _RESULTS),
        *(("resultFormat", FORMATS + name) for name in _GRAPHS.values()),
    ]
    triples = [Triple(service, NamedNode(f"{RDF}type"), NamedNode(f"{SD}Service"))]
    triples += [Triple(service, NamedNode(SD + name), NamedNode(value)) for name, value in said]
    output = io.BytesIO()
    write_graph(triples, output, syntax, {**prefixes, "sd": SD, "formats": FORMATS})
    return output.getvalue()


def void(snapshot: Snapshot) -> bytes:
    """The store as a dataset (DCAT, VoID), as Turtle."""

    def written() -> bytes:
        output = io.BytesIO()
        triples = queries.construct(snapshot.store, "graph/description")
        write_graph(triples, output, SYNTAXES["turtle"], {**snapshot.store.iris.prefixes, **_VOID})
        return output.getvalue()

    return snapshot.kept("void", written)
