"""Writers: rows as files that other tools read, row by row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from cpgraph.results import Solutions
from cpgraph.writers import documents, sparql_results

RowWriter = Callable[[Solutions, IO[bytes]], None]


@dataclass(frozen=True, slots=True)
class RowFormat:
    """A format of rows: its name, its media type, what writes it."""

    name: str
    media_type: str
    write: RowWriter


ROW_FORMATS: dict[str, RowFormat] = {
    form.name: form
    for form in (
        RowFormat("csv", "text/csv", sparql_results.write_csv),
        RowFormat("tsv", "text/tab-separated-values", sparql_results.write_tsv),
        RowFormat("json", "application/sparql-results+json", sparql_results.write_json),
        RowFormat("xml", "application/sparql-results+xml", sparql_results.write_xml),
        RowFormat("markdown", "text/markdown", documents.write_markdown),
        RowFormat("html", "text/html", documents.write_html),
        RowFormat("jsonl", "application/jsonl", documents.write_jsonl),
    )
}
