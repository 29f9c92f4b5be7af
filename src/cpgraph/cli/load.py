"""``cpgraph load``."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping

import click

from cpgraph.cli.options import (
    engine_option,
    from_option,
    mapping_option,
    open_or_empty,
    open_to_write,
    progress,
)
from cpgraph.results import Loaded, LoadOutcome, LoadReport, Severity, printable
from cpgraph.store import Store, open_store


@click.command(epilog="Example: cpgraph load data/papers   (then: cpgraph board)")
@click.argument("names", nargs=-1, required=True, metavar="SOURCE…")
@from_option
@mapping_option
@click.option("--dry-run", is_flag=True, help="Read and validate; write nothing.")
@click.option(
    "--on-violation",
    type=click.Choice(["refuse", "stop"]),
    default="refuse",
    show_default=True,
    help="Refuse a paper with a violation and go on, or stop there.",
)
@engine_option
@click.option("--base-iri", help="Below which a new store mints its IRIs; a store keeps its own.")
@click.option(
    "--by", "who", help="Who loads, for the provenance.  [env: CPGRAPH_USER, else the login]"
)
@click.pass_obj
def load(
    location: str,
    names: tuple[str, ...],
    *,
    reader: str | None,
    mapping: str | None,
    dry_run: bool,
    on_violation: str,
    engine: str,
    base_iri: str | None,
    who: str | None,
) -> int:
    """Load files and folders of papers; - is stdin.

    Sources are pages saved as text, records (JSON, YAML), works of OpenAlex (answers of its API, JSON
    Lines, snapshot folders), bibliographies (BibTeX, RIS, CSL-JSON) and RDF. Works and bibliographies
    hold no claims: of a paper that is there already they replace what they state, and its claims,
    themes, summary and assessment stay.

    Tables (CSV, TSV; one row a claim) need a mapping, where their columns are not named like the fields:
    'cpgraph mapping guess' writes one. Nanopublications (TriG) add claims to the papers that they name.

    Each paper is validated first, and written whole or not at all. Exit code 1 when any was refused.
    """
    from cpgraph import ingest  # noqa: PLC0415
    from cpgraph.readers.detect import sources_of  # noqa: PLC0415

    stop = on_violation == "stop"
    with (
        sources_of(names, sys.stdin.buffer) as sources,
        _opened(location, base_iri, dry_run=dry_run) as store,
        progress("papers") as tick,
    ):
        written: set[str] = set()

        def seen(entry: Loaded) -> None:
            if entry.outcome in {LoadOutcome.ADDED, LoadOutcome.REPLACED}:
                written.add(entry.key)
            tick()

        report = ingest.load(
            store,
            sources,
            reader=reader,
            mapping=mapping,
            engine=engine,
            who=who,
            dry_run=dry_run,
            stop=stop,
            on_entry=seen,
        )
        stale = [] if dry_run or not written else made_stale(store, written)
    print_report(report, dry_run=dry_run)
    if not dry_run and report.changed:
        click.echo(printable(f"written to {location}"), err=True)
    for line in stale:
        click.echo(printable(line), err=True)
    return 1 if report.refused else 0


def made_stale(store: Store, written: Collection[str]) -> list[str]:
    """A line for each stored synthesis that what was written of these papers made stale."""
    from cpgraph import living  # noqa: PLC0415

    if not living.names(store):
        return []
    with open_store(store.location) as before:  # until the writer closes, readers see what was
        found = living.made_stale(store, before, written)
    return [f"{one.name} is stale now: {living.in_words(one.reasons)}" for one in found]


def _opened(location: str, base_iri: str | None, *, dry_run: bool) -> Store:
    return open_or_empty(location) if dry_run else open_to_write(location, base_iri=base_iri)


def print_report(report: LoadReport, *, dry_run: bool = False) -> None:
    """What became of each source: on standard output the counts, on standard error the reasons."""
    for source, text in report.notices:
        click.echo(printable(f"{source}: note: {text}"), err=True)
    for entry in report.entries:
        for reason in entry.reasons:
            key = f"{entry.key}: " if entry.key else ""
            click.echo(printable(f"{entry.source}: refused: {key}{reason}"), err=True)
        for text in entry.notices:
            click.echo(printable(f"{entry.source}: note: {text}"), err=True)
        for result in entry.results:
            if result.severity is Severity.WARNING:
                place = f"{entry.source}:{result.line}" if result.line else entry.source
                click.echo(f"{place}: warning: {result.subject}: {result.message}", err=True)
    for source, papers in report.counts.items():
        said = ", ".join([*_counted(papers), *_counted(report.concepts[source], " concept")])
        click.echo(f"{source}: {said}{' (dry run: nothing was written)' if dry_run else ''}")


def _counted(counts: Mapping[LoadOutcome, int], noun: str = "") -> Iterator[str]:
    for outcome, count in counts.items():
        if count:
            yield f"{count}{noun}{'s' if noun and count > 1 else ''} {outcome}"
