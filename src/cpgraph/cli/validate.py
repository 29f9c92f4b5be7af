"""``cpgraph validate``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import click

from cpgraph.cli.options import (
    engine_option,
    format_option,
    from_option,
    mapping_option,
    open_or_empty,
)
from cpgraph.errors import place
from cpgraph.results import Severity, ValidationResult
from cpgraph.store import open_store


@click.command(epilog="Example: cpgraph validate papers.yaml")
@click.argument("names", nargs=-1, metavar="[SOURCE…]")
@from_option
@mapping_option
@engine_option
@format_option(("text", "turtle", "json", "sarif"), "the results are printed", "text", value="text")
@click.option(
    "--level",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.WARNING.value,
    show_default=True,
    help="The least severity that is shown.",
)
@click.pass_obj
def validate(
    location: str,
    names: tuple[str, ...],
    *,
    reader: str | None,
    mapping: str | None,
    engine: str,
    form: str,
    level: str,
) -> int:
    """Check sources, or (none given) the whole store, without writing anything.

    Of the store that is every paper, stored synthesis, rating, text about one, and judgement of a pair.

    Exit code 1 when there is a violation, or a source that cannot be read.
    """
    shown = list(Severity)[: 1 + list(Severity).index(Severity(level))]
    counts: Counter[Severity] = Counter()

    def counted(results: Iterable[ValidationResult]) -> Iterator[ValidationResult]:
        for result in results:
            counts[result.severity] += 1
            if result.severity in shown:
                yield result

    _WRITERS[form](counted(_results(location, names, reader, mapping, engine)))
    click.echo(_verdict(counts, hidden=Severity.INFO not in shown), err=True)
    return 1 if counts[Severity.VIOLATION] else 0


def _verdict(counts: Counter[Severity], *, hidden: bool) -> str:
    words = {Severity.VIOLATION: "violation", Severity.WARNING: "warning", Severity.INFO: "remark"}
    said = ", ".join(
        f"{counts[severity]} {word}{'' if counts[severity] == 1 else 's'}"
        for severity, word in words.items()
        if counts[severity]
    )
    if hidden and counts[Severity.INFO]:
        said += " (--level info shows remarks)"
    verdict = "does not conform" if counts[Severity.VIOLATION] else "conforms"
    return f"{verdict}: {said}" if said else verdict


def _results(
    location: str, names: tuple[str, ...], reader: str | None, mapping: str | None, engine: str
) -> Iterator[ValidationResult]:
    from cpgraph import ingest  # noqa: PLC0415
    from cpgraph.readers.detect import sources_of  # noqa: PLC0415

    if not names:
        with open_store(location) as store:
            yield from ingest.check_store(store, engine=engine)
        return
    with sources_of(names, sys.stdin.buffer) as sources, open_or_empty(location) as store:
        yield from ingest.check(store, sources, reader=reader, mapping=mapping, engine=engine)


def _text(results: Iterable[ValidationResult]) -> None:
    for result in results:
        where = place(result.source or result.paper, result.line)
        where += f', column "{result.column}"' if result.column else ""
        subject = f"{result.subject}: " if result.subject else ""
        click.echo(f"{where}: {result.severity}: {subject}{result.message}")


def _turtle(results: Iterable[ValidationResult]) -> None:
    from cpgraph.rdf import SYNTAXES, serialize  # noqa: PLC0415
    from cpgraph.terms import PREFIXES  # noqa: PLC0415
    from cpgraph.validation import report_triples  # noqa: PLC0415

    serialize(
        report_triples(list(results)), sys.stdout.buffer, SYNTAXES["turtle"], prefixes=PREFIXES
    )


def _json(results: Iterable[ValidationResult]) -> None:
    import json  # noqa: PLC0415
    from dataclasses import asdict  # noqa: PLC0415

    click.echo(json.dumps([asdict(result) for result in results], indent=2, ensure_ascii=False))


def _sarif(results: Iterable[ValidationResult]) -> None:
    """SARIF 2.1.0, which code hosts and editors show at the line."""
    import json  # noqa: PLC0415

    from cpgraph.version import __version__  # noqa: PLC0415

    driver = {"name": "cpgraph", "version": __version__}
    run = {"tool": {"driver": driver}, "results": [_sarif_result(result) for result in results]}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    click.echo(json.dumps({"version": "2.1.0", "$schema": schema, "runs": [run]}, indent=2))


def _sarif_result(result: ValidationResult) -> dict[str, object]:
    levels = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    location = {
        "physicalLocation": {
            "artifactLocation": {"uri": result.source or result.paper},
            "region": {"startLine": result.line or 1},
        }
    }
    return {
        "ruleId": result.component.rpartition("#")[2] or "reading",
        "level": levels[result.severity],
        "message": {
            "text": f"{result.subject}: {result.message}" if result.subject else result.message
        },
        "locations": [location],
    }


_WRITERS: dict[str, Callable[[Iterable[ValidationResult]], None]] = {
    "text": _text,
    "turtle": _turtle,
    "json": _json,
    "sarif": _sarif,
}
