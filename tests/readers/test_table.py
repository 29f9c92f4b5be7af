"""Tables of claims: what becomes of rows, and what is said of rows that are wrong."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpgraph.errors import SourceError
from cpgraph.model import Author, Paper
from cpgraph.paper_graph import Context, paper_from_triples
from cpgraph.readers.base import GivenMapping, Notice, PaperReading, Refusal, Source
from cpgraph.readers.table import read_table
from cpgraph.terms import Iris, normalise
from cpgraph.vocabulary import shipped

CONTEXT = Context(Iris(), shipped())
PLAIN = {
    "columns": {
        "Title": "title", "Author": "authors", "Claim": "claim", "Effect": "direction",
        "DOI": "doi", "Year": "published", "Themes": "themes",
    },
}  # fmt: skip
HEAD = "Title,Author,Claim,Effect,DOI,Year,Themes\n"


class Table:
    """Writes tables and reads them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def readings(
        self, text: str | bytes, mapping: GivenMapping | None = PLAIN, name: str = "claims.csv"
    ) -> list[Any]:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(read_table(Source(name, path), CONTEXT, mapping))

    def papers(
        self, text: str | bytes, mapping: GivenMapping | None = PLAIN, name: str = "claims.csv"
    ) -> list[Paper]:
        found = self.readings(text, mapping, name)
        assert [one for one in found if isinstance(one, Refusal)] == []
        return [paper_of(one) for one in found if isinstance(one, PaperReading)]

    def faults(
        self, text: str | bytes, mapping: GivenMapping | None = PLAIN
    ) -> list[tuple[int | None, int | str | None, str]]:
        refusals = [one for one in self.readings(text, mapping) if isinstance(one, Refusal)]
        return [
            (one.line, one.column, one.reason)
            for refusal in refusals
            for one in (refusal, *refusal.further)
        ]

    def error(self, text: str | bytes, mapping: GivenMapping | None = PLAIN) -> str:
        with pytest.raises(SourceError) as caught:
            self.readings(text, mapping)
        return str(caught.value)


def paper_of(reading: PaperReading) -> Paper:
    return paper_from_triples(reading.triples, CONTEXT.iris.paper(reading.key), CONTEXT.vocabulary)


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path)


def test_the_rows_of_a_paper_are_its_claims(table: Table) -> None:
    (paper,) = table.papers(
        HEAD + "T,Ann; Ben,First.,positive,10.1/X,2024,governance\n"
        "T,Ann; Ben,Second.,null,10.1/X,2024,adoption; governance\n"
    )
    assert [(claim.text, claim.direction) for claim in paper.claims] == [
        ("First.", "positive"),
        ("Second.", "null"),
    ]
    assert paper.authors == (Author(name="Ann"), Author(name="Ben"))
    assert set(paper.themes) == {"governance", "adoption"}
    assert (paper.doi, paper.published, paper.key) == ("10.1/x", "2024", "manual:7afd9f666258")


def test_rows_of_a_paper_may_stand_apart(table: Table) -> None:
    papers = table.papers(
        HEAD + "A,Ann,a1,,,,\nB,Ben,b1,,,,\nA,Ann,a2,,,,\nC,Cem,c1,,,,\nB,Ben,b2,,,,\n"
    )
    assert [(paper.title, [claim.text for claim in paper.claims]) for paper in papers] == [
        ("A", ["a1", "a2"]),
        ("C", ["c1"]),
        ("B", ["b1", "b2"]),
    ]


def test_a_doi_or_title_alone_names_a_paper_that_was_named_before(table: Table) -> None:
    (paper,) = table.papers(
        HEAD + "T,Ann,one,,10.1/x,,\n,,two,,https://doi.org/10.1/X,,\nT,,three,,,,\n"
    )
    assert [claim.text for claim in paper.claims] == ["one", "two", "three"]


def test_a_row_without_paper_belongs_to_the_one_above_only_if_the_mapping_says_so(
    table: Table,
) -> None:
    text = HEAD + "T,Ann,one,,,,\n,,two,,,,\n"
    assert table.faults(text) == [
        (
            3,
            None,
            "this row names no paper; fill in its title or key (where an empty row belongs to the "
            "paper above, write papers_continue: true in the mapping)",
        )
    ]
    (paper,) = table.papers(text, {**PLAIN, "papers_continue": True})
    assert [claim.text for claim in paper.claims] == ["one", "two"]


def test_one_doi_at_two_titles_is_refused(table: Table) -> None:
    assert table.faults(HEAD + "T,Ann,one,,10.1/x,,\nU,Ann,two,,10.1/x,,\n") == [
        (3, "Title", "differs from line 2, which is about the same paper; make them alike"),
    ]


def test_two_papers_by_one_title_are_told_apart(table: Table) -> None:
    text = HEAD + "Editorial,Ann,one,,,,\nEditorial,Ben,two,,,,\nEditorial,,three,,,,\n"
    assert table.faults(text) == [
        (4, None, "several papers have this title; fill in the first author")
    ]


def test_what_a_paper_says_twice_must_be_alike(table: Table) -> None:
    assert table.faults(HEAD + "T,Ann,one,,,2024,\nT,Ann,two,,,2023,\nT,Ann; Ben,x,,,,\n") == [
        (3, "Year", "differs from line 2, which is about the same paper; make them alike"),
        (4, "Author", "differs from line 2, which is about the same paper; make them alike"),
    ]


def test_all_faults_are_said_by_row_and_column(table: Table) -> None:
    text = HEAD + 'T,Ann,"one\nline",positve,,3/4/21,governence\nT,Ann,,negative,,,\nU,Ben,x,,,,\n'
    assert table.faults(text) == [
        (
            2,
            "Effect",
            "'positve' is no direction; did you mean positive? (or translate it with values: in the "
            "mapping)",
        ),
        (
            2,
            "Year",
            "'3/4/21' is no date written YYYY-MM-DD or YYYY-MM or YYYY; correct it, or state dates: "
            "in the mapping",
        ),
        (
            2,
            "Themes",
            "'governence' is no theme; did you mean governance? (or translate it with values: in "
            "the mapping)",
        ),
        (4, "Effect", "this row says something of a claim and has no text of one; fill it in"),
    ]
    kinds = [type(one) for one in table.readings(text)]
    assert kinds == [Refusal, PaperReading]  # the other paper is read


def test_null_of_a_database_is_asked_for(table: Table) -> None:
    ((line, column, said),) = table.faults(HEAD + "T,Ann,one,NULL,,,\n")
    assert (line, column) == (2, "Effect")
    assert said == (
        "NULL can mean that no effect was found or that nothing is stated; say which with values: in "
        'the mapping ("NULL": "null", or "NULL": "")'
    )


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "Err:502", "bell\a"])
def test_damaged_cells_are_refused(table: Table, text: str) -> None:
    ((_, column, _),) = table.faults(HEAD + f"T,Ann,{text},,,,\n")
    assert column == "Claim"


def test_values_constants_lists_dates_and_decimals(table: Table) -> None:
    mapping = {
        "columns": {
            "T": "title",
            "A": {"field": "authors", "separator": " and "},
            "O": {"field": "author_orcids"},
            "C": "claim",
            "E": {"field": "direction", "values": {"+": "positive", "n.s.": "null", "?": ""}},
            "D": {"field": "published", "dates": ["DD.MM.YYYY", "excel"]},
            "S": {"field": "source_score", "decimal": ","},
        },
        "constants": {"extraction": "manual", "paper_type": "RCT"},
        "delimiter": "semicolon",
    }
    head = "T;A;O;C;E;D;S\n"
    (paper,) = table.papers(
        head + "T;Ann B and Cem D;;one;+;3.11.2024;0,10\nT;Ann B and Cem D;; two;N.S.;45599;\n"
        "T;Ann B and Cem D;;three;?;;\n",
        mapping,
    )
    assert [author.name for author in paper.authors] == ["Ann B", "Cem D"]
    assert [claim.direction for claim in paper.claims] == ["positive", "null", None]
    assert {claim.extraction for claim in paper.claims} == {"manual"}
    assert (paper.published, paper.paper_type) == ("2024-11-03", "rct")
    assert paper.claims[0].source_score == "0.1"  # as a store gives decimals back
    orcid = "0000-0002-1825-0097"
    (paper,) = table.papers(head + f"T;Ann and Cem;; one;;;\nT;Ann and Cem;;{orcid};;;\n", mapping)
    assert table.faults(head + f"T;Ann and Cem;{orcid};one;;;\n", mapping) == [
        (2, "O", "has 1 items and there are 2 authors; keep an empty item for each that has none")
    ]
    (paper,) = table.papers(head + f"T;Ann and Cem;;one;;;\nT;;; {orcid};;;\n", mapping)


@pytest.mark.parametrize(
    ("encoding", "notices"),
    [
        ("utf-8", 0),
        ("utf-8-sig", 0),
        ("utf-16", 0),
        ("cp1252", 1),
    ],
)
def test_spreadsheets_write_many_encodings(table: Table, encoding: str, notices: int) -> None:
    text = HEAD + "Größe “x” – y,Ünal,Würde.,,,,\n"
    found = table.readings(text.encode(encoding))
    assert sum(isinstance(one, Notice) for one in found) == notices
    (paper,) = [paper_of(one) for one in found if isinstance(one, PaperReading)]
    assert (paper.title, paper.authors[0].name) == ("Größe “x” – y", "Ünal")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_separators_and_line_ends_are_found(table: Table, mark: str, end: str) -> None:
    rows = [["Title", "Author", "Claim"], ["T", "Ann", f'"a{mark} ""b""{end}c"'], ["U", "Ben", "x"]]
    text = end.join(mark.join(row) for row in rows)
    papers = table.papers(
        text, {"columns": {"Title": "title", "Author": "authors", "Claim": "claim"}}
    )
    assert [paper.title for paper in papers] == ["T", "U"]
    assert papers[0].claims[0].text.split('"')[0].strip() == f"a{mark}".strip()


def test_a_line_may_say_the_separator(table: Table) -> None:
    text = "sep=;\r\nTitle;Author;Claim\r\nT, U;Ann;1,5 more\r\n"
    (paper,) = table.papers(
        text, {"columns": {"Title": "title", "Author": "authors", "Claim": "claim"}}
    )
    assert paper.title == "T, U"


def test_gzip_is_looked_through(table: Table) -> None:
    data = gzip.compress((HEAD + "T,Ann,one,,,,\n").encode())
    assert len(table.papers(data, name="claims.csv.gz")) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (",,\n,\n", "has no row with column names; the first row needs them"),
        (
            HEAD + 'T,"Ann,one,,,,\nU,Ben,two,,,,\n',
            "2: a quote that opens in this row is never closed; close it, or write it twice",
        ),
        (
            HEAD + 'T,Ann,x,,,,\nT,"Ann,one,,,,\nU,"Ben",two,,,,\n',
            "3: after a closing quote in line 4 comes neither a comma nor the end of the row; write a "
            "quote inside a cell twice, and close each that opens here",
        ),
        (
            HEAD + 'T,"An"n,x,,,,\n',
            "2: after a closing quote in this row comes neither a comma nor the end of the row; write "
            "a quote inside a cell twice, and close each that opens here",
        ),
        (
            HEAD + "T,Ann,one, two,,,,x\n",
            "2: this row has 8 cells and there are 7 columns; put a cell that holds a comma in quotes",
        ),
        (
            HEAD + "T,Ann,o\0ne,,,,\n",
            "2: holds the character NUL; save the table again as CSV in UTF-8",
        ),
        (
            HEAD.replace("DOI", "Title") + "T,Ann,one,,,,\n",
            "1: two columns are named 'Title' (1 and 5); rename one of them",
        ),
        (
            (HEAD + "Tä,Ann,one,,,,\nT,Änn,two,,,,\nT,Ann,\ud800,,,,\n").encode(
                "utf-8", "surrogatepass"
            ),
            "4: not UTF-8 here (byte 0xed), though other lines are; correct this line",
        ),
        (
            HEAD + f'T,Ann,"{"x" * (1 << 20)}x",,,,\n',
            "2: a cell of more than 1 MiB begins in this row; is a quote never closed?",
        ),
    ],
)
def test_what_is_no_table_is_refused_with_its_line(
    table: Table, text: str | bytes, said: str
) -> None:
    before = "" if said[0].isdigit() else " "
    assert table.error(text) == f"claims.csv:{before}{said}"


def test_only_the_names_of_columns_are_a_table_without_papers(table: Table) -> None:
    assert table.readings(HEAD) == [
        Notice("claims.csv", "has no row below the names of its columns", 1)
    ]


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({}, "mapping: names no columns; write 'columns:' with 'column: field' below"),
        (
            {"columns": {"Titel": "title"}},
            "mapping: the table has no column 'Titel'; did you mean Title?",
        ),
        (
            {"columns": {"Title": "titel"}},
            "mapping: 'titel' is no field; did you mean title or cites?",
        ),
        (
            {"columns": {"Effect": {"field": "direction", "values": {"+": "positiv"}}}},
            "mapping: column 'Effect': 'positiv' is no direction; did you mean positive?",
        ),
        (
            {"columns": {"Effect": {"field": "direction", "values": {"+": None}}}},
            "mapping: '+' means null without quotes; write \"null\" in quotes for 'no effect "
            'found\', or "" for not stated',
        ),
        (
            {"columns": {"Effect": {"field": "direction", "value": {}}}},
            "mapping: 'value' is no setting of a column; did you mean values?",
        ),
        (
            {"columns": {"Title": "title"}, "colums": {}},
            "mapping: 'colums' is no field of a mapping; did you mean columns?",
        ),
        (
            {"columns": {"Title": "title", "Claim": "title"}},
            "mapping: title is filled by the columns 'Title' and 'Claim'; keep one",
        ),
        (
            {"columns": {"Title": "title"}, "constants": {"extraction": "handmade"}},
            "mapping: constant extraction: 'handmade' is no extraction; there are automatic, manual, "
            "ai_generated, ai_generated_with_manual_review, unknown",
        ),
        (
            {"columns": {"Year": {"field": "published", "dates": "dd.mm.yy"}}},
            "mapping: 'dd.mm.yy' is no form of dates; write DD.MM.YYYY, MM/DD/YYYY, MMM YYYY, excel",
        ),
        ({"columns": {"Title": "title"}, "encoding": "utf8x"},
         "mapping: 'utf8x' is no encoding; write utf-8, cp1252, iso-8859-15, utf-16"),
    ],
)  # fmt: skip
def test_a_mapping_is_checked_before_anything_is_read(
    table: Table, mapping: GivenMapping, said: str
) -> None:
    assert table.error(HEAD + "T,Ann,one,,,,\n", mapping) == (
        f"claims.csv: its mapping does not fit: {said}"
    )


def test_a_mapping_file_has_lines_and_may_lie_beside(table: Table) -> None:
    beside = table.folder / "claims.mapping.yaml"
    beside.write_text("columns:\n  Title: title\n  Author: authors\n  Claims: claim\n")
    with pytest.raises(SourceError) as caught:
        table.readings(HEAD, None)
    assert str(caught.value) == (
        f"claims.csv: its mapping does not fit: {beside}:4:"
        " the table has no column 'Claims'; did you mean Claim?"
    )
    beside.write_text(
        "columns: {Title: title, Author: authors, Claim: claim}\nignore: [DOI, Year]\n"
    )
    found = table.readings(HEAD + "T,Ann,one,,,,\n", None)
    assert [one.text for one in found if isinstance(one, Notice)] == [
        "read by the mapping claims.mapping.yaml",
        "2 columns were not loaded: 'Effect', 'Themes' (name them in the mapping, under columns or "
        "ignore)",
    ]


def test_a_mapping_that_is_wrong_for_all_ends_the_reading(table: Table) -> None:
    rows = "".join(f"T{number},Ann,one,wrong,,,\n" for number in range(500))
    assert table.error(HEAD + rows) == (
        "claims.csv:201: 200 papers were refused, and no more was read; is the mapping right?"
    )


def test_words_of_any_script_and_markup_in_titles(table: Table) -> None:
    title = "<i>Arbeit</i> &amp; لغة e\u0301"
    (paper,) = table.papers(HEAD + f"{title},שלום,עברית مع e\u0301,,,2999,\n")
    assert paper.title == "Arbeit & لغة é"
    assert (paper.authors[0].name, paper.published) == ("שלום", "2999")


#: What a cell can say: no controls, no blanks at the ends, no sign of a broken formula.
CELLS = (
    st.text(st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n"), min_size=1)
    .map(str.strip)
    .filter(lambda text: bool(normalise(text)) and not text.startswith(("#", "Err:")))
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(
    texts=st.lists(CELLS, min_size=1, max_size=6),
    mark=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_every_text_comes_through(
    table: Table, texts: list[str], mark: str, encoding: str, end: str
) -> None:
    output = io.StringIO()
    writer = csv.writer(output, delimiter=mark, lineterminator=end)
    writer.writerows([["T", "A", "C"], *(["A title", "Ann", text] for text in texts)])
    mapping = {"columns": {"T": "title", "A": "authors", "C": "claim"}}
    (paper,) = table.papers(output.getvalue().encode(encoding), mapping)
    assert [claim.text for claim in paper.claims] == [normalise(text) for text in texts]
