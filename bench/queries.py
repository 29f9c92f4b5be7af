"""Measures every stored query at several sizes of store; see ``queries.md`` for how to read it.

    python bench/queries.py                                all queries at 1 k, 10 k and 100 k papers
    python bench/queries.py papers evidence/board --sizes 1000 10000 --keep FOLDER

Each query runs in a process of its own, at one size after the other. Its arguments are those of its
example, where they name a paper or the like those of the smallest store: fewer synthetic papers are the
beginning of more, so they are there at every size.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

HERE = Path(__file__).parent
SIZES = (1_000, 10_000, 100_000)
SCAN = "all claims as CSV, unordered"
#: Worse than linear is what grows by so much more than the scan: what ten times the claims cost by
#: themselves (caches that no longer hold them) is the same for all. Shorter times are noise.
OVER_SCAN, NOISE_MS = 1.5, 50
#: Families whose lists are browsed; others answer with an analysis, whose every page needs all of it,
#: as do lists of what resembles each other.
BROWSED, ANALYSIS = frozenset({"authors", "claims", "evidence", "outcomes", "papers"}), "duplicates"
#: A page of a browse query may take so long at so many papers.
PAGE_MS, PAGE_PAPERS = 500, 10_000


@dataclass(frozen=True, slots=True)
class Measured:
    """A query at one size of store; ``ms``, of the processor, is None where it was stopped."""

    papers: int
    rows: int = 0
    ms: float | None = None
    wall_ms: float | None = None
    mib: float = 0


@dataclass(slots=True)
class Line:
    """A query with one set of arguments at all sizes; ``paged`` where its pages are browsed."""

    query: str
    arguments: dict[str, Any] | None
    paged: bool
    sizes: list[Measured] = field(default_factory=list)
    most_ratios: list[float] = field(default_factory=list)

    @property
    def call(self) -> str:
        """The query and its arguments, as they are typed."""
        return " ".join([self.query, *_options(self.arguments or {})])

    def ratios(self) -> list[float | None]:
        """Time against the size before, for ten times the papers; None where it was stopped."""
        return [
            larger.ms / smaller.ms * 10 / (larger.papers / smaller.papers)
            if larger.ms and smaller.ms
            else None
            for smaller, larger in pairwise(self.sizes)
        ]

    def worse(self) -> list[bool]:
        """Whether each ratio is worse than linear, as the scan is."""
        return [
            ratio is not None and ratio > most and (larger.ms or 0) > NOISE_MS
            for ratio, larger, most in zip(
                self.ratios(), self.sizes[1:], self.most_ratios, strict=False
            )
        ]

    def violations(self) -> Iterator[str]:
        """What breaks one of the two rules."""
        if self.arguments is None:
            yield f"{self.query}: no arguments were found that give rows"
        for size in self.sizes:
            if size.ms is None:
                yield f"{self.call}: stopped at {_name(size.papers)} papers"
            elif self.paged and size.papers == PAGE_PAPERS and size.ms > PAGE_MS:
                yield f"{self.call}: a page takes {size.ms:.0f} ms at {_name(size.papers)} papers"
        for larger, ratio, worse in zip(self.sizes[1:], self.ratios(), self.worse(), strict=True):
            if worse:
                yield f"{self.call}: worse than linear up to {_name(larger.papers)} ({ratio:.1f})"


def measured(
    name: str, paged: bool, stores: dict[int, Path], *, timeout: float, bare: bool
) -> Iterator[Line]:
    """A query with its example's arguments, and without any where it has arguments and pages."""
    smallest = stores[min(stores)]
    found = _child("arguments", str(smallest), name, timeout=timeout)
    lines = [Line(name, found[0] if found else None, paged)]
    if bare and paged and lines[0].arguments:
        lines.append(Line(name, {}, paged))
    for line in lines:
        for papers, store in stores.items() if line.arguments is not None else ():
            line.sizes.append(_measured(line, papers, store, timeout))
            if line.sizes[-1].ms is None:  # larger ones take longer still
                break
        yield line


def _measured(line: Line, papers: int, store: Path, timeout: float) -> Measured:
    asked = json.dumps(line.arguments)
    runs = _child("time", str(store), line.query, asked, timeout=timeout)
    return _median(papers, runs)


def _median(papers: int, runs: Sequence[dict[str, Any]]) -> Measured:
    if not runs:
        return Measured(papers)
    counted = runs[1:] or runs  # the first finds nothing in the caches
    ms, wall_ms = (round(median(run[name] for run in counted), 1) for name in ("ms", "wall_ms"))
    return Measured(papers, runs[0]["rows"], ms, wall_ms, round(runs[0]["mib"], 1))


def scan(stores: dict[int, Path], timeout: float) -> Line:
    """All claims of each store as CSV, in no order: the yardstick of what is linear."""
    line = Line(SCAN, {}, paged=False)
    for papers, store in stores.items():
        runs = _child("stream", str(store), timeout=timeout)
        line.sizes.append(_median(papers, runs))
    line.most_ratios = [math.inf] * len(stores)
    return line


def _child(*arguments: str, timeout: float) -> list[Any]:
    """What a process said until it ended or was stopped; this one stays small: peaks are inherited."""
    command = [sys.executable, str(HERE / "asked.py"), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            said, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            said, _ = process.communicate()
    return [json.loads(line) for line in said.splitlines()]


def table(lines: Sequence[Line], sizes: Sequence[int]) -> str:
    """The lines as a Markdown table."""
    names = [_name(size) for size in sizes]
    steps = [f"{larger} : {smaller}" for smaller, larger in pairwise(names)]
    head = ["query", "rows", *(f"ms at {name}" for name in names), *steps, "MiB"]
    rows = [
        head,
        ["---", *["---:"] * (len(head) - 1)],
        *(_cells(line, len(sizes)) for line in lines),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cells(line: Line, count: int) -> list[str]:
    def filled(cells: list[str], width: int) -> list[str]:
        return cells + [""] * (width - len(cells))

    times = ["stopped" if size.ms is None else f"{size.ms:.0f}" for size in line.sizes]
    ratios = [
        "" if ratio is None else f"{ratio:.1f}{' !' if worse else ''}"
        for ratio, worse in zip(line.ratios(), line.worse(), strict=True)
    ]
    return [
        f"`{line.call}`",
        " / ".join(dict.fromkeys(str(size.rows) for size in line.sizes)),
        *filled(times, count),
        *filled(ratios, count - 1),
        " / ".join(f"{size.mib:.0f}" for size in line.sizes),
    ]


def _options(arguments: dict[str, Any]) -> Iterator[str]:
    for name, value in arguments.items():
        for one in value if isinstance(value, list) else [value]:
            text = str(one)
            yield f"--{name.replace('_', '-')} {json.dumps(text) if ' ' in text else text}"


def _name(papers: int) -> str:
    return f"{papers // 1000} k" if papers % 1000 == 0 else str(papers)


def _chosen(wanted: Sequence[str]) -> list[tuple[str, bool, bool]]:
    """Queries by name or family: the name, whether it is browsed, whether it can be asked bare."""
    said = subprocess.run(
        [sys.executable, "-c", _CATALOGUE], capture_output=True, text=True, check=True
    ).stdout
    return [
        (name, paged and name.split("/")[0] in BROWSED and ANALYSIS not in tags, bare)
        for name, tags, paged, bare in json.loads(said)
        if not wanted or any(name == one or name.startswith(f"{one}/") for one in wanted)
    ]


_CATALOGUE = """
import json
from cpgraph.queries import shipped_catalogue
print(json.dumps([
    (query.name, query.tags, query.paging is not None,
     all(parameter.default != "none" for parameter in query.parameters))
    for query in shipped_catalogue()
]))
"""


def _stores(folder: Path, sizes: Sequence[int]) -> dict[int, Path]:
    """The stores, made where the folder does not hold them yet."""
    making = [sys.executable, str(HERE / "stores.py")]
    return {
        size: Path(
            subprocess.run(
                [*making, str(size), str(folder)], stdout=subprocess.PIPE, text=True, check=True
            ).stdout.strip()
        )
        for size in sizes
    }


def _as_json(lines: Sequence[Line]) -> str:
    facts = {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "measured": [asdict(line) for line in lines],
        "violations": [text for line in lines for text in line.violations()],
    }
    return json.dumps(facts, indent=2, ensure_ascii=False) + "\n"


def _run(given: argparse.Namespace, folder: Path, done: Callable[[Line], None]) -> None:
    stores = _stores(folder, sorted(given.sizes))
    scanned = scan(stores, given.timeout)
    done(scanned)
    most_ratios = [OVER_SCAN * max(ratio or 10, 10) for ratio in scanned.ratios()]
    for name, paged, bare in _chosen(given.names):
        asked_bare = bare and not given.no_bare
        for line in measured(name, paged, stores, timeout=given.timeout, bare=asked_bare):
            line.most_ratios = most_ratios
            done(line)


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure stored queries; prints a table.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="queries or families; else all")
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, metavar="N", help="papers")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where stores are kept")
    parser.add_argument("--timeout", type=float, default=120, help="seconds for a query and size")
    parser.add_argument("--no-bare", action="store_true", help="browse queries by example only")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="JSON too")
    return parser.parse_args()


def main() -> None:
    """The command line."""
    given = _given()
    lines: list[Line] = []

    def done(line: Line) -> None:
        lines.append(line)
        print(" | ".join(_cells(line, len(given.sizes))), file=sys.stderr)

    with TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        _run(given, folder, done)
    print(table(lines, sorted(given.sizes)))
    broken = [text for line in lines for text in line.violations()]
    print(f"\n{len(broken)} violations" + "".join(f"\n- {text}" for text in broken))
    if given.output or not given.names:
        (given.output or HERE / "queries.json").write_text(_as_json(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
