"""What people and models wrote about a synthesis, beside what its numbers say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cpgraph import living
from cpgraph.living.model import Annotation
from cpgraph.paper_graph import bare_doi
from cpgraph.reports.blocks import Block, Paragraph, Section, Words
from cpgraph.reports.evidence import Evidence
from cpgraph.store import Store
from cpgraph.synthesis import Synthesis
from cpgraph.synthesis.model import Paper
from cpgraph.synthesis.wording import number

_CITATION = re.compile(r"\[([^\[\]]+)\]")


def notes_of(store: Store, made: Synthesis) -> list[Annotation]:
    """What was written about the stored synthesis of the same question, the oldest first."""
    return living.annotations(store, living.name_of(store, made.question), made.data_hash)


def notes_section(known: Evidence, notes: Iterable[Annotation]) -> Section:
    """The texts, each with who wrote it how and when, and whether the data are others now."""
    every = list(notes)
    blocks: list[Block] = [Paragraph((f"{number(len(every), 'text')}, the oldest first.",))]
    for note in every:
        blocks += _note(known, note)
    return Section("notes", "What was written about it", tuple(blocks))


def _note(known: Evidence, note: Annotation) -> Iterator[Block]:
    how = "a person" if note.method == "person" else f"the {note.method.replace(':', ' ', 1)}"
    outdated = " OUTDATED: the data changed since." if note.outdated else ""
    yield Paragraph((f"By {note.who}, {note.when[:10]}, written by {how}.{outdated}",), "note")
    for text in re.split(r"\n\s*\n", note.text):
        yield Paragraph(_linked(known, " ".join(text.lstrip("# ").split())))


def _linked(known: Evidence, text: str) -> Words:
    """The text with citations of the synthesis's papers leading to the list of references."""
    pieces = _CITATION.split(text)  # citations stand at odd places
    words = (
        _citation(known, piece) if place % 2 else (piece,) for place, piece in enumerate(pieces)
    )
    return tuple(word for some in words for word in some if word)


def _citation(known: Evidence, cited: str) -> Words:
    papers = [(name.strip(), _paper(known, name.strip())) for name in cited.split(";")]
    links = [known.paper_link(paper, name) if paper else name for name, paper in papers]
    between = [word for link in links for word in ("; ", link)][1:]
    return ("[", *between, "]")


def _paper(known: Evidence, name: str) -> Paper | None:
    key = name.removeprefix("paper:")
    by_doi = (paper for paper in known.papers.values() if paper.doi and paper.doi == bare_doi(name))
    return known.papers.get(key) or next(by_doi, None)
