"""The W3C formats of SPARQL results: CSV and TSV, JSON, XML (SPARQL 1.1 recommendations)."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from cpgraph.rdf import BlankNode, Literal, NamedNode, Term
from cpgraph.results import Solutions
from cpgraph.terms import XSD

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_csv(solutions: Solutions, stream: IO[bytes]) -> None:
    """Values as bare text, unbound as nothing (SPARQL 1.1 CSV, section 3)."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(column.name for column in solutions.columns)
        for row in solutions.terms():
            writer.writerow(_bare(term) for term in row)
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


def _bare(term: Term | None) -> str:
    if term is None:
        return ""
    return str(term) if isinstance(term, BlankNode) else term.value


def _turtle(term: Term | None) -> str:
    if term is None:
        return ""
    number = isinstance(term, Literal) and (
        (
            term.datatype.value == f"{XSD}integer"
            and re.fullmatch(r"[+-]?[0-9]+", term.value, re.ASCII)
        )
        or (
            term.datatype.value == f"{XSD}decimal"
            and re.fullmatch(r"[+-]?[0-9]*\.[0-9]+", term.value, re.ASCII)
        )
    )
    return term.value if number else str(term)


def _json(term: Term) -> dict[str, str]:
    if not isinstance(term, Literal):
        return {"type": "uri" if isinstance(term, NamedNode) else "bnode", "value": term.value}
    described = {"type": "literal", "value": term.value}
    if term.language:
        described["xml:lang"] = term.language
    elif term.datatype.value != f"{XSD}string":
        described["datatype"] = term.datatype.value
    return described


def _xml(term: Term) -> str:
    text = escape(_NOT_XML.sub("\ufffd", term.value), {"\r": "&#13;"})
    if not isinstance(term, Literal):
        name = "uri" if isinstance(term, NamedNode) else "bnode"
        return f"<{name}>{text}</{name}>"
    if term.language:
        return f"<literal xml:lang={quoteattr(term.language)}>{text}</literal>"
    if term.datatype.value == f"{XSD}string":
        return f"<literal>{text}</literal>"
    return f"<literal datatype={quoteattr(term.datatype.value)}>{text}</literal>"
