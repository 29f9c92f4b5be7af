"""OpenAlex: every form of an answer, what a work becomes, and why one is refused."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from cpgraph.errors import SourceError
from cpgraph.model import Author, Paper, Topic
from cpgraph.paper_graph import Context, paper_from_triples
from cpgraph.readers.base import Notice, PaperReading, Reading, Refusal, Source
from cpgraph.readers.openalex import read_openalex
from cpgraph.readers.openalex_work import RETRACTION
from cpgraph.terms import Iris
from cpgraph.vocabulary import shipped
from openalex_works import FULL, lines, page, place, work

CONTEXT = Context(Iris(), shipped())
NO_TITLE = "has no title at OpenAlex, and a paper needs one; write a record with it"
NO_NAME = "author 2 has no name; get the work again, or write a record"
PARATEXT = "is paratext (a cover, a table of contents, …), not a paper; leave it out"


def read(folder: Path, content: object, name: str = "works.json") -> list[Reading]:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str | bytes) else json.dumps(content)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_openalex(Source(name, path), CONTEXT))


def told(readings: list[Reading]) -> list[str]:
    """Line and key of a paper; line, key and reason of a refusal; line and text of a notice."""
    return [
        f"{reading.line} {reading.key}"
        if isinstance(reading, PaperReading)
        else f"{reading.line} {reading.key}: {reading.reason}".replace(" : ", " ")
        if isinstance(reading, Refusal)
        else f"{reading.line} {reading.text}"
        for reading in readings
        if isinstance(reading, PaperReading | Refusal | Notice)
    ]


def paper(folder: Path, **fields: Any) -> Paper:
    (reading,) = read(folder, work(**fields))
    return as_paper(reading)


def as_paper(reading: Reading) -> Paper:
    assert isinstance(reading, PaperReading), reading
    iri = CONTEXT.iris.paper(reading.key)
    return paper_from_triples(reading.triples, iri, CONTEXT.vocabulary)


def notices(folder: Path, **fields: Any) -> tuple[str, ...]:
    (reading,) = read(folder, work(**fields))
    assert isinstance(reading, PaperReading)
    return reading.notices


# The forms of an answer


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (work(1), ["1 openalex:W1"]),
        (json.dumps(work(1), indent=2), ["1 openalex:W1"]),
        (f"\ufeff\n\n{json.dumps(work(1), indent=2)}", ["3 openalex:W1"]),
        (page(work(1), work(2)), ["1 openalex:W1", "1 openalex:W2"]),
        ([work(1), work(2)], ["1 openalex:W1", "1 openalex:W2"]),
        (
            "[\n" + ",\n".join(map(json.dumps, (work(1), work(2)))) + "\n]",
            ["2 openalex:W1", "3 openalex:W2"],
        ),
        (
            lines(work(1), page(work(2), work(3))),
            ["1 openalex:W1", "2 openalex:W2", "2 openalex:W3"],
        ),
        (lines(work(1)) + "\n\n" + lines(work(2)), ["1 openalex:W1", "4 openalex:W2"]),
        (gzip.compress(lines(work(1), work(2)).encode()), ["1 openalex:W1", "2 openalex:W2"]),
        (page(), ["1 this answer of OpenAlex lists no work"]),
        (
            {**page(), "group_by": [{"key": "2024", "count": 7}]},
            ["1 this answer of OpenAlex lists groups, not works"],
        ),
    ],
)
def test_every_form_of_an_answer_is_read(
    tmp_path: Path, content: object, expected: list[str]
) -> None:
    assert told(read(tmp_path, content)) == expected


def test_a_page_that_is_printed_over_many_lines_knows_the_line_of_each_work(tmp_path: Path) -> None:
    text = json.dumps(page(work(1), work(2), work(1)), indent=1)
    starts = [text.count("\n", 0, at.end()) + 1 for at in re.finditer("^  {", text, re.MULTILINE)]
    assert [int(said.split()[0]) for said in told(read(tmp_path, text))] == starts


def test_what_is_no_work_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    content = "\n".join(
        [
            json.dumps(work(1)),
            '{"id": "https://openalex.org/W2", "title": 5}',
            '{"id": "https://openalex.org/A3", "display_name": "Ann"}',
            '{"title": "No id"}',
            '{"id": "https://openalex.org/W4"',
            r'{"id": "https://openalex.org/W5", "title": "half \ud83d"}',
            '{"id": "https://openalex.org/W6", "x": ' + "[" * 200_000 + "]" * 200_000 + "}",
            "[1]",
            json.dumps(work(7)),
        ]
    )
    assert told(read(tmp_path, content, "works.jsonl")) == [
        "1 openalex:W1",
        "2 is not an answer of OpenAlex (Expected `str | null`, got `int` - at `$.title`); get it "
        "again",
        "3 is no work of OpenAlex: its id is 'https://openalex.org/A3'; give works, whose ids are W "
        "and digits",
        "4 is no work of OpenAlex: it has no id; give works, whose ids are W and digits",
        "5 not JSON (input data was truncated); get it again",
        r"6 holds half a character (\ud83d), which cannot be written; get it again",
        "7 nested too deeply for an answer of OpenAlex",
        "8 is not an answer of OpenAlex (Expected `object`, got `int`); get it again",
        "9 openalex:W7",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (" \n", "works.json: holds no work; get the file again"),
        ("{\n", "works.json:1: not JSON (input data was truncated); get it again"),
        (
            '{\n"x": 1 2}',
            "works.json:2: not JSON (expected ',' or '}' at byte 9); get it again",
        ),
        (
            b'{"id":\n"\xff"}',
            "works.json:1: not JSON (invalid UTF-8 encoded string); get it again",
        ),
    ],
)
def test_a_file_that_is_no_json_is_refused_whole(
    tmp_path: Path, content: object, said: str
) -> None:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, content)
    assert str(caught.value) == said


# What a work becomes


def test_a_work_becomes_a_paper(tmp_path: Path) -> None:
    (reading,) = read(tmp_path, FULL)
    assert as_paper(reading) == Paper(
        key="openalex:W77",
        source="openalex",
        title="The cost of waiting for CO2 & O3",
        authors=(
            Author(
                name="Ann Q. Invented",
                name_as_printed="Invented, Ann",
                orcid="0000-0002-1825-0097",
                openalex_id="A500",
                affiliation="Dept. of Waiting, Nowhere; Institute of Queues",
            ),
            Author(name="مريم الخيالية", affiliation="Nowhere"),
        ),
        abstract="We waited. Then We left.",
        published="2024-03-05",
        venue="Journal of Queues",
        kind="JournalArticle",
        doi="10.1234/made-up.77",
        arxiv_id="2401.00077",
        openalex_id="W77",
        source_link="https://example.org/a%20b",
        pdf_link="https://example.org/77.pdf",
        topics=(
            Topic(label="Queueing", iri="https://openalex.org/T10077"),
            Topic(label="Delay", iri="https://openalex.org/keywords/delay"),
        ),
        cites=("openalex:W5", "openalex:W6"),
    )
    assert isinstance(reading, PaperReading)
    assert reading.notices == ("openalex:W77: OpenAlex's abstract lacks 2 words of 7",)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"publication_date": None}, {"published": "2024"}),
        ({"publication_date": None, "publication_year": None}, {"published": None}),
        ({"publication_date": "2099-12-31"}, {"published": "2099-12-31"}),
        ({"title": None, "display_name": "Shown"}, {"title": "Shown"}),
        ({"authorships": []}, {"authors": (), "authors_not_stated": True}),
        ({"type": "review"}, {"kind": "ReviewArticle", "paper_type": "review_meta"}),
        ({"type": "preprint"}, {"kind": "Preprint", "paper_type": None}),
        ({"type": "libguides"}, {"kind": None}),
        ({"type": "article", "type_crossref": "proceedings-article"}, {"kind": "ConferencePaper"}),
        ({"is_retracted": True}, {"retracted": RETRACTION}),
        ({"is_retracted": None}, {"retracted": None}),
        ({"doi": "https://doi.org/10.48550/arXiv.2401.00001"}, {"arxiv_id": "2401.00001"}),
        ({"locations": [{"pdf_url": "https://arxiv.org/pdf/hep-th/9901001"}]},
         {"arxiv_id": "hep-th/9901001"}),
        ({"locations": [{"landing_page_url": "https://example.org/?about=2401.00001"}]},
         {"arxiv_id": None}),
        ({"host_venue": {"display_name": "Old Journal"}}, {"venue": "Old Journal"}),
        ({"primary_location": {"raw_source_name": "Proc. of It"}}, {"venue": "Proc. of It"}),
        ({"primary_location": {"landing_page_url": "ftp://example.org/"}}, {"source_link": None}),
        ({"concepts": [{"id": "https://openalex.org/C1", "display_name": "Waiting"}]},
         {"topics": (Topic(label="Waiting", iri="https://openalex.org/C1"),)}),
        ({"keywords": [{"keyword": "waiting", "score": 0.5}]}, {"topics": (Topic(label="waiting"),)}),
        ({"title": "The <mml:math><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup>"
                   "<mml:annotation>x^2</mml:annotation></mml:math> law"}, {"title": "The x2 law"}),
        ({"title": "A <b c> d, e < f & g"}, {"title": "A <b c> d, e < f & g"}),
        ({"title": "&lt;i&gt;In vivo&lt;/i&gt; e\u0301tude"}, {"title": "In vivo étude"}),
    ],
)  # fmt: skip
def test_what_is_missing_or_odd_is_brought_to_the_model(
    tmp_path: Path, fields: dict[str, Any], expected: dict[str, Any]
) -> None:
    found = paper(tmp_path, **fields)
    assert {name: getattr(found, name) for name in expected} == expected


def test_an_author_has_the_name_that_there_is(tmp_path: Path) -> None:
    authors = paper(
        tmp_path,
        authorships=[
            place(author=None, raw_author_name="Only Printed"),
            place("Same"),
            place(
                author={"display_name": "X"}, raw_author_name=None, raw_orcid="0000-0002-1825-0097"
            ),
            place(
                raw_affiliation_strings=None,
                raw_affiliation_string="Old Form",
                author={"display_name": "Y"},
            ),
        ],
    ).authors
    assert [(a.name, a.name_as_printed, a.orcid, a.affiliation) for a in authors] == [
        ("Only Printed", None, None, None),
        ("Same", None, None, None),
        ("X", None, "0000-0002-1825-0097", None),
        ("Y", "Ann Invented", None, "Old Form"),
    ]


def test_two_words_at_one_place_are_both_kept(tmp_path: Path) -> None:
    assert paper(tmp_path, abstract_inverted_index={"a": [0], "b": [0, 10**12]}).abstract == "a b b"


def test_the_user_is_told_of_what_is_not_whole(tmp_path: Path) -> None:
    assert notices(tmp_path, is_authors_truncated=True) == (
        "openalex:W1: only the first 1 authors are in this answer; get the work by its id for all",
    )
    assert notices(tmp_path, title="bell\x07 and null\x00") == (
        "openalex:W1: control characters in its texts were left out",
    )
    person = {"display_name": "A", "orcid": "https://orcid.org/0000"}
    odd = {
        "doi": "https://doi.org/bad one",
        "publication_date": "2024-13-45",
        "authorships": [place(author=person)],
    }
    assert notices(tmp_path, **odd) == (
        "openalex:W1: 'https://orcid.org/0000' is no ORCID and was left out",
        "openalex:W1: '2024-13-45' is no date and was left out",
        "openalex:W1: 'https://doi.org/bad one' is no DOI and was left out",
    )
    found = paper(tmp_path, **odd)
    assert (found.doi, found.published, found.authors[0].orcid) == (None, "2024", None)
    assert paper(tmp_path, title="bell\x07 and null\x00").title == "bell and null"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": None, "display_name": None}, NO_TITLE),
        ({"title": "<i> </i>", "display_name": ""}, NO_TITLE),
        ({"type": "paratext"}, PARATEXT),
        ({"is_paratext": True}, PARATEXT),
        ({"authorships": [place(), place(None)]}, NO_NAME),
    ],
)  # fmt: skip
def test_a_work_that_can_be_no_paper_is_refused(
    tmp_path: Path, fields: dict[str, Any], reason: str
) -> None:
    assert told(read(tmp_path, work(**fields))) == [f"1 openalex:W1: {reason}"]


def test_other_works_that_are_no_papers_are_refused(tmp_path: Path) -> None:
    deleted, selected = work(4285719527), work(2)
    del selected["authorships"]
    assert told(read(tmp_path, page(deleted, selected))) == [
        "1 openalex:W4285719527: is what OpenAlex puts in the place of deleted works; leave it out",
        "1 openalex:W2: comes without its authorships; select that field too, or the whole work",
    ]


def test_a_work_that_was_merged_is_refused(tmp_path: Path) -> None:
    merged = tmp_path / "data" / "merged_ids" / "works" / "2024-05-01.csv.gz"
    merged.parent.mkdir(parents=True)
    merged.write_bytes(gzip.compress(b"merge_date,id,merge_into_id\r\n2024-05-01,W1,W2\r\n"))
    part = "data/works/updated_date=2024-05-02/part_000.gz"
    assert told(read(tmp_path, gzip.compress(lines(work(1), work(2)).encode()), part)) == [
        "1 openalex:W1: was merged into W2 by OpenAlex; load that one",
        "2 openalex:W2",
    ]


def test_ten_thousand_authors_keep_their_places(tmp_path: Path) -> None:
    found = paper(tmp_path, authorships=[place(f"Author {n}") for n in range(10_000)])
    assert [author.name for author in found.authors] == [f"Author {n}" for n in range(10_000)]
