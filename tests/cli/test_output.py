"""Where output goes: full disks, closed streams, devices, tables in files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from shell import Shell

FULL = Path("/dev/full")
on_linux = pytest.mark.skipif(
    not FULL.exists(), reason="the system has no disk that is always full"
)


def shell_line(shell: Shell, line: str) -> subprocess.CompletedProcess[str]:
    """What a shell runs, with ``cpgraph`` for the command line under test."""
    program = f'cpgraph() {{ "{sys.executable}" -m cpgraph "$@"; }}\n{line}'
    return subprocess.run(
        ["bash", "-c", program], cwd=shell.folder, capture_output=True, text=True, check=False
    )


@on_linux
@pytest.mark.parametrize(
    "words",
    [
        "papers", "papers --format table", "papers --format csv", "query --text 'ASK {}'", "export",
        "query --text 'DESCRIBE cpg:Outcome'", "paper arxiv:2401.00001", "queries", "queries export",
        "query papers/list --help", "stats",
    ],
)  # fmt: skip
def test_a_full_disk_is_said_in_one_line(loaded: Shell, words: str) -> None:
    ran = shell_line(loaded, f"cpgraph {words} > {FULL}")
    assert ran.returncode == 2
    assert ran.stderr == (
        "cpgraph: the output cannot be written (No space left on device); "
        "make room, or write elsewhere with -o\n"
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [("papers >&-", 0), ("papers >&- 2>&-", 0), ("query nothing 2>&-", 2), ("papers 2>&-", 0)],
)
def test_what_is_closed_is_as_good_as_thrown_away(loaded: Shell, line: str, code: int) -> None:
    ran = shell_line(loaded, f"cpgraph {line}")
    assert (ran.returncode, ran.stderr) == (code, "")


def test_standard_output_by_its_name(loaded: Shell) -> None:
    expected = loaded("papers").stdout
    assert shell_line(loaded, "cpgraph papers -o /dev/stdout | cat").stdout == expected


@pytest.mark.parametrize("limit", ["inf", "1e300"])
def test_a_limit_that_is_never_reached(loaded: Shell, limit: str) -> None:
    assert loaded("query", "--text", "ASK {}", "--timeout", limit).stdout == "yes\n"
    assert loaded("query", "--text", "ASK {}", "--memory", f"{10**30}").stdout == "yes\n"


def test_a_limit_that_is_no_number(loaded: Shell) -> None:
    assert loaded.error("query", "papers/list", "--timeout", "nan") == (
        "cpgraph: --timeout: 'nan' is not accepted; give a number above 0"
    )
