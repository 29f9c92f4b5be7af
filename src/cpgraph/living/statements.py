"""RDF about a few nodes, made and read: what syntheses and notes on them are written with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from cpgraph.rdf import Literal, NamedNode, Term, Triple, integer_literal, typed

Value = Term | str | int | float | None


class Statements:
    """Triples in the making; a value that is None says nothing.

    >>> made = Statements()
    >>> made.say("https://example.org/s", "https://example.org/p", 1, None, "one")
    >>> [str(triple.object.value) for triple in made.triples]
    ['1', 'one']
    """

    def __init__(self) -> None:
        self.triples: list[Triple] = []

    def say(self, subject: str, predicate: str, *values: Value) -> None:
        """State literals: text, whole numbers, fractions; a term is stated as it is."""
        self.triples += [
            Triple(NamedNode(subject), NamedNode(predicate), _term(value))
            for value in values
            if value is not None
        ]

    def link(self, subject: str, predicate: str, *iris: str) -> None:
        """State IRIs."""
        self.say(subject, predicate, *map(NamedNode, iris))


def _term(value: str | float | Term) -> Term:
    if isinstance(value, str):
        return Literal(value)
    if isinstance(value, int):
        return integer_literal(value)
    return typed(repr(value), "double") if isinstance(value, float) else value


class Said:
    """What triples say, by subject and predicate; values are their lexical forms or IRIs."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._values: dict[tuple[str, str], list[str]] = defaultdict(list)
        for triple in triples:
            if not isinstance(triple.object, Triple) and isinstance(triple.subject, NamedNode):
                key = (triple.subject.value, triple.predicate.value)
                self._values[key].append(triple.object.value)

    def all(self, subject: str, predicate: str) -> list[str]:
        """The values, sorted."""
        return sorted(self._values.get((subject, predicate), ()))

    def one(self, subject: str, predicate: str) -> str | None:
        """The value, or None; the first where there are several."""
        return next(iter(self.all(subject, predicate)), None)

    def text(self, subject: str, predicate: str) -> str:
        """The value, or the empty text."""
        return self.one(subject, predicate) or ""

    def whole(self, subject: str, predicate: str) -> int:
        """The value as a whole number; 0 where there is none."""
        return int(self.one(subject, predicate) or 0)

    def real(self, subject: str, predicate: str) -> float | None:
        """The value as a fraction, or None."""
        value = self.one(subject, predicate)
        return None if value is None else float(value)
