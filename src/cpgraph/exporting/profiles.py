"""Profiles: papers and claims in the terms of other tools, each by a stored CONSTRUCT query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from cpgraph import queries
from cpgraph.exporting.graphs import Part, keys_to_export, write_union
from cpgraph.exporting.lint import Lint
from cpgraph.queries.prefixes import declared_prefixes
from cpgraph.rdf import Syntax
from cpgraph.store import Store

#: Profile -> the query that makes it; each takes papers.
PROFILES = {
    "schema-org": "graph/schema-org",
    "spar": "graph/spar",
    "nanopub": "graph/nanopublications",
}
#: How many papers the query is asked of at once: what sits in memory.
_BATCH = 100


def export_profile(
    store: Store,
    output: IO[bytes],
    syntax: Syntax,
    profile: str,
    *,
    papers: Iterable[str] | None = None,
    lint: Lint | None = None,
) -> int:
    """Write papers of a store in the terms of a profile, sorted by key; how many were written.

    :param profile: a name of :data:`PROFILES`.
    :param papers: keys; None is the whole store.
    :raises ExportError: a paper is not in the store.
    """
    keys = keys_to_export(store, papers)
    stored = queries.stored_query(PROFILES[profile])
    prefixes = {**store.iris.prefixes, **declared_prefixes(stored.text)}
    parts = _parts(store, stored, keys)
    write_union(parts, output, syntax, prefixes, lint or Lint())
    return len(keys)


def _parts(store: Store, stored: queries.StoredQuery, keys: list[str]) -> Iterator[Part]:
    for start in range(0, len(keys), _BATCH):
        iris = [store.iris.paper(key) for key in keys[start : start + _BATCH]]
        yield frozenset(iris), queries.construct(store, stored, {"paper": iris})
