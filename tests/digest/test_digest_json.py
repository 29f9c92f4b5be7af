"""The JSON of a digest against its schema."""

from __future__ import annotations

import json

import jsonschema
import pytest

from cpgraph.digest import Window, digest, week, window
from cpgraph.reports.digest_forms import digest_json, digest_schema
from cpgraph.store import Store


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(digest_schema())


@pytest.mark.parametrize(
    "asked",
    [
        window("2019"),
        window("2023", "2025-01-31"),
        week("2018-W01"),
        window("2026-11-24", by="loaded"),
    ],
    ids=["everything", "a gap closes", "nothing", "by loading"],
)
def test_a_digest_is_as_its_schema_says(sample_store: Store, asked: Window) -> None:
    made = json.loads(digest_json(digest(sample_store, asked)))
    jsonschema.validate(made, digest_schema())


def test_the_schema_allows_nothing_else(sample_store: Store) -> None:
    made = json.loads(digest_json(digest(sample_store, week("2026-W20"))))
    made["papers"][0]["claims"][0]["score"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made, digest_schema())
