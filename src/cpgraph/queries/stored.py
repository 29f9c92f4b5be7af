"""A stored query: one ``.rq`` file whose header is its documentation.

The header is the comment lines that start with ``#+``, each readable as YAML::

    #+ summary: In which direction do the claims of each outcome category point?
    #+ param theme*: theme = any - only claims of papers with this theme
    #+ column positive: integer - claims with direction positive
    #+ column delay: decimal [days] - from publication to fetching
    #+ example: --theme governance
    #+ tags: [evidence, board]
    #+ paging: 50
    #+ chart: outcome positive negative

A star after a parameter's name means that several values can be given; a column's unit stands in
brackets. ``paging`` is the number of rows of a page; ``LIMIT`` and ``OFFSET`` are appended. ``chart``
names the column of labels and those of numbers that a row of bars shows. The whole is in
``queries/README.md``.
"""

from __future__ import annotations

import keyword
import re
import shlex
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from cpgraph.errors import QueryError
from cpgraph.queries.files import query_text
from cpgraph.queries.gate import FORMS, gate
from cpgraph.queries.places import placed
from cpgraph.queries.tokens import significant_tokens
from cpgraph.results import Column
from cpgraph.terms import SCHEMES

#: The types of parameters; ``enum(a|b)`` is one more.
PARAMETER_TYPES = frozenset(
    {"iri", "paper", "outcome", "string", "integer", "decimal", "date", *SCHEMES}
)
_Said = TypeVar("_Said")
#: What every query is given beside its parameters, on the command line and in Python.
_RESERVED = frozenset(
    {
        "all",
        "catalogue",
        "form",
        "format",
        "help",
        "limit",
        "memory",
        "memory_mb",
        "offset",
        "output",
        "timeout",
        "timeout_s",
    }
)
_PARAMETER = re.compile(
    r"param (?P<name>\w+)(?P<many>\*?): (?P<type>\S+) = (?P<default>.+?) - (?P<meaning>.+)"
)
_COLUMN = re.compile(
    r"column (?P<name>\w+): (?P<type>[\w-]+)(?: \[(?P<unit>[^]]+)\])? - (?P<meaning>.+)"
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What can be asked of a query: a ``VALUES`` block of this name in its text."""

    name: str
    type: str
    default: str
    meaning: str
    many: bool

    @property
    def is_required(self) -> bool:
        """Whether there is no default: without an argument there is nothing to ask."""
        return self.default == "none"

    @property
    def choices(self) -> tuple[str, ...]:
        """What an ``enum(a|b)`` accepts; empty for every other type."""
        inside = re.fullmatch(r"enum\((.+)\)", self.type)
        return tuple(inside[1].split("|")) if inside else ()


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A query of the catalogue; ``form`` is SELECT, ASK, CONSTRUCT or DESCRIBE."""

    name: str
    text: str
    form: str
    summary: str = ""
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[Column, ...] = ()
    example: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    paging: int | None = None
    chart: tuple[str, ...] = ()

    @property
    def call(self) -> str:
        """The example as it is typed in a shell."""
        return " ".join(["cpgraph query", *map(_quoted, (self.name, *self.example))])

    def parameter(self, name: str) -> Parameter | None:
        """The parameter with this name, or None."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)


def _quoted(word: str) -> str:
    """A word as it is typed in a shell.

    >>> print(_quoted("AI Safety & Ethics"), _quoted('a "b"'), _quoted("plain"))
    "AI Safety & Ethics" 'a "b"' plain
    """
    plain = shlex.quote(word)
    return plain if plain == word or set(word) & set('"$`\\!') else f'"{word}"'


def read_stored_query(name: str, path: Path) -> StoredQuery:
    """The query in a file.

    :raises QueryError: the file cannot be read, or a header line cannot be understood; or the gate
        does not let it through.
    """
    text = re.sub("\r\n?", "\n", query_text(path))
    with placed(f"{name}.rq"):
        gate(text)
    return parse_stored_query(name, text)


def parse_stored_query(name: str, text: str) -> StoredQuery:
    """The query with this text.

    :raises QueryError: a header line cannot be understood, or says again what another said; or the
        text has a string that does not end.

    >>> parse_stored_query("all", "#+ summary: What is there?\\nASK { ?s ?p ?o }").form
    'ASK'
    """
    header = _Header(name)
    # a comment of SPARQL ends here, and not at the other characters that Python breaks lines at
    for number, line in enumerate(re.split("\r\n?|\n", text), 1):
        if line.startswith("#+"):
            header.read(number, line[2:].strip())
    with placed(f"{name}.rq"):
        keywords = [token.keyword for token in significant_tokens(text)]
    return StoredQuery(
        name,
        text,
        next((keyword for keyword in keywords if keyword in FORMS), ""),
        header.facts.get("summary", ""),
        tuple(header.parameters.values()),
        tuple(header.columns.values()),
        header.example,
        tuple(tag.strip() for tag in header.facts.get("tags", "").strip("[]").split(",") if tag),
        header.paging,
        tuple(header.facts.get("chart", "").split()),
    )


class _Header:
    """The header lines read so far."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.parameters: dict[str, Parameter] = {}
        self.columns: dict[str, Column] = {}
        self.facts: dict[str, str] = {}
        self.example: tuple[str, ...] = ()
        self.paging: int | None = None

    def read(self, number: int, said: str) -> None:
        """Take in one line, without its ``#+``."""
        try:
            self._take(said)
        except ValueError as error:
            raise QueryError(f"{self._name}.rq:{number}: {error}; see queries/README.md") from error

    def _take(self, said: str) -> None:
        key, _, value = said.partition(":")
        if match := _PARAMETER.fullmatch(said):
            self._take_parameter(match)
        elif match := _COLUMN.fullmatch(said):
            column = Column(match["name"], match["type"], match["meaning"], match["unit"] or "")
            _once(self.columns, match["name"], column)
        elif key in {"summary", "example", "tags", "paging", "chart"}:
            _once(self.facts, key, value.strip())
            self._understand(key, value.strip())
        else:
            raise ValueError(f"header line {said!r} is not understood")

    def _take_parameter(self, match: re.Match[str]) -> None:
        name, many, kind, default, meaning = match.groups()
        _check_type(kind)
        if name in _RESERVED:
            raise ValueError(f"a parameter cannot be named {name!r}, every query has that option")
        if keyword.iskeyword(name):
            raise ValueError(f"a parameter cannot be named {name!r}, which is a word of Python")
        _once(self.parameters, name, Parameter(name, kind, default, meaning, bool(many)))

    def _understand(self, key: str, value: str) -> None:
        if key == "example":
            try:
                self.example = tuple(shlex.split(value))
            except ValueError as error:
                raise ValueError(f"example {value!r} has a quote that does not end") from error
        if key == "paging":
            if not re.fullmatch("[1-9][0-9]{0,8}", value):
                raise ValueError(f"paging {value!r} is no number of rows")
            self.paging = int(value)


def _check_type(kind: str) -> None:
    if kind in PARAMETER_TYPES or re.fullmatch(r"enum\([^()|]+(\|[^()|]+)*\)", kind):
        return
    nearest = get_close_matches(kind, PARAMETER_TYPES, n=1)
    hint = (
        f"did you mean {nearest[0]}?" if nearest else f"known: {', '.join(sorted(PARAMETER_TYPES))}"
    )
    raise ValueError(f"there is no parameter type {kind!r}, {hint}")


def _once(said: dict[str, _Said], key: str, value: _Said) -> None:
    if key in said:
        raise ValueError(f"{key} is declared twice")
    said[key] = value
