"""Every lint finds what it is for, and says what to do."""

from __future__ import annotations

import pytest

from cpgraph.errors import place
from cpgraph.queries.lints import lint
from cpgraph.queries.portability import portability
from cpgraph.queries.stored import parse_stored_query
from cpgraph.queries.tokens import significant_tokens
from cpgraph.store.query_errors import line_and_column

HEADER = "#+ summary: What is there?\n#+ tags: [test]\n"
SOUND = (
    f"{HEADER}#+ param kind: iri = any - of this class\n#+ column s: iri - it\n"
    "#+ example: --kind cpg:Outcome\n"
    "SELECT ?s WHERE { VALUES ?kind { UNDEF } ?s a ?kind } ORDER BY ?s"
)


def lints(text: str) -> list[str]:
    return lint(parse_stored_query("mine", text))


def portable(text: str) -> list[str]:
    return [
        f"{place('mine.rq', *line_and_column(text, token.start))}: {problem}"
        for problem, token in portability(significant_tokens(text))
    ]


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
        (
            "#+ tags: [test]",
            "#+ tags: [test]\n#+ chart: s t",
            "the chart shows t, which is no column",
        ),
        (
            "#+ tags: [test]",
            "#+ tags: [test]\n#+ chart: s s",
            "the chart shows s as bars, which is no number",
        ),
        (
            "#+ tags: [test]",
            "#+ tags: [test]\n#+ chart: s",
            "a chart shows a column of labels and one of numbers at least",
        ),
        ("there?", "there.", "the summary is no question; end it in ?"),
        ("tags: [test]", "tags: []", "there are no tags; add '#+ tags: [a, b]'"),
        ("--kind", "--king", "the example uses --king, which is no parameter"),
        ("--kind cpg:Outcome", "--kind", "the example gives --kind no value"),
        ("--kind cpg:Outcome", "a", "the example has a stray word 'a'; quote what is one value"),
        ("VALUES ?kind { UNDEF }", "", "parameter kind has no VALUES ?kind { … } block"),
        ("SELECT ?s", "SELECT ?s ?kind", "the columns are s, kind; the header declares s"),
        ("#+ column s: iri - it\n", "", "the columns are s; the header declares none"),
        ("ORDER BY ?s", "", "there is no ORDER BY; order by what tells every row from every other"),
    ],
)
def test_what_is_wrong_with_the_whole(old: str, new: str, problem: str) -> None:
    assert f"mine.rq: {problem}" in lints(SOUND.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "at", "problem"),
    [
        (
            "{ UNDEF } ?s", "{ UNDEF } VALUES ?s { UNDEF } ?s", "{ UNDEF } ?s",
            "VALUES ?s is no parameter; declare it with '#+ param s: …'",
        ),
        (
            "{ UNDEF }", "{ <a:b> }", "{ <a:b>",
            "the header's default of kind is not the one in its VALUES block",
        ),
        (
            "= any", "= a:b", "{ UNDEF }",
            "the header's default of kind is not the one in its VALUES block",
        ),
        (
            "ORDER BY ?s", "ORDER BY ?s LIMIT 5\n#+ paging: 5", "LIMIT",
            "LIMIT and OFFSET are appended because paging is declared; remove them",
        ),
        (
            "?s a ?kind", "?s a ?kind { SELECT ?s WHERE { ?s a ?kind } }", "?kind } }",
            "a sub-SELECT uses ?kind and has no VALUES ?kind block of its own",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_and_where(old: str, new: str, at: str, problem: str) -> None:
    text = SOUND.replace(old, new)
    line, column = line_and_column(text, text.index(at))
    assert f"mine.rq:{line}:{column}: {problem}" in lints(text)


@pytest.mark.parametrize(
    ("old", "new", "at", "problem"),
    [
        (
            "?s a ?kind", "?s a ?kind SERVICE <http://127.0.0.1:9/> {}", "SERVICE",
            "SERVICE asks another endpoint; ask the store only",
        ),
        (
            "?s a ?kind", '?s a ?kind FILTER(?s = "x"@en)', "@en",
            'engines differ on literals like "x"@en; compare STR(…)',
        ),
        (
            "?s a ?kind", '?s a ?kind FILTER(LANG(?s) = "en")', '= "en',
            'engines differ in the case of language tags; LANGMATCHES(LANG(…), "en")',
        ),
        (
            "?s a ?kind", "?s a ?kind FILTER(?s > 1.50)", "1.50",
            "engines differ on forms like 1.50; leave out the last zero",
        ),
        (
            "?s a ?kind", "?s a ?kind FILTER NOT EXISTS { ?s a ?o }", "EXISTS",
            "EXISTS takes minutes over joins on some engines; use MINUS, or COUNT over a join",
        ),
        (
            "?s a ?kind", "?s a ?kind BIND(NOW() AS ?now)", "NOW",
            "the answer would differ each time; take the value as a parameter",
        ),
        (
            "?s a ?kind", "?s a ?kind . ?s <p> ?o", "<p>",
            "<p> is relative to where the file is; write the whole IRI",
        ),
        (
            "?s a ?kind", "?s a ?kind { SELECT (COUNT(?x) AS ?n) WHERE { ?x a ?y } }", "COUNT",
            "engines differ in aggregates over nothing; add a GROUP BY",
        ),
        (
            "?s a ?kind", "?s a ?kind { SELECT DISTINCT * WHERE { ?x a ?y } }", "*",
            "engines order the columns of SELECT * differently; name them",
        ),
        (
            "SELECT ?s WHERE", "SELECT ?s FROM <a:g> WHERE", "FROM",
            "FROM asks single graphs, and engines differ in which they know; ask the union",
        ),
    ],
)  # fmt: skip
def test_what_engines_answer_differently(old: str, new: str, at: str, problem: str) -> None:
    text = SOUND.replace(old, new)
    line, column = line_and_column(text, text.index(at))
    assert f"mine.rq:{line}:{column}: {problem}" in portable(text)


@pytest.mark.parametrize(
    ("default", "in_place", "sound"),
    [
        ("rct, descriptive", "paper-type:rct paper-type:descriptive", True),
        ("rct, descriptive", "<https://w3id.org/cpgraph/concept/paper-type/rct>", False),
        ("rct", "paper-type:descriptive", False),
        ("rtc", "paper-type:rct", False),
        ("any", "UNDEF", True),
        ("none", "<urn:cpgraph:none>", True),
        ("none", "UNDEF", False),
    ],
)
def test_the_default_is_the_one_in_place(default: str, in_place: str, sound: bool) -> None:
    text = (
        f"{HEADER}#+ param kind*: paper-type = {default} - these\n#+ column s: iri - it\n"
        "PREFIX paper-type: <https://w3id.org/cpgraph/concept/paper-type/>\n"
        f"SELECT ?s WHERE {{ VALUES ?kind {{ {in_place} }} ?s a ?kind }} ORDER BY ?s"
    )
    assert (lints(text) == []) is sound


def test_what_is_portable() -> None:
    filters = 'FILTER(LANG(?s) = "" || LANGMATCHES(LANG(?s), "en") || ?s > 1.5)'
    grouped = "{ SELECT ?x (COUNT(?y) AS ?n) WHERE { ?x a ?y } GROUP BY ?x }"
    assert portable(SOUND.replace("?s a ?kind }", f"?s a ?kind {filters} {grouped} }}")) == []


def test_an_order_inside_of_a_sub_select_orders_nothing() -> None:
    text = SOUND.replace("VALUES", "{ SELECT ?s WHERE { ?s a ?o } ORDER BY ?s } VALUES")
    text = text.removesuffix("ORDER BY ?s")
    assert lints(text) == [
        "mine.rq: there is no ORDER BY; order by what tells every row from every other"
    ]


def test_what_is_no_sparql() -> None:
    assert lints(SOUND.replace("?s a ?kind", "?s a x:y")) == [
        "mine.rq:6:47: unknown prefix x:; declare it with PREFIX"
    ]
    assert lints(SOUND.replace("UNDEF } ?s a ?kind }", "UNDEF")) == [
        "mine.rq:6:32: this VALUES block does not end; close it with }"
    ]


@pytest.mark.parametrize(
    ("text", "at", "problem"),
    [
        ("BASE <http://e/> ASK {}", "BASE", "BASE changes what short IRIs mean; use PREFIX"),
        (
            "SELECT (GROUP_CONCAT(?s) AS ?all) { ?s ?p ?o } GROUP BY ?o", "GROUP_CONCAT",
            "engines join GROUP_CONCAT in any order; give a row each, or MIN and COUNT",
        ),
        (
            "DESCRIBE <http://e/x>", "DESCRIBE",
            "DESCRIBE gives what the engine likes; say it with CONSTRUCT",
        ),
    ],
)  # fmt: skip
def test_what_engines_answer_as_they_like(text: str, at: str, problem: str) -> None:
    assert portable(text) == [f"mine.rq:1:{text.index(at) + 1}: {problem}"]
