"""From what a user names to a question: a category or an outcome, with filters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from cpgraph.errors import ParameterError
from cpgraph.paper_graph import Context
from cpgraph.queries.arguments import Argument, argument_term, check_order
from cpgraph.queries.known import Known
from cpgraph.queries.stored import Parameter
from cpgraph.store import Store, known_vocabulary
from cpgraph.synthesis.model import Interval, Question
from cpgraph.terms import SKOS

#: Filter -> the field of the question, and the scheme of its keys.
_CONCEPTS = {
    "theme": ("themes", "theme"),
    "paper_type": ("paper_types", "paper-type"),
    "level": ("levels", "level"),
    "extraction": ("extractions", "extraction"),
}
_DATES = ("since", "until")
_CHOICES: dict[str, tuple[str, ...]] = {
    "orient": ("raw", "polarity"),
    "interval": get_args(Interval),
}

#: Every filter of a question, by the name it has in Python and, with dashes, at the command line.
FILTERS = (*_CONCEPTS, *_DATES, *_CHOICES)


def ask(store: Store, subject: str, **filters: Any) -> Question:
    """The question of an outcome category (in any spelling) or an outcome (label or IRI).

    :param filters: ``theme``, ``paper_type``, ``level``, ``extraction`` (one or several), ``since``,
        ``until``, ``orient`` (raw, polarity) and ``interval`` (wilson, clopper-pearson).
    :raises ParameterError: the subject or a filter names nothing that is known (the nearest are named);
        ``until`` is before ``since``.
    """
    if unknown := set(filters).difference(FILTERS):
        name = min(unknown)
        raise ParameterError(
            name, str(filters[name]), f"a synthesis has no such filter; it has {', '.join(FILTERS)}"
        )
    context = Context(store.iris, known_vocabulary(store))
    given = {name: value for name, value in filters.items() if value is not None and value != ()}
    fields: dict[str, Any] = {
        **{
            field: _keys(name, scheme, given[name], context)
            for name, (field, scheme) in _CONCEPTS.items()
            if name in given
        },
        **{name: _text(name, "date", given[name], context) for name in _DATES if name in given},
        **{
            name: _text(name, f"enum({'|'.join(choices)})", given[name], context)
            for name, choices in _CHOICES.items()
            if name in given
        },
    }
    check_order(fields.get("since"), fields.get("until"))
    return _asked(store, subject, context, fields)


def categories(store: Store) -> list[Question]:
    """The plain question of every outcome category that the store knows, in the vocabulary's order."""
    return [
        Question("category", concept.iri, concept.label)
        for concept in known_vocabulary(store).of("category")
    ]


def _asked(store: Store, subject: str, context: Context, fields: dict[str, Any]) -> Question:
    category = context.vocabulary.find("category", subject)
    if category:
        return Question("category", category.iri, category.label, **fields)
    parameter = Parameter("outcome", "outcome", "none", "the outcome", many=False)
    try:
        iri = argument_term(parameter, subject, context, Known(store)).value
    except ParameterError as error:
        near = (*context.vocabulary.nearest("category", subject), *error.nearest)
        accepted = (
            "no outcome category and no outcome has this name ('cpgraph board' lists categories, "
            "'cpgraph query outcomes/most-studied' outcomes)"
        )
        raise ParameterError("outcome or category", subject, accepted, near) from error
    return Question("outcome", iri, _label(store, iri), **fields)


def _label(store: Store, iri: str) -> str:
    rows = store.select(f"SELECT (MIN(STR(?l)) AS ?label) WHERE {{ <{iri}> <{SKOS}prefLabel> ?l }}")
    return next((row[0].value for row in rows if row[0] is not None), iri)


def _several(value: Argument | Sequence[Argument]) -> list[Argument]:
    return [value] if isinstance(value, str) or not isinstance(value, Sequence) else list(value)


def _keys(name: str, scheme: str, value: Any, context: Context) -> tuple[str, ...]:
    parameter = Parameter(name, scheme, "any", "", many=True)
    terms = [argument_term(parameter, one, context) for one in _several(value)]
    concepts = {term.value: context.vocabulary.at(term.value) for term in terms}
    return tuple(sorted({concept.key for concept in concepts.values() if concept}))


def _text(name: str, kind: str, value: Any, context: Context) -> str:
    return argument_term(Parameter(name, kind, "any", "", many=False), value, context).value
