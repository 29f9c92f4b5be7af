"""References as BibTeX, whatever a paper's fields hold."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpgraph.model import Author, Paper
from cpgraph.store import Store
from cpgraph.writers.bibtex import bibtex, citation_key
from filled import sample_papers

Entry = tuple[str, str, dict[str, str]]


def parsed(text: str) -> list[Entry]:
    """BibTeX, read as BibTeX does: a field ends where its braces, escaped or not, are even."""
    entries = []
    while text.strip():
        head = re.match(r"\s*@(\w+)\{([^\s,{}]+),\n", text)
        assert head, text[:80]
        text = text[head.end() :]
        fields: dict[str, str] = {}
        while not text.startswith("}"):
            name = re.match(r"  (\w+) = ", text)
            assert name, text[:80]
            value, text = _value(text[name.end() :])
            fields[name[1]] = value
        entries.append((head[1], head[2], fields))
        text = text[1:]
    return entries


def _value(text: str) -> tuple[str, str]:
    if not text.startswith("{"):
        word = re.match(r"(\w+),\n", text)
        assert word, text[:80]
        return word[1], text[word.end() :]
    depth = 0
    for place, character in enumerate(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if not depth:
            assert text[place + 1 : place + 3] == ",\n", text[place : place + 20]
            return text[1:place], text[place + 3 :]
    pytest.fail("braces are not even")


def test_every_paper_of_the_sample_is_an_entry(sample_store: Store) -> None:
    papers = sample_papers(sample_store)
    entries = parsed("".join(map(bibtex, papers)))
    assert [key for _, key, _ in entries] == [citation_key(paper.key) for paper in papers]
    assert len({key for _, key, _ in entries}) == len(entries) == 38


def test_an_entry(sample_store: Store) -> None:
    (paper,) = (one for one in sample_papers(sample_store) if one.key == "arxiv:2599.00035")
    assert bibtex(paper) == (
        "@misc{arxiv:2599.00035,\n"
        "  author = {Cy Template and Di Fixture},\n"
        "  title = {{Synthetic study 35: Trainees and an assistant in a call centre}},\n"
        "  howpublished = {Synthetic Sample Journal},\n"
        "  year = {2024},\n"
        "  month = feb,\n"
        "  day = {09},\n"
        "  doi = {10.5555/synthetic.19},\n"
        "  eprint = {2599.00035},\n"
        "  archiveprefix = {arXiv},\n"
        "  url = {https://doi.org/10.5555/synthetic.19},\n"
        "  keywords = {Human-AI Collaboration, Skills \\& Training},\n"
        "  note = {cpgraph arxiv:2599.00035},\n"
        "}\n\n"
    )


def test_what_latex_would_read_is_escaped() -> None:
    paper = Paper(
        key="manual:x", source="manual", title=r"50 % of {A_B} \& more: $x^2$ ~ #1 ünïcode",
        authors=(Author(name="Smith and Sons"), Author(name="Ann others"), Author(name="others")),
        kind="JournalArticle", venue="J & K", published="2024-13", source_link="https://x.org/a_b%20{c}",
        retracted="100% wrong",
    )  # fmt: skip
    [(kind, _, fields)] = parsed(bibtex(paper))
    assert kind == "article"
    assert fields == {
        "author": "{Smith and Sons} and Ann others and {others}",
        "title": r"{50 \% of \textbraceleft{}A\_B\textbraceright{} \textbackslash{}\& more: "
        r"\$x\textasciicircum{}2\$ \textasciitilde{} \#1 ünïcode}",
        "journal": r"J \& K",
        "year": "2024",
        "url": "https://x.org/a_b%20%7Bc%7D",
        "note": r"Retracted: 100\% wrong. cpgraph manual:x",
    }


_TEXT = st.text(max_size=30)


@given(st.lists(_TEXT, max_size=3), _TEXT, _TEXT, _TEXT, _TEXT)
def test_any_text_stays_in_its_field(
    names: list[str], title: str, venue: str, doi: str, key: str
) -> None:
    paper = Paper(
        key=f"manual:{key}",
        source="manual",
        title=title,
        venue=venue,
        doi=doi,
        authors=tuple(Author(name=name) for name in names),
        published="2024",
    )
    [(_, _, fields)] = parsed(bibtex(paper))
    assert fields["year"] == "2024"
    assert set(fields) <= {"author", "title", "howpublished", "year", "doi", "url", "note"}


@given(_TEXT, _TEXT)
def test_different_keys_are_cited_differently(first: str, second: str) -> None:
    keys = {citation_key(f"manual:{first}"), citation_key(f"manual:{second}")}
    assert len(keys) == len({first, second}) or " ".join(first.split()) == " ".join(second.split())
