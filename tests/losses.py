"""What each format of an export holds of a paper, found by writing papers and reading them again.

Run it as ``python tests/losses.py``: it writes the tables of ``docs/formats.md``.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cpgraph
from cpgraph.exporting import FORMATS, PROFILES, export_as
from cpgraph.exporting.lists import TABLES
from cpgraph.exporting.tables import claims_table, papers_table
from cpgraph.model import Author, Claim, Outcome, Paper, Quote, Topic
from cpgraph.paper_graph import Context, paper_from_triples, paper_triples
from cpgraph.paper_graph.properties import CLAIM_CONCEPTS, CONCEPTS, SAME_AS
from cpgraph.rdf import SYNTAXES, parse
from cpgraph.results import term_text
from cpgraph.store import Store, known_vocabulary, open_store, paper_keys
from cpgraph.terms import FABIO, Iris
from cpgraph.vocabulary import shipped
from cpgraph.writers import NETWORK_FORMATS

DOCUMENT = Path(__file__).parents[1] / "docs" / "formats.md"

#: Two papers that state every field, and say different things of one outcome and one author.
PAPERS = (
    Paper(
        key="arxiv:2401.00001",
        title="A {trial} with 50% & more",
        source="arxiv",
        authors=(
            Author(
                name="Ada Lovelace",
                orcid="0000-0002-1825-0097",
                openalex_id="A5023888391",
                affiliation="University of Nowhere",
                name_as_printed="A. Lovelace",
            ),
            Author(name="Ludwig van Beethoven", affiliation="Institute for Invented Data"),
        ),
        claims=(
            Claim(
                text="Exports grew by a tenth in the trial.",
                direction="positive",
                confidence="high",
                outcome=Outcome(
                    label="exports",
                    category="market_structure",
                    polarity="higher_is_better",
                    exact_match=("https://example.org/exports",),
                ),
                category="firm_revenue",
                role="finding",
                evidence_basis="Two groups.",
                quote=Quote(text="exports grew", status="exact"),
                source_score="0.5",
                extraction="manual",
                retracted="Miscounted.",
                supersedes=("paper:arxiv:2401.00002#claim-0123456789abcdef",),
            ),
            Claim(text="It is new; so they say."),
        ),
        stated_claim_count=3,
        themes=("governance", "productivity"),
        topics=(
            Topic(label="Trade", iri="https://openalex.org/T1"),
            Topic(label="tariffs; duties"),
        ),
        headline="Exports grew.",
        finding="Exports grew by a tenth.",
        abstract="First line.\nSecond line.",
        main_finding="They grew a lot.",
        key_points="• one\n• two",
        data_and_methods="A trial.",
        implications="None yet.",
        published="2024-03-14",
        fetched="2024-04-01",
        venue="Journal of Invented Results",
        kind="JournalArticle",
        paper_type="rct",
        evidence_strength="high",
        evidence_strength_reason="By lot.",
        methods_rigor="medium",
        methods_rigor_reason="Small.",
        relevance=7,
        sample="96 firms.",
        generalizability="Narrow.",
        notes="Synthetic.",
        doi="10.5555/synthetic.1",
        arxiv_id="2401.00001",
        openalex_id="W1",
        semantic_scholar_id="0123456789abcdef0123456789abcdef01234567",
        source_link="https://example.org/1",
        pdf_link="https://example.org/1.pdf",
        study="The export trial",
        retracted="Data lost.",
        retracted_on="2025-01-02",
        supersedes=("arxiv:2401.00002",),
        cites=("arxiv:2401.00003", "https://doi.org/10.5555/synthetic.2"),
    ),
    Paper(
        key="openalex:W2",
        title="Another report",
        source="openalex",
        authors=(Author(name="Augusta Ada King", orcid="0000-0002-1825-0097"),),
        claims=(
            Claim(
                text="Exports fell.",
                outcome=Outcome(
                    label="exports", category="fiscal_macroeconomic", polarity="neutral"
                ),
            ),
        ),
        themes=("innovation",),
        published="2024-05",
        kind="WorkingPaper",
        evidence_strength="low",
    ),
    Paper(
        key="manual:0123456789ab",
        title="Nobody's paper",
        source="manual",
        authors_not_stated=True,
        published="2023",
        kind="ReportDocument",
    ),
)
Fields = dict[str, list[Any]]
"""Field -> what it holds, paper by paper, as far as something is stated."""

_PARTS: dict[str, type] = {"authors": Author, "topics": Topic, "claims": Claim}
KEPT, CHANGED, LOST = "✓", "~", ""


def stated(papers: Iterable[Paper]) -> Fields:
    """What papers state, by field; parts and their fields as ``claims: text``."""
    found: Fields = {}
    for paper in papers:
        for name, value in _values(paper):
            found.setdefault(name, []).append(value)
    return found


def _values(paper: Paper) -> Iterable[tuple[str, Any]]:
    for field in fields(Paper):
        value = getattr(paper, field.name)
        if field.name not in _PARTS:
            yield field.name, value
            continue
        for part in fields(_PARTS[field.name]):
            values = [getattr(one, part.name) for one in value]
            if part.name in {"outcome", "quote"}:
                kind = Outcome if part.name == "outcome" else Quote
                for inner in fields(kind):
                    name = f"{field.name}: {part.name} {inner.name}"
                    yield name, [one and getattr(one, inner.name) for one in values]
            else:
                yield f"{field.name}: {part.name}", values


def _is_stated(value: Any) -> bool:
    return any(map(_is_stated, value)) if isinstance(value, list) else bool(value)


def compared(before: Fields, after: Fields) -> dict[str, str]:
    """Of each field whether all of it came back, some of it or something else, or nothing."""
    return {name: _compared(values, after.get(name, [])) for name, values in before.items()}


def _compared(before: list[Any], after: list[Any]) -> str:
    if before == after:
        return KEPT
    return CHANGED if any(map(_is_stated, after)) else LOST


def filled(papers: Iterable[Paper] = PAPERS) -> Store:
    """A new store in memory with these papers."""
    store = open_store(":memory:", "write")
    context = Context(store.iris, shipped())
    store.write([{store.iris.graph(one.key): paper_triples(one, context)} for one in papers])
    return store


def papers_in(store: Store) -> list[Paper]:
    """The papers of a store, in the order of :data:`PAPERS`."""
    iris, vocabulary = store.iris, known_vocabulary(store)
    found = [
        paper_from_triples(store.graph(iris.graph(key)), iris.paper(key), vocabulary)
        for key in paper_keys(store)
    ]
    keys = [paper.key for paper in PAPERS]
    return sorted(found, key=lambda one: keys.index(one.key) if one.key in keys else len(keys))


def loaded(store: Store, name: str, **options: Any) -> list[Paper]:
    """The papers that come back when an export is loaded into an empty store."""
    with TemporaryDirectory() as folder, open_store(":memory:", "write") as other:
        target = Path(folder) / name
        with target.open("wb") as stream:
            export_as(store, stream, **options)
        cpgraph.load(other, target)
        return papers_in(other)


def losses() -> dict[str, dict[str, str]]:
    """Export -> field -> whether it comes back; of profiles, whether it is said."""
    with filled() as store:
        papers = papers_in(store)
        before = stated(papers)
        formats = {
            name: compared(before, stated(loaded(store, f"papers{suffixes[0]}", form=name)))
            for name, suffixes in FORMATS.items()
            if name not in {*TABLES, *NETWORK_FORMATS} or name == "jsonl"
        }
        for rows in ("papers", "claims"):
            listed = [one for one in papers if rows == "papers" or one.claims]
            back = loaded(store, f"{rows}.csv", form="csv", rows=rows)
            formats[f"csv ({rows})"] = compared(stated(listed), stated(back))
        profiles = {name: _said(before, _objects(store, name)) for name in PROFILES}
    return {**formats, **profiles}


def _objects(store: Store, profile: str) -> set[str]:
    """The texts and IRIs that a profile says of something, and what it speaks of."""
    output = io.BytesIO()
    export_as(store, output, "ntriples", profile=profile)
    quads = list(parse(output.getvalue(), SYNTAXES["ntriples"], name=profile))
    terms = {quad.subject for quad in quads} | {quad.object for quad in quads}
    return {term_text(term) for term in terms}


#: Field -> vocabulary, where what is said is a concept.
_SCHEMES = {
    "themes": "theme",
    "claims: outcome category": "category",
    "claims: outcome polarity": "polarity",
    "claims: quote status": "quote-status",
    **{name: scheme for name, (_, scheme) in CONCEPTS.items()},
    **{f"claims: {name}": scheme for name, (_, scheme) in CLAIM_CONCEPTS.items()},
}


def _said(before: Fields, terms: set[str]) -> dict[str, str]:
    found = {}
    for name, values in before.items():
        said = [not terms.isdisjoint(_terms(name, text)) for text in _texts(values)]
        found[name] = KEPT if all(said) else CHANGED if any(said) else LOST
    return found


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
    elif value:
        yield str(value)


def _terms(field: str, text: str) -> set[str]:
    """What can stand for a value in a graph: the text, or the IRI that means it."""
    if field in _SCHEMES:
        return {shipped().get(_SCHEMES[field], text).iri}
    if field in {"cites", "supersedes", "claims: supersedes"} and "//" not in text:
        return {Iris().resource(text)}
    prefixes = {"kind": FABIO, "authors: orcid": "https://orcid.org/", **SAME_AS}
    return {text, prefixes.get(field, "") + text}


def fields_table() -> Iterator[str]:
    """The lines of the table of fields: which come back from which export."""
    found = losses()
    yield f"| field | {' | '.join(found)} |\n"
    yield f"|---|{':-:|' * len(found)}\n"
    for name in next(iter(found.values())):
        yield f"| {name} | {' | '.join(one[name] for one in found.values())} |\n"


def columns_table() -> Iterator[str]:
    """The lines of the table of columns: what a row of a paper or claim has."""
    papers, claims = papers_table([]).columns, claims_table([], Iris()).columns
    yield "| column | holds | papers | claims |\n|---|---|:-:|:-:|\n"
    for name, kind in {**papers, **claims}.items():
        cells = (KEPT if name in columns else LOST for columns in (papers, claims))
        yield f"| {name} | {kind} | {' | '.join(cells)} |\n"


TABLES_OF_DOCUMENT = {"fields": fields_table, "columns": columns_table}


def document(text: str) -> str:
    """The document with its tables as they are derived."""
    for name, lines in TABLES_OF_DOCUMENT.items():
        start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, _, rest = text.partition(start)
        text = f"{before}{start}{''.join(lines())}{end}{rest.partition(end)[2]}"
    return text


if __name__ == "__main__":  # pytest imports every file to look for doctests
    DOCUMENT.write_text(document(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
