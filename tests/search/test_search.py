"""The search index: what is found, in which order, and that it follows the store."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cpgraph
from cpgraph.sample import load_sample
from cpgraph.search import SearchIndex
from cpgraph.store import Store, open_store
from filled import filled_sample_store


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    built = SearchIndex()
    built.update(filled_sample_store())
    return built


def test_a_title_goes_before_a_mention(index: SearchIndex) -> None:
    found = index.search("wages")
    assert (
        found.papers[0].title
        == "Synthetic study 10: Wages in occupations exposed to AI, 2012 to 2019"
    )
    assert found.papers[0].published == "2021-04-08"
    assert all("wage" in claim.text.lower() for claim in found.claims[:2])
    assert [hit.score for hit in found.claims] == sorted(
        (hit.score for hit in found.claims), reverse=True
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Carberry", "Synthetic study 01"),
        ("manual:193f2f1c5bdd", "Synthetic study 01"),
        ('"coding assistant"', "Synthetic study 01"),
        ("human flourishing", "Positive Alignment"),
    ],
)
def test_names_keys_and_phrases(index: SearchIndex, text: str, title: str) -> None:
    assert any(hit.title.startswith(title) for hit in index.search(text).papers)


def test_a_claim_says_where_it_stands(index: SearchIndex) -> None:
    hit = index.search("Defects found in review").claims[0]
    assert (hit.key, hit.position, hit.direction) == ("manual:193f2f1c5bdd", 3, "null")


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_searched(index: SearchIndex, text: str) -> None:
    assert index.search(text).paper_count >= 0


@pytest.mark.parametrize(
    "text", ["", "  ", "key:x", "kind:claim AND", "((", '"', "a~9 b^9", "* OR *", "[a TO z]"]
)
def test_the_language_of_the_library_does_no_harm(index: SearchIndex, text: str) -> None:
    index.search(text)


def test_it_follows_the_store(tmp_path: Path) -> None:
    store: Store = filled_sample_store()
    index = SearchIndex(tmp_path)
    assert index.pending(store) == index.update(store) == 38
    assert index.update(store) == 0
    key = "manual:193f2f1c5bdd"
    store.write([{store.iris.graph(key): [], store.iris.provenance(key): []}])
    assert SearchIndex(tmp_path).update(store) == 1
    assert all(hit.key != key for hit in SearchIndex(tmp_path).search("coding assistant").papers)


def test_the_command_and_the_verb(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with open_store(folder, "write") as store:
        load_sample(store)
    with open_store(folder) as store:
        found = cpgraph.find(store, "wages", limit=3)
        assert found.papers[0].key == "manual:8cf6e89868f2"
    command = [
        sys.executable,
        "-m",
        "cpgraph",
        "--store",
        str(folder),
        "search",
        "wages",
        "--format",
        "csv",
    ]
    rows = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert rows[0] == "kind,key,position,toward,found"
    assert rows[1].startswith("paper,manual:8cf6e89868f2,,,")
    assert (
        subprocess.run([*command[:-3], "zzzz"], stdout=subprocess.DEVNULL, check=False).returncode
        == 1
    )
