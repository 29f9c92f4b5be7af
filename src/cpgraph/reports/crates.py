"""A synthesis, and a store, as an RO-Crate: the data, the queries, and all that was made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from cpgraph import living, queries, resources
from cpgraph.exporting import export, export_as, write_graph
from cpgraph.exporting.crates import Content, write_crate
from cpgraph.exporting.graphs import keys_to_export
from cpgraph.model import Paper
from cpgraph.queries.prefixes import declared_prefixes
from cpgraph.rdf import SYNTAXES
from cpgraph.reports.forms import report_files
from cpgraph.reports.records import command_of
from cpgraph.reports.references import papers_of
from cpgraph.results import term_text
from cpgraph.store import Store
from cpgraph.synthesis import Synthesis
from cpgraph.synthesis.selection import QUERIES
from cpgraph.synthesis.wording import headline, number, title
from cpgraph.writers.bibliography import link_of
from cpgraph.writers.ro_crate import About

_TRIG = SYNTAXES["trig"]


def write_synthesis_crate(store: Store, made: Synthesis, target: Path) -> int:
    """Write a synthesis as an RO-Crate; how many files.

    It holds the report in every form, the pictures, the graphs of the papers and the stored queries.

    :param target: a folder, or a file whose name ends in ``.zip``.
    :raises ExportError: it cannot be written.
    """
    papers = papers_of(store, made)
    about = About(
        name=title(made.question),
        description=headline(made.question, made.counts),
        made=made.made,
        command=command_of(made.question),
        inputs=("papers.trig", *(f"queries/{name}.rq" for name in QUERIES)),
        citations=_citations(store, papers.values()),
    )
    return write_crate(about, _synthesis_contents(store, made, list(papers)), target)


def _citations(store: Store, papers: Iterable[Paper]) -> list[dict[str, Any]]:
    """The papers by where they are found; one that two sources list stands once."""
    return list({one["@id"]: one for one in (_cited(store, paper) for paper in papers)}.values())


def _cited(store: Store, paper: Paper) -> dict[str, Any]:
    said = {
        "@id": link_of(paper) or store.iris.paper(paper.key),
        "@type": "ScholarlyArticle",
        "name": paper.title,
        "identifier": paper.key,
        "datePublished": paper.published,
    }
    return {name: value for name, value in said.items() if value}


def _synthesis_contents(store: Store, made: Synthesis, keys: list[str]) -> Iterator[Content]:
    yield _papers_graph(store, keys)
    for name in QUERIES:
        stored = queries.stored_query(name)
        yield _text(f"queries/{name}.rq", stored.summary, "application/sparql-query", stored.text)
    for file in report_files(store, made):
        yield Content(file.name, file.description, file.media_type, _writes(file.content))


def _papers_graph(store: Store, keys: list[str] | None) -> Content:
    def write(stream: IO[bytes]) -> None:
        export(store, stream, _TRIG, papers=keys, provenance=True)

    said = "The papers as RDF, a named graph each, and where each came from; cpgraph load reads it."
    return Content("papers.trig", said, _TRIG.media_type, write)


def _text(name: str, said: str, media_type: str, text: str) -> Content:
    return Content(name, said, media_type, _writes(text.encode()))


def _writes(content: bytes) -> Callable[[IO[bytes]], object]:
    return lambda stream: stream.write(content)


@dataclass(frozen=True, slots=True)
class _List:
    """A list in the crate of a store."""

    name: str
    description: str
    media_type: str
    form: str
    rows: str | None = None


_LISTS = (
    _List(
        "papers.jsonl",
        "The papers with their claims, a record a line.",
        "application/jsonl",
        "jsonl",
    ),
    _List("papers.csv", "The papers, a row each.", "text/csv", "csv"),
    _List("claims.csv", "The claims, a row each.", "text/csv", "csv", "claims"),
    _List("references.bib", "The papers as BibTeX.", "application/x-bibtex", "bibtex"),
)


def write_store_crate(store: Store, target: Path, *, papers: Iterable[str] | None = None) -> int:
    """Write papers of a store as an RO-Crate; how many files.

    :param papers: keys; None is the whole store, with its description and what was kept of syntheses.
    :param target: a folder, or a file whose name ends in ``.zip``.
    :raises ExportError: it cannot be written; a paper is not in the store.
    """
    keys = keys_to_export(store, papers)
    about = About(
        name="Research papers and the claims they make",
        description=f"{number(len(keys), 'paper')} of a cpgraph store: graphs, records and tables.",
        made=_last_load(store),
        command="cpgraph export --format ro-crate",
        inputs=("papers.trig",),
    )
    return write_crate(about, _store_contents(store, keys, whole=papers is None), target)


def _last_load(store: Store) -> str:
    """When papers were last loaded; today where no load says."""
    ((last,),) = store.select(
        "SELECT (MAX(?loaded) AS ?last) { ?graph <http://purl.org/pav/importedOn> ?loaded }"
    )
    return term_text(last) or datetime.now(UTC).date().isoformat()


def _store_contents(store: Store, keys: list[str], *, whole: bool) -> Iterator[Content]:
    yield _papers_graph(store, None if whole else keys)
    for one in _LISTS:
        yield Content(one.name, one.description, one.media_type, _list_writer(store, keys, one))
    if whole:
        yield from _of_whole_store(store)
    for path in resources.sources("ontology", "*.ttl"):
        name = path.relative_to(resources.folder("ontology")).as_posix()
        said = "Part of the ontology, which says what the terms of the graphs mean."
        yield Content(f"ontology/{name}", said, "text/turtle", _writes(path.read_bytes()))


def _list_writer(store: Store, keys: list[str], one: _List) -> Callable[[IO[bytes]], object]:
    return lambda stream: export_as(store, stream, one.form, papers=keys, rows=one.rows)


def _of_whole_store(store: Store) -> Iterator[Content]:
    described = queries.stored_query("graph/description")
    prefixes = {**store.iris.prefixes, **declared_prefixes(described.text)}
    triples = list(queries.construct(store, described))
    yield Content(
        "description.ttl",
        "What is in the store, in DCAT and VoID.",
        "text/turtle",
        lambda stream: write_graph(triples, stream, SYNTAXES["turtle"], prefixes),
    )
    if living.kept_graphs(store):
        yield Content(
            "syntheses.trig",
            "Kept syntheses with their versions and notes, judgements of pairs of claims, retractions; "
            "cpgraph synthesis import reads it.",
            _TRIG.media_type,
            lambda stream: living.write_kept(store, stream, _TRIG),
        )
