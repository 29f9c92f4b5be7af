"""Measures the syntheses of all outcome categories against one query of the board, in one run.

    python bench/synthesis.py [--papers 10000] [--store FOLDER]

They take turns: board, all categories, one category. Times are of the clock, the libraries of
statistics are loaded before. Prints a table and writes ``synthesis.json``; see ``synthesis.md``.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from corpus import papers, write_quads
from cpgraph import ingest, queries
from cpgraph.readers.base import Source
from cpgraph.store import Store, open_store
from cpgraph.synthesis import ask, categories, synthesise, synthesise_all
from cpgraph.synthesis.statistics import holm, proportion

HERE = Path(__file__).parent
#: The syntheses of all categories may take so many times as long as one query of the board.
MOST = 10
TURNS = 3


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=10_000)
    parser.add_argument("--store", help="a store that is there, instead of a synthetic one")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        location = arguments.store or _made(Path(folder), arguments.papers)
        with open_store(location) as store:
            found = _measured(store)
    print(_table(found))
    (HERE / "synthesis.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def _made(folder: Path, count: int) -> str:
    source = folder / "papers.nq"
    with source.open("wb") as output:
        write_quads(papers(count), output, "nquads")
    location = folder / "store"
    with open_store(location, "write") as store:
        ingest.load(store, [Source(source.name, source)])
    return str(location)


def _measured(store: Store) -> dict[str, float]:
    holm([proportion(6, 8).p or 1.0])  # loads scipy and statsmodels
    questions = categories(store)
    board, every, one = [], [], []
    for _ in range(TURNS):
        board.append(_seconds(lambda: list(queries.select(store, "evidence/board"))))
        every.append(_seconds(lambda: list(synthesise_all(store, questions))))
        one.append(_seconds(lambda: synthesise(store, ask(store, "Error Rate"))))
    return {
        "board_s": median(board),
        "every_category_s": median(every),
        "one_category_s": median(one),
        "ratio": median(every) / median(board),
        "at_most": MOST,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "categories": len(questions),
    }


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _table(found: dict[str, float]) -> str:
    mark = "" if found["ratio"] <= MOST else " !"
    return (
        "| work | seconds | of the board | MiB |\n| --- | ---: | ---: | ---: |\n"
        f"| `evidence/board` | {found['board_s']:.2f} | 1 | |\n"
        f"| all {found['categories']:.0f} categories | {found['every_category_s']:.2f} | "
        f"{found['ratio']:.1f}{mark} | {found['peak_mib']:.0f} |\n"
        f"| Error Rate alone | {found['one_category_s']:.2f} | "
        f"{found['one_category_s'] / found['board_s']:.1f} | |"
    )


if __name__ == "__main__":
    main()
