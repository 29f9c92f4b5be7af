"""Validation results in a user's words: which claim, and what was probably meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cpgraph.paper_graph import CONCEPT_SCHEMES
from cpgraph.rdf import NamedNode, Subject, Triple
from cpgraph.results import ValidationResult
from cpgraph.terms import CPG, OA, RDF, SCHEMA, SKOS
from cpgraph.vocabulary import Vocabulary

#: Class -> how to call a thing of it, and the property that tells it from others.
_WORDS = {
    f"{SCHEMA}ScholarlyArticle": ("paper", ""),
    f"{SCHEMA}Claim": ("claim", f"{SCHEMA}text"),
    f"{SCHEMA}Person": ("author", f"{SCHEMA}name"),
    f"{CPG}Authorship": ("author", ""),
    f"{CPG}Outcome": ("outcome", f"{SKOS}prefLabel"),
    f"{CPG}Study": ("study", f"{SKOS}prefLabel"),
    f"{CPG}Retraction": ("retraction", f"{CPG}reason"),
    f"{OA}TextQuoteSelector": ("quote", f"{OA}exact"),
    f"{SKOS}Concept": ("concept", f"{SKOS}prefLabel"),
}
_QUOTED = 48


def explain(
    result: ValidationResult, triples: Sequence[Triple], vocabulary: Vocabulary
) -> ValidationResult:
    """The result with its subject in words, and with the nearest known key for an unknown concept."""
    values = _values(triples, result.focus_node)
    message = result.message + _suggestion(result, triples, vocabulary)
    return replace(result, subject=_in_words(values), message=message)


def _in_words(values: dict[str, str]) -> str:
    word, naming = _WORDS.get(values.get(f"{RDF}type", ""), ("resource", ""))
    position = values.get(f"{SCHEMA}position", "")
    name = values.get(naming, "")
    short = name if len(name) <= _QUOTED else f"{name[:_QUOTED].rstrip()} …"
    return " ".join(filter(None, (word, position, f'"{short}"' if short else "")))


def _suggestion(result: ValidationResult, triples: Sequence[Triple], vocabulary: Vocabulary) -> str:
    scheme = CONCEPT_SCHEMES.get(result.result_path or "")
    if scheme is None or result.value is None or vocabulary.at(result.value):
        return ""
    label = _label(result, triples)
    if label is None:
        return ""
    nearest = vocabulary.nearest(scheme, label)
    return f" (given: {label!r}" + (f"; nearest: {', '.join(nearest)})" if nearest else ")")


def _label(result: ValidationResult, triples: Sequence[Triple]) -> str | None:
    """What the source wrote where it should have named a concept."""
    if result.value is None or (result.value_term or "").startswith('"'):
        return result.value
    return _values(triples, result.value).get(f"{SKOS}prefLabel")


def _values(triples: Sequence[Triple], subject: str) -> dict[str, str]:
    """One value of each property; of several types the one that cpgraph has a word for."""
    values: dict[str, str] = {}
    for triple in triples:
        if _name(triple.subject) != subject:
            continue
        if isinstance(triple.object, NamedNode):
            if triple.object.value in _WORDS:
                values[triple.predicate.value] = triple.object.value
        elif not isinstance(triple.object, Triple):
            values[triple.predicate.value] = triple.object.value
    return values


def _name(node: Subject | Triple) -> str:
    """A node as validation results name it: its IRI, or a blank node's label."""
    return node.value if isinstance(node, NamedNode) else str(node)
