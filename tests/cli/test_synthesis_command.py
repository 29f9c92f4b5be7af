"""``cpgraph synthesis SUBJECT``: what is asked, in which form, and where it goes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import cpgraph
from cli.test_completion import offered_here
from cpgraph.sample import load_sample
from cpgraph.store import open_store
from shell import Shell


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A shell in a folder with a store of the sample; for reading only."""
    folder = tmp_path_factory.mktemp("sample")
    with open_store(folder / "cpgraph-store", "write") as store:
        load_sample(store)
    return Shell(folder)


@pytest.mark.parametrize(
    "words",
    [
        ("Error Rate",),
        ("error", "rate"),
        ("error_rate",),
        ("show", "Error Rate"),
        ("--interval", "wilson", "error_rate"),
    ],
)
def test_a_first_word_that_is_no_command_is_the_subject(
    words: tuple[str, ...], sample: Shell
) -> None:
    ran = sample("synthesis", *words)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("Error Rate\n==========\n")
    said = " ".join(ran.stdout.split())
    assert (
        "Error Rate: 3 of 5 directional studies (3 of 6 eligible) report a positive direction, 2 of 5 a "
        "negative one: contested." in said
    )


def test_every_filter_is_an_option(sample: Shell) -> None:
    words = (
        "--theme", "productivity", "--theme", "human_ai_collab", "--since", "2023", "--until", "2026-06",
        "--paper-type", "rct", "--level", "high", "--extraction", "ai_generated",
        "--orient", "polarity", "--interval", "clopper-pearson",
    )  # fmt: skip
    ran = sample("synthesis", "Error Rate", *words, "--format", "json")
    assert ran.stderr == ""
    made = json.loads(ran.stdout)
    asked = made["question"]
    assert asked["themes"] == ["human_ai_collab", "productivity"]
    assert (asked["since"], asked["until"]) == ("2023", "2026-06")
    assert (asked["paper_types"], asked["levels"]) == (["rct"], ["high"])
    assert asked["extractions"] == ["ai_generated"]
    assert (asked["orient"], asked["interval"]) == ("polarity", "clopper-pearson")
    again = sample(
        *made["made"]["command"].replace("'Error Rate'", "error_rate").split()[1:],
        "--format",
        "json",
    )
    assert json.loads(again.stdout)["name"] == made["name"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("eror", "rate"),
            "cpgraph: outcome or category: 'eror rate' is not accepted; no outcome category and no "
            "outcome has this name ('cpgraph board' lists categories, "
            "'cpgraph query outcomes/most-studied' outcomes); did you mean error_rate or performance?\n",
        ),
        (
            ("--all", "error rate"),
            "cpgraph: give a SUBJECT or --all, not both; see 'cpgraph synthesis show --help'\n",
        ),
        (
            ("",),
            "cpgraph: give a SUBJECT or --all; see 'cpgraph synthesis show --help'\n",
        ),
        (
            ("--save",),
            "cpgraph: give a SUBJECT or --all; see 'cpgraph synthesis show --help'\n",
        ),
        (
            ("error rate", "--format", "table"),
            "cpgraph: one SUBJECT has no format table; it has text, markdown, html, json, turtle, "
            "ro-crate; see 'cpgraph synthesis show --help'\n",
        ),
        (
            ("--all", "--format", "turtle"),
            "cpgraph: --all has no format turtle; it has table, csv, tsv, json, jsonl, markdown, html; "
            "see 'cpgraph synthesis show --help'\n",
        ),
        (
            ("error rate", "-o", "x.pdf"),
            "cpgraph: x.pdf: .pdf is the suffix of no format here; use one of .txt, .md, .html, .json, "
            ".ttl, .zip, or --format\n",
        ),
        (
            ("error rate", "--format", "ro-crate"),
            "cpgraph: an RO-Crate is a folder or a .zip; say where with -o; "
            "see 'cpgraph synthesis show --help'\n",
        ),
        (
            ("error rate", "-o", "cpgraph-store/current/x"),
            "cpgraph: cpgraph-store/current/x: cannot be made (Not a directory); "
            "choose another folder\n",
        ),
    ],
)
def test_a_mistake_is_one_line(words: tuple[str, ...], said: str, sample: Shell) -> None:
    ran = sample("synthesis", *words)
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", said)


def test_an_unknown_theme_names_the_known_ones(sample: Shell) -> None:
    ran = sample("synthesis", "error rate", "--theme", "nonsense")
    assert ran.returncode == 2
    assert ran.stderr.startswith("cpgraph: --theme: 'nonsense' is not accepted; ")


def test_all_categories_are_rows(sample: Shell) -> None:
    ran = sample("synthesis", "--all", "--format", "csv")
    head, *rows = ran.stdout.splitlines()
    assert head.split(",")[:6] == ["subject", "positive", "negative", "mixed", "null", "studies"]
    assert len(rows) > 30
    row = next(row for row in rows if row.startswith("Developer Productivity"))
    assert row.split(",")[1:12] == (
        ["7", "1", "0", "0", "8", "10", "0.875000", "0.529112", "0.977583", "0.070312", "0.070312"]
    )


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.md", "# Error Rate\n"),
        ("a.html", "<!doctype html>\n"),
        ("a.json", "{\n"),
        ("a.ttl", "@prefix "),
        ("a.txt", "Error Rate\n"),
    ],
)
def test_a_suffix_chooses_the_form(name: str, begins: str, tmp_path: Path, sample: Shell) -> None:
    ran = sample("synthesis", "error rate", "-o", str(tmp_path / name))
    assert (ran.returncode, ran.stdout) == (0, "")
    assert (tmp_path / name).read_text("utf-8").startswith(begins)


def test_a_folder_gets_every_form(tmp_path: Path, sample: Shell) -> None:
    ran = sample("synthesis", "error rate", "-o", str(tmp_path / "report"))
    assert ran.stderr == f"18 files written; open {tmp_path}/report/report.html\n"
    assert (ran.returncode, ran.stdout) == (0, "")
    assert len(list((tmp_path / "report" / "pictures").iterdir())) == 12


def test_all_into_a_folder_has_an_index(tmp_path: Path, sample: Shell) -> None:
    ran = sample("synthesis", "--all", "--since", "2026", "-o", str(tmp_path))
    assert ran.stderr.endswith(f"files written; open {tmp_path}/index.html\n")
    index = (tmp_path / "index.html").read_text("utf-8")
    folders = sorted(path.name for path in tmp_path.iterdir() if path.is_dir())
    assert folders
    assert all(f'href="./{folder}/report.html"' in index for folder in folders)


def test_saved_is_listed(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    with open_store(tmp_path / "cpgraph-store", "write") as store:
        load_sample(store)
    ran = shell("synthesis", "error rate", "--save", "-o", "made.txt")
    assert (ran.returncode, ran.stderr) == (0, "kept as error-rate, version 1\n")
    assert "error-rate" in shell("synthesis", "list").stdout


def test_the_verbs_of_python_answer_the_same(sample: Shell) -> None:
    with cpgraph.open_store(sample.folder / "cpgraph-store") as store:
        made = cpgraph.synthesise(store, cpgraph.ask(store, "Error Rate", theme=["productivity"]))
    ran = sample("synthesis", "error_rate", "--theme", "productivity", "--format", "json")
    assert json.loads(ran.stdout)["votes"]["studies"] == made.counts.studies == 5


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("cpgraph synth", "synthesis"),
        ("cpgraph synthesis err", "error_rate"),
        ("cpgraph synthesis st", "status"),
        ("cpgraph synthesis --th", "--theme"),
        ("cpgraph synthesis error_rate --theme gov", "governance"),
        ("cpgraph synthesis --paper-type rc", "rct"),
        ("cpgraph synthesis error_rate --orient p", "polarity"),
        ("cpgraph synthesis error_rate --format ht", "html"),
    ],
)
def test_completion(line: str, value: str) -> None:
    assert any(value in said.split(",") for said in offered_here(line))
