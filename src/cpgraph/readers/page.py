"""Pages of the Commonplace, saved as text: one paper with its claims.

What stands where on a page is told in :mod:`cpgraph.readers.page_layout`, how a claim's row is cut in
:mod:`cpgraph.readers.page_claims`. The reader copies what is printed and decides three things only:

- The key is that of the page's address (``/paper/<source>:<id>``) where the lines above the badge show
  one; else the native id of the badge's source where they show that; else a ``manual`` key from title
  and first author, so that loading the page twice is one paper.
- Paper type and evidence level stand on the badge and in the assessment: the assessment wins, and a
  disagreement is a notice.
- ``Fetched …`` is the date of fetching, never a publication date.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cpgraph.errors import SourceError
from cpgraph.model import Author, Paper
from cpgraph.paper_graph import Context, FieldPath
from cpgraph.readers.base import Reading, Source, reading_of
from cpgraph.readers.page_claims import Row, RowError, claim_rows
from cpgraph.readers.page_fields import (
    Assessment,
    Badge,
    Byline,
    address_key,
    assessment_of,
    badge_of,
    byline_of,
    identifiers_in,
    title_of,
)
from cpgraph.readers.page_layout import WHOLE_PAGE, Layout, layout_of, looks_like_page
from cpgraph.readers.page_lines import Line, block, first_text, read_lines
from cpgraph.terms import manual_key
from cpgraph.vocabulary import Vocabulary

__all__ = ["looks_like_page", "read_page"]

_NATIVE_ID = {
    "arxiv": "arxiv_id",
    "openalex": "openalex_id",
    "semantic_scholar": "semantic_scholar_id",
}
_OF_BADGE = ("source", "relevance", "doi", "source_link", "pdf_link")
_ALSO_ON_BADGE = ("paper_type", "evidence_strength")
_OF_BYLINE = ("authors", "published", "fetched", "venue")
_OF_ROW = ("direction", "confidence", "category", "outcome")


def read_page(source: Source, context: Context) -> Iterator[Reading]:
    """The paper of a page saved as text (UTF-8, or gzip of it); always exactly one.

    :raises SourceError: this is no page, not a whole one, or its claims do not agree with their count.
    """
    layout = layout_of(read_lines(source), source.name)
    page = _page(layout, source.name, context.vocabulary)
    yield reading_of(
        _paper(page), source, context, line_at=_Places(page).line_at, notices=tuple(_notices(page))
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """A page whose lines are read."""

    layout: Layout
    title: str
    badge: Badge
    byline: Byline
    assessment: Assessment
    rows: list[Row]
    behind_rows: Line | None
    vocabulary: Vocabulary


def _page(layout: Layout, name: str, vocabulary: Vocabulary) -> _Page:
    byline = byline_of(layout.byline.words)
    if byline is None:
        problem = "the line above the badge line is no byline 'authors · Month DD, YYYY[ · venue]'"
        raise SourceError(name, f"{problem}; {WHOLE_PAGE}", line=layout.byline.number)
    try:
        rows, behind = claim_rows(
            layout.claims,
            layout.claims_heading,
            _count(layout),
            vocabulary,
            ended=layout.notes is not None,
        )
    except RowError as error:
        raise SourceError(name, str(error), line=error.line) from error
    assessment = assessment_of(" ".join(line.words for line in layout.assessment), vocabulary)
    badge = badge_of(layout.badge_cells, vocabulary)
    return _Page(
        layout, title_of(layout.title.words), badge, byline, assessment, rows, behind, vocabulary
    )


def _count(layout: Layout) -> int:
    return int(layout.claims_heading.words.removeprefix("Claims (").removesuffix(")"))


def _paper(page: _Page) -> Paper:
    layout, badge, byline, assessment = page.layout, page.badge, page.byline, page.assessment
    texts = [line.words for line in layout.header]
    identifiers = identifiers_in(texts)
    return Paper(
        key=address_key(texts) or _native_key(page, identifiers) or _manual_key(page),
        title=page.title,
        source=badge.source,
        authors=tuple(Author(name=name) for name in byline.authors),
        authors_not_stated=not byline.authors,
        claims=tuple(row.claim for row in page.rows),
        stated_claim_count=_count(layout),
        themes=assessment.themes,
        headline=layout.headline and layout.headline.words,
        finding=layout.finding and layout.finding.words,
        abstract=block(layout.abstract),
        published=byline.published,
        fetched=byline.fetched,
        venue=byline.venue,
        paper_type=assessment.paper_type or badge.paper_type,
        evidence_strength=assessment.evidence_strength or badge.level,
        evidence_strength_reason=assessment.evidence_strength_reason,
        methods_rigor=assessment.methods_rigor,
        methods_rigor_reason=assessment.methods_rigor_reason,
        relevance=badge.relevance,
        sample=assessment.sample,
        generalizability=assessment.generalizability,
        notes=block(layout.notes or ()),
        source_link=badge.links.get("Source"),
        pdf_link=badge.links.get("PDF"),
        topics=(),  # a page says none of these
        supersedes=(),
        cites=(),
        **{name: block(lines) for name, lines in layout.sections.items()},
        **identifiers,
    )


def _native_key(page: _Page, identifiers: dict[str, str]) -> str | None:
    source = page.vocabulary.find("source", page.badge.source)
    native = identifiers.get(_NATIVE_ID.get(source.key, "")) if source else None
    return f"{source.key}:{native}" if source and native else None


def _manual_key(page: _Page) -> str:
    return manual_key(page.title, next(iter(page.byline.authors), None))


def _notices(page: _Page) -> Iterator[str]:
    """What the reader decided or left out."""
    assessment, badge = page.assessment, page.badge
    yield from _disagreement(
        page, "evidence level", "level", badge.level, assessment.evidence_strength
    )
    yield from _disagreement(
        page, "paper type", "paper-type", badge.paper_type, assessment.paper_type
    )
    if page.layout.assessment and assessment == Assessment() and first_text(page.layout.assessment):
        number = page.layout.assessment[0].number
        yield f"line {number}: the assessment has none of its labels and is left out"
    for line, place in ((page.layout.stray, "Summary"), (page.behind_rows, "the last claim")):
        if line:
            yield f"line {line.number}: the text below {place} belongs to no section and is left out"


def _disagreement(
    page: _Page, what: str, scheme: str, on_badge: str | None, assessed: str | None
) -> Iterator[str]:
    if (
        on_badge
        and assessed
        and _meaning(page, scheme, on_badge) != _meaning(page, scheme, assessed)
    ):
        place = f"line {page.layout.badge.number}: the badge says {what} {on_badge!r}"
        yield f"{place}, the assessment {assessed!r}; the assessment is kept"


def _meaning(page: _Page, scheme: str, spelling: str) -> str:
    concept = page.vocabulary.find(scheme, spelling)
    return concept.key if concept else spelling


class _Places:
    """The lines of a paper's fields."""

    def __init__(self, page: _Page) -> None:
        self._rows = page.rows
        self._byline = page.layout.byline.number
        self._lines = dict(_field_lines(page))

    def line_at(self, path: FieldPath) -> int | None:
        """The 1-based line where a field stands, or None where the page does not have it."""
        if path.part == "authors":
            return self._byline
        if path.part == "claims":
            return _line_in_row(self._rows[path.index], path.field)
        return self._lines.get(path.field)


def _line_in_row(row: Row, field: str) -> int:
    if field == "source_score":
        return row.score_line or row.line
    return row.cells_line if field in _OF_ROW else row.line


def _field_lines(page: _Page) -> Iterator[tuple[str, int]]:
    layout = page.layout
    assessment = first_text(layout.assessment)
    for name in Assessment._fields:
        on_badge = name in _ALSO_ON_BADGE and getattr(page.assessment, name) is None
        yield name, (layout.badge if on_badge or not assessment else assessment).number
    yield from ((name, layout.badge.number) for name in _OF_BADGE)
    yield from ((name, layout.byline.number) for name in _OF_BYLINE)
    yield from ((name, layout.title.number) for name in ("", "key", "title"))
    yield "stated_claim_count", layout.claims_heading.number
    blocks = {"abstract": layout.abstract, "notes": layout.notes or (), **layout.sections}
    lines = {"headline": layout.headline, "finding": layout.finding}
    lines |= {name: first_text(of_block) for name, of_block in blocks.items()}
    yield from ((name, line.number) for name, line in lines.items() if line)
