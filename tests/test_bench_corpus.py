"""The synthetic papers of ``bench/``: the same every time, with the shares of the published board.

Loaded through the same way as any file, the papers of the board give back exactly that board.
"""

from __future__ import annotations

import csv
import importlib
import io
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

import pytest

from cpgraph import ingest, queries
from cpgraph.model import Claim, Paper
from cpgraph.rdf import SYNTAXES, parse
from cpgraph.readers.base import Source
from cpgraph.results import LoadOutcome, Severity
from cpgraph.store import Store, open_store

ROOT = Path(__file__).parents[1]
BENCH = ROOT / "bench"
SHARED_BOARD = ROOT / ".." / "shared" / "commonplace" / "board-11633.tsv"
NOT_STATED = 123

sys.path.append(str(BENCH))
_board = importlib.import_module("board")
_corpus = importlib.import_module("corpus")
BOARD: dict[str, tuple[int, ...]] = _board.BOARD
THEMES: dict[str, int] = _board.THEMES
TOTAL: int = _board.TOTAL
papers: Callable[[int, int], Iterator[Paper]] = _corpus.papers
board_papers: Callable[[], Iterator[Paper]] = _corpus.board_papers
write_records: Callable[[Iterable[Paper], IO[bytes]], None] = _corpus.write_records


def records(found: Iterable[Paper]) -> bytes:
    output = io.BytesIO()
    write_records(found, output)
    return output.getvalue()


def claims(found: Iterable[Paper]) -> list[Claim]:
    return [claim for paper in found for claim in paper.claims]


def share(count: float, total: int = TOTAL) -> float:
    return count / total


@pytest.fixture(scope="module")
def board_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("board") / "board.jsonl"
    path.write_bytes(records(board_papers()))
    with open_store(":memory:", "write") as store:
        report = ingest.load(store, [Source(path.name, path)])
        assert not report.refused, report.entries
        assert report.total(LoadOutcome.ADDED) == sum(1 for _ in board_papers())
        yield store


def test_the_stored_query_gives_back_the_published_board(board_store: Store) -> None:
    rows = list(queries.select(board_store, "evidence/board"))
    assert {outcome: tuple(counts) for outcome, *counts in rows} == BOARD
    assert len(rows) == len(BOARD) == 35


def test_claims_without_a_direction_count_in_the_total_only(board_store: Store) -> None:
    missing = list(queries.select(board_store, "evidence/missing-directions", limit=TOTAL))
    assert len(missing) == NOT_STATED
    assert sum(row[4] for row in BOARD.values()) == TOTAL
    assert sum(sum(row[:4]) for row in BOARD.values()) == TOTAL - NOT_STATED


def test_the_stored_query_gives_back_the_published_themes(board_store: Store) -> None:
    rows = queries.select(board_store, "evidence/themes")
    assert {theme: count for theme, count, _ in rows} == THEMES


@pytest.mark.shared
def test_the_board_is_the_published_one() -> None:
    if not SHARED_BOARD.exists():
        pytest.skip("no ../shared here")
    text = SHARED_BOARD.read_text(encoding="utf-8").splitlines()
    comments = [line for line in text if line.startswith("#")]
    lines = [line for line in text if not line.startswith("#")]
    published = {
        outcome: tuple(int(re.sub(r"\D", "", count) or 0) for count in counts)
        for outcome, *counts in list(csv.reader(lines, delimiter="\t"))[1:]
    }
    assert published == BOARD
    assert f"total_claims={TOTAL} " in comments[0]
    themes = next(line for line in comments if line.startswith("# themes: "))
    assert themes.removeprefix("# themes: ").split("; ") == [f"{k} {n}" for k, n in THEMES.items()]


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert records(papers(20, 7)) == records(papers(20, 7)) != records(papers(20, 8))
    assert records(papers(40, 7)).startswith(records(papers(20, 7)))
    assert records(board_papers()) == records(board_papers())


def test_five_hundred_papers_have_the_categories_of_the_board() -> None:
    found = list(papers(500, 1))
    stated = claims(found)
    assert len({paper.key for paper in found}) == 500
    assert 7.5 < len(stated) / 500 < 8.5
    categories = Counter(claim.category for claim in stated)
    for category, row in BOARD.items():
        expected = pytest.approx(share(row[4]), abs=0.02)
        assert share(categories[category], len(stated)) == expected, category


def test_five_hundred_papers_have_the_directions_of_the_board() -> None:
    stated = claims(papers(500, 1))
    directions = Counter(claim.direction for claim in stated)
    for place, direction in enumerate(("positive", "negative", "mixed", "null")):
        expected = pytest.approx(share(sum(row[place] for row in BOARD.values())), abs=0.02)
        assert share(directions[direction], len(stated)) == expected, direction
    assert share(directions[None], len(stated)) == pytest.approx(share(NOT_STATED), abs=0.005)


def test_a_thousand_papers_have_the_themes_of_the_site() -> None:
    found = list(papers(1000, 1))
    for theme, count in THEMES.items():
        having = claims(paper for paper in found if theme in paper.themes)
        expected = pytest.approx(share(count), abs=0.05)
        assert share(len(having), len(claims(found))) == expected, theme


def test_a_thousand_papers_share_what_real_ones_share() -> None:
    found = list(papers(1000, 1))
    orcids = Counter(author.orcid for paper in found for author in paper.authors if author.orcid)
    assert max(orcids.values()) > 5 * orcids.total() / len(orcids)
    studies = Counter(paper.study for paper in found if paper.study)
    assert share(studies.total(), 1000) == pytest.approx(0.03, abs=0.015)
    assert max(studies.values()) > 1
    dois = Counter(paper.doi for paper in found if paper.doi)
    assert set(dois.values()) == {1, 2}
    venues = Counter(paper.venue for paper in found if paper.venue)
    assert max(venues.values()) > 10 * min(venues.values())


def test_a_thousand_papers_have_outcomes_of_which_few_are_common() -> None:
    labels = Counter(claim.outcome.label for claim in claims(papers(1000, 1)) if claim.outcome)
    once = [label for label, count in labels.items() if count == 1]
    assert share(len(once), len(labels)) > 0.5
    assert max(labels.values()) > 100
    later = Counter(claim.outcome.label for claim in claims(papers(2000, 1)) if claim.outcome)
    assert len(later) > 1.5 * len(labels)


def test_papers_refer_to_earlier_ones_only() -> None:
    keys: set[str] = set()
    retracted = 0
    for paper in papers(1000, 1):
        assert keys.issuperset((*paper.cites, *paper.supersedes))
        earlier = [name for claim in paper.claims for name in claim.supersedes]
        assert keys.issuperset(name.removeprefix("paper:").partition("#")[0] for name in earlier)
        retracted += paper.retracted is not None
        keys.add(paper.key)
    assert 0 < retracted < 20


def test_synthetic_papers_conform(tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl"
    path.write_bytes(records(papers(200, 1)))
    with open_store(":memory:", "write") as store:
        said = list(ingest.check(store, [Source(path.name, path)]))
    assert {result.severity for result in said} <= {Severity.INFO, Severity.WARNING}


@pytest.mark.parametrize("form", ["trig", "nquads"])
def test_rdf_holds_the_same_papers_as_the_records(form: str, tmp_path: Path) -> None:
    written = tmp_path / f"papers.{'nq' if form == 'nquads' else form}"
    recorded = tmp_path / "papers.jsonl"
    for path, as_form in ((written, form), (recorded, "jsonl")):
        run_corpus("5", "--as", as_form, "-o", str(path))
    with open_store(":memory:", "write") as store:
        ingest.load(store, [Source(recorded.name, recorded)])
        quads = list(parse(written.read_bytes(), SYNTAXES[form], name=written.name))
        graphs = {quad.graph_name for quad in quads}
        assert len(graphs) == 5
        stored = {triple for graph in graphs for triple in store.graph(str(graph)[1:-1])}
        assert {quad.triple for quad in quads} == stored


def test_the_board_takes_no_number(tmp_path: Path) -> None:
    path = tmp_path / "board.jsonl"
    run_corpus("--as", "board", "-o", str(path))
    assert path.read_bytes() == records(board_papers())
    refused = run_corpus("5", "--as", "board", "-o", str(path), status=2)
    assert refused.splitlines()[-1] == (
        "corpus.py: error: give N, the number of papers; with --as board leave it out"
    )


def run_corpus(*arguments: str, status: int = 0) -> str:
    command = [sys.executable, str(BENCH / "corpus.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    return done.stderr
