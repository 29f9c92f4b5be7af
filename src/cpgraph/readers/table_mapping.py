"""The mapping of a table: which column is which field, and what its values mean.

A mapping is YAML (or JSON, which is YAML too)::

    columns:
      Title: title
      Effect:
        field: direction
        values: {"+": positive, "-": negative, "0": "null"}
    constants: {source: manual}
    ignore: [Reviewer]
"""

from __future__ import annotations

import codecs
import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from cpgraph.errors import SourceError, did_you_mean
from cpgraph.paper_graph import Context
from cpgraph.readers.base import GivenMapping, Source
from cpgraph.readers.detect import MAPPING_SUFFIX
from cpgraph.readers.record_tree import Node
from cpgraph.readers.record_yaml import yaml_records
from cpgraph.readers.table_dates import is_pattern
from cpgraph.readers.table_fields import Field, fields
from cpgraph.readers.table_file import DELIMITERS, PLAIN, Form, Table

SIZE_LIMIT = 1 << 20
_COLUMN = ("field", "values", "separator", "decimal", "dates")
_WHOLE = (
    *("columns", "constants", "ignore", "papers_continue"),
    *("separator", "decimal", "dates", "encoding", "delimiter", "header"),
)
_EMPTY = '""'


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What one column is.

    :param values: what a cell (or an item of one) says -> what is meant; ``""`` is not stated.
    :param separator: what stands between the items of a list.
    :param decimal: the decimal mark of its numbers.
    :param dates: how its dates are written: ``DD.MM.YYYY``, or ``excel`` for numbers of days.
    :param line: where the mapping says so.
    """

    field: Field
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    separator: str = ";"
    decimal: str = "."
    dates: tuple[str, ...] = ()
    line: int | None = None


@dataclass(frozen=True, slots=True)
class TableMapping:
    """A whole mapping.

    :param columns: column name -> its rule, in the order of the mapping.
    :param constants: what is so of every paper or claim.
    :param ignored: columns that are knowingly left out, with the line that says so.
    :param papers_continue: a row whose paper columns are all empty belongs to the paper above.
    """

    name: str
    columns: Mapping[str, ColumnRule]
    constants: Mapping[str, str] = dataclasses.field(default_factory=dict)
    ignored: Mapping[str, int | None] = dataclasses.field(default_factory=dict)
    papers_continue: bool = False
    form: Form = PLAIN

    def check(self, table: Table, context: Context) -> None:
        """Refuse columns that the table does not have, and values that no vocabulary knows.

        :raises SourceError: with the line of the mapping, and the nearest that there is.
        """
        lines = {name: rule.line for name, rule in self.columns.items()} | dict(self.ignored)
        for name, line in lines.items():
            if name not in table.columns:
                _refuse(self.name, line, f"the table has no column {name!r}", name, table.columns)
        for column, rule in self.columns.items():
            for value in rule.values.values():
                self._check_value(rule.field, value, context, f"column {column!r}", rule.line)
        for name, value in self.constants.items():
            self._check_value(fields()[name], value, context, f"constant {name}", None)

    def _check_value(
        self, of: Field, value: str, context: Context, where: str, line: int | None
    ) -> None:
        if of.scheme and value and not context.vocabulary.find(of.scheme, value):
            near = context.vocabulary.nearest(of.scheme, value)
            known = [concept.key for concept in context.vocabulary.of(of.scheme)]
            _refuse(self.name, line, f"{where}: {value!r} is no {of.scheme}", value, near or known)


def mapping_beside(source: Source) -> Path | None:
    """The mapping that lies beside a table: ``claims.mapping.yaml`` beside ``claims.csv``."""
    name = source.path.name
    plain = name[: -len(".gz")] if name.lower().endswith(".gz") else name
    beside = source.path.with_name(Path(plain).stem + MAPPING_SUFFIX)
    return beside if source.name != "-" and beside.is_file() else None


def read_mapping(given: GivenMapping | TableMapping) -> TableMapping:
    """A mapping, from a file or from the same as plain data.

    :raises SourceError: it cannot be read, or says what no mapping can say; with the line.
    """
    if isinstance(given, TableMapping):
        return given
    if isinstance(given, Mapping):
        tree = _tree(json.dumps(given, default=str), "mapping")
        return _mapping(tree, _Reading("mapping", has_lines=False))
    name = str(given)
    try:
        with Path(given).open("rb") as stream:
            data = stream.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise SourceError(name, f"cannot be read ({error.strerror}); check the path") from error
    if len(data) > SIZE_LIMIT:
        raise SourceError(name, "is larger than 1 MiB; no mapping is, check the path")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(name, "is not UTF-8; save the mapping as UTF-8", line=line) from error
    return _mapping(_tree(text, name), _Reading(name))


def _tree(text: str, name: str) -> Node:
    found = list(yaml_records(text, name))
    if not found or len(found) > 1 or not isinstance(found[0][0].data, dict):
        raise SourceError(name, "is no mapping; it needs 'columns:' with 'column: field' below")
    tree, faults = found[0]
    for fault in faults:
        raise SourceError(name, fault.problem, line=fault.line)
    return tree


def _mapping(tree: Node, reading: _Reading) -> TableMapping:
    reading.known(tree, _WHOLE, "field of a mapping")
    columns = tree.parts.get("columns")
    if columns is None or not isinstance(columns.data, dict) or not columns.data:
        raise SourceError(
            reading.name, "names no columns; write 'columns:' with 'column: field' below"
        )
    usual = reading.settings(tree, {})
    rules = {str(column): reading.rule(node, usual) for column, node in columns.parts.items()}
    reading.refuse_twice(rules)
    ignored = tree.parts.get("ignore")
    return TableMapping(
        reading.name,
        rules,
        reading.constants(tree.parts.get("constants")),
        reading.names(ignored) if ignored else {},
        reading.flag(tree.parts.get("papers_continue")),
        reading.form(tree),
    )


class _Reading:
    """Reads the parts of one mapping; what is wrong is said with its line."""

    def __init__(self, name: str, *, has_lines: bool = True) -> None:
        self.name = name
        self._has_lines = has_lines

    def line(self, node: Node) -> int | None:
        """The line of a node, where the mapping is a file."""
        return node.line if self._has_lines else None

    def refuse(
        self, node: Node, problem: str, given: str = "", known: Iterable[str] = ()
    ) -> NoReturn:
        _refuse(self.name, self.line(node), problem, given, known)

    def known(self, node: Node, names: Sequence[str], what: str) -> None:
        """Refuse fields of the mapping that have no meaning."""
        for step, part in node.parts.items():
            if step not in names:
                self.refuse(part, f"{step!r} is no {what}", str(step), names)

    def field(self, node: Node) -> Field:
        """The field that a node names."""
        name = self.text(node, "a field")
        if name not in fields():
            self.refuse(node, f"{name!r} is no field", name, fields())
        return fields()[name]

    def text(self, node: Node, what: str) -> str:
        """The text of a node; numbers may stand without quotes."""
        if isinstance(node.data, bool) or not isinstance(node.data, str | int):
            self.refuse(node, f"{what} must be text; write it in quotes ({_EMPTY} is nothing)")
        return str(node.data).strip()

    def rule(self, node: Node, usual: dict[str, object]) -> ColumnRule:
        """The rule of a column: a field, or an object with one."""
        if not isinstance(node.data, dict):
            return ColumnRule(self.field(node), line=self.line(node), **usual)  # type: ignore[arg-type]
        self.known(node, _COLUMN, "setting of a column")
        if "field" not in node.parts:
            self.refuse(node, "a column needs its field; write 'field: …', or list it in ignore")
        values = node.parts.get("values")
        return ColumnRule(
            self.field(node.parts["field"]),
            self.values(values) if values else {},
            line=self.line(node),
            **self.settings(node, usual),  # type: ignore[arg-type]
        )

    def settings(self, node: Node, usual: dict[str, object]) -> dict[str, object]:
        """Separator, decimal mark and dates, as stated here, else as usual."""
        found = dict(usual)
        for name in ("separator", "decimal"):
            if name in node.parts:
                found[name] = self.mark(node.parts[name], name)
        if "decimal" in node.parts and found["decimal"] not in {".", ","}:
            self.refuse(node.parts["decimal"], 'decimal must be "." or ","')
        if "dates" in node.parts:
            found["dates"] = self.dates(node.parts["dates"])
        return found

    def mark(self, node: Node, name: str) -> str:
        if not isinstance(node.data, str) or not node.data:
            self.refuse(node, f"{name} must be text, in quotes")
        return node.data

    def dates(self, node: Node) -> tuple[str, ...]:
        """How dates are written."""
        parts = list(node.parts.values()) if isinstance(node.data, list) else [node]
        found = [self.text(part, "dates") for part in parts]
        for pattern, part in zip(found, parts, strict=True):
            if not is_pattern(pattern):
                known = "DD.MM.YYYY, MM/DD/YYYY, MMM YYYY, excel"
                self.refuse(part, f"{pattern!r} is no form of dates; write {known}")
        return tuple(found)

    def values(self, node: Node) -> dict[str, str]:
        """What cells say -> what is meant."""
        if not isinstance(node.data, dict):
            self.refuse(node, "values must be 'what the cell says: what is meant'")
        found: dict[str, str] = {}
        for said, part in node.parts.items():
            if part.data is None:
                problem = (
                    f'{said!r} means null without quotes; write "null" in quotes for \'no effect '
                    f"found', or {_EMPTY} for not stated"
                )
                self.refuse(part, problem)
            found[str(said).strip().casefold()] = self.text(part, "what is meant")
        return found

    def constants(self, node: Node | None) -> dict[str, str]:
        """Field -> what is so of all."""
        found: dict[str, str] = {}
        for name, part in node.parts.items() if node else ():
            if name not in fields():
                self.refuse(part, f"{name!r} is no field", str(name), fields())
            found[str(name)] = self.text(part, str(name))
        return found

    def names(self, node: Node) -> dict[str, int | None]:
        """Columns, with their lines."""
        parts = list(node.parts.values()) if isinstance(node.data, list) else [node]
        return {self.text(part, "a column"): self.line(part) for part in parts}

    def flag(self, node: Node | None) -> bool:
        if node and not isinstance(node.data, bool):
            self.refuse(node, "papers_continue must be true or false")
        return bool(node and node.data)

    def form(self, tree: Node) -> Form:
        """How the table is written."""
        encoding, delimiter, header = (
            tree.parts.get(name) for name in ("encoding", "delimiter", "header")
        )
        return Form(
            self.encoding(encoding) if encoding else None,
            self.delimiter(delimiter) if delimiter else None,
            self.header(header) if header else None,
        )

    def encoding(self, node: Node) -> str:
        name = self.text(node, "encoding")
        try:
            known = codecs.lookup(name).name
        except LookupError:
            self.refuse(node, f"{name!r} is no encoding; write utf-8, cp1252, iso-8859-15, utf-16")
        return "utf-8-sig" if known == "utf-8" else known

    def delimiter(self, node: Node) -> str:
        given = self.mark(node, "delimiter")
        mark = DELIMITERS.get(given, given)
        if len(mark) != 1 or mark in '"\r\n\0':
            self.refuse(node, f"{given!r} is no delimiter", given, DELIMITERS)
        return mark

    def header(self, node: Node) -> int:
        if isinstance(node.data, bool) or not isinstance(node.data, int) or node.data < 1:
            self.refuse(node, "header must be the number of the line with the column names")
        return node.data

    def refuse_twice(self, rules: Mapping[str, ColumnRule]) -> None:
        """Refuse two columns for a field that holds one value."""
        seen: dict[str, str] = {}
        for column, rule in rules.items():
            name = rule.field.name
            if name in seen and (rule.field.kind != "list" or rule.field.parts):
                problem = f"{name} is filled by the columns {seen[name]!r} and {column!r}; keep one"
                raise SourceError(self.name, problem, line=rule.line)
            seen[name] = column


def _refuse(
    name: str, line: int | None, problem: str, given: str = "", known: Iterable[str] = ()
) -> NoReturn:
    known = list(known)
    near = _nearest(given, known)
    if near:
        problem = f"{problem}; {did_you_mean(near)}"
    elif known:
        problem = f"{problem}; there are {', '.join(known)}"
    raise SourceError(name, problem, line=line)


def _nearest(given: str, known: Sequence[str]) -> list[str]:
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(given.casefold(), folded, n=2)
    return [folded[name] for name in close]
