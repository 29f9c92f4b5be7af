"""Text, Markdown, HTML and JSON of every synthesis of the sample."""

from __future__ import annotations

import csv
import dataclasses
import json
import re
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest

from cpgraph.errors import CpgraphError
from cpgraph.pictures import pictures_of
from cpgraph.reports import FORMS, overview, schema, text_report, write_folder, write_index
from cpgraph.reports.blocks import Report
from cpgraph.reports.document import report_of
from cpgraph.reports.html import html
from cpgraph.reports.markdown import markdown
from cpgraph.reports.references import papers_of
from cpgraph.reports.text import text
from cpgraph.store import Store, open_store
from cpgraph.synthesis import Synthesis, ask, synthesise
from cpgraph.synthesis.wording import sentences
from reports.conftest import STATES

Made = Mapping[str, Synthesis]

#: A claim's own words may say anything; what cpgraph says may not.
FORBIDDEN = ("significant", "proves", "effect size", "most studies")


def test_there_is_a_synthesis_of_each_state(made: Made) -> None:
    assert {name: made[STATES[name]].counts.state for name in STATES} == {
        "nothing eligible": "none",
        "too few": "covered",
        "contested": "testable",
        "testable": "testable",
        "no direction": "thin",
    }
    assert made[STATES["contested"]].counts.contested
    assert made[STATES["testable"]].proportion.p is not None


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_store_has_a_report(form: str) -> None:
    with open_store(":memory:") as store:
        said = FORMS[form].write(store, synthesise(store, ask(store, "Error Rate"))).decode()
    assert (
        form == "turtle" or "No study in the store votes on Error Rate (0 eligible claims)." in said
    )


@pytest.mark.parametrize("form", FORMS)
def test_forbidden_words_are_nowhere(form: str, sample_store: Store, made: Made) -> None:
    for one in made.values():
        said = FORMS[form].write(sample_store, one).decode().lower()
        for words in (claim.text for claim in one.claims):
            said = said.replace(words.lower(), "")
        assert not [word for word in FORBIDDEN if word in said], one.question.name


def test_the_overview_has_a_row_for_each_with_claims(made: Made) -> None:
    rows = list(overview(made.values()))
    assert len(rows) == sum(bool(one.claims) for one in made.values())
    row = next(row for row in rows if row[0] == "Error Rate")
    assert row[1:7] == (3, 2, 0, 1, 6, 6)
    assert row[12:] == (
        "testable, contested",
        "Error Rate: 3 of 5 directional studies (3 of 6 eligible) report a positive direction, "
        "2 of 5 a negative one: contested.",
        "error-rate",
    )


@pytest.mark.parametrize("width", [40, 80])
def test_text_is_no_wider_than_the_terminal(width: int, reports: Mapping[str, Report]) -> None:
    for report in reports.values():
        for line in text(report, width).splitlines():
            assert len(line) <= width or len(max(line.split(), key=len)) > width // 3


def test_text_says_which_claims_are_behind_a_row(reports: Mapping[str, Report]) -> None:
    said = text(reports["error-rate"])
    assert "▲ positive        3       3  [3-4 6]\n" in said
    assert "[3] manual:6c19960722cb#3 · Sketch (2021) · ▲ positive" in said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (
            "nothing eligible",
            "Nothing can be said of a direction: 8 claims describe this outcome, and 0 of them "
            "vote. The reasons are counted below.",
        ),
        (
            "too few",
            "Too few for a test: 4 of 4 studies vote positive or negative, and a test needs 6.",
        ),
        ("testable", "Enough for a test: 8 of 8 studies vote positive or negative."),
        (
            "no direction",
            "Consumer Welfare: no study points in one direction (0 of 1 eligible; 0 mixed, 1 null).",
        ),
        ("contested", "The conflict index is 0.80 (3 against 2): contested."),
    ],
)
def test_each_state_is_said(state: str, said: str, reports: Mapping[str, Report]) -> None:
    assert said in " ".join(text(reports[STATES[state]]).split())


def test_every_paragraph_of_the_finding_has_its_counts(reports: Mapping[str, Report]) -> None:
    for report in reports.values():
        section = next(one for one in report.sections if one.anchor == "finding")
        said = text(Report("", (section,))).splitlines()[4:]
        paragraphs = re.split(r"(?<=[.?!])\s+(?=[A-Z])", " ".join(said))
        assert all(re.search(r"\d|counted below", one) for one in paragraphs if one), said


def test_the_finding_of_a_testable_synthesis_as_a_reviewer_reads_it(made: Made) -> None:
    assert list(sentences(made[STATES["testable"]])) == [
        "Developer Productivity: 7 of 8 directional studies (7 of 8 eligible) report a positive "
        "direction.",
        "8 studies vote by 10 claims: 7 positive, 1 negative, 0 mixed, 0 null.",
        "The share of positive among directional studies is 7 of 8, 88 % (95 % interval 53 % to 98 %) "
        "by Wilson; sign test against one half over 8 studies: p = .070.",
        "0 of 8 studies are mixed or null.",
        "Leaving out one study, the share runs from 6 of 7 (86 %, without Carberry et al. (2023) "
        "[manual:193f2f1c5bdd], or any other of the 7 positive studies) to 7 of 7 (100 %, without "
        "Sampleton et al. (2025) [manual:a86cec77f344]).",
        "The conflict index is 0.25 (7 against 1).",
        "On 1 single outcome, 3 pairs of studies report opposite directions; 0 pairs are in tension "
        "(positive against null); 0 studies say both of one outcome.",
        "11 claims describe the outcome: 10 vote, 1 does not.",
    ]


def test_all_forms_say_the_same_sentences(made: Made, reports: Mapping[str, Report]) -> None:
    for name, report in reports.items():
        page = unescape(re.sub(r"<[^>]*>", "", html(report)))
        marked = re.sub(r"\[([^\]]*)\]\(#[^)]*\)", r"\1", markdown(report)).replace("\\", "")
        forms = [" ".join(one.split()) for one in (text(report, 500), page, unescape(marked))]
        for said in sentences(made[name]):
            assert all(said in form for form in forms), said


class Page(HTMLParser):
    """What of a page is looked at."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[tuple[str, str | None]] = []
        self.tags: set[str] = set()
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        if "id" in given:
            self.ids.append(given["id"] or "")
        if tag == "a":
            self.links.append(given.get("href") or "")
        loading = ("src", "srcset", "data", "action", "xlink:href", "background")
        self.loaded += [(tag, given[name]) for name in loading if name in given]
        if tag in {"link", "use", "image"}:
            self.loaded.append((tag, given.get("href")))


def test_every_link_of_the_page_leads_to_one_place(reports: Mapping[str, Report]) -> None:
    for report in reports.values():
        page = Page(html(report))
        assert len(page.ids) == len(set(page.ids))
        inside = [link for link in page.links if link.startswith("#")]
        assert {link[1:] for link in inside} <= set(page.ids)
        others = set(page.links) - set(inside)
        assert all(
            link.startswith(("https://doi.org/", "https://arxiv.org/abs/")) for link in others
        )


def test_the_page_fetches_nothing_and_runs_nothing(reports: Mapping[str, Report]) -> None:
    for report in reports.values():
        page = Page(html(report))
        assert not {"script", "iframe", "object", "embed", "form"} & page.tags
        assert [one for one in page.loaded if not (one[1] or "").startswith("#")] == []
        assert not re.search(r"@import|url\(\s*['\"]?(?!#)", html(report))


def test_pictures_are_inline(made: Made, reports: Mapping[str, Report]) -> None:
    page = html(reports["error-rate"])
    names = [picture.name for picture in pictures_of(made["error-rate"])]
    assert len(names) == 6
    assert [page.count(f'id="picture-{name}"') for name in names] == [1] * 6


def test_marks_of_pictures_open_to_their_claims(reports: Mapping[str, Report]) -> None:
    page = html(reports["error-rate"])
    drawn = "".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL))
    led = set(re.findall(r'<a [^>]*href="#([^"]+)"', drawn))
    expected = {"voting", "claim-1", "study-1", "stratum-type-rct", "year-2026", "until-2026"}
    assert expected <= led


def test_words_of_papers_are_no_markup(sample_store: Store, made: Made) -> None:
    one = made["error-rate"]
    nasty = "<script>alert(1)</script> [x](javascript:alert(1)) | `*_\u202e\x1b[31m"
    first = dataclasses.replace(one.claims[0], text=nasty)
    changed = dataclasses.replace(one, claims=(first, *one.claims[1:]))
    report = report_of(changed, papers_of(sample_store, one))
    assert "script" not in Page(html(report)).tags
    assert r"\<script\>alert(1)\</script\> \[x\](javascript:alert(1)) \| \`\*\_" in markdown(report)
    for said in (html(report), markdown(report), text(report)):
        assert not {"\u202e", "\x1b"} & set(said)


def test_every_link_of_markdown_leads_to_one_place(reports: Mapping[str, Report]) -> None:
    for report in reports.values():
        said = markdown(report)
        anchors = re.findall(r'<a id="([^"]+)">', said)
        assert len(anchors) == len(set(anchors))
        assert set(re.findall(r"\]\(#([^)]+)\)", said)) <= set(anchors)


def test_json_is_as_its_schema_says(sample_store: Store, made: Made) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    for one in made.values():
        given = json.loads(FORMS["json"].write(sample_store, one))
        jsonschema.validate(given, schema())


def test_the_schema_refuses_what_is_not_described(sample_store: Store, made: Made) -> None:
    given = json.loads(FORMS["json"].write(sample_store, made["error-rate"]))
    for wrong in ({**given, "more": 1}, {**given, "share": {**given["share"], "share": 1.2}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema())


def test_numbers_in_json_stand_beside_their_claims(sample_store: Store, made: Made) -> None:
    for one in made.values():
        given = json.loads(FORMS["json"].write(sample_store, one))
        study_of = {claim["iri"]: claim["study"] for claim in given["claims"]}
        for vote, claims in given["votes"]["behind"].items():
            assert len({study_of[claim] for claim in claims}) == given["votes"][vote]
        for stratum in given["strata"]:
            assert {study_of[claim] for claim in stratum["claims"]} == set(stratum["studies"])
        for point in given["trend"]["points"]:
            studies = {study_of[claim] for claim in point["claims"]}
            assert len(studies) == point["votes"]["studies"]
        for cell in given["gaps"]:
            assert len({study_of[claim] for claim in cell["claims"]}) == cell["votes"]["studies"]
        out = sum(map(len, given["excluded"].values()))
        assert out == len(given["claims"]) - given["votes"]["claims"]


def test_a_folder_has_every_form(tmp_path: Path, sample_store: Store, made: Made) -> None:
    one = made["error-rate"]
    written = write_folder(sample_store, one, tmp_path / "new" / "folder")
    names = {str(path.relative_to(tmp_path / "new" / "folder")) for path in written}
    pictures = {
        f"pictures/{picture.name}{end}" for picture in pictures_of(one) for end in (".svg", ".csv")
    }
    forms = {
        "report.html",
        "report.md",
        "synthesis.json",
        "synthesis.ttl",
        "references.bib",
        "claims.csv",
    }
    assert names == pictures | forms
    with (tmp_path / "new" / "folder" / "claims.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["claim"] for row in rows] == [claim.iri for claim in one.claims]
    assert {row["vote"] for row in rows} == {"positive", "negative", "null"}
    said = (tmp_path / "new" / "folder" / "report.md").read_text("utf-8")
    shown = re.findall(r"\]\((pictures/[^)]+)\)", said)
    assert set(shown) == pictures


def test_a_folder_that_cannot_be_made_is_one_error(
    tmp_path: Path, sample_store: Store, made: Made
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(
        CpgraphError, match=r"/file: cannot be made \(File exists\); choose another"
    ):
        write_folder(sample_store, made["error-rate"], tmp_path / "file")


def test_an_index_leads_to_each_report(tmp_path: Path, made: Made) -> None:
    some = [made[name] for name in STATES.values()]
    page = Page(write_index(some, tmp_path).read_text("utf-8"))
    expected = [f"./{name}/report.html" for name in STATES.values()]
    assert [link for link in page.links if link.endswith(".html")] == expected
    assert "./error-rate/report.html#vote-negative" in page.links
    assert "./ai-safety-and-ethics/report.html#voting" not in page.links


def test_a_wide_terminal_has_more_in_a_line(sample_store: Store, made: Made) -> None:
    narrow, wide = (text_report(sample_store, made["error-rate"], width) for width in (60, 100))
    assert len(narrow.splitlines()) > len(wide.splitlines())
