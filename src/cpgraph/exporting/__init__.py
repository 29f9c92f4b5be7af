"""Export: papers of a store as files that other tools read; equal content gives equal bytes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from cpgraph.exporting.files import ExportError, format_of, replacing
from cpgraph.exporting.graphs import export, write_graph
from cpgraph.exporting.lists import LIST_FORMATS, TABLES, Written, export_list, papers_found
from cpgraph.rdf import SYNTAXES
from cpgraph.store import Store

#: Every format of an export -> suffixes of its files.
FORMATS: dict[str, tuple[str, ...]] = {
    **{name: syntax.suffixes for name, syntax in SYNTAXES.items()},
    **LIST_FORMATS,
}

__all__ = [
    "FORMATS",
    "LIST_FORMATS",
    "ExportError",
    "Written",
    "export",
    "export_as",
    "export_list",
    "format_of",
    "papers_found",
    "replacing",
    "write_graph",
]


def export_as(
    store: Store,
    output: IO[bytes],
    form: str,
    *,
    papers: Iterable[str] | None = None,
    rows: str | None = None,
    provenance: bool = False,
) -> Written:
    """Write papers of a store in any format, sorted by key; what was written.

    :param form: a name of :data:`FORMATS`.
    :param papers: keys; None is the whole store.
    :param rows: ``papers`` (also None) or ``claims``: what a row of a table is.
    :param provenance: also write where each paper came from (syntaxes with graphs only).
    :raises ExportError: there is no such format, or it cannot hold what is asked for.
    """
    if form not in FORMATS:
        raise ExportError(f"there is no format {form}; use one of {', '.join(FORMATS)}")
    if form in SYNTAXES:
        if rows:
            raise ExportError(f"{form} has no rows; use {', '.join(TABLES)}, or leave rows out")
        syntax = SYNTAXES[form]
        return Written(export(store, output, syntax, papers=papers, provenance=provenance))
    if provenance:
        raise ExportError(f"{form} cannot hold provenance; use trig, nquads or jsonld")
    return export_list(store, output, form, papers=papers, rows=rows or "papers")
