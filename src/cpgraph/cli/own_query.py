"""Queries of a user's own on the command line: gated, asked apart, printed in any format."""

from __future__ import annotations

import sys
from pathlib import Path

from cpgraph.cli.answers import formats_shown, print_answer
from cpgraph.cli.options import open_asked
from cpgraph.errors import QueryError
from cpgraph.queries.adhoc import run_text
from cpgraph.queries.files import query_text
from cpgraph.queries.gate import gate
from cpgraph.queries.places import placed
from cpgraph.queries.prefixes import with_prefixes

#: How long a query of a user's own may run, in seconds.
_TIMEOUT_S = 30.0


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
    piped = sys.stdin.buffer if name == "-" else None
    text = query_text(file, piped) if file is not None else typed or ""
    with placed(name):
        _check_format(form, gate(text))
    with open_asked(location, timeout_s or _TIMEOUT_S, memory_mb) as store:
        before = "" if file is not None else with_prefixes(text, store.iris.prefixes)
        with placed(name, lines_before=1 if before else 0):
            answer = run_text(store, before or text)
        return print_answer(answer, form, output, store.iris.prefixes)


def _check_format(form: str | None, query_form: str) -> None:
    possible = formats_shown(query_form)
    if form and form not in possible:
        raise QueryError(
            f"the answer of {query_form} cannot be {form}; use --format {', '.join(possible)}"
        )
