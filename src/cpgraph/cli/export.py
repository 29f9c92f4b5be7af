"""``cpgraph export``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cpgraph import exporting, queries
from cpgraph.cli.completion import concept_keys, graph_queries, paper_keys
from cpgraph.cli.options import (
    catalogue,
    chosen_format,
    format_option,
    output_stream,
)
from cpgraph.queries import StoredQuery
from cpgraph.queries.paging import ALL
from cpgraph.queries.prefixes import declared_prefixes
from cpgraph.results import printable
from cpgraph.store import Store, open_store
from cpgraph.writers import default_of, formats_of

_FORMATS = {**exporting.FORMATS, "ro-crate": (".zip",)}


@click.command(epilog="Example: cpgraph export --theme governance -o governance.ttl")
@click.option(
    "--paper",
    "papers",
    multiple=True,
    metavar="KEY",
    help="Only this paper (repeatable).",
    shell_complete=paper_keys,
)
@click.option(
    "--theme",
    "themes",
    multiple=True,
    metavar="KEY",
    help="Only papers of this theme (repeatable).",
    shell_complete=concept_keys("theme"),
)
@click.option(
    "--query",
    "name",
    metavar="NAME",
    help="The graph of a stored CONSTRUCT query, or the papers that a SELECT finds; --paper and "
    "--theme are its parameters then.",
    shell_complete=graph_queries,
)
@click.option(
    "--rows",
    type=click.Choice(["papers", "claims"]),
    help="What a row is: csv, spreadsheet, parquet, jsonl.  [default: papers]",
)
@click.option(
    "--profile",
    type=click.Choice(list(exporting.PROFILES)),
    help="In which terms RDF is written.  [default: those of cpgraph]",
)
@format_option(_FORMATS, "it is written", "by suffix, else turtle")
@click.option(
    "--provenance", is_flag=True, help="Also where each paper came from (trig, nquads, jsonld)."
)
@click.option(
    "--trusty", is_flag=True, help="Make the IRI of each nanopublication of what it says."
)
@click.option(
    "--sign",
    "key",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="KEY",
    help="Sign each nanopublication with this private RSA key (PEM); needs cpgraph[nanopub].",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write to this file, which appears when it is whole; an RO-Crate to this folder or .zip.",
)
@click.pass_context
def export(
    context: click.Context,
    /,
    *,
    papers: tuple[str, ...],
    themes: tuple[str, ...],
    name: str | None,
    form: str | None,
    output: Path | None,
    **options: Any,
) -> None:
    """Write papers for other tools, sorted: the same content gives the same bytes.

    As RDF: TriG, N-Quads and JSON-LD keep one named graph a paper; Turtle, N-Triples and RDF/XML hold
    the union. As references: BibTeX, CSL-JSON, RIS. As tables: CSV, Parquet, and spreadsheet, which is
    CSV whose cells no spreadsheet takes for formulas. As JSON Lines: records, which load reads back.
    As nanopublications, one for each claim: nanopub, which is
    TriG. As a network, of a --query: GraphML. As an RO-Crate, a folder or .zip: graphs, records, tables,
    and of the whole store its description in DCAT. A file whose name ends in .gz is compressed. Stored
    syntheses and judgements are written by cpgraph synthesis export, and into RO-Crates.
    """
    chosen = chosen_format(form, output, _FORMATS) or default_of("CONSTRUCT")
    stored = catalogue(context).query(name) if name else None
    with open_store(context.obj) as store:
        arguments = _arguments(papers, themes)
        if stored and stored.form != "SELECT":
            if any(options.values()) or chosen not in formats_of("CONSTRUCT"):
                raise click.UsageError(_ONLY_A_GRAPH, context)
            _export_graph(store, stored, arguments, chosen, output)
            return
        keys = _found(store, stored, arguments) if stored else _keys(store, papers, themes)
        if chosen == "ro-crate":
            _export_crate(store, keys, output, **options)
            return
        _export_papers(store, keys, chosen, output, **options)


_ONLY_A_GRAPH = (
    "--query names a CONSTRUCT, which says what is written; give it without --rows, --profile and "
    "--provenance, in a syntax of RDF or as graphml"
)


def _export_crate(
    store: Store, keys: list[str] | None, output: Path | None, **options: Any
) -> None:
    from cpgraph.reports import write_store_crate  # noqa: PLC0415

    context = click.get_current_context()
    if output is None or str(output) == "-":
        raise click.UsageError("an RO-Crate is a folder or a .zip; say where with -o", context)
    if any(options.values()):
        problem = "an RO-Crate holds all; give it without --rows, --profile and --provenance"
        raise click.UsageError(problem, context)
    count = write_store_crate(store, output, papers=keys)
    click.echo(f"{count} files written to {output}", err=True)


def _arguments(papers: tuple[str, ...], themes: tuple[str, ...]) -> dict[str, Any]:
    """What --paper and --theme are to a query, which refuses what it does not take."""
    given = {"paper": papers, "theme": themes}
    return {
        name: values[0] if len(values) == 1 else values for name, values in given.items() if values
    }


def _keys(store: Store, papers: tuple[str, ...], themes: tuple[str, ...]) -> list[str] | None:
    """The keys of the papers that are named, and of those of the themes; None is every paper."""
    if not papers and not themes:
        return None
    from cpgraph.queries.arguments import keys_of_papers  # noqa: PLC0415

    named = keys_of_papers(store, papers) if papers else []
    return [*named, *_of_themes(store, themes)]


def _found(store: Store, stored: StoredQuery, arguments: dict[str, Any]) -> list[str]:
    limit = None if stored.paging is None else ALL
    return exporting.papers_found(queries.select(store, stored, arguments, limit=limit))


def _of_themes(store: Store, themes: tuple[str, ...]) -> list[str]:
    if not themes:
        return []
    found = queries.select(store, "papers/list", {"theme": list(themes)}, limit=ALL)
    return [str(row[0]) for row in found]


def _export_graph(
    store: Store,
    stored: StoredQuery,
    arguments: dict[str, Any],
    form: str,
    output: Path | None,
) -> None:
    triples = queries.construct(store, stored, arguments)
    prefixes = {**store.iris.prefixes, **declared_prefixes(stored.text)}
    with output_stream(output) as stream:
        exporting.write_graph_as(form, triples, stream, prefixes)


def _export_papers(
    store: Store,
    keys: list[str] | None,
    form: str,
    output: Path | None,
    *,
    rows: str | None,
    **options: Any,
) -> None:
    with output_stream(output) as stream:
        written = exporting.export_as(store, stream, form, papers=keys, rows=rows, **options)
    count = _counted(written.papers, "paper")
    if rows == "claims" or form == exporting.NANOPUB:
        count = f"{_counted(written.claims, 'claim')} of {count}"
    click.echo(f"{count} written{f' to {output}' if output else ''}", err=True)
    if written.beyond:
        click.echo(f"of {_first(written.beyond)} trig says more than a record can hold", err=True)
    if written.unknown:
        click.echo(f"in no vocabulary that cpgraph knows: {_first(written.unknown)}", err=True)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _first(names: list[str]) -> str:
    """The first names, which are enough to find what is meant."""
    return printable(f"{', '.join(names[:3])}{', …' if len(names) > 3 else ''}")  # noqa: PLR2004
