"""Loading again what says only where a paper was published: what people made of it stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cpgraph import ingest
from cpgraph.exporting import export_as
from cpgraph.model import Author, Paper
from cpgraph.paper_graph import paper_from_triples
from cpgraph.rdf import Literal, NamedNode, Triple
from cpgraph.readers.base import Source
from cpgraph.readers.openalex_work import RETRACTION
from cpgraph.results import LoadReport
from cpgraph.store import Store, known_vocabulary, open_store, paper_keys
from openalex_works import FULL, lines, place, work

CURATED = {
    "key": "openalex:W1",
    "title": "An older title",
    "authors": ["Ann Invented", "Ben Left"],
    "doi": "10.1234/old",
    "abstract": "An older abstract.",
    "themes": ["governance"],
    "headline": "A headline",
    "paper_type": "rct",
    "evidence_strength": {"level": "high", "reason": "It is a trial."},
    "relevance": 9,
    "notes": "A note.",
    "claims": [
        {
            "text": "Waiting helps.",
            "direction": "positive",
            "category": "Error Rate",
            "outcome": {"label": "errors", "polarity": "lower_is_better"},
            "quote": "We waited.",
            "source_score": "0.10",
        },
        {"text": "It is cheap.", "retracted": "It is not."},
    ],
}


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(":memory:", "write") as opened:
        yield opened


class Loader:
    """Loads records and works into a store."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.folder = folder

    def __call__(self, *values: dict[str, Any], **options: Any) -> LoadReport:
        path = self.folder / "values.jsonl"
        path.write_text(lines(*values), encoding="utf-8")
        report = ingest.load(self.store, [Source("values.jsonl", path)], **options)
        assert [entry.reasons for entry in report.entries] == [()] * len(values)
        return report

    def outcomes(self, *values: dict[str, Any]) -> list[str]:
        return [str(entry.outcome) for entry in self(*values).entries]

    def paper(self, key: str = "openalex:W1") -> Paper:
        iris = self.store.iris
        triples = list(self.store.graph(iris.graph(key)))
        return paper_from_triples(triples, iris.paper(key), known_vocabulary(self.store))


@pytest.fixture
def load(store: Store, tmp_path: Path) -> Loader:
    return Loader(store, tmp_path)


def test_a_newer_crawl_replaces_what_it_states_and_keeps_the_claims(load: Loader) -> None:
    load(CURATED)
    before = load.paper()
    newer = work(
        1, authorships=[place("Ann Invented")], doi="https://doi.org/10.1234/new", type="review"
    )
    assert load.outcomes(newer) == ["replaced"]
    after = load.paper()
    assert (after.title, after.doi, after.published) == (
        "Synthetic work 1",
        "10.1234/new",
        "2024-03-05",
    )
    assert [author.name for author in after.authors] == ["Ann Invented"]
    assert after.claims == before.claims != ()
    kept = ("themes", "headline", "paper_type", "evidence_strength", "evidence_strength_reason",
            "relevance", "notes", "abstract")  # fmt: skip
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    addresses = list(
        load.store.select(
            "SELECT ?link { ?paper <https://schema.org/sameAs> ?link } ORDER BY STR(?link)"
        )
    )
    assert [link.value for (link,) in addresses if link] == [
        "https://doi.org/10.1234/new",
        "https://openalex.org/W1",
    ]


def test_the_same_file_twice_is_unchanged(load: Loader) -> None:
    assert load.outcomes(FULL, work(2)) == ["added", "added"]
    assert load.outcomes(FULL, work(2)) == ["unchanged", "unchanged"]
    load(CURATED)
    newer = work(1, abstract_inverted_index={"New": [0]})
    assert [load.outcomes(newer), load.outcomes(newer)] == [["replaced"], ["unchanged"]]
    assert load.paper().abstract == "New"


def test_a_dry_run_says_what_would_be(load: Loader) -> None:
    load(FULL)
    assert [str(entry.outcome) for entry in load(FULL, dry_run=True).entries] == ["unchanged"]


def test_a_record_with_claims_still_replaces_the_paper_whole(load: Loader) -> None:
    load(CURATED)
    load({**CURATED, "claims": []})
    assert load.paper().claims == ()


def test_what_the_model_has_no_field_for_is_kept_but_not_of_authors(load: Loader) -> None:
    load(CURATED)
    iris, key = load.store.iris, "openalex:W1"
    told, mail = (NamedNode(f"https://example.org/{name}") for name in ("told", "mail"))
    mine = Triple(NamedNode(iris.paper(key)), told, Literal("by me"))
    of_author = Triple(NamedNode(iris.author(key, 1)), mail, Literal("ann@example.org"))
    graph = iris.graph(key)
    load.store.write([{graph: [*load.store.graph(graph), mine, of_author]}])
    load(work(1))
    after = set(load.store.graph(graph))
    assert mine in after
    assert of_author not in after


@pytest.mark.parametrize(
    ("stored", "is_retracted", "expected"),
    [
        (None, True, RETRACTION),
        (None, False, None),
        (RETRACTION, False, None),
        (RETRACTION, True, RETRACTION),
        ("Data were made up.", True, "Data were made up."),
        ("Data were made up.", False, "Data were made up."),
    ],
)
def test_openalex_takes_back_its_own_retraction_only(
    load: Loader, stored: str | None, is_retracted: bool, expected: str | None
) -> None:
    load({**CURATED, "retracted": stored})
    load(work(1, is_retracted=is_retracted))
    assert load.paper().retracted == expected


def test_a_retracted_work_is_retracted_for_the_queries(load: Loader) -> None:
    load(work(1, is_retracted=True))
    query = "SELECT ?p { ?r <http://purl.org/nanopub/x/retracts> ?p }"
    assert len(list(load.store.select(query))) == 1


def test_an_answer_that_is_cut_takes_no_author_away(load: Loader) -> None:
    many = [place(f"Author {number}") for number in range(150)]
    load(work(1, authorships=many))
    load(work(1, authorships=many[:100], is_authors_truncated=True))
    assert len(load.paper().authors) == 150


def test_what_is_known_of_an_author_of_the_same_name_is_kept(load: Loader) -> None:
    ann = {"name": "Ann Invented", "orcid": "0000-0002-1825-0097", "affiliation": "Here"}
    load({**CURATED, "authors": [ann, {"name": "Ben Left", "affiliation": "There"}, "Cy"]})
    named = {"id": "https://openalex.org/A1", "display_name": "Ann Q. Invented", "orcid": None}
    load(work(1, authorships=[place("Ann Invented", author=named), place("Dee New")]))
    assert load.paper().authors == (
        Author(
            name="Ann Q. Invented",
            name_as_printed="Ann Invented",
            orcid="0000-0002-1825-0097",
            openalex_id="A1",
            affiliation="Here",
        ),
        Author(name="Dee New"),
    )


@pytest.mark.parametrize(
    "name", ["Invented, Ann-Marie", "Ann\u2010Marie Invented", "ann marie INVENTED"]
)
def test_a_name_in_another_order_or_with_other_hyphens_is_the_same(load: Loader, name: str) -> None:
    load({**CURATED, "authors": [{"name": "Ann-Marie Invented", "affiliation": "Here"}]})
    load(work(1, authorships=[place(name)]))
    assert load.paper().authors == (Author(name="Ann-Marie Invented", affiliation="Here"),)


def test_a_date_loses_no_day_and_an_abstract_no_line(load: Loader) -> None:
    load({**CURATED, "published": "2024-03-05", "abstract": "One.\n\nTwo."})
    load(work(1, publication_date=None, abstract_inverted_index={"One.": [0], "Two.": [1]}))
    assert (load.paper().published, load.paper().abstract) == ("2024-03-05", "One.\n\nTwo.")
    load(work(1, publication_date="2023-01-01"))
    assert load.paper().published == "2023-01-01"


def test_a_crawl_without_authors_keeps_those_there_are(load: Loader) -> None:
    load(CURATED)
    load(work(1, authorships=[]))
    assert [author.name for author in load.paper().authors] == ["Ann Invented", "Ben Left"]
    assert load.paper().authors_not_stated is False


def test_ten_thousand_authors_load(load: Loader) -> None:
    load(work(1, authorships=[place(f"Author {number}") for number in range(10_000)]))
    assert len(load.paper().authors) == 10_000


def test_a_stored_work_is_exported_and_loaded_back(load: Loader, tmp_path: Path) -> None:
    from cpgraph.readers.record import record_of  # noqa: PLC0415

    load(FULL)
    found = load.paper("openalex:W77")
    path = tmp_path / "back.json"
    path.write_text(json.dumps(record_of(found)), encoding="utf-8")
    report = ingest.load(load.store, [Source("back.json", path)])
    assert [str(entry.outcome) for entry in report.entries] == ["unchanged"]


@pytest.mark.parametrize(
    ("suffix", "form"), [(".bib", "bibtex"), (".ris", "ris"), (".json", "csl-json")]
)
def test_references_that_were_exported_change_no_paper(
    copied_store: Store, tmp_path: Path, suffix: str, form: str
) -> None:
    path = tmp_path / f"all{suffix}"
    with path.open("wb") as stream:
        export_as(copied_store, stream, form)
    report = ingest.load(copied_store, [Source(path.name, path)])
    assert {str(entry.outcome) for entry in report.entries} == {"unchanged"}
    assert len(report.entries) == 38
    with open_store(":memory:", "write") as fresh:
        ingest.load(fresh, [Source(path.name, path)])
        assert paper_keys(fresh) == paper_keys(copied_store)
        themes = (
            "SELECT DISTINCT ?p ?t { ?p a <https://schema.org/ScholarlyArticle> ;"
            " <http://purl.org/dc/terms/subject> ?t } ORDER BY ?p ?t"
        )
        assert list(fresh.select(themes)) == list(copied_store.select(themes))


def test_a_reference_takes_no_author_and_no_name_of_a_topic_away(
    store: Store, load: Loader, tmp_path: Path
) -> None:
    load(FULL)
    before = load.paper("openalex:W77")
    path = tmp_path / "a.bib"
    fields = "title = {Other}, author = {Ann Q. Invented and others}, keywords = {Queueing}"
    path.write_text(f"@article{{a, {fields}, note = {{cpgraph openalex:W77}}}}", encoding="utf-8")
    ingest.load(store, [Source("a.bib", path)])
    after = load.paper("openalex:W77")
    assert after.title == "Other"
    assert (after.authors, after.topics, after.kind) == (before.authors, before.topics, before.kind)
