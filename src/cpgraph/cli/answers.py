"""Answers of every form of query, printed in the format that was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cpgraph.cli.options import chosen_format, output_stream
from cpgraph.cli.tables import print_solutions
from cpgraph.queries.gate import FORMS
from cpgraph.rdf import Triple
from cpgraph.results import Solutions
from cpgraph.writers import ANSWER_FORMATS, default_of, formats_of

Answer = Solutions | bool | Iterable[Triple]
"""Rows, yes or no, or the triples of a graph."""

#: How rows are shown to a person.
TABLE = "table"


def formats_shown(form: str) -> tuple[str, ...]:
    """The formats that can be asked for where a query is of this form.

    >>> formats_shown("ASK")
    ('text', 'json', 'xml')
    """
    return (*((TABLE,) if form == "SELECT" else ()), *formats_of(form))


#: Every format, each once.
FORMATS = tuple(dict.fromkeys(name for form in FORMS for name in formats_shown(form)))


def default_in_words(form: str) -> str:
    """What the format is when none is asked for."""
    on_a_terminal = "a table on a terminal, else " if form == "SELECT" else ""
    return f"by suffix, else {on_a_terminal}{default_of(form)}"


def print_answer(
    answer: Answer, form: str | None, output: Path | None, prefixes: Mapping[str, str]
) -> int:
    """Print an answer; the exit code, which is 1 where the answer is no."""
    if isinstance(answer, Solutions):
        print_solutions(answer, form, output, prefixes)
        return 0
    if isinstance(answer, bool):
        chosen = chosen_format(form, output, formats_of("ASK")) or default_of("ASK")
        with output_stream(output) as stream:
            ANSWER_FORMATS[chosen].write(answer, stream)
        return 0 if answer else 1
    from cpgraph.exporting import write_graph_as  # noqa: PLC0415

    chosen = chosen_format(form, output, formats_of("CONSTRUCT")) or default_of("CONSTRUCT")
    with output_stream(output) as stream:
        write_graph_as(chosen, answer, stream, prefixes)
    return 0
