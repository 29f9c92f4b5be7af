"""Syntheses stored as RDF, and read back."""

from __future__ import annotations

from dataclasses import replace

import pytest

import changing
from cpgraph import living, queries
from cpgraph.living.model import SynthesisNotFoundError
from cpgraph.rdf import SYNTAXES, BlankNode, parse
from cpgraph.store import Store, known_vocabulary
from cpgraph.synthesis import ask, synthesise
from cpgraph.synthesis.model import Counts, Question
from cpgraph.validation import Validator
from cpgraph.vocabulary import shipped_quads

SAMPLE = "developer-productivity-996d6206"
FILTERED = {
    "theme": ["skills_training"], "since": "2020", "until": "2026-06", "level": ["high", "medium"],
    "paper_type": ["rct", "review"], "extraction": ["manual"], "orient": "polarity",
    "interval": "clopper-pearson",
}  # fmt: skip


@pytest.fixture
def store(copied_store: Store) -> Store:
    return copied_store


@pytest.mark.parametrize("filters", [{}, FILTERED])
@pytest.mark.parametrize(
    "subject", ["skill_acquisition", "test score without the tool", "Industry"]
)
def test_what_is_saved_is_what_is_loaded(
    store: Store, subject: str, filters: dict[str, str]
) -> None:
    made = synthesise(store, ask(store, subject, **filters))
    stored = living.save(store, made, who="A. Reviewer")
    assert stored == living.load(store, made.question.name)
    assert (stored.question, stored.name) == (made.question, made.question.name)
    assert (stored.counts, stored.share, stored.tested) == (
        made.counts,
        made.proportion,
        made.tested,
    )
    assert (stored.query_hash, stored.data_hash, stored.made) == (
        made.query_hash,
        made.data_hash,
        made.made,
    )
    assert (stored.who, stored.version) == ("A. Reviewer", 1)
    assert stored.software
    assert stored.software.startswith("cpgraph ")
    assert set(stored.included) == {claim.iri for claim in made.included}
    assert stored.excluded == {claim.iri: claim.reason for claim in made.excluded}
    assert stored.headline == stored.said[0]


def test_the_numbers_are_there_for_sparql_and_open_to_what_is_behind_them(kept: Store) -> None:
    rows = kept.select(
        "PREFIX cpg: <https://w3id.org/cpgraph/ontology#> PREFIX prov: <http://www.w3.org/ns/prov#> "
        "SELECT ?positive (COUNT(DISTINCT ?study) AS ?studies) WHERE { "
        "?s cpg:positiveStudies ?positive ; cpg:outcomeCategory category:error_rate ; "
        "cpg:votingStudies ?tally . ?tally cpg:code 'positive' ; prov:hadMember ?study } "
        "GROUP BY ?positive".replace(
            "category:error_rate", "<https://w3id.org/cpgraph/concept/category/error_rate>"
        )
    )
    assert [tuple(term.value for term in row) for row in rows] == [("3", "3")]  # type: ignore[union-attr]


@pytest.mark.parametrize("subject", ["error_rate", "test score without the tool", "Industry"])
def test_what_is_saved_conforms_and_has_no_blank_nodes(store: Store, subject: str) -> None:
    made = synthesise(store, ask(store, subject))
    for _ in range(2):  # the second has a revision before it
        triples = list(store.graph(living.save(store, made).iri))
        assert not any(isinstance(one.object, BlankNode) for one in triples)
        assert Validator(quad.triple for quad in shipped_quads()).check([triples]) == [[]]
        made = replace(made, data_hash="sha256:" + "0" * 64)


def test_the_sample_conforms_and_can_be_loaded(store: Store) -> None:
    stored = living.load(store, SAMPLE)
    assert Validator(quad.triple for quad in shipped_quads()).check([store.graph(stored.iri)]) == [
        []
    ]
    assert stored.question == ask(store, "developer_productivity", theme="productivity")
    assert (len(stored.included), len(stored.excluded)) == (7, 1)
    assert (stored.counts, stored.share, stored.headline, stored.said) == (None, None, None, ())
    assert stored.name == stored.question.name


def test_saving_what_is_stored_changes_nothing(kept: Store) -> None:
    before = living.load(kept, "error-rate")
    again = living.save(kept, synthesise(kept, before.question), who="Somebody else")
    assert again == before
    assert living.history(kept, "error-rate") == [before]


def test_a_synthesis_of_other_data_keeps_the_one_before(kept: Store) -> None:
    before = living.load(kept, "error-rate")
    changing.put(kept, changing.new_paper("manual:new", "error_rate", "negative"))
    after = living.save(kept, synthesise(kept, before.question), who="A. Reviewer")
    assert (after.version, after.counts) == (2, Counts(3, 3, 0, 1, 7))
    newest, earlier = living.history(kept, "error-rate")
    assert newest == after
    assert replace(earlier, iri=before.iri) == before
    assert earlier.iri == f"{before.iri}/1"
    revised = f"ASK {{ <{after.iri}> <http://www.w3.org/ns/prov#wasRevisionOf> <{earlier.iri}> }}"
    assert kept.ask(revised)
    assert "error-rate" in living.names(kept)
    assert len(living.names(kept)) == 3
    assert not list(queries.select(kept, "quality/stale-syntheses"))


def test_a_category_and_an_outcome_of_one_label_do_not_meet(store: Store) -> None:
    category = ask(store, "Error Rate")
    outcome = Question("outcome", store.iris.outcome("error rate"), "error rate")
    assert category.name == outcome.name
    living.save(store, synthesise(store, category))
    second = living.save(store, synthesise(store, outcome))
    assert second.name == living.name_of(store, outcome) != category.name
    assert living.load(store, category.name).question == category
    assert living.load(store, second.name).question == outcome
    assert living.save(store, synthesise(store, outcome)) == second


def test_a_name_that_is_not_there_is_said_with_the_nearest(kept: Store) -> None:
    with pytest.raises(SynthesisNotFoundError) as caught:
        living.load(kept, "eror-rate")
    assert str(caught.value) == (
        "no stored synthesis 'eror-rate' in :memory:; did you mean error-rate? "
        "'cpgraph synthesis list' shows what is there, --save stores one"
    )


def test_the_turtle_of_a_synthesis_is_the_graph_that_is_stored(kept: Store) -> None:
    made = synthesise(kept, ask(kept, "error_rate"))
    text = living.turtle(made, kept.iris, known_vocabulary(kept))
    assert text == living.turtle(made, kept.iris)
    triples = {quad.triple for quad in parse(text, SYNTAXES["turtle"], name="turtle")}
    of_who = {
        one for one in kept.graph(kept.iris.synthesis("error-rate"))
        if "/agent/" in f"{one.subject}{one.object}"
    }  # fmt: skip
    stored = set(kept.graph(kept.iris.synthesis("error-rate"))) - of_who
    assert {one for one in triples if "generatedAtTime" not in one.predicate.value} == {
        one for one in stored if "generatedAtTime" not in one.predicate.value
    }


def test_the_head_is_the_synthesis_without_what_it_was_made_of(kept: Store) -> None:
    whole, head = living.load(kept, "error-rate"), living.head(kept, "error-rate")
    assert (head.claims, head.papers) == ({}, {})
    same = replace(
        head, claims=whole.claims, papers=whole.papers, who=whole.who, software=whole.software
    )
    assert same == whole
    with pytest.raises(SynthesisNotFoundError, match="error-rate"):
        living.head(kept, "error-rat")
