"""Rows for documents and scripts: Markdown, HTML, JSON Lines."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from html import escape
from typing import IO

from cpgraph.rdf import NamedNode, Term
from cpgraph.results import Solutions, printable


def write_markdown(solutions: Solutions, stream: IO[bytes]) -> None:
    """A table of GitHub Flavored Markdown; nothing in a cell is markup."""
    names = [column.name for column in solutions.columns]
    stream.write(_markdown_row(names) + _markdown_row(["---"] * len(names)))
    for row in solutions.terms():
        stream.write(_markdown_row([_markdown_text(_text(term)) for term in row]))


def write_html(solutions: Solutions, stream: IO[bytes]) -> None:
    """One HTML file with one table; only http and https IRIs are links."""
    names = "".join(f"<th scope=col>{escape(column.name)}</th>" for column in solutions.columns)
    stream.write(
        b'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>cpgraph query result</title>\n'
        + f"<table>\n<thead><tr>{names}</tr></thead>\n<tbody>\n".encode()
    )
    for row in solutions.terms():
        cells = "".join(f"<td>{_html(term)}</td>" for term in row)
        stream.write(f"<tr>{cells}</tr>\n".encode())
    stream.write(b"</tbody>\n</table>\n</html>\n")


def write_jsonl(solutions: Solutions, stream: IO[bytes]) -> None:
    """One JSON object a row, of plain values; decimals and dates as text, unbound as null."""
    names = [column.name for column in solutions.columns]
    for row in solutions:
        values = dict(zip(names, row, strict=True))
        stream.write((json.dumps(values, ensure_ascii=False, default=_json_value) + "\n").encode())


def _json_value(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _text(term: Term | None) -> str:
    return "" if term is None else printable(term.value)


def _markdown_row(cells: list[str]) -> bytes:
    return f"| {' | '.join(cells)} |\n".encode()


def _markdown_text(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", text)


def _html(term: Term | None) -> str:
    text = escape(_text(term))
    if isinstance(term, NamedNode) and term.value.startswith(("http://", "https://")):
        return f'<a href="{text}">{text}</a>'
    return text
