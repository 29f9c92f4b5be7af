"""Which papers and outcomes a store has, so that an argument that names none is refused by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from heapq import nlargest, nsmallest
from itertools import islice

from cpgraph.errors import CpgraphError
from cpgraph.queries.sparql_terms import sparql_term
from cpgraph.rdf import Literal, NamedNode
from cpgraph.store import Store
from cpgraph.terms import CPG, SCHEMA, SKOS

#: Names longer than this are compared by how they begin.
_LONG = 100
#: Of many names only the most promising are compared letter by letter.
_PROMISING = 200
#: How many labels of outcomes are looked through for one that is near.
_LABELS = 200_000


class Known:
    """The papers and outcomes of a store. Asking for one is a look-up; only what is near is a search."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def is_paper(self, iri: str) -> bool:
        """Whether a paper has this IRI."""
        return self._is_a(iri, f"{SCHEMA}ScholarlyArticle")

    def is_outcome(self, iri: str) -> bool:
        """Whether an outcome has this IRI."""
        return self._is_a(iri, f"{CPG}Outcome")

    def outcome_labelled(self, label: str) -> str | None:
        """The IRI of the outcome with exactly this label, the first where several have it."""
        rows = self._store.select(
            f"SELECT ?outcome WHERE {{ ?outcome <{SKOS}prefLabel> {sparql_term(Literal(label))} ; "
            f"a <{CPG}Outcome> }} ORDER BY ?outcome LIMIT 1"
        )
        return next((row[0].value for row in rows if isinstance(row[0], NamedNode)), None)

    def nearest_papers(self, text: str) -> list[str]:
        """The keys of papers that look like ``text``, best first; none where the search fails."""
        return _hint(lambda: self._near_papers(text))

    def nearest_outcomes(self, text: str) -> list[str]:
        """The labels of outcomes that look like ``text``, best first; none where the search fails."""
        return _hint(lambda: nearest(text, dict.fromkeys(islice(self._labels(), _LABELS))))

    def _near_papers(self, text: str) -> list[str]:
        iris = self._store.iris
        below = len(
            iris.graph("")
        )  # the names are compared as they are: very many would be decoded
        names = (name[below:] for name in self._store.graph_names(iris.graph("")))
        found = (
            iris.key_of_graph(iris.graph("") + name)
            for name in nearest(iris.graph(text)[below:], names)
        )
        return [key for key in found if key is not None]

    def papers_from(self, begun: str, *, most: int) -> list[str]:
        """The first keys of papers that begin so."""
        iris = self._store.iris
        keys = map(iris.key_of_graph, self._store.graph_names(iris.graph(begun)))
        return nsmallest(most, (key for key in keys if key is not None))

    def outcomes_from(self, begun: str, *, most: int) -> list[str]:
        """The first labels of outcomes that begin so."""
        labels = islice(self._labels(), _LABELS)
        return nsmallest(most, {label for label in labels if label.startswith(begun)})

    def _is_a(self, iri: str, kind: str) -> bool:
        return self._store.ask(f"ASK {{ {NamedNode(iri)} a <{kind}> }}")

    def _labels(self) -> Iterator[str]:
        """The labels of outcomes; one that several papers share comes several times."""
        rows = self._store.select(
            f"SELECT ?label WHERE {{ ?outcome a <{CPG}Outcome> ; <{SKOS}prefLabel> ?label }}"
        )
        return (row[0].value for row in rows if isinstance(row[0], Literal))


def _hint(search: Callable[[], list[str]]) -> list[str]:
    """What a search finds; a search that takes too long, say, must not hide what it was a hint for."""
    try:
        return search()
    except CpgraphError:
        return []


def nearest(name: str, names: Iterable[str], *, most: int = 2) -> list[str]:
    """Names that look like a name in any letter case, best first; fast where there are very many.

    >>> nearest("Task tmie", ["task time", "error rate", "task"])
    ['task time', 'task']
    """
    wanted = name.casefold()[:_LONG]
    parts = {wanted[start : start + 3] for start in range(max(1, len(wanted) - 2))}
    folded = {other.casefold()[:_LONG]: other for other in names}
    scores = ((sum([part in other for part in parts]), other) for other in folded)
    promising = [other for _, other in nlargest(_PROMISING, scores)]
    return [folded[other] for other in get_close_matches(wanted, promising, n=most, cutoff=0.6)]
