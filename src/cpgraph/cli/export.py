"""``cpgraph export``."""

from __future__ import annotations

from pathlib import Path

import click

from cpgraph import queries
from cpgraph.cli.completion import concept_keys, graph_queries, paper_keys
from cpgraph.cli.options import (
    catalogue,
    chosen_syntax,
    format_option,
    output_option,
    output_stream,
)
from cpgraph.queries import StoredQuery
from cpgraph.queries.paging import ALL
from cpgraph.rdf import SYNTAXES, Syntax
from cpgraph.store import Store, open_store


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
    help="The graph of a stored CONSTRUCT query instead.",
    shell_complete=graph_queries,
)
@format_option(SYNTAXES, "the graph is written", "by suffix, else turtle")
@click.option(
    "--provenance", is_flag=True, help="Also where each paper came from (trig, nquads, jsonld)."
)
@output_option
@click.pass_context
def export(
    context: click.Context,
    *,
    papers: tuple[str, ...],
    themes: tuple[str, ...],
    name: str | None,
    form: str | None,
    provenance: bool,
    output: Path | None,
) -> None:
    """Write papers as RDF, sorted: the same content gives the same bytes.

    TriG, N-Quads and JSON-LD keep one named graph a paper; Turtle, N-Triples and RDF/XML hold the
    union.
    """
    from cpgraph import exporting as operation  # noqa: PLC0415

    if name and (papers or themes or provenance):
        raise click.UsageError(
            "--query says what is written; give it without --paper, --theme and --provenance",
            context,
        )
    syntax = chosen_syntax(form, output)
    stored = catalogue(context).query(name) if name else None
    with open_store(context.obj) as store:
        if stored:
            _export_query(store, stored, syntax, output)
            return
        keys = _keys(store, papers, themes)
        with output_stream(output) as stream:
            count = operation.export(store, stream, syntax, papers=keys, provenance=provenance)
    click.echo(f"{count} papers written{f' to {output}' if output else ''}", err=True)


def _keys(store: Store, papers: tuple[str, ...], themes: tuple[str, ...]) -> list[str] | None:
    """The keys of the papers that are named, and of those of the themes; None is every paper."""
    if not papers and not themes:
        return None
    from cpgraph.queries.arguments import keys_of_papers  # noqa: PLC0415

    named = keys_of_papers(store, papers) if papers else []
    return [*named, *_of_themes(store, themes)]


def _of_themes(store: Store, themes: tuple[str, ...]) -> list[str]:
    if not themes:
        return []
    found = queries.select(store, "papers/list", {"theme": list(themes)}, limit=ALL)
    return [str(row[0]) for row in found]


def _export_query(store: Store, stored: StoredQuery, syntax: Syntax, output: Path | None) -> None:
    from cpgraph import exporting as operation  # noqa: PLC0415

    triples = queries.construct(store, stored)
    with output_stream(output) as stream:
        operation.write_graph(triples, stream, syntax, store.iris.prefixes)
