"""Starts, watches and ends the process that parses a foreign RDF document.

A hostile or broken document can crash a parser, fill the memory or run for ever (``rdf_child`` says
what is refused). Here each of these becomes a :class:`~cpgraph.errors.SourceError`, and the process
that hosts the store lives on.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from io import BufferedReader
from pathlib import Path
from typing import IO, Any, Self, cast

from cpgraph.errors import RdfSyntaxError, SourceError
from cpgraph.rdf import SYNTAXES, Quad, Syntax, parse
from cpgraph.readers.base import Source
from cpgraph.terms import PREFIXES


@dataclass(frozen=True, slots=True)
class Limits:
    """What the parsing of one document may take.

    :param memory_bytes: address space of the child process.
    :param cpu_s: processor time of the child process.
    :param silence_s: how long the child may work without a sign of life.
    """

    memory_bytes: int = 4 << 30
    cpu_s: int = 3600
    silence_s: float = 120.0


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document that was found to be well-formed.

    :param quads: what is in it, in blocks of one graph name; the default graph first.
    :param provenance: statements in graphs of provenance, which are left out.
    :param trimmed: IRIs that ended in white space.
    """

    quads: Iterator[Quad]
    provenance: int
    trimmed: int


@contextmanager
def parsed_apart(
    source: Source, syntax: Syntax, base_iri: str, limits: Limits, *, as_is: bool = False
) -> Iterator[Parsed]:
    """A document parsed in a process of its own, which ends with the ``with`` block.

    :param as_is: give each statement in its graph, in the order of the document, provenance too.

    :raises RdfSyntaxError: the document does not follow its syntax.
    :raises SourceError: it cannot be read, or its parsing crashed or went over a limit.
    """
    with _Child(source, syntax, base_iri, limits, as_is=as_is) as child:
        header = child.header()
        if "problem" in header:
            raise _fault(source, syntax, header)
        with closing(child.quads()) as quads:
            yield Parsed(quads, header["provenance"], header["trimmed"])


class _Child:
    """The process, its output, and a clock that ends it when it falls silent."""

    def __init__(
        self, source: Source, syntax: Syntax, base_iri: str, limits: Limits, *, as_is: bool
    ) -> None:
        self._source = source
        self._limits = limits
        order = "as-is" if as_is else "by-paper"
        arguments = (syntax.name, base_iri, source.path, limits.memory_bytes, limits.cpu_s, order)
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-P", "-m", "cpgraph.readers.rdf_child", *map(str, arguments)],
            bufsize=1 << 16,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        self._output = cast("BufferedReader", self._process.stdout)
        self._waiting_since: float | None = None
        self._silent = False
        self._ended = False
        self._done = threading.Event()
        self._watch = threading.Thread(target=self._keep_watch, daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._process.kill()
        self._output.close()
        self._process.wait()
        self._watch.join()

    def header(self) -> dict[str, Any]:
        """The first line that is not a mere sign of life."""
        line = b"\n"
        while line == b"\n":
            line = self._timed(self._output.readline)
        if not line:
            raise self._failure()
        return cast("dict[str, Any]", json.loads(line))

    def quads(self) -> Generator[Quad, None, None]:
        """The statements; ends only where the child ended well."""
        try:
            yield from parse(cast("IO[bytes]", self), SYNTAXES["nquads"], name=self._source.name)
        except (MemoryError, RdfSyntaxError) as error:
            if not self._ended or self._process.wait() == 0:  # the fault is not the child's end
                raise SourceError(
                    self._source.name,
                    "holds a statement that cannot be written as N-Quads, or a text of more than "
                    "16 MB; correct it",
                ) from error
        if self._process.wait() != 0:
            raise self._failure()

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the output, for the parser: at most ``size``, as many as there are."""
        data = self._timed(lambda: self._output.read1(size))
        self._ended = not data
        return data

    def _timed(self, read: Callable[[], bytes]) -> bytes:
        self._waiting_since = time.monotonic()
        data = read()
        self._waiting_since = None
        return data

    def _keep_watch(self) -> None:
        while not self._done.wait(min(1.0, self._limits.silence_s / 4)):
            since = self._waiting_since
            if since is not None and time.monotonic() - since > self._limits.silence_s:
                self._silent = True
                self._process.kill()

    def _failure(self) -> SourceError:
        status = self._process.wait()
        if self._silent:
            problem = f"the parser was silent for {self._limits.silence_s:g} s and was stopped"
            return SourceError(self._source.name, f"{problem}; simplify or split the file")
        if status in {-getattr(signal, "SIGXCPU", 0), -getattr(signal, "SIGKILL", 0)} - {0}:
            problem = "the parser used up its time or memory and was stopped"
            return SourceError(self._source.name, f"{problem}; simplify or split the file")
        return SourceError(
            self._source.name, "the parser gave up (nesting too deep?); simplify the file"
        )


def _environment() -> dict[str, str]:
    """This process's environment, in which the child finds the same cpgraph."""
    here = str(Path(__file__).parents[2])
    path = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([here, path] if path else [here])}


def _fault(source: Source, syntax: Syntax, header: dict[str, Any]) -> SourceError:
    problem, line, column = header["problem"], header["line"], header["column"]
    if header["in_syntax"]:
        return RdfSyntaxError(source.name, explained(problem, syntax), line=line, column=column)
    return SourceError(source.name, problem, line=line, column=column)


def explained(problem: str, syntax: Syntax) -> str:
    """A parser's message as what is wrong and what to do.

    >>> explained("The prefix cpgx: has not been declared", SYNTAXES["turtle"])
    "unknown prefix 'cpgx'; declare it with @prefix or use cpg:"
    """
    prefix = re.fullmatch(r"The prefix (.*): has not been declared", problem)
    if prefix:
        return _unknown_prefix(prefix[1])
    for pattern, text in _EXPLAINED.items():
        if re.match(pattern, problem):
            return text
    return f"is not well-formed {_NAMES[syntax.name]}: {problem}; correct it"


def _unknown_prefix(prefix: str) -> str:
    near = get_close_matches(prefix, PREFIXES, n=1)
    return f"unknown prefix '{prefix}'; declare it with @prefix" + "".join(
        f" or use {known}:" for known in near
    )


_NAMES = {
    "turtle": "Turtle",
    "trig": "TriG",
    "ntriples": "N-Triples",
    "nquads": "N-Quads",
    "rdfxml": "RDF/XML",
    "jsonld": "JSON-LD",
}
_EXPLAINED = {
    r"No LoadDocumentCallback": "asks for a remote @context, and nothing is fetched while reading; "
    "write the context into the file",
    r"Unexpected end|unclosed token|no element found": "the file ends in the middle of a statement; "
    "get the whole file",
    r"Invalid UTF-8|cannot decode input": "is not UTF-8 here; save the file as UTF-8",
    r"Invalid IRI": "an IRI holds a character that IRIs do not allow; percent-encode it "
    "(a space is %20)",
    r"unbound prefix": "unknown prefix; declare it with xmlns:",
}
