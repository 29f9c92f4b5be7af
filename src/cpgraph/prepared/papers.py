"""Which papers the filters of a stored query ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from cpgraph.prepared.columns import Columns, Mask, Numbers
from cpgraph.rdf import Term
from cpgraph.results import term_text

Asked = Mapping[str, Sequence[Term]]
"""The terms of each argument that was given, by parameter."""

#: Parameter -> the column of papers that it restricts.
_CODED = {"paper_type": "paper_type", "level": "level", "source": "source"}
#: Parameters that these filters know.
OF_PAPERS = frozenset({"theme", "since", "until", *_CODED})


def papers_asked(columns: Columns, asked: Asked) -> Mask | None:
    """Whether each paper is asked for; None where no filter restricts them."""
    masks = list(_masks(columns, asked))
    return np.logical_and.reduce(masks) if masks else None


def is_one_of(column: Numbers, columns: Columns, concepts: Iterable[Term]) -> Mask:
    """Whether each row has one of the concepts."""
    codes = [columns.code[iri] for term in concepts if (iri := term_text(term)) in columns.code]
    return np.isin(column, codes)


def _masks(columns: Columns, asked: Asked) -> Iterable[Mask]:
    papers = columns.papers
    if "theme" in asked:
        rows = columns.themes.paper[is_one_of(columns.themes.theme, columns, asked["theme"])]
        mask = np.zeros(len(papers.key), dtype=np.bool_)
        mask[rows] = True
        yield mask
    for name, column in _CODED.items():
        if name in asked:
            yield is_one_of(getattr(papers, column), columns, asked[name])
    # Dates are compared as text, cut to the length that is asked for: 2026 includes 2026-05-11.
    if "since" in asked:
        since = term_text(asked["since"][0])
        yield (papers.date != "") & (papers.date.astype(f"<U{len(since)}") >= since)
    if "until" in asked:
        until = term_text(asked["until"][0])
        yield (papers.date != "") & (papers.date.astype(f"<U{len(until)}") <= until)
