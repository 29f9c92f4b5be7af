"""Terms as text in a query."""

from __future__ import annotations

import re

from cpgraph.rdf import Term


def sparql_term(term: Term) -> str:
    r"""The term in N-Triples, in a form that stays the same where escapes are expanded twice.

    SPARQL 1.1 (section 19.2) lets engines expand codepoint escapes before they look for strings. Some
    do so even where the backslash is itself escaped, and take more digits than ``\u`` has; so a ``u``
    after a backslash is escaped, and escapes have eight digits.

    >>> from cpgraph.rdf import Literal
    >>> print(sparql_term(Literal(r"\u0022")))
    "\\\U000000750022"
    """
    return _ESCAPE.sub(_unmistakable, str(term))


_ESCAPE = re.compile(r"\\\\([uU])|\\u([0-9A-F]{4})|\\.")


def _unmistakable(escape: re.Match[str]) -> str:
    letter, digits = escape.groups()
    if letter:
        return rf"\\\U{ord(letter):08X}"
    return rf"\U0000{digits}" if digits else escape[0]
