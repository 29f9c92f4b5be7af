"""``cpgraph queries export``: the catalogue for other tools and for readers."""

from __future__ import annotations

import re
from pathlib import Path

import click

from cpgraph.cli.options import (
    catalogue,
    chosen_format,
    format_option,
    output_option,
    output_stream,
)
from cpgraph.queries.description import BASE_IRI, DESCRIPTION_PREFIXES, describe
from cpgraph.rdf import NamedNode
from cpgraph.writers import default_of, formats_of

_FORMATS = {**formats_of("CONSTRUCT"), "markdown": (".md",)}


def _checked_iri(context: click.Context, option: click.Parameter, given: str | None) -> str | None:
    if given is None:
        return None
    try:
        NamedNode(given)
    except ValueError:
        is_http = False
    else:
        is_http = re.match("https?://[^/]", given) is not None
    if not is_http:
        raise click.BadParameter(f"{given!r} is no http or https address", context, option)
    return given


@click.command(epilog="Example: cpgraph queries export -o queries.ttl")
@format_option(_FORMATS, "it is written", "by suffix, else turtle")
@click.option(
    "--endpoint",
    metavar="IRI",
    callback=_checked_iri,
    help="The SPARQL endpoint that answers them, for the RDF.",
)
@click.option(
    "--base-iri",
    default=BASE_IRI,
    show_default=True,
    metavar="IRI",
    callback=_checked_iri,
    help="Below which the queries get their IRIs; name one of yours for queries of yours.",
)
@output_option
@click.pass_context
def export(
    context: click.Context,
    *,
    form: str | None,
    endpoint: str | None,
    base_iri: str,
    output: Path | None,
) -> None:
    """Write the catalogue as RDF, in the vocabulary of the SIB's SPARQL examples, or as Markdown."""
    known = catalogue(context)
    chosen = chosen_format(form, output, _FORMATS) or default_of("CONSTRUCT")
    if chosen == "markdown":
        from cpgraph.queries.reference import reference  # noqa: PLC0415

        with output_stream(output) as stream:
            stream.writelines(f"{line}\n".encode() for line in reference(known))
        return
    from cpgraph.exporting import write_graph_as  # noqa: PLC0415

    triples = describe(known, endpoint, base_iri)
    with output_stream(output) as stream:
        write_graph_as(chosen, triples, stream, DESCRIPTION_PREFIXES)
