"""The vocabularies: the keys there are, and the spellings that mean them."""

from __future__ import annotations

from collections import Counter

import pytest

from cpgraph.errors import UnknownKeyError
from cpgraph.rdf import Literal, NamedNode
from cpgraph.terms import CONCEPT, PREFIXES, SCHEMES, SKOS, slug
from cpgraph.vocabulary import Concept, Vocabulary, concepts_in, fold, shipped, shipped_quads

KEYS = {
    "theme": "adoption productivity governance human_ai_collab org_design innovation labor_markets "
    "skills_training inequality",
    "direction": "positive negative mixed null",
    "confidence": "high medium low",
    "paper-type": "rct quasi_experimental correlational descriptive theoretical review_meta other",
    "level": "high medium low n/a",
    "source": "arxiv openalex semantic_scholar manual",
    "role": "finding prediction characterisation definition recommendation",
    "extraction": "automatic manual ai_generated ai_generated_with_manual_review unknown",
    "polarity": "higher_is_better lower_is_better neutral",
    "quote-status": "exact normalised not_found",
}

CATEGORIES = [
    "Other",
    "Governance & Regulation",
    "Organizational Efficiency",
    "Technology Adoption Rate",
    "Research Productivity",
    "Output Quality",
    "Firm Productivity",
    "Decision Quality",
    "AI Safety & Ethics",
    "Market Structure",
    "Task Allocation",
    "Innovation Output",
    "Skill Acquisition",
    "Fiscal & Macroeconomic",
    "Employment Level",
    "Firm Revenue",
    "Consumer Welfare",
    "Inequality Measures",
    "Task Completion Time",
    "Worker Satisfaction",
    "Error Rate",
    "Regulatory Compliance",
    "Training Effectiveness",
    "Wages & Compensation",
    "Team Performance",
    "Automation Exposure",
    "Job Displacement",
    "Developer Productivity",
    "Hiring & Recruitment",
    "Social Protection",
    "Creative Output",
    "Skill Obsolescence",
    "Labor Share of Income",
    "Worker Turnover",
]

SPELLINGS = [
    ("theme", "Human-AI Collaboration", "human_ai_collab"),
    ("theme", "Org Design", "org_design"),
    ("theme", "Skills & Training", "skills_training"),
    ("theme", "skills-training", "skills_training"),
    ("theme", "Labour Markets", "labor_markets"),
    ("category", "Ai Safety And Ethics", "ai_safety_and_ethics"),
    ("category", "ai-safety-and-ethics", "ai_safety_and_ethics"),
    ("category", "adoption-rate", "adoption_rate"),
    ("category", "Technology Adoption Rate", "adoption_rate"),
    ("category", "Inequality", "inequality"),
    ("category", "Inequality Measures", "inequality"),
    ("category", "LABOUR SHARE OF INCOME", "labor_share_of_income"),
    ("paper-type", "RCT", "rct"),
    ("paper-type", "randomised controlled trial", "rct"),
    ("paper-type", "quasi-experimental", "quasi_experimental"),
    ("paper-type", "meta-analysis", "review_meta"),
    ("level", "N/A", "n/a"),
    ("level", "na", "n/a"),
    ("level", "not applicable", "n/a"),
    ("level", "level:na", "n/a"),
    ("source", "Semantic Scholar", "semantic_scholar"),
    ("source", "ArXiv", "arxiv"),
    ("role", "characterization", "characterisation"),
    ("extraction", "AI-generated", "ai_generated"),
    ("quote-status", "not found", "not_found"),
    ("direction", "no effect found", "null"),
    ("direction", f"{CONCEPT}direction/null", "null"),
]


@pytest.mark.parametrize("scheme", KEYS)
def test_the_keys_stand_in_their_order(scheme: str) -> None:
    assert [concept.key for concept in shipped().of(scheme)] == KEYS[scheme].split()


def test_the_categories_stand_in_the_order_of_the_board() -> None:
    assert [concept.label for concept in shipped().of("category")] == CATEGORIES
    assert len(CATEGORIES) == 34


def test_there_is_a_vocabulary_for_every_scheme() -> None:
    assert {*KEYS, "category"} == SCHEMES.keys()
    assert {concept.scheme for concept in shipped().concepts} == SCHEMES.keys()


@pytest.mark.parametrize(("scheme", "spelling", "key"), SPELLINGS)
def test_a_spelling_means_its_key(scheme: str, spelling: str, key: str) -> None:
    assert shipped().get(scheme, spelling).key == key


@pytest.mark.parametrize("concept", shipped().of("category"), ids=lambda concept: concept.key)
def test_a_category_is_found_by_key_label_humanised_key_and_slug(concept: Concept) -> None:
    humanised = " ".join(word.capitalize() for word in concept.key.split("_"))
    for spelling in (
        concept.key,
        concept.label,
        concept.label.upper(),
        humanised,
        slug(concept.key),
    ):
        assert shipped().find("category", spelling) is concept
    assert {humanised, concept.key.replace("_", "-")} <= {
        *(concept.label, concept.key),
        *concept.alt_labels,
    }


def test_no_spelling_means_two_things_or_nothing() -> None:
    meanings = Counter(
        (concept.scheme, folded)
        for concept in shipped().concepts
        for folded in {fold(text) for text in (concept.key, concept.label, *concept.alt_labels)}
    )
    assert [spelling for spelling, count in meanings.items() if count > 1 or not spelling[1]] == []


def test_a_concept_has_its_key_in_its_iri() -> None:
    for concept in shipped().concepts:
        local = concept.key.replace("/", "")
        assert concept.iri == f"{PREFIXES[concept.scheme]}{local}"


def test_every_concept_has_a_definition_and_is_a_top_concept() -> None:
    facts = {(quad.subject, quad.predicate.value): quad.object for quad in shipped_quads()}
    for concept in shipped().concepts:
        subject = NamedNode(concept.iri)
        definition = facts[subject, f"{SKOS}definition"]
        assert isinstance(definition, Literal)
        assert definition.language == "en"
        assert definition.value.endswith(".")
        assert facts[subject, f"{SKOS}topConceptOf"] == NamedNode(SCHEMES[concept.scheme])


def test_labels_are_not_repeated() -> None:
    """SKOS, integrity condition S13: preferred and alternative labels are disjoint."""
    for concept in shipped().concepts:
        texts = [concept.label, *concept.alt_labels]
        assert len(texts) == len(set(texts)), concept


def test_a_key_of_another_scheme_is_not_found() -> None:
    assert shipped().find("theme", "positive") is None
    assert shipped().find("theme", "direction:positive") is None
    assert shipped().find("direction", "") is None


def test_an_unknown_key_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(UnknownKeyError) as caught:
        shipped().get("theme", "governence")
    assert str(caught.value) == "unknown theme 'governence'; did you mean governance?"


def test_a_users_concept_extends_a_vocabulary() -> None:
    industry = Concept("https://example.org/industry", "category", "industry", "Industry")
    extended = shipped().extended([industry])
    assert extended.get("category", "INDUSTRY") is industry
    assert shipped().find("category", "Industry") is None
    assert len(extended.of("category")) == 35


def test_a_concept_with_a_known_iri_takes_its_place() -> None:
    (old,) = (concept for concept in shipped().of("theme") if concept.key == "org_design")
    new = Concept(old.iri, "theme", "org_design", "Organisation")
    extended = shipped().extended([new])
    assert extended.at(old.iri) is new
    assert len(extended.of("theme")) == 9


def test_what_has_no_key_or_no_label_is_no_concept() -> None:
    without = [quad for quad in shipped_quads() if quad.predicate.value != f"{SKOS}notation"]
    assert concepts_in(without) == []
    assert Vocabulary(concepts_in(shipped_quads())).concepts == shipped().concepts
