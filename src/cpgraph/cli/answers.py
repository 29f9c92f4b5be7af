"""Answers of every form of query, printed in the format that was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cpgraph.cli.options import format_name, output_stream, syntax_name
from cpgraph.cli.tables import print_solutions
from cpgraph.rdf import SYNTAXES, Triple
from cpgraph.results import Solutions
from cpgraph.writers import ANSWER_FORMATS, ROW_FORMATS

Answer = Solutions | bool | Iterable[Triple]
"""Rows, yes or no, or the triples of a graph."""

_ROWS = ("table", *ROW_FORMATS)


def formats_of(form: str) -> tuple[str, ...]:
    """The formats of the answers of a form of query.

    >>> formats_of("ASK")
    ('text', 'json', 'xml')
    """
    if form == "SELECT":
        return _ROWS
    return tuple(ANSWER_FORMATS if form == "ASK" else SYNTAXES)


#: Every format, each once.
FORMATS = tuple(dict.fromkeys([*_ROWS, *ANSWER_FORMATS, *SYNTAXES]))


def default_of(form: str) -> str:
    """What the format is when none is asked for, in words."""
    defaults = {"SELECT": "a table on a terminal, else tsv", "ASK": "text"}
    return f"by suffix, else {defaults.get(form, 'turtle')}"


def print_answer(
    answer: Answer, form: str | None, output: Path | None, prefixes: Mapping[str, str]
) -> int:
    """Print an answer; the exit code, which is 1 where the answer is no."""
    if isinstance(answer, Solutions):
        print_solutions(answer, form, output, prefixes)
        return 0
    if isinstance(answer, bool):
        chosen = ANSWER_FORMATS[format_name(form, output, ANSWER_FORMATS.values()) or "text"]
        with output_stream(output) as stream:
            chosen.write(answer, stream)
        return 0 if answer else 1
    from cpgraph.exporting import write_graph  # noqa: PLC0415

    syntax = SYNTAXES[syntax_name(form, output)]
    with output_stream(output) as stream:
        write_graph(answer, stream, syntax, prefixes)
    return 0
