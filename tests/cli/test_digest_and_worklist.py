"""The worklist, the digest, the gap map and the trend at the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from cpgraph.cli.app import cpgraph
from cpgraph.sample import load_sample
from cpgraph.store import open_store
from cpgraph.worklist import judgements
from shell import Shell

PAIR = "7cd64b6f8cc6"
GIVE = "give --since (and --until), or --week (see 'cpgraph digest weeks')"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A folder with the sample as its store: for reading only."""
    shell = Shell(tmp_path_factory.mktemp("sample"))
    with open_store(shell.folder / "cpgraph-store", "write") as store:
        load_sample(store)
    return shell


@pytest.fixture
def own(tmp_path: Path) -> Shell:
    """The same, to write to."""
    shell = Shell(tmp_path)
    with open_store(tmp_path / "cpgraph-store", "write") as store:
        load_sample(store)
    return shell


def rows(text: str) -> list[dict[str, str]]:
    """The rows of TSV, without the marks of SPARQL's."""
    names, *lines = [line.split("\t") for line in text.splitlines()]
    return [
        dict(
            zip(
                [name.strip("?") for name in names], [cell.strip('"') for cell in line], strict=True
            )
        )
        for line in lines
    ]


# --- contradictions


def test_the_list_has_keys_grades_papers_and_years(sample: Shell) -> None:
    listed = rows(sample("contradictions").stdout)
    assert len(listed) == 15
    first = listed[0]
    assert (first["pair"], first["grade"], first["outcome"]) == (
        PAIR,
        "K2",
        "average handling time",
    )
    assert (first["positive"], first["positive_year"]) == ("manual:6c19960722cb", "2021")
    assert (first["negative"], first["negative_year"]) == ("manual:a8f2dbcc09c7", "2026")
    filtered = rows(sample("contradictions", "--category", "Developer Productivity").stdout)
    assert {row["outcome"] for row in filtered} == {"tasks completed per developer per week"}
    assert len(rows(sample("contradictions", "--grade", "K1").stdout)) == 2


def test_a_pair_side_by_side(sample: Shell) -> None:
    text = sample("contradictions", "show", PAIR[:5], COLUMNS="100").stdout
    assert text.startswith(
        f"Pair {PAIR}: K2, comparable: both papers are empirical and share a theme\n"
    )
    assert re.search(r"^direction +positive +negative$", text, re.MULTILINE)
    assert re.search(
        r"^quote +not stated +“Time per case fell by twelve percent.”$", text, re.MULTILINE
    )
    assert max(map(len, text.splitlines())) <= 100
    assert "cpgraph contradictions confirm 7cd64b6f8cc6 --who NAME --why REASON" in text
    record = json.loads(sample("contradictions", "show", PAIR, "--format", "json").stdout)
    assert [one["claim"]["direction"] for one in record["claims"]] == ["positive", "negative"]
    assert [one["paper"]["evidence_strength"] for one in record["claims"]] == ["low", "high"]
    assert record["judgements"] == []


def test_a_person_judges_revises_and_reopens(own: Shell) -> None:
    said = own("contradictions", "confirm", PAIR, "--who", "Ann", "--why", "same cases")
    assert (said.returncode, said.stdout) == (0, f"{PAIR} is confirmed (K3), says Ann\n")
    said = own("contradictions", "not-comparable", PAIR, "--why", "staff and clients")
    assert said.stdout == f"{PAIR} is closed: not-comparable, says tester\n"
    said = own("contradictions", "explain", PAIR[:6], "--who", "Ben", "--why", "other units")
    assert said.stdout == f"{PAIR} is closed: explained, says Ben\n"
    closed = rows(own("contradictions", "--grade", "explained").stdout)
    assert [(row["pair"], row["judged_by"], row["why"]) for row in closed] == [
        (PAIR, "Ben", "other units")
    ]
    assert len(rows(own("contradictions", "--open").stdout)) == 14
    said = own("contradictions", "reopen", PAIR, "--who", "Ann", "--why", "the same units")
    assert said.stdout == f"{PAIR} is open again, says Ann\n"
    text = own("contradictions", "show", PAIR).stdout
    assert re.findall(r"Z  (\w+): ([\w-]+), because (.+)", text) == [
        ("Ann", "confirmed", "same cases"),
        ("tester", "not-comparable", "staff and clients"),
        ("Ben", "explained", "other units"),
        ("Ann", "reopened", "the same units"),
    ]
    assert "Nobody has judged it since." in text


def test_what_was_said_outlives_loading_again(own: Shell) -> None:
    own("contradictions", "explain", PAIR, "--why", "other units")
    with open_store(own.folder / "cpgraph-store", "write") as store:
        load_sample(store)
    with open_store(own.folder / "cpgraph-store") as store:
        assert [one.why for one in judgements(store).values()] == ["other units"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("show", "ffffffffffff"),
         "no pair 'ffffffffffff' in cpgraph-store; give the key, or at least 4 digits of it, as "
         "'cpgraph contradictions' lists it"),
        (("confirm", PAIR), "Missing option '--why'; see 'cpgraph contradictions confirm --help'"),
        (("confirm", PAIR, "--why", " "), "why is empty; a judgement needs a name and a reason"),
        (("reopen", PAIR, "--why", "x"), f"pair {PAIR} is open; there is nothing to reopen"),
        (("--open", "show", PAIR),
         "--open is for the list, not for one pair; see 'cpgraph contradictions --help'"),
        (("--all", "--limit", "2"),
         "give --limit or --all, not both; see 'cpgraph contradictions --help'"),
        (("--category", "eror_rate"),
         "--category: 'eror_rate' is not accepted; no category has this name; did you mean error_rate?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line(sample: Shell, words: tuple[str, ...], message: str) -> None:
    assert sample.error("contradictions", *words) == f"cpgraph: {message}"


def test_nothing_is_made_where_there_is_no_store(shell: Shell) -> None:
    said = shell.error("contradictions", "confirm", PAIR, "--who", "A", "--why", "b")
    assert "there is no store here" in said
    assert list(shell.folder.iterdir()) == []


# --- digest


def test_a_digest_of_a_month(sample: Shell) -> None:
    text = sample("digest", "--since", "2026-05-01", "--until", "2026-05-31").stdout
    assert (
        "1 paper is new (2026-05-01 to 2026-05-31, by date of publication), with 8 claims" in text
    )
    assert "[8] manual:8116b181107f#8" in text


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("d.html", "<!doctype html>"),
        ("d.md", "# What is new: week 2026-W20, 2026-05-11 to 2026-05-17"),
        ("d.json", '{\n  "$schema": "https://w3id.org/cpgraph/schema/digest-1.json"'),
        ("d.txt", "What is new: week 2026-W20, 2026-05-11 to 2026-05-17\n====="),
    ],
)
def test_the_form_is_by_suffix(sample: Shell, name: str, begins: str) -> None:
    ran = sample("digest", "--week", "2026-W20", "-o", name)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert (sample.folder / name).read_text(encoding="utf-8").lstrip().startswith(begins)


def test_links_of_the_html_lead_to_what_is_there(sample: Shell) -> None:
    page = sample("digest", "--since", "2025-06", "--format", "html").stdout
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets
    assert targets <= set(re.findall(r'id="([^"]+)"', page))
    for word in ("significant", "proves", "effect size", "most studies"):
        assert word not in page


def test_every_number_of_the_json_has_its_claims(sample: Shell) -> None:
    made = json.loads(sample("digest", "--since", "2025-06", "--format", "json").stdout)
    claims = {claim["iri"] for paper in made["papers"] for claim in paper["claims"]}
    assert len(made["categories"]) > 10
    for one in made["categories"]:
        assert len(one["claim_iris"]) == one["claims"]
        assert set(one["claim_iris"]) <= claims
    for cell in made["cells"]:
        assert cell["new_claim_iris"]
        assert re.search(r"\d", cell["sentence"])


def test_the_weeks_that_have_papers(sample: Shell) -> None:
    ran = sample("digest", "weeks", "--format", "csv")
    assert ran.stdout.startswith("week,papers\n2026-W40,1\n")
    assert ran.stderr == "2 papers are dated by month or year only, and in no week\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), f"{GIVE}; see 'cpgraph digest --help'"),
        (("--week", "2026-W20", "--since", "2026"),
         f"{GIVE}; see 'cpgraph digest --help'"),
        (("--week", "2026-W60"),
         "--week: '2026-W60' is not accepted; give an ISO week such as 2026-W20"),
        (("--since", "2026", "-o", "x.pdf"),
         "x.pdf: its suffix is of no form here; use one of .txt, .md, .html, .json, or --format; "
         "see 'cpgraph digest --help'"),
    ],
)  # fmt: skip
def test_what_is_no_digest(sample: Shell, words: tuple[str, ...], message: str) -> None:
    assert sample.error("digest", *words) == f"cpgraph: {message}"


# --- gaps and trend


def test_the_gap_map_as_rows_a_map_and_a_picture(sample: Shell) -> None:
    cells = rows(sample("gaps", "--theme", "productivity").stdout)
    assert {row["theme_key"] for row in cells} == {"productivity"}
    text = sample("gaps", "--format", "map", COLUMNS="200").stdout
    assert re.search(r"^Developer Productivity +2 +- +2 +- +- +- +1 +\*8 +1$", text, re.MULTILINE)
    assert re.search(r"^AI Safety & Ethics +- +\. ", text, re.MULTILINE)
    narrow = sample("gaps", "--format", "map", COLUMNS="80").stdout
    assert max(len(line) for line in narrow.splitlines() if "  " in line) <= 80
    assert "\nA adoption\n" in narrow
    ran = sample("gaps", "-o", "gaps.svg")
    assert ran.stderr.endswith("written to gaps.svg, the numbers to gaps.csv\n")
    assert ET.parse(sample.folder / "gaps.svg").getroot().tag.endswith("svg")  # noqa: S314 # our own
    assert (sample.folder / "gaps.csv").read_text(encoding="utf-8").startswith("theme_key,")


def test_the_trend_as_rows_text_and_a_picture(sample: Shell) -> None:
    ran = sample("trend", "Developer", "Productivity")
    assert ran.stderr == "repeated looks, no test\n"
    points = rows(ran.stdout)
    assert [(row["period"], row["studies"], row["cumulative_positive"]) for row in points] == [
        ("2023", "2", "2"), ("2024", "2", "4"), ("2025", "3", "6"), ("2026", "1", "7"),
    ]  # fmt: skip
    assert all(len(row["papers"].split()) >= int(row["studies"]) for row in points)
    text = sample("trend", "developer_productivity", "--format", "text").stdout
    assert "7 of 8  88 % (53 % to 98 %)".replace(" %", "\u00a0%") in text.replace(
        "\u00a0", "\u00a0"
    )
    assert "Repeated looks, no test." in text
    assert "by 2026" in sample("trend", "error_rate", "-o", "trend.svg").stderr


def test_a_trend_without_a_share_has_no_picture(sample: Shell) -> None:
    said = sample.error("trend", "AI Safety & Ethics", "--format", "svg")
    assert said == (
        "cpgraph: AI Safety & Ethics: 0 studies vote positive or negative, so there is no share to "
        "draw; leave out a filter, or ask for --format text"
    )


# --- help and completion


@pytest.mark.parametrize(
    "words",
    [
        ("contradictions", name)
        for name in ("show", "confirm", "explain", "not-comparable", "reopen")
    ]
    + [("digest", "weeks")],
)
def test_every_subcommand_has_help_with_an_example(words: tuple[str, ...]) -> None:
    ran = CliRunner().invoke(cpgraph, [*words, "--help"])
    assert ran.exit_code == 0
    assert f"Example: cpgraph {' '.join(words)}" in ran.output


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("cpgraph contr", "contradictions"),
        ("cpgraph contradictions sh", "show"),
        ("cpgraph contradictions --gr", "--grade"),
        ("cpgraph contradictions --category error_r", "error_rate"),
        ("cpgraph contradictions show 7cd", PAIR),
        ("cpgraph contradictions confirm 7cd", PAIR),
        ("cpgraph digest we", "weeks"),
        ("cpgraph digest --week 2026-W2", "2026-W20"),
        ("cpgraph digest --theme gov", "governance"),
        ("cpgraph gaps --theme gov", "governance"),
        ("cpgraph trend developer_", "developer_productivity"),
    ],
)
def test_what_is_offered(sample: Shell, line: str, value: str) -> None:
    given = {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    ran = sample(_CPGRAPH_COMPLETE="bash_complete", **given)
    assert (ran.stderr, f"plain,{value}" in ran.stdout.splitlines()) == ("", True)
