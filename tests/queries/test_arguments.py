"""What is refused is refused by name, with what is nearest, before anything runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from time import perf_counter

import pytest

import cpgraph
from cpgraph.errors import ParameterError, QueryTimeoutError
from cpgraph.paper_graph import Context
from cpgraph.queries.arguments import argument_term, keys_of_papers
from cpgraph.queries.binding import bind
from cpgraph.queries.known import Known, nearest
from cpgraph.queries.stored import Parameter, parse_stored_query
from cpgraph.rdf import Literal, NamedNode, Triple, typed
from cpgraph.store import Store, open_store, paper_keys
from cpgraph.terms import CPG, RDF, SCHEMA, SKOS
from cpgraph.vocabulary import shipped

TYPE = NamedNode(f"{RDF}type")
SLASHED = "arxiv:hep-th/9901001"
FOREIGN = "https://elsewhere.example.org/outcome/7"
LABELS = "give the outcome's label or IRI ('cpgraph claims' shows labels)"
KEYS = "give a key such as arxiv:2401.00001, or the paper's IRI ('cpgraph papers' lists keys)"


@pytest.fixture(scope="module")
def store() -> Store:
    made = open_store(":memory:", "write")
    for key in ("arxiv:2401.00001", "arxiv:2401.99999", SLASHED, "manual:8116b181107f"):
        article = Triple(
            NamedNode(made.iris.paper(key)), TYPE, NamedNode(f"{SCHEMA}ScholarlyArticle")
        )
        made.write([{made.iris.graph(key): [article]}])
    for iri, label in ((made.iris.outcome("Task time"), "Task time"), (FOREIGN, "Errors found")):
        outcome = NamedNode(iri)
        made.write([{
            made.iris.graph(f"manual:{label}"): [
                Triple(outcome, TYPE, NamedNode(f"{CPG}Outcome")),
                Triple(outcome, NamedNode(f"{SKOS}prefLabel"), Literal(label)),
            ]
        }])  # fmt: skip
    return made


def term(store: Store, kind: str, given: object) -> str:
    parameter = Parameter("it", kind, "any", "x", many=False)
    context = Context(store.iris, shipped())
    return argument_term(parameter, given, context, Known(store)).value  # type: ignore[arg-type]


def refusal(store: Store, kind: str, given: object) -> str:
    with pytest.raises(ParameterError) as error:
        term(store, kind, given)
    assert error.value.parameter == "it"
    return str(error.value)


@pytest.mark.parametrize(
    "spelling",
    [
        SLASHED,
        "ArXiv:hep-th/9901001",
        "arxiv:hep-th%2F9901001",
        "paper:arxiv:hep-th/9901001",
        "paper:arxiv:hep-th%2F9901001",
        "https://w3id.org/cpgraph/data/paper/arxiv:hep-th%2F9901001",
        "https://w3id.org/cpgraph/data/paper/arxiv:hep-th/9901001",
        "<https://w3id.org/cpgraph/data/paper/arxiv:hep-th%2F9901001>",
    ],
)
def test_every_spelling_of_a_paper(store: Store, spelling: str) -> None:
    assert term(store, "paper", spelling) == store.iris.paper(SLASHED)


@pytest.mark.parametrize(
    "spelling",
    ["Task time", " Task  time ", "outcome:task-time-f9cd8223",
     "https://w3id.org/cpgraph/data/outcome/task-time-f9cd8223"],
)  # fmt: skip
def test_every_spelling_of_an_outcome(store: Store, spelling: str) -> None:
    assert term(store, "outcome", spelling) == store.iris.outcome("Task time")


def test_an_outcome_of_another_base_by_its_label(store: Store) -> None:
    assert term(store, "outcome", "Errors found") == FOREIGN
    assert term(store, "outcome", FOREIGN) == FOREIGN


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        ("paper", "arxiv:2401.00002", f"no paper has it; {KEYS}; "
         "did you mean arxiv:2401.00001 or arxiv:2401.99999?"),
        ("paper", "2401.99999", f"no paper has it; {KEYS}; did you mean arxiv:2401.99999?"),
        ("paper", "https://w3id.org/cpgraph/data/paper/arxiv:hep-th%2F9901002",
         f"no paper has it; {KEYS}; did you mean {SLASHED}?"),
        ("paper", "https://example.org/x", f"no paper has it; {KEYS}"),
        ("paper", "", f"no paper has it; {KEYS}"),
        ("outcome", "task time",
         f"no outcome has it; {LABELS}; did you mean Task time?"),
        ("outcome", "outcome:task-tme-00000000",
         f"no outcome has it; {LABELS}; did you mean Task time?"),
        ("enum(paper|newest)", "newst", "give one of paper, newest; did you mean newest?"),
        ("enum(a|b)", "", "give one of a, b"),
        ("iri", "cgp:Outcome", "there is no prefix cgp:; give an IRI such as https://example.org/x, "
         "or a CURIE such as cpg:Outcome; did you mean cpg:?"),
        ("theme", "governence", "no theme has this name; did you mean governance?"),
        ("string", b"bytes", "give text, a number, a date, or a list of them"),
        ("integer", True, "give a whole number such as 12"),
        ("decimal", float("nan"), "give a decimal number such as 0.5"),
    ],
)  # fmt: skip
def test_a_refusal_names_what_is_nearest(store: Store, kind: str, given: object, said: str) -> None:
    text = refusal(store, kind, given)
    assert text.partition(" is not accepted; ")[2] == said
    assert text.startswith("it: ")


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("integer", 12, typed("12", "integer")),
        ("decimal", Decimal("1E+2"), typed("100", "decimal")),
        ("decimal", 1e-7, typed("0.0000001", "decimal")),
        ("decimal", 2, typed("2", "decimal")),
        ("date", date(2026, 5, 11), Literal("2026-05-11")),
        ("date", datetime(2026, 5, 11, 12, tzinfo=UTC), Literal("2026-05-11")),
        ("date", 2026, Literal("2026")),
        ("enum(true|false)", True, Literal("true")),
        ("iri", "urn:x:y", NamedNode("urn:x:y")),
        ("iri", "<doi:10.1/x>", NamedNode("doi:10.1/x")),
    ],
)
def test_python_values(store: Store, kind: str, given: object, expected: object) -> None:
    parameter = Parameter("it", kind, "any", "x", many=False)
    context = Context(store.iris, shipped())
    assert argument_term(parameter, given, context) == expected  # type: ignore[arg-type]


def test_a_mistake_in_the_second_parameter_is_found_before_anything_runs(
    sample_store: Store,
) -> None:
    with pytest.raises(ParameterError) as error:
        cpgraph.run(sample_store, "papers/list", theme="governance", paper_type=["rct", "rtc"])
    assert str(error.value) == (
        "paper_type: 'rtc' is not accepted; no paper-type has this name; did you mean rct?"
    )


def test_of_very_long_text_only_the_beginning_is_said(store: Store) -> None:
    assert len(refusal(store, "paper", "x" * 10**6)) < 400


def test_without_a_store_nothing_is_looked_up() -> None:
    query = parse_stored_query(
        "typed", "#+ param it: paper = any - x\nSELECT ?it { VALUES ?it { UNDEF } }"
    )
    context = Context(open_store(":memory:").iris, shipped())
    assert "data/paper/arxiv:9" in bind(query, {"it": "arxiv:9"}, context)


def test_the_nearest_of_very_many_is_found_at_once() -> None:
    keys = [f"arxiv:{year:04}.{number:05}" for year in range(10) for number in range(10_000)]
    began = perf_counter()
    assert nearest("arxiv:0003.0777x", keys)[0].startswith("arxiv:0003.0")
    assert nearest("x" * 10**6, keys) == []
    assert perf_counter() - began < 2


def test_what_begins_so(store: Store) -> None:
    known = Known(store)
    assert known.papers_from("arxiv:", most=2) == ["arxiv:2401.00001", "arxiv:2401.99999"]
    assert known.papers_from("arxiv:hep-th/99", most=9) == [SLASHED]
    assert known.papers_from("x", most=9) == []
    assert known.outcomes_from("E", most=9) == ["Errors found"]


def test_a_search_for_what_is_near_that_fails_hides_no_refusal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def late(*_: object) -> None:
        raise QueryTimeoutError(1)

    with open_store(":memory:") as store:
        monkeypatch.setattr(store, "select", late)
        monkeypatch.setattr(store, "graph_names", late)
        assert Known(store).nearest_outcomes("task time") == []
        assert Known(store).nearest_papers("arxiv:1") == []


def test_the_vocabulary_is_read_only_where_an_argument_needs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def graph(name: str) -> Iterator[Triple]:
        read.append(name)
        return iter(())

    with open_store(":memory:") as store:
        monkeypatch.setattr(store, "graph", graph)
        cpgraph.run(store, "claims/list", since="2024", theme=None)
        assert read == []
        cpgraph.run(store, "claims/list", theme="governance")
        assert read == [store.iris.vocabulary_graph]


def test_the_vocabulary_is_read_once_for_many_papers(
    sample_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = paper_keys(sample_store)
    read: list[str] = []
    graph = sample_store.graph

    def noted(name: str) -> Iterator[Triple]:
        read.append(name)
        return graph(name)

    monkeypatch.setattr(sample_store, "graph", noted)
    assert keys_of_papers(sample_store, keys) == keys
    assert read == [sample_store.iris.vocabulary_graph]
