"""papers/same-work pairs each paper with the first, by key, that shares something with it."""

from __future__ import annotations

import pytest

from cpgraph import queries
from cpgraph.rdf import SYNTAXES, parse
from cpgraph.store import open_store
from cpgraph.terms import PREFIXES, Iris

BASE = Iris().base
START = (
    "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    + f"@base <{BASE}> .\n"
    + "".join(
        f"<paper/manual:{key}> a schema:ScholarlyArticle ; "
        f"dcterms:identifier 'manual:{key}' ; dcterms:title '{key.upper()}' .\n"
        for key in "abc"
    )
)
B = "<paper/manual:b> schema:sameAs "


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", []),
        (B + "<paper/manual:a> .", [("a", "b", "paper/manual:a")]),
        (B + "<paper/manual:c> .", [("b", "c", "paper/manual:c")]),
        (
            B + "<elsewhere> . <paper/manual:c> schema:sameAs <elsewhere> .",
            [("b", "c", "elsewhere")],
        ),
        (B + "<elsewhere> . <person> schema:sameAs <elsewhere> .", []),
        (B + "<paper/manual:b> .", []),
    ],
    ids=[
        "nothing is shared",
        "the linking paper has the later key",
        "the linking paper has the earlier key",
        "both link to one place",
        "what else links is no paper",
        "a paper links to itself",
    ],
)
def test_links_pair_papers(said: str, expected: list[tuple[str, str, str]]) -> None:
    triples = [quad.triple for quad in parse(START + said, SYNTAXES["turtle"], name="same")]
    with open_store(":memory:", "write") as store:
        store.write([{f"{BASE}graph/one": triples}])
        rows = [[str(value) for value in row] for row in queries.select(store, "papers/same-work")]
    assert [row[:6] for row in rows] == [
        [f"manual:{one}", f"manual:{two}", "link", BASE + link, one.upper(), two.upper()]
        for one, two, link in expected
    ]
