"""The sample data shows every part of the product; whoever edits it is told what went missing."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from cpgraph import resources
from cpgraph.model import Claim, Paper
from cpgraph.paper_graph import Context, paper_from_triples
from cpgraph.rdf import SYNTAXES, Quad, parse
from cpgraph.readers.base import PaperReading, Source
from cpgraph.readers.record import read_records, record_schema
from cpgraph.store import Store
from cpgraph.terms import CPG, PROV, SCHEMA, SCHEMES, Iris, manual_key, normalise
from cpgraph.vocabulary import concepts_in, shipped


def quads_of(path: Path) -> list[Quad]:
    return list(parse(path.read_bytes(), SYNTAXES["turtle"], name=path.name, base_iri=Iris().base))


ADDED = [
    concept
    for path in resources.sources("data", "vocabulary/*.ttl")
    for concept in concepts_in(quad.triple for quad in quads_of(path))
]
CONTEXT = Context(Iris(), shipped().extended(ADDED))
EMPIRICAL = {"rct", "quasi_experimental", "correlational", "descriptive"}
FILES = resources.sources("data", "*.yaml")

Votes = dict[str, set[str]]
"""Study -> the directions of its claims."""


def read_all() -> Iterator[Paper]:
    for path in FILES:
        for reading in read_records(Source(path.name, path), CONTEXT):
            assert isinstance(reading, PaperReading), reading
            iri = CONTEXT.iris.paper(reading.key)
            yield paper_from_triples(reading.triples, iri, CONTEXT.vocabulary)


PAPERS = list(read_all())
CLAIMS = [(paper, claim) for paper in PAPERS for claim in paper.claims]
SYNTHETIC = [paper for paper in PAPERS if (paper.title or "").startswith("Synthetic study ")]


SUPERSEDED = {
    *(key for paper in PAPERS for key in paper.supersedes),
    *(curie for _, claim in CLAIMS for curie in claim.supersedes),
}


def claim_curie(paper: Paper, claim: Claim) -> str:
    """The claim as another may name it; no paper of the sample says the same twice."""
    iri = CONTEXT.iris.claim(paper.key, normalise(claim.text))
    return f"paper:{iri.removeprefix(CONTEXT.iris.paper(''))}"


def synthetic(number: int) -> Paper:
    (paper,) = (p for p in SYNTHETIC if (p.title or "").startswith(f"Synthetic study {number:02}:"))
    return paper


def counts(paper: Paper, claim: Claim) -> bool:
    """Whether the claim counts in a synthesis (synthesis.md, which claims count)."""
    return (
        claim.retracted is None
        and paper.retracted is None
        and claim_curie(paper, claim) not in SUPERSEDED
        and paper.key not in SUPERSEDED
        and claim.role in {None, "finding"}
        and paper.paper_type in EMPIRICAL
        and claim.direction is not None
    )


def votes(*, theme: str | None = None, category: str | None = None, outcome: str = "") -> Votes:
    """The directions that each study reports of a cell, or of one outcome."""
    found: Votes = defaultdict(set)
    for paper, claim in CLAIMS:
        label = claim.outcome.label if claim.outcome else ""
        if counts(paper, claim) and claim.direction is not None:
            inside = theme is None or theme in paper.themes
            asked = claim.category == category if category else label == outcome
            if inside and asked:
                found[paper.study or paper.key].add(claim.direction)
    return found


def tally(found: Votes) -> Counter[str]:
    """Votes by direction; no study of the cells asked here reports two."""
    assert all(len(directions) == 1 for directions in found.values())
    return Counter(direction for directions in found.values() for direction in directions)


def conflict_index(positive: int, negative: int) -> float:
    return 1 - abs(positive - negative) / (positive + negative)


# The whole


def test_thirty_eight_papers_and_their_claims() -> None:
    assert len(PAPERS) == 38
    assert len({paper.key for paper in PAPERS}) == 38
    assert 110 <= len(CLAIMS) <= 140
    assert len({claim.category for _, claim in CLAIMS}) >= 20


def test_the_readme_says_how_much_there_is() -> None:
    text = (resources.folder("data") / "README.md").read_text("utf-8")
    assert f"Thirty-eight papers with {len(CLAIMS)} claims" in text
    assert [path.name for path in FILES if path.name not in text] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_records_fit_the_schema(path: Path) -> None:
    documents = yaml.safe_load(path.read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(record_schema())
    for record in documents if isinstance(documents, list) else [documents]:
        assert not list(validator.iter_errors(json.loads(json.dumps(record, default=str))))


def test_every_spelling_is_known() -> None:
    stated: dict[str, set[str | None]] = {
        "theme": {theme for paper in PAPERS for theme in paper.themes},
        "source": {paper.source for paper in PAPERS},
        "paper-type": {paper.paper_type for paper in PAPERS},
        "level": {level for p in PAPERS for level in (p.evidence_strength, p.methods_rigor)},
        "direction": {claim.direction for _, claim in CLAIMS},
        "confidence": {claim.confidence for _, claim in CLAIMS},
        "category": {claim.category for _, claim in CLAIMS},
        "role": {claim.role for _, claim in CLAIMS},
        "extraction": {claim.extraction for _, claim in CLAIMS},
        "polarity": {claim.outcome.polarity for _, claim in CLAIMS if claim.outcome},
        "quote-status": {claim.quote.status for _, claim in CLAIMS if claim.quote},
    }
    assert stated.keys() == SCHEMES.keys()
    for scheme, keys in stated.items():
        known = {concept.key for concept in CONTEXT.vocabulary.of(scheme)}
        assert keys - {None} <= known, scheme


@pytest.mark.parametrize(
    "scheme", ["theme", "paper-type", "direction", "confidence", "role", "extraction"]
)
def test_every_concept_occurs(scheme: str) -> None:
    texts: dict[str, set[Any]] = {
        "theme": {theme for paper in PAPERS for theme in paper.themes},
        "paper-type": {paper.paper_type for paper in PAPERS},
        "direction": {claim.direction for _, claim in CLAIMS},
        "confidence": {claim.confidence for _, claim in CLAIMS},
        "role": {claim.role for _, claim in CLAIMS},
        "extraction": {claim.extraction for _, claim in CLAIMS},
    }
    assert {concept.key for concept in CONTEXT.vocabulary.of(scheme)} <= texts[scheme]


def test_every_level_occurs_as_strength_and_as_rigor() -> None:
    levels = {concept.key for concept in CONTEXT.vocabulary.of("level")}
    assert {paper.evidence_strength for paper in PAPERS} == levels
    assert {paper.methods_rigor for paper in PAPERS} == levels
    theory = {p.evidence_strength for p in PAPERS if p.paper_type == "theoretical"}
    assert theory == {"n/a", "medium"}


def test_what_may_be_missing_is_missing_somewhere() -> None:
    assert sum(claim.direction is None for _, claim in CLAIMS) == 2
    assert any(claim.role is None for _, claim in CLAIMS)
    assert any(claim.outcome is None for _, claim in CLAIMS)
    assert [paper for paper in PAPERS if paper.authors_not_stated] == [synthetic(31)]


def test_an_outcome_has_one_category_and_one_polarity() -> None:
    by_label: dict[str, set[tuple[Any, Any]]] = defaultdict(set)
    by_category: dict[str, set[Any]] = defaultdict(set)
    for _, claim in CLAIMS:
        if claim.outcome and claim.category:
            by_label[claim.outcome.label].add((claim.category, claim.outcome.polarity))
            by_category[claim.category].add(claim.outcome.polarity)
    assert [label for label, stated in by_label.items() if len(stated) > 1] == []
    assert [name for name, stated in by_category.items() if len(stated) > 1] == []


def test_outcomes_are_shared_and_some_say_which_way_is_good() -> None:
    sharing: dict[str, set[str]] = defaultdict(set)
    for paper, claim in CLAIMS:
        if claim.outcome:
            sharing[claim.outcome.label].add(paper.key)
    assert sum(len(papers) > 1 for papers in sharing.values()) >= 10
    polarities = {claim.outcome.polarity for _, claim in CLAIMS if claim.outcome}
    assert polarities == {None, "higher_is_better", "lower_is_better", "neutral"}
    assert any(claim.outcome and claim.outcome.category for _, claim in CLAIMS)


def test_quotes_of_every_status_and_evidence_bases() -> None:
    statuses = {claim.quote.status for _, claim in CLAIMS if claim.quote}
    assert statuses == {None, "exact", "normalised", "not_found"}
    assert sum(claim.evidence_basis is not None for _, claim in CLAIMS) >= 20


def test_dates_are_of_every_precision_and_spread_over_years() -> None:
    dates = [paper.published for paper in PAPERS if paper.published]
    assert Counter(map(len, dates)) == {10: 35, 7: 1, 4: 1}
    assert {date[:4] for date in dates} == {str(year) for year in range(2019, 2027)}
    (undated,) = (paper for paper in PAPERS if not paper.published)
    assert (undated, undated.fetched) == (synthetic(31), "2026-03-02")


# The real paper


def test_the_real_paper_has_its_facts_and_every_part() -> None:
    (paper,) = (paper for paper in PAPERS if paper not in SYNTHETIC)
    assert paper.title == "Positive Alignment: Artificial Intelligence for Human Flourishing"
    assert len(paper.authors) == 16
    assert (paper.authors[0].name, paper.authors[-1].name) == ("Ruben Laukkonen", "Arun Rao")
    assert (paper.published, paper.venue, paper.source) == ("2026-05-11", "ArXiv.org", "openalex")
    assert (paper.paper_type, paper.evidence_strength, paper.methods_rigor, paper.relevance) == (
        "theoretical",
        "n/a",
        "n/a",
        7,
    )
    assert set(paper.themes) == {"human_ai_collab", "governance", "org_design"}
    assert [claim.direction for claim in paper.claims] == [
        *["negative"] * 2,
        *["positive"] * 5,
        "negative",
    ]
    assert {(claim.confidence, claim.source_score) for claim in paper.claims} == {("high", "0.02")}
    assert [claim.category for claim in paper.claims] == [
        *["ai_safety_and_ethics"] * 6,
        "governance_and_regulation",
        "ai_safety_and_ethics",
    ]
    assert all(
        (paper.headline, paper.finding, paper.abstract, paper.main_finding, paper.key_points)
    )
    assert all((paper.data_and_methods, paper.implications, paper.sample, paper.generalizability))


@pytest.mark.shared
def test_no_sentence_of_the_page_is_in_the_sample() -> None:
    page = Path(__file__).parents[1] / ".." / "shared/commonplace/positive-alignment.page.txt"
    if not page.is_file():
        pytest.skip("no ../shared here")
    words = re.findall(r"\w+", page.read_text("utf-8").lower())
    runs = {tuple(words[at : at + 7]) for at in range(len(words) - 6)}
    (path,) = (path for path in FILES if path.name == "positive-alignment.yaml")
    record = yaml.safe_load(path.read_text("utf-8"))
    facts = {record.pop("title"), record.pop("authors")[0]}
    ours = re.findall(r"\w+", json.dumps(record, default=str, ensure_ascii=False).lower())
    assert len(facts) == 2
    assert [
        ours[at : at + 7] for at in range(len(ours) - 6) if tuple(ours[at : at + 7]) in runs
    ] == []


# The synthetic studies


def test_synthetic_studies_say_so() -> None:
    assert len(SYNTHETIC) == 37
    for number in range(1, 38):
        paper = synthetic(number)
        first = paper.authors[0].name if paper.authors else None
        if paper.source == "manual":
            assert paper.key == manual_key(paper.title or "", first)
        assert paper.venue == "Synthetic Sample Journal"
        notes = paper.notes or ""
        assert notes.startswith("Synthetic: invented for the demo; not a real paper.")
        assert (paper.doi or "10.5555/").startswith("10.5555/")


def test_a_testable_cell_with_a_clear_majority() -> None:
    cell = votes(theme="productivity", category="developer_productivity")
    assert tally(cell) == {"positive": 7, "negative": 1}
    types = {p.paper_type for p in PAPERS if (p.study or p.key) in cell}
    assert types == EMPIRICAL


def test_a_preprint_and_its_journal_version_are_one_study() -> None:
    preprint, article = synthetic(2), synthetic(3)
    assert (preprint.kind, article.kind) == ("Preprint", "JournalArticle")
    assert preprint.study == article.study
    assert preprint.study is not None
    assert sum(paper.study is not None for paper in PAPERS) == 2


def test_a_contested_cell() -> None:
    cell = tally(votes(theme="labor_markets", category="wages_and_compensation"))
    assert cell == {"positive": 3, "negative": 2}
    assert conflict_index(cell["positive"], cell["negative"]) >= 0.6


def test_covered_and_thin_cells() -> None:
    covered = tally(votes(theme="skills_training", category="skill_acquisition"))
    assert covered == {"positive": 3, "mixed": 1}
    assert len(votes(theme="org_design", category="worker_turnover")) == 1


def test_a_cell_with_theory_only() -> None:
    types = {paper.paper_type for paper, claim in CLAIMS if claim.category == "social_protection"}
    assert types == {"theoretical"}


def test_a_contradiction_between_comparable_studies() -> None:
    outcome = votes(outcome="tasks completed per developer per week")
    assert tally(outcome) == {"positive": 3, "negative": 1}
    (against,) = (study for study, directions in outcome.items() if directions == {"negative"})
    assert against == synthetic(8).key
    assert set(synthetic(8).themes) & set(synthetic(1).themes)


def test_a_tension() -> None:
    outcome = votes(theme="labor_markets", outcome="employment at adopting firms")
    assert outcome == {synthetic(15).key: {"positive"}, synthetic(16).key: {"null"}}


def test_an_internal_inconsistency() -> None:
    outcome = votes(outcome="quality of written reports")
    assert outcome == {synthetic(22).key: {"positive", "negative"}}


def test_two_spellings_of_one_outcome_contradict_each_other() -> None:
    (claim,) = (c for _, c in CLAIMS if c.outcome and c.outcome.exact_match)
    assert claim.outcome is not None
    assert claim.outcome.exact_match == (CONTEXT.iris.outcome("minutes per support case"),)
    assert tally(votes(outcome=claim.outcome.label)) == {"positive": 1}
    assert tally(votes(outcome="minutes per support case")) == {"negative": 2}


def test_an_author_with_an_orcid_in_two_papers() -> None:
    named = [p for p in PAPERS if any(author.orcid for author in p.authors)]
    assert named == [synthetic(1), synthetic(10)]


# Upkeep: what the keeper of a store has to find


def test_a_retracted_paper_and_a_retracted_claim() -> None:
    (paper,) = (paper for paper in PAPERS if paper.retracted)
    assert (paper, paper.retracted_on) == (synthetic(24), "2025-11-03")
    (withdrawn,) = ((paper, claim) for paper, claim in CLAIMS if claim.retracted)
    assert withdrawn[0] == synthetic(23)


def test_a_superseded_claim_and_a_superseded_paper() -> None:
    ((newer, claim),) = ((paper, claim) for paper, claim in CLAIMS if claim.supersedes)
    older = synthetic(6)
    assert newer == synthetic(33)
    assert {author.name for author in newer.authors} == {author.name for author in older.authors}
    assert newer.published > older.published  # type: ignore[operator]
    assert set(claim.supersedes) <= {claim_curie(older, said) for said in older.claims}
    assert [paper for paper in PAPERS if paper.supersedes] == [synthetic(36)]
    assert synthetic(36).supersedes == (synthetic(30).key,)


def test_a_paper_without_claims_and_counts_that_differ() -> None:
    assert [paper for paper in PAPERS if not paper.claims] == [synthetic(34)]
    differ = [p for p in PAPERS if p.stated_claim_count not in {None, len(p.claims)}]
    assert {paper.key for paper in differ} == {synthetic(16).key, synthetic(35).key}


def test_one_work_from_two_sources() -> None:
    dois = Counter(paper.doi for paper in PAPERS if paper.doi)
    assert [doi for doi, count in dois.items() if count > 1] == [synthetic(19).doi]
    assert synthetic(35).doi == synthetic(19).doi
    assert (synthetic(19).source, synthetic(35).source) == ("manual", "arxiv")


def test_authors_of_equal_name_in_several_papers() -> None:
    names = Counter(author.name for paper in PAPERS for author in paper.authors)
    assert {"Hal Invented", "Wyn Placeholder", "Josiah Carberry"} <= {
        name for name, count in names.items() if count > 1
    }


def test_outcomes_that_differ_in_case_number_or_word_order() -> None:
    labels = {claim.outcome.label for _, claim in CLAIMS if claim.outcome}
    assert {"satisfaction with work", "Satisfaction with work"} <= labels
    assert {"mistakes per hundred cases", "mistake per hundred cases"} <= labels
    assert {"days saved in training", "training days saved"} <= labels


def test_vague_outcomes() -> None:
    labels = {claim.outcome.label for claim in synthetic(37).claims if claim.outcome}
    assert {"impact", "performance"} <= labels


def test_papers_cite_papers_here_and_elsewhere() -> None:
    cited = {key for paper in PAPERS for key in paper.cites}
    here = {paper.key for paper in PAPERS}
    assert len(cited & here) >= 6
    assert cited - here == {"https://doi.org/10.5555/not-in-the-sample"}


def test_a_category_of_our_own() -> None:
    assert [concept.key for concept in ADDED] == ["industry"]
    assert {paper.key for paper, claim in CLAIMS if claim.category == "industry"} == {
        synthetic(37).key
    }
    assert shipped().find("category", "Industry") is None


def test_a_stored_synthesis_that_is_stale(sample_store: Store) -> None:
    (path,) = resources.sources("data", "syntheses/*.ttl")
    quads = quads_of(path)
    included = {quad.object for quad in quads if quad.predicate.value == f"{CPG}included"}
    (made,) = (q.object for q in quads if q.predicate.value == f"{PROV}generatedAtTime")
    assert str(made).startswith('"2025-01-15')
    assert "synthetic sample" in path.read_text("utf-8")
    known = {
        claim
        for claim in included
        if sample_store.ask(f"ASK {{ {claim} <{SCHEMA}appearance> ?paper }}")
    }
    assert (len(included), len(known)) == (7, 6)
    graph = CONTEXT.iris.synthesis(path.stem)
    assert set(sample_store.graph(graph)) == {quad.triple for quad in quads}
    later = [p for p in PAPERS if (p.published or "") > "2025-01-15" and in_category(p)]
    assert len(later) == 4


def in_category(paper: Paper) -> bool:
    return any(claim.category == "developer_productivity" for claim in paper.claims)
