"""What README shows is what happens: its commands are run in order, its Python too."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text("utf-8")
#: Stands in README for lines that are left out.
LEFT_OUT = "…"


class Step(NamedTuple):
    """A command and what is printed; no lines where README does not show any."""

    command: str
    shown: list[str]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def steps() -> list[Step]:
    found: list[Step] = []
    for line in "".join(blocks("console")).splitlines():
        if line.startswith("$ "):
            found.append(Step(line[2:], []))
        elif line.startswith("> "):
            found[-1] = Step(f"{found[-1].command}\n{line[2:]}", [])
        else:
            found[-1].shown.append(line)
    return found


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """What each step prints, all run by one shell in an empty folder."""
    folder = tmp_path_factory.mktemp("readme")
    for step in steps():
        if step.command.startswith("cat ") and step.shown:  # a file of the reader's own
            (folder / step.command[4:]).write_text("\n".join(step.shown) + "\n", "utf-8")
    mark = "### next"
    script = "\n".join(f"echo '{mark}'\n{step.command}" for step in steps())
    done = subprocess.run(
        ["bash"],
        input=script,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=folder,
        check=False,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
    )
    return [part.strip("\n").splitlines() for part in done.stdout.split(f"{mark}\n")[1:]]


@pytest.mark.parametrize("number", range(len(steps())), ids=[step.command for step in steps()])
def test_a_command_prints_what_is_shown(printed: list[list[str]], number: int) -> None:
    shown, found = steps()[number].shown, printed[number]
    assert not any("Traceback" in line for line in found)
    if LEFT_OUT in shown:
        cut = shown.index(LEFT_OUT)
        rest = shown[cut + 1 :]
        shown, found = shown[:cut] + rest, found[:cut] + found[len(found) - len(rest) :]
    if shown:
        assert found == shown
    else:
        assert not any(line.startswith("cpgraph: ") for line in found)


@pytest.mark.parametrize("code", blocks("python"))
def test_the_python_runs(tmp_path: Path, code: str) -> None:
    (tmp_path / "data").symlink_to(TOP / "data")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout
