"""What is exported comes back, or ``docs/formats.md`` says that it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

import cpgraph
from cpgraph.exporting import FORMATS, PROFILES
from cpgraph.store import Store, open_store, paper_keys
from losses import DOCUMENT, KEPT, PAPERS, document, filled, losses, stated

#: Formats that lose nothing of a paper.
LOSSLESS = ("trig", "nquads", "jsonld", "jsonl")


def test_the_tables_are_those_that_are_derived() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert document(text) == text


def test_the_papers_state_every_field() -> None:
    for name, values in stated(PAPERS).items():
        assert any(
            one for value in values for one in (value if isinstance(value, list) else [value])
        ), name


def test_what_loses_nothing_loses_no_field() -> None:
    found = losses()
    assert set(found) >= {*LOSSLESS, *PROFILES}
    for form in LOSSLESS:
        assert set(found[form].values()) == {KEPT}, form


def test_every_format_stands_in_the_document() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for name, suffixes in FORMATS.items():
        assert name in text
        assert suffixes[0] in text


@pytest.mark.parametrize("form", LOSSLESS)
@pytest.mark.parametrize("whole", [True, False], ids=["every field", "the sample"])
def test_an_export_loads_as_the_same_graphs(
    sample_store: Store, tmp_path: Path, form: str, whole: bool
) -> None:
    store = filled() if whole else sample_store
    target = tmp_path / f"papers{FORMATS[form][0]}"
    cpgraph.export(store, target)
    with open_store(":memory:", "write") as other:
        if form == "jsonl":  # records hold papers, and no concepts that users added
            name = other.iris.vocabulary_graph
            other.write([{name: list(store.graph(name))}])
        assert not cpgraph.load(other, target).refused
        assert paper_keys(other) == paper_keys(store)
        names = [other.iris.vocabulary_graph, *map(other.iris.graph, paper_keys(other))]
        for name in names:
            assert set(other.graph(name)) == set(store.graph(name)), name
        again = tmp_path / f"again{FORMATS[form][0]}"
        cpgraph.export(other, again)
        assert again.read_bytes() == target.read_bytes()
