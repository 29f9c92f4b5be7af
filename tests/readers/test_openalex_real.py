"""The real works in ../shared, against their JSON: decoded here, with nothing of the reader's."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cpgraph import ingest
from cpgraph.readers.base import Source
from cpgraph.results import LoadReport
from cpgraph.store import Store, open_store

WORKS = (
    Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "openalex" / "works.jsonl.gz"
)

PRISM = "http://prismstandard.org/namespaces/basic/2.0/"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not WORKS.exists(), reason="../shared is not here"),
]


@pytest.fixture(scope="module")
def works() -> dict[str, dict[str, Any]]:
    """The works by key."""
    with gzip.open(WORKS, "rt", encoding="utf-8") as stream:
        decoded = [json.loads(line) for line in stream]
    return {f"openalex:{work['id'].rpartition('/')[2]}": work for work in decoded}


@pytest.fixture(scope="module")
def loaded() -> Iterator[tuple[Store, LoadReport, LoadReport]]:
    """A store of the works, with the reports of loading them twice."""
    with open_store(":memory:", "write") as store:
        first, again = (ingest.load(store, [Source("works", WORKS)]) for _ in range(2))
        yield store, first, again


def column(store: Store, where: str) -> dict[str, list[str]]:
    """What a pattern finds as ?value, by the key of the paper; in the order of ?place."""
    query = f"""
        PREFIX cpg: <https://w3id.org/cpgraph/ontology#>
        PREFIX dcterms: <http://purl.org/dc/terms/>
        PREFIX schema: <https://schema.org/>
        SELECT DISTINCT ?key ?value ?place {{
          GRAPH ?graph {{ ?paper dcterms:identifier ?key . {where} }}
        }} ORDER BY ?key ?place"""
    found: dict[str, list[str]] = {}
    for key, value, _ in store.select(query):
        found.setdefault(key.value, []).append(value.value)  # type: ignore[union-attr]
    return found


def tidied(name: str) -> str:
    """A name on one line, without the sorting marks of library catalogues that some have."""
    return " ".join(re.sub("[\x98\x9c]", "", name).split())


def test_each_is_loaded_or_refused_with_a_reason(
    works: dict[str, dict[str, Any]], loaded: tuple[Store, LoadReport, LoadReport]
) -> None:
    _, first, again = loaded
    assert sorted(entry.key for entry in first.entries) == sorted(works)
    for entry in first.entries:
        work = works[entry.key]
        is_paper = bool(work["title"]) and work["type"] != "paratext"
        assert (str(entry.outcome), bool(entry.reasons)) == (
            ("added", False) if is_paper else ("refused", True)
        )
    outcomes = {str(entry.outcome) for entry in again.entries}
    assert outcomes == {"unchanged", "refused"}
    assert len([entry for entry in first.entries if entry.reasons]) == 10


def test_none_loses_an_author_or_an_orcid(
    works: dict[str, dict[str, Any]], loaded: tuple[Store, LoadReport, LoadReport]
) -> None:
    store, *_ = loaded
    byline = "?paper cpg:authorship ?a . ?a schema:position ?place ; cpg:author ?person . "
    people = column(store, byline + "BIND(?person AS ?value)")
    names = column(store, byline + "?person schema:name ?value")
    keys = column(store, "BIND(?key AS ?value)")
    assert len(keys) == 199
    for key in keys:
        stated = works[key]["authorships"]
        assert len(people.get(key, [])) == len(stated), key
        for author, person, name in zip(
            stated, people.get(key, []), names.get(key, []), strict=True
        ):
            assert " ".join(author["author"]["display_name"].split()) == name
            orcid = author["author"]["orcid"]
            assert (person == orcid) if orcid else "orcid.org" not in person
    orcids = sum(p.startswith("https://orcid.org/") for found in people.values() for p in found)
    assert orcids == sum(
        bool(a["author"]["orcid"]) for key in keys for a in works[key]["authorships"]
    )


def test_none_loses_a_word_of_its_abstract(
    works: dict[str, dict[str, Any]], loaded: tuple[Store, LoadReport, LoadReport]
) -> None:
    store, first, _ = loaded
    abstracts = column(store, "?paper dcterms:abstract ?value")
    for entry in first.entries:
        if entry.reasons:
            continue
        words: dict[int, str] = {}
        for word, places in (works[entry.key]["abstract_inverted_index"] or {}).items():
            for place in places:
                words[place] = f"{words.get(place, '')} {word}"
        expected = " ".join(words[place] for place in sorted(words)).split()
        assert " ".join(abstracts.get(entry.key, [])).split() == expected, entry.key
    assert len(abstracts) > 100


def test_identifiers_dates_venues_and_topics_are_there(
    works: dict[str, dict[str, Any]], loaded: tuple[Store, LoadReport, LoadReport]
) -> None:
    store, *_ = loaded
    dois = column(store, f"?paper <{PRISM}doi> ?value")
    dates = column(store, "?paper schema:datePublished ?value")
    venues = column(store, f"?paper <{PRISM}publicationName> ?value")
    topics = column(store, "?paper schema:about ?value")
    keywords = column(store, "?paper schema:keywords ?value")
    arxiv = column(store, "?paper <http://purl.org/spar/fabio/hasArXivId> ?value")
    for key in dates:
        work = works[key]
        doi = re.sub("^https://doi.org/", "", work["doi"] or "").lower()
        assert dois.get(key, [""]) == [doi]
        assert dates[key] == [work["publication_date"]]
        source = (work["primary_location"] or {}).get("source")
        assert source is None or venues[key] == [tidied(source["display_name"])]
        listed = [*(work.get("topics") or ()), *(work.get("keywords") or ())] or work["concepts"]
        assert sorted(topics.get(key, [])) == sorted({one["id"] for one in listed if "id" in one})
        words = {one["keyword"] for one in listed if "id" not in one}
        assert sorted(keywords.get(key, [])) == sorted(words)
        shown = re.search(r"arxiv\.org/abs/(\d{4}\.\d{4,5})", json.dumps(work["locations"]))
        assert arxiv.get(key, [None]) == [shown and shown[1]]
