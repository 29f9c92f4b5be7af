"""The face of validation: papers of the model in, results per paper out, the same from both engines."""

from __future__ import annotations

import subprocess
import sys
from itertools import product

import pytest

from cpgraph.errors import CpgraphError
from cpgraph.model import Author, Claim, Outcome, Paper, Quote
from cpgraph.paper_graph import Context, paper_triples
from cpgraph.rdf import SYNTAXES, BlankNode, Literal, NamedNode, Triple, parse
from cpgraph.results import Severity, ValidationResult
from cpgraph.terms import CONCEPT, CPG, DCTERMS, RDF, SCHEMA, SKOS, Iris
from cpgraph.validation import ENGINES, Validator
from cpgraph.vocabulary import Concept, shipped, shipped_quads

CONTEXT = Context(Iris("https://example.org/"), shipped())
TYPE = NamedNode(f"{RDF}type")


@pytest.fixture(scope="module", params=ENGINES)
def validator(request: pytest.FixtureRequest) -> Validator:
    return Validator((quad.triple for quad in shipped_quads()), request.param)


@pytest.fixture(scope="module")
def fast() -> Validator:
    return Validator(quad.triple for quad in shipped_quads())


def paper(number: int = 1, **fields: object) -> Paper:
    complete: dict[str, object] = {
        "key": f"arxiv:2401.{number:05d}",
        "title": "Machines and work",
        "source": "arxiv",
        "authors": (Author(name="A. Person", orcid="0000-0002-1694-233X"), Author(name="B")),
        "abstract": "An abstract.",
        "published": "2026-05-11",
        "evidence_strength": "medium",
        "claims": (claim(),),
    }
    return Paper(**{**complete, **fields})  # type: ignore[arg-type]


def claim(**fields: object) -> Claim:
    complete: dict[str, object] = {
        "text": "Adoption raises output.",
        "direction": "positive",
        "confidence": "high",
        "category": "firm_productivity",
        "outcome": Outcome(label="output", category="firm_productivity"),
    }
    return Claim(**{**complete, **fields})  # type: ignore[arg-type]


def results(validator: Validator, *papers: Paper) -> list[list[ValidationResult]]:
    return validator.check([paper_triples(paper, CONTEXT) for paper in papers])


def said(found: list[ValidationResult]) -> list[tuple[Severity, str]]:
    return [(result.severity, result.message) for result in found]


def test_a_complete_paper_conforms(validator: Validator) -> None:
    everything = paper(
        themes=("adoption", "Human-AI Collaboration"),
        kind="Preprint",
        paper_type="RCT",
        methods_rigor="n/a",
        relevance=7,
        doi="10.1136/BMJ.l6890",
        source_link="https://arxiv.org/abs/2401.00001",
        pdf_link="https://arxiv.org/pdf/2401.00001",
        stated_claim_count=1,
        study="The 2025 experiment",
        claims=(
            claim(
                role="finding",
                evidence_basis="A survey.",
                quote=Quote(text="The words.", status="exact"),
                source_score="0.50",
                extraction="ai_generated",
            ),
        ),
    )
    assert results(validator, everything) == [[]]


def test_what_is_not_stated_is_information(validator: Validator) -> None:
    bare = claim(direction=None, confidence=None, category=None, outcome=None)
    (found,) = results(validator, paper(claims=(bare,)))
    assert said(found) == [
        (Severity.INFO, "confidence is not stated (add it if the source states one)"),
        (Severity.INFO, "direction is not stated (add it if the source states one)"),
        (Severity.INFO, "outcome is not stated (add it if the source states one)"),
        (Severity.INFO, "outcome category is not stated (add it if the source states one)"),
    ]


def test_an_unknown_category_is_a_warning_and_names_its_concept(validator: Validator) -> None:
    (found,) = results(validator, paper(claims=(claim(category="Industry", outcome=None),)))
    concept = CONTEXT.iris.concept("category", "Industry")
    assert found[0] == ValidationResult(
        severity=Severity.WARNING,
        focus_node=CONTEXT.iris.claim("arxiv:2401.00001", "Adoption raises output."),
        result_path=f"{CPG}outcomeCategory",
        value=concept,
        value_term=f"<{concept}>",
        message="outcome category is not known (check the spelling, or add it to the vocabulary "
        "with a SKOS file)",
        component="http://www.w3.org/ns/shacl#NodeConstraintComponent",
    )
    assert [result.severity for result in found[1:]] == [Severity.INFO]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_concept_that_a_user_added_is_known(engine: str) -> None:
    industry = NamedNode(f"{CONTEXT.iris.base}category/industry")
    added = [
        Triple(industry, NamedNode(f"{SKOS}inScheme"), NamedNode(f"{CPG}OutcomeCategories")),
        Triple(industry, NamedNode(f"{SKOS}notation"), Literal("industry")),
        Triple(industry, NamedNode(f"{SKOS}prefLabel"), Literal("Industry")),
    ]
    concept = Concept(industry.value, "category", "industry", "Industry")
    context = Context(CONTEXT.iris, shipped().extended([concept]))
    triples = paper_triples(paper(claims=(claim(category="Industry"),)), context)
    validator = Validator([*(quad.triple for quad in shipped_quads()), *added], engine)
    assert validator.check([triples, added]) == [[], []]


def test_a_paper_without_authors_must_say_so(validator: Validator) -> None:
    silent, explicit = results(
        validator, paper(1, authors=()), paper(2, authors=(), authors_not_stated=True)
    )
    assert said(silent) == [
        (
            Severity.VIOLATION,
            "authors are missing (name them; where the source names none: authors: not stated "
            "in a record, cpg:authorsNotStated true in RDF)",
        )
    ]
    assert explicit == []


def test_no_rule_ties_the_level_of_evidence_to_the_paper_type(fast: Validator) -> None:
    types, levels = (shipped().of(scheme) for scheme in ("paper-type", "level"))
    papers = [
        paper(number, paper_type=kind.key, evidence_strength=level.key, methods_rigor=level.key)
        for number, (kind, level) in enumerate(product(types, levels))
    ]
    assert len(papers) == 28
    assert results(fast, *papers) == [[]] * 28


def test_the_worst_comes_first(validator: Validator) -> None:
    (found,) = results(
        validator, paper(title=None, claims=(claim(direction=None, category="Industry"),))
    )
    assert [result.severity for result in found] == [
        Severity.VIOLATION,
        Severity.WARNING,
        Severity.INFO,
    ]


def test_papers_that_disagree_about_an_outcome_get_the_results_they_get_alone(
    validator: Validator,
) -> None:
    categories = ("error_rate", "output_quality", "output_quality", "Industry")
    papers = [
        paper(number, claims=(claim(outcome=Outcome(label="output", category=category)),))
        for number, category in enumerate(categories)
    ]
    together = results(validator, *papers)
    assert together == [results(validator, paper)[0] for paper in papers]
    assert [len(found) for found in together] == [0, 0, 0, 1]


def test_what_is_wrong_with_a_shared_node_is_said_of_every_paper_that_describes_it(
    fast: Validator,
) -> None:
    papers = [paper(number, authors=(Author(name=" ", orcid="0000-0002-1694-233X"),))
              for number in range(3)]  # fmt: skip
    found = results(fast, *papers)
    assert [said(of_paper) for of_paper in found] == [
        [(Severity.VIOLATION, "name is empty (give the name)")]
    ] * 3


def test_a_mention_is_not_a_description(validator: Validator) -> None:
    """The first paper names as author a person whom only the second paper describes."""
    person = NamedNode("https://example.org/person")
    authorship = NamedNode("https://example.org/authorship")
    mentions = [
        Triple(authorship, TYPE, NamedNode(f"{CPG}Authorship")),
        Triple(authorship, NamedNode(f"{CPG}author"), person),
    ]
    describes = [Triple(person, TYPE, NamedNode(f"{SCHEMA}Person"))]
    first, second = validator.check([mentions, describes])
    assert [result.message for result in first] == [
        "position is missing (add schema:position: the place in the byline, from 1)",
        "author is not described (make it a schema:Person with a name)",
    ]
    assert [result.message for result in second] == ["name is missing (add schema:name)"]


def test_blank_nodes_keep_the_names_that_the_paper_gave_them(validator: Validator) -> None:
    person, paper = BlankNode("someone"), NamedNode("https://example.org/paper")
    first, second = validator.check(
        [
            [Triple(person, TYPE, NamedNode(f"{SCHEMA}Person"))],
            [
                Triple(paper, NamedNode(f"{SCHEMA}name"), Literal("x")),
                Triple(person, TYPE, NamedNode(f"{SCHEMA}Claim")),
                Triple(person, NamedNode(f"{CPG}direction"), person),
            ],
        ]
    )
    assert {result.focus_node for result in (*first, *second)} == {"_:someone"}
    unknown = next(result for result in second if result.value is not None)
    assert (unknown.result_path, unknown.value, unknown.value_term) == (
        f"{CPG}direction",
        "_:someone",
        "_:someone",
    )


def test_the_vocabulary_itself_is_not_reported() -> None:
    """A concept without a label in the vocabulary is no fault of the paper that uses it."""
    concept = NamedNode(f"{CONCEPT}theme/unlabelled")
    subject = NamedNode("https://example.org/paper")
    vocabulary = [Triple(concept, NamedNode(f"{SKOS}inScheme"), NamedNode(f"{CPG}Themes"))]
    mention = [Triple(subject, NamedNode(f"{DCTERMS}subject"), concept)]
    assert Validator(vocabulary).check([mention, vocabulary[:0]]) == [[], []]


def test_the_vocabularies_as_shipped_conform(validator: Validator) -> None:
    triples = [quad.triple for quad in shipped_quads()]
    assert validator.check([triples]) == [[]]


def test_ill_typed_literals_are_reported_as_they_stand(validator: Validator) -> None:
    text = r"""@prefix cpg: <https://w3id.org/cpgraph/ontology#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        <https://example.org/p> a <https://schema.org/ScholarlyArticle> ;
            cpg:relevance "07.0"^^xsd:integer ;
            cpg:source "sourc\u00e9\n\"x\""@en-GB ."""
    (found,) = validator.check([[quad.triple for quad in parse(text, SYNTAXES["turtle"], name="")]])
    assert [(result.value, result.value_term) for result in found if result.value] == [
        ("07.0", '"07.0"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ('sourc\u00e9\n"x"', '"sourc\u00e9\\n\\"x\\""@en-gb'),
    ]


def test_nothing_to_check_is_nothing_to_say(validator: Validator) -> None:
    assert validator.check([]) == []
    assert validator.check([[]]) == [[]]


def test_an_unknown_engine_is_named_with_those_there_are() -> None:
    with pytest.raises(CpgraphError) as caught:
        Validator([], "jena")
    assert str(caught.value) == "unknown SHACL engine 'jena'; use shacl or pyshacl"


def test_importing_validation_imports_no_engine() -> None:
    code = (
        "import sys, cpgraph.validation; "
        "sys.exit(bool({'rdflib', 'pyshacl', 'shacl'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
