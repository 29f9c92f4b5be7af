"""Records: papers as JSON or YAML, written by hand or by a program.

A file holds one record, a list of records, JSON Lines (one record per line) or several YAML
documents. What a record may hold is in ``record_fields``; a file is read lazily, so that a bad record
is refused with its line and the others are still read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from cpgraph.errors import SourceError
from cpgraph.model import Paper
from cpgraph.paper_graph import Context, FieldPath
from cpgraph.readers.base import PaperReading, Reading, Refusal, Source, reading_of
from cpgraph.readers.record_tree import Fault, Node, Printed, RecordError, Steps, field_value

MIB = 1024 * 1024
LINE_LIMIT = 16 * MIB
FILE_LIMIT = 256 * MIB

_YAML = (".yaml", ".yml")
_JSON_LINES = (".jsonl", ".ndjson")
_SPACE = b" \t\r\n\xef\xbb\xbf"
_JSON_LD = re.compile(
    rb"""\s*[\[{].*"@(?:context|id|graph|type)"\s*:|.*?^["']?@context["']?\s*:""",
    re.DOTALL | re.MULTILINE,
)
_JSON_START = re.compile(rb'(?:\[\s*)?(?:\Z|\{\s*(?:"|\}|\Z))|\[\s*\]\s*\Z')
_YAML_START = re.compile(
    rb"(?:#[^\n]*\n|---[^\n]*\n|\s|-\s+)*(?:key|id|title|source|authors|published|themes|"
    rb"headline|finding|doi|venue|(?:arxiv|openalex|semantic_scholar)_id)[ \t]*:(?:\s|\Z)"
)
_MOST_DIGITS = 18
_BLANK = re.compile(r"\s*")


def looks_like_record(name: str, head: bytes) -> bool:
    """Whether a file with this name and these first bytes holds records (or would, were it not broken).

    JSON-LD is RDF, not records.

    >>> looks_like_record("papers.json", b'[{"title": "A paper"}]')
    True
    >>> looks_like_record("-", b'{"@context": "https://schema.org/"}')
    False
    """
    text = head.lstrip(_SPACE)
    if _JSON_LD.match(text):
        return False
    if _plain_name(name).endswith((*_YAML, *_JSON_LINES, ".json")):
        return True
    return bool(text) and bool(_JSON_START.match(text) or _YAML_START.match(text))


def read_records(source: Source, context: Context) -> Iterator[Reading]:
    """The papers of a file of records, lazily; a bad record is a refusal and the rest goes on.

    :raises SourceError: the file as a whole cannot be read: its syntax is broken, or it is too large.
    """
    for record in _records(source):
        yield record if isinstance(record, Refusal) else _reading(record, source, context)


def record_of(paper: Paper) -> dict[str, Any]:
    """The record of a paper, ready for JSON or YAML; what is not stated is left out."""
    from cpgraph.readers import record_paper  # noqa: PLC0415  msgspec only where records are used

    return record_paper.record_of(paper)


def record_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one record, as it stands in ``ontology/record.schema.json``."""
    from cpgraph.readers import record_fields  # noqa: PLC0415  msgspec only where records are used

    return record_fields.record_schema()


@dataclass(frozen=True, slots=True)
class _Record:
    """The data of one record and where it stands; ``tree`` is asked only to find a line in it."""

    data: Any
    line: int
    tree: Callable[[], Node | None]

    def line_of(self, *paths: Steps) -> int:
        """The line at the end of the first path that there is, else as near to the first as can be."""
        tree = self.tree() if any(paths) else None
        if tree is None:
            return self.line
        return next((node.line for path in paths if (node := tree.find(path))), 0) or tree.line_of(
            paths[0]
        )


def _reading(record: _Record, source: Source, context: Context) -> PaperReading | Refusal:
    from cpgraph.readers.record_paper import paper_of  # noqa: PLC0415  msgspec costs 25 ms

    try:
        _refuse_other_formats(record.data)
        paper = paper_of(record.data, context)
    except RecordError as error:
        return Refusal(source.name, str(error), record.line_of(error.path), _key(record.data))
    return reading_of(
        paper, source, context, line_at=lambda where: record.line_of(*paths_of(where))
    )


def _refuse_other_formats(data: object) -> None:
    if not isinstance(data, dict):
        return
    if not data.keys().isdisjoint({"@context", "@id", "@graph"}):
        raise RecordError((), "this is JSON-LD, not a record; name the file .jsonld to load it")
    if "authorships" in data and not data.keys().isdisjoint({"abstract_inverted_index", "ids"}):
        raise RecordError(
            (), "this is an OpenAlex work, not a record; load it with --from openalex"
        )


def _key(data: object) -> str:
    """What the record calls itself, as far as it does."""
    named = (data.get("key") or data.get("id")) if isinstance(data, dict) else None
    return named.encode("utf-8", "backslashreplace").decode() if isinstance(named, str) else ""


def paths_of(where: FieldPath) -> list[Steps]:
    """The places where a field of the model can stand in a record."""
    field = where.field
    if where.part:
        return [(where.part, where.index, field) if field else (where.part, where.index)]
    if not field:
        return [()]
    reason = field.removesuffix("_reason")
    other: Steps = (reason, "reason") if reason != field else ("summary", field)
    return [(field,), ("id",)] if field == "key" else [(field,), other]


def _records(source: Source) -> Iterator[_Record | Refusal]:
    with source.open() as stream:
        first = next((line for _, line in _numbered_lines(stream) if line.strip(_SPACE)), None)
    if first is None:
        raise SourceError(source.name, "holds no record; a record needs a title, or a key")
    form = _form(source.name, first.lstrip(_SPACE))
    with source.open() as stream:
        if form == "jsonl":
            yield from _json_lines(stream, source.name)
        else:
            text = _whole_text(stream, source.name)
            yield from (_yaml if form == "yaml" else _json)(text, source.name)


def _plain_name(name: str) -> str:
    return name.lower().removesuffix(".gz")


def _form(name: str, first_line: bytes) -> str:
    """``json``, ``jsonl`` or ``yaml``, by the file's name and its first line that is not blank."""
    name = _plain_name(name)
    if name.endswith(_YAML):
        return "yaml"
    if name.endswith(_JSON_LINES):
        return "json" if first_line.strip() in {b"{", b"["} else "jsonl"
    if first_line.startswith(b"{"):
        return "jsonl" if _is_whole_object(first_line) else "json"
    return "json" if first_line.startswith(b"[") or name.endswith(".json") else "yaml"


def _is_whole_object(line: bytes) -> bool:
    try:
        return len(line) <= LINE_LIMIT and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _numbered_lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines from 1; of one that is longer than the limit only its start, one byte too long."""
    number = 0
    while line := stream.readline(LINE_LIMIT + 1):
        number += 1
        yield number, line
        while len(line) > LINE_LIMIT and not line.endswith(b"\n"):
            line = stream.readline(LINE_LIMIT + 1)


def _json_lines(stream: IO[bytes], name: str) -> Iterator[_Record | Refusal]:
    for number, line in _numbered_lines(stream):
        if len(line) > LINE_LIMIT:
            problem = (
                f"line {number} is longer than {LINE_LIMIT // MIB} MiB; no record is, check it"
            )
            yield Refusal(name, problem, number)
        elif line.strip(_SPACE):
            yield _json_line(line, number, name)


def _json_line(line: bytes, number: int, name: str) -> _Record | Refusal:
    decoder = _Decoder()
    try:
        data, _ = decoder.decode(line.decode("utf-8-sig").strip(), 0, whole=True)
    except UnicodeDecodeError as error:
        return Refusal(name, _not_utf8(error), number)
    except json.JSONDecodeError as error:
        problem = f"not JSON ({_said(error)} at column {error.colno}); write one record per line"
        return Refusal(name, problem, number)
    except RecursionError:
        return Refusal(name, _TOO_DEEP, number)
    if decoder.problems:
        return Refusal(name, decoder.problems[0], number, _key(data))
    return _Record(data, number, lambda: None)


def _whole_text(stream: IO[bytes], name: str) -> str:
    data = stream.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        problem = (
            f"larger than {FILE_LIMIT // MIB} MiB; write it as JSON Lines, one record per line"
        )
        raise SourceError(name, problem)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(name, _not_utf8(error), line=line) from error


def _yaml(text: str, name: str) -> Iterator[_Record | Refusal]:
    from cpgraph.readers.record_yaml import yaml_records  # noqa: PLC0415  yaml costs 15 ms

    for node, faults in yaml_records(text, name):
        fault = next(iter([*faults, *_bare_nulls(node)]), None)
        if fault:
            yield Refusal(name, fault.problem, fault.line, _key(node.data))
        else:
            yield _Record(node.data, node.line, lambda node=node: node)  # type: ignore[misc]


def _bare_nulls(record: Node) -> Iterator[Fault]:
    """Directions that are YAML's null, which may or may not mean the direction of that name."""
    claims = record.parts.get("claims")
    for index, claim in enumerate(claims.parts.values() if claims else ()):
        direction = claim.parts.get("direction")
        if direction and direction.data is None:
            problem = (
                f"claim {index + 1}: direction is null without quotes; "
                "write \"null\" in quotes for 'no effect found', or leave the line out"
            )
            yield Fault(direction.line, problem)


def _json(text: str, name: str) -> Iterator[_Record | Refusal]:
    """The object, or the objects of the array, that the text is."""
    decoder = _Decoder()
    start = line = 0
    for data, begin, end in _json_values(text, name, decoder):
        line += text.count("\n", start, begin)
        start = begin
        if decoder.problems:
            yield Refusal(name, decoder.problems.pop(0), line + 1, _key(data))
            decoder.problems.clear()
        else:
            yield _Record(data, line + 1, _JsonTree(text[begin:end], line + 1))


@dataclass(frozen=True, slots=True)
class _JsonTree:
    """The tree of a record in a JSON file, made when it is asked for."""

    text: str
    line: int

    def __call__(self) -> Node | None:
        from cpgraph.readers.record_yaml import json_tree  # noqa: PLC0415  yaml costs 15 ms

        return json_tree(self.text, self.line)


def _json_values(text: str, name: str, decoder: _Decoder) -> Iterator[tuple[Any, int, int]]:
    """Each record with the offsets of its start and end."""
    at = _after_blanks(text, 0)
    is_list = text.startswith("[", at)
    at = _after_blanks(text, at + 1) if is_list else at
    try:
        ended = is_list and text.startswith("]", at)
        while not ended:
            data, end = decoder.decode(text, at)
            yield data, at, end
            at = _after_blanks(text, end)
            ended = not is_list or text.startswith("]", at)
            at = at if ended else _after_blanks(text, _expect(text, at, ",") + 1)
        _expect(text, _after_blanks(text, at + 1) if is_list else at, "")
    except json.JSONDecodeError as error:
        problem = f"not JSON ({_said(error)}); check quotes, commas and brackets"
        raise SourceError(name, problem, line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        line = text.count("\n", 0, at) + 1
        raise SourceError(name, _TOO_DEEP, line=line) from error


def _after_blanks(text: str, at: int) -> int:
    blanks = _BLANK.match(text, at)
    return blanks.end() if blanks else at


def _expect(text: str, at: int, token: str) -> int:
    """The offset, if the token is there (the empty one is the end of the text)."""
    if not text.startswith(token, at) or (not token and at < len(text)):
        said = f"expected {token!r}" if token else "text after the end"
        raise json.JSONDecodeError(said, text, at)
    return at


_TOO_DEEP = "nested too deeply; records are flat, check the brackets"


def _not_utf8(error: UnicodeDecodeError) -> str:
    return f"not UTF-8 (byte 0x{error.object[error.start]:02x}); save the file as UTF-8"


def _said(error: json.JSONDecodeError) -> str:
    return error.msg[0].lower() + error.msg[1:]


class _Decoder:
    """Decodes JSON, keeps what JSON itself lets pass but a record may not hold."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._json = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_float=Printed,
            parse_int=_integer,
            parse_constant=self._constant,
        )

    def decode(self, text: str, at: int, *, whole: bool = False) -> tuple[Any, int]:
        """The value that starts at the offset, and the offset of its end."""
        data, end = self._json.raw_decode(text, at)
        if whole:
            _expect(text, end, "")
        return data, end

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        data = {name: field_value(name, value) for name, value in pairs}
        if len(data) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            self.problems.append(f"the field {twice!r} is given twice; keep one")
        return data

    def _constant(self, name: str) -> None:
        self.problems.append(f"{name} is no number here; write it in quotes or remove it")


def _integer(text: str) -> int | str:
    """A whole number; one of more digits than any field can mean stays text."""
    return int(text) if len(text) <= _MOST_DIGITS else text
