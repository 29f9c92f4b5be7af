"""A stored query: one ``.rq`` file whose header is its documentation.

The header is the comment lines that start with ``#+``, each readable as YAML::

    #+ summary: In which direction do the claims of each outcome category point?
    #+ param theme*: theme = any - only claims of papers with this theme
    #+ column positive: integer - claims with direction positive
    #+ example: --theme governance
    #+ tags: [evidence, board]
    #+ paging: 50

A star after a parameter's name means that several values can be given. ``paging`` is the number of
rows of a page; ``LIMIT`` and ``OFFSET`` are appended.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from cpgraph.errors import QueryError
from cpgraph.results import Column

_PARAMETER = re.compile(
    r"param (?P<name>\w+)(?P<many>\*?): (?P<type>\S+) = (?P<default>.+?) - (?P<meaning>.+)"
)
_COLUMN = re.compile(r"column (?P<name>\w+): (?P<type>[\w-]+) - (?P<meaning>.+)")
_FORM = re.compile(r"^\s*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What can be asked of a query: a ``VALUES`` block of this name in its text."""

    name: str
    type: str
    default: str
    meaning: str
    many: bool


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A query of the catalogue; ``form`` is SELECT, ASK, CONSTRUCT or DESCRIBE."""

    name: str
    text: str
    summary: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    example: tuple[str, ...]
    tags: tuple[str, ...]
    paging: int | None
    form: str

    def parameter(self, name: str) -> Parameter | None:
        """The parameter with this name, or None."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)


def read_stored_query(name: str, path: Path) -> StoredQuery:
    """The query in a file.

    :raises QueryError: the file cannot be read, or a header line cannot be understood.
    """
    try:
        return parse_stored_query(name, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read ({error})") from error


def parse_stored_query(name: str, text: str) -> StoredQuery:
    """The query with this text.

    :raises QueryError: a header line cannot be understood.
    """
    parameters, columns = [], []
    facts = {"summary": "", "example": "", "tags": "", "paging": ""}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            continue
        said = line[2:].strip()
        key, _, value = said.partition(":")
        if match := _PARAMETER.fullmatch(said):
            parameters.append(
                Parameter(
                    match["name"],
                    match["type"],
                    match["default"],
                    match["meaning"],
                    bool(match["many"]),
                )
            )
        elif match := _COLUMN.fullmatch(said):
            columns.append(Column(match["name"], match["type"], match["meaning"]))
        elif key in facts:
            facts[key] = value.strip()
        else:
            raise QueryError(
                f"{name}.rq:{number}: header line {said!r} is not understood; see queries/README.md"
            )
    form = _FORM.search(text)
    return StoredQuery(
        name,
        text,
        facts["summary"],
        tuple(parameters),
        tuple(columns),
        tuple(shlex.split(facts["example"])),
        tuple(tag.strip() for tag in facts["tags"].strip("[]").split(",") if tag.strip()),
        int(facts["paging"]) if facts["paging"].isdecimal() else None,
        form[1].upper() if form else "",
    )
