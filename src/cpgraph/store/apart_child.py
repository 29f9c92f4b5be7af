"""Answers queries of strangers over a snapshot in a process of its own, which may die of them.

Run by :mod:`cpgraph.store.apart_worker` as a script, and it imports nothing of cpgraph: what it
imports, everybody who asks waits for.

Standard input holds what is asked, each a length (8 bytes), a letter and a query (a letter in lower
case: JSON with the query and the graphs it is asked of); where there is no folder to open, N-Quads come
first. Standard output holds frames, each a letter and a length (4
bytes): ``D`` data of the answer, ``E`` its end, ``X`` what is wrong with the query, ``F`` why it
cannot be answered. A first ``E`` says that the snapshot is open. Rows are SPARQL TSV, yes or no is
JSON, triples are N-Triples.
"""

from __future__ import annotations

import json
import os
import queue
import struct
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

import pyoxigraph

LENGTH = struct.Struct(">Q")
FRAME = struct.Struct(">cI")
#: The parser's work is quadratic in a row's length: half a second for this one.
MOST_ROW_BYTES = 4 << 20
#: Nesting takes stack; what the gate lets through takes far less than this.
_STACK_BYTES = 64 << 20
#: What is asked -> the kind of answer the engine must have for it, and how that is written.
_FORMS = {
    b"S": (pyoxigraph.QuerySolutions, pyoxigraph.QueryResultsFormat.TSV),
    b"A": (pyoxigraph.QueryBoolean, pyoxigraph.QueryResultsFormat.JSON),
    b"C": (pyoxigraph.QueryTriples, pyoxigraph.RdfFormat.N_TRIPLES),
}


def main(memory_bytes: str, snapshot: str) -> None:
    """Answer until standard input ends.

    :param memory_bytes: what queries may take, beyond what the open database does.
    :param snapshot: a database's folder, or nothing: then its quads are what comes first.
    """
    database = _opened(snapshot)
    asked: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.stack_size(_STACK_BYTES)
    threading.Thread(target=_answer_all, args=(database, asked), daemon=True).start()
    limit(_address_space() + int(memory_bytes))
    _send(b"E", b"")
    while (request := _received()) is not None:
        asked.put(request)
    os._exit(0)  # nobody listens any more; a query at work cannot be asked to stop


def limit(address_space: int) -> None:
    """Take no more address space than this, where the system can hold us to it."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, address_space), (resource.RLIMIT_CORE, 0)):
        # macOS refuses some; no system counts that far
        with suppress(ValueError, OSError, OverflowError):
            resource.setrlimit(kind, (most, most))


def _address_space() -> int:
    """What the process has taken already, before any query."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:  # not Linux
        return 0


def _opened(snapshot: str) -> pyoxigraph.Store:
    if snapshot:
        return pyoxigraph.Store.read_only(snapshot)
    database = pyoxigraph.Store()
    database.bulk_load(_received() or b"", pyoxigraph.RdfFormat.N_QUADS)
    return database


def _received() -> bytes | None:
    head = sys.stdin.buffer.read(LENGTH.size)
    return sys.stdin.buffer.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else None


def _answer_all(database: pyoxigraph.Store, asked: queue.SimpleQueue[bytes]) -> None:
    try:
        while True:
            request = asked.get()
            _answer(database, request[:1], request[1:].decode())
    finally:  # what is not foreseen ends the process, and the parent sees why on standard error
        traceback.print_exc()
        os._exit(1)


def _answer(database: pyoxigraph.Store, form: bytes, query: str) -> None:
    kind, written_as = _FORMS[form.upper()]
    try:
        if form.islower():
            found = _asked_of_graphs(database, **json.loads(query))
        else:
            found = database.query(query, use_default_graph_as_union=True)
        if isinstance(found, kind):
            rows = _Rows()
            found.serialize(cast("IO[bytes]", rows), written_as)  # type: ignore[arg-type]
            rows.finish()
    except SyntaxError as error:
        _send(b"X", str(error.msg).encode())
    except (OSError, RuntimeError, ValueError) as error:
        _send(b"F", str(error).encode())
    else:
        _send(b"E" if isinstance(found, kind) else b"X", b"")


def _asked_of_graphs(
    database: pyoxigraph.Store,
    query: str,
    *,
    default: list[str] | None,
    named: list[str] | None,
    is_union: bool,
    base: str | None,
) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
    """The answer over a dataset; None is what the query says."""
    return database.query(
        query,
        base_iri=base,
        use_default_graph_as_union=is_union,
        default_graph=None if default is None else [pyoxigraph.NamedNode(iri) for iri in default],
        named_graphs=None if named is None else [pyoxigraph.NamedNode(iri) for iri in named],
    )


class _Rows:
    """A stream that hands on whole rows, none of them endless."""

    def __init__(self) -> None:
        self._begun = bytearray()

    def write(self, data: bytes) -> int:
        self._begun += data
        if len(self._begun) > MOST_ROW_BYTES:
            most = f"{MOST_ROW_BYTES >> 20} MB"
            raise ValueError(f"a row is longer than {most}, of which SUBSTR takes a part")
        if end := data.rfind(b"\n") + 1:
            end += len(self._begun) - len(data)
            _send(b"D", bytes(self._begun[:end]))
            del self._begun[:end]
        return len(data)

    def flush(self) -> None:
        """Rows are handed on when they are whole."""

    def finish(self) -> None:
        """Hand on what does not end in a line break."""
        if self._begun:
            _send(b"D", bytes(self._begun))


def _send(letter: bytes, data: bytes) -> None:
    sys.stdout.buffer.write(FRAME.pack(letter, len(data)) + data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
