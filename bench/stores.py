"""Stores on disk with synthetic papers, for measuring queries.

    python bench/stores.py 10000 FOLDER    the store FOLDER/10k, made unless it is there

The papers of ``corpus.py`` go to the store as ``load`` writes them (a graph and its provenance each, the
ontology beside them), but unread and unvalidated and in large batches: a hundred thousand papers take
minutes.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from corpus import papers
from cpgraph.model import Paper
from cpgraph.paper_graph import Context, claim_iris, paper_triples
from cpgraph.provenance import Activity, Document, provenance_triples
from cpgraph.rdf import Literal, NamedNode, Term, Triple, graph_hash, typed
from cpgraph.store import Replacement, open_store, store_ontology
from cpgraph.terms import CPG, PROV, RDF, Iris, digest, slug
from cpgraph.vocabulary import shipped

#: Papers of one act of loading; each act came a day after the one before.
LOADED_TOGETHER = 500
#: Stored syntheses, and the most claims that each includes.
SYNTHESES, INCLUDED = 10, 200
_FIRST_LOAD = datetime(2026, 1, 1, tzinfo=UTC)


def kept_store(folder: Path, count: int) -> Path:
    """The store of so many papers below a folder, made where it is not there yet."""
    path = folder / name_of(count)
    if not path.exists():
        draft = folder / f"{name_of(count)}.draft"
        shutil.rmtree(draft, ignore_errors=True)
        fill(draft, count)
        draft.rename(path)
    return path


def name_of(count: int) -> str:
    """A number of papers as people say it.

    >>> name_of(10_000), name_of(1500)
    ('10k', '1500')
    """
    return f"{count // 1000}k" if count % 1000 == 0 else str(count)


def fill(path: Path, count: int) -> None:
    """Make a store with so many synthetic papers."""
    with open_store(path, "write") as store:
        store_ontology(store)
        context = Context(store.iris, shipped())
        made = _Syntheses(context.iris, count // 2)
        store.write(_replacements(papers(count), context, made))
        store.write(made.replacements())


def _replacements(
    found: Iterator[Paper], context: Context, made: _Syntheses
) -> Iterator[Replacement]:
    for number, paper in enumerate(found):
        made.add(number, paper)
        document, activity = _loaded(number // LOADED_TOGETHER)
        triples = paper_triples(paper, context)
        said = graph_hash(triples)
        yield {
            context.iris.graph(paper.key): triples,
            context.iris.provenance(paper.key): provenance_triples(
                paper.key, said, document, activity, context.iris
            ),
        }


def _loaded(turn: int) -> tuple[Document, Activity]:
    """The file and the act of loading that brought the papers of one turn."""
    name = f"synthetic-{turn + 1}.jsonl"
    content = f"sha256:{digest(name, length=64)}"
    return Document(name, content), Activity("Synthetic loader", _day(turn), digest(name, "load"))


def _day(turn: int) -> datetime:
    return _FIRST_LOAD + timedelta(days=turn)


class _Syntheses:
    """Stored syntheses: always ten, each of the first claims of one category, made half-way through."""

    def __init__(self, iris: Iris, before: int) -> None:
        self._iris = iris
        self._before = before
        self._claims: dict[str, list[str]] = {}

    def add(self, number: int, paper: Paper) -> None:
        """Note the paper's claims, where a synthesis has room for them and was not made before."""
        if number >= self._before:
            return
        for claim, iri in zip(paper.claims, claim_iris(paper, self._iris), strict=True):
            of_category = self._claims.setdefault(claim.category or "", [])
            if len(of_category) < INCLUDED:
                of_category.append(iri)

    def replacements(self) -> Iterator[Replacement]:
        """The graph of each synthesis."""
        last = _day((self._before - 1) // LOADED_TOGETHER)
        when = (last + timedelta(hours=12)).strftime("%Y-%m-%dT%H:%M:%SZ")
        for category in sorted(self._claims)[:SYNTHESES]:
            name = self._iris.synthesis(f"synthetic-{slug(category)}")
            yield {name: list(self._statements(name, category, when))}

    def _statements(self, name: str, category: str, when: str) -> Iterator[Triple]:
        concept = NamedNode(shipped().get("category", category).iri)
        said: list[tuple[str, Term]] = [
            (f"{RDF}type", NamedNode(f"{CPG}Synthesis")),
            (f"{CPG}question", Literal(f"What is said of {category}? (synthetic)")),
            (f"{CPG}outcomeCategory", concept),
            (f"{PROV}generatedAtTime", typed(when, "dateTime")),
            *((f"{CPG}included", NamedNode(claim)) for claim in self._claims[category]),
        ]
        for predicate, value in said:
            yield Triple(NamedNode(name), NamedNode(predicate), value)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Make a store of synthetic papers.")
    parser.add_argument("count", type=int, metavar="N", help="how many papers")
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where stores are kept")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    print(kept_store(given.folder, given.count))


if __name__ == "__main__":
    main()
