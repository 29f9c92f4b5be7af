"""What people wrote about a synthesis, and how they rated it, in its reports."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

import changing
from cpgraph import living
from cpgraph.reports import FORMS
from cpgraph.reports.as_json import schema
from cpgraph.sample import load_sample
from cpgraph.store import Store, open_store
from cpgraph.synthesis import Synthesis, ask, synthesise

NAME = "error-rate"
PROSE = """# Bottom line

Errors rise in 3 of 5 studies [manual:6c19960722cb; 10.5555/SYNTHETIC.18]."""


def filled() -> Store:
    store = open_store(":memory:", "write")
    load_sample(store)
    return store


@pytest.fixture(scope="module")
def noted() -> Store:
    """The sample with a synthesis, a text about it and a rating."""
    store = filled()
    living.save(store, _made(store), who="A. Reviewer")
    living.annotate(store, NAME, PROSE, who="Ann Lee", method="model:abc-1")
    living.rate(store, NAME, "low", who="Ben Wu", why="Few studies.")
    return store


def _made(store: Store) -> Synthesis:
    return living.rated(store, synthesise(store, ask(store, "error_rate")))


def said(store: Store, form: str) -> str:
    return FORMS[form].write(store, _made(store)).decode()


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_a_report_shows_texts_and_ratings(noted: Store, form: str) -> None:
    words = " ".join(said(noted, form).split())
    assert "By Ann Lee, 20" in words
    assert "What was written about it" in words
    assert "written by the model abc-1" in words
    assert "Errors rise in 3 of 5 studies" in words
    assert "Certainty: low by Ben Wu, 20" in words
    assert "OUTDATED" not in words


def test_citations_lead_to_the_references(noted: Store) -> None:
    assert '<a href="#ref-' in said(noted, "html").split("Errors rise in 3 of 5", 1)[1][:40]


def test_json_has_the_texts_and_fits_its_schema(noted: Store) -> None:
    whole = json.loads(said(noted, "json"))
    Draft202012Validator(schema()).validate(whole)
    (note,) = whole["notes"]
    assert (note["who"], note["method"], note["outdated"]) == ("Ann Lee", "model:abc-1", False)
    assert whole["certainty"]["level"] == "low"


def test_other_data_make_them_outdated() -> None:
    store = filled()
    living.save(store, _made(store), who="A. Reviewer")
    living.annotate(store, NAME, "It was 3 of 5.", who="Ann Lee", method="person")
    living.rate(store, NAME, "low", who="Ben Wu", why="Few studies.")
    changing.put(store, changing.new_paper("manual:new", "error_rate", "negative"))
    words = " ".join(said(store, "text").split())
    assert "written by a person. OUTDATED: the data changed since." in words
    assert "low (outdated: the data changed since)" in words


def test_without_texts_there_is_no_section_of_them(sample_store: Store) -> None:
    assert "What was written about it" not in said(sample_store, "text")
