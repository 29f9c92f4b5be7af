"""Export: papers of a store as files that other tools read; equal content gives equal bytes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO

from cpgraph.exporting.files import ExportError, format_of, replacing
from cpgraph.exporting.graphs import export, write_graph, write_graph_as
from cpgraph.exporting.lint import Lint
from cpgraph.exporting.lists import LIST_FORMATS, TABLES, Written, export_list, papers_found
from cpgraph.exporting.nanopubs import export_nanopubs
from cpgraph.exporting.profiles import PROFILES, export_profile
from cpgraph.rdf import SYNTAXES
from cpgraph.store import Store
from cpgraph.writers import NETWORK_FORMATS

#: The format of nanopublications, one for each claim.
NANOPUB = "nanopub"
#: Every format of an export -> suffixes of its files.
FORMATS: dict[str, tuple[str, ...]] = {
    **{name: syntax.suffixes for name, syntax in SYNTAXES.items()},
    **LIST_FORMATS,
    **NETWORK_FORMATS,
    NANOPUB: SYNTAXES["trig"].suffixes,
}

__all__ = [
    "FORMATS",
    "LIST_FORMATS",
    "NANOPUB",
    "PROFILES",
    "ExportError",
    "Written",
    "export",
    "export_as",
    "export_list",
    "format_of",
    "papers_found",
    "replacing",
    "write_graph",
    "write_graph_as",
]


def export_as(
    store: Store,
    output: IO[bytes],
    form: str,
    *,
    papers: Iterable[str] | None = None,
    rows: str | None = None,
    profile: str | None = None,
    provenance: bool = False,
    trusty: bool = False,
    key: Path | None = None,
) -> Written:
    """Write papers of a store in any format, sorted by key; what was written.

    :param form: a name of :data:`FORMATS`.
    :param papers: keys; None is the whole store.
    :param rows: ``papers`` (also None) or ``claims``: what a row of a table is.
    :param profile: the terms, a name of :data:`PROFILES`; None is cpgraph's own.
    :param provenance: also write where each paper came from (syntaxes with graphs only).
    :param trusty: give each nanopublication an IRI that is made of what it says.
    :param key: a private RSA key (PEM) to sign each nanopublication with.
    :raises MissingLibraryError: signing needs a library that is not installed.
    :raises ExportError: there is no such format or profile, or it cannot hold what is asked for.
    """
    _refuse(form, rows, profile, provenance=provenance)
    if (trusty or key) and form != NANOPUB:
        raise ExportError(f"{form} has no trusty URIs and signatures; use {NANOPUB}")
    if form == NANOPUB:
        lint = Lint()
        count, claims = export_nanopubs(
            store, output, papers=papers, trusty=trusty, key=key, lint=lint
        )
        return Written(count, claims, unknown=lint.unknown)
    if form not in SYNTAXES:
        return export_list(store, output, form, papers=papers, rows=rows or "papers")
    lint = Lint()
    if profile:
        count = export_profile(store, output, SYNTAXES[form], profile, papers=papers, lint=lint)
    else:
        count = export(
            store, output, SYNTAXES[form], papers=papers, provenance=provenance, lint=lint
        )
    return Written(count, unknown=lint.unknown)


_NETWORKS = "graph/co-authors or graph/claims, or a CONSTRUCT of your own"


def _refuse(form: str, rows: str | None, profile: str | None, *, provenance: bool) -> None:
    if form not in FORMATS:
        raise ExportError(f"there is no format {form}; use one of {', '.join(FORMATS)}")
    if profile and profile not in PROFILES:
        raise ExportError(f"there is no profile {profile}; use one of {', '.join(PROFILES)}")
    if form in NETWORK_FORMATS:
        raise ExportError(f"{form} is of networks; use the query graph/citations, {_NETWORKS}")
    if rows and form in SYNTAXES:
        raise ExportError(f"{form} has no rows; use {', '.join(TABLES)}, or leave rows out")
    if profile and form not in SYNTAXES:
        raise ExportError(f"{form} has no profiles; use {', '.join(SYNTAXES)}")
    if provenance and (profile or form not in SYNTAXES):
        what = f"the profile {profile}" if profile else form
        raise ExportError(f"{what} cannot hold provenance; use trig, nquads or jsonld")
