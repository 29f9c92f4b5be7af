"""Every lint finds what it is for, and says what to do."""

from __future__ import annotations

import pytest

from cpgraph.queries.lints import lint
from cpgraph.queries.stored import parse_stored_query

HEADER = "#+ summary: What is there?\n#+ tags: [test]\n"
SOUND = (
    f"{HEADER}#+ param kind: iri = any - of this class\n#+ column s: iri - it\n"
    "#+ example: --kind cpg:Outcome\n"
    "SELECT ?s WHERE { VALUES ?kind { UNDEF } ?s a ?kind } ORDER BY ?s"
)


def lints(text: str) -> list[str]:
    return lint(parse_stored_query("mine", text))


def test_a_sound_query_has_none() -> None:
    assert lints(SOUND) == []
    assert lints(f"{HEADER}ASK {{ ?s ?p ?o }}") == []
    assert lints(f"{HEADER}CONSTRUCT WHERE {{ ?s ?p ?o }}") == []


def test_a_sub_select_with_its_own_block_has_none() -> None:
    inner = "{ SELECT ?s WHERE { VALUES ?kind { UNDEF } ?s a ?kind } }"
    assert lints(SOUND.replace("?s a ?kind }", f"?s a ?kind . {inner} }}")) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("there?", "there.", "the summary is no question; end it in ?"),
        ("tags: [test]", "tags: []", "there are no tags; add '#+ tags: [a, b]'"),
        ("--kind", "--king", "the example uses --king, which is no parameter"),
        (
            "VALUES ?kind { UNDEF }", "",
            "parameter kind has no VALUES ?kind { … } block",
        ),
        (
            "VALUES ?kind { UNDEF }", "VALUES ?kind { UNDEF } VALUES ?s { UNDEF }",
            "VALUES ?s is no parameter; declare it with '#+ param s: …'",
        ),
        (
            "{ UNDEF }", "{ <a:b> }",
            "the header's default of kind is not the one in its VALUES block",
        ),
        (
            "= any", "= a:b",
            "the header's default of kind is not the one in its VALUES block",
        ),
        ("SELECT ?s", "SELECT ?s ?kind", "the columns are s, kind; the header declares s"),
        ("#+ column s: iri - it\n", "", "the columns are s; the header declares none"),
        (
            "ORDER BY ?s", "",
            "there is no ORDER BY; order by what tells every row from every other",
        ),
        (
            "ORDER BY ?s", "ORDER BY ?s LIMIT 5\n#+ paging: 5",
            "LIMIT and OFFSET are appended because paging is declared; remove them",
        ),
        (
            "?s a ?kind", "?s a ?kind SERVICE <http://127.0.0.1:9/> {}",
            "SERVICE asks another endpoint; ask the store only",
        ),
        (
            "?s a ?kind", '?s a ?kind FILTER(?s = "x"@en)',
            'engines differ on literals like "x"@en; compare STR(…)',
        ),
        (
            "?s a ?kind", '?s a ?kind FILTER(LANG(?s) = "en")',
            'engines differ in the case of language tags; LANGMATCHES(LANG(…), "en")',
        ),
        (
            "?s a ?kind", "?s a ?kind { SELECT ?s WHERE { ?s a ?kind } }",
            "a sub-SELECT uses ?kind and has no VALUES ?kind block of its own",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong(old: str, new: str, problem: str) -> None:
    assert f"mine.rq: {problem}" in lints(SOUND.replace(old, new))


def test_an_order_inside_of_a_sub_select_orders_nothing() -> None:
    text = SOUND.replace("VALUES", "{ SELECT ?s WHERE { ?s a ?o } ORDER BY ?s } VALUES")
    text = text.removesuffix("ORDER BY ?s")
    assert lints(text) == [
        "mine.rq: there is no ORDER BY; order by what tells every row from every other"
    ]


def test_what_is_no_sparql() -> None:
    assert lints(SOUND.replace("?s a ?kind", "?s a x:y")) == [
        "mine.rq:6:50: unknown prefix; declare it with PREFIX"
    ]
    assert lints(SOUND.replace("UNDEF } ?s a ?kind }", "UNDEF")) == [
        "mine.rq:6:32: this VALUES block does not end; close it with }"
    ]
