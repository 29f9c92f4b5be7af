"""Works of OpenAlex: single answers, list pages, JSON Lines and the parts of a snapshot.

A value of a file is a work, a page (``{"meta": …, "results": […]}``) or an array of works. Files of one
value a line are read line by line. What a work becomes is in :mod:`cpgraph.readers.openalex_work`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import msgspec
from msgspec import Raw

from cpgraph.errors import SourceError
from cpgraph.paper_graph import Context
from cpgraph.readers.base import Notice, Reading, Refusal, Source
from cpgraph.readers.bibliographic import bibliographic_reading
from cpgraph.readers.json_parts import lines_before, placed, problem_of
from cpgraph.readers.openalex_merged import merged_works
from cpgraph.readers.openalex_work import Work, WorkError, decode_work, described, work_id

MIB = 1024 * 1024
SIZE_LIMIT = 256 * MIB
"""Of a file that is one value, or of one line; no answer of OpenAlex is near it."""

_KIND = "an answer of OpenAlex"
_SPACE = b" \t\r\n\xef\xbb\xbf"


def read_openalex(source: Source, context: Context) -> Iterator[Reading]:
    """The papers of a file of works; one that cannot be a paper is a refusal and the rest goes on.

    :raises SourceError: the file as a whole cannot be read.
    """
    works = _Works(source, context)
    for data, line, is_line in _values(source):
        try:
            yield from works.readings(data, line)
        except msgspec.DecodeError as error:
            place = line + lines_before(error, data)
            if not is_line:
                raise SourceError(
                    source.name, problem_of(error, data, _KIND), line=place
                ) from error
            yield Refusal(source.name, problem_of(error, data, _KIND), place)
        except RecursionError:
            yield Refusal(source.name, "nested too deeply for an answer of OpenAlex", line)


class _Works:
    """The works of one file, as readings."""

    def __init__(self, source: Source, context: Context) -> None:
        self._source = source
        self._context = context
        self._merged = merged_works(source.path)

    def readings(self, data: bytes, line: int) -> Iterator[Reading]:
        """Those of one value of the file.

        :raises msgspec.DecodeError: the value is no JSON, or no answer of OpenAlex.
        """
        if data.startswith(b"["):
            yield from self._listed(msgspec.json.decode(data, type=list[Raw]), data, line)
            return
        work = decode_work(data)
        if work.results is None:
            yield self._reading(work, line)
        elif work.results:
            yield from self._listed(work.results, data, line)
        else:
            what = "groups, not works" if work.group_by else "no work"
            yield Notice(self._source.name, f"this answer of OpenAlex lists {what}", line)

    def _listed(self, works: list[Raw], data: bytes, line: int) -> Iterator[Reading]:
        for raw, place in placed(works, data, line):
            try:
                yield self._reading(decode_work(raw), place)
            except msgspec.DecodeError as error:
                yield Refusal(self._source.name, problem_of(error, raw, _KIND), place)

    def _reading(self, work: Work, line: int) -> Reading:
        try:
            key = work_id(work)
        except WorkError as error:
            return Refusal(self._source.name, str(error), line)
        if key in self._merged:
            problem = f"was merged into {self._merged[key]} by OpenAlex; load that one"
            return Refusal(self._source.name, problem, line, f"openalex:{key}")
        try:
            paper = described(work)
        except WorkError as error:
            return Refusal(self._source.name, str(error), line, f"openalex:{key}")
        return bibliographic_reading(paper, self._source, self._context, lambda _: line)


def _values(source: Source) -> Iterator[tuple[bytes, int, bool]]:
    """Each value of the file, its line, and whether it stands on a line of its own."""
    with source.open() as stream:
        if not _has_values_by_line(stream, source.name):
            stream.seek(0)
            data = stream.read(SIZE_LIMIT + 1)
            if len(data) > SIZE_LIMIT:
                raise SourceError(source.name, _TOO_LARGE.format("the file"))
            begin = len(data) - len(data.lstrip(_SPACE))
            yield data.strip(_SPACE), 1 + data.count(b"\n", 0, begin), False
            return
        stream.seek(0)
        number = 0
        while line := stream.readline(SIZE_LIMIT + 1):
            number += 1
            if len(line) > SIZE_LIMIT:
                raise SourceError(source.name, _TOO_LARGE.format("the line"), line=number)
            if value := line.strip(_SPACE):
                yield value, number, True


def _has_values_by_line(stream: IO[bytes], name: str) -> bool:
    """Whether the first line that is not blank is whole, or is meant to be by the file's name."""
    first = b""
    while not first and (line := stream.readline(SIZE_LIMIT + 1)):
        first = line.strip(_SPACE)
    if not first:
        raise SourceError(name, "holds no work; get the file again")
    if name.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson")):
        return first not in {b"{", b"["}
    try:
        msgspec.json.decode(first, type=Raw)
    except msgspec.DecodeError:
        return False
    return True


_TOO_LARGE = f"{{}} is larger than {SIZE_LIMIT // MIB} MiB; write the works as JSON Lines"
