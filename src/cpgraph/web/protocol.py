"""``/sparql``: the query operation of the SPARQL 1.1 Protocol (section 2.1). No update route exists."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, Protocol, TypeVar, cast
from urllib.parse import parse_qsl

from anyio.to_thread import run_sync
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from cpgraph.errors import (
    CpgraphError,
    QueryCrashedError,
    QueryMemoryError,
    QueryTimeoutError,
)
from cpgraph.exporting import write_graph
from cpgraph.queries.adhoc import run_text
from cpgraph.rdf import SYNTAXES
from cpgraph.results import Bindings, Solutions
from cpgraph.store import Dataset
from cpgraph.web.negotiation import best
from cpgraph.web.pages.editor import editor
from cpgraph.web.snapshots import Snapshot, Snapshots
from cpgraph.writers import ANSWER_FORMATS, ROW_FORMATS

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"

#: What makes a request an operation; without, the endpoint says what it is.
_FIELDS = {"query", "update", "default-graph-uri", "named-graph-uri"}

#: Offered in this order where nothing is asked for.
_ROWS = ("json", "xml", "csv", "tsv", "html", "markdown", "jsonl")
_ANSWERS = ("json", "xml", "text")
_GRAPHS = ("turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads")


@dataclass(frozen=True, slots=True)
class Operation:
    """A query and the dataset that the request names for it."""

    query: str
    dataset: Dataset
    format: str | None = None


class ProtocolError(CpgraphError):
    """A request that is no query operation; ``status`` is what HTTP calls it."""

    def __init__(self, status: int, problem: str) -> None:
        self.status = status
        super().__init__(problem)


async def sparql(request: Request) -> Response:
    """Answer one query."""
    if request.method == "GET" and not request.query_params.keys() & _FIELDS:
        return await run_in_threadpool(editor, request)
    snapshots: Snapshots = request.app.state.snapshots
    try:
        operation = await read_operation(request)
    except ProtocolError as error:
        return PlainTextResponse(f"{error}\n", status_code=error.status)
    answering = _Answering(
        snapshots,
        operation,
        request.headers.get("accept", ""),
        request.app.state.settings.timeout_s,
    )
    # in threads of their own, and few: pages are answered also while many queries run
    return await run_sync(answering.response, limiter=request.app.state.strangers)


async def read_operation(request: Request) -> Operation:
    """The query operation of a request (SPARQL 1.1 Protocol, sections 2.1.1 to 2.1.3).

    :raises ProtocolError: it is none: 400, 405 or 415.
    """
    fields = parse_qsl(request.url.query, keep_blank_values=True)
    if request.method == "POST":
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type not in {FORM, DIRECT}:
            raise ProtocolError(415, f"send the query as {FORM} or {DIRECT}")
        text = _decoded(await request.body(), request.headers.get("content-type", ""))
        fields += [("query", text)] if media_type == DIRECT else _form(text)
    # section 2.1: relative IRIs may be below the endpoint's own address
    return _operation(fields, str(request.url.replace(query="")))


def _form(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise ProtocolError(400, f"the form cannot be read ({error})") from error


def _decoded(body: bytes, content_type: str) -> str:
    charset = content_type.lower().partition("charset=")[2].strip(' "').partition(";")[0]
    if charset not in {"", "utf-8", "utf8"}:
        raise ProtocolError(415, f"send the query in UTF-8, not in {charset}")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise ProtocolError(400, "the body is not UTF-8") from error


def _operation(fields: list[tuple[str, str]], base_iri: str) -> Operation:
    def several(name: str) -> list[str]:
        return [value for key, value in fields if key == name]

    if several("update"):
        raise ProtocolError(400, "updates are not served here; load papers with 'cpgraph load'")
    queries = several("query")
    if len(queries) != 1:
        raise ProtocolError(400, f"send one query, not {len(queries)}")
    default, named = tuple(several("default-graph-uri")), tuple(several("named-graph-uri"))
    chosen = bool(default or named)
    dataset = Dataset(default if chosen else None, named if chosen else None, base_iri=base_iri)
    return Operation(queries[0], dataset, next(iter(several("format")), None))


#: Up to here an answer sits in memory, beyond on disk; longer ones than the second are refused.
_IN_MEMORY_BYTES, _MOST_BYTES = 4 << 20, 1 << 30
_BLOCK = 1 << 16


T = TypeVar("T")


@dataclass(slots=True)
class _Answering:
    """One answer under way.

    The store counts the time in which a query is waited for; here what lies between counts too, so that
    rows which come one after another without end are stopped as well.
    """

    snapshots: Snapshots
    operation: Operation
    accept: str
    timeout_s: float
    ends: float = 0.0

    def response(self) -> Response:
        """The answer, whole before its status is sent: what is cut off must not look complete."""
        self.ends = time.monotonic() + self.timeout_s
        output = cast("IO[bytes]", _Spool(max_size=_IN_MEMORY_BYTES))
        try:
            with self.snapshots.reading() as snapshot:
                media_type = self._write(snapshot, output)
        except CpgraphError as error:
            output.close()
            return PlainTextResponse(f"{error}\n", status_code=_status(error))
        length = output.tell()
        output.seek(0)
        headers = {"content-length": str(length), "vary": "Accept"}
        return StreamingResponse(_blocks(output), media_type=media_type, headers=headers)

    def _write(self, snapshot: Snapshot, output: IO[bytes]) -> str:
        """Write the answer; its media type."""
        found = run_text(snapshot.apart, self.operation.query, self.operation.dataset)
        if isinstance(found, Solutions):
            rows = ROW_FORMATS[self._chosen(_media_types(ROW_FORMATS, _ROWS))]
            names = tuple(column.name for column in found.columns)
            rows.write(Solutions(Bindings(names, self._in_time(found.terms()))), output)
            return rows.media_type
        if isinstance(found, bool):
            answer = ANSWER_FORMATS[self._chosen(_media_types(ANSWER_FORMATS, _ANSWERS))]
            answer.write(found, output)
            return answer.media_type
        syntax = SYNTAXES[self._chosen(_media_types(SYNTAXES, _GRAPHS))]
        write_graph(self._in_time(found), output, syntax, snapshot.store.iris.prefixes)
        return syntax.media_type

    def _chosen(self, offered: Mapping[str, str]) -> str:
        return _chosen(self.operation, self.accept, offered)

    def _in_time(self, items: Iterable[T]) -> Iterator[T]:
        for item in items:
            if time.monotonic() > self.ends:
                raise QueryTimeoutError(self.timeout_s)
            yield item


def _status(error: CpgraphError) -> int:
    if isinstance(error, ProtocolError):
        return error.status
    if isinstance(error, QueryTimeoutError):
        return 504
    return 507 if isinstance(error, QueryMemoryError | QueryCrashedError) else 400


class _HasMediaType(Protocol):
    @property
    def media_type(self) -> str: ...


def _media_types(formats: Mapping[str, _HasMediaType], names: Sequence[str]) -> dict[str, str]:
    return {name: formats[name].media_type for name in names}


#: Other names of what is offered, as clients ask for it.
_ALIASES = {
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/n3": "turtle",
    "application/x-turtle": "turtle",
}


def _chosen(operation: Operation, accept: str, offered: Mapping[str, str]) -> str:
    """The name of the format; what a parameter names goes before the header."""
    if operation.format is not None:
        if operation.format not in offered:
            raise ProtocolError(406, f"format is one of {', '.join(offered)}")
        return operation.format
    names = {media_type: name for name, media_type in offered.items()}
    names |= {alias: name for alias, name in _ALIASES.items() if name in offered}
    wanted = best(accept, list(names))
    if wanted is None:
        raise ProtocolError(406, f"this answer comes as {', '.join(offered.values())}")
    return names[wanted]


class _Spool(tempfile.SpooledTemporaryFile[bytes]):
    """A file in memory, then on disk, that does not grow without end."""

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > _MOST_BYTES:
            raise ProtocolError(
                413, f"the answer is longer than {_MOST_BYTES >> 30} GB; page it by LIMIT"
            )
        return super().write(data)


def _blocks(output: IO[bytes]) -> Iterator[bytes]:
    with output:
        yield from iter(lambda: output.read(_BLOCK), b"")
