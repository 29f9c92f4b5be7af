"""Starts, asks, watches and ends the processes that answer queries of strangers (``apart_child``)."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Self, cast

from cpgraph.errors import (
    CpgraphError,
    QueryCrashedError,
    QueryMemoryError,
    QueryTimeoutError,
    StoreError,
)
from cpgraph.store.apart_child import FRAME, LENGTH
from cpgraph.store.query_errors import unanswerable

#: Most that is taken out of a pipe at once.
_BLOCK = 1 << 16
#: More than this many seconds, 23 days, cannot be waited for at once.
_MOST_S = 2_000_000.0
#: How long a process may take to open its snapshot, which no query has a part in.
_OPENING_S = 600.0
_OUT_OF_MEMORY = re.compile(r"memory allocation|bad_alloc|MemoryError|[Cc]annot allocate memory")


class FaultyQueryError(CpgraphError):
    """The engine did not take the query: why, or nothing where it is of another form.

    Never seen outside: the store that asked says it in its own words.
    """

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class Clock:
    """How much of its time a query has left; it runs only while somebody waits."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._left_s = min(timeout_s, _MOST_S)

    def wait_for(self, descriptor: int) -> None:
        """Wait until there is something to read.

        :raises QueryTimeoutError: the time is used up.
        """
        waiting = select.poll()  # unlike select(), it takes descriptors of any number
        waiting.register(descriptor, select.POLLIN)
        since = time.monotonic()
        is_there = waiting.poll(max(0.0, self._left_s) * 1000)
        self._left_s -= time.monotonic() - since
        if not is_there:
            raise QueryTimeoutError(self._timeout_s)


class Worker:
    """One process over a snapshot, and what came out of it.

    :param snapshot: the folder of a database, or N-Quads.
    """

    def __init__(self, snapshot: Path | bytes, memory_bytes: int) -> None:
        self._memory_bytes = memory_bytes
        self._received = bytearray()
        folder = "" if isinstance(snapshot, bytes) else str(snapshot)
        child = Path(__file__).with_name("apart_child.py")
        self._process = subprocess.Popen(  # noqa: S603 - our own script, no shell
            [sys.executable, "-P", str(child), str(memory_bytes), folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._ended = False
        if isinstance(snapshot, bytes):
            self.send(snapshot)
        self.receive(Clock(_OPENING_S))

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return not self._ended and self._process.poll() is None

    def send(self, request: bytes) -> None:
        """Ask; or give what a process without a folder needs first.

        :raises QueryError: the process has ended.
        """
        stdin = cast("IO[bytes]", self._process.stdin)
        try:
            stdin.write(LENGTH.pack(len(request)))
            stdin.write(request)
            stdin.flush()
        except BrokenPipeError as error:
            raise self._failure() from error

    def receive(self, clock: Clock) -> tuple[bytes, bytes]:
        """The next frame: its letter and its data.

        :raises QueryError: the process has ended, or the time is used up.
        """
        letter, length = FRAME.unpack(self._exactly(FRAME.size, clock))
        return letter, self._exactly(length, clock)

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._ended = True
        self._process.kill()
        self._process.communicate()  # closes the pipes, and waits

    def _exactly(self, size: int, clock: Clock) -> bytes:
        if self._ended:
            raise QueryCrashedError("the store was closed")
        descriptor = cast("IO[bytes]", self._process.stdout).fileno()
        while len(self._received) < size:
            clock.wait_for(descriptor)
            data = os.read(descriptor, _BLOCK)
            if not data:
                raise self._failure()
            self._received += data
        taken = bytes(self._received[:size])
        del self._received[:size]
        return taken

    def _failure(self) -> QueryCrashedError | QueryMemoryError:
        """What the end of the process means."""
        self._ended = True
        said = self._process.communicate()[1].decode(errors="replace").strip()
        if _OUT_OF_MEMORY.search(said):
            return QueryMemoryError(self._memory_bytes)
        status = self._process.returncode
        if status < 0:
            return QueryCrashedError(signal.Signals(-status).name)
        return QueryCrashedError(said.rpartition("\n")[2] or f"status {status}")


class Workers:
    """The processes over one snapshot; as many as there are answers being read at a time.

    :param location: the store, as errors name it.
    """

    def __init__(self, location: str, snapshot: Path | bytes, memory_bytes: int) -> None:
        self._location = location
        self._is_closed = False
        self._snapshot = snapshot
        self._memory_bytes = memory_bytes
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()

    def answer(self, letter: bytes, query: str, timeout_s: float) -> Answer:
        """The answer of a query, once the engine has taken it.

        :raises FaultyQueryError: the engine did not.
        :raises StoreError: the store is closed, or its snapshot cannot be opened.
        """
        request = letter + query.encode()
        worker = self._taken()
        answer = Answer(self, worker, Clock(timeout_s))
        worker.send(request)
        answer.begin()
        return answer

    def give_back(self, worker: Worker) -> None:
        """The worker has answered; the next query may have it."""
        self._busy.discard(worker)
        self._idle.append(worker)

    def end(self, worker: Worker) -> None:
        """The worker is of no more use."""
        self._busy.discard(worker)
        worker.end()

    def close(self) -> None:
        """End them all; there are no others from now on."""
        self._is_closed = True
        for worker in [*self._idle, *self._busy]:
            worker.end()
        self._idle.clear()
        self._busy.clear()

    def _taken(self) -> Worker:
        if self._is_closed:
            raise StoreError(self._location, "is closed; open it again")
        worker = self._unoccupied() or self._started()
        self._busy.add(worker)
        return worker

    def _unoccupied(self) -> Worker | None:
        """A worker that waits for a query; taken before it is looked at, as threads ask at once."""
        while True:
            try:
                worker = self._idle.pop()
            except IndexError:
                return None
            if worker.is_alive:
                return worker
            worker.end()

    def _started(self) -> Worker:
        try:
            return Worker(self._snapshot, self._memory_bytes)
        except QueryCrashedError as error:  # no query was asked yet
            raise StoreError(
                self._location,
                f"its snapshot cannot be opened ({error.detail}); any 'cpgraph load' renews it",
            ) from error


class Answer:
    """An answer as a stream of bytes. Who does not read it to its end ends the process."""

    def __init__(self, workers: Workers, worker: Worker, clock: Clock) -> None:
        self._workers = workers
        self._worker: Worker | None = worker
        self._clock = clock
        self._data = memoryview(b"")

    def begin(self) -> None:
        """Wait for the first piece."""
        self._data = self._next()

    def read(self, size: int = -1) -> bytes:
        """The next bytes, for a parser: at most ``size``, as many as there are; none at the end."""
        data = self._data or self._next()
        cut = len(data) if size < 0 else size
        self._data = data[cut:]
        return bytes(data[:cut])

    def whole(self) -> bytes:
        """All bytes."""
        return b"".join(iter(self.read, b""))

    def close(self) -> None:
        """Let go of it."""
        worker, self._worker = self._worker, None
        if worker is not None:
            self._workers.end(worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def _next(self) -> memoryview:
        if self._worker is None:
            return memoryview(b"")
        letter, data = self._worker.receive(self._clock)
        if letter == b"D":
            return memoryview(data)
        worker, self._worker = self._worker, None
        self._workers.give_back(worker)
        if letter == b"X":
            raise FaultyQueryError(data.decode())
        if letter == b"F":
            raise unanswerable(data.decode())
        return memoryview(b"")
