"""Arguments become terms, and never another query."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib.plugins.sparql.parser import parseQuery

from cpgraph import queries
from cpgraph.errors import ParameterError, QueryError
from cpgraph.paper_graph import Context
from cpgraph.queries.binding import bind, values_blocks
from cpgraph.queries.stored import parse_stored_query
from cpgraph.queries.tokens import tokens
from cpgraph.rdf import Literal
from cpgraph.store import Store, open_store
from cpgraph.terms import Iris
from cpgraph.vocabulary import shipped

CONTEXT = Context(Iris(), shipped())
ECHO = parse_stored_query(
    "echo",
    "#+ param text*: string = any - said again\n"
    'SELECT ?text WHERE { # VALUES ?text { "comment" }\n'
    ' VALUES ?text { UNDEF } BIND("VALUES ?text {" AS ?x) }',
)
TYPED = "#+ param {name}: {type} = any - x\nSELECT ?{name} WHERE {{ VALUES ?{name} {{ UNDEF }} }}"


def bound(kind: str, given: object) -> str:
    query = parse_stored_query("typed", TYPED.format(name="it", type=kind))
    text = bind(query, {"it": given}, CONTEXT)  # type: ignore[dict-item]
    block = next(values_blocks(text))
    return text[block.start : block.end].strip()


def refusal(kind: str, given: object) -> str:
    with pytest.raises(ParameterError) as error:
        bound(kind, given)
    return str(error.value)


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store(":memory:")


@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=3))
def test_any_text_stays_one_term(store: Store, texts: list[str]) -> None:
    rows = store.select(bind(ECHO, {"text": texts}, CONTEXT))
    assert [row[0] for row in rows] == [Literal(text) for text in texts]


@given(st.text())
def test_no_text_becomes_another_query_through_any_type(text: str) -> None:
    for kind in ("iri", "theme", "outcome", "paper", "integer", "decimal", "date", "enum(a|b)"):
        query = parse_stored_query("typed", TYPED.format(name="it", type=kind))
        try:
            after = bind(query, {"it": text}, CONTEXT)
        except ParameterError:
            continue
        before_kinds = [t.kind for t in tokens(query.text) if t.kind not in {"space", "comment"}]
        after_kinds = [t.kind for t in tokens(after) if t.kind not in {"space", "comment"}]
        assert len(after_kinds) - len(before_kinds) in {0, 2}  # a literal's datatype is two tokens


@given(st.text("\\uU0022\"'7dD }#\x01"))
def test_any_text_stays_one_term_where_escapes_are_expanded_first(text: str) -> None:
    """Some engines expand codepoint escapes in the whole query, before they look for strings."""
    part = parseQuery(bind(ECHO, {"text": text}, CONTEXT))[1]["where"]["part"]
    assert [str(value["string"]) for value in part[0]["value"]] == [text]


def test_only_values_blocks_are_found_not_what_looks_like_one() -> None:
    assert [block.name for block in values_blocks(ECHO.text)] == ["text"]


def test_without_arguments_the_text_is_as_it_stands() -> None:
    query = queries.stored_query("evidence/board")
    assert bind(query, {}, CONTEXT) == bind(query, {"theme": None}, CONTEXT) == query.text


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("theme", "Human-AI Collaboration", "<https://w3id.org/cpgraph/concept/theme/human_ai_collab>"),
        ("theme", "theme:governance", "<https://w3id.org/cpgraph/concept/theme/governance>"),
        ("category", "ai-safety-and-ethics", "<https://w3id.org/cpgraph/concept/category/ai_safety_and_ethics>"),
        ("level", "n/a", "<https://w3id.org/cpgraph/concept/level/na>"),
        ("paper", "arxiv:2401.00001", "<https://w3id.org/cpgraph/data/paper/arxiv:2401.00001>"),
        ("paper", "paper:arxiv:2401.00001", "<https://w3id.org/cpgraph/data/paper/arxiv:2401.00001>"),
        ("paper", "https://example.org/x", "<https://example.org/x>"),
        ("outcome", "Task time", "<https://w3id.org/cpgraph/data/outcome/task-time-f9cd8223>"),
        ("outcome", "outcome:task-time", "<https://w3id.org/cpgraph/data/outcome/task-time>"),
        ("iri", "cpg:Outcome", "<https://w3id.org/cpgraph/ontology#Outcome>"),
        ("integer", "-12", '"-12"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("decimal", "0.5", '"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("date", "2026-05", '"2026-05"'),
        ("enum(a|b)", "b", '"b"'),
    ],
)  # fmt: skip
def test_what_an_argument_means(kind: str, given: str, expected: str) -> None:
    assert bound(kind, given) == expected


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        ("theme", "governence", "no theme has this name; did you mean governance?"),
        ("direction", "xx", "no direction has this name; known: positive, negative, mixed, null"),
        ("integer", "٣", "give a whole number such as 12"),
        ("integer", "1_0", "give a whole number such as 12"),
        ("date", "2026-13", "give a date as 2026, 2026-05 or 2026-05-11"),
        ("date", "2026-02-30", "give a date as 2026, 2026-05 or 2026-05-11"),
        ("enum(a|b)", "c", "give one of a, b"),
        ("paper", "nosuch:1", "give a key such as arxiv:2401.00001, or the paper's IRI "
         "('cpgraph papers' lists keys)"),
        ("iri", "<x> } #", "give an IRI such as https://example.org/x, or a CURIE such as cpg:Outcome"),
        ("string", "\ud800", "give text of whole Unicode characters"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_in_words(kind: str, given: str, message: str) -> None:
    assert refusal(kind, given) == f"it: {given!r} is not accepted; {message}"


def test_an_empty_list_is_refused() -> None:
    assert refusal("string", []) == (
        "it: '[]' is not accepted; give at least one value, or leave it out for any"
    )


def test_several_values_where_one_is_meant() -> None:
    assert refusal("string", ["a", "b"]) == "it: \"['a', 'b']\" is not accepted; give one value"


def test_an_unknown_parameter() -> None:
    with pytest.raises(QueryError) as error:
        bind(queries.stored_query("evidence/themes"), {"x": "y"}, CONTEXT)
    assert str(error.value) == "evidence/themes has no parameter x; it has none"


def test_an_unknown_query_names_the_nearest() -> None:
    with pytest.raises(QueryError) as error:
        queries.stored_query("board")
    assert str(error.value).startswith("no stored query 'board'; did you mean evidence/board")


def test_several_themes_count_a_claim_once(sample_store: Store) -> None:
    one = {row[0]: row[5] for row in queries.select(sample_store, "evidence/board")}
    themes = [concept.key for concept in shipped().of("theme")]
    many = queries.select(sample_store, "evidence/board", {"theme": themes})
    assert {row[0]: row[5] for row in many} == one


def test_dates_are_compared_as_far_as_they_are_known(sample_store: Store) -> None:
    def keys(**arguments: str) -> set[object]:
        return {row[0] for row in queries.select(sample_store, "papers/list", arguments, limit=99)}

    dated = keys(since="0001")
    assert keys(since="2024") | keys(until="2023") == dated
    assert keys(since="2026-05", until="2026-05") == keys(since="2026-05-11", until="2026-05-11")


def test_a_parameter_without_default_is_needed() -> None:
    with pytest.raises(ParameterError) as error:
        bind(queries.stored_query("papers/one"), {}, CONTEXT)
    assert str(error.value) == "paper: '' is not accepted; papers/one needs it: the paper"


@pytest.mark.parametrize(
    ("since", "until"), [("2026", "2025"), ("2026-05", "2026-04-30"), ("2026-05-12", "2026-05-11")]
)
def test_a_time_does_not_end_before_it_begins(since: str, until: str) -> None:
    query = queries.stored_query("papers/list")
    with pytest.raises(ParameterError) as error:
        bind(query, {"until": until, "since": since}, CONTEXT)
    said = f"until: '{until}' is not accepted; since is {since}; give that or later"
    assert str(error.value) == said


@pytest.mark.parametrize(
    ("since", "until"), [("2026", "2026"), ("2026-05-12", "2026"), ("2026", "2026-01-01")]
)
def test_a_time_can_end_within_what_it_begins_with(since: str, until: str) -> None:
    bind(queries.stored_query("papers/list"), {"since": since, "until": until}, CONTEXT)
