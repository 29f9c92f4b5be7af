"""Synthetic papers with the proportions of the published board, as many as are asked for.

The same number and seed give the same bytes. Every paper is called "… synthetic paper N" and what it
shares with others is invented (``invented.py``), so none can be taken for a real paper.

    python bench/corpus.py 1000 -o papers.jsonl
    python bench/corpus.py 1000 --as trig -o papers.trig
    python bench/corpus.py --as board -o board.jsonl
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import IO, TypeVar

import invented
from board import THEMES, TOTAL, cells
from cpgraph.model import Claim, Paper, Quote
from cpgraph.paper_graph import Context, paper_triples
from cpgraph.rdf import SYNTAXES, NamedNode, Quad, serialize
from cpgraph.readers.record import record_of
from cpgraph.terms import Iris
from cpgraph.vocabulary import shipped
from invented import Earlier

Cell = tuple[str, str | None]
"""The outcome category and the direction of a claim; None where no direction is stated."""

#: Claims of a paper, drawn evenly: eight in the mean.
FEWEST, MOST = 1, 15
#: The share of papers that make none.
WITHOUT_CLAIMS = 0.01
#: Seed of the papers of the board.
BOARD_SEED = 11_633

_PAPER_TYPES = ("rct", "quasi_experimental", "correlational", "descriptive", "theoretical",
                "review_meta", "other")  # fmt: skip
_LEVELS = ("high", "medium", "low", "n/a")
_ROLES = {"finding": 60, "characterisation": 12, "prediction": 8, "recommendation": 7, "definition": 3,
          None: 10}  # fmt: skip
_EXTRACTIONS = {
    "automatic": 70,
    "ai_generated": 15,
    "ai_generated_with_manual_review": 10,
    "manual": 5,
}
_QUOTE_STATUSES = {"exact": 14, "normalised": 3, "not_found": 1, None: 2}
_Choice = TypeVar("_Choice")


def papers(count: int, seed: int = 0) -> Iterator[Paper]:
    """``count`` papers, one after the other: categories, directions and themes drawn by their shares.

    About one claim in a hundred has no direction, as on the board.
    """
    draw, earlier = Random(seed), Earlier()
    shares = cells()
    for number in range(1, count + 1):
        size = 0 if draw.random() < WITHOUT_CLAIMS else draw.randint(FEWEST, MOST)
        drawn = draw.choices(list(shares), weights=list(shares.values()), k=size)
        themes = [theme for theme, claims in THEMES.items() if draw.random() < claims / TOTAL]
        yield _paper(number, drawn, themes, earlier, draw)


def board_papers() -> Iterator[Paper]:
    """Papers with exactly the claims of the board, and with the site's number of claims per theme."""
    draw = Random(BOARD_SEED)
    drawn = [cell for cell, count in cells().items() for _ in range(count)]
    draw.shuffle(drawn)
    sizes = _sizes(len(drawn), draw)
    of_theme = {theme: _choose(sizes, claims, draw) for theme, claims in THEMES.items()}
    start, earlier = 0, Earlier()
    for index, size in enumerate(sizes):
        themes = [theme for theme, chosen in of_theme.items() if index in chosen]
        yield _paper(index + 1, drawn[start : start + size], themes, earlier, draw)
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


def _paper(
    number: int, drawn: Sequence[Cell], themes: Sequence[str], earlier: Earlier, draw: Random
) -> Paper:
    title = invented.title(number, draw)
    authors = invented.authors(number, draw) if invented.happens(0.99, draw) else ()
    key, source = invented.key(number, title, authors[0].name if authors else None)
    retracted = invented.happens(0.005, draw)
    paper = Paper(
        key=key,
        title=title,
        source=source,
        authors=authors,
        authors_not_stated=not authors,
        claims=tuple(
            _claim(f"{number}.{place}", cell, number, earlier, draw)
            for place, cell in enumerate(drawn, 1)
        ),
        stated_claim_count=len(drawn) + (invented.happens(0.01, draw)),
        themes=tuple(themes),
        headline=f"Headline of synthetic paper {number}",
        finding=f"Synthetic paper {number} makes {len(drawn)} claims, none of them about the world.",
        abstract=" ".join(
            f"Sentence {place} of the abstract of synthetic paper {number} stands here for its length."
            for place in range(1, draw.randint(6, 16))
        ),
        published=invented.published(draw),
        paper_type=draw.choice(_PAPER_TYPES),
        evidence_strength=draw.choice(_LEVELS),
        methods_rigor=draw.choice(_LEVELS),
        relevance=draw.randint(0, 10),
        notes="Synthetic: made for measuring; not a real paper.",
        cites=earlier.cites(draw),
        supersedes=earlier.superseded(draw),
        retracted="Invented reason: the data cannot be found." if retracted else None,
        retracted_on="2026-10-01" if retracted else None,
        **invented.listing(number, draw),
    )  # fmt: skip
    earlier.add(number, paper)
    return paper


def _claim(place: str, cell: Cell, number: int, earlier: Earlier, draw: Random) -> Claim:
    category, direction = cell
    outcome = invented.outcome(category, number, draw)
    label = outcome.label if outcome else "something that has no name"
    return Claim(
        text=f"Synthetic claim {place}: {label} was compared between {draw.randint(20, 5000)} units "
        "with an AI tool and as many without one.",
        direction=direction,
        confidence=draw.choice(_LEVELS[:3]),
        outcome=outcome,
        category=category,
        role=_weighted(_ROLES, draw),
        evidence_basis="An invented comparison of two groups."
        if invented.happens(0.3, draw)
        else None,
        quote=_quote(place, draw) if invented.happens(0.2, draw) else None,
        source_score=f"0.{draw.randint(10, 99)}",
        extraction=_weighted(_EXTRACTIONS, draw),
        retracted="Invented reason: a slip." if invented.happens(0.001, draw) else None,
        supersedes=earlier.superseded_claim(draw),
    )


def _quote(place: str, draw: Random) -> Quote:
    text = f"Here synthetic claim {place} is said in words that no paper has."
    return Quote(text=text, status=_weighted(_QUOTE_STATUSES, draw))


def _weighted(shares: Mapping[_Choice, int], draw: Random) -> _Choice:
    return draw.choices(list(shares), weights=list(shares.values()))[0]


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
