"""``/queries``: the catalogue; a query as a form, a table, downloads and snippets."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from itertools import islice
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from cpgraph import queries
from cpgraph.errors import CpgraphError
from cpgraph.exporting import write_graph
from cpgraph.prepared.selecting import answer, select
from cpgraph.queries.paging import Limit
from cpgraph.queries.stored import Parameter, StoredQuery
from cpgraph.rdf import SYNTAXES
from cpgraph.results import Solutions, term_text
from cpgraph.terms import SCHEMES
from cpgraph.web.filters import PAGE
from cpgraph.web.rendering import address, page
from cpgraph.web.snapshots import Snapshot
from cpgraph.writers import ROW_FORMATS

#: Suffix -> format of rows, as downloads.
DOWNLOADS = {
    "csv": "csv",
    "tsv": "tsv",
    "json": "json",
    "xml": "xml",
    "md": "markdown",
    "jsonl": "jsonl",
}
_GRAPHS = {"ttl": "turtle", "nt": "ntriples", "rdf": "rdfxml", "jsonld": "jsonld"}


def catalogue(request: Request) -> Response:
    """The stored queries, by family."""
    families: dict[str, list[StoredQuery]] = defaultdict(list)
    for query in queries.shipped_catalogue():
        families[query.name.partition("/")[0]].append(query)
    return page(request, "queries.html", families=dict(families))


def stored(request: Request) -> Response:
    """One query: its form, and its answer where it can be asked."""
    name, suffix = _name_and_suffix(request.path_params["name"])
    query = queries.shipped_catalogue().query(name)
    given = [(key, value) for key, value in request.query_params.multi_items() if value.strip()]
    arguments = _arguments(query, given)
    with request.app.state.snapshots.reading() as snapshot:
        if suffix:
            return _download(snapshot, query, arguments, suffix)
        return page(request, "query.html", **_shown(snapshot, query, arguments, given))


def _name_and_suffix(path: str) -> tuple[str, str | None]:
    name, dot, suffix = path.rpartition(".")
    return (name, suffix) if dot and suffix in {**DOWNLOADS, **_GRAPHS} else (path, None)


def _arguments(query: StoredQuery, given: list[tuple[str, str]]) -> dict[str, list[str]]:
    arguments: dict[str, list[str]] = defaultdict(list)
    for key, value in given:
        if key in {parameter.name for parameter in query.parameters}:
            arguments[key].append(value)
    return dict(arguments)


def _download(
    snapshot: Snapshot, query: StoredQuery, arguments: dict[str, list[str]], suffix: str
) -> Response:
    output = io.BytesIO()
    limit: Limit | None = "all" if query.paging else None
    found = answer(snapshot.store, snapshot.columns, query, arguments, limit=limit)
    name = query.name.replace("/", "-")
    headers = {"content-disposition": f'attachment; filename="{name}.{suffix}"'}
    if isinstance(found, Solutions):
        rows = ROW_FORMATS[DOWNLOADS[suffix]]
        rows.write(found, output)
        return Response(output.getvalue(), media_type=rows.media_type, headers=headers)
    if isinstance(found, bool):
        return Response(f"{'yes' if found else 'no'}\n", media_type="text/plain")
    syntax = SYNTAXES[_GRAPHS.get(suffix, "turtle")]
    write_graph(found, output, syntax, snapshot.store.iris.prefixes)
    return Response(output.getvalue(), media_type=syntax.media_type, headers=headers)


def _shown(
    snapshot: Snapshot,
    query: StoredQuery,
    arguments: dict[str, list[str]],
    given: list[tuple[str, str]],
) -> dict[str, Any]:
    rows, problem, more = None, None, False
    missing = [p.name for p in query.parameters if p.is_required and p.name not in arguments]
    if query.form == "SELECT" and not missing:
        try:
            page_of = {"limit": PAGE + 1} if query.paging else {}
            found = select(
                snapshot.store, snapshot.columns, query.name, arguments, **page_of
            ).terms()
            rows = [[term_text(term) for term in row] for row in islice(found, PAGE + 1)]
            more, rows = len(rows) > PAGE, rows[:PAGE]
        except CpgraphError as error:
            problem = str(error)
    suffixes = DOWNLOADS if query.form == "SELECT" else _GRAPHS
    path = f"/queries/{query.name}"
    return {
        "query": query,
        "fields": [_field(snapshot, parameter, arguments) for parameter in query.parameters],
        "rows": rows,
        "chart": _chart(query, rows or []),
        "more": more,
        "problem": problem,
        "missing": missing,
        "downloads": {suffix: address(f"{path}.{suffix}", given) for suffix in suffixes},
        "snippets": _snippets(query, arguments, address(f"{path}.csv", given)),
        "alternates": {},
    }


def _chart(
    query: StoredQuery, rows: list[list[str]]
) -> list[tuple[str, list[tuple[str, str, float]]]]:
    """A row of bars for each row, where the header declares a chart.

    :returns: label; name, value and width in percent of each bar.
    """
    at = {column.name: index for index, column in enumerate(query.columns)}
    if not query.chart:
        return []
    label, *numbers = query.chart
    longest = max((sum(_number(row[at[name]]) for name in numbers) for row in rows), default=0.0)
    return [
        (
            row[at[label]],
            [
                (name, row[at[name]], 100 * _number(row[at[name]]) / (longest or 1))
                for name in numbers
            ],
        )
        for row in rows
    ]


def _number(text: str) -> float:
    return float(text or 0)


def _field(
    snapshot: Snapshot, parameter: Parameter, arguments: dict[str, list[str]]
) -> dict[str, Any]:
    if parameter.type in SCHEMES:
        options = [(c.key, c.label) for c in snapshot.vocabulary.of(parameter.type)]
    else:
        options = [(choice, choice) for choice in parameter.choices]
    return {"parameter": parameter, "options": options, "chosen": arguments.get(parameter.name, [])}


def _snippets(query: StoredQuery, arguments: dict[str, list[str]], download: str) -> dict[str, str]:
    """The same question from a shell, from Python, from R."""
    options = "".join(
        f" --{name.replace('_', '-')} {json.dumps(value)}"
        for name, values in arguments.items()
        for value in values
    )
    python = "".join(f", {name}={values!r}" for name, values in arguments.items())
    url = f"http://localhost:8000{download}"
    return {
        "shell": f"cpgraph query {query.name}{options}\ncurl {json.dumps(url)}",
        "Python": f'import cpgraph\n\nwith cpgraph.open_store("cpgraph-store") as store:\n'
        f'    table = cpgraph.run(store, "{query.name}"{python}).to_pandas()',
        "R": f"table <- read.csv({json.dumps(url)})",
    }
