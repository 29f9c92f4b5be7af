"""Where in a query a token stands: in which SELECT, in which braces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cpgraph.queries.tokens import Token


def scopes(found: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """The tokens, each with the sub-SELECT it stands in: where that starts, 0 for the query itself.

    >>> from cpgraph.queries.tokens import significant_tokens
    >>> text = "SELECT ?a { { SELECT ?a { } } }"
    >>> [scope for token, scope in scopes(significant_tokens(text)) if token.text == "?a"]
    [0, 12]
    """
    open_scopes = [0]
    for index, token in enumerate(found):
        if token.text == "{":
            inner = found[index + 1 : index + 2]
            is_select = bool(inner) and inner[0].keyword == "SELECT"
            open_scopes.append(token.start if is_select else open_scopes[-1])
        yield token, open_scopes[-1]
        if token.text == "}" and len(open_scopes) > 1:
            open_scopes.pop()
