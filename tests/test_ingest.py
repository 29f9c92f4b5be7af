"""Loading: paper by paper, whole or not at all, with a report that says what became of each."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib

from cpgraph import ingest
from cpgraph.exporting import export
from cpgraph.rdf import SYNTAXES, Literal, NamedNode
from cpgraph.readers.base import Source
from cpgraph.results import Loaded, LoadOutcome, LoadReport, Severity
from cpgraph.store import Store, known_vocabulary, open_store, paper_keys
from cpgraph.terms import CPG, PAV

PAGE = Path(__file__).parents[2] / "shared" / "commonplace" / "positive-alignment.page.txt"
TITLES = (
    "SELECT ?t WHERE { ?p a <https://schema.org/ScholarlyArticle> ;"
    " <http://purl.org/dc/terms/title> ?t }"
)
needs_shared = pytest.mark.skipif(not PAGE.exists(), reason="../shared is not here")


def record(number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "key": f"manual:{number:012x}",
        "title": f"Synthetic study {number}",
        "authors": ["Ann Invented"],
        "themes": ["governance"],
        "claims": [
            {"text": "Rules help.", "direction": "positive", "category": "Other", "outcome": "help"}
        ],
        **more,
    }


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(":memory:", "write") as opened:
        yield opened


class Loader:
    """Writes records to a file and loads it."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.folder = folder

    def __call__(self, *records: dict[str, Any], **options: Any) -> LoadReport:
        path = self.folder / "papers.jsonl"
        path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
        return ingest.load(self.store, [Source("papers.jsonl", path)], **options)


@pytest.fixture
def load(store: Store, tmp_path: Path) -> Loader:
    return Loader(store, tmp_path)


def outcomes(report: LoadReport) -> list[tuple[str, str]]:
    return [(entry.key, entry.outcome.value) for entry in report.entries]


def test_added_unchanged_replaced(load: Loader) -> None:
    assert outcomes(load(record())) == [("manual:000000000001", "added")]
    assert outcomes(load(record())) == [("manual:000000000001", "unchanged")]
    assert outcomes(load(record(title="Another title"))) == [("manual:000000000001", "replaced")]


def test_a_replaced_paper_keeps_nothing_of_its_old_version(load: Loader) -> None:
    load(record())
    load(record(claims=["A new claim."]))
    texts = load.store.select("SELECT ?t WHERE { ?c <https://schema.org/text> ?t }")
    assert list(texts) == [(Literal("A new claim."),)]


def test_a_paper_with_a_violation_is_refused_whole_and_the_others_load(load: Loader) -> None:
    report = load(record(1), record(2, themes=["astrology"]), record(3))
    assert paper_keys(load.store) == ["manual:000000000001", "manual:000000000003"]
    refused = next(entry for entry in report.entries if entry.outcome is LoadOutcome.REFUSED)
    assert refused.key == "manual:000000000002"
    assert refused.reasons[0].startswith("line 2: paper")
    assert "'astrology'" in refused.reasons[0]
    assert report.refused


def test_a_refused_new_version_leaves_the_old_one(load: Loader) -> None:
    load(record())
    load(record(title=" "))
    texts = load.store.select(TITLES)
    assert (Literal("Synthetic study 1"),) in list(texts)


def test_an_unknown_category_is_a_warning(load: Loader) -> None:
    report = load(record(claims=[{"text": "x", "category": "Industry"}]))
    warnings = [r for e in report.entries for r in e.results if r.severity is Severity.WARNING]
    assert len(warnings) == 1
    assert "'Industry'" in warnings[0].message
    assert warnings[0].subject == 'claim 1 "x"'
    assert warnings[0].line == 1
    assert not report.refused


def test_of_two_papers_with_one_key_the_later_wins_and_it_is_said(load: Loader) -> None:
    report = load(record(), record(title="The later"))
    assert paper_keys(load.store) == ["manual:000000000001"]
    assert report.entries[-1].notices == (
        "manual:000000000001 came twice: the one at papers.jsonl:2 wins over papers.jsonl:1",
    )
    titles = load.store.select(TITLES)
    assert list(titles) == [(Literal("The later"),)]


def test_the_later_wins_across_batches(load: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cpgraph.ingest.reading.BATCH", 1)
    report = load(record(), record(title="The later"))
    assert [entry.outcome for entry in report.entries] == [LoadOutcome.ADDED, LoadOutcome.REPLACED]


def test_a_dry_run_writes_nothing(load: Loader) -> None:
    report = load(record(), dry_run=True)
    assert report.total(LoadOutcome.ADDED) == 1
    assert list(load.store.graph_names("")) == []


def test_stop_at_the_first_refusal_keeps_what_came_before(load: Loader) -> None:
    with pytest.raises(ingest.StoppedError) as error:
        load(record(1), record(2, themes=["astrology"]), record(3), stop=True)
    assert str(error.value).startswith("papers.jsonl: stopped at a refusal: line 2: paper")
    assert paper_keys(load.store) == ["manual:000000000001"]


def test_stop_in_the_middle_of_a_batch_leaves_what_comes_after(load: Loader) -> None:
    with pytest.raises(ingest.StoppedError):
        load(record(1), {"title": 1}, record(3), stop=True)
    assert paper_keys(load.store) == ["manual:000000000001"]


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_papers_that_describe_one_author_and_outcome_differently_come_back(
    load: Loader, syntax: str
) -> None:
    for number, (name, polarity) in enumerate(
        [("Alice Smith", "higher_is_better"), ("A. Smith", "neutral")]
    ):
        outcome = {"label": "speed", "polarity": polarity}
        author = {"name": name, "orcid": "0000-0002-1825-0097"}
        load(record(number, authors=[author], claims=[{"text": "x", "outcome": outcome}]))
    path = load.folder / f"out{SYNTAXES[syntax].suffixes[0]}"
    with path.open("wb") as stream:
        export(load.store, stream, SYNTAXES[syntax])
    with open_store(":memory:", "write") as other:
        assert ingest.load(other, [Source(path.name, path)]).total(LoadOutcome.ADDED) == 2
        again = io.BytesIO()
        export(other, again, SYNTAXES[syntax])
    assert again.getvalue() == path.read_bytes()


def test_a_source_that_becomes_unreadable_is_refused_with_its_place(load: Loader) -> None:
    path = load.folder / "mixed.jsonl"
    path.write_text(json.dumps(record()) + "\n{broken\n", encoding="utf-8")
    report = ingest.load(load.store, [Source("mixed.jsonl", path)])
    assert report.total(LoadOutcome.ADDED) == 1
    assert report.total(LoadOutcome.REFUSED) == 1


def test_provenance_says_who_what_and_when(load: Loader) -> None:
    load(record(), who="Ann Reviewer")
    iris = load.store.iris
    said = {
        (triple.predicate.value, triple.object.value)
        for triple in load.store.graph(iris.provenance("manual:000000000001"))
        if isinstance(triple.object, Literal)
    }
    assert (f"{CPG}fileName", "papers.jsonl") in said
    assert ("http://www.w3.org/2000/01/rdf-schema#label", "Ann Reviewer") in said
    assert any(predicate == f"{PAV}importedOn" for predicate, _ in said)
    content = (load.folder / "papers.jsonl").read_bytes()
    assert (f"{CPG}contentHash", f"sha256:{hashlib.sha256(content).hexdigest()}") in said


def test_the_ontology_is_in_the_store_and_renewed_only_when_it_differs(load: Loader) -> None:
    load(record())
    assert load.store.ask(f"ASK {{ GRAPH <{load.store.iris.ontology_graph}> {{ ?s ?p ?o }} }}")


def test_users_extend_a_vocabulary_by_loading_skos(load: Loader) -> None:
    assert load(record(claims=[{"text": "x", "category": "Industry"}])).entries[0].results
    path = load.folder / "industry.ttl"
    path.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix cpg: <https://w3id.org/cpgraph/ontology#> .\n"
        "<https://example.org/industry> a skos:Concept ; skos:inScheme cpg:OutcomeCategories ;\n"
        '  skos:notation "industry" ; skos:prefLabel "Industry"@en .\n',
        encoding="utf-8",
    )
    report = ingest.load(load.store, [Source("industry.ttl", path)])
    assert outcomes(report) == [("industry", "added")]
    assert (report.total(LoadOutcome.ADDED), report.changed) == (0, True)
    assert outcomes(ingest.load(load.store, [Source("industry.ttl", path)])) == [
        ("industry", "unchanged")
    ]
    concept = known_vocabulary(load.store).get("category", "Industry")
    assert concept.iri == "https://example.org/industry"
    again = load(record(claims=[{"text": "x", "category": "Industry"}]))
    assert [r for r in again.entries[0].results if r.severity is Severity.WARNING] == []


@pytest.mark.parametrize("dry_run", [False, True])
def test_a_file_can_bring_the_concepts_that_its_papers_use(load: Loader, *, dry_run: bool) -> None:
    path = load.folder / "both.ttl"
    path.write_text(
        """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix cpg: <https://w3id.org/cpgraph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix source: <https://w3id.org/cpgraph/concept/source/> .
<https://example.org/astrology> a skos:Concept ; skos:inScheme cpg:Themes ;
  skos:notation "astrology" ; skos:prefLabel "Astrology"@en .
<https://example.org/p> a schema:ScholarlyArticle ; dcterms:identifier "arxiv:2401.00001" ;
  cpg:source source:arxiv ; dcterms:title "Synthetic" ; cpg:authorsNotStated true ;
  dcterms:subject <https://example.org/astrology> .
""",
        encoding="utf-8",
    )
    report = ingest.load(load.store, [Source("both.ttl", path)], dry_run=dry_run)
    assert outcomes(report) == [("astrology", "added"), ("arxiv:2401.00001", "added")]
    assert (report.total(LoadOutcome.ADDED), report.changed) == (1, True)
    assert report.concepts["both.ttl"][LoadOutcome.ADDED] == 1


def test_a_file_that_vanishes_is_refused_and_the_others_load(load: Loader) -> None:
    load(record())
    sources = [Source(name, load.folder / name) for name in ("gone.json", "papers.jsonl")]
    report = ingest.load(load.store, sources)
    assert [(e.source, e.outcome) for e in report.entries] == [
        ("gone.json", LoadOutcome.REFUSED),
        ("papers.jsonl", LoadOutcome.UNCHANGED),
    ]
    assert report.entries[0].reasons == (
        "cannot be read (No such file or directory); check the path and its permissions",
    )


def test_the_report_stays_small_while_it_counts_all() -> None:
    report = LoadReport(keep=2)
    for number in range(5):
        report.add(Loaded("f", str(number), LoadOutcome.ADDED))
    assert len(report.entries) == 2
    assert report.total(LoadOutcome.ADDED) == 5


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_check_says_what_is_wrong_without_writing(load: Loader, engine: str) -> None:
    path = load.folder / "papers.jsonl"
    path.write_text(json.dumps(record(themes=["astrology"])) + "\nno json\n", encoding="utf-8")
    results = list(ingest.check(load.store, [Source("papers.jsonl", path)], engine=engine))
    violations = [r for r in results if r.severity is Severity.VIOLATION]
    assert [(r.line, r.source) for r in violations] == [(1, "papers.jsonl"), (2, "papers.jsonl")]
    assert list(load.store.graph_names("")) == []


def test_a_whole_store_can_be_checked(load: Loader) -> None:
    load(record())
    assert [r for r in ingest.check_store(load.store) if r.severity is Severity.VIOLATION] == []
    name = load.store.iris.graph("manual:000000000001")
    title = NamedNode("http://purl.org/dc/terms/title")
    load.store.write([{name: [t for t in load.store.graph(name) if t.predicate != title]}])
    violations = [r for r in ingest.check_store(load.store) if r.severity is Severity.VIOLATION]
    assert [(r.paper, r.subject) for r in violations] == [("manual:000000000001", "paper")]


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_what_is_exported_loads_to_the_same_bytes(load: Loader, syntax: str) -> None:
    outcome = {"label": "help", "polarity": "higher_is_better"}
    load(record(1), record(2, study="One study", claims=[{"text": "y", "outcome": outcome}]))
    first = io.BytesIO()
    export(load.store, first, SYNTAXES[syntax])
    path = load.folder / f"out{SYNTAXES[syntax].suffixes[0]}"
    path.write_bytes(first.getvalue())
    with open_store(":memory:", "write") as other:
        report = ingest.load(other, [Source(path.name, path)])
        assert report.total(LoadOutcome.ADDED) == 2
        second = io.BytesIO()
        export(other, second, SYNTAXES[syntax])
    assert second.getvalue() == first.getvalue()


@pytest.mark.shared
@needs_shared
def test_the_real_page_through_rdflib_and_back(store: Store, tmp_path: Path) -> None:
    source = Source("page.txt", PAGE)
    assert ingest.load(store, [source]).total(LoadOutcome.ADDED) == 1
    assert ingest.load(store, [source]).total(LoadOutcome.UNCHANGED) == 1
    first = io.BytesIO()
    export(store, first, SYNTAXES["turtle"])
    graph = rdflib.Graph()
    graph.parse(data=first.getvalue(), format="turtle")
    path = tmp_path / "rdflib.ttl"
    path.write_text(graph.serialize(format="turtle"), encoding="utf-8")
    with open_store(":memory:", "write") as other:
        assert ingest.load(other, [Source("rdflib.ttl", path)]).total(LoadOutcome.ADDED) == 1
        second = io.BytesIO()
        export(other, second, SYNTAXES["turtle"])
    assert second.getvalue() == first.getvalue()
