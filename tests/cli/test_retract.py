"""``cpgraph retract`` and ``restore`` as a user meets them: what is printed, and exit codes."""

from __future__ import annotations

import pytest

from cpgraph import living
from cpgraph.provenance import timestamp
from cpgraph.store import open_store
from cpgraph.synthesis import ask, synthesise
from shell import Shell

KEY = "arxiv:2401.00001"
CLAIM = f"{KEY}#claim-"
WHY = ("--reason", "The data were made up.")


@pytest.fixture
def today() -> str:
    return timestamp()[:10]


def test_a_paper_is_retracted_shown_so_and_restored(loaded: Shell, today: str) -> None:
    ran = loaded("retract", KEY, *WHY, "--who", "Ann Lee")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == f"{KEY} is retracted, says Ann Lee\n"
    assert loaded("paper", KEY).stdout.startswith(f"RETRACTED ({today}): The data were made up.\n")
    assert "The data were made up." in loaded("papers", "--format", "csv").stdout
    assert "The data were made up." in loaded("query", "papers/retracted").stdout
    again = loaded("retract", KEY, *WHY)
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr == (
        f"{KEY} is retracted already, says Ann Lee ({today}): The data were made up.\n"
    )
    assert loaded("load", "paper.json").stdout == "paper.json: 1 unchanged\n"
    assert loaded("validate").returncode == 0
    assert loaded("verify").returncode == 0
    back = loaded("restore", KEY)
    assert (back.returncode, back.stderr) == (0, "")
    assert back.stdout == (
        f"{KEY} stands again; it was retracted by Ann Lee ({today}): The data were made up.\n"
    )
    none = loaded("restore", KEY)
    assert (none.returncode, none.stdout) == (1, "")
    assert none.stderr.startswith(f"{KEY} is not retracted; 'cpgraph query papers/retracted' lists")


def test_a_claim_by_its_number_and_what_becomes_stale(loaded: Shell) -> None:
    with open_store(loaded.folder / "cpgraph-store", "write") as store:
        living.save(store, synthesise(store, ask(store, "error_rate")), who="A")
    ran = loaded("retract", f"{KEY}#1", *WHY)
    assert ran.stdout.startswith(CLAIM)
    assert ran.stdout.endswith(" is retracted, says tester\n")
    assert ran.stderr == "error-rate is stale now: 1 claim retracted\n"
    assert "     RETRACTED: The data were made up.\n" in loaded("paper", KEY).stdout
    back = loaded("restore", f"{KEY}#1")
    assert (back.returncode, back.stderr) == (0, "")
    assert loaded("synthesis", "status", "--format", "csv").stdout.count("claim retracted") == 0


def test_a_list(loaded: Shell) -> None:
    loaded.write(
        "paper2.json",
        '{"title": "B", "authors": ["A"], "doi": "10.1000/b", "key": "arxiv:2401.00009"}',
    )
    loaded("load", "paper2.json")
    ran = loaded("retract", "--from", "-", *WHY, stdin="10.1000/B\n10.1000/c\n")
    assert (ran.returncode, ran.stdout) == (0, "arxiv:2401.00009 is retracted\n")
    assert ran.stderr == "1 paper retracted, 0 retracted already; 1 DOI of no paper here\n"
    again = loaded("retract", "--from", "-", stdin="10.1000/b,Why.\n")
    assert again.stderr == "0 papers retracted, 1 retracted already; 0 DOIs of no paper here\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("retract",), "give a KEY, or --from FILE; see 'cpgraph retract --help'"),
        (
            ("retract", KEY, "--from", "x"),
            "give a KEY, or --from FILE; see 'cpgraph retract --help'",
        ),
        (("retract", KEY), "--reason is missing: say why, in words; see 'cpgraph retract --help'"),
        (
            ("retract", KEY, "--reason", " "),
            "the reason is empty; say in words why it is retracted",
        ),
        (
            ("retract", f"{KEY}#7", *WHY),
            f"no claim #7 in {KEY}, which has 2 claims; 'cpgraph paper {KEY}' numbers them",
        ),
        (
            ("restore", "arxiv:2401.00002"),
            f"no paper arxiv:2401.00002 in cpgraph-store; did you mean {KEY}? 'cpgraph papers' lists "
            "what is there",
        ),
        (
            ("retract", "--from", "nowhere.csv"),
            "nowhere.csv: there is no such file or folder; check the path",
        ),
    ],
)
def test_what_is_refused_in_one_line(loaded: Shell, words: tuple[str, ...], said: str) -> None:
    assert loaded.error(*words) == f"cpgraph: {said}"


def test_it_makes_no_store(shell: Shell) -> None:
    for words in (("retract", KEY, *WHY), ("restore", KEY)):
        assert "there is no store here" in shell.error(*words)
    assert list(shell.folder.iterdir()) == []
