"""Writes what every stored query's example answers: read the difference before you commit it.

Run it as ``python tests/queries/regenerate.py``.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))


def main() -> None:
    """Write the files."""
    fixtures, checks = import_module("filled"), import_module("query_examples")
    store = fixtures.filled_sample_store()
    for query in checks.QUERIES:
        path = checks.expected_file(query)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(checks.example_answer(query, store))


if __name__ == "__main__":  # pytest imports every file to look for doctests
    main()
