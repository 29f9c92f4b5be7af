"""Fixtures that many tests share."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cpgraph import living
from cpgraph.store import Store, open_store
from cpgraph.synthesis import ask, synthesise
from filled import filled_sample_store
from shell import RECORD, Shell

#: Material that lies beside some checkouts; tests that need it are marked ``shared``.
SHARED = Path(__file__).parents[2] / "shared"


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("shared") and not SHARED.is_dir():
        pytest.skip("../shared is not here")


@pytest.fixture(scope="session")
def sample_store() -> Iterator[Store]:
    """The sample of ``data/`` in memory. Shared: for reading only."""
    with filled_sample_store() as store:
        yield store


@pytest.fixture
def copied_store(sample_store: Store) -> Iterator[Store]:
    """A copy of the sample store, which a test may change."""
    with open_store(":memory:", "write") as copy:
        base = sample_store.iris.base
        copy.write(
            {name: list(sample_store.graph(name))} for name in sample_store.graph_names(base)
        )
        yield copy


@pytest.fixture
def kept(copied_store: Store) -> Store:
    """The same with current syntheses of two categories, and of one of them in part."""
    store = copied_store
    store.write([{store.iris.synthesis(name): []} for name in living.names(store)])
    for subject, filters in (
        ("error_rate", {}),
        ("skill_acquisition", {}),
        ("skill_acquisition", {"since": "2023"}),
    ):
        question = ask(store, subject, **filters)
        living.save(store, synthesise(store, question), who="A. Reviewer")
    return store


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def loaded(shell: Shell) -> Shell:
    shell.write("paper.json", json.dumps(RECORD))
    assert shell("load", "paper.json").stdout == "paper.json: 1 added\n"
    return shell
