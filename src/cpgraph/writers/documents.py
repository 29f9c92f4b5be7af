"""Rows for documents and scripts: Markdown, HTML, JSON Lines."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from html import escape
from math import isfinite
from typing import IO

from cpgraph.rdf import NamedNode, Term, Triple
from cpgraph.results import Solutions, printable, python_value, term_text


def write_markdown(solutions: Solutions, stream: IO[bytes]) -> None:
    """A table of GitHub Flavored Markdown; only http and https IRIs are links, no text is markup."""
    names = [_markdown_text(column.name) for column in solutions.columns]
    stream.write(_markdown_row(names) + _markdown_row(["---"] * len(names)))
    for row in solutions.terms():
        stream.write(_markdown_row([_markdown(term) for term in row]))


#: Enough that a file opened from disk is readable: nothing is fetched.
_STYLE = (
    "body{font-family:sans-serif;margin:2em}table{border-collapse:collapse}"
    "caption{text-align:left;font-weight:bold;padding-bottom:1em}"
    "th,td{text-align:left;vertical-align:top;padding:.3em .8em;border-bottom:1px solid #ccc}"
)


def write_html(solutions: Solutions, stream: IO[bytes]) -> None:
    """One HTML file with one table, its question above; only http and https IRIs are links."""
    title = escape(printable(solutions.question))
    caption = f"<caption>{title}</caption>\n" if title else ""
    names = "".join(f"<th scope=col>{escape(column.name)}</th>" for column in solutions.columns)
    stream.write(
        '<!doctype html>\n<html lang="en"><meta charset="utf-8">'
        f"<title>{title or 'cpgraph query result'}</title>\n<style>{_STYLE}</style>\n"
        f"<table>\n{caption}<thead><tr>{names}</tr></thead>\n<tbody>\n".encode()
    )
    for row in solutions.terms():
        cells = "".join(f"<td>{_html(term)}</td>" for term in row)
        stream.write(f"<tr>{cells}</tr>\n".encode())
    stream.write(b"</tbody>\n</table>\n</html>\n")


def write_jsonl(solutions: Solutions, stream: IO[bytes]) -> None:
    """One JSON object a row, of plain values; unbound as null.

    What JSON has no value for is text: decimals, dates, and the numbers INF and NaN.
    """
    names = [column.name for column in solutions.columns]
    for row in solutions.terms():
        values = {name: _plain(term) for name, term in zip(names, row, strict=True)}
        stream.write((json.dumps(values, ensure_ascii=False) + "\n").encode())


def write_text_answer(answer: bool, stream: IO[bytes]) -> None:
    """The answer of an ASK as a word: yes or no."""
    stream.write(b"yes\n" if answer else b"no\n")


def _plain(term: Term | None) -> str | float | None:
    value = python_value(term)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date) or (isinstance(value, float) and not isfinite(value)):
        return term_text(term)
    return value


def _text(term: Term | Triple | None) -> str:
    return printable(term_text(term))


def _markdown_row(cells: list[str]) -> bytes:
    return f"| {' | '.join(cells)} |\n".encode()


def _markdown(term: Term | None) -> str:
    if isinstance(term, NamedNode) and _MARKDOWN_LINK.fullmatch(term.value):
        return f"<{term.value}>"
    return _markdown_text(_text(term))


#: What stands between ``<`` and ``>`` as it is (CommonMark, section 6.5); ``&`` may be an entity.
_MARKDOWN_LINK = re.compile(r"https?://[^\s<>|\\`&]+")

#: ``://``, ``www.`` and ``@`` start the links that GitHub makes of bare text.
_MARKDOWN_MARK = re.compile(r"[\\`*_{}\[\]<>#|~&!$@]|:(?=//)|(?<=www)\.", re.IGNORECASE)


def _markdown_text(text: str) -> str:
    return _MARKDOWN_MARK.sub(r"\\\g<0>", text)


def _html(term: Term | None) -> str:
    text = escape(_text(term))
    if isinstance(term, NamedNode) and term.value.startswith(("http://", "https://")):
        return f'<a href="{text}">{text}</a>'
    return text
