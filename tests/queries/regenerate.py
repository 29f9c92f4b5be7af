"""Writes the expected rows of every stored query's example: read the difference before you commit it."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from test_all_queries import EXPECTED, QUERIES, example_rows

from conftest import sample_store

store = next(sample_store.__wrapped__())
for query in QUERIES:
    path = EXPECTED / f"{query.name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(example_rows(query, store).encode())
