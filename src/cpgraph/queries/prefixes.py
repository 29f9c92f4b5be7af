"""Prefixes that everybody knows need no declaration in a query that is typed."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from cpgraph.queries.tokens import significant_tokens


def declared_prefixes(text: str) -> dict[str, str]:
    """The prefixes that a query declares.

    >>> declared_prefixes("PREFIX ex: <http://example.org/> ASK { ?s a ex:A }")
    {'ex': 'http://example.org/'}
    """
    found = significant_tokens(text)
    return {
        name.text.removesuffix(":"): iri.text[1:-1]
        for word, name, iri in zip(found, found[1:], found[2:], strict=False)
        if word.keyword == "PREFIX"
    }


def with_prefixes(text: str, prefixes: Mapping[str, str]) -> str:
    """The query with one line before it that declares what it uses of the prefixes and does not declare.

    :raises QuerySyntaxError: a string that does not end.

    >>> print(with_prefixes("ASK { ?s a ex:A, own:B }", {"ex": "http://example.org/", "no": "x:"}))
    PREFIX ex: <http://example.org/>
    ASK { ?s a ex:A, own:B }
    """
    found = significant_tokens(text)
    declared = {name.text for word, name in pairwise(found) if word.keyword == "PREFIX"}
    used = {token.text.partition(":")[0] for token in found if token.kind == "name"}
    missing = sorted(name for name in used & prefixes.keys() if f"{name}:" not in declared)
    line = " ".join(f"PREFIX {name}: <{prefixes[name]}>" for name in missing)
    return f"{line}\n{text}"
