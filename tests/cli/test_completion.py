"""Completion, through the environment variables that the shells' scripts set."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys

import pytest
from click.shell_completion import get_completion_class

from cpgraph.cli.app import cpgraph
from shell import RECORD, Shell, with_queries


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    shell = Shell(tmp_path_factory.mktemp("loaded"))
    shell.write("paper.json", json.dumps(RECORD))
    assert shell("load", "paper.json").returncode == 0
    return shell


def offered_here(line: str, kind: str = "bash") -> list[str]:
    """The same as :func:`offered` in this process, and much faster."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMP_WORDS", line)
        patch.setenv("COMP_CWORD", str(line.count(" ")))
        found = get_completion_class(kind)
        assert found
        return found(cpgraph, {}, "cpgraph", "_CPGRAPH_COMPLETE").complete().splitlines()


def offered(shell: Shell, line: str, kind: str = "bash", **env: str) -> list[str]:
    """What is offered for the last word of a line."""
    words = line.split(" ")
    if kind == "fish":
        given = {"COMP_WORDS": line, "COMP_CWORD": words[-1]}
    else:
        given = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    ran = shell(_CPGRAPH_COMPLETE=f"{kind}_complete", **given, **env)
    assert ran.stderr == ""
    return [said for said in ran.stdout.splitlines() if said]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("cpgraph qu", "queries"),
        ("cpgraph query evidence/b", "evidence/board"),
        ("cpgraph queries evidence/b", "evidence/board"),
        ("cpgraph queries ch", "check"),
        ("cpgraph query evidence/board --th", "--theme"),
        ("cpgraph board --theme gov", "governance"),
        ("cpgraph claims --category ai_s", "ai_safety_and_ethics"),
        ("cpgraph claims --outcome err", "errors found"),
        ("cpgraph claims --paper arxiv:24", "arxiv:2401.00001"),
        ("cpgraph papers --sort n", "newest"),
        ("cpgraph board --format js", "jsonl"),
        ("cpgraph export --theme gov", "governance"),
        ("cpgraph export --paper arxiv:24", "arxiv:2401.00001"),
        ("cpgraph completion f", "fish"),
    ],
)
def test_what_is_offered(loaded: Shell, line: str, value: str) -> None:
    with contextlib.chdir(loaded.folder):
        assert f"plain,{value}" in offered_here(line)


def test_the_other_shells(loaded: Shell) -> None:
    line = "cpgraph board --theme gov"
    assert offered(loaded, line) == ["plain,governance"]
    assert offered(loaded, line, "zsh") == ["plain", "governance", "Governance"]
    assert any("governance\tGovernance" in said for said in offered(loaded, line, "fish"))


def test_queries_of_a_users_own(loaded: Shell) -> None:
    with_queries(loaded)
    assert offered(loaded, "cpgraph --queries own query mi") == ["plain,mine/keys"]
    assert offered(loaded, "cpgraph query mi", CPGRAPH_QUERIES="own") == ["plain,mine/keys"]
    with_queries(loaded, "mine/broken", "no query")
    for line in ("cpgraph --queries own query mi", "cpgraph --queries own queries mi"):
        assert offered(loaded, line) == ["plain,mine/keys"]


def test_another_store_by_option_and_environment(loaded: Shell) -> None:
    elsewhere = str(loaded.folder / "cpgraph-store")
    words = "claims --paper arxiv:"
    with contextlib.chdir("/"), pytest.MonkeyPatch.context() as patch:
        assert offered_here(f"cpgraph {words}") == []
        assert offered_here(f"cpgraph --store {elsewhere} {words}") == ["plain,arxiv:2401.00001"]
        patch.setenv("CPGRAPH_STORE", elsewhere)
        assert offered_here(f"cpgraph {words}") == ["plain,arxiv:2401.00001"]


@pytest.mark.parametrize(
    "line",
    [
        "cpgraph claims --paper a",
        "cpgraph claims --outcome a",
        "cpgraph query nosuch --th",
        "cpgraph --queries nosuch query ev",
        "cpgraph --store /dev/null claims --paper a",
    ],
)
def test_nothing_is_said_where_nothing_can_be_offered(shell: Shell, line: str) -> None:
    assert offered(shell, line) == []


def test_without_a_store_the_vocabulary_is_that_of_cpgraph(shell: Shell) -> None:
    assert offered(shell, "cpgraph board --theme gov") == ["plain,governance"]


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell(shell: Shell, name: str) -> None:
    ran = shell("completion", name)
    assert f"_CPGRAPH_COMPLETE={name}_complete" in ran.stdout
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("line", "replies"),
    [
        ("cpgraph board --theme gov", ["governance"]),
        ("cpgraph claims --paper arxiv:24", ["2401.00001"]),
        ("cpgraph claims --paper ar", ["arxiv:2401.00001"]),
        ("cpgraph completion ", ["bash", "zsh", "fish"]),
        ("cpgraph claims --outcome ", [r"errors\ found"]),
        ("cpgraph claims --outcome err", [r"errors\ found"]),
        ('cpgraph claims --outcome "err', ["errors found"]),
    ],
)
def test_bash_itself(loaded: Shell, line: str, replies: list[str]) -> None:
    command = loaded.folder / "bin" / "cpgraph"
    command.parent.mkdir(exist_ok=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cpgraph "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    (loaded.folder / "script").write_text(loaded("completion", "bash").stdout, encoding="utf-8")
    program = (
        'source ./script; PATH="$PWD/bin:$PATH"; COMP_WORDBREAKS=":= "; COMP_LINE=$1; '
        'COMP_POINT=${#1}; _cpgraph_completion cpgraph; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    ran = subprocess.run(
        ["bash", "-c", program, "bash", line],
        cwd=loaded.folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ran.stdout.splitlines() == replies
