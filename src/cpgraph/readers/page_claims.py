"""The claims table of a page: where each row ends, and where a claim's text ends in its row.

A row is one line ``text [Category] direction confidence outcome``, then the score alone on the next
line. Nothing but a blank stands between the cells, and the words of every cell can occur in the
text or in the outcome, so a row is cut at its *anchor*: a confidence word with what stands directly
before it. Words are whole words, in the case in which pages print them. Of all confidence words in a
row, the anchor is the one with the strongest kind of evidence, and of several of one kind the last
(texts are sentences, outcomes are short phrases):

1. end of a sentence, known category, direction;
2. end of a sentence, an unknown category or none, direction;
3. known category, direction;
4. end of a sentence, known category, no direction (about 1 % of claims have none);
5. end of a sentence, nothing, no direction;
6. direction alone;
7. known category, no direction;
8. end of a sentence, an unknown category, no direction.

A sentence ends with ``.``, ``!``, ``?`` or ``…``, with closing quotes or brackets behind it. A known
category is the longest spelling of the vocabulary that ends there. An *unknown* category is one to
four capitalised words between the end of a sentence and the direction: it is kept, so that
validation names it. An empty cell may be printed as a dash.

Limits: a text that does not end as a sentence keeps an unknown category as its last words; a last
"sentence" of one to four capitalised words without a full stop is taken for a category; an outcome
that repeats, after a full stop, a category with direction and confidence wins over the true place;
so does a direction with confidence in the outcome of a claim that has an unknown category and no
direction.
A row without a confidence word cannot be read and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cpgraph.model import Claim, Outcome
from cpgraph.readers.page_lines import Line, stated
from cpgraph.vocabulary import Vocabulary

MAX_ROW_LINES = 50
"""A row that runs on longer has lost its score."""

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?", re.ASCII)
_SENTENCE_END = re.compile(r"[.!?…][\"'”\u2019»)\]]*$")
_UNKNOWN_CATEGORY = re.compile(
    r"[.!?…][\"'”\u2019»)\]]*\s+(?P<category>[A-Z][^\s.!?…]*(?:\s+(?:[A-Z][^\s.!?…]*|&)){0,3})$"
)
_REACH = 300  # characters before an anchor that are looked at: more than any category


class Anchor(NamedTuple):
    """Where a row is cut: the cells between text and outcome."""

    rank: int
    text_end: int
    start: int
    end: int
    category: str | None
    direction: str | None
    confidence: str


class Row(NamedTuple):
    """A claim and the lines of its text, of its other cells and of its score."""

    claim: Claim
    line: int
    cells_line: int
    score_line: int | None


class RowError(ValueError):
    """A table that cannot be read; ``line`` says where."""

    def __init__(self, problem: str, line: int) -> None:
        self.line = line
        super().__init__(problem)


class Cells:
    """Finds the anchor of a row by the words of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        direction = _one_of(_printed(vocabulary, "direction", keys=True))
        confidence = _one_of(_printed(vocabulary, "confidence", keys=True))
        category = _one_of(_printed(vocabulary, "category", keys=False))
        self._cells = re.compile(
            rf"(?<!\S)(?:(?:(?P<direction>{direction})|[—\u2013-])\s+)?(?P<confidence>{confidence})(?!\S)"
        )
        # search() begins at the left, so the longest spelling that ends here is found first
        self._known_category = re.compile(rf"(?<!\S)(?:{category})$")

    def anchor(self, row: str) -> Anchor | None:
        """The row's anchor by the rule above, or None where the row has none."""
        candidates = (self._candidate(row, match) for match in self._cells.finditer(row))
        return min(
            filter(None, candidates), key=lambda found: (found.rank, -found.start), default=None
        )

    def _candidate(self, row: str, match: re.Match[str]) -> Anchor | None:
        offset = max(0, match.start() - _REACH)
        before = row[offset : match.start()].rstrip()
        known = self._known_category.search(before)
        unknown = None if known else _UNKNOWN_CATEGORY.search(before)
        found = known.span() if known else unknown.span("category") if unknown else None
        text = before[: found[0]].rstrip() if found else before
        rank = _rank(known=bool(known), unknown=bool(unknown), direction=bool(match["direction"]),
                     sentence=bool(_SENTENCE_END.search(text)))  # fmt: skip
        if rank is None or not text:
            return None
        category = before[slice(*found)] if found else None
        text_end = offset + len(text)
        start = offset + found[0] if found else match.start()
        return Anchor(
            rank, text_end, start, match.end(), category, match["direction"], match["confidence"]
        )


def _rank(*, known: bool, unknown: bool, direction: bool, sentence: bool) -> int | None:
    """The kind of evidence as numbered in the module's text, or None where there is too little."""
    if direction:
        return (1 if known else 2) if sentence else (3 if known else 6)
    if known:
        return 4 if sentence else 7
    if sentence:
        return 8 if unknown else 5
    return None


def _printed(vocabulary: Vocabulary, scheme: str, *, keys: bool) -> set[str]:
    """The spellings that a row can hold: labels and humanised keys; keys only where asked.

    Lower-case category keys are ordinary words (``inequality``), and rows never print them.
    """
    spellings = set()
    for concept in vocabulary.of(scheme):
        spellings |= {concept.label, concept.key.replace("_", " ").title()}
        spellings |= {concept.key} if keys else {*filter(_has_capital, concept.alt_labels)}
    return spellings


def _has_capital(text: str) -> bool:
    return text != text.lower()


def _one_of(spellings: Iterable[str]) -> str:
    """A pattern for any of them, with any white space between words; one that never fits for none."""
    words = (r"\s+".join(map(re.escape, spelling.split())) for spelling in spellings)
    return "|".join(sorted(words, key=len, reverse=True)) or r"(?!)"


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of one row, and the line of its score."""

    lines: tuple[Line, ...]
    score: Line | None = None

    @property
    def text(self) -> str:
        return " ".join(line.words for line in self.lines)

    def number_at(self, offset: int) -> int:
        """The number of the line that holds this place of the text."""
        for line in self.lines:
            if offset <= len(line.words):
                return line.number
            offset -= len(line.words) + 1
        return self.lines[-1].number


def claim_rows(
    lines: Iterable[Line], heading: Line, count: int, vocabulary: Vocabulary, *, ended: bool
) -> tuple[list[Row], Line | None]:
    """The rows of a table, and the first line behind the last row where there is one.

    :param lines: what stands below the heading.
    :param heading: the line ``Claims (N)``.
    :param count: its N, a checksum.
    :param ended: something follows the table, so that the page was not cut in it.
    :raises RowError: the rows do not agree with ``count``, or one of them cannot be read.
    """
    cells = Cells(vocabulary)
    filled = [line for line in lines if line.words]
    blocks = list(_blocks(filled, cells))
    rows = _rows(blocks, cells)
    scored = [row for row in rows if row.score_line]
    if len(rows) == len(scored) == count:
        return rows, next((found.lines[0] for found in blocks[count:]), None)
    rows = _rows(list(_blocks(filled, cells, split_rows=True)), cells)
    if len(rows) == count and (ended or rows[-1].score_line):
        return rows, None
    raise _disagreement(blocks, len(scored), heading, count, ended=ended)


def _disagreement(
    blocks: Sequence[_Block], found: int, heading: Line, count: int, *, ended: bool
) -> RowError:
    """Why the rows found by their scores are not those that the heading counts."""
    for position, row in enumerate(blocks, 1):
        if any(_NUMBER.fullmatch(line.words) for line in row.lines):
            problem = f"claim {position} has no confidence (high, medium, low) before its score"
            return RowError(f"{problem}; complete the row", row.lines[0].number)
    if found < count and not ended:
        problem = f"the page breaks off in its claims: {found} of {count} are whole"
        last = blocks[-1].score or blocks[-1].lines[-1] if blocks else heading
        return RowError(f"{problem}; save the whole page as text", last.number)
    problem = f"'Claims ({count})' stands above {found} claims with a score"
    return RowError(f"{problem}; the copy is damaged, save the page again", heading.number)


def _blocks(lines: Sequence[Line], cells: Cells, *, split_rows: bool = False) -> Iterator[_Block]:
    """The rows, each ended by its score; what is left at the end has none.

    :param split_rows: a line that is a row by itself also ends the row above it.
    """
    row: list[Line] = []
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        score = _is_score(line, following)
        ends = score or (split_rows and cells.anchor(line.words) is not None)
        if row and ends and cells.anchor(_Block(tuple(row)).text):
            yield _Block(tuple(row), line if score else None)
            row = [] if score else [line]
        else:
            row.append(line)
        if len(row) > MAX_ROW_LINES:
            break
    if row:
        yield _Block(tuple(row))


def _is_score(line: Line, following: Line | None) -> bool:
    """Whether a line is a score: a number, or one word where the row's number would have to be."""
    if _NUMBER.fullmatch(line.words):
        return True
    return " " not in line.words and not (following and _NUMBER.fullmatch(following.words))


def _rows(blocks: Iterable[_Block], cells: Cells) -> list[Row]:
    return [row for found in blocks if (row := _row(found, cells))]


def _row(found: _Block, cells: Cells) -> Row | None:
    text = found.text
    anchor = cells.anchor(text)
    if anchor is None:
        return None
    outcome = stated(text[anchor.end :])
    claim = Claim(
        text=text[: anchor.text_end],
        category=anchor.category,
        direction=anchor.direction,
        confidence=anchor.confidence,
        outcome=Outcome(label=outcome) if outcome else None,
        source_score=stated(found.score.text) if found.score else None,
    )
    cells_line = found.number_at(anchor.start)
    return Row(claim, found.lines[0].number, cells_line, found.score and found.score.number)
