"""YAML as the plain data that JSON would give, with lines; and the lines of JSON by the same way.

Dates stay text, numbers that are not plain decimals stay text, tags of programs are refused. Trees
grow from parser events, so depth and aliases are bounded and nothing is built that was not asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import yaml

from cpgraph.errors import SourceError
from cpgraph.readers.record_tree import Fault, Node, Printed, Step, field_value

DEPTH_LIMIT = 64
ALIAS_LIMIT = 100_000
_TOO_DEEP = f"nested more than {DEPTH_LIMIT} deep; records are flat, check the brackets"

_Event = Any  # the stubs know neither the marks nor the tags of events

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_RESOLVER: Any = yaml.resolver.Resolver()
_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]",
)
_TAG = "tag:yaml.org,2002:"
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})(\.[0-9]*)?|[-+]?\.[0-9]+", re.ASCII)


def yaml_records(text: str, name: str) -> Iterator[tuple[Node, list[Fault]]]:
    """The records of a YAML stream, lazily: each document, or each item of a document that is a list.

    :raises SourceError: the text is no YAML, or is nested too deeply; with line and column.
    """
    events = _events(text, name)
    builder = _Builder(events, name)
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            builder = _Builder(events, name)
        elif isinstance(event, yaml.SequenceStartEvent):
            for item in builder.until(yaml.SequenceEndEvent):
                yield builder.record(item)
        elif isinstance(event, yaml.NodeEvent):
            node, faults = builder.record(event)
            if node.data is not None or faults:
                yield node, faults


def json_tree(text: str, first_line: int) -> Node | None:
    """The tree of one JSON value whose text starts at ``first_line``; None where YAML differs.

    >>> json_tree('{"a":\\n [1]}', 7).line_of(("a", 0))
    8
    """
    plain = re.sub(r"\\.", "..", text).replace("\t", " ")  # escapes and tabs are not alike in both
    try:
        node, _ = next(yaml_records(plain, ""))
    except (SourceError, StopIteration):
        return None
    return _moved(node, first_line - 1)


def _moved(node: Node, lines: int) -> Node:
    parts = {step: _moved(part, lines) for step, part in node.parts.items()}
    return replace(node, line=node.line + lines, parts=parts)


def _events(text: str, name: str) -> Iterator[_Event]:
    unprintable = _UNPRINTABLE.search(text)
    if unprintable:
        start = unprintable.start()
        raise SourceError(
            name,
            f"the character U+{ord(unprintable[0]):04X} is not allowed in YAML; remove it",
            line=text.count("\n", 0, start) + 1,
            column=start - text.rfind("\n", 0, start),
        )
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if "nesting depth" in (error.problem or ""):  # the library's own limit, seen from far ahead
            raise SourceError(name, _TOO_DEEP, line=mark.line + 1 if mark else None) from error
        raise SourceError(
            name,
            f"not YAML ({error.problem}); check quotes and indentation",
            line=mark.line + 1 if mark else None,
            column=mark.column + 1 if mark else None,
        ) from error


class _Builder:
    """Makes trees of the events of one document, whose anchors it knows."""

    def __init__(self, events: Iterator[_Event], name: str) -> None:
        self._events = events
        self._name = name
        self._anchors: dict[str, Node] = {}
        self._aliased = 0
        self._faults: list[Fault] = []

    def record(self, event: _Event) -> tuple[Node, list[Fault]]:
        """The tree that starts with the event, and what is wrong with it."""
        self._aliased, self._faults = 0, []
        node = self._node(event, 1)
        return node, self._faults

    def until(self, end: type[yaml.Event]) -> Iterator[_Event]:
        """The events up to the end of the collection; the caller consumes the trees in between."""
        for event in self._events:
            if isinstance(event, end):
                return
            yield event

    def _node(self, event: _Event, depth: int) -> Node:
        if depth > DEPTH_LIMIT:
            raise SourceError(self._name, _TOO_DEEP, line=event.start_mark.line + 1)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        node = self._new_node(event, depth)
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _new_node(self, event: _Event, depth: int) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return Node(_line(event), self._scalar(event))
        if event.tag not in {None, "!", f"{_TAG}seq", f"{_TAG}map"}:
            self._fault(event, f"the tag {event.tag!r} is not known here; remove it")
        if isinstance(event, yaml.SequenceStartEvent):
            ended = self.until(yaml.SequenceEndEvent)
            return _list_node(_line(event), [self._node(item, depth + 1) for item in ended])
        return self._mapping(event, depth)

    def _mapping(self, start: _Event, depth: int) -> Node:
        parts: dict[Step, Node] = {}
        merged: dict[Step, Node] = {}
        for event in self.until(yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            name = event.value if isinstance(event, yaml.ScalarEvent) else None
            if name is None:
                self._fault(event, "a field's name must be text; check the line")
            elif name == "<<" and _is_plain(event):
                merged |= self._merged(event, value)
            elif name in parts:
                self._fault(event, f"the field {name!r} is given twice; keep one")
            else:
                parts[name] = replace(value, line=key.line)
        return _mapping_node(_line(start), {**merged, **parts})

    def _merged(self, event: _Event, value: Node) -> dict[Step, Node]:
        """The fields that a merge key (``<<``) takes over; the first of several mappings wins."""
        nodes = list(value.parts.values()) if isinstance(value.data, list) else [value]
        if not all(isinstance(node.data, dict) for node in nodes):
            self._fault(event, "'<<' takes fields over from a mapping; name an anchor of one")
            return {}
        return {step: part for node in reversed(nodes) for step, part in node.parts.items()}

    def _alias(self, event: _Event) -> Node:
        known = self._anchors.get(event.anchor)
        if known is None:
            self._fault(event, f"the alias '*{event.anchor}' has no anchor before it; add one")
            return Node(_line(event), None)
        self._aliased += known.size
        if self._aliased > ALIAS_LIMIT:
            self._fault(event, "aliases multiply to more than a record can hold; write it out")
            return Node(_line(event), None)
        return known

    def _scalar(self, event: _Event) -> object:
        tag = event.tag if event.tag not in {None, "!"} else None
        tag = tag or _RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit)
        kind = str(tag).removeprefix(_TAG)
        if kind not in {"str", "null", "bool", "int", "float", "timestamp", "merge", "value"}:
            self._fault(event, f"the tag {event.tag!r} is not known here; remove it")
        if kind == "float" and event.value.lower().lstrip("+-") in {".inf", ".nan"}:
            self._fault(
                event, f"{event.value!r} is no number here; write it in quotes or remove it"
            )
        return _plain(kind, event.value)

    def _fault(self, event: _Event, problem: str) -> None:
        self._faults.append(Fault(_line(event), problem))


def is_plain_text(text: str) -> bool:
    """Whether a text without quotes is text to YAML too, and not a number, a date, yes or null.

    >>> is_plain_text("Effect"), is_plain_text("null"), is_plain_text("2024-01-01")
    (True, False, False)
    """
    return str(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False))) == f"{_TAG}str"


def _line(event: _Event) -> int:
    return int(event.start_mark.line) + 1


def _is_plain(event: _Event) -> bool:
    return bool(event.implicit[0])


def _list_node(line: int, items: Sequence[Node]) -> Node:
    parts: dict[Step, Node] = dict(enumerate(items))
    return Node(line, [item.data for item in items], parts, 1 + sum(item.size for item in items))


def _mapping_node(line: int, parts: dict[Step, Node]) -> Node:
    data = {name: field_value(str(name), part.data) for name, part in parts.items()}
    return Node(line, data, parts, 1 + sum(part.size for part in parts.values()))


def _plain(kind: str, text: str) -> object:
    """A scalar as JSON would have it."""
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in {"yes", "true", "on"}
    decimal = _DECIMAL.fullmatch(text)
    if kind == "int" and decimal:
        return int(text)
    if kind == "float" and decimal:
        return Printed(text)
    return text
