"""The rows of one paper as a record, with the place of each of its fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cpgraph.paper_graph import Context
from cpgraph.readers.record_tree import Steps
from cpgraph.readers.table_cells import CellError, Value, cell_value, constant_value
from cpgraph.readers.table_fields import Field, fields
from cpgraph.readers.table_file import Row, Table
from cpgraph.readers.table_mapping import ColumnRule, TableMapping

#: Lists whose items may stand in several rows of a paper; all others are the same in each.
_GATHERED = frozenset({"themes", "topics", "cites", "supersedes"})
_NOT_STATED = frozenset({"not stated", "not_stated"})


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: the line of its row, and the name of its column."""

    line: int
    column: str


@dataclass(slots=True)
class RowsAsRecord:
    """What the rows of a paper say.

    :param data: the record, as plain data.
    :param places: the steps to a field -> where it stands.
    :param faults: what is wrong with cells.
    """

    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Steps, Place] = field(default_factory=dict)
    faults: list[tuple[Place, str]] = field(default_factory=list)

    def place_of(self, path: Steps) -> Place | None:
        """Where a field stands, else as near to it as can be."""
        steps = range(len(path), 0, -1)
        return next((self.places[path[:end]] for end in steps if path[:end] in self.places), None)


class RecordMaker:
    """Makes records of rows, by a mapping that was checked."""

    def __init__(self, table: Table, mapping: TableMapping, context: Context) -> None:
        at = {name: index for index, name in enumerate(table.columns)}
        self._context = context
        self._columns = [(name, at[name], rule) for name, rule in mapping.columns.items()]
        self._constants: list[tuple[Field, Value]] = []
        for name, text in mapping.constants.items():
            value = constant_value(text, fields()[name], context)
            if value is not None:
                self._constants.append((fields()[name], value))

    @property
    def has_claims(self) -> bool:
        """Whether a column is the text of claims."""
        return any(rule.field.name == "claim" for _, _, rule in self._columns)

    def record(self, rows: list[Row]) -> RowsAsRecord:
        """The record of a paper's rows."""
        made = RowsAsRecord()
        said: dict[str, tuple[Value, Place]] = {}
        claims: list[dict[str, Any]] = []
        for row in rows:
            claim: dict[str, tuple[Value, Place]] = {}
            for name, at, rule in self._columns:
                place = Place(row.line, name)
                value = self._value(row.cells[at], rule, place, made)
                if value is not None:
                    self._note(value, rule, place, claim if rule.field.of_claim else said, made)
            if claim:
                claims.append(self._claim(claim, len(claims), made))
        made.data = self._paper(said, made)
        if claims:
            made.data["claims"] = claims
        return made

    def _value(self, text: str, rule: ColumnRule, place: Place, made: RowsAsRecord) -> Value | None:
        try:
            return cell_value(text, rule, self._context) if text else None
        except CellError as error:
            made.faults.append((place, str(error)))
            return None

    def _note(
        self,
        value: Value,
        rule: ColumnRule,
        place: Place,
        said: dict[str, tuple[Value, Place]],
        made: RowsAsRecord,
    ) -> None:
        """Remember a value; it must fit what was said of the field before."""
        name = rule.field.name
        if name not in said:
            said[name] = (value, place)
            return
        before, first = said[name]
        if before == value:
            return
        if (
            isinstance(before, list)
            and isinstance(value, list)
            and (name in _GATHERED or first.line == place.line)
        ):
            said[name] = (list(dict.fromkeys([*before, *value])), first)
            return
        problem = f"differs from line {first.line}, which is about the same paper; make them alike"
        made.faults.append((place, problem))

    def _claim(
        self, said: dict[str, tuple[Value, Place]], index: int, made: RowsAsRecord
    ) -> dict[str, Any]:
        """A claim of a row."""
        claim: dict[str, Any] = {}
        if "claim" not in said:
            value, place = next(iter(said.values()))
            problem = "this row says something of a claim and has no text of one; fill it in"
            made.faults.append((place, problem))
        for of, value in self._constants:
            if of.of_claim and of.name not in said:
                _put(claim, of.path, value)
        for name, (value, place) in said.items():
            path = fields()[name].path
            _put(claim, path, value)
            made.places[("claims", index, *path)] = place
        line = next(iter(said.values()))[1].line
        made.places.setdefault(("claims", index), Place(line, ""))
        return claim

    def _paper(self, said: dict[str, tuple[Value, Place]], made: RowsAsRecord) -> dict[str, Any]:
        """What the rows say of the paper itself."""
        data: dict[str, Any] = {}
        parts: dict[str, dict[str, list[str]]] = {}
        values = {of.name: value for of, value in self._constants if not of.of_claim}
        values |= {name: value for name, (value, _) in said.items()}
        for name, value in values.items():
            of = fields()[name]
            if of.parts and isinstance(value, list):
                parts.setdefault(str(of.path[0]), {})[str(of.path[1])] = value
            else:
                _put(data, of.path, value)
        made.places |= {fields()[name].path: place for name, (_, place) in said.items()}
        authors = data.get("authors")
        if authors and len(authors) == 1 and authors[0].casefold() in _NOT_STATED:
            data["authors"] = "not stated"
        for name, columns in parts.items():
            self._put_parts(data, name, columns, said, made)
        return data

    def _put_parts(
        self,
        data: dict[str, Any],
        name: str,
        columns: dict[str, list[str]],
        said: dict[str, tuple[Value, Place]],
        made: RowsAsRecord,
    ) -> None:
        """The parts of authors and topics beside their names."""
        main = "name" if name == "authors" else "label"
        given = data.get(name)
        names = given if isinstance(given, list) else []
        objects = [{main: one} for one in names]
        for part, values in columns.items():
            if len(values) != len(objects):
                place = next(
                    said[of.name][1] for of in fields().values() if of.path == (name, part)
                )
                problem = (
                    f"has {len(values)} items and there are {len(objects)} {name}; "
                    "keep an empty item for each that has none"
                )
                made.faults.append((place, problem))
                return
            for one, value in zip(objects, values, strict=True):
                if value:
                    one[part] = value
        data[name] = objects


def _put(data: dict[str, Any], path: Steps, value: Value) -> None:
    """Put a value at the end of the path."""
    for step in path[:-1]:
        data = data.setdefault(str(step), {})
    data[str(path[-1])] = value
