"""A paper as RDF and back."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from cpgraph.model import Author, Claim, Outcome, Paper
from cpgraph.paper_graph import (
    Context,
    FieldPath,
    claim_iris,
    field_path,
    paper_from_triples,
    paper_triples,
    retraction_iri,
)
from cpgraph.rdf import BlankNode, NamedNode, Triple, canonical_literal, graph_hash, typed
from cpgraph.rdf import Literal as RdfLiteral
from cpgraph.terms import CITO, CPG, DCTERMS, NPX, SCHEMA, SKOS, Iris
from cpgraph.vocabulary import shipped
from strategies import papers

CONTEXT = Context(Iris(), shipped())
PAPER = Paper(
    key="openalex:W1",
    title="A title",
    source="openalex",
    authors=(
        Author(name="A. One", orcid="https://orcid.org/0000-0002-1825-0097"),
        Author(name="B"),
    ),
    claims=(
        Claim(text="First.", direction="Positive", outcome=Outcome(label="Speed")),
        Claim(text="First.", direction="null", category="Industry"),
    ),
)


def values(triples: list[Triple], subject: str, predicate: str) -> list[str]:
    return sorted(
        str(triple.object)
        for triple in triples
        if triple.subject == NamedNode(subject) and triple.predicate == NamedNode(predicate)
    )


def with_native_id(paper: Paper) -> Paper:
    """The paper with the identifier that its key implies, as it comes back from RDF."""
    source, _, native = paper.key.partition(":")
    field = {"openalex": "openalex_id", "arxiv": "arxiv_id"}.get(source)
    return replace(paper, **{field: native}) if field else paper  # type: ignore[arg-type]


@given(papers)
def test_a_paper_comes_back_from_its_graph(paper: Paper) -> None:
    triples = paper_triples(paper, CONTEXT)
    back = paper_from_triples(triples, CONTEXT.iris.paper(paper.key), CONTEXT.vocabulary)
    assert back == with_native_id(paper)


@given(papers)
def test_a_graph_has_no_blank_nodes_and_only_literals_that_a_store_gives_back(paper: Paper) -> None:
    for triple in paper_triples(paper, CONTEXT):
        assert not isinstance(triple.subject, BlankNode)
        assert not isinstance(triple.object, BlankNode)
        if isinstance(triple.object, RdfLiteral):
            assert canonical_literal(triple.object) == triple.object


def test_a_missing_direction_is_no_statement_and_null_is_one() -> None:
    paper = replace(PAPER, claims=(Claim(text="A."), Claim(text="B.", direction="null")))
    directions = [
        t for t in paper_triples(paper, CONTEXT) if t.predicate == NamedNode(f"{CPG}direction")
    ]
    assert [str(triple.object) for triple in directions] == [
        "<https://w3id.org/cpgraph/concept/direction/null>"
    ]


def test_equal_texts_of_one_paper_are_two_claims() -> None:
    triples = paper_triples(PAPER, CONTEXT)
    claims = {t.subject for t in triples if t.predicate == NamedNode(f"{SCHEMA}appearance")}
    assert len(claims) == 2


def test_an_author_with_an_orcid_is_that_orcid_and_others_are_local() -> None:
    triples = paper_triples(PAPER, CONTEXT)
    persons = {str(t.object) for t in triples if t.predicate == NamedNode(f"{CPG}author")}
    assert persons == {
        "<https://orcid.org/0000-0002-1825-0097>",
        "<https://w3id.org/cpgraph/data/paper/openalex:W1#author-2>",
    }


def test_an_unknown_category_is_kept_as_a_concept_without_a_scheme() -> None:
    triples = paper_triples(PAPER, CONTEXT)
    concept = CONTEXT.iris.concept("category", "Industry")
    assert values(triples, concept, f"{SKOS}prefLabel") == ['"Industry"']
    assert values(triples, concept, f"{SKOS}inScheme") == []


def test_a_link_that_is_no_iri_stays_text_for_validation_to_refuse() -> None:
    triples = paper_triples(replace(PAPER, source_link="not a link"), CONTEXT)
    assert values(triples, CONTEXT.iris.paper(PAPER.key), f"{SCHEMA}url") == ['"not a link"']


def test_statements_lead_back_to_fields() -> None:
    iris = CONTEXT.iris
    second = iris.claim(PAPER.key, "First.", 2)
    assert field_path(PAPER, iris, second, f"{CPG}direction") == FieldPath("claims", 1, "direction")
    assert field_path(PAPER, iris, iris.author(PAPER.key, 2), None) == FieldPath("authors", 1)
    assert field_path(PAPER, iris, iris.authorship(PAPER.key, 1), None) == FieldPath("authors", 0)
    assert field_path(PAPER, iris, iris.paper(PAPER.key), f"{CPG}relevance") == FieldPath(
        field="relevance"
    )


def test_the_hash_of_a_graph_does_not_depend_on_order() -> None:
    triples = paper_triples(PAPER, CONTEXT)
    assert graph_hash(triples) == graph_hash(reversed(triples)) != graph_hash(triples[1:])


def test_literals_are_compared_as_a_store_gives_them_back() -> None:
    assert canonical_literal(typed("0.10", "decimal")).value == "0.1"
    assert canonical_literal(typed("no number", "decimal")).value == "no number"


def test_a_retraction_has_a_reason_and_both_ways_to_it() -> None:
    claim = Claim(text="First.", retracted="A slip.")
    paper = replace(PAPER, retracted="Wrong data.", retracted_on="2026-05-01", claims=(claim,))
    triples = paper_triples(paper, CONTEXT)
    subject = CONTEXT.iris.paper(PAPER.key)
    of_paper, of_claim = f"{subject}#retraction", retraction_iri(claim_iris(paper, CONTEXT.iris)[0])
    assert of_claim.startswith(f"{subject}#retraction-")
    assert values(triples, subject, f"{CITO}isRetractedBy") == [f"<{of_paper}>"]
    assert values(triples, of_paper, f"{NPX}retracts") == [f"<{subject}>"]
    assert values(triples, of_paper, f"{CPG}reason") == ['"Wrong data."']
    assert values(triples, of_claim, f"{CPG}reason") == ['"A slip."']
    assert values(triples, of_claim, f"{DCTERMS}date") == []


def test_a_retraction_without_a_reason_is_kept_for_validation_to_refuse() -> None:
    for paper in (replace(PAPER, retracted=""), replace(PAPER, retracted_on="2026-05-01")):
        triples = paper_triples(paper, CONTEXT)
        assert len([t for t in triples if t.predicate.value == f"{NPX}retracts"]) == 1
        assert not [t for t in triples if t.predicate.value == f"{CPG}reason"]


def test_papers_and_claims_are_named_by_key_or_iri() -> None:
    cites = ("arxiv:hep-th/9901001", "paper:manual:0123456789ab", "https://doi.org/10.1/x", "?")
    older = ("paper:manual:0123456789ab#claim-00",)
    paper = replace(PAPER, cites=cites, claims=(Claim(text="First.", supersedes=older),))
    triples = paper_triples(paper, CONTEXT)
    base = "https://w3id.org/cpgraph/data/paper"
    assert values(triples, CONTEXT.iris.paper(PAPER.key), f"{CITO}cites") == [
        '"?"',
        "<https://doi.org/10.1/x>",
        f"<{base}/arxiv:hep-th%2F9901001>",
        f"<{base}/manual:0123456789ab>",
    ]
    claim = claim_iris(paper, CONTEXT.iris)[0]
    assert values(triples, claim, f"{NPX}supersedes") == [f"<{base}/manual:0123456789ab#claim-00>"]
    back = paper_from_triples(triples, CONTEXT.iris.paper(PAPER.key), CONTEXT.vocabulary)
    assert back.cites == ("?", "https://doi.org/10.1/x", cites[0], "manual:0123456789ab")
    assert back.claims[0].supersedes == older


def test_retractions_lead_back_to_fields() -> None:
    iris = CONTEXT.iris
    subject, claim = iris.paper(PAPER.key), iris.claim(PAPER.key, "First.", 2)
    found = field_path(PAPER, iris, retraction_iri(claim), f"{CPG}reason")
    assert found == FieldPath("claims", 1, "retracted")
    found = field_path(PAPER, iris, retraction_iri(subject), f"{DCTERMS}date")
    assert found == FieldPath(field="retracted")
    assert field_path(PAPER, iris, subject, f"{CITO}cites") == FieldPath(field="cites")
    assert field_path(PAPER, iris, claim, f"{NPX}supersedes") == FieldPath(
        "claims", 1, "supersedes"
    )
