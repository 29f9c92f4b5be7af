"""Every stored query: its header, its form, and the answer of its example on the sample data."""

from __future__ import annotations

import csv
import io
import re

import yaml

from cpgraph import queries
from cpgraph.paper_graph import Context
from cpgraph.queries.binding import bind
from cpgraph.queries.lints import lint
from cpgraph.queries.stored import StoredQuery
from cpgraph.store import Store
from cpgraph.terms import PREFIXES
from cpgraph.vocabulary import shipped
from query_examples import (
    EXPECTED,
    QUERIES,
    SUFFIXES,
    each_query,
    example_answer,
    expected_file,
)

#: Prefixes of what only descriptions for other tools say.
OTHERS = {
    "c4o": "http://purl.org/spar/c4o/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "doco": "http://purl.org/spar/doco/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "np": "http://www.nanopub.org/nschema#",
    "oco": "https://w3id.org/oc/ontology/",
    "pattern": "http://www.essepuntato.it/2008/12/pattern#",
    "pro": "http://purl.org/spar/pro/",
    "void": "http://rdfs.org/ns/void#",
}


@each_query
def test_it_has_no_lints(query: StoredQuery) -> None:
    assert lint(query) == []


@each_query
def test_its_header_is_readable_as_yaml(query: StoredQuery) -> None:
    header = [line[2:].strip() for line in query.text.splitlines() if line.startswith("#+")]
    read = [yaml.safe_load(line) for line in header]
    assert all(isinstance(line, dict) for line in read)
    assert {"summary": query.summary} in read
    assert {"tags": list(query.tags)} in read


@each_query
def test_its_prefixes_are_those_of_cpgraph(query: StoredQuery) -> None:
    declared = re.findall(r"^PREFIX (\S+): <(\S+)>$", query.text, re.MULTILINE)
    assert declared
    assert declared == [
        (prefix, {**OTHERS, **PREFIXES}[prefix]) for prefix in sorted(dict(declared))
    ]


@each_query
def test_the_example_gives_the_expected_answer(query: StoredQuery, sample_store: Store) -> None:
    expected = expected_file(query).read_bytes()
    answer = example_answer(query, sample_store)
    if query.form == "SELECT":
        assert len(list(csv.reader(io.StringIO(expected.decode())))) > 1
    assert answer
    assert answer == expected


def test_nothing_is_expected_of_a_query_that_is_no_more() -> None:
    found = {path for path in EXPECTED.rglob("*") if path.suffix in SUFFIXES.values()}
    assert found == {expected_file(query) for query in QUERIES}


@each_query
def test_every_parameter_can_be_bound(query: StoredQuery, sample_store: Store) -> None:
    values: dict[str, str | int] = {
        "string": "x", "date": "2024", "paper": "arxiv:1", "outcome": "x", "theme": "governance",
        "category": "other", "direction": "null", "confidence": "low", "paper-type": "rct",
        "level": "n/a", "source": "manual", "role": "finding", "extraction": "manual",
        "polarity": "neutral", "quote-status": "exact", "integer": 1, "decimal": "0.5",
        "iri": "cpg:Outcome",
    }  # fmt: skip
    context = Context(sample_store.iris, shipped())
    given = {p.name: values.get(p.type) or p.choices[-1] for p in query.parameters}
    needed = {p.name: given[p.name] for p in query.parameters if p.is_required}
    for parameter in query.parameters:
        text = bind(query, {**needed, parameter.name: given[parameter.name]}, context)
        assert text != query.text
        ask = {"SELECT": sample_store.select, "ASK": sample_store.ask}
        ask.get(query.form, sample_store.construct)(text)


def test_lists_hold_each_thing_once(sample_store: Store) -> None:
    counted = {row[0]: row[1] for row in queries.select(sample_store, "store/stats")}
    claims = [row[-1] for row in queries.select(sample_store, "claims/list", limit=9999)]
    papers = [row[0] for row in queries.select(sample_store, "papers/list", limit=9999)]
    assert len(claims) == len(set(claims)) == counted["claims"]
    assert len(papers) == len(set(papers)) == counted["papers"]
    board = queries.select(sample_store, "evidence/board")
    assert sum(row[5] for row in board if isinstance(row[5], int)) == counted["claims"]
