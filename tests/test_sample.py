"""The sample store, as the demo makes it, and as the tests have it."""

from __future__ import annotations

from cpgraph.results import Severity
from cpgraph.sample import load_sample
from cpgraph.store import Store, open_store

BASE = "https://data.example/"


def contents(store: Store) -> dict[str, frozenset[object]]:
    names = (name for name in store.graph_names(store.iris.base) if "/provenance/" not in name)
    return {name: frozenset(store.graph(name)) for name in names}


def test_the_demo_and_the_tests_have_the_same_store(sample_store: Store) -> None:
    with open_store(":memory:", "write") as store:
        report = load_sample(store)
        assert not report.refused
        assert contents(store) == contents(sample_store)


def test_every_paper_of_the_sample_is_without_violations_or_warnings() -> None:
    with open_store(":memory:", "write") as store:
        said = [result for entry in load_sample(store).entries for result in entry.results]
        assert {result.severity for result in said} <= {Severity.INFO}


def test_a_synthesis_names_the_claims_of_its_own_store() -> None:
    with open_store(":memory:", "write", base_iri=BASE) as store:
        load_sample(store)
        asked = (
            "SELECT DISTINCT ?claim { ?s <https://w3id.org/cpgraph/ontology#included> ?claim . "
            "?claim <https://schema.org/appearance> ?paper }"
        )
        named = [row[0].value for row in store.select(asked)]  # type: ignore[union-attr]
        assert len(named) == 6
        assert all(claim.startswith(f"{BASE}paper/") for claim in named)
