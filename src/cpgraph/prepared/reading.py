"""Reading the columns from a store: one narrow query a property, of all papers or of some."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from cpgraph.prepared.columns import ABSENT, Claims, Columns, Numbers, Papers, Themes
from cpgraph.rdf import NamedNode
from cpgraph.results import term_text
from cpgraph.store import Store
from cpgraph.terms import CPG, DCTERMS, SCHEMA, SKOS

_PAPER = f"?paper a <{SCHEMA}ScholarlyArticle> ."
_CLAIM = f"?claim <{SCHEMA}appearance> ?paper ."
Pair = tuple[str, str]


def read(
    store: Store, hashes: dict[str, str], keys: Collection[str] | None, concepts: Sequence[str] = ()
) -> Columns:
    """The columns of papers.

    :param hashes: of every paper's graph, by key.
    :param keys: the papers that are read; None is all.
    :param concepts: those that have codes already.
    """
    reader = _Reader(store, keys, list(concepts))
    papers, themes, claims = reader.papers(hashes), reader.themes(), reader.claims()
    coded = tuple(reader.codes)
    return Columns(papers, themes, claims, coded, _labels(store, coded))


class _Reader:
    """Reads some papers of a store; gives codes to concepts as they come."""

    def __init__(self, store: Store, keys: Collection[str] | None, concepts: list[str]) -> None:
        self._store = store
        only = "" if keys is None else " ".join(str(NamedNode(store.iris.paper(k))) for k in keys)
        self._only = "" if keys is None else f"VALUES ?paper {{ {only} }} "
        self.codes = {iri: code for code, iri in enumerate(concepts)}
        found = sorted((key, iri) for iri, key in self._pairs("paper", f"{DCTERMS}identifier"))
        self._keys = [key for key, _ in found]
        self._rows = {iri: row for row, (_, iri) in enumerate(found)}

    def papers(self, hashes: dict[str, str]) -> Papers:
        """The papers' own columns."""
        dates = dict(self._pairs("paper", f"{SCHEMA}datePublished"))
        return Papers(
            key=np.array(self._keys, dtype=np.str_),
            hash=np.array([hashes.get(key, "").encode() for key in self._keys], dtype=np.bytes_),
            date=np.array([dates.get(iri, "") for iri in self._rows], dtype=np.str_),
            paper_type=self._coded("paper", f"{CPG}paperType", self._rows),
            level=self._coded("paper", f"{CPG}evidenceStrength", self._rows),
            source=self._coded("paper", f"{CPG}source", self._rows),
        )

    def themes(self) -> Themes:
        """Each pair of a paper and a theme once."""
        pairs = sorted(
            {
                (self._rows[paper], self._code(theme))
                for paper, theme in self._pairs("paper", f"{DCTERMS}subject")
                if paper in self._rows
            }
        )
        return Themes(
            paper=np.array([row for row, _ in pairs], dtype=np.int32),
            theme=np.array([code for _, code in pairs], dtype=np.int32),
        )

    def claims(self) -> Claims:
        """The claims' columns."""
        places = dict(self._pairs("claim", f"{SCHEMA}position"))
        found = sorted(
            (self._rows[paper], int(places.get(claim, 0)), claim, paper)
            for claim, paper in self._pairs("claim", f"{SCHEMA}appearance")
            if paper in self._rows
        )
        rows = {claim: row for row, (_, _, claim, _) in enumerate(found)}
        names = [claim.removeprefix(paper).encode() for _, _, claim, paper in found]
        return Claims(
            paper=np.array([row for row, _, _, _ in found], dtype=np.int32),
            name=np.array(names, dtype=np.bytes_),
            category=self._coded("claim", f"{CPG}outcomeCategory", rows),
            direction=self._coded("claim", f"{CPG}direction", rows),
            confidence=self._coded("claim", f"{CPG}confidence", rows),
        )

    def _pairs(self, thing: str, predicate: str) -> Iterator[Pair]:
        """Each thing with what a property says of it, by bare text."""
        where = f"?{thing} <{predicate}> ?value"
        if thing == "paper":
            where = f"{_PAPER} {where}"
        elif self._only:
            where = f"{_CLAIM} {where}"
        query = f"SELECT ?{thing} ?value WHERE {{ {self._only}{where} }}"
        for subject, value in self._store.select(query):
            yield term_text(subject), term_text(value)

    def _coded(self, thing: str, predicate: str, rows: dict[str, int]) -> Numbers:
        """A column of codes, by the rows of the things."""
        column = np.full(len(rows), ABSENT, dtype=np.int32)
        for subject, value in self._pairs(thing, predicate):
            row = rows.get(subject)
            if row is not None:
                column[row] = self._code(value)
        return column

    def _code(self, iri: str) -> int:
        return self.codes.setdefault(iri, len(self.codes))


def _labels(store: Store, concepts: Collection[str]) -> dict[str, list[str]]:
    """The English labels of concepts, as the stored queries read them."""
    named = " ".join(str(NamedNode(iri)) for iri in concepts)
    rows = store.select(
        f"SELECT DISTINCT ?concept (STR(?label) AS ?text) WHERE {{ VALUES ?concept {{ {named} }} "
        f"?concept <{SKOS}prefLabel> ?label "
        f'FILTER(LANG(?label) = "" || LANGMATCHES(LANG(?label), "en")) }} ORDER BY ?concept ?text'
    )
    labels: dict[str, list[str]] = {}
    for concept, label in rows if concepts else ():
        labels.setdefault(term_text(concept), []).append(term_text(label))
    return labels
