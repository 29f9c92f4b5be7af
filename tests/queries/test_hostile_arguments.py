"""Thousands of hostile strings as every type of parameter: refused, or data; never another query."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpgraph import vocabulary
from cpgraph.errors import ParameterError
from cpgraph.paper_graph import Context
from cpgraph.queries import known as known_module
from cpgraph.queries.arguments import argument_term
from cpgraph.queries.binding import bind
from cpgraph.queries.known import Known
from cpgraph.queries.stored import PARAMETER_TYPES, Parameter, parse_stored_query
from cpgraph.queries.tokens import significant_tokens
from cpgraph.rdf import Literal, NamedNode, Term, Triple, canonical_literal
from cpgraph.store import Store, open_store
from cpgraph.terms import CPG, RDF, SCHEMA
from cpgraph.vocabulary import shipped

HOSTILE = [
    "", " ", '"', "'", "'''", '"""', "\\", '\\"', '\\\\"', "{", "}", "} #", "#", "} DROP ALL #",
    '" } DROP ALL ; SELECT * { "', "> } DELETE WHERE { ?s ?p ?o } #", "\\u0022", "\\u0022 } #",
    "\\U00000022 }", "\\u007D", "\\u003E }", "UNDEF", "UNDEF UNDEF", "?o", "$o", "<urn:x:s>", "_:b",
    "[]", "()", "<< <a:a> <a:a> <a:a> >>", '"x"@en', '"x"^^<a:b>', "x\nDROP ALL", "x\r# x", "\x00",
    "a\x00b", "\ud800", "\udfff x", "\u202e } #", "\u2066x\u2069", "\ufeff", "\ufffe", "\U0010ffff",
    "https://example.org/", "https://example.org/> } #", "https://example.org/\\u003E } #",
    "https://example.org/ x", "https://example.org/{x}", 'https://example.org/"', "http://",
    "urn:x:s> } #", "<urn:x:s> <urn:x:t>", "<urn:x:s", "cpg:Outcome", "cpg:x } #", "cpg:x> } #",
    "paper:x> } #", "outcome:x\\u003E", "outcome:x } #", "arxiv:1", 'arxiv:1" } #', "arxiv:1> } #",
    "theme:governance", "theme:governance } #", "governance } #", "governance", "a", "a|b", "a) } #",
    "1", "-1", "+1", "1 } #", "1e5", "0x1", "1.5", "1.5 } #", ".5", "١", "1_0", "NaN", "true",
    "2026", "2026-05-11", "2026' } #", "2026-05-11T00:00:00Z", "9" * 5000, "x" * 100_000, "}" * 5000,
    "SELECT * { ?s ?p ?o }", "BIND(1 AS ?o)", "SERVICE <http://127.0.0.1:9/> {}", "FILTER(false)",
]  # fmt: skip
KINDS = [*sorted(PARAMETER_TYPES), "enum(a|b)"]
TYPED = (
    "#+ param it*: {} = any - x\nSELECT ?it ?o {{ VALUES ?it {{ UNDEF }} <urn:x:s> <urn:x:p> ?o }}"
)
#: Strings made of hostile pieces, many at a time: one example is checked in one query a type.
MANY = st.lists(
    st.lists(st.sampled_from(HOSTILE[:-8]) | st.text(max_size=4), min_size=1, max_size=4).map(
        "".join
    ),
    min_size=50,
    max_size=50,
)


@pytest.fixture(scope="module")
def store() -> Store:
    made = open_store(":memory:", "write")
    kinds = {made.iris.paper("arxiv:1"): f"{SCHEMA}ScholarlyArticle", "urn:x:o": f"{CPG}Outcome"}
    a = NamedNode(f"{RDF}type")
    made.write([{"urn:x:g": [
        Triple(NamedNode("urn:x:s"), NamedNode("urn:x:p"), Literal("the only one")),
        *(Triple(NamedNode(iri), a, NamedNode(kind)) for iri, kind in kinds.items()),
    ]}])  # fmt: skip
    return made


@pytest.fixture(scope="module", autouse=True)
def _no_search_for_what_is_near() -> object:
    """What is near is only said; to look for it takes far longer than the rest."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (vocabulary, known_module):
            patch.setattr(module, "get_close_matches", lambda *_, **__: [])
        yield


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("looked_up", [False, True], ids=["any", "known"])
def test_hostile_strings(store: Store, kind: str, *, looked_up: bool) -> None:
    check(store, kind, HOSTILE, Known(store) if looked_up else None)


@given(texts=MANY)
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_five_thousand_random_strings(store: Store, texts: list[str]) -> None:
    for kind in KINDS:
        check(store, kind, texts, None)
    for kind in ("paper", "outcome"):
        check(store, kind, texts, Known(store))


def check(store: Store, kind: str, texts: list[str], known: Known | None) -> None:
    """What is accepted of the strings comes back as so many terms, and as nothing else."""
    query = parse_stored_query("typed", TYPED.format(kind))
    context = Context(store.iris, shipped())
    terms = {
        text: term
        for text in texts
        if (term := accepted(query.parameters[0], text, context, known))
    }
    if not terms:
        return
    bound = bind(query, {"it": list(terms)}, context, known)
    kinds = [token.kind for token in significant_tokens(bound)]
    before = [token.kind for token in significant_tokens(query.text)]
    assert len(kinds) - len(before) + 1 == sum(map(tokens_of, terms.values()))
    assert kinds.count("mark") - before.count("mark") == kinds.count("string") * has_type(kind)
    rows = list(store.select(bound))
    came_back = sorted(str(row[0]) for row in rows)
    assert came_back == sorted(str(stored_form(term)) for term in terms.values())
    assert {row[1] for row in rows} == {Literal("the only one")}


def accepted(
    parameter: Parameter, text: str, context: Context, known: Known | None
) -> NamedNode | Literal | None:
    try:
        term = argument_term(parameter, text, context, known)
    except ParameterError:
        return None
    assert isinstance(term, NamedNode | Literal)
    return term


def tokens_of(term: NamedNode | Literal) -> int:
    """A number is its digits, the mark of a datatype, and the datatype."""
    return 1 if isinstance(term, NamedNode) or term.datatype.value.endswith("#string") else 3


def has_type(kind: str) -> bool:
    return kind in {"integer", "decimal"}


def stored_form(term: Term) -> Term:
    return canonical_literal(term) if isinstance(term, Literal) else term
