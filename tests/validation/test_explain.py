"""Results in a user's words."""

from __future__ import annotations

import pytest

from cpgraph.model import Claim, Outcome, Paper
from cpgraph.paper_graph import Context, paper_triples
from cpgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple
from cpgraph.results import ValidationResult
from cpgraph.terms import CPG, DCTERMS, OA, RDF, SCHEMA, SKOS, Iris
from cpgraph.validation import Validator
from cpgraph.validation.explain import explain
from cpgraph.vocabulary import shipped, shipped_quads

TYPE = NamedNode(f"{RDF}type")
PAPER = NamedNode("https://example.org/paper")
THEME = f"{DCTERMS}subject"


def explained(triples: list[Triple], path: str) -> ValidationResult:
    """The worst result about ``path``, explained."""
    (found,) = Validator(quad.triple for quad in shipped_quads()).check([triples])
    result = next(result for result in found if result.result_path == path)
    return explain(result, triples, shipped())


def described(node: NamedNode | BlankNode, of: str, **values: Term) -> list[Triple]:
    facts = [Triple(node, NamedNode(SCHEMA + name), value) for name, value in values.items()]
    return [Triple(node, TYPE, NamedNode(of)), *facts]


def test_an_unknown_theme_names_what_was_given_and_the_nearest() -> None:
    paper = Paper(key="arxiv:2401.00001", title="A title", source="arxiv", themes=("governence",))
    result = explained(paper_triples(paper, Context(Iris(), shipped())), THEME)
    assert result.subject == "paper"
    assert result.message == (
        "theme is not known (check the spelling, or add it to the vocabulary with a SKOS file) "
        "(given: 'governence'; nearest: governance)"
    )


def test_a_text_in_place_of_a_concept_is_named_too() -> None:
    unknown = Triple(PAPER, NamedNode(THEME), Literal("zzz"))
    result = explained([*described(PAPER, f"{SCHEMA}ScholarlyArticle"), unknown], THEME)
    assert result.message.endswith(" (given: 'zzz')")


def test_a_concept_of_another_scheme_is_not_called_a_spelling() -> None:
    wrong = Triple(PAPER, NamedNode(THEME), NamedNode(shipped().get("source", "arxiv").iri))
    result = explained([*described(PAPER, f"{SCHEMA}ScholarlyArticle"), wrong], THEME)
    assert "given" not in result.message


def test_a_node_without_a_label_has_nothing_to_suggest() -> None:
    wrong = Triple(PAPER, NamedNode(THEME), BlankNode("theme"))
    result = explained([*described(PAPER, f"{SCHEMA}ScholarlyArticle"), wrong], THEME)
    assert (result.value, "given" in result.message) == ("_:theme", False)


def test_a_claim_is_called_by_position_and_words() -> None:
    text = "Adoption of the tool raises the output of those who use it every day."
    paper = Paper(
        key="arxiv:2401.00001",
        title="A title",
        source="arxiv",
        claims=(Claim(text=text, direction="upwards", outcome=Outcome(label="output")),),
    )
    result = explained(paper_triples(paper, Context(Iris(), shipped())), f"{CPG}direction")
    assert result.subject == 'claim 1 "Adoption of the tool raises the output of those …"'


@pytest.mark.parametrize("person", [NamedNode("https://example.org/a"), BlankNode("a")])
def test_a_person_is_an_author(person: NamedNode | BlankNode) -> None:
    two = [Literal("Ada"), Literal("Ada B.")]
    triples = described(person, f"{SCHEMA}Person", name=two[0])
    triples.append(Triple(person, NamedNode(f"{SCHEMA}name"), two[1]))
    assert explained(triples, f"{SCHEMA}name").subject == 'author "Ada B."'


def test_a_quote_without_words_is_only_called_a_quote() -> None:
    quote = described(NamedNode("https://example.org/q"), f"{OA}TextQuoteSelector")
    assert explained(quote, f"{OA}exact").subject == "quote"


def test_what_has_no_word_is_a_resource() -> None:
    concept = NamedNode("https://example.org/concept")
    scheme = Triple(concept, NamedNode(f"{SKOS}inScheme"), NamedNode(f"{CPG}Themes"))
    assert explained([scheme], f"{SKOS}notation").subject == "resource"
