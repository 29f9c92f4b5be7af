"""Arguments: what a user gave for a parameter, checked, as a term."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from cpgraph.errors import ParameterError
from cpgraph.paper_graph import Context
from cpgraph.queries.stored import Parameter
from cpgraph.rdf import Literal, NamedNode, Term, typed
from cpgraph.terms import SCHEMES

Argument = str | int | Decimal | date
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", re.ASCII)


def argument_term(parameter: Parameter, given: Argument, context: Context) -> Term:
    """The term that an argument means.

    :raises ParameterError: it does not fit the parameter's type.
    """
    text = str(given)
    if parameter.type in SCHEMES:
        return _concept(parameter, text, context)
    if parameter.choices:
        return _enum(parameter, text)
    try:
        return _READERS[parameter.type](text, context)
    except ValueError as error:
        raise ParameterError(parameter.name, text, _ACCEPTED[parameter.type]) from error


def _concept(parameter: Parameter, text: str, context: Context) -> Term:
    scheme = parameter.type
    concept = context.vocabulary.find(scheme, text)
    if concept:
        return NamedNode(concept.iri)
    nearest = context.vocabulary.nearest(scheme, text)
    known = [concept.key for concept in context.vocabulary.of(scheme)]
    hint = f"did you mean {' or '.join(nearest)}?" if nearest else f"known: {', '.join(known)}"
    raise ParameterError(parameter.name, text, f"no {scheme} has this name; {hint}")


def _enum(parameter: Parameter, text: str) -> Term:
    if text not in parameter.choices:
        raise ParameterError(parameter.name, text, f"give one of {', '.join(parameter.choices)}")
    return Literal(text)


def _iri(text: str, context: Context) -> Term:
    prefix, _colon, local = text.partition(":")
    prefixes = context.iris.prefixes
    iri = prefixes[prefix] + local if prefix in prefixes else text
    if not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:.", iri):
        raise ValueError(text)
    return NamedNode(iri)


def _paper(text: str, context: Context) -> Term:
    if text.startswith(("http://", "https://", "paper:")):
        return _iri(text, context)
    source, _, native = text.partition(":")
    if not native or context.vocabulary.find("source", source) is None:
        raise ValueError(text)
    return NamedNode(context.iris.paper(text))


def _outcome(text: str, context: Context) -> Term:
    if text.startswith(("http://", "https://", "outcome:")):
        return _iri(text, context)
    return NamedNode(context.iris.outcome(text))


def _string(text: str, _: Context) -> Term:
    text.encode()  # a lone surrogate is no character of RDF; UnicodeEncodeError is a ValueError
    return Literal(text)


def _number(pattern: str, datatype: str) -> Callable[[str, Context], Term]:
    def read(text: str, _: Context) -> Term:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise ValueError(text)
        return typed(text, datatype)

    return read


def _date(text: str, _: Context) -> Term:
    """A date, month or year as text: dates of papers are compared as text, as far as they are known."""
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    return Literal(text)


_READERS: dict[str, Callable[[str, Context], Term]] = {
    "iri": _iri,
    "paper": _paper,
    "outcome": _outcome,
    "string": _string,
    "integer": _number(r"-?[0-9]{1,18}", "integer"),
    "decimal": _number(r"-?[0-9]{1,18}(\.[0-9]{1,18})?", "decimal"),
    "date": _date,
}
_ACCEPTED = {
    "iri": "give an IRI such as https://example.org/x, or a CURIE such as cpg:Outcome",
    "paper": "give a key such as arxiv:2401.00001, or the paper's IRI ('cpgraph papers' lists keys)",
    "outcome": "give the outcome's label or IRI",
    "string": "give text of whole Unicode characters",
    "integer": "give a whole number such as 12",
    "decimal": "give a decimal number such as 0.5",
    "date": "give a date as 2026, 2026-05 or 2026-05-11",
}
