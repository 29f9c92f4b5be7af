"""Answers queries of strangers over a snapshot in a process of its own, which may die of them.

Run by :mod:`cpgraph.store.apart_worker` as a script, and it imports nothing of cpgraph: what it
imports, everybody who asks waits for.

Standard input holds what is asked, each a length (8 bytes), a letter and a query; where there is no
folder to open, N-Quads come first. Standard output holds frames, each a letter and a length (4
bytes): ``D`` data of the answer, ``E`` its end, ``X`` what is wrong with the query, ``F`` why it
cannot be answered. A first ``E`` says that the snapshot is open. Rows are SPARQL TSV, yes or no is
JSON, triples are N-Triples.
"""

from __future__ import annotations

import os
import queue
import struct
import sys
import threading
import traceback
from contextlib import suppress
from typing import IO, cast

import pyoxigraph

LENGTH = struct.Struct(">Q")
FRAME = struct.Struct(">cI")
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

    :param snapshot: a database's folder, or nothing: then its quads are what comes first.
    """
    limit(int(memory_bytes))
    database = _opened(snapshot)
    _send(b"E", b"")
    asked: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.stack_size(_STACK_BYTES)
    threading.Thread(target=_answer_all, args=(database, asked), daemon=True).start()
    while (request := _received()) is not None:
        asked.put(request)
    os._exit(0)  # nobody listens any more; a query at work cannot be asked to stop


def limit(memory_bytes: int) -> None:
    """Take no more memory than this, where the system can hold us to it."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(kind, (most, most))


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
    kind, written_as = _FORMS[form]
    try:
        found = database.query(query, use_default_graph_as_union=True)
        if isinstance(found, kind):
            found.serialize(cast("IO[bytes]", _Frames()), written_as)  # type: ignore[arg-type]
    except SyntaxError as error:
        _send(b"X", str(error.msg).encode())
    except (OSError, RuntimeError, ValueError) as error:
        _send(b"F", str(error).encode())
    else:
        _send(b"E" if isinstance(found, kind) else b"X", b"")


class _Frames:
    """A stream whose every write is a frame; the engine writes pieces of 8 KB."""

    def write(self, data: bytes) -> int:
        _send(b"D", data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


def _send(letter: bytes, data: bytes) -> None:
    sys.stdout.buffer.write(FRAME.pack(letter, len(data)) + data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
