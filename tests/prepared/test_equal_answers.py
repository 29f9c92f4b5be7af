"""Answers from the columns equal those of the stored queries, after whatever was done to the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import strategies
from cpgraph import prepared, queries
from cpgraph.model import Claim, Paper
from cpgraph.paper_graph import Context, paper_triples
from cpgraph.prepared import keeping
from cpgraph.prepared.columns import Columns
from cpgraph.prepared.selecting import ANSWERED, select
from cpgraph.provenance import Activity, Document, provenance_triples, start_activity
from cpgraph.rdf import Literal, NamedNode, Triple, graph_hash
from cpgraph.results import Row, Solutions, term_text
from cpgraph.sample import load_sample
from cpgraph.store import Store, open_store, store_ontology
from cpgraph.terms import CONCEPT, SKOS, Iris
from cpgraph.vocabulary import shipped

_ACT: Activity = start_activity("tester")
_CONTEXT = Context(Iris(), shipped())


def one_or_two(scheme: str) -> st.SearchStrategy[list[str]]:
    return st.lists(strategies.keys(scheme), min_size=1, max_size=2)


papers = st.builds(
    Paper,
    key=st.integers(1, 9).map(lambda number: f"openalex:W{number}")
    | st.integers(1, 9).map(lambda number: f"arxiv:2401.0000{number}"),
    title=st.just("A paper"),
    source=st.sampled_from(["openalex", "arxiv"]),
    authors_not_stated=st.just(True),
    published=st.sampled_from([None, "2024", "2024-05", "2024-05-11", "2025-01-02"]),
    paper_type=strategies.maybe(strategies.keys("paper-type")),
    evidence_strength=strategies.maybe(strategies.keys("level")),
    themes=st.lists(strategies.keys("theme"), unique=True, max_size=3).map(tuple),
    claims=st.lists(
        st.builds(
            Claim,
            text=st.text("abc", min_size=1, max_size=8),
            direction=strategies.maybe(strategies.keys("direction")),
            confidence=strategies.maybe(strategies.keys("confidence")),
            category=strategies.maybe(st.sampled_from(["error_rate", "adoption_rate", "other"])),
        ),
        max_size=4,
        unique_by=lambda claim: claim.text,
    ).map(tuple),
)
arguments = st.fixed_dictionaries(
    {},
    optional={
        "theme": one_or_two("theme"),
        "since": st.sampled_from(["2024", "2024-05", "2024-06-01"]),
        "until": st.sampled_from(["2024-12", "2025"]),
        "paper_type": one_or_two("paper-type"),
        "level": one_or_two("level"),
        "source": st.sampled_from(["openalex", "arxiv"]).map(lambda key: [key]),
        "confidence": one_or_two("confidence"),
    },
)
of_claims = st.fixed_dictionaries(
    {},
    optional={
        "category": st.sampled_from(["error_rate", "adoption_rate"]).map(lambda key: [key]),
        "direction": one_or_two("direction"),
        "sort": st.sampled_from(["paper", "category", "direction", "newest"]),
    },
)


def put(store: Store, paper: Paper) -> None:
    triples = paper_triples(paper, _CONTEXT)
    loaded = provenance_triples(
        paper.key, graph_hash(triples), Document("made", "sha256:0"), _ACT, store.iris
    )
    store.write([{store.iris.graph(paper.key): triples, store.iris.provenance(paper.key): loaded}])


def take_out(store: Store, key: str) -> None:
    store.write([{store.iris.graph(key): [], store.iris.provenance(key): []}])


def both(
    store: Store, name: str, asked: dict[str, Any], **page: Any
) -> tuple[list[Row], list[Row]]:
    """The rows from the columns that are kept, and from the stored query."""
    columns = keeping.kept(store)
    assert columns is not None
    found = select(store, columns, name, asked, **page)
    return list(found.terms()), list(queries.select(store, name, asked, **page).terms())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_random_edits(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("prepared") / "store"
    with open_store(folder, "write") as store:
        store_ontology(store)
    for _ in range(data.draw(st.integers(1, 4))):
        with open_store(folder, "write") as store:
            for paper in data.draw(st.lists(papers, max_size=5)):
                put(store, paper)
            for key in data.draw(st.lists(st.sampled_from(["openalex:W1", "arxiv:2401.00001"]))):
                take_out(store, key)
        with open_store(folder) as store:
            keeping.prepare(store)
            asked = data.draw(arguments)
            for name, given_, page in (
                ("evidence/board", asked, {}),
                ("evidence/themes", {}, {}),
                ("claims/list", {**asked, **data.draw(of_claims)}, {}),
                ("claims/list", data.draw(of_claims), {"limit": 3, "offset": 2}),
            ):
                prepared_rows, stored_rows = both(store, name, given_, **page)
                assert prepared_rows == stored_rows


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("prepared") / "store"
    with open_store(folder, "write") as store:
        load_sample(store)
    with open_store(folder) as store:
        keeping.prepare(store)
        yield store


@pytest.mark.parametrize("name", sorted(ANSWERED))
def test_the_sample(sample: Store, name: str) -> None:
    from_columns, stored = both(sample, name, {})
    assert stored
    assert from_columns == stored


@pytest.mark.parametrize("sort", ["paper", "newest", "category", "direction"])
def test_every_page_of_the_sample(sample: Store, sort: str) -> None:
    pages = [both(sample, "claims/list", {"sort": sort}, limit=50, offset=n) for n in (0, 50, 100)]
    assert [len(stored) for _, stored in pages] == [50, 50, 30]
    for from_columns, stored in pages:
        assert from_columns == stored


def test_an_argument_that_columns_do_not_know_runs_the_stored_query(sample: Store) -> None:
    from_columns, stored = both(sample, "claims/list", {"text": "team"})
    assert stored
    assert from_columns == stored


def test_a_concept_that_no_paper_names_gives_nothing(sample: Store) -> None:
    assert both(sample, "evidence/board", {"confidence": ["low"], "since": "2199"}) == ([], [])


def test_answers_of_the_verb_come_from_columns(sample: Store) -> None:
    """Columns that are wrong on purpose show that they are what is read."""
    board = queries.shipped_catalogue().query("evidence/board")
    columns = keeping.kept(sample)
    assert columns is not None
    wrong = Columns(columns.papers, columns.themes, columns.claims, columns.concepts, {})
    found = prepared.answer(sample, board, {})
    assert isinstance(found, Solutions)
    assert list(found)
    assert not list(select(sample, wrong, "evidence/board", {}))


def test_a_query_of_the_same_name_is_asked_itself(sample: Store) -> None:
    board = queries.shipped_catalogue().query("evidence/board")
    own = replace(board, text=board.text.replace("ORDER BY DESC(?total)", "ORDER BY"))
    found = prepared.answer(sample, own, {})
    assert isinstance(found, Solutions)
    assert list(found.terms()) == list(queries.select(sample, own).terms())
    assert list(found.terms()) != list(queries.select(sample, board).terms())


def labels(*said: tuple[str, str, str]) -> list[Triple]:
    return [
        Triple(
            NamedNode(CONCEPT + name), NamedNode(f"{SKOS}prefLabel"), Literal(text, language=tag)
        )
        for name, text, tag in said
    ]


def test_labels_that_change_without_a_paper(tmp_path: Path) -> None:
    """Of other languages, several of one concept, one of several concepts."""
    with open_store(tmp_path / "store", "write") as store:
        load_sample(store)
    for said in (
        labels(("theme/adoption", "Adopción", "es"), ("category/other", "Sonstiges", "de")),
        labels(("theme/adoption", "Take-up", "en"), ("category/other", "Error Rate", "en-GB")),
        labels(("theme/adoption", "Governance", "en-US"), ("category/other", "Other", "en-GB")),
    ):
        with open_store(tmp_path / "store", "write") as store:
            store.write([{store.iris.vocabulary_graph: said}])
        with open_store(tmp_path / "store") as store:
            keeping.prepare(store)
            for name in sorted(ANSWERED):
                prepared_rows, stored_rows = both(store, name, {})
                assert prepared_rows == stored_rows
            themes = {term_text(row[0]) for row in both(store, "evidence/themes", {})[0]}
            assert ("Take-up" in themes) == ("Take-up" in {term_text(one.object) for one in said})
