"""Answers, as plain data: rows of a query, what a load did, what validation found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from cpgraph.rdf import Term

Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Bindings:
    """The answer of a SELECT as a store gives it: variables in order, rows of terms, lazily."""

    variables: tuple[str, ...]
    rows: Iterable[Row]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


class Severity(StrEnum):
    """How bad a validation result is (SHACL, section 2.1.4), worst first."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """One thing that validation has to say (SHACL, section 3.6.2).

    :param focus_node: the IRI of the thing.
    :param result_path: the property, as IRI, where there is one.
    :param value: the offending value as text, where there is one.
    :param message: what is wrong and what to do.
    :param component: the constraint component's IRI.
    :param source: the file, as the user named it.
    :param line: 1-based, where the source has lines.
    :param subject: the thing in words: ``claim 3 "Exports grew …"``.
    """

    severity: Severity
    focus_node: str
    result_path: str | None
    value: str | None
    message: str
    component: str
    paper: str = ""
    source: str = ""
    line: int | None = None
    subject: str = ""


class Outcome(StrEnum):
    """What became of one thing that was loaded."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one paper or concept, or of a source that could not be read (``key`` empty)."""

    source: str
    key: str
    outcome: Outcome
    reasons: tuple[str, ...] = ()
    results: tuple[ValidationResult, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(slots=True)
class LoadReport:
    """What a load did, source by source, in the order of reading.

    ``entries`` holds every refusal and notice; of what went well only the counts and, up to
    ``keep`` of them, the entries, so that a report over a million papers stays small.
    """

    keep: int = 1000
    entries: list[Loaded] = field(default_factory=list)
    counts: dict[str, dict[Outcome, int]] = field(default_factory=dict)
    notices: list[tuple[str, str]] = field(default_factory=list)
    """Source and text, where something is said of a source as a whole."""
    on_entry: Callable[[Loaded], None] | None = None

    def add(self, entry: Loaded) -> None:
        """Count an entry, and keep it where it is worth keeping."""
        of_source = self.counts.setdefault(entry.source, dict.fromkeys(Outcome, 0))
        of_source[entry.outcome] += 1
        if entry.reasons or entry.notices or len(self.entries) < self.keep:
            self.entries.append(entry)
        if self.on_entry:
            self.on_entry(entry)

    def total(self, outcome: Outcome) -> int:
        """How many came out so, over all sources."""
        return sum(of_source[outcome] for of_source in self.counts.values())

    @property
    def refused(self) -> bool:
        """Whether anything was refused."""
        return self.total(Outcome.REFUSED) > 0
