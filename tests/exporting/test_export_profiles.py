"""Profiles: every paper in other terms, whichever way it is asked for, and no term of nobody's."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from types import ModuleType

import pytest
import rdflib
import rdflib.compare

from cpgraph import queries
from cpgraph.exporting import PROFILES, ExportError, export_as, profiles
from cpgraph.exporting.lint import Lint
from cpgraph.rdf import SYNTAXES, Literal, NamedNode, Triple, parse
from cpgraph.readers import bibtex, csl, openalex_work, ris
from cpgraph.store import Store, paper_keys
from cpgraph.terms import FABIO, RDF, SKOS
from query_examples import of_form

TYPE = NamedNode(f"{RDF}type")


def exported(
    store: Store, profile: str, papers: list[str] | None = None, form: str = "turtle"
) -> bytes:
    output = io.BytesIO()
    export_as(store, output, form, profile=profile, papers=papers)
    return output.getvalue()


def triples(content: bytes, form: str = "turtle") -> set[Triple]:
    return {quad.triple for quad in parse(content, SYNTAXES[form], name="export")}


@pytest.mark.parametrize("profile", PROFILES)
def test_an_export_is_what_the_query_answers(
    sample_store: Store, profile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = exported(sample_store, profile)
    assert triples(whole) == set(queries.construct(sample_store, PROFILES[profile]))
    assert exported(sample_store, profile) == whole
    monkeypatch.setattr(profiles, "_BATCH", 7)
    assert triples(exported(sample_store, profile)) == triples(whole)


@pytest.mark.parametrize("profile", PROFILES)
def test_one_paper(sample_store: Store, profile: str) -> None:
    keys = paper_keys(sample_store)[:2]
    one, both = (triples(exported(sample_store, profile, keys[:n])) for n in (1, 2))
    assert one < both < triples(exported(sample_store, profile))
    of_other = sample_store.iris.paper(keys[1])
    assert not any(str(triple.subject).startswith(f"<{of_other}") for triple in one)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("form", SYNTAXES)
def test_every_syntax_and_rdflib(sample_store: Store, profile: str, form: str) -> None:
    content = exported(sample_store, profile, form=form)
    assert triples(content, form) == triples(exported(sample_store, profile))
    if form == "turtle":
        ours, theirs = rdflib.Graph(), rdflib.Graph()
        theirs.parse(data=content, format="turtle")
        ours.parse(data=exported(sample_store, profile, form="ntriples"), format="nt")
        assert rdflib.compare.isomorphic(ours, theirs)


@pytest.mark.parametrize(
    ("profile", "namespaces"),
    [
        ("schema-org", ["https://schema.org/"]),
        ("spar", ["http://purl.org/spar/", "http://purl.org/dc/terms/", "http://xmlns.com/foaf/0.1/",
                  "http://prismstandard.org/namespaces/basic/2.0/", SKOS,
                  "http://www.essepuntato.it/2008/12/pattern#", "https://w3id.org/oc/ontology/"]),
    ],
)  # fmt: skip
def test_a_profile_uses_its_vocabularies_only(
    sample_store: Store, profile: str, namespaces: list[str]
) -> None:
    for triple in triples(exported(sample_store, profile)):
        term = triple.object if triple.predicate == TYPE else triple.predicate
        assert isinstance(term, NamedNode)
        assert term.value.startswith(tuple(namespaces)), term


def graphs(store: Store) -> Iterator[tuple[str, Iterator[Triple]]]:
    for name in store.graph_names(""):
        yield name, store.graph(name)


def test_no_graph_of_a_store_says_what_no_vocabulary_has(sample_store: Store) -> None:
    for name, statements in graphs(sample_store):
        assert unknown(statements) == [], name


@of_form("CONSTRUCT")
def test_no_query_says_what_no_vocabulary_has(
    sample_store: Store, query: queries.StoredQuery
) -> None:
    needed = {one.name for one in query.parameters if one.is_required}
    example = queries.example_arguments(query)
    for arguments in (example, {name: example[name] for name in needed}):
        assert unknown(queries.construct(sample_store, query, arguments)) == []


def unknown(statements: Iterable[Triple]) -> list[str]:
    lint = Lint()
    assert sum(1 for _ in lint.seen(statements))
    return lint.unknown


@pytest.mark.parametrize("reader", [bibtex, csl, openalex_work, ris])
def test_every_kind_that_a_reader_gives_is_known(reader: ModuleType) -> None:
    kinds = [NamedNode(f"{FABIO}{kind}") for kind in reader._KINDS.values()]
    assert kinds
    assert unknown(Triple(kind, TYPE, kind) for kind in kinds) == []


def test_a_term_that_nobody_has() -> None:
    lint = Lint()
    subject, odd = NamedNode("urn:x:1"), NamedNode(f"{SKOS}prefLable")
    said = [
        Triple(subject, odd, Literal("x")),
        Triple(subject, TYPE, NamedNode("urn:x:C")),
        Triple(subject, TYPE, NamedNode(f"{SKOS}Concept")),
    ]
    assert list(lint.seen(said)) == said
    assert lint.unknown == [f"{SKOS}prefLable", "urn:x:C"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"profile": "mods"}, f"there is no profile mods; use one of {', '.join(PROFILES)}"),
        ({"form": "csv", "profile": "spar"}, f"csv has no profiles; use {', '.join(SYNTAXES)}"),
        (
            {"form": "trig", "profile": "spar", "provenance": True},
            "the profile spar cannot hold provenance; use trig, nquads or jsonld",
        ),
    ],
)
def test_what_is_refused(sample_store: Store, options: dict[str, str], message: str) -> None:
    with pytest.raises(ExportError) as error:
        export_as(sample_store, io.BytesIO(), **{"form": "turtle", **options})  # type: ignore[arg-type]
    assert str(error.value) == message
