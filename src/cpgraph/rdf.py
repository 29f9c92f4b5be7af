"""RDF terms, triples and quads, and the syntaxes they are read from and written to.

The term classes are pyoxigraph's: immutable, hashable, and ``str(term)`` is the term in canonical
N-Triples (RDF 1.2 N-Triples, section 4), which is also its form in SPARQL.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple

from cpgraph.errors import NotXmlError, RdfSyntaxError
from cpgraph.terms import RDF, XSD

if TYPE_CHECKING:
    from typing_extensions import Buffer  # collections.abc has it from Python 3.12 on

__all__ = [
    "SYNTAXES",
    "BlankNode",
    "DefaultGraph",
    "Literal",
    "NamedNode",
    "Quad",
    "Subject",
    "Syntax",
    "Term",
    "Triple",
    "canonical_literal",
    "date_literal",
    "graph_hash",
    "integer_literal",
    "parse",
    "serialize",
    "syntax_of",
    "typed",
]

Subject = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal

RDF_TYPE = NamedNode(f"{RDF}type")


@dataclass(frozen=True, slots=True)
class Syntax:
    """One concrete syntax of RDF: its name here, its media type, its file suffixes."""

    name: str
    media_type: str
    suffixes: tuple[str, ...]
    has_graphs: bool
    format: RdfFormat


SYNTAXES: dict[str, Syntax] = {
    syntax.name: syntax
    for syntax in (
        Syntax("turtle", "text/turtle", (".ttl",), has_graphs=False, format=RdfFormat.TURTLE),
        Syntax("trig", "application/trig", (".trig",), has_graphs=True, format=RdfFormat.TRIG),
        Syntax(
            "ntriples", "application/n-triples", (".nt",), has_graphs=False,
            format=RdfFormat.N_TRIPLES,
        ),
        Syntax(
            "nquads", "application/n-quads", (".nq",), has_graphs=True, format=RdfFormat.N_QUADS
        ),
        Syntax(
            "rdfxml", "application/rdf+xml", (".rdf", ".owl"), has_graphs=False,
            format=RdfFormat.RDF_XML,
        ),
        Syntax(
            "jsonld", "application/ld+json", (".jsonld",), has_graphs=True,
            format=RdfFormat.JSON_LD,
        ),
    )
}  # fmt: skip


def syntax_of(path: str | Path) -> Syntax | None:
    """The syntax that a file's name speaks of (``.gz`` is looked through), or None.

    >>> syntax_of("papers.NQ.gz").name
    'nquads'
    """
    name = str(path).lower().removesuffix(".gz")
    return next(
        (syntax for syntax in SYNTAXES.values() if name.endswith(syntax.suffixes)),
        None,
    )


def parse(
    source: bytes | str | IO[bytes],
    syntax: Syntax,
    *,
    name: str,
    base_iri: str | None = None,
    lenient: bool = False,
) -> Iterator[Quad]:
    """The quads of a document, lazily; triples stand in the default graph.

    Not for documents of strangers: a hostile one can crash the process (``readers`` has the child
    process for them).

    :param name: what to call the document in an error.
    :param lenient: let IRIs through unchecked; the caller checks them.
    :raises RdfSyntaxError: with line and column; quads before it have been given already.
    """
    try:
        yield from pyoxigraph.parse(
            source, format=syntax.format, base_iri=base_iri, lenient=lenient
        )
    except SyntaxError as error:
        problem = _one_line(error.msg or "syntax error")
        raise RdfSyntaxError(name, problem, line=error.lineno, column=error.offset) from error
    except ValueError as error:  # a term that RDF does not allow, such as a bad IRI
        raise RdfSyntaxError(name, _one_line(str(error))) from error


_PLACE = re.compile(r"Parser error (?:at|between) line [^:]*: ")  # said by line and column already


def _one_line(message: str) -> str:
    """What the parser says, without the place; a line break that it cites shows as ``\\n``."""
    shown = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in message)
    return _PLACE.sub("", "".join(shown), count=1).rstrip(".")


def serialize(
    statements: Iterable[Triple] | Iterable[Quad],
    output: IO[bytes],
    syntax: Syntax,
    *,
    prefixes: Mapping[str, str] | None = None,
) -> None:
    """Write statements in the order given, streaming; equal statements give equal bytes.

    :param prefixes: declared in Turtle, TriG and RDF/XML; other syntaxes have none here.
    :raises TypeError: triples for a syntax of quads, or the reverse.
    :raises NotXmlError: a text holds what XML, and so RDF/XML, cannot.
    """
    if syntax.name == "rdfxml":
        output = cast("IO[bytes]", _EscapedReturns(output))
        statements = _held_by_xml(statements)
    if not prefixes or syntax.name not in _WITH_PREFIXES:
        pyoxigraph.serialize(statements, output, syntax.format)
        return
    sorted_output = _SortedPrefixes(output)
    pyoxigraph.serialize(
        statements, cast("IO[bytes]", sorted_output), syntax.format, prefixes=dict(prefixes)
    )
    sorted_output.finish()


#: What XML 1.0 cannot hold in any way (section 2.2).
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _held_by_xml(statements: Iterable[Triple] | Iterable[Quad]) -> Iterator[Any]:
    for statement in statements:
        value = statement.object
        found = isinstance(value, Literal) and NOT_XML.search(value.value)
        if found:
            raise NotXmlError(str(statement.subject), found[0])
        yield statement


class _EscapedReturns(io.RawIOBase):
    """Escapes carriage returns, which the engine does not and readers of XML would take for newlines."""

    def __init__(self, output: IO[bytes]) -> None:
        super().__init__()
        self._output = output

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        chunk = bytes(data)
        self._output.write(chunk.replace(b"\r", b"&#13;"))
        return len(chunk)


_WITH_PREFIXES = frozenset({"turtle", "trig", "rdfxml"})


class _SortedPrefixes(io.RawIOBase):
    """Sorts the ``@prefix`` lines at the start, which the engine writes in random order."""

    def __init__(self, output: IO[bytes]) -> None:
        super().__init__()
        self._output = output
        self._head: bytes | None = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        chunk = bytes(data)
        if self._head is None:
            self._output.write(chunk)
        else:
            self._head += chunk
            if self._is_whole(self._head):
                self.finish()
        return len(chunk)

    def finish(self) -> None:
        """Write the head, sorted."""
        if self._head is not None:
            lines = self._head.splitlines(keepends=True)
            count = sum(1 for _ in takewhile(_is_prefix, lines))
            self._output.write(b"".join(sorted(lines[:count]) + lines[count:]))
            self._head = None

    @staticmethod
    def _is_whole(head: bytes) -> bool:
        """Whether a line that is no prefix has begun; it can be as long as all statements."""
        return any(
            not _PREFIX.startswith(line[: len(_PREFIX)]) for line in head.splitlines(keepends=True)
        )


_PREFIX = b"@prefix "


def _is_prefix(line: bytes) -> bool:
    return line.startswith(_PREFIX)


def typed(lexical: str, datatype: str) -> Literal:
    """A literal with an XSD datatype, given by the datatype's local name.

    >>> str(typed("7", "integer"))
    '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    return Literal(lexical, datatype=NamedNode(f"{XSD}{datatype}"))


def integer_literal(number: int) -> Literal:
    """An ``xsd:integer``."""
    return typed(str(number), "integer")


def date_literal(date: str) -> Literal:
    """A date as precise as it is known: ``xsd:date``, ``xsd:gYearMonth`` or ``xsd:gYear``.

    >>> str(date_literal("2026-05"))
    '"2026-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    return typed(date, {4: "gYear", 7: "gYearMonth"}.get(len(date), "date"))


_TEXTS = frozenset({f"{XSD}string", f"{RDF}langString", f"{XSD}anyURI"})
_DATES = frozenset({f"{XSD}date", f"{XSD}gYear", f"{XSD}gYearMonth"})
_PLAIN_DATE = re.compile("[0-9]{4}(-[0-9]{2}){0,2}")  # others can have a time zone: +00:00 is Z


def _never_rewritten(literal: Literal) -> bool:
    datatype = literal.datatype.value
    return datatype in _TEXTS or (
        datatype in _DATES and _PLAIN_DATE.fullmatch(literal.value) is not None
    )


def canonical_literal(literal: Literal) -> Literal:
    """The literal in the lexical form a store gives back (``1.50`` is stored as ``1.5``).

    Hashes and comparisons are over these, so that what comes out of a store equals what went in.

    >>> canonical_literal(typed("007", "integer")).value
    '7'
    """
    if _never_rewritten(literal):
        return literal
    return _stored_form(literal)


@lru_cache(maxsize=4096)
def _stored_form(literal: Literal) -> Literal:
    scratch = pyoxigraph.Store()
    scratch.add(Quad(RDF_TYPE, RDF_TYPE, literal))
    stored = next(iter(scratch)).object
    return stored if isinstance(stored, Literal) else literal


def graph_hash(triples: Iterable[Triple]) -> str:
    """``sha256:`` and the hash of the sorted, canonical N-Triples of a graph without blank nodes.

    >>> graph_hash([]) == graph_hash(iter(()))
    True
    """
    lines = sorted({f"{triple} .\n" for triple in triples})
    return f"sha256:{hashlib.sha256(''.join(lines).encode()).hexdigest()}"
