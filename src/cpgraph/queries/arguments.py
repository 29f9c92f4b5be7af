"""Arguments: what a user gave for a parameter, checked, as a term."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import unquote

from cpgraph.errors import ParameterError, QueryError, did_you_mean
from cpgraph.paper_graph import Context
from cpgraph.queries.known import Known, nearest
from cpgraph.queries.stored import Parameter
from cpgraph.rdf import Literal, NamedNode, Term, typed
from cpgraph.store import Store, known_vocabulary
from cpgraph.terms import SCHEMES

Argument = str | int | float | Decimal | date | bool
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", re.ASCII)
#: What stands before the colon of an IRI that has no ``//``; every other word there is a prefix.
_IRI_SCHEMES = frozenset({"did", "info", "mailto", "tag", "urn"})


def argument_term(
    parameter: Parameter, given: Argument, context: Context, known: Known | None = None
) -> Term:
    """The term that an argument means.

    :param known: what the store has; None leaves unasked whether a paper or outcome is there.
    :raises ParameterError: it does not fit the parameter's type, or names nothing that is known; the
        nearest that would fit are named.
    """
    text = _text(parameter, given)
    try:
        if parameter.type in SCHEMES:
            return _concept(parameter.type, text, context)
        if parameter.choices:
            return _enum(parameter.choices, text)
        if parameter.type in _NAMES:
            return _NAMES[parameter.type](text, context, known)
        return _READERS[parameter.type](text)
    except _RefusedError as refusal:
        raise ParameterError(parameter.name, text, refusal.accepted, refusal.nearest) from refusal
    except ValueError as error:
        raise ParameterError(parameter.name, text, _ACCEPTED[parameter.type]) from error


def check_order(since: str | None, until: str | None) -> None:
    """Refuse a time that ends before it begins; each a year, month or day, or None.

    :raises ParameterError: it does.
    """
    if since and until and since[: len(until)] > until:
        raise ParameterError("until", until, f"since is {since}; give that or later")


class PaperNotFoundError(QueryError):
    """A key, CURIE or IRI that no paper of the store has; the nearest keys are named."""


def keys_of_papers(store: Store, given: Iterable[str]) -> list[str]:
    """The keys of the papers that keys, CURIEs or IRIs name, as a parameter of type paper accepts them.

    :raises PaperNotFoundError: one of them names none.
    """
    context = Context(store.iris, known_vocabulary(store))  # read once, however many there are
    return [_key_of_paper(store, one, context) for one in given]


def _key_of_paper(store: Store, given: str, context: Context) -> str:
    try:
        iri = argument_term(_PAPER, given, context, Known(store)).value
    except ParameterError as error:
        meant = f"{did_you_mean(error.nearest)} " if error.nearest else ""
        raise PaperNotFoundError(
            f"no paper {given} in {store.location}; {meant}'cpgraph papers' lists what is there"
        ) from error
    return unquote(iri.removeprefix(store.iris.paper("")))


_PAPER = Parameter("paper", "paper", "none", "the paper", many=False)


class _RefusedError(Exception):
    """What would have been accepted, and what of it is nearest."""

    def __init__(self, accepted: str, near: list[str]) -> None:
        self.accepted = accepted
        self.nearest = tuple(near)


def _text(parameter: Parameter, given: object) -> str:
    """What a Python value is in the words of the command line.

    >>> _text(Parameter("since", "date", "any", "", many=False), datetime(2026, 5, 11))
    '2026-05-11'
    """
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, float | Decimal):
        return f"{Decimal(repr(given) if isinstance(given, float) else given):f}"
    if isinstance(given, datetime):
        return given.date().isoformat()
    if isinstance(given, str | int | date):
        return str(given)
    raise ParameterError(
        parameter.name, repr(given), "give text, a number, a date, or a list of them"
    )


def _concept(scheme: str, text: str, context: Context) -> Term:
    concept = context.vocabulary.find(scheme, text)
    if concept:
        return NamedNode(concept.iri)
    near = context.vocabulary.nearest(scheme, text)
    keys = ", ".join(concept.key for concept in context.vocabulary.of(scheme))
    raise _RefusedError(f"no {scheme} has this name{'' if near else f'; known: {keys}'}", near)


def _enum(choices: tuple[str, ...], text: str) -> Term:
    if text not in choices:
        raise _RefusedError(f"give one of {', '.join(choices)}", nearest(text, choices, most=1))
    return Literal(text)


def _iri(text: str, context: Context, _: Known | None) -> Term:
    return NamedNode(_expanded(text, context.iris.prefixes))


def _expanded(text: str, prefixes: Mapping[str, str]) -> str:
    """The IRI that an IRI, with or without ``<>``, or a CURIE means.

    >>> _expanded("cpg:Outcome", {"cpg": "https://example.org/"})
    'https://example.org/Outcome'
    """
    if re.fullmatch(r"<[a-zA-Z][a-zA-Z0-9+.-]*:[^<>]+>", text):
        return text[1:-1]
    prefix, colon, local = text.partition(":")
    if prefix in prefixes:
        return prefixes[prefix] + local
    if not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9+._-]*:.+", text, re.DOTALL):
        raise ValueError(text)
    if not local.startswith("//") and prefix.lower() not in _IRI_SCHEMES:
        near = [f"{other}{colon}" for other in nearest(prefix, prefixes, most=1)]
        raise _RefusedError(f"there is no prefix {prefix}{colon}; {_ACCEPTED['iri']}", near)
    return text


def _paper(text: str, context: Context, known: Known | None) -> Term:
    iris = _paper_iris(text, context)
    if known is None:
        _check_source(text, context)
        return NamedNode(iris[0])
    found = next(filter(known.is_paper, iris), None)
    if found is None:
        key = unquote(iris[0].removeprefix(context.iris.paper("")))
        raise _RefusedError(f"no paper has it; {_ACCEPTED['paper']}", known.nearest_papers(key))
    return NamedNode(found)


def _paper_iris(text: str, context: Context) -> list[str]:
    """What a key, CURIE or IRI can mean, likeliest first; percent-encoded where it has to be."""
    if _is_iri(text, "paper"):
        below, iri = context.iris.paper(""), _expanded(text, context.iris.prefixes)
        own = iri.startswith(below)
        return [context.iris.paper(unquote(iri.removeprefix(below))) if own else iri]
    source, _, native = text.partition(":")
    concept = context.vocabulary.find("source", source)
    keys = (text, f"{concept.key}:{native}" if concept else text, unquote(text))
    return [context.iris.paper(key) for key in dict.fromkeys(keys)]


def _check_source(text: str, context: Context) -> None:
    source, _, native = text.partition(":")
    known = native and context.vocabulary.find("source", source)
    if not known and not _is_iri(text, "paper"):
        raise ValueError(text)


def _outcome(text: str, context: Context, known: Known | None) -> Term:
    iris = [context.iris.outcome(text)]
    if _is_iri(text, "outcome"):
        iris.insert(0, _expanded(text, context.iris.prefixes))
    if known is None:
        return NamedNode(iris[0])
    found = next(filter(known.is_outcome, iris), None) or known.outcome_labelled(text)
    if found is None:
        words = re.sub("-[0-9a-f]{8}$", "", re.split("[/:]", text)[-1]).replace("-", " ")
        near = known.nearest_outcomes(words if len(iris) > 1 else text)
        raise _RefusedError(f"no outcome has it; {_ACCEPTED['outcome']}", near)
    return NamedNode(found)


def _is_iri(text: str, prefix: str) -> bool:
    return text.startswith(("http://", "https://", "<", f"{prefix}:"))


def _string(text: str) -> Term:
    text.encode()  # a lone surrogate is no character of RDF; UnicodeEncodeError is a ValueError
    return Literal(text)


def _number(pattern: str, datatype: str) -> Callable[[str], Term]:
    def read(text: str) -> Term:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise ValueError(text)
        return typed(text, datatype)

    return read


def _date(text: str) -> Term:
    """A date, month or year as text: dates of papers are compared as text, as far as they are known."""
    if not _DATE.fullmatch(text):
        raise ValueError(text)
    date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    return Literal(text)


_NAMES: dict[str, Callable[[str, Context, Known | None], Term]] = {
    "iri": _iri,
    "paper": _paper,
    "outcome": _outcome,
}
_READERS: dict[str, Callable[[str], Term]] = {
    "string": _string,
    "integer": _number(r"-?[0-9]{1,18}", "integer"),
    "decimal": _number(r"-?[0-9]{1,18}(\.[0-9]{1,18})?", "decimal"),
    "date": _date,
}
#: Parameters whose arguments are looked up in the vocabulary of the store; others are not.
NEED_VOCABULARY = frozenset({*SCHEMES, "paper"})
_ACCEPTED = {
    "iri": "give an IRI such as https://example.org/x, or a CURIE such as cpg:Outcome",
    "paper": "give a key such as arxiv:2401.00001, or the paper's IRI ('cpgraph papers' lists keys)",
    "outcome": "give the outcome's label or IRI ('cpgraph claims' shows labels)",
    "string": "give text of whole Unicode characters",
    "integer": "give a whole number such as 12",
    "decimal": "give a decimal number such as 0.5",
    "date": "give a date as 2026, 2026-05 or 2026-05-11",
}
