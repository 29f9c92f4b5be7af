"""One record as a tree that knows its lines, and what can be wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cpgraph.errors import CpgraphError

Step = str | int
Steps = tuple[Step, ...]

#: Fields whose numbers are kept as they are printed (0.10 is not 0.1 there).
AS_PRINTED = frozenset({"source_score", "arxiv_id", "key", "id"})


class Printed(str):
    """A number with a fraction, as printed."""

    __slots__ = ()


class RecordError(CpgraphError):
    """What is wrong with one record.

    :param path: the steps from the record to the place: ``("claims", 2, "direction")``.
    """

    def __init__(self, path: Steps, problem: str) -> None:
        self.path = path
        self.problem = problem
        super().__init__(problem)


@dataclass(frozen=True, slots=True)
class Node:
    """One value in the text: its plain data, its line (a field's is that of its name), its parts."""

    line: int
    data: Any
    parts: Mapping[Step, Node] = field(default_factory=dict)
    size: int = 1

    def find(self, path: Steps) -> Node | None:
        """The node at the end of the path, or None."""
        node: Node | None = self
        for step in path:
            node = node.parts.get(step) if node else None
        return node

    def line_of(self, path: Steps) -> int:
        """The line of the deepest node on the path."""
        return next(
            node.line for end in range(len(path), -1, -1) if (node := self.find(path[:end]))
        )


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that makes one record unusable and leaves the others alone."""

    line: int
    problem: str


def field_value(name: str, value: object) -> object:
    """The value of a field, with a printed number as a number unless the field keeps the print.

    >>> field_value("source_score", Printed("0.10")), field_value("relevance", Printed("7.0"))
    ('0.10', 7.0)
    """
    return float(value) if isinstance(value, Printed) and name not in AS_PRINTED else value


_ONE_OF = {"authors": "author", "claims": "claim", "key_points": "key point", "themes": "theme",
           "topics": "topic"}  # fmt: skip


def words(path: Steps) -> str:
    """A place in a record as its author would say it.

    >>> words(("claims", 2, "outcome", "label"))
    'claim 3: outcome label'
    """
    parts: list[str] = []
    for before, step in zip(("", *path), path, strict=False):
        if isinstance(step, int):
            parts[-1] = f"{_ONE_OF.get(str(before), str(before))} {step + 1}"
        elif parts and isinstance(before, str):
            parts[-1] += f" {step}"
        else:
            parts.append(step)
    return ": ".join(parts)
