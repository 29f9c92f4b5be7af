"""The catalogue as RDF and as Markdown: valid, stable, and each text in it runs."""

from __future__ import annotations

import io

from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef

from cpgraph.exporting import write_graph
from cpgraph.queries import shipped_catalogue
from cpgraph.queries.description import BASE_IRI, CSVW, DESCRIPTION_PREFIXES, SPEX, describe
from cpgraph.queries.reference import reference
from cpgraph.queries.stored import StoredQuery, parse_stored_query
from cpgraph.rdf import SYNTAXES, BlankNode, Triple
from cpgraph.store import Store

SH = Namespace("http://www.w3.org/ns/shacl#")
SDO = Namespace("https://schema.org/")
C = Namespace(CSVW)
WHOLE = parse_stored_query(
    "mine/two words",
    "#+ summary: Which | *ones*?\n#+ param sort: enum(a|b.c) = a - how\n"
    "#+ param theme*: theme = any - x\n#+ param since: date = any - from\n"
    "#+ param paper: paper = none - it\n#+ column delay: decimal [days] - x\n"
    "#+ column s: iri - y\n#+ example: --sort b.c\n#+ tags: [mine, other]\nSELECT ?delay ?s {}",
)


def turtle(*queries: StoredQuery, endpoint: str | None = None) -> bytes:
    output = io.BytesIO()
    write_graph(describe(queries, endpoint), output, SYNTAXES["turtle"], DESCRIPTION_PREFIXES)
    return output.getvalue()


def test_the_catalogue_is_valid_turtle_and_each_text_in_it_runs(sample_store: Store) -> None:
    data = turtle(*shipped_catalogue())
    graph = Graph().parse(data=data, format="turtle")
    executables = set(graph.subjects(RDF.type, SH.SPARQLExecutable))
    assert len(executables) == len(shipped_catalogue().names)
    for executable in executables:
        comment = graph.value(executable, RDFS.comment)
        assert isinstance(comment, Literal)
        assert comment.language == "en"
        assert graph.value(executable, SDO.keywords)
        if select := graph.value(executable, SH.select):
            assert sample_store.select(str(select)).variables
        elif construct := graph.value(executable, SH.construct):
            stated = list(sample_store.construct(str(construct)))
            assert all(isinstance(triple, Triple) for triple in stated)
            assert stated or "VALUES" in str(construct)  # a needed argument is missing there
        else:
            ask = graph.value(executable, SH.ask)
            assert isinstance(ask, Literal)
            assert sample_store.ask(str(ask)) in {True, False}
    assert data == turtle(*reversed(list(shipped_catalogue())))


def test_it_holds_no_blank_nodes() -> None:
    assert not any(
        isinstance(node, BlankNode)
        for triple in describe(shipped_catalogue())
        for node in (triple.subject, triple.object)
    )


def test_all_that_the_header_says() -> None:
    graph = Graph().parse(data=turtle(WHOLE), format="turtle")
    query = URIRef(f"{BASE_IRI}mine/two%20words")
    assert graph.value(query, SH.select) == Literal(WHOLE.text)
    assert set(graph.objects(query, SDO.keywords)) == {Literal("mine"), Literal("other")}
    assert graph.value(query, SDO.target) is None
    sort, theme, since, paper = (
        URIRef(f"{query}#parameter-{name}") for name in ("sort", "theme", "since", "paper")
    )
    assert set(graph.objects(query, SH.parameter)) == {sort, theme, since, paper}
    assert graph.value(sort, SH.pattern) == Literal(r"^(a|b\.c)$")
    assert graph.value(sort, SH.defaultValue) == Literal("a")
    assert graph.value(sort, SH.maxCount) == Literal(1)
    assert graph.value(theme, SH.maxCount) is None
    assert graph.value(theme, RDFS.seeAlso) == URIRef("https://w3id.org/cpgraph/ontology#Themes")
    assert graph.value(paper, SH.optional) == Literal(False)
    assert graph.value(since, SH.optional) == Literal(True)
    delay = URIRef(f"{query}#column-delay")
    assert graph.value(delay, SDO.unitText) == Literal("days")
    assert graph.value(delay, C.name) == Literal("delay")


def test_every_form_and_the_endpoint() -> None:
    texts = {"ask": "ASK {}", "construct": "CONSTRUCT WHERE {}", "describe": "DESCRIBE <a:b>"}
    queries = [parse_stored_query(name, text) for name, text in texts.items()]
    endpoint = "https://example.org/sparql"
    graph = Graph().parse(data=turtle(*queries, endpoint=endpoint), format="turtle")
    for name, text in texts.items():
        query = URIRef(f"{BASE_IRI}{name}")
        says = URIRef(f"{SPEX}describe") if name == "describe" else SH[name]
        assert graph.value(query, says) == Literal(text)
        assert graph.value(query, SDO.target) == URIRef(endpoint)


def test_the_reference_as_markdown() -> None:
    assert list(reference([WHOLE])) == [
        "# Stored queries", "", "## mine", "", "### mine/two words", "",
        r"Which \| \*ones\*?", "", "Tags: mine, other", "",
        "| parameter | type | default | meaning |", "| --- | --- | --- | --- |",
        r"| --sort | enum(a\|b.c) | a | how |", "| --theme (repeatable) | theme | any | x |",
        "| --since | date | any | from |", "| --paper | paper | required | it |", "",
        "| column | type | unit | meaning |", "| --- | --- | --- | --- |",
        "| delay | decimal | days | x |", "| s | iri |  | y |", "",
        "```shell", 'cpgraph query "mine/two words" --sort b.c', "```", "",
    ]  # fmt: skip
