"""Why something is refused, in the words of a report."""

from __future__ import annotations

from cpgraph.readers.base import ConceptReading, PaperReading, Refusal
from cpgraph.results import Loaded, LoadOutcome, Severity, ValidationResult


def unreadable(refusal: Refusal) -> ValidationResult:
    """What cannot be read, as a violation without a focus node."""
    return ValidationResult(
        Severity.VIOLATION,
        focus_node="",
        result_path=None,
        value=None,
        message=refusal.reason,
        component="",
        paper=refusal.key,
        source=refusal.source,
        line=refusal.line,
        column=refusal.column if isinstance(refusal.column, str) else "",
    )


def refused_entry(
    reading: PaperReading | ConceptReading | Refusal, results: list[ValidationResult]
) -> Loaded | None:
    """The entry of a report for what is refused; None for what conforms."""
    if isinstance(reading, Refusal):
        said = tuple(map(_placed_reason, (reading, *reading.further)))
        return Loaded(reading.source, reading.key, LoadOutcome.REFUSED, said)
    reasons = tuple(
        " ".join(
            filter(
                None,
                (
                    _place(result.line, result.column),
                    f"{result.subject}:",
                    result.message,
                ),
            )
        )
        for result in violations(results)
    )
    if not reasons:
        return None
    is_concept = isinstance(reading, ConceptReading)
    return Loaded(
        reading.source,
        reading.key,
        LoadOutcome.REFUSED,
        reasons,
        tuple(results),
        is_concept=is_concept,
    )


def _placed_reason(refusal: Refusal) -> str:
    if refusal.reason.startswith(f"line {refusal.line}"):  # the reason names the line itself
        return refusal.reason
    return " ".join(filter(None, (_place(refusal.line, refusal.column), refusal.reason)))


def _place(line: int | None, column: str | int | None) -> str:
    """``line 14, column "Effect":``, as far as known."""
    if not line:
        return ""
    named = f'"{column}"' if isinstance(column, str) and column else column
    return f"line {line}, column {named}:" if named else f"line {line}:"


def violations(results: list[ValidationResult]) -> list[ValidationResult]:
    """The results for which a paper is refused."""
    return [result for result in results if result.severity is Severity.VIOLATION]
