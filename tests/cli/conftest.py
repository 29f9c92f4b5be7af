"""Fixtures of the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shell import RECORD, Shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def loaded(shell: Shell) -> Shell:
    shell.write("paper.json", json.dumps(RECORD))
    assert shell("load", "paper.json").stdout == "paper.json: 1 added\n"
    return shell
