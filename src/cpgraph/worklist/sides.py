"""The two claims of a pair, each with the paper that makes it, read from the papers' graphs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from cpgraph.model import Claim, Paper
from cpgraph.paper_graph import claim_iris, paper_from_triples
from cpgraph.store import Store, known_vocabulary, paper_statements
from cpgraph.synthesis.basis import byline
from cpgraph.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two claims.

    :param iri: of the claim.
    :param paper: the paper that makes it; None where the store does not hold it any longer.
    :param claim: None where the paper does not make it any longer: its text was changed, say.
    :param position: its place in the paper, from 1; 0 where it is not there.
    """

    iri: str
    key: str
    paper: Paper | None = None
    claim: Claim | None = None
    position: int = 0

    @property
    def year(self) -> str | None:
        """The year of publication."""
        return self.paper.published[:4] if self.paper and self.paper.published else None

    @property
    def direction(self) -> str | None:
        """The claim's direction as the paper states it."""
        return self.claim.direction if self.claim else None

    @property
    def byline(self) -> str:
        """``Author et al. (2026)``, to be read by people; never a key."""
        names = [author.name for author in self.paper.authors] if self.paper else []
        return byline(names[0] if names else None, len(names), self.year)


class Papers:
    """The papers of a store, each read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: dict[str, Paper | None] = {}

    def side(self, claim: str) -> Side:
        """The claim with this IRI, and its paper."""
        iri = claim.partition("#")[0]
        key = unquote(iri.removeprefix(self._store.iris.paper("")))
        paper = self._paper(key, iri)
        if paper is None:
            return Side(claim, key)
        found = {iri: index for index, iri in enumerate(claim_iris(paper, self._store.iris))}
        if claim not in found:
            return Side(claim, key, paper)
        return Side(claim, key, paper, paper.claims[found[claim]], found[claim] + 1)

    def study(self, side: Side) -> str:
        """The IRI of the study that the paper reports; the paper's own where it states none."""
        stated = side.paper.study if side.paper else None
        return self._store.iris.study(stated) if stated else side.iri.partition("#")[0]

    def _paper(self, key: str, iri: str) -> Paper | None:
        if key not in self._read:
            triples = list(paper_statements(self._store, key))
            read = paper_from_triples(triples, iri, self._vocabulary) if triples else None
            self._read[key] = read
        return self._read[key]

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return known_vocabulary(self._store)
