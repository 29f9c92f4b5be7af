"""Measures how papers come in from OpenAlex: from JSON Lines to a validated store on disk.

    python bench/interchange.py    prints a table, writes interchange.json beside itself

The yardstick is parsing the same file with Python's json, line by line, in the same run. Each turn is
a process of its own, timed after its imports.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from run import HERE, medians

#: Works of the larger file; memory is compared with the half of them.
WORKS = 4000
RUNS = 3

#: What each turn does with the file; prints seconds and peak memory (KiB on Linux, bytes on macOS).
_CHILD = """
import json, resource, sys, time
from pathlib import Path
path, folder, mode = sys.argv[1:]
if mode == "parse":
    start = time.perf_counter()
    with open(path, encoding="utf-8") as stream:
        for line in stream:
            json.loads(line)
else:
    from cpgraph import ingest
    from cpgraph.paper_graph import Context
    from cpgraph.readers.base import Source
    from cpgraph.readers.openalex import read_openalex
    from cpgraph.store import open_store
    from cpgraph.terms import Iris
    from cpgraph.vocabulary import shipped
    context, source = Context(Iris(), shipped()), Source("works.jsonl", Path(path))
    start = time.perf_counter()
    if mode == "read":
        for _ in read_openalex(source, context):
            pass
    else:
        with open_store(f"{folder}/store", "write") as store:
            report = ingest.load(store, [source])
        assert not report.refused
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


class Turn(NamedTuple):
    """One turn: how long it took, and its peak memory."""

    seconds: float
    mib: float


def turn(path: Path, mode: str, *, again: bool = False) -> Turn:
    """One turn with a new store; ``again``, the load after a first one, which changes nothing."""
    with TemporaryDirectory() as folder:
        for _ in range(1 + again):
            command = [sys.executable, "-c", _CHILD, str(path), folder, mode]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, peak = done.stdout.split()
    return Turn(float(seconds), int(peak) / (1024 if sys.platform != "darwin" else 1024**2))


def measured(folder: Path, works: int, runs: int) -> dict[str, Turn]:
    """The median of each kind of turn, by what it did."""
    whole, half = (_crawl(folder, count) for count in (works, works // 2))
    kinds = {
        "parse": partial(turn, whole, "parse"),
        "read": partial(turn, whole, "read"),
        "load": partial(turn, whole, "load"),
        "load again": partial(turn, whole, "load", again=True),
        "load half": partial(turn, half, "load"),
    }
    turns: dict[str, list[Turn]] = {name: [] for name in kinds}
    seconds = medians(runs, *(partial(_seconds, kind, turns[name]) for name, kind in kinds.items()))
    return {
        name: Turn(one, sorted(peak.mib for peak in turns[name])[len(turns[name]) // 2])
        for name, one in zip(kinds, seconds, strict=True)
    }


def _seconds(kind: partial[Turn], turns: list[Turn]) -> float:
    turns.append(kind())
    return turns[-1].seconds


def _crawl(folder: Path, works: int) -> Path:
    path = folder / f"works-{works}.jsonl"
    subprocess.run(
        [sys.executable, str(HERE / "crawl.py"), str(works), "-o", str(path)], check=True
    )
    return path


def table(found: dict[str, Turn], works: int) -> str:
    """The turns as a Markdown table."""
    named = {
        "parse": "parse the JSON alone",
        "read": "read: the triples of each paper",
        "load": "load: read, validate, write",
        "load again": "load again: nothing changed",
    }
    base = found["parse"].seconds
    rows = [
        f"| {what} | {found[name].seconds:.2f} | {works / found[name].seconds:,.0f} "
        f"| {found[name].seconds / base:.1f} | {found[name].mib:.0f} |"
        for name, what in named.items()
    ]
    growth = found["load"].mib / found["load half"].mib
    return "\n".join(
        [
            f"| {works:,} works | seconds | papers/s | of parsing | peak MiB |",
            "|---|---:|---:|---:|---:|",
            *rows,
            "",
            f"Peak memory of a load against that of half the works: {growth:.2f}",
        ]
    )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure loading works of OpenAlex.")
    parser.add_argument("--works", type=int, default=WORKS, help="how many works")
    parser.add_argument("--runs", type=int, default=RUNS, help="turns that count, of each kind")
    parser.add_argument("-o", "--output", type=Path, default=HERE / "interchange.json")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        found = measured(Path(folder), given.works, given.runs)
    print(table(found, given.works))
    facts = {
        name: {"seconds": round(t.seconds, 3), "mib": round(t.mib, 1)} for name, t in found.items()
    }
    text = json.dumps({"works": given.works, "measured": facts}, indent=2)
    given.output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
