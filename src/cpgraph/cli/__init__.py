"""The command line: opens a store, calls an operation, prints the answer."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``cpgraph``; exits 0 (yes, done), 1 (the answer is no) or 2 (misuse, an error in one line)."""
    # imported here, so that ``import cpgraph.cli`` stays free of click
    from cpgraph.cli.app import run  # noqa: PLC0415

    sys.exit(run(arguments))
