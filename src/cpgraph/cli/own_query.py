"""Queries of a user's own on the command line: gated, asked apart, printed in any format."""

from __future__ import annotations

import sys
from pathlib import Path

from cpgraph.cli.answers import formats_of, print_answer
from cpgraph.cli.options import open_asked
from cpgraph.errors import QueryError
from cpgraph.queries.adhoc import run_text
from cpgraph.queries.gate import MOST_CHARACTERS, gate
from cpgraph.queries.places import placed
from cpgraph.queries.prefixes import with_prefixes

#: How long a query of a user's own may run, in seconds.
_TIMEOUT_S = 30.0
#: No more of a file is read than the gate lets through; a character has four bytes at most.
_MOST_BYTES = 4 * MOST_CHARACTERS + 4


def run_own(
    location: str,
    typed: str | None,
    file: Path | None,
    *,
    form: str | None,
    timeout_s: float | None,
    memory_mb: int | None,
    output: Path | None,
) -> int:
    """Print the answer of the query that was typed, or else stands in a file; the exit code.

    What is typed may use cpgraph's prefixes without declaring them. A file says all it needs, so that
    it runs in other tools too.
    """
    name = "query" if file is None else str(file)
    text = _read(file) if file is not None else typed or ""
    with placed(name):
        _check_format(form, gate(text))
    with open_asked(location, timeout_s or _TIMEOUT_S, memory_mb) as store:
        before = "" if file is not None else with_prefixes(text, store.iris.prefixes)
        with placed(name, lines_before=1 if before else 0):
            answer = run_text(store, before or text)
        return print_answer(answer, form, output, store.iris.prefixes)


def _read(file: Path) -> str:
    try:
        if str(file) == "-":
            return sys.stdin.buffer.read(_MOST_BYTES).decode("utf-8-sig")
        with file.open("rb") as stream:
            return stream.read(_MOST_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise QueryError(f"{file}: cannot be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{file}: is not UTF-8; save it as UTF-8 text") from error


def _check_format(form: str | None, query_form: str) -> None:
    possible = formats_of(query_form)
    if form and form not in possible:
        raise QueryError(
            f"the answer of {query_form} cannot be {form}; use --format {', '.join(possible)}"
        )
