"""Writers: answers as files that other tools read, row by row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Generic, TypeVar

from cpgraph.rdf import SYNTAXES
from cpgraph.results import Solutions
from cpgraph.writers import documents, sparql_results, tables

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Format(Generic[Answer]):
    """A format of answers: its name, media type and file suffix, what writes it."""

    name: str
    media_type: str
    suffix: str
    write: Callable[[Answer, IO[bytes]], None]


#: How the rows of a SELECT are written.
ROW_FORMATS: dict[str, Format[Solutions]] = {
    form.name: form
    for form in (
        Format("csv", "text/csv", ".csv", sparql_results.write_csv),
        Format("tsv", "text/tab-separated-values", ".tsv", sparql_results.write_tsv),
        Format("json", "application/sparql-results+json", ".json", sparql_results.write_json),
        Format("xml", "application/sparql-results+xml", ".xml", sparql_results.write_xml),
        Format("markdown", "text/markdown", ".md", documents.write_markdown),
        Format("html", "text/html", ".html", documents.write_html),
        Format("jsonl", "application/jsonl", ".jsonl", documents.write_jsonl),
        Format("spreadsheet", "text/csv", ".csv", sparql_results.write_spreadsheet),
        Format(
            "parquet", "application/vnd.apache.parquet", ".parquet", tables.write_solutions_parquet
        ),
    )
}

#: How the yes or no of an ASK is written.
ANSWER_FORMATS: dict[str, Format[bool]] = {
    form.name: form
    for form in (
        Format("text", "text/plain", ".txt", documents.write_text_answer),
        Format(
            "json", "application/sparql-results+json", ".json", sparql_results.write_json_answer
        ),
        Format("xml", "application/sparql-results+xml", ".xml", sparql_results.write_xml_answer),
    )
}


#: How a graph is written for tools that draw networks, beside the syntaxes of RDF.
NETWORK_FORMATS: dict[str, tuple[str, ...]] = {"graphml": (".graphml",)}


def formats_of(form: str) -> dict[str, tuple[str, ...]]:
    """The formats of the answers of a form of query, with the suffixes of their files.

    >>> formats_of("ASK")
    {'text': ('.txt',), 'json': ('.json',), 'xml': ('.xml',)}
    """
    if form in {"SELECT", "ASK"}:
        formats = ROW_FORMATS if form == "SELECT" else ANSWER_FORMATS
        return {name: (one.suffix,) for name, one in formats.items()}
    return {**{name: syntax.suffixes for name, syntax in SYNTAXES.items()}, **NETWORK_FORMATS}


def default_of(form: str) -> str:
    """The format of an answer for which nobody asked for one."""
    return {"SELECT": "tsv", "ASK": "text"}.get(form, "turtle")
