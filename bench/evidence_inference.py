"""Turns labels of Evidence Inference into records, loads them, and makes a synthesis.

    python bench/evidence_inference.py FOLDER [STORE]

FOLDER holds ``labels.csv`` and ``prompts_merged.csv`` of github.com/jayded/evidence-inference (MIT), of
which nothing is kept here. An article is a paper (a trial: they are randomised), a prompt with a
label is a claim:

========================  =====================================================================
column                    field
========================  =====================================================================
PMCID                     the paper's title and study, ``PMC…``
Outcome                   the claim's outcome; letter case and white space do not count
Intervention, Comparator  the claim's text, in words of our own
Label Code                1 positive, -1 negative, 0 null; the first valid label of a prompt counts
========================  =====================================================================

Prints what the store holds, the outcomes with most articles, and the synthesis of the largest.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cpgraph import ingest, queries
from cpgraph.readers.base import Source
from cpgraph.reports import text_report
from cpgraph.results import LoadOutcome
from cpgraph.store import open_store
from cpgraph.synthesis import ask, synthesise

_DIRECTIONS = {"1": "positive", "-1": "negative", "0": "null"}


def records(folder: Path) -> Iterator[dict[str, Any]]:
    """A record a paper, in the order of the articles' numbers."""
    labels: dict[str, str] = {}
    for row in _rows(folder / "labels.csv"):
        if row["Valid Label"] == "True" and row["Label Code"] in _DIRECTIONS:
            labels.setdefault(row["PromptID"], _DIRECTIONS[row["Label Code"]])
    claims: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(folder / "prompts_merged.csv"):
        outcome = " ".join(row["Outcome"].casefold().split())
        if row["PromptID"] in labels and outcome:
            text = f"{row['Intervention'].strip()} against {row['Comparator'].strip()}: {outcome}"
            direction = labels[row["PromptID"]]
            claims[row["PMCID"]].append({"text": text, "direction": direction, "outcome": outcome})
    for article in sorted(claims, key=int):
        yield {
            "title": f"PMC{article}",
            "source": "manual",
            "authors_not_stated": True,
            "paper_type": "rct",
            "claims": claims[article],
        }


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def main(folder: str, location: str = ":memory:") -> None:
    """Load and synthesise."""
    with TemporaryDirectory() as scratch, open_store(location, "write") as store:
        source = Path(scratch) / "labels.jsonl"
        lines = (json.dumps(record, ensure_ascii=False) for record in records(Path(folder)))
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
        report = ingest.load(store, [Source(source.name, source)])
        added, refused = (report.total(o) for o in (LoadOutcome.ADDED, LoadOutcome.REFUSED))
        print(f"{added} papers added, {refused} refused")
        most = list(queries.select(store, "outcomes/most-studied", limit=5))
        print(*most, sep="\n")
        print(text_report(store, synthesise(store, ask(store, str(most[0][0])))))


if __name__ == "__main__":
    main(*sys.argv[1:])
