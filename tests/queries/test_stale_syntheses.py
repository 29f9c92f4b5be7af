"""When a stored synthesis is stale: each reason by itself, on the least data that gives it."""

from __future__ import annotations

import pytest

from cpgraph import queries
from cpgraph.rdf import SYNTAXES, parse
from cpgraph.store import open_store
from cpgraph.terms import PREFIXES, Iris

BASE = Iris().base
START = (
    "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    + f"""@base <{BASE}> .
<synthesis/one> a cpg:Synthesis ; cpg:question "Does it?" ; cpg:outcomeCategory category:other ;
    prov:generatedAtTime "2025-06-15T12:00:00Z"^^xsd:dateTime ;
    cpg:included <paper/manual:a#claim-1> ; cpg:excluded <paper/manual:a#claim-2> .
<paper/manual:a> a schema:ScholarlyArticle ; schema:datePublished "2024"^^xsd:gYear .
<paper/manual:a#claim-2> schema:appearance <paper/manual:a> ; cpg:outcomeCategory category:other .
"""
)
COUNTED = """<paper/manual:a#claim-1> schema:appearance <paper/manual:a> ;
    cpg:outcomeCategory category:other .
"""
NEW = COUNTED + "<paper/manual:b#claim-1> schema:appearance <paper/manual:b> ; "
ABOUT = NEW + "cpg:outcomeCategory category:other .\n"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (COUNTED, []),
        ("", [("claim is gone", 1, "unknown")]),
        ("<synthesis/two> prov:wasRevisionOf <synthesis/one> .", []),
        (
            COUNTED + "<r> npx:retracts <paper/manual:a#claim-1> ; "
            "dcterms:date '2025-07-01'^^xsd:date .",
            [("claim is retracted", 1, "2025-07-01")],
        ),
        (COUNTED + "<r> npx:retracts <paper/manual:a#claim-2> .", []),
        (COUNTED + "<r> npx:retracts <paper/manual:a> .", [("paper is retracted", 1, "unknown")]),
        (
            COUNTED + "<c> npx:supersedes <paper/manual:a#claim-1> .",
            [("claim is superseded", 1, "unknown")],
        ),
        (
            COUNTED + "<p> npx:supersedes <paper/manual:a> ; schema:datePublished '2026'^^xsd:gYear .",
            [("paper is superseded", 1, "2026")],
        ),
        (
            ABOUT + "<paper/manual:b> schema:datePublished '2025-06-16'^^xsd:date .",
            [("paper was published since", 1, "2025-06-16")],
        ),
        (ABOUT + "<paper/manual:b> schema:datePublished '2025-06'^^xsd:gYearMonth .", []),
        (ABOUT + "<paper/manual:b> schema:datePublished '2025-06-14'^^xsd:date .", []),
        (
            ABOUT + "<graph/manual:b> pav:importedOn '2025-06-15T12:00:01Z'^^xsd:dateTime .",
            [("paper was loaded since", 1, "2025-06-15")],
        ),
        (ABOUT + "<graph/manual:b> pav:importedOn '2025-06-15T11:00:00Z'^^xsd:dateTime .", []),
        (
            NEW + "cpg:outcomeCategory category:error_rate .\n"
            "<paper/manual:b> schema:datePublished '2026-01-01'^^xsd:date .",
            [],
        ),
        (
            ABOUT + "<paper/manual:b> schema:datePublished '2026-01-01'^^xsd:date .\n"
            "<synthesis/one> dcterms:subject theme:adoption .",
            [],
        ),
    ],
)  # fmt: skip
def test_reasons(said: str, expected: list[tuple[str, int, str]]) -> None:
    triples = [quad.triple for quad in parse(START + said, SYNTAXES["turtle"], name="stale")]
    with open_store(":memory:", "write") as store:
        store.write([{f"{BASE}graph/all": triples}])
        found = [row[2:5] for row in queries.select(store, "quality/stale-syntheses")]
    assert found == expected
