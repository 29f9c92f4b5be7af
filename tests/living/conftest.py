"""A store that a test may change, with stored syntheses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cpgraph import living
from cpgraph.living.names import names
from cpgraph.store import Store, open_store
from cpgraph.synthesis import ask, synthesise


@pytest.fixture
def store(sample_store: Store) -> Iterator[Store]:
    """A copy of the sample store."""
    with open_store(":memory:", "write") as copy:
        base = sample_store.iris.base
        copy.write(
            {name: list(sample_store.graph(name))} for name in sample_store.graph_names(base)
        )
        yield copy


@pytest.fixture
def kept(store: Store) -> Store:
    """The same with current syntheses of two categories, and of one of them in part."""
    store.write([{store.iris.synthesis(name): []} for name in names(store)])
    for subject, filters in (
        ("error_rate", {}),
        ("skill_acquisition", {}),
        ("skill_acquisition", {"since": "2023"}),
    ):
        question = ask(store, subject, **filters)
        living.save(store, synthesise(store, question), who="A. Reviewer")
    return store
