"""Stored syntheses at the command line: list, status, refresh, history, annotate, rate."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cpgraph import living
from cpgraph.sample import load_sample
from cpgraph.store import open_store
from cpgraph.synthesis import ask, synthesise
from shell import Shell

NEW = {
    "key": "manual:0123456789ab",
    "title": "Synthetic study 99",
    "authors": ["Ann Invented"],
    "published": "2026-05",
    "paper_type": "rct",
    "claims": [
        {"text": "Fewer errors.", "direction": "negative", "category": "error_rate", "role": "finding"}
    ],
}  # fmt: skip
SAMPLE = "developer-productivity-996d6206"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample, and with a synthesis that is current."""
    folder = tmp_path_factory.mktemp("filled") / "cpgraph-store"
    with open_store(folder, "write") as store:
        load_sample(store)
        living.save(store, synthesise(store, ask(store, "error_rate")), who="A. Reviewer")
    return folder


@pytest.fixture
def kept(filled: Path, shell: Shell) -> Shell:
    shutil.copytree(filled, shell.folder / "cpgraph-store")
    return shell


def rows(shell: Shell, *words: str) -> list[dict[str, str]]:
    ran = shell("synthesis", *words, "--format", "json")
    assert ran.returncode == 0, ran.stderr
    bindings = json.loads(ran.stdout)["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in bindings]


@pytest.mark.parametrize(
    "name", ["list", "status", "refresh", "history", "annotate", "rate", "export", "import"]
)
def test_every_command_has_help_with_an_example(name: str, shell: Shell) -> None:
    ran = shell("synthesis", name, "--help")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Example: cpgraph synthesis" in ran.stdout
    assert f"\n  {name} " in shell("synthesis", "--help").stdout


def test_list_and_status(kept: Shell) -> None:
    assert [(row["name"], row.get("studies"), row.get("who")) for row in rows(kept, "list")] == [
        (SAMPLE, None, None),
        ("error-rate", "6", "A. Reviewer"),
    ]
    assert [(row["name"], row["state"], row.get("why")) for row in rows(kept, "status")] == [
        (SAMPLE, "stale", "4 papers added; 1 claim gone; the stored queries changed"),
        ("error-rate", "current", None),
    ]
    things = [row.get("thing") for row in rows(kept, "status", SAMPLE)]
    assert "manual:2f73b7196c09" in things
    assert rows(kept, "status", "error-rate") == []


def test_loading_says_what_became_stale(kept: Shell) -> None:
    kept.write("new.json", json.dumps(NEW))
    ran = kept("load", "new.json", "--dry-run")
    assert "stale" not in ran.stderr
    ran = kept("load", "new.json")
    assert ran.stderr.splitlines()[-2:] == [
        "written to cpgraph-store",
        "error-rate is stale now: 1 paper added",
    ]
    kept.write("again.json", json.dumps({**NEW, "title": "Another title"}))
    assert "stale" not in kept("load", "again.json").stderr


def test_refresh_shows_before_and_after_and_history_keeps_it(kept: Shell) -> None:
    kept.write("new.json", json.dumps(NEW))
    kept("load", "new.json")
    ran = kept("synthesis", "refresh", "error-rate", "--by", "B. Reader")
    claim = living_claim(kept)
    assert ran.stdout.splitlines() == [
        "error-rate: version 1 -> 2 (1 paper added)",
        "  counts    6 studies: 3 positive, 2 negative, 0 mixed, 1 null; 6 claims",
        "            7 studies: 3 positive, 3 negative, 0 mixed, 1 null; 7 claims",
        "  share     3 of 5, 60 % (95 % interval 23 % to 88 %); not tested",
        "            3 of 6, 50 % (95 % interval 19 % to 81 %); p = 1",
        "  headline  Error Rate: 3 of 5 directional studies (3 of 6 eligible) report a positive "
        "direction, 2 of 5 a negative one: contested.",
        "            Error Rate: 3 of 6 directional studies positive and 3 negative (6 of 7 eligible).",
        f"  in        [manual:0123456789ab] {claim} is new: negative",
    ]
    assert kept("synthesis", "refresh", "error-rate").stderr == "nothing is stale\n"
    found = rows(kept, "history", "error-rate")
    assert [(row["version"], row["studies"], row["who"]) for row in found] == [
        ("2", "7", "B. Reader"),
        ("1", "6", "A. Reviewer"),
    ]


def living_claim(shell: Shell) -> str:
    with open_store(shell.folder / "cpgraph-store") as store:
        claims = living.load(store, "error-rate").claims
    return next(claim.partition("#")[2] for claim in claims if "0123456789ab" in claim)


def test_refresh_as_json(kept: Shell) -> None:
    (done,) = json.loads(kept("synthesis", "refresh", "--format", "json").stdout)
    assert done["after"]["counts"] == {
        "positive": 7, "negative": 1, "mixed": 0, "null": 0, "claims": 10
    }  # fmt: skip
    assert {change["paper"] for change in done["changes"]} == set(done["papers"])


def test_prose_is_kept_or_refused_by_sentence(kept: Shell) -> None:
    kept.write("good.md", "Errors rise in 3 of 5 studies [manual:6c19960722cb].")
    kept.write("bad.md", "Errors rise in 3 of 5 studies. Most papers agree. It was 99 % [x:y].")
    said = ("--who", "Ann Lee", "--method", "person")
    ran = kept("synthesis", "annotate", "error-rate", "--file", "bad.md", *said)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.splitlines() == [
        "bad.md: 'Most papers' stands without counts; say how many of how many: Most papers agree.",
        "bad.md: [x:y] is no paper in the store; cite a key, CURIE or DOI: It was 99 % [x:y].",
        "bad.md: 99 % is no number of the synthesis; take one from its sentences: It was 99 % [x:y].",
    ]
    ran = kept("synthesis", "annotate", "error-rate", "--file", "good.md", *said)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "error-rate: kept as annotation 1, with 1 paper cited\n"
    ran = kept("synthesis", "annotate", SAMPLE, "--file", "-", *said, stdin="Nothing new.")
    assert ran.stderr == (
        f"{SAMPLE} is stale, so what was kept is outdated; "
        f"'cpgraph synthesis refresh {SAMPLE}' comes first\n"
    )


def test_certainty_is_rated_by_a_person(kept: Shell) -> None:
    said = ("--who", "Ann Lee", "--why", "Few studies.")
    domain = "imprecision=serious: five studies"
    ran = kept("synthesis", "rate", "error-rate", "--level", "very-low", *said, "--domain", domain)
    assert ran.stdout == "error-rate: very low certainty, kept as rating 1\n"
    with open_store(kept.folder / "cpgraph-store") as store:
        found = living.rating(store, "error-rate")
    assert found
    assert (found.who, found.domains[0].why) == ("Ann Lee", "five studies")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("status", "eror-rate"), "cpgraph: no stored synthesis 'eror-rate' in cpgraph-store; did you"),
        (("annotate", "error-rate", "--file", "no.md", "--who", "A", "--method", "person"),
         "cpgraph: no.md: cannot be read (No such file or directory); check the path"),
        (("rate", "error-rate", "--level", "low", "--who", "A", "--why", " "), "cpgraph: --why: ' ' is"),
        (("rate", "error-rate", "--level", "low", "--who", "A", "--why", "B", "--domain", "x"),
         "cpgraph: --domain: 'x' is not accepted; give it as"),
    ],
)  # fmt: skip
def test_mistakes_are_one_line(kept: Shell, words: tuple[str, ...], said: str) -> None:
    ran = kept("synthesis", *words)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(said)
    assert ran.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["list", "status", "refresh"])
def test_no_store_is_made(shell: Shell, command: str) -> None:
    assert shell("synthesis", command).returncode == 2
    assert list(shell.folder.iterdir()) == []


def test_kept_syntheses_go_to_another_store(kept: Shell) -> None:
    ran = kept("synthesis", "export", "-o", "kept.trig")
    assert (ran.returncode, ran.stderr) == (0, "2 graphs written to kept.trig\n")
    assert (
        kept("--store", "other", "synthesis", "import", "kept.trig").stdout
        == "kept.trig: 2 added\n"
    )
    again = kept("--store", "other", "synthesis", "import", "kept.trig")
    assert (again.returncode, again.stdout) == (0, "kept.trig: 2 unchanged\n")
    assert (
        kept("--store", "other", "synthesis", "export").stdout == kept("synthesis", "export").stdout
    )
    refused = kept("load", "kept.trig")
    assert refused.returncode == 1
    assert (
        "holds syntheses, judgements or retractions and no paper; 'cpgraph synthesis import' takes"
        in refused.stderr
    )


def test_validate_looks_at_what_is_kept_too(kept: Shell) -> None:
    assert kept("validate").returncode == 0
    with open_store(kept.folder / "cpgraph-store", "write") as store:
        name = store.iris.synthesis("error-rate")
        store.write([{name: [one for one in store.graph(name) if "#question>" not in str(one)]}])
    ran = kept("validate")
    assert ran.returncode == 1
    assert "synthesis/error-rate: violation: " in ran.stdout
    assert "question is missing (add cpg:question: what the synthesis asks" in ran.stdout


def test_a_level_above_the_rule_is_told(kept: Shell) -> None:
    by = ("--who", "Ann Lee", "--why", "All were randomised.")
    ran = kept("synthesis", "rate", "error-rate", "--level", "high", *by)
    assert (ran.returncode, ran.stdout) == (0, "error-rate: high certainty, kept as rating 1\n")
    assert ran.stderr == (
        "error-rate: high is above what the rule allows (at most low: fewer than 6 directional studies "
        "(5)); reports say so\n"
    )
    assert kept("synthesis", "rate", "error-rate", "--level", "low", *by).stderr == ""
