"""The forms of a report, and the folder that holds them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cpgraph import living
from cpgraph.exporting.files import made_folder, replacing
from cpgraph.pictures import Picture, pictures_of
from cpgraph.reports.as_json import as_json
from cpgraph.reports.blocks import Link, Report, Section, Table, Words
from cpgraph.reports.claims_table import claims_csv
from cpgraph.reports.document import report_of
from cpgraph.reports.evidence import picture_links
from cpgraph.reports.glyphs import VOTE_HEADS, short
from cpgraph.reports.html import html
from cpgraph.reports.markdown import markdown
from cpgraph.reports.notes import notes_of
from cpgraph.reports.references import papers_of
from cpgraph.reports.text import text
from cpgraph.store import Store, known_vocabulary
from cpgraph.synthesis import Synthesis
from cpgraph.synthesis.model import VOTES
from cpgraph.synthesis.wording import headline, p_value
from cpgraph.writers.bibtex import bibtex


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a report: its name, media type and file suffix, and what gives its bytes."""

    name: str
    media_type: str
    suffix: str
    write: Callable[[Store, Synthesis], bytes]


def text_report(store: Store, made: Synthesis, width: int = 80) -> str:
    """The report for a terminal that is ``width`` characters wide."""
    return text(_report(store, made), width)


def _report(store: Store, made: Synthesis, pictures: Iterable[Picture] = ()) -> Report:
    return report_of(made, papers_of(store, made), pictures, notes_of(store, made))


def _html(store: Store, made: Synthesis) -> bytes:
    return html(_report(store, made, pictures_of(made, picture_links(made)))).encode()


def _markdown(store: Store, made: Synthesis) -> bytes:
    return markdown(_report(store, made)).encode()


def _turtle(store: Store, made: Synthesis) -> bytes:
    return living.turtle(made, store.iris, known_vocabulary(store))


#: Every form by its name.
FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form("text", "text/plain", ".txt", lambda store, made: text_report(store, made).encode()),
        Form("markdown", "text/markdown", ".md", _markdown),
        Form("html", "text/html", ".html", _html),
        Form(
            "json", "application/json", ".json",
            lambda store, made: as_json(made, papers_of(store, made), notes_of(store, made)).encode(),
        ),
        Form("turtle", "text/turtle", ".ttl", _turtle),
    )
}  # fmt: skip


def write_folder(store: Store, made: Synthesis, folder: Path) -> list[Path]:
    """Write the report in every form, with its pictures, references and claims; the files.

    :raises ExportError: the folder cannot be written.
    """
    return [_written(folder / file.name, file.content) for file in report_files(store, made)]


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file of a report: its path in the folder, what is in it, its media type."""

    name: str
    description: str
    media_type: str
    content: bytes


def report_files(store: Store, made: Synthesis) -> Iterator[ReportFile]:
    """The report in every form, with its pictures, references and claims."""
    papers, pictures = papers_of(store, made), pictures_of(made)
    notes = notes_of(store, made)
    linked = pictures_of(made, picture_links(made))
    page = html(report_of(made, papers, linked, notes)).encode()
    text = markdown(report_of(made, papers, pictures, notes)).encode()
    data = as_json(made, papers, notes).encode()
    references = "".join(map(bibtex, papers.values())).encode()
    yield ReportFile("report.html", "The report, to read in a browser.", "text/html", page)
    yield ReportFile("report.md", "The report as Markdown.", "text/markdown", text)
    yield ReportFile("synthesis.json", "All numbers, for programs.", "application/json", data)
    yield ReportFile("synthesis.ttl", "All numbers as RDF.", "text/turtle", _turtle(store, made))
    yield ReportFile("references.bib", "The papers.", "application/x-bibtex", references)
    yield ReportFile("claims.csv", "The claims behind the numbers.", "text/csv", claims_csv(made))
    for picture in pictures:
        name, title = f"pictures/{picture.name}", picture.title
        yield ReportFile(f"{name}.svg", title, "image/svg+xml", picture.svg.encode())
        yield ReportFile(f"{name}.csv", f"Data of: {title}", "text/csv", picture.csv.encode())


def write_index(made: Iterable[Synthesis], folder: Path) -> Path:
    """Write ``index.html``: one row a synthesis, each with the way to its report below the folder."""
    rows = tuple(tuple(_row(one)) for one in made)
    heads = ("subject", *VOTE_HEADS, "finding")
    table = Table("Every outcome category with claims", heads, rows, frozenset(range(1, 6)))
    report = Report("Syntheses", (Section("all", "All categories", (table,)),))
    return _written(folder / "index.html", html(report).encode())


def _row(made: Synthesis) -> Iterator[Words]:
    counts, share = made.counts, made.proportion
    report = f"./{made.question.name}/report.html"
    yield (Link(made.question.label, report),)
    for vote in VOTES:
        yield _opened(getattr(counts, vote), f"{report}#vote-{vote}")
    yield _opened(counts.studies, f"{report}#voting")
    yield (short(share),)
    for p in (share.p, made.tested.p):
        yield ("–" if p is None else p_value(p),)
    yield (headline(made.question, counts),)


def _opened(count: int, to: str) -> Words:
    return (Link(f"{count:,}", to),) if count else ("0",)


def _written(path: Path, content: bytes) -> Path:
    with replacing(made_folder(path.parent) / path.name) as stream:
        stream.write(content)
    return path
