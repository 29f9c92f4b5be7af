"""The syntheses of the sample, each made once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cpgraph.pictures import pictures_of
from cpgraph.reports.blocks import Report
from cpgraph.reports.document import report_of
from cpgraph.reports.evidence import picture_links
from cpgraph.reports.references import papers_of
from cpgraph.store import Store
from cpgraph.synthesis import Synthesis, categories, synthesise_all

#: One category of the sample in each state.
STATES = {
    "nothing eligible": "ai-safety-and-ethics",
    "too few": "task-completion-time",
    "contested": "error-rate",
    "testable": "developer-productivity",
    "no direction": "consumer-welfare",
}


@pytest.fixture(scope="session")
def made(sample_store: Store) -> Mapping[str, Synthesis]:
    """The syntheses of all categories, by name; among them every state, and one without a claim."""
    found = synthesise_all(sample_store, categories(sample_store))
    return {one.question.name: one for one in found}


@pytest.fixture(scope="session")
def reports(sample_store: Store, made: Mapping[str, Synthesis]) -> Mapping[str, Report]:
    """Their reports, with pictures."""
    return {
        name: report_of(one, papers_of(sample_store, one), pictures_of(one, picture_links(one)))
        for name, one in made.items()
    }
