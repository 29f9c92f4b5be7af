"""Which works OpenAlex has merged into others, by the lists that lie in its snapshot.

``merged_ids/works/DATE.csv.gz`` has a line ``merge_date,id,merge_into_id`` for each. A merged work is
no longer one of OpenAlex; its part of the snapshot can still hold it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from cpgraph.readers.base import Source

_LEVELS = 5


def merged_works(file: Path) -> Mapping[str, str]:
    """The merged works of the snapshot that a file lies in, each with the one that took its place."""
    lists = next((found for above in list(file.parents)[:_LEVELS] if (found := _lists(above))), ())
    return _read(lists)


def _lists(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted((folder / "merged_ids" / "works").glob("*.csv*")))


@lru_cache(maxsize=1)
def _read(lists: tuple[Path, ...]) -> Mapping[str, str]:
    merged: dict[str, str] = {}
    for path in lists:
        with Source(str(path), path).open() as stream:
            rows = csv.DictReader(io.TextIOWrapper(stream, "utf-8", "replace", newline=""))
            for row in rows:
                merged[row.get("id") or ""] = row.get("merge_into_id") or ""
    return merged
