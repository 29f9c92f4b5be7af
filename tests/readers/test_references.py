"""BibTeX, RIS and CSL-JSON: what a reference becomes, what is told of it, what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cpgraph.errors import SourceError
from cpgraph.model import Author, Paper, Topic
from cpgraph.paper_graph import Context, paper_from_triples
from cpgraph.readers.base import Notice, PaperReading, Reader, Reading, Refusal, Source
from cpgraph.readers.bibtex import read_bibtex
from cpgraph.readers.csl import read_csl
from cpgraph.readers.reference import RETRACTION
from cpgraph.readers.ris import read_ris
from cpgraph.terms import Iris, manual_key
from cpgraph.vocabulary import shipped

CONTEXT = Context(Iris(), shipped())


def read(folder: Path, reader: Reader, content: object) -> list[Reading]:
    path = folder / "references"
    text = content if isinstance(content, str | bytes) else json.dumps(content)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(reader(Source("references", path), CONTEXT))


def papers(readings: list[Reading]) -> list[Paper]:
    return [
        paper_from_triples(one.triples, CONTEXT.iris.paper(one.key), CONTEXT.vocabulary)
        for one in readings
        if isinstance(one, PaperReading)
    ]


def said(readings: list[Reading]) -> Iterator[str]:
    """What a user would be told."""
    for one in readings:
        if isinstance(one, Refusal):
            yield f"{one.line} {one.key}: {one.reason}"
        elif isinstance(one, Notice):
            yield one.text
        elif isinstance(one, PaperReading):
            yield from one.notices


def entry(fields: str, kind: str = "article") -> str:
    return f"@{kind}{{a, title = {{T}}, author = {{Ann Invented}}, {fields}}}"


def item(**fields: Any) -> dict[str, Any]:
    return {
        "id": "a",
        "type": "article-journal",
        "title": "T",
        "author": [{"literal": "Ann Invented"}],
        **fields,
    }


def record(*lines: str) -> str:
    return "\n".join(
        ["TY  - JOUR", "ID  - a", "TI  - T", "AU  - Ann Invented", *lines, "ER  - ", ""]
    )


#: The same reference in the three formats.
BIBTEX = r"""
@string{queues = "Journal of Queues"}
@article{waiting,
  author = {M{\"u}ller, J{\"o}rg and Ludwig van Beethoven and {Barnes and Noble, Inc.}},
  title = {The {Cost} of \emph{waiting} \& more},
  journal = queues, year = 2024, month = mar, day = 5,
  doi = {https://doi.org/10.1234/Made\_Up}, url = {https://example.org/a},
  eprint = {2401.00077v2}, archiveprefix = {arXiv},
  abstract = {We waited, 50% of the time.}, keywords = {queues, delay},
  note = {A remark}}
"""
RIS = """
TY  - JOUR
ID  - waiting
AU  - Müller, Jörg
AU  - van Beethoven, Ludwig
AU  - Barnes and Noble Inc.
TI  - The Cost of <i>waiting</i> &amp; more
JO  - Journal of Queues
PY  - 2024
DA  - 2024/03/05/
DO  - 10.1234/Made_Up
UR  - https://example.org/a
AN  - arXiv:2401.00077
AB  - We waited, 50% of the time.
KW  - queues
KW  - delay
N1  - A remark
ER  -
"""
CSL = [
    {
        "id": "waiting",
        "type": "article-journal",
        "title": "The Cost of <i>waiting</i> &amp; more",
        "author": [
            {"family": "Müller", "given": "Jörg"},
            {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
            {"literal": "Barnes and Noble, Inc."},
        ],
        "issued": {"date-parts": [[2024, "3", 5]]},
        "container-title": "Journal of Queues",
        "DOI": "10.1234/Made_Up",
        "URL": "https://example.org/a",
        "archive": "arXiv",
        "archive_location": "2401.00077",
        "abstract": "<jats:p>We waited, 50% of the time.</jats:p>",
        "keyword": "queues, delay",
        "note": "A remark",
    }
]


@pytest.mark.parametrize(
    ("reader", "content"), [(read_bibtex, BIBTEX), (read_ris, RIS), (read_csl, CSL)]
)
def test_the_three_formats_make_the_same_paper(
    tmp_path: Path, reader: Reader, content: object
) -> None:
    readings = read(tmp_path, reader, content)
    (found,) = papers(readings)
    body = "Barnes and Noble Inc." if reader is read_ris else "Barnes and Noble, Inc."
    assert found == Paper(
        key="arxiv:2401.00077",
        source="arxiv",
        title="The Cost of waiting & more",
        authors=tuple(Author(name=name) for name in ("Jörg Müller", "Ludwig van Beethoven", body)),
        published="2024-03-05",
        venue="Journal of Queues",
        kind="JournalArticle",
        doi="10.1234/made_up",
        arxiv_id="2401.00077",
        source_link="https://example.org/a",
        abstract="We waited, 50% of the time.",
        topics=(Topic(label="delay"), Topic(label="queues")),
        notes="A remark",
    )
    assert list(said(readings)) == []


def one(folder: Path, reader: Reader, content: object) -> Paper:
    (found,) = papers(read(folder, reader, content))
    return found


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ("", manual_key("T", "Ann Invented")),
        ("note = {cpgraph openalex:W77}", "openalex:W77"),
        ("note = {A remark. cpgraph manual:0123456789ab}", "manual:0123456789ab"),
        ("url = {https://openalex.org/W5}", "openalex:W5"),
        ("url = {https://arxiv.org/abs/2401.00001v3}", "arxiv:2401.00001"),
        ("doi = {10.48550/arXiv.2401.00001}", "arxiv:2401.00001"),
        ("eprint = {hep-th/9901001}", "arxiv:hep-th/9901001"),
        ("eprint = {2401.00001}, eprinttype = {jstor}", manual_key("T", "Ann Invented")),
        ("eprint = {12345}", manual_key("T", "Ann Invented")),
    ],
)
def test_the_key_is_what_an_identifier_shows(tmp_path: Path, fields: str, key: str) -> None:
    found = one(tmp_path, read_bibtex, entry(fields))
    assert (found.key, found.source) == (key, key.partition(":")[0])


@pytest.mark.parametrize(
    ("fields", "published"),
    [
        ("year = 2024", "2024"),
        ("year = {2024}, month = {March}", "2024-03"),
        ("year = 2024, month = mar # {~5}", "2024-03-05"),
        ("year = 2024, month = {5 March}", "2024-03-05"),
        ("year = 2024, month = 12", "2024-12"),
        ("date = {2024-03-05/2024-04}", "2024-03-05"),
        ("date = {2024-02-31}", "2024-02"),
        ("year = {2024}, month = {soon}", "2024"),
        ("year = {in press}", None),
        ("year = {2099}", "2099"),
        ("", None),
    ],
)
def test_a_date_is_kept_as_far_as_it_is_one(
    tmp_path: Path, fields: str, published: str | None
) -> None:
    assert one(tmp_path, read_bibtex, entry(fields)).published == published


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("Knuth, Donald E.", ["Donald E. Knuth"]),
        ("King, Jr., Martin Luther", ["Martin Luther King Jr."]),
        (r"de la Vall{\'e}e Poussin, Charles", ["Charles de la Vallée Poussin"]),
        (r"\L{}ukasz {\O}ster AND {\v{S}}t{\v{e}}p\'an", ["Łukasz Øster", "Štěpán"]),
        ("{World Health Organization}", ["World Health Organization"]),
        ("{NASA} and {Simon and Schuster}", ["NASA", "Simon and Schuster"]),
        ("Ann and Ben and others", ["Ann", "Ben"]),
        ("张三 and مريم الخيالية", ["张三", "مريم الخيالية"]),
    ],
)
def test_names_of_bibtex_are_said_in_reading_order(
    tmp_path: Path, names: str, expected: list[str]
) -> None:
    found = one(tmp_path, read_bibtex, f"@misc{{a, title = {{T}}, author = {{{names}}}}}")
    assert [author.name for author in found.authors] == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (r"\'Etude on {CO}$_2$ -- ``all\'' of H\textsubscript{2}O", None),
        (r"\'Etude on {CO}$_2$ -- ``all'' of it", "Étude on CO2 – “all” of it"),
        (r"$\alpha$ and {\ss} \textless x\textgreater", "α and ß <x>"),
        (r"{C\#} \textbackslash{} \textasciitilde{} \_ a_b", r"C# \ ~ _ a_b"),
        (r"50% & {\unknownmacro more}", "50% & more"),
        ("{{Kept Case}}", "Kept Case"),
        ("two\n   lines", "two lines"),
    ],
)
def test_latex_becomes_text(tmp_path: Path, title: str, expected: str | None) -> None:
    found = one(tmp_path, read_bibtex, f"@misc{{a, author = {{A}}, title = {{{title}}}}}")
    assert found.title == expected or (expected is None and found.title)


def test_quotes_and_concatenation_of_bibtex(tmp_path: Path) -> None:
    fields = 'author = "A {"}B", title = {C# at} # " work", journal = j # { of It}'
    text = f"@string{{j = {{Journal}}}}\n@article{{a, {fields}}}"
    found = one(tmp_path, read_bibtex, text)
    assert (found.title, found.venue) == ("C# at work", "Journal of It")
    assert one(tmp_path, read_bibtex, entry("journal = {C# today}")).venue == "C# today"
    page = r"howpublished = {\url{https://example.org/}}, organization = {Body}"
    assert one(tmp_path, read_bibtex, entry(page, "misc")).venue == "Body"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("inproceedings", "ConferencePaper"),
        ("phdthesis", "DoctoralThesis"),
        ("misc", None),
        ("nonsense", None),
    ],
)
def test_odd_types_have_no_kind(tmp_path: Path, kind: str, expected: str | None) -> None:
    assert one(tmp_path, read_bibtex, entry("", kind)).kind == expected
    assert one(tmp_path, read_bibtex, entry("eprint = {2401.00001}", "misc")).kind == "Preprint"


def test_a_child_has_the_venue_and_year_of_its_parent(tmp_path: Path) -> None:
    text = (
        entry("crossref = {p}", "inproceedings") + "@proceedings{p, title = {Talks}, year = 2020}"
    )
    child, _ = papers(read(tmp_path, read_bibtex, text))
    assert (child.venue, child.published) == ("Talks", "2020")


def test_what_is_wrong_with_an_entry_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    text = """% A bibliography
@comment{nothing}
@article{untitled, author = {A}}
@article{edited, title = {E}, editor = {Ed Itor}, pages = {1--2}}
@article{twice, title = {One}, title = {Two}, author = {A}}
@article{twice, title = {Same name}, author = {A and others}}
@article{odd, title = {O}, author = {A}, doi = {n/a}, url = {www}, year = {n.d.}, pages = 3}
@article{open, title = {unclosed
@misc{last, title = {Last}, author = {A}}
"""
    readings = read(tmp_path, read_bibtex, text)
    assert [found.title for found in papers(readings)] == ["E", "One", "Same name", "O", "Last"]
    assert list(said(readings)) == [
        "3 untitled: has no title, and a paper needs one; add it",
        "edited: names no author; its editors are taken",
        "twice: its title is given twice; the first is taken",
        "twice: its byline ends in 'and others': not all authors are named",
        "odd: 'n/a' is no DOI and was left out",
        "odd: 'n.d.' is no year and was left out",
        "odd: 'www' is no web address and was left out",
        "8 open: unexpected block start: `@misc`. Was still looking for field-value closing `}`; "
        "correct the entry",
        "these fields have no place here and were left out: pages (2)",
    ]


def test_loose_ris_is_read_and_a_record_without_end_is_refused(tmp_path: Path) -> None:
    text = (
        "TY - BOOK\r\nT1 - Loose\r\nA1 - Solo\r\nPY - 2003///\r\nER -\r\n\r\n"
        "TY  - CHAP\r\nTI  - Endless\r\n"
        "TY  - GEN\r\nTI  - Last\r\n  goes on\r\nA2  - Ed, Itor\r\nSP  - 5\r\nZZ  - x\r\nER  - \r\n"
    )
    readings = read(tmp_path, read_ris, text)
    assert [(found.title, found.published) for found in papers(readings)] == [
        ("Loose", "2003"),
        ("Last goes on", None),
    ]
    assert list(said(readings)) == [
        "7 : record has no end; add the line 'ER  - '",
        f"{manual_key('Last goes on', 'Itor Ed')}: names no author; its editors are taken",
        "these fields have no place here and were left out: SP (1), ZZ (1)",
    ]


def test_csl_of_crossref_and_of_zotero(tmp_path: Path) -> None:
    crossref = item(
        type="journal-article",
        title=["A list"],
        author=[{"family": "A", "ORCID": "http://orcid.org/0000-0002-1825-0097"}, {"name": "Body"}],
        subject=["Queues"],
        **{"container-title": ["Journal", "J."]},
    )
    found = one(tmp_path, read_csl, {"items": [crossref]})
    assert (found.title, found.venue, found.kind) == ("A list", "Journal", "JournalArticle")
    assert [(a.name, a.orcid) for a in found.authors] == [
        ("A", "0000-0002-1825-0097"),
        ("Body", None),
    ]
    assert found.topics == (Topic(label="Queues"),)
    raw = one(
        tmp_path, read_csl, item(issued={"raw": "2001-02"}, author=[], editor=[{"family": "E"}])
    )
    assert (raw.published, raw.authors) == ("2001-02", (Author(name="E"),))


def test_an_item_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    text = (
        "[\n"
        + ",\n".join(map(json.dumps, [item(title=None), item(title=5), item(volume="3")]))
        + "]"
    )
    readings = read(tmp_path, read_csl, text)
    assert len(papers(readings)) == 1
    assert list(said(readings)) == [
        "2 a: has no title, and a paper needs one; add it",
        "3 : is not an item of CSL-JSON (Expected `str | array | null`, got `int` - at `$.title`); get "
        "it again",
        "these fields have no place here and were left out: volume (1)",
    ]


@pytest.mark.parametrize(
    ("reader", "content", "retracted"),
    [
        (read_bibtex, entry("note = {Retracted: made up. cpgraph openalex:W1}"), "made up"),
        (read_bibtex, entry("note = {Retracted. cpgraph openalex:W1}"), RETRACTION),
        (read_ris, record("N1  - Retracted: made up"), "made up"),
        (read_csl, item(status="retracted"), RETRACTION),
        (read_csl, item(status="retracted", note="Retracted: made up"), "made up"),
        (read_csl, item(note="Not retracted: fine"), None),
    ],
)
def test_a_retracted_reference_is_a_retracted_paper(
    tmp_path: Path, reader: Reader, content: object, retracted: str | None
) -> None:
    assert one(tmp_path, reader, content).retracted == retracted


@pytest.mark.parametrize(
    ("reader", "content", "problem"),
    [
        (read_bibtex, "Just words.", "references: holds no entry of BibTeX; entries look like "
         "@article{name, title = {…}, …}"),
        (read_ris, "Just words.", "references: holds no record of RIS; records begin with "
         "'TY  - JOUR' and end with 'ER  -'"),
        (read_csl, "[]", "references: holds no item of CSL-JSON; get the file again"),
        (read_csl, "[\n{]", "references:2: not JSON (expected '\"' at byte 3); get it again"),
        (read_csl, "[" * 100_000, "references: nested too deeply for a bibliography in CSL-JSON"),
        (read_bibtex, b"@misc{a,\n title = {\xe9}}",
         "references:2: not UTF-8 (byte 0xe9); save the file as UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_whole(
    tmp_path: Path, reader: Reader, content: object, problem: str
) -> None:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, reader, content)
    assert str(caught.value) == problem


@pytest.mark.parametrize(
    "hostile",
    [
        "{" * 50_000 + "}" * 50_000,
        r"\textbf{" * 5_000 + "}" * 5_000,
        "$" * 9_999,
        r"\begin{a}" * 999,
        r"``q\'\'",
        "\\",
    ],
)
def test_hostile_latex_ends_nothing(tmp_path: Path, hostile: str) -> None:
    text = f"@misc{{a, title = {{T {hostile}}}, author = {{A}}}}\n{entry('')}"
    assert papers(read(tmp_path, read_bibtex, text))[-1].title is not None


def test_many_authors_keep_their_places(tmp_path: Path) -> None:
    names = [f"Author{n} Invented" for n in range(3_000)]
    makes: list[tuple[Callable[..., Iterator[Reading]], object]] = [
        (read_bibtex, f"@misc{{a, title = {{T}}, author = {{{' and '.join(names)}}}}}"),
        (
            read_ris,
            record(*(f"AU  - {name}" for name in names)).replace("AU  - Ann Invented\n", ""),
        ),
        (read_csl, item(author=[{"literal": name} for name in names])),
    ]
    for reader, content in makes:
        assert [author.name for author in one(tmp_path, reader, content).authors] == names
