"""The catalogue as RDF, so that other tools list, show and run the queries.

The vocabulary is the one that the SPARQL examples of the SIB use: SHACL for the text
(``sh:SPARQLSelectExecutable``, ``sh:select`` and kin), RDFS for the question, schema.org for keywords
and the endpoint. What those examples do not have is said in W3C terms too:

- parameters as ``sh:parameter``, as functions of SHACL have them (SHACL Advanced Features, section 5):
  the local name of ``sh:path`` is the variable. The other vocabulary for it, SPIN's ``spl:Argument``,
  gave way to SHACL.
- columns as ``csvw:Column`` (Metadata Vocabulary for Tabular Data), because that is what they are in a
  file of results.

There are no blank nodes, so that the same catalogue is the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from cpgraph import resources
from cpgraph.queries.stored import Parameter, StoredQuery
from cpgraph.rdf import RDF_TYPE as TYPE
from cpgraph.rdf import SYNTAXES, Literal, NamedNode, Term, Triple, integer_literal, parse, typed
from cpgraph.results import Column
from cpgraph.terms import CPG, DCTERMS, PREFIXES, RDFS, SCHEMA, SCHEMES, SH, SKOS, XSD

BASE_IRI = "https://w3id.org/cpgraph/query/"
CSVW = "http://www.w3.org/ns/csvw#"
SPEX = "https://purl.expasy.org/sparql-examples/ontology#"

#: The prefixes of a described catalogue.
DESCRIPTION_PREFIXES = {**PREFIXES, "csvw": CSVW, "spex": SPEX}

#: Form -> the class of such a query, and the property that holds its text.
_FORMS = {
    "SELECT": (f"{SH}SPARQLSelectExecutable", f"{SH}select"),
    "ASK": (f"{SH}SPARQLAskExecutable", f"{SH}ask"),
    "CONSTRUCT": (f"{SH}SPARQLConstructExecutable", f"{SH}construct"),
    "DESCRIBE": (f"{SH}SPARQLExecutable", f"{SPEX}describe"),
}
_DATATYPES = {name: NamedNode(f"{XSD}{name}") for name in ("string", "integer", "decimal")}
_COLUMN_DATATYPES = {
    "iri": NamedNode(f"{XSD}anyURI"),
    **{
        name: NamedNode(f"{XSD}{name}")
        for name in ("integer", "decimal", "double", "boolean", "dateTime")
    },
}
_CLASSES = {"paper": f"{SCHEMA}ScholarlyArticle", "outcome": f"{CPG}Outcome"}
_DATE = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"

_About = Iterator[tuple[str, Term]]
"""Properties and values of one thing."""


def describe(
    queries: Iterable[StoredQuery], endpoint: str | None = None, base_iri: str = BASE_IRI
) -> Iterator[Triple]:
    """The triples that describe stored queries, and the prefixes that their texts declare.

    :param endpoint: the IRI of a SPARQL endpoint that answers them; None leaves it unsaid.
    :param base_iri: below which the queries get their IRIs.

    >>> from cpgraph.queries.catalogue import stored_query
    >>> triples = list(describe([stored_query("evidence/board")]))
    >>> next(t.object.value for t in triples if t.predicate.value.endswith("#comment"))
    'In which direction do the claims of each outcome category point?'
    """
    prefixes = resources.folder("ontology") / "prefixes.ttl"
    for quad in parse(prefixes.read_bytes(), SYNTAXES["turtle"], name=prefixes.name):
        yield quad.triple
    for query in queries:
        iri = base_iri + quote(query.name)
        yield from _triples(iri, _query(query, endpoint))
        for position, parameter in enumerate(query.parameters, 1):
            part = f"{iri}#parameter-{parameter.name}"
            yield _triple(iri, f"{SH}parameter", NamedNode(part))
            yield from _triples(part, _parameter(parameter, position))
        yield from _columns(iri, query.columns)


def _query(query: StoredQuery, endpoint: str | None) -> _About:
    kind, text = _FORMS[query.form]
    yield TYPE.value, NamedNode(f"{SH}SPARQLExecutable")
    yield TYPE.value, NamedNode(kind)
    yield f"{DCTERMS}identifier", Literal(query.name)
    yield f"{RDFS}comment", Literal(query.summary, language="en")
    yield f"{SH}prefixes", NamedNode(CPG.rstrip("#"))
    yield text, Literal(query.text)
    for tag in query.tags:
        yield f"{SCHEMA}keywords", Literal(tag)
    yield f"{SKOS}example", Literal(query.call)
    if endpoint:
        yield f"{SCHEMA}target", NamedNode(endpoint)


def _parameter(parameter: Parameter, position: int) -> _About:
    yield TYPE.value, NamedNode(f"{SH}Parameter")
    yield f"{SH}path", NamedNode(f"{BASE_IRI}parameter/{parameter.name}")
    yield f"{SH}name", Literal(parameter.name)
    yield f"{SH}description", Literal(parameter.meaning, language="en")
    yield f"{SH}order", integer_literal(position)
    yield f"{SH}optional", typed(str(not parameter.is_required).lower(), "boolean")
    if not parameter.many:
        yield f"{SH}maxCount", integer_literal(1)
    if parameter.default not in {"any", "none"}:
        yield f"{SH}defaultValue", Literal(parameter.default)
    yield from _accepted(parameter)


def _accepted(parameter: Parameter) -> _About:
    kind = parameter.type
    if kind in _DATATYPES:
        yield f"{SH}datatype", _DATATYPES[kind]
    elif kind == "date" or parameter.choices:
        choices = "|".join(re.escape(choice) for choice in parameter.choices)
        yield f"{SH}datatype", _DATATYPES["string"]
        yield f"{SH}pattern", Literal(f"^({choices})$" if choices else _DATE)
    else:
        yield f"{SH}nodeKind", NamedNode(f"{SH}IRI")
    if kind in _CLASSES:
        yield f"{SH}class", NamedNode(_CLASSES[kind])
    if kind in SCHEMES:
        yield f"{SH}class", NamedNode(f"{SKOS}Concept")
        yield f"{RDFS}seeAlso", NamedNode(SCHEMES[kind])


def _columns(query: str, columns: Iterable[Column]) -> Iterator[Triple]:
    schema = f"{query}#columns"
    for position, column in enumerate(columns, 1):
        part = f"{query}#column-{column.name}"
        yield _triple(query, f"{CSVW}tableSchema", NamedNode(schema))
        yield _triple(schema, TYPE.value, NamedNode(f"{CSVW}Schema"))
        yield _triple(schema, f"{CSVW}column", NamedNode(part))
        yield from _triples(part, _column(column, position))


def _column(column: Column, position: int) -> _About:
    yield TYPE.value, NamedNode(f"{CSVW}Column")
    yield f"{CSVW}name", Literal(column.name)
    yield f"{CSVW}datatype", _COLUMN_DATATYPES.get(column.type, _DATATYPES["string"])
    yield f"{DCTERMS}description", Literal(column.meaning, language="en")
    yield f"{SH}order", integer_literal(position)
    if column.unit:
        yield f"{SCHEMA}unitText", Literal(column.unit)


def _triples(subject: str, about: _About) -> Iterator[Triple]:
    return (_triple(subject, predicate, value) for predicate, value in about)


def _triple(subject: str, predicate: str, value: Term) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), value)
