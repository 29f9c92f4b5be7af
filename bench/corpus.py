"""Synthetic papers with the proportions of the published board, as many as are asked for.

The same number and seed give the same bytes. Every paper is called "Synthetic paper
N", its authors are invented, and its key is a ``manual`` one, so none can be taken for a real paper.

    python bench/corpus.py 1000 -o papers.jsonl
    python bench/corpus.py 1000 --as trig -o papers.trig
    python bench/corpus.py --as board -o board.jsonl
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import IO

from board import THEMES, TOTAL, cells
from cpgraph.model import Author, Claim, Outcome, Paper
from cpgraph.paper_graph import Context, paper_triples
from cpgraph.rdf import SYNTAXES, NamedNode, Quad, serialize
from cpgraph.readers.record import record_of
from cpgraph.terms import Iris, manual_key
from cpgraph.vocabulary import shipped

Cell = tuple[str, str | None]
"""The outcome category and the direction of a claim; None where no direction is stated."""

#: Claims of a paper, drawn evenly: eight in the mean.
FEWEST, MOST = 1, 15
#: Seed of the papers of the board.
BOARD_SEED = 11_633

_PAPER_TYPES = ("rct", "quasi_experimental", "correlational", "descriptive", "theoretical",
                "review_meta", "other")  # fmt: skip
_LEVELS = ("high", "medium", "low", "n/a")
_FAMILY_NAMES = ("Madeup", "Pretend", "Invented", "Fictive", "Example", "Placeholder")
_GIVEN_NAMES = (
    "Ada",
    "Björn",
    "Chloé",
    "Dmitri",
    "Esra",
    "Fumiko",
    "Gül",
    "Héctor",
    "Ines",
    "J. R.",
)
#: Different outcomes in one category, which papers share.
_OUTCOMES = 20


def papers(count: int, seed: int = 0) -> Iterator[Paper]:
    """``count`` papers, one after the other: categories, directions and themes drawn by their shares.

    About one claim in a hundred has no direction, as on the board.
    """
    draw = Random(seed)
    shares = cells()
    for number in range(1, count + 1):
        size = draw.randint(FEWEST, MOST)
        drawn = draw.choices(list(shares), weights=list(shares.values()), k=size)
        themes = [theme for theme, claims in THEMES.items() if draw.random() < claims / TOTAL]
        yield _paper(number, drawn, themes, draw)


def board_papers() -> Iterator[Paper]:
    """Papers with exactly the claims of the board, and with the site's number of claims per theme."""
    draw = Random(BOARD_SEED)
    drawn = [cell for cell, count in cells().items() for _ in range(count)]
    draw.shuffle(drawn)
    sizes = _sizes(len(drawn), draw)
    of_theme = {theme: _choose(sizes, claims, draw) for theme, claims in THEMES.items()}
    start = 0
    for index, size in enumerate(sizes):
        themes = [theme for theme, chosen in of_theme.items() if index in chosen]
        yield _paper(index + 1, drawn[start : start + size], themes, draw)
        start += size


def _sizes(claims: int, draw: Random) -> list[int]:
    """How many claims each paper has, so that together they have as many as are given."""
    sizes: list[int] = []
    while claims:
        sizes.append(min(claims, draw.randint(FEWEST, MOST)))
        claims -= sizes[-1]
    return sizes


def _choose(sizes: Sequence[int], claims: int, draw: Random) -> frozenset[int]:
    """Papers that together have as many claims as are given."""
    chosen = set()
    for index in draw.sample(range(len(sizes)), len(sizes)):
        if sizes[index] <= claims:
            chosen.add(index)
            claims -= sizes[index]
    if claims:
        raise ValueError(f"no papers have the last {claims} claims of a theme; change BOARD_SEED")
    return frozenset(chosen)


def _paper(number: int, drawn: Sequence[Cell], themes: Sequence[str], draw: Random) -> Paper:
    title = f"Synthetic paper {number}"
    authors = tuple(
        Author(name=f"{draw.choice(_GIVEN_NAMES)} {draw.choice(_FAMILY_NAMES)}")
        for _ in range(draw.randint(1, 5))
    )
    return Paper(
        key=manual_key(title, authors[0].name),
        title=title,
        source="manual",
        authors=authors,
        claims=tuple(
            _claim(f"{number}.{place}", cell, draw) for place, cell in enumerate(drawn, 1)
        ),
        stated_claim_count=len(drawn),
        themes=tuple(themes),
        headline=f"Headline of synthetic paper {number}",
        finding=f"Synthetic paper {number} makes {len(drawn)} claims, none of them about the world.",
        abstract=" ".join(
            f"Sentence {place} of the abstract of synthetic paper {number} stands here for its length."
            for place in range(1, draw.randint(6, 16))
        ),
        published=f"{draw.randint(2019, 2026)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}",
        paper_type=draw.choice(_PAPER_TYPES),
        evidence_strength=draw.choice(_LEVELS),
        methods_rigor=draw.choice(_LEVELS),
        relevance=draw.randint(0, 10),
        notes="Synthetic: made for measuring; not a real paper.",
    )  # fmt: skip


def _claim(place: str, cell: Cell, draw: Random) -> Claim:
    category, direction = cell
    label = f"Synthetic measure {draw.randint(1, _OUTCOMES)} of {category.lower()}"
    return Claim(
        text=f"Synthetic claim {place}: {label} was compared between {draw.randint(20, 5000)} units "
        "with an AI tool and as many without one.",
        direction=direction,
        confidence=draw.choice(_LEVELS[:3]),
        outcome=Outcome(label=label),
        category=category,
        source_score=f"0.{draw.randint(10, 99)}",
        extraction="automatic",
    )


def write_records(found: Iterable[Paper], output: IO[bytes]) -> None:
    """Papers as JSON Lines, one record per line."""
    for paper in found:
        output.write(json.dumps(record_of(paper), ensure_ascii=False).encode() + b"\n")


def write_quads(found: Iterable[Paper], output: IO[bytes], syntax: str) -> None:
    """Papers as RDF, one named graph per paper."""
    context = Context(Iris(), shipped())
    serialize(_quads(found, context), output, SYNTAXES[syntax], prefixes=context.iris.prefixes)


def _quads(found: Iterable[Paper], context: Context) -> Iterator[Quad]:
    for paper in found:
        graph = NamedNode(context.iris.graph(paper.key))
        for triple in paper_triples(paper, context):
            yield Quad(triple.subject, triple.predicate, triple.object, graph)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Write synthetic papers to a file.")
    parser.add_argument("count", nargs="?", type=int, metavar="N", help="how many papers")
    parser.add_argument(
        "--as",
        dest="form",
        choices=("jsonl", "trig", "nquads", "board"),
        default="jsonl",
        help="records, RDF, or records with exactly the claims of the published board (no N then)",
    )
    parser.add_argument("--seed", type=int, default=0, help="another seed gives other papers")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    given = parser.parse_args()
    if (given.count is None) != (given.form == "board"):
        parser.error("give N, the number of papers; with --as board leave it out")
    found = board_papers() if given.form == "board" else papers(given.count, given.seed)
    with given.output.open("wb") as output:
        if given.form in {"trig", "nquads"}:
            write_quads(found, output, given.form)
        else:
            write_records(found, output)


if __name__ == "__main__":
    main()
