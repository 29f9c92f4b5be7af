"""The columns: one array a property, a row for each paper and for each claim."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Texts = NDArray[np.str_]
Names = NDArray[np.bytes_]
Numbers = NDArray[np.integer[Any]]
Mask = NDArray[np.bool_]

#: The code of what is not stated.
ABSENT = -1


@dataclass(frozen=True)
class Papers:
    """The papers, in the order of their keys. Concepts are codes: places in ``Columns.concepts``."""

    key: Texts
    hash: Names
    date: Texts
    paper_type: Numbers
    level: Numbers
    source: Numbers


@dataclass(frozen=True)
class Themes:
    """Which paper (its row) has which theme (its code); a paper can have several."""

    paper: Numbers
    theme: Numbers


@dataclass(frozen=True)
class Claims:
    """The claims, by the row of their paper, then by their position there, then by their IRI.

    ``name`` is what the claim's IRI has after its paper's, else the whole IRI.
    """

    paper: Numbers
    name: Names
    category: Numbers
    direction: Numbers
    confidence: Numbers


@dataclass(frozen=True)
class Columns:
    """Papers, their themes and claims; the concepts that codes mean, and their English labels."""

    papers: Papers
    themes: Themes
    claims: Claims
    concepts: tuple[str, ...]
    labels: dict[str, list[str]]

    @property
    def is_whole(self) -> bool:
        """Whether the columns of each part are equally long."""
        parts = (self.papers, self.themes, self.claims)
        return all(
            len({len(getattr(part, one.name)) for one in fields(part)}) == 1 for part in parts
        )

    @cached_property
    def code(self) -> dict[str, int]:
        """The code of each concept, by its IRI."""
        return {iri: code for code, iri in enumerate(self.concepts)}

    def labelled(self, used: Collection[int]) -> dict[str, list[int]]:
        """English label -> the codes of those concepts, of the ones used, that are called so."""
        found: dict[str, list[int]] = {}
        for code in sorted(used):
            for label in self.labels.get(self.concepts[code], ()):
                found.setdefault(label, []).append(code)
        return found


def merged(before: Columns, changed: Columns, leaving: Collection[str]) -> Columns:
    """The columns with some papers read anew.

    :param changed: the papers that are new or changed, coded as ``before`` is, with further concepts
        behind; its labels are those of all concepts.
    :param leaving: the keys of papers that are gone; those that are changed leave too.
    """
    drop = np.array(sorted({*leaving, *changed.papers.key.tolist()}), dtype=np.str_)
    staying = ~np.isin(before.papers.key, drop)
    row_of = np.cumsum(staying) - 1  # of a paper that stays, among those that stay
    keys = np.concatenate([before.papers.key[staying], changed.papers.key])
    order = np.argsort(keys, kind="stable")
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    first_new = int(staying.sum())

    def of_papers(old: Any, new: Any) -> Any:
        """Rows that belong to papers, in the papers' new order."""
        kept = staying[old.paper]
        papers = np.concatenate([rank[row_of[old.paper[kept]]], rank[first_new + new.paper]])
        within = np.argsort(papers, kind="stable")
        both = {
            one.name: np.concatenate([getattr(old, one.name)[kept], getattr(new, one.name)])[within]
            for one in fields(old)
        }
        return type(old)(**{**both, "paper": papers[within]})

    papers = Papers(
        **{
            one.name: np.concatenate(
                [getattr(before.papers, one.name)[staying], getattr(changed.papers, one.name)]
            )[order]
            for one in fields(Papers)
        }
    )
    return replace(
        changed,
        papers=papers,
        themes=of_papers(before.themes, changed.themes),
        claims=of_papers(before.claims, changed.claims),
    )
