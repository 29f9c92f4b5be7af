"""The W3C formats of SPARQL results: CSV and TSV, JSON, XML (SPARQL 1.1 recommendations).

Triple terms and base directions, which a query can make, are written as SPARQL 1.2 has them.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from cpgraph.rdf import NOT_XML, BlankNode, Literal, NamedNode, Term, Triple
from cpgraph.results import Solutions, term_text
from cpgraph.terms import XSD


def write_csv(solutions: Solutions, stream: IO[bytes]) -> None:
    """Values as bare text, unbound as nothing (SPARQL 1.1 CSV, section 3).

    The format has no escape for what a spreadsheet takes for a formula; :func:`write_spreadsheet` is
    for spreadsheets.
    """
    _write_csv(solutions, stream, _bare)


def write_spreadsheet(solutions: Solutions, stream: IO[bytes]) -> None:
    """CSV that no spreadsheet executes: text that would be a formula starts with an apostrophe."""
    _write_csv(solutions, stream, _no_formula)


def _write_csv(
    solutions: Solutions, stream: IO[bytes], cell: Callable[[Term | Triple | None], str]
) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(column.name for column in solutions.columns)
        for row in solutions.terms():
            writer.writerow(cell(term) for term in row)
    finally:
        text.detach()  # or the wrapper closes the caller's stream when it is collected


def write_tsv(solutions: Solutions, stream: IO[bytes]) -> None:
    """Terms as in Turtle, unbound as nothing (SPARQL 1.1 TSV, section 4)."""
    stream.write(("\t".join(f"?{column.name}" for column in solutions.columns) + "\n").encode())
    for row in solutions.terms():
        stream.write(("\t".join(_turtle(term) for term in row) + "\n").encode())


def write_json(solutions: Solutions, stream: IO[bytes]) -> None:
    """SPARQL 1.1 Query Results JSON."""
    names = [column.name for column in solutions.columns]
    stream.write(f'{{"head": {json.dumps({"vars": names})}, "results": {{"bindings": ['.encode())
    separator = "\n"
    for row in solutions.terms():
        binding = {
            name: _json(term) for name, term in zip(names, row, strict=True) if term is not None
        }
        stream.write((separator + json.dumps(binding, ensure_ascii=False)).encode())
        separator = ",\n"
    stream.write(b"\n]}}\n")


def write_xml(solutions: Solutions, stream: IO[bytes]) -> None:
    """SPARQL Query Results XML; characters that XML 1.0 cannot hold become U+FFFD."""
    names = [column.name for column in solutions.columns]
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    stream.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>{head}</head><results>\n'.encode()
    )
    for row in solutions.terms():
        cells = "".join(
            f"<binding name={quoteattr(name)}>{_xml(term)}</binding>"
            for name, term in zip(names, row, strict=True)
            if term is not None
        )
        stream.write(f"<result>{cells}</result>\n".encode())
    stream.write(b"</results></sparql>\n")


def write_json_answer(answer: bool, stream: IO[bytes]) -> None:
    """The answer of an ASK in SPARQL 1.1 Query Results JSON."""
    stream.write((json.dumps({"head": {}, "boolean": answer}) + "\n").encode())


def write_xml_answer(answer: bool, stream: IO[bytes]) -> None:
    """The answer of an ASK in SPARQL Query Results XML."""
    stream.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head/>'
        f"<boolean>{str(answer).lower()}</boolean></sparql>\n".encode()
    )


def _bare(term: Term | Triple | None) -> str:
    return str(term) if isinstance(term, BlankNode) else term_text(term)


def _no_formula(term: Term | Triple | None) -> str:
    text = _bare(term)
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


#: What starts a formula in a spreadsheet, unless it is a number.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


def _turtle(term: Term | Triple | None) -> str:
    if not isinstance(term, Literal):
        return "" if term is None else _node(term)
    lexical = _ABBREVIATED.get(term.datatype.value)
    return term.value if lexical and lexical.fullmatch(term.value) else str(term)


def _node(term: NamedNode | BlankNode | Triple) -> str:
    return term_text(term) if isinstance(term, Triple) else str(term)


#: Datatype -> the literals that Turtle writes without quotes.
_ABBREVIATED = {
    f"{XSD}integer": re.compile("[+-]?[0-9]+"),
    f"{XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}


def _json(term: Term | Triple) -> dict[str, Any]:
    if isinstance(term, Triple):
        return {"type": "triple", "value": {name: _json(part) for name, part in _parts(term)}}
    if not isinstance(term, Literal):
        return {"type": "uri" if isinstance(term, NamedNode) else "bnode", "value": term.value}
    described = {"type": "literal", "value": term.value}
    if term.language:
        described["xml:lang"] = term.language
    elif term.datatype.value != f"{XSD}string":
        described["datatype"] = term.datatype.value
    if term.direction:
        described["its:dir"] = str(term.direction)
    return described


def _xml(term: Term | Triple) -> str:
    if isinstance(term, Triple):
        parts = (f"<{name}>{_xml(part)}</{name}>" for name, part in _parts(term))
        return f"<triple>{''.join(parts)}</triple>"
    text = escape(NOT_XML.sub("\ufffd", term.value), {"\r": "&#13;"})
    if not isinstance(term, Literal):
        name = "uri" if isinstance(term, NamedNode) else "bnode"
        return f"<{name}>{text}</{name}>"
    return f"<literal{_attributes(term)}>{text}</literal>"


def _attributes(literal: Literal) -> str:
    if literal.direction:
        return (
            f" xml:lang={quoteattr(literal.language or '')}"
            f' xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0" its:dir="{literal.direction}"'
        )
    if literal.language:
        return f" xml:lang={quoteattr(literal.language)}"
    if literal.datatype.value == f"{XSD}string":
        return ""
    return f" datatype={quoteattr(literal.datatype.value)}"


def _parts(triple: Triple) -> tuple[tuple[str, Term | Triple], ...]:
    return (
        ("subject", triple.subject),
        ("predicate", triple.predicate),
        ("object", triple.object),
    )
