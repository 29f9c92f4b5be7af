"""RDF that others wrote: other bases, blank nodes, other ways to state authors, loose ends."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from cpgraph import resources
from cpgraph.model import Author, Claim, Outcome, Paper, Quote
from cpgraph.paper_graph import Context, paper_from_triples, paper_triples
from cpgraph.rdf import SYNTAXES
from cpgraph.readers.base import ConceptReading, Notice, PaperReading, Reading, Refusal, Source
from cpgraph.readers.rdf import read_rdf
from cpgraph.terms import CPG, DCTERMS, PREFIXES, SCHEMA, Iris, manual_key
from cpgraph.vocabulary import shipped

CONTEXT = Context(Iris(), shipped())
PROLOGUE = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
PROLOGUE_LINES = PROLOGUE.count("\n")


def read(text: str, syntax: str = "turtle") -> list[Reading]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_text(PROLOGUE + text if syntax in {"turtle", "trig"} else text, encoding="utf-8")
        readings = []
        for reading in read_rdf(Source("a.ttl", path), CONTEXT, SYNTAXES[syntax]):
            readings.append(reading)
            if isinstance(reading, PaperReading):  # lines are looked up while the file is there
                reading.line_of("", None)
        return readings


def paper(text: str, syntax: str = "turtle") -> PaperReading:
    readings = [r for r in read(text, syntax) if isinstance(r, PaperReading)]
    assert len(readings) == 1
    return readings[0]


def as_model(reading: PaperReading) -> Paper:
    iri = CONTEXT.iris.paper(reading.key)
    return paper_from_triples(reading.triples, iri, CONTEXT.vocabulary)


def test_blank_nodes_get_the_names_that_a_paper_of_ours_has() -> None:
    text = """
    _:p a schema:ScholarlyArticle ;
      dcterms:identifier "arxiv:2401.00001" ; dcterms:title "A title" ; cpg:source source:arxiv ;
      cpg:authorship
        [ a cpg:Authorship ; schema:position 2 ; cpg:author [ a schema:Person ; schema:name "Ben" ] ] ,
        [ a cpg:Authorship ; schema:position 1 ; cpg:author [ a schema:Person ; schema:name "Ada" ] ] ;
      cpg:reportsStudy [ a cpg:Study ; skos:prefLabel "The study" ] ;
      dcterms:subject [ a skos:Concept ; skos:prefLabel "Astrology" ] ;
      schema:sameAs <https://arxiv.org/abs/2401.00001> ; fabio:hasArXivId "2401.00001" .
    [] a schema:Claim ; schema:appearance _:p ; schema:position 2 ; schema:text "Same." .
    [] a schema:Claim ; schema:appearance _:p ; schema:position 1 ; schema:text "Same." ;
      cpg:direction direction:null ;
      cpg:outcome [ a cpg:Outcome ; skos:prefLabel "wages" ] ;
      cpg:quote [ a oa:TextQuoteSelector ; oa:exact "same" ] .
    """
    expected = Paper(
        key="arxiv:2401.00001",
        title="A title",
        source="arxiv",
        authors=(Author(name="Ada"), Author(name="Ben")),
        study="The study",
        themes=("Astrology",),
        claims=(
            Claim(
                text="Same.",
                direction="null",
                outcome=Outcome(label="wages"),
                quote=Quote(text="same"),
            ),
            Claim(text="Same."),
        ),
    )
    (reading,) = read(text)
    assert isinstance(reading, PaperReading)
    assert set(reading.triples) == set(paper_triples(expected, CONTEXT))
    assert reading.notices == ()


def test_other_blank_nodes_are_named_by_what_is_said_of_them() -> None:
    first = '<http://e/p> a schema:ScholarlyArticle ; dcterms:title "T" ; cpg:x _:a , _:b .\n'
    said = '_:a cpg:y "1" ; cpg:z [ cpg:y "3" ] . _:b cpg:y "2" .'
    again = said.replace("_:a", "_:c").replace("_:b", "_:a").replace("_:c", "_:b")
    one, other = paper(first + said), paper(first + again)
    assert set(one.triples) == set(other.triples)
    names = {t.subject.value for t in one.triples}  # type: ignore[union-attr]
    assert {name.partition("#")[2] for name in names} == {"", "node-1", "node-2", "node-3"}


def test_the_key_comes_from_the_iri_where_no_identifier_is_stated() -> None:
    reading = paper(
        '<http://e/kg/paper/openalex:W1> a schema:ScholarlyArticle ; dcterms:title "T" .'
    )
    assert reading.key == "openalex:W1"
    assert reading.notices == (
        "states no identifier; openalex:W1 is taken, from its IRI",
        "states no source; openalex is taken, from its identifier",
    )
    model = as_model(reading)
    assert (model.key, model.source) == ("openalex:W1", "openalex")
    assert reading.line == PROLOGUE_LINES + 1


def test_the_key_comes_from_title_and_first_author_else() -> None:
    reading = paper(
        '<https://doi.org/10.1000/x> a schema:ScholarlyArticle ; dcterms:title "A title" ;'
        ' dcterms:identifier "doi:10.1000/x" ; schema:author ( [ schema:name "Zoe" ] "Ada" ) .'
    )
    assert reading.key == manual_key("A title", "Zoe")
    assert [author.name for author in as_model(reading).authors] == ["Zoe", "Ada"]
    assert reading.notices[0] == (
        f"states no identifier; {reading.key} is taken, from its title and first author"
    )


def test_a_paper_without_identifier_and_title_is_refused() -> None:
    assert read("<http://e/p> a schema:ScholarlyArticle .") == [
        Refusal(
            "a.ttl",
            "has neither identifier nor title; state its dcterms:identifier, such as "
            "arxiv:2401.00001, or its dcterms:title",
            PROLOGUE_LINES + 1,
        )
    ]


@pytest.mark.parametrize(
    ("authors", "names", "notices"),
    [
        ('schema:author "Zoe"', ["Zoe"], 0),
        ('schema:author "Zoe" , "Ada"', ["Ada", "Zoe"], 1),
        ('dcterms:creator ( "Zoe" "Ada" )', ["Zoe", "Ada"], 0),
        ('schema:author <http://e/zoe> . <http://e/zoe> rdfs:label "Zoe"', ["Zoe"], 0),
    ],
)
def test_authors_are_found_however_they_are_stated(
    authors: str, names: list[str], notices: int
) -> None:
    reading = paper(
        '<http://e/p> a schema:ScholarlyArticle ; dcterms:identifier "arxiv:1" ;'
        f' cpg:source source:arxiv ; dcterms:title "T" ; {authors} .'
    )
    assert [author.name for author in as_model(reading).authors] == names
    text = "its authors are stated without an order; they are taken by name"
    assert reading.notices == (text,) * notices
    properties = {triple.predicate.value for triple in reading.triples}
    assert properties.isdisjoint({f"{SCHEMA}author", f"{DCTERMS}creator"})


def test_literals_become_what_their_property_calls_for() -> None:
    reading = paper(
        '<http://e/p> a schema:ScholarlyArticle ; dcterms:identifier "arxiv:1" ;'
        ' cpg:source "arXiv" ; dcterms:subject "Human-AI Collaboration" , "astrology" ;'
        ' schema:datePublished "2026-05-11" ; cpg:dateFetched "soon" ;'
        ' schema:url "https://e.example/x " ; dcterms:title "T"@en ; cpg:relevance 07 .'
    )
    said = {
        f"{triple.predicate.value.rpartition('/')[2].rpartition('#')[2]} {triple.object}"
        for triple in reading.triples
    }
    assert said >= {
        f"source <{PREFIXES['source']}arxiv>",
        f"subject <{PREFIXES['theme']}human_ai_collab>",
        'subject "astrology"',
        'datePublished "2026-05-11"^^<http://www.w3.org/2001/XMLSchema#date>',
        'dateFetched "soon"',
        "url <https://e.example/x>",
        'title "T"@en',
        'relevance "7"^^<http://www.w3.org/2001/XMLSchema#integer>',
    }
    assert reading.notices == ("white space around the address https://e.example/x is removed",)


def test_http_addresses_of_schema_org_and_orcid_are_read_as_https() -> None:
    text = """{"@id": "http://e/paper/arxiv:1", "@type": "http://schema.org/ScholarlyArticle",
      "http://purl.org/dc/terms/title": "T",
      "http://schema.org/author": {"@id": "http://orcid.org/0000-0002-1825-0097",
                                   "http://schema.org/name": "Ada"}}"""
    model = as_model(paper(text, "jsonld"))
    assert model.authors == (Author(name="Ada", orcid="0000-0002-1825-0097"),)


def test_iris_that_end_in_a_space_are_trimmed_with_a_notice() -> None:
    paper_reading, notice = read(
        "<http://e/paper/arxiv:1 > a schema:ScholarlyArticle ; cpg:pdfLink <http://e/a.pdf > ."
    )
    assert isinstance(paper_reading, PaperReading)
    assert paper_reading.key == "arxiv:1"
    assert notice == Notice("a.ttl", "white space after IRIs was removed (3 times)")


def test_links_between_papers_of_one_file_follow_the_names() -> None:
    one, two = read(
        '<http://e/1> a schema:ScholarlyArticle ; dcterms:identifier "arxiv:1" ;'
        " cito:cites <http://e/2> ."
        '<http://e/2> a schema:ScholarlyArticle ; dcterms:identifier "arxiv:2" .'
        '<http://e/c> schema:appearance <http://e/2> ; schema:text "C." ; cito:disputes <http://e/d> .'
        '<http://e/d> schema:appearance <http://e/1> ; schema:text "D." .'
    )
    assert isinstance(one, PaperReading)
    assert isinstance(two, PaperReading)
    iris = CONTEXT.iris
    links = {
        (triple.subject.value, triple.object.value)  # type: ignore[union-attr]
        for triple in [*one.triples, *two.triples]
        if triple.predicate.value.startswith(PREFIXES["cito"])
    }
    assert links == {
        (iris.paper("arxiv:1"), iris.paper("arxiv:2")),
        (iris.claim("arxiv:2", "C."), iris.claim("arxiv:1", "D.")),
    }


def test_what_belongs_to_no_paper_is_counted_and_told() -> None:
    readings = read(
        '<http://e/p> a schema:ScholarlyArticle ; dcterms:identifier "arxiv:1" .\n'
        '<http://e/loose> cpg:x "1" , "2" .\n_:x cpg:y "3" .'
    )
    assert readings[1:] == [
        Notice(
            "a.ttl",
            "3 statements belong to no paper and were not loaded (first: <http://e/loose>)",
            PROLOGUE_LINES + 2,
        )
    ]


def test_the_shipped_ontology_yields_only_a_notice() -> None:
    text = "".join(
        path.read_text(encoding="utf-8") for path in resources.sources("ontology", "*.ttl")
    )
    (notice,) = read(text)
    assert isinstance(notice, Notice)
    assert notice.text.endswith(" statements are about an ontology or shapes and were not loaded")


def test_concepts_that_extend_a_vocabulary_are_readings_and_known_from_then_on() -> None:
    concept, article = read(
        '<http://e/p> a schema:ScholarlyArticle ; dcterms:identifier "arxiv:1" ;'
        ' dcterms:subject "Space" ; cpg:source source:arxiv .\n'
        'theme:space a skos:Concept ; skos:inScheme cpg:Themes ; skos:notation "space" ;\n'
        ' skos:prefLabel "Space" ; skos:editorialNote [ rdfs:label "note" ] .'
    )
    assert isinstance(concept, ConceptReading)
    assert (concept.iri, concept.key) == (f"{PREFIXES['theme']}space", "space")
    assert len(concept.triples) == 6
    assert isinstance(article, PaperReading)
    subjects = [t.object for t in article.triples if t.predicate.value == f"{DCTERMS}subject"]
    assert [str(subject) for subject in subjects] == [f"<{PREFIXES['theme']}space>"]
    assert {t.subject.value for t in article.triples} == {CONTEXT.iris.paper("arxiv:1")}  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["", '<http://e/p> cpg:x "1" .'])
def test_a_file_without_papers_is_refused(text: str) -> None:
    refusal = read(text)[-1]
    assert refusal == Refusal(
        "a.ttl",
        "holds no paper: nothing in it is typed schema:ScholarlyArticle; see 'cpgraph export' for "
        "a file that does",
    )


def test_no_path_of_the_file_gets_into_relative_iris() -> None:
    reading = paper("<paper/arxiv:1> a schema:ScholarlyArticle ; cpg:x <rel> .")
    objects = {str(t.object) for t in reading.triples if t.predicate.value == f"{CPG}x"}
    assert objects == {f"<{CONTEXT.iris.base}rel>"}


RETRACTED = Paper(
    key="arxiv:2401.00001",
    title="A title",
    source="arxiv",
    authors_not_stated=True,
    arxiv_id="2401.00001",
    retracted="Wrong data.",
    retracted_on="2026-05-01",
    supersedes=("manual:0123456789ab",),
    cites=("https://doi.org/10.1/x", "arxiv:2401.00002"),
    claims=(
        Claim(
            text="One.",
            retracted="A slip.",
            supersedes=("paper:manual:0123456789ab#claim-0123456789abcdef",),
        ),
    ),
)
RETRACTED_TURTLE = """
@prefix other: <https://other.example/store/> .
<https://other.example/store/paper/arxiv:2401.00001> a schema:ScholarlyArticle ;
  dcterms:identifier "arxiv:2401.00001" ; dcterms:title "A title" ; cpg:source source:arxiv ;
  cpg:authorsNotStated true ; fabio:hasArXivId "2401.00001" ;
  schema:sameAs <https://arxiv.org/abs/2401.00001> ;
  npx:supersedes <https://other.example/store/paper/manual:0123456789ab> ;
  cito:cites <https://other.example/store/paper/arxiv:2401.00002>, <https://doi.org/10.1/x> .
<https://other.example/store/paper/arxiv:2401.00001#c1> a schema:Claim ; schema:text "One." ;
  schema:appearance <https://other.example/store/paper/arxiv:2401.00001> ; schema:position 1 ;
  npx:supersedes <https://other.example/store/paper/manual:0123456789ab#claim-0123456789abcdef> %s .
"""
ONE_WAY = """
[] a cpg:Retraction ; cpg:reason "Wrong data." ; dcterms:date "2026-05-01" ;
  npx:retracts <https://other.example/store/paper/arxiv:2401.00001> .
other:notice-7 a cpg:Retraction ; cpg:reason "A slip." ;
  npx:retracts <https://other.example/store/paper/arxiv:2401.00001#c1> .
"""
THE_OTHER_WAY = """
<https://other.example/store/paper/arxiv:2401.00001> cito:isRetractedBy
  [ a cpg:Retraction ; cpg:reason "Wrong data." ; dcterms:date "2026-05-01"^^xsd:date ] .
"""


@pytest.mark.parametrize(
    "text",
    [
        RETRACTED_TURTLE % "" + ONE_WAY,
        RETRACTED_TURTLE % '; cito:isRetractedBy [ a cpg:Retraction ; cpg:reason "A slip." ]'
        + THE_OTHER_WAY,
    ],
    ids=["from the retraction", "from what it retracts"],
)
def test_a_retraction_belongs_to_its_paper_whichever_way_it_is_stated(text: str) -> None:
    (reading,) = read(text)
    assert isinstance(reading, PaperReading)
    assert set(reading.triples) == set(paper_triples(RETRACTED, CONTEXT))
    assert as_model(reading) == RETRACTED


def test_a_retraction_goes_with_the_paper_that_it_retracts_and_no_other() -> None:
    text = """
    <https://w3id.org/cpgraph/data/paper/arxiv:2401.00001> a schema:ScholarlyArticle ;
      dcterms:title "One" ; cito:cites <https://w3id.org/cpgraph/data/paper/arxiv:2401.00002> .
    <https://w3id.org/cpgraph/data/paper/arxiv:2401.00002> a schema:ScholarlyArticle ;
      dcterms:title "Two" ; cito:isRetractedBy _:r .
    _:r a cpg:Retraction ; cpg:reason "Plagiarism." .
    """
    one, two = (as_model(r) for r in read(text) if isinstance(r, PaperReading))
    assert (one.cites, one.retracted) == (("arxiv:2401.00002",), None)
    assert two.retracted == "Plagiarism."


def test_a_date_of_a_paper_that_is_no_retraction_stays_as_it_is_stated() -> None:
    reading = paper(
        "<https://w3id.org/cpgraph/data/paper/arxiv:2401.00001> a schema:ScholarlyArticle ; "
        'dcterms:title "One" ; dcterms:date "2026" .'
    )
    (date,) = (t.object for t in reading.triples if t.predicate.value == f"{DCTERMS}date")
    assert str(date) == '"2026"'
