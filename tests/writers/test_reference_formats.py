"""References as RIS and CSL-JSON, whatever a paper's fields hold; other tools read them."""

from __future__ import annotations

import json

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from cpgraph.model import Author, Paper
from cpgraph.store import Store
from cpgraph.writers.bibliography import Name, keywords_of, name_parts
from cpgraph.writers.csl import csl_item
from cpgraph.writers.ris import ris
from filled import sample_papers

PAPER = Paper(
    key="arxiv:2401.00001",
    source="arxiv",
    title="A title",
    authors=(Author(name="Ludwig van Beethoven"), Author(name="OECD", name_as_printed="The OECD")),
    themes=("governance", "astrology"),
    published="2024-01-31",
    venue="Journal",
    kind="JournalArticle",
    doi="10.1000/x",
    arxiv_id="2401.00001",
    abstract="Two\nlines.",
    pdf_link="https://example.org/x.pdf",
    retracted="Data lost.",
)


def test_a_record_of_ris() -> None:
    assert ris(PAPER) == (
        "TY  - JOUR\nID  - arxiv:2401.00001\nAU  - van Beethoven, Ludwig\nAU  - OECD, The\n"
        "TI  - A title\nPY  - 2024\nDA  - 2024/01/31/\nT2  - Journal\nDO  - 10.1000/x\n"
        "AN  - arXiv:2401.00001\nUR  - https://doi.org/10.1000/x\nL1  - https://example.org/x.pdf\n"
        "AB  - Two lines.\nKW  - Governance\nKW  - astrology\nN1  - Retracted: Data lost.\nER  - \n\n"
    )


def test_an_item_of_csl() -> None:
    assert csl_item(PAPER) == {
        "id": "arxiv:2401.00001",
        "type": "article-journal",
        "title": "A title",
        "author": [
            {"family": "van Beethoven", "given": "Ludwig"},
            {"family": "OECD", "given": "The"},
        ],
        "issued": {"date-parts": [[2024, 1, 31]]},
        "container-title": "Journal",
        "DOI": "10.1000/x",
        "archive": "arXiv",
        "archive_location": "2401.00001",
        "URL": "https://doi.org/10.1000/x",
        "abstract": "Two\nlines.",
        "keyword": "Governance, astrology",
        "status": "retracted",
        "note": "Retracted: Data lost.",
    }


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Lovelace", Name("Lovelace", "Ada")),
        ("Lovelace, Ada", Name("Lovelace", "Ada")),
        ("Martin Luther King Jr.", Name("King", "Martin Luther", "Jr.")),
        ("Maria de la Cruz", Name("de la Cruz", "Maria")),
        ("bell hooks", Name("hooks", "bell")),
        ("王小明", Name("王小明")),
        ("King, Jr., Martin", Name("King, Jr., Martin")),
        ("Lovelace,", Name("Lovelace,")),
        ("", Name("")),
        ("Sr.", Name("Sr.")),
    ],
)
def test_the_parts_of_a_name(name: str, parts: Name) -> None:
    assert name_parts(name) == parts


def test_rispy_reads_the_sample(sample_store: Store) -> None:
    papers = sample_papers(sample_store)
    read = rispy.loads("".join(map(ris, papers)))
    assert [entry["id"] for entry in read] == [paper.key for paper in papers]
    for entry, paper in zip(read, papers, strict=True):
        assert entry["title"] == paper.title
        assert len(entry.get("authors", [])) == len(paper.authors)
        assert entry.get("doi") == paper.doi
        assert entry.get("keywords", []) == keywords_of(paper)


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.lists(_TEXT, max_size=3), _TEXT, _TEXT)
def test_any_text_stays_in_its_field(names: list[str], title: str, abstract: str) -> None:
    authors = tuple(Author(name=name) for name in names)
    paper = Paper(key="manual:1", source="manual", title=title, abstract=abstract, authors=authors)
    tags = [line[:6] for line in ris(paper).split("\n")]
    assert set(tags) <= {"TY  - ", "ID  - ", "AU  - ", "TI  - ", "AB  - ", "ER  - ", ""}
    assert tags.count("TI  - ") <= 1
    assert json.loads(json.dumps(csl_item(paper))).get("title", "") == title


def test_a_date_that_is_none_stays_text() -> None:
    odd = Paper(key="manual:1", source="manual", title="T", published="forthcoming")
    assert csl_item(odd)["issued"] == {"literal": "forthcoming"}
    assert "PY  - forthcoming\n" in ris(odd)
