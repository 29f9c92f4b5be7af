"""On which line a file speaks of a node, asked only when there is something to report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from cpgraph.rdf import NamedNode, Subject, Syntax
from cpgraph.readers.base import Source
from cpgraph.readers.turtle_lines import turtle_lines, unescaped

#: Files above these many (decompressed) bytes are not searched for lines.
MOST_BYTES = {"turtle": 16 << 20, "trig": 16 << 20, "ntriples": 128 << 20, "nquads": 128 << 20}

#: Addresses that are read as their https form, which is the one that cpgraph writes.
_SECURE = ("http://schema.org/", "http://orcid.org/")
_STATEMENT = re.compile(r"\s*(?:<([^>]*)>|(_:[^\s<]+))\s*<([^>]*)>")


def secure(iri: str) -> str:
    """An IRI of schema.org or ORCID with https; any other as it is.

    >>> secure("http://schema.org/name")
    'https://schema.org/name'
    """
    return f"https{iri[4:]}" if iri.startswith(_SECURE) else iri


class Lines:
    """The lines of one file; RDF/XML and JSON-LD have none."""

    def __init__(self, source: Source, syntax: Syntax, base_iri: str) -> None:
        self._source = source
        self._syntax = syntax
        self._base_iri = base_iri

    def of(self, node: Subject, predicate: str | None) -> int | None:
        """The first line where the file says this of a node, or of the node at all, or None."""
        name = node.value if isinstance(node, NamedNode) else f"_:{node.value}"
        return self._index.get((name, predicate)) or self._index.get((name, None))

    @cached_property
    def _index(self) -> dict[tuple[str, str | None], int]:
        index: dict[tuple[str, str | None], int] = {}
        for subject, predicate, line in self._statements():
            index.setdefault((secure(subject), None), line)
            index.setdefault((secure(subject), predicate and secure(predicate)), line)
        return index

    def _statements(self) -> Iterable[tuple[str, str | None, int]]:
        text = self._text()
        if self._syntax.name in {"turtle", "trig"}:
            return turtle_lines(text, self._base_iri)
        return _statement_lines(text)

    def _text(self) -> str:
        most = MOST_BYTES.get(self._syntax.name, 0)
        with self._source.open() as stream:
            data = stream.read(most + 1)
        return data.decode("utf-8-sig", "replace") if len(data) <= most else ""


def _statement_lines(text: str) -> Iterator[tuple[str, str | None, int]]:
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        found = _STATEMENT.match(line)
        if found:
            subject = found[2] or unescaped(found[1]).strip()
            yield subject, unescaped(found[3]).strip(), number
