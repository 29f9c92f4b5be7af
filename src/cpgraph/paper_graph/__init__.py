"""A paper as RDF and back: the one place where a field meets its property.

:func:`paper_triples` is the canonical graph of a paper. Pages and records come through it, and RDF
from elsewhere is brought to the same IRIs, so that a paper loads to the same graph whichever way it
came.
"""

from cpgraph.paper_graph.fields import FieldPath, field_path
from cpgraph.paper_graph.names import author_iri, bare_doi, bare_id, claim_iris, retraction_iri
from cpgraph.paper_graph.properties import CONCEPT_SCHEMES, Context
from cpgraph.paper_graph.reading import paper_from_triples
from cpgraph.paper_graph.retractions import Retraction, retraction_triples, retractions_from
from cpgraph.paper_graph.writing import paper_triples

__all__ = [
    "CONCEPT_SCHEMES",
    "Context",
    "FieldPath",
    "Retraction",
    "author_iri",
    "bare_doi",
    "bare_id",
    "claim_iris",
    "field_path",
    "paper_from_triples",
    "paper_triples",
    "retraction_iri",
    "retraction_triples",
    "retractions_from",
]
