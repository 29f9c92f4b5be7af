"""Reads one RDF document of a stranger in a process of its own, which may die of it.

Run by :mod:`cpgraph.readers.rdf_process`. Standard output is a line of JSON (the header), then
N-Quads; empty lines anywhere are signs of life. The document is read to its end before the header is
written, so a fault is known before the first statement is handed on. The statements come in an order
that the parent can work through block by block: first, in the default graph, everything that does
not stand in a graph of one paper; then those graphs, each as a block.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TypeVar
from xml.parsers import expat

from cpgraph.errors import RdfSyntaxError, SourceError
from cpgraph.rdf import (
    RDF_TYPE,
    SYNTAXES,
    DefaultGraph,
    NamedNode,
    Quad,
    Syntax,
    Triple,
    parse,
)
from cpgraph.readers.base import Source
from cpgraph.terms import SCHEMA, STORE_GRAPH

CHUNK = 1000
"""Statements that are written together."""
BLOCK = 1 << 20
MOST_LEVELS = 500
"""How deep JSON may be nested."""
ARTICLES = {
    NamedNode(f"{SCHEMA}ScholarlyArticle"),
    NamedNode("http://schema.org/ScholarlyArticle"),
}
Part = TypeVar("Part")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_JSON_MARK = re.compile(rb'\\.|["\[\]{}]', re.DOTALL)
_DOCUMENT_TYPE = (
    "has a DOCTYPE, which is not read (its entities can make a small file endless); "
    "write the entities out, or convert the file to Turtle"
)
_PAPER_GRAPH = re.compile(r"/graph/[^/]+$")
_PROVENANCE_GRAPH = re.compile(r"/provenance/[^/]+$")
_RETRACTION_GRAPH = re.compile(r"(.*)/retraction/([^/]+)")


def main(arguments: list[str]) -> None:
    """Read the document that the arguments name.

    :param arguments: name of the syntax, base IRI, path, bytes of memory, seconds of processor time,
        ``as-is`` for the statements in their graphs and order, else ``by-paper``.
    """
    syntax, base_iri, path, memory_bytes, cpu_s, order = arguments
    limit(int(memory_bytes), int(cpu_s))
    document = Document(Source("", Path(path)), SYNTAXES[syntax], base_iri)
    try:
        survey = document.survey()
    except SourceError as error:
        _write_header(
            {
                "problem": error.problem,
                "line": error.line,
                "column": error.column,
                "in_syntax": isinstance(error, RdfSyntaxError),
            }
        )
        return
    _write_header({"provenance": survey.provenance, "trimmed": document.trimmed})
    if order == "as-is":
        _write_statements(document.quads())
    elif survey.graph_by_graph:
        _write_statements(survey.rest(document.by_paper()))
        _write_statements(survey.graphs(document.by_paper()))
    else:
        _write_statements(survey.content(document.by_paper()))


def limit(memory_bytes: int, cpu_s: int) -> None:
    """Take no more memory and processor time than this, where the system can hold us to it."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:  # Windows: the parent's clock is what is left
        return
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(kind, (most, most))


@dataclass(slots=True)
class Document:
    """A document that can be read several times."""

    source: Source
    syntax: Syntax
    base_iri: str
    lenient: bool = False
    trimmed: int = 0
    """IRIs that ended in white space, as last counted."""

    def survey(self) -> Survey:
        """What is in the document; reading it to the end finds whatever is wrong with it."""
        if self.syntax.name == "rdfxml":
            self._check_xml()
        if self.syntax.name == "jsonld":
            self._check_depth()
            self.lenient = True  # else what has a bad IRI is dropped without a word
        try:
            return Survey.of(self.by_paper())
        except RdfSyntaxError as error:
            if self.lenient or not error.problem.startswith("Invalid IRI code point ' '"):
                raise
        self.lenient = True
        return Survey.of(self.by_paper())

    def by_paper(self) -> Iterator[Quad]:
        """The same as :meth:`quads`, what people said of a paper in the graph of the paper."""
        return map(_beside_its_paper, self.quads())

    def quads(self) -> Iterator[Quad]:
        """The statements in the order of the document.

        :raises SourceError: what is wrong, in the parser's words.
        """
        self.trimmed = 0
        try:
            with self._open() as stream:
                found = parse(
                    stream, self.syntax, name="", base_iri=self.base_iri, lenient=self.lenient
                )
                yield from (self._trimmed(quad) for quad in found) if self.lenient else found
        except MemoryError as error:
            raise SourceError("", memory_problem(error)) from error

    def _open(self) -> IO[bytes]:
        stream = self.source.open()
        if stream.read(len(_BYTE_ORDER_MARK)) != _BYTE_ORDER_MARK:
            stream.seek(0)
        return stream

    def _trimmed(self, quad: Quad) -> Quad:
        return Quad(
            self._checked(quad.subject),
            self._checked(quad.predicate),
            self._checked(quad.object),
            self._checked(quad.graph_name),
        )

    def _checked(self, term: Part) -> Part:
        if not isinstance(term, NamedNode):
            return term
        value = term.value.strip()
        self.trimmed += value != term.value
        try:
            return type(term)(value)
        except ValueError as error:
            problem = f"{value!r} is no IRI; correct it (a space is written %20)"
            raise SourceError("", problem) from error

    def _check_depth(self) -> None:
        """Refuse JSON so deep that working through it takes minutes and then the stack."""
        depth, in_text = 0, False
        for block in self._blocks():
            for mark in _JSON_MARK.findall(block):
                if mark == b'"':
                    in_text = not in_text
                elif not in_text:
                    depth += (mark in b"[{") - (mark in b"]}")
                    if depth > MOST_LEVELS:
                        problem = (
                            f"is nested more than {MOST_LEVELS} levels deep; simplify the file"
                        )
                        raise SourceError("", problem)

    def _check_xml(self) -> None:
        """Refuse what is not well-formed, and document types, whose entities can run for ever."""
        parser = expat.ParserCreate("utf-8", namespace_separator=" ")

        def refuse(*_: object) -> None:
            raise SourceError("", _DOCUMENT_TYPE, line=parser.CurrentLineNumber)

        parser.StartDoctypeDeclHandler = refuse
        try:
            for block in self._blocks():
                parser.Parse(block)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise RdfSyntaxError(
                "", expat.errors.messages[error.code], line=error.lineno, column=error.offset + 1
            ) from error

    def _blocks(self) -> Iterator[bytes]:
        """The document in large pieces, none of which ends within an escape of JSON."""
        with self._open() as stream:
            while block := stream.read(BLOCK):
                yield block + stream.read(1) if block.endswith(b"\\") else block
                _write(b"\n")


def memory_problem(error: MemoryError) -> str:
    """What a lack of memory means for the reader of the message."""
    if "buffer" in str(error):
        return "holds a text or line of more than 16 MB; shorten it"
    return "needs more memory than a document may take; split the file"


@dataclass(slots=True)
class Survey:
    """Which graphs a document has, and what is in them."""

    paper_graphs: dict[object, int] = field(default_factory=dict)
    """Graph name -> number of papers that are typed in it."""
    graph_by_graph: bool = True
    """Whether every paper has one graph to itself, all in one place, named as cpgraph names them."""
    provenance: int = 0
    """Statements in graphs of provenance."""
    _papers: set[object] = field(default_factory=set)
    _graphs: set[object] = field(default_factory=set)
    _again: set[object] = field(default_factory=set)

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Survey:
        """The survey of a document's statements.

        :raises SourceError: there is a triple term.
        """
        survey = cls()
        graph: object = None
        for number, quad in enumerate(quads):
            if number % CHUNK == 0:
                _write(b"\n")
            if quad.graph_name != graph:
                graph = quad.graph_name
                survey._enter(graph)
            survey._look_at(quad)
        survey._conclude()
        return survey

    def _enter(self, graph: object) -> None:
        (self._again if graph in self._graphs else self._graphs).add(graph)

    def _look_at(self, quad: Quad) -> None:
        self.provenance += _is_provenance(quad.graph_name)
        if not isinstance(quad.object, NamedNode):
            if isinstance(quad.object, Triple):
                raise SourceError(
                    "", "has a triple term (RDF 1.2), which is not read; state the triple itself"
                )
        elif quad.predicate == RDF_TYPE and quad.object in ARTICLES:
            self.graph_by_graph &= quad.subject not in self._papers
            self._papers.add(quad.subject)
            self.paper_graphs[quad.graph_name] = self.paper_graphs.get(quad.graph_name, 0) + 1

    def _conclude(self) -> None:
        self.graph_by_graph &= all(
            count == 1
            and isinstance(graph, NamedNode)
            and _PAPER_GRAPH.search(graph.value) is not None
            and graph not in self._again
            for graph, count in self.paper_graphs.items()
        )

    def content(self, quads: Iterable[Quad]) -> Iterator[Quad | None]:
        """All but provenance, without graph names; None stands for what is left out."""
        return (None if _is_provenance(quad.graph_name) else _bare(quad) for quad in quads)

    def rest(self, quads: Iterable[Quad]) -> Iterator[Quad | None]:
        """What stands neither in a graph of a paper nor in one of provenance, without graph names."""
        return (
            None
            if quad.graph_name in self.paper_graphs or _is_provenance(quad.graph_name)
            else _bare(quad)
            for quad in quads
        )

    def graphs(self, quads: Iterable[Quad]) -> Iterator[Quad | None]:
        """The graphs of papers."""
        return (quad if quad.graph_name in self.paper_graphs else None for quad in quads)


def _is_provenance(graph: object) -> bool:
    return isinstance(graph, NamedNode) and (
        graph.value == STORE_GRAPH or _PROVENANCE_GRAPH.search(graph.value) is not None
    )


def _beside_its_paper(quad: Quad) -> Quad:
    name = quad.graph_name
    if isinstance(name, NamedNode) and (found := _RETRACTION_GRAPH.fullmatch(name.value)):
        graph = NamedNode(f"{found[1]}/graph/{found[2]}")
        return Quad(quad.subject, quad.predicate, quad.object, graph)
    return quad


def _bare(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


def _write_header(header: dict[str, object]) -> None:
    _write(json.dumps(header).encode() + b"\n")


def _write_statements(quads: Iterable[Quad | None]) -> None:
    lines: list[str] = []
    for number, quad in enumerate(quads):
        if quad is not None:
            lines.append(f"{quad} .\n")
        if number % CHUNK == 0:
            _write("".join(lines).encode() or b"\n")
            lines.clear()
    _write("".join(lines).encode())


def _write(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
