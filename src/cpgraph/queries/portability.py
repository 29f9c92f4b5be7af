"""Lints for what engines answer differently, though each of them follows SPARQL 1.1 or nearly.

What differs was measured on Oxigraph, Virtuoso, Jena and rdflib. A stored query is to give the same
rows on all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cpgraph.queries.scopes import scopes
from cpgraph.queries.tokens import Token

_KEYWORDS = {
    "SERVICE": "SERVICE asks another endpoint; ask the store only",
    "GROUP_CONCAT": "engines join GROUP_CONCAT in any order; give a row each, or MIN and COUNT",
    "EXISTS": "EXISTS takes minutes over joins on some engines; use MINUS, or COUNT over a join",
    "DESCRIBE": "DESCRIBE gives what the engine likes; say it with CONSTRUCT",
    "FROM": "FROM asks single graphs, and engines differ in which they know; ask the union",
    "BASE": "BASE changes what short IRIs mean; use PREFIX",
    **dict.fromkeys(
        ("NOW", "RAND", "UUID", "STRUUID", "BNODE"),
        "the answer would differ each time; take the value as a parameter",
    ),
}
_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE"})
_LAST_ZERO = re.compile(r"[0-9]*\.[0-9]*0")


def portability(found: Sequence[Token]) -> Iterator[tuple[str, Token]]:
    """What is wrong, and where."""
    for check in (_keywords, _stars, _literals, _language_tags, _relative_iris, _empty_aggregates):
        yield from check(found)


def _keywords(found: Sequence[Token]) -> Iterator[tuple[str, Token]]:
    for token in found:
        if problem := _KEYWORDS.get(token.keyword):
            yield problem, token


def _stars(found: Sequence[Token]) -> Iterator[tuple[str, Token]]:
    for select, star in pairwise(found):
        if select.keyword in {"SELECT", "DISTINCT"} and star.text == "*":
            yield "engines order the columns of SELECT * differently; name them", star


def _literals(found: Sequence[Token]) -> Iterator[tuple[str, Token]]:
    for token in found:
        if token.kind == "language":
            yield f'engines differ on literals like "x"{token.text}; compare STR(…)', token
        if token.kind == "number" and _LAST_ZERO.fullmatch(token.text):
            yield f"engines differ on forms like {token.text}; leave out the last zero", token


def _language_tags(found: Sequence[Token]) -> Iterator[tuple[str, Token]]:
    for at, operator in enumerate(found[1:-1], 1):
        is_lang = operator.text in {"=", "!="} and at > 3 and found[at - 4].keyword == "LANG"  # noqa: PLR2004 # LANG ( ?x ) =
        tag = found[at + 1].text
        if is_lang and tag not in {'""', "''"}:
            yield (
                f"engines differ in the case of language tags; LANGMATCHES(LANG(…), {tag})",
                operator,
            )


def _relative_iris(found: Sequence[Token]) -> Iterator[tuple[str, Token]]:
    for token in found:
        if token.kind == "iri" and not re.match(r"<[A-Za-z][A-Za-z0-9+.-]*:", token.text):
            yield f"{token.text} is relative to where the file is; write the whole IRI", token


def _empty_aggregates(found: Sequence[Token]) -> Iterator[tuple[str, Token]]:
    """Aggregates over nothing: one row by the specification (section 18.5), elsewhere none."""
    scope_of = {token.start: scope for token, scope in scopes(found)}
    grouped = {scope_of[token.start] for token in found if token.keyword == "GROUP"}
    for token, bracket in pairwise(found):
        scope = scope_of[token.start]
        if token.keyword in _AGGREGATES and bracket.text == "(" and scope not in grouped:
            grouped.add(scope)  # said once a SELECT
            yield "engines differ in aggregates over nothing; add a GROUP BY", token
