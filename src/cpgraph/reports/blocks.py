"""A report before it has a form: sections of paragraphs, tables, lists and pictures.

Words carry links, to a place in the report or to an address, so that every form can show in its own
way which claims are behind a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cpgraph.pictures import Picture


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: to an anchor of the report (``#…``), or to an address."""

    text: str
    to: str

    @property
    def anchor(self) -> str | None:
        """The anchor; None where the link leads out of the report."""
        return self.to.removeprefix("#") if self.to.startswith("#") else None


Words = tuple[str | Link, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or more; ``kind`` is ``lead`` for the finding, ``note`` for what is said beside it."""

    words: Words
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below heads.

    :param numbers: which columns hold numbers, from 0.
    :param anchors: of the rows, where something links to them.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    numbers: frozenset[int] = frozenset()
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facing:
    """Two claims that do not agree, side by side, and what is said of the pair."""

    sides: tuple[tuple[Words, str], tuple[Words, str]]  # who says it, and the text of the claim
    about: Words


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list; ``is_open`` where only a person can answer."""

    words: Words
    anchor: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list; ``kind`` is ``plain``, ``numbered`` or ``groups`` (the claims behind a number)."""

    items: tuple[Item, ...]
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures, one below the other."""

    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    text: str


Block = Paragraph | Table | Facing | Items | Pictures | Heading


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report, under its title."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; ``kind`` is what it is called."""

    title: str
    sections: tuple[Section, ...]
    kind: str = "Synthesis"


def plain(words: Iterable[str | Link]) -> str:
    """The words without their links.

    >>> plain(("3 of ", Link("5", "#voting")))
    '3 of 5'
    """
    return "".join(word if isinstance(word, str) else word.text for word in words)


def anchors(words: Iterable[str | Link]) -> Iterator[str]:
    """The anchors of the report that the words lead to, in order."""
    for word in words:
        if isinstance(word, Link) and word.anchor:
            yield word.anchor
