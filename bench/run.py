"""Measures cpgraph against yardsticks in the same run: what carries over is the ratio, not the time.

    python bench/run.py    prints a table, writes results.json beside itself

Every pair is measured interleaved (one of this, one of that, again) and given as the median, so that
a busy machine slows both alike.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

HERE = Path(__file__).parent
LOADED = 300
LOAD_RUNS = 5
START_RUNS = 15
MEMORY_RUNS = 3
SIZES = (2000, 4000)

#: Loads a file into a store (or only reads and validates it) and prints its peak memory, as the
#: system counts it: KiB on Linux, bytes on macOS.
_LOAD_AND_REPORT_PEAK = """
import resource, sys
from pathlib import Path
from cpgraph import ingest
from cpgraph.readers.base import Source
from cpgraph.store import open_store
path, store_path, dry_run = sys.argv[1:]
with open_store(store_path, "write") as store:
    report = ingest.load(store, [Source(path, Path(path))], dry_run=dry_run == "dry-run")
assert not report.refused
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


class Measured(NamedTuple):
    """One line of the table: what was measured against what, in the same unit."""

    what: str
    value: float
    against: str
    yardstick: float
    unit: str

    @property
    def ratio(self) -> float:
        """How many times the yardstick."""
        return self.value / self.yardstick


def medians(runs: int, *measures: Callable[[], float]) -> list[float]:
    """The median of each measure; they take turns, after one turn that does not count."""
    turns = [[measure() for measure in measures] for _ in range(runs + 1)]
    return [median(values) for values in zip(*turns[1:], strict=True)]


def memory(folder: Path) -> list[Measured]:
    """Peak memory for twice the papers: near 1 where papers are not kept."""
    small, large = (_corpus(folder, size) for size in SIZES)
    found = []
    for what, mode in (("read and validate", "dry-run"), ("load", "write")):
        less, more = medians(
            MEMORY_RUNS,
            partial(_peak_mib, small, folder, mode),
            partial(_peak_mib, large, folder, mode),
        )
        found.append(
            Measured(
                f"peak memory, {what} {SIZES[1]:,} papers",
                more,
                f"{SIZES[0]:,} papers",
                less,
                "MiB",
            )
        )
    return found


def start_up(folder: Path) -> list[Measured]:
    """How long the command line takes to answer, against an interpreter that imports click."""
    store = str(folder / "sample-store")
    samples = sorted(str(path) for path in (HERE.parent / "data" / "papers").glob("*.yaml"))
    cpgraph = [sys.executable, "-m", "cpgraph", "--store", store]
    _run([*cpgraph, "load", *samples])
    click, helped, asked = medians(
        START_RUNS,
        lambda: _run([sys.executable, "-c", "import click"]),
        lambda: _run([*cpgraph, "--help"]),
        lambda: _run([*cpgraph, "query", "evidence/board"]),
    )
    against = 'python -c "import click"'
    return [
        Measured("cpgraph --help", helped, against, click, "ms"),
        Measured("cpgraph query evidence/board", asked, against, click, "ms"),
    ]


def loading(folder: Path) -> list[Measured]:
    """Reading, validating and writing papers to disk, against reading them only."""
    path = _corpus(folder, LOADED)
    loaded, read = medians(LOAD_RUNS, lambda: _load_ms(path, folder), lambda: _read_ms(path))
    return [Measured(f"load {LOADED} papers", loaded, "read them only", read, "ms")]


def _corpus(folder: Path, size: int) -> Path:
    path = folder / f"papers-{size}.jsonl"
    if not path.exists():
        _run([sys.executable, str(HERE / "corpus.py"), str(size), "-o", str(path)])
    return path


def _peak_mib(path: Path, folder: Path, mode: str) -> float:
    with TemporaryDirectory(dir=folder) as scratch:
        command = [sys.executable, "-c", _LOAD_AND_REPORT_PEAK, str(path), f"{scratch}/store", mode]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout) / (1024 if sys.platform != "darwin" else 1024**2)


def _load_ms(path: Path, folder: Path) -> float:
    from cpgraph import ingest  # noqa: PLC0415  a child inherits the peak memory of a heavy parent
    from cpgraph.readers.base import Source  # noqa: PLC0415
    from cpgraph.store import open_store  # noqa: PLC0415

    with TemporaryDirectory(dir=folder) as scratch:
        start = perf_counter()
        with open_store(f"{scratch}/store", "write") as store:
            ingest.load(store, [Source(path.name, path)])
        return (perf_counter() - start) * 1000


def _read_ms(path: Path) -> float:
    from cpgraph.paper_graph import Context  # noqa: PLC0415
    from cpgraph.readers.base import Source  # noqa: PLC0415
    from cpgraph.readers.record import read_records  # noqa: PLC0415
    from cpgraph.terms import Iris  # noqa: PLC0415
    from cpgraph.vocabulary import shipped  # noqa: PLC0415

    start = perf_counter()
    for _ in read_records(Source(path.name, path), Context(Iris(), shipped())):
        pass
    return (perf_counter() - start) * 1000


def _run(command: Sequence[str]) -> float:
    start = perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)  # what went wrong is shown
    return (perf_counter() - start) * 1000


def table(lines: Sequence[Measured]) -> str:
    """The lines as a Markdown table."""
    rows = [
        "| measured | | against | | ratio |",
        "|---|---:|---|---:|---:|",
        *(
            f"| {line.what} | {line.value:.0f} {line.unit} | {line.against} "
            f"| {line.yardstick:.0f} {line.unit} | {line.ratio:.2f} |"
            for line in lines
        ),
    ]
    return "\n".join(rows)


def _as_json(lines: Sequence[Measured]) -> str:
    facts = {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "measured": [
            {
                **line._asdict(),
                "value": round(line.value, 1),
                "yardstick": round(line.yardstick, 1),
                "ratio": round(line.ratio, 3),
            }
            for line in lines
        ],
    }
    return json.dumps(facts, indent=2) + "\n"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure cpgraph; prints a table of ratios.")
    parser.add_argument(
        "-o", "--output", type=Path, default=HERE / "results.json", metavar="FILE", help="JSON too"
    )
    given = parser.parse_args()
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        # memory first, while this process is small: Linux counts a parent's peak to its child
        lines = [*memory(folder), *start_up(folder), *loading(folder)]
    print(table(lines))
    given.output.write_text(_as_json(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
