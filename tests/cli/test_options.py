"""What the command line offers is what the skills behind it have."""

from __future__ import annotations

import re

import click
import pytest

from cpgraph import exporting
from cpgraph.cli import options
from cpgraph.cli.answers import FORMATS, formats_shown
from cpgraph.cli.app import COMMANDS, cpgraph
from cpgraph.rdf import SYNTAXES
from cpgraph.readers import detect
from cpgraph.validation import ENGINES
from cpgraph.writers import ANSWER_FORMATS, ROW_FORMATS


def named(name: str) -> click.Command:
    assert isinstance(cpgraph, click.Group)
    command = cpgraph.get_command(click.Context(cpgraph), name)
    assert command is not None
    return command


def choices(name: str, option: str) -> tuple[str, ...]:
    kind = next(p for p in named(name).params if option in p.opts).type
    assert isinstance(kind, click.Choice)
    return tuple(kind.choices)


def test_the_readers() -> None:
    assert options.READERS == detect.READERS
    assert choices("load", "--from") == choices("validate", "--from") == detect.READERS


def test_the_engines() -> None:
    assert choices("load", "--engine") == choices("validate", "--engine") == ENGINES


def test_the_formats() -> None:
    assert choices("query", "--format") == FORMATS
    assert set(FORMATS) == {"table", *ROW_FORMATS, *ANSWER_FORMATS, *SYNTAXES, "graphml"}
    assert formats_shown("CONSTRUCT") == (*SYNTAXES, "graphml")
    assert choices("export", "--format") == (*exporting.FORMATS, "ro-crate")
    assert choices("board", "--format") == formats_shown("SELECT") == ("table", *ROW_FORMATS)


@pytest.mark.parametrize("name", COMMANDS)
def test_formats_are_asked_for_in_one_way(name: str) -> None:
    for option in named(name).params:
        if isinstance(option, click.Option) and "--format" in option.opts:
            assert option.name == "form"
            assert re.match(r"How .* \[default: ", option.help or "")
