"""Binding: a parameter is the rows of a ``VALUES ?name { … }`` block, and an argument replaces them.

This form runs unchanged in every SPARQL engine, with the default in place. Only the rows between the
braces are replaced, token by token, with terms in their N-Triples form, so that no argument can
become anything but a term.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cpgraph.errors import ParameterError, QueryError, QuerySyntaxError
from cpgraph.paper_graph import Context
from cpgraph.queries.arguments import Argument, argument_term, check_order
from cpgraph.queries.known import Known
from cpgraph.queries.sparql_terms import sparql_term
from cpgraph.queries.stored import Parameter, StoredQuery
from cpgraph.queries.tokens import Token, significant_tokens
from cpgraph.rdf import Term
from cpgraph.store.query_errors import line_and_column

Arguments = Mapping[str, Argument | Sequence[Argument] | None]


@dataclass(frozen=True, slots=True)
class ValuesBlock:
    """A ``VALUES ?name { … }`` block: where its rows start and end in the text."""

    name: str
    start: int
    end: int


def bind(
    query: StoredQuery, arguments: Arguments, context: Context, known: Known | None = None
) -> str:
    """The query's text with arguments in place of the defaults, as :func:`terms_of` reads them."""
    terms = terms_of(query, arguments, context, known)
    rows = {name: " ".join(map(sparql_term, meant)) for name, meant in terms.items()}
    return _replaced(query.text, rows)


def terms_of(
    query: StoredQuery, arguments: Arguments, context: Context, known: Known | None = None
) -> dict[str, list[Term]]:
    """The terms that arguments mean, by parameter; None leaves a default, which is not among them.

    :param known: the papers and outcomes that can be named; None leaves that unasked.
    :raises ParameterError: an argument that does not fit, several where one is meant, none in a list,
        none where one is needed.
    :raises QueryError: the query has no such parameter.
    """
    for needed in query.parameters:
        if needed.is_required and arguments.get(needed.name) is None:
            raise ParameterError(needed.name, "", f"{query.name} needs it: {needed.meaning}")
    terms: dict[str, list[Term]] = {}
    dates: dict[str, str] = {}
    for name, given in arguments.items():
        if given is None:
            continue
        parameter = query.parameter(name)
        if parameter is None:
            has = ", ".join(p.name for p in query.parameters) or "none"
            raise QueryError(f"{query.name} has no parameter {name}; it has {has}")
        terms[name] = [
            argument_term(parameter, one, context, known) for one in _several(parameter, given)
        ]
        if parameter.type == "date":
            dates[name] = terms[name][0].value
    check_order(dates.get("since"), dates.get("until"))
    return terms


def values_blocks(text: str) -> Iterator[ValuesBlock]:
    """The blocks of one variable, in order.

    :raises QuerySyntaxError: a block, or a string, does not end.
    """
    significant = significant_tokens(text)
    for index, token in enumerate(significant[:-2]):
        name, brace = significant[index + 1 : index + 3]
        if token.keyword == "VALUES" and name.kind == "variable" and brace.text == "{":
            end = next((later for later in significant[index:] if later.text == "}"), None)
            if end is None:
                raise _endless(text, brace)
            yield ValuesBlock(name.text[1:], brace.start + 1, end.start)


def _endless(text: str, brace: Token) -> QuerySyntaxError:
    line, column = line_and_column(text, brace.start)
    problem = "this VALUES block does not end; close it with }"
    return QuerySyntaxError("query", problem, line=line, column=column)


def _several(parameter: Parameter, given: Argument | Sequence[Argument]) -> list[Argument]:
    several: list[Any] = (
        list(given) if isinstance(given, Sequence) and not isinstance(given, _ONE) else [given]
    )
    if not several:
        raise ParameterError(
            parameter.name, "[]", "give at least one value, or leave it out for any"
        )
    if len(several) > 1 and not parameter.many:
        raise ParameterError(parameter.name, str(several), "give one value")
    return several


#: Sequences that are one value.
_ONE = (str, bytes)


def _replaced(text: str, rows: Mapping[str, str]) -> str:
    pieces, done = [], 0
    for block in values_blocks(text):
        if block.name in rows:
            pieces += [text[done : block.start], f" {rows[block.name]} "]
            done = block.end
    return "".join([*pieces, text[done:]])
