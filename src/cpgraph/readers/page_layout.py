"""The parts of a page: which lines are the title, the abstract, a section, the claims.

A page saved as text stands in this order::

    site name, navigation, back link, banner      ignored
    headline
    title
    authors · date[ · venue]
    source paper_type LEVEL evidence N/10 relevance [DOI] [Source] [PDF]      the anchor
    finding
    abstract                                       may be missing, may be raw text of the PDF
    Summary
    Main Finding, Key Points, Data & Methods, Implications …
    Assessment
    Claims (N)
    Notes                                          may be empty or missing

The badge line is the anchor: title and byline are the two text lines above it, the headline the line
above these, the finding the text line below. Headings stand on a line of their own. A copy without a
badge line has lost its title and authors, too, and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cpgraph.errors import SourceError
from cpgraph.readers.page_lines import Line, first_text

BADGE = re.compile(
    r"(?P<head>\S+(?: \S+){0,4}?) (?P<level>\S+) evidence (?P<relevance>\S+)/10 relevance"
    r"(?P<links>(?: \[?(?:DOI|Source|PDF)\]?(?: ?[(<]\S+[)>])?)*)"
)
CLAIMS = re.compile(r"Claims \((?P<count>\d{1,9})\)", re.ASCII)
_SECTIONS = {
    "main_finding": re.compile(r"Main Findings?"),
    "key_points": re.compile(r"Key Points"),
    "data_and_methods": re.compile(r"Data (?:&|and) Methods"),
    "implications": re.compile(r"Implications(?: [^.:;!?]{1,80})?"),
}
_CLAIMS_HEADER = re.compile(r"Claim\s*Direction\s*Confidence\b.*|ClaimDirection.*")
_CHROME = re.compile(r"←.*|The Commonplace|Home Dashboard\b.*|https?://\S+")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_OTHER_PAGES = {
    "Bottom Line": "a synthesis page",
    "Executive Summary": "a digest page",
    "OutcomePositiveNegativeMixedNullTotal": "an evidence board",
}

WHOLE_PAGE = "save the whole page as text"


@dataclass(slots=True)
class Layout:
    """A page, taken apart; a part that the page does not have is None or empty."""

    title: Line
    byline: Line
    badge: Line
    badge_cells: re.Match[str]
    claims_heading: Line
    claims: Sequence[Line]
    headline: Line | None = None
    header: Sequence[Line] = ()
    """What can show the page's address or identifiers: neither headline nor title."""
    finding: Line | None = None
    abstract: Sequence[Line] = ()
    sections: dict[str, Sequence[Line]] = field(default_factory=dict)
    assessment: Sequence[Line] = ()
    notes: Sequence[Line] | None = None
    stray: Line | None = None
    """The first line of text below ``Summary`` that stands in no section."""


def looks_like_page(head: str) -> bool:
    """Whether text begins like something that the page reader should read or refuse in its own words.

    That is a page; a copy of one without its badge line; HTML source (often a login page).

    >>> looks_like_page("Title\\nA. Author · May 1, 2026\\narxiv rct high evidence 8/10 relevance PDF")
    True
    >>> looks_like_page("@prefix cpg: <https://w3id.org/cpgraph/ontology#> .")
    False
    """
    if _HTML.match(head.lstrip("\ufeff \t\r\n")):
        return True
    lines = [" ".join(line.split()) for line in head.lstrip("\ufeff").splitlines()]
    headings = sum(map(_is_heading, lines))
    return headings > 1 or any(line == "The Commonplace" or BADGE.fullmatch(line) for line in lines)


def _is_heading(words: str) -> bool:
    if words in {"Summary", "Assessment"} or CLAIMS.fullmatch(words):
        return True
    return any(heading.fullmatch(words) for heading in _SECTIONS.values())


def layout_of(lines: Sequence[Line], name: str) -> Layout:
    """A page taken apart.

    :param name: the source, for the errors.
    :raises SourceError: this is no paper page, or not a whole one.
    """
    badge, cells = _badge(lines, name)
    title, byline, above = _title_and_byline(lines[:badge], lines[badge], name)
    claims = _last_index(lines, CLAIMS, badge)
    if claims is None:
        end = next(line for line in reversed(lines) if line.words)
        raise SourceError(
            name, f"the page breaks off before 'Claims (N)'; {WHOLE_PAGE}", line=end.number
        )
    assessment = _last_index(lines[:claims], re.compile("Assessment"), badge)
    rows, notes = _split(lines[claims + 1 :], re.compile("Notes"))
    headline = above[-1] if above and not _CHROME.fullmatch(above[-1].words) else None
    layout = Layout(
        title=title,
        byline=byline,
        badge=lines[badge],
        badge_cells=cells,
        claims_heading=lines[claims],
        claims=[line for line in rows if not _CLAIMS_HEADER.fullmatch(line.words)],
        headline=headline,
        header=[*(line for line in above if line is not headline), byline, lines[badge]],
        assessment=lines[assessment + 1 : claims] if assessment is not None else (),
        notes=notes,
    )
    _read_text(layout, lines[badge + 1 : assessment or claims])
    return layout


def _badge(lines: Sequence[Line], name: str) -> tuple[int, re.Match[str]]:
    matches = ((index, BADGE.fullmatch(line.words)) for index, line in enumerate(lines))
    found = [(index, match) for index, match in matches if match]
    if not found:
        raise _not_a_page(lines, name)
    if len(found) > 1:
        problem = "a second paper's badge line; give each page a file of its own"
        raise SourceError(name, problem, line=lines[found[1][0]].number)
    return found[0]


def _not_a_page(lines: Sequence[Line], name: str) -> SourceError:
    """Why there is no badge line, as precisely as the text tells."""
    first = first_text(lines)
    if first is None:
        return SourceError(name, f"the file is empty; {WHOLE_PAGE}")
    if _HTML.match(first.words):
        problem = "HTML source (often of a login page), not the text of a page"
        hint = "open the paper's page in a browser and save it as text"
        return SourceError(name, f"{problem}; {hint}", line=first.number)
    for line in lines:
        if "".join(line.words.split()) in _OTHER_PAGES or line.words in _OTHER_PAGES:
            kind = _OTHER_PAGES.get(line.words) or _OTHER_PAGES["".join(line.words.split())]
            return SourceError(
                name, f"{kind}, not a paper page; give paper pages", line=line.number
            )
        if _is_heading(line.words):
            problem = (
                f"no badge line above '{line.words}': a reader-mode copy without title and authors"
            )
            return SourceError(name, f"{problem}; {WHOLE_PAGE}", line=line.number)
    problem = "no Commonplace paper page: no line 'source paper_type LEVEL evidence N/10 relevance'"
    return SourceError(name, f"{problem}; {WHOLE_PAGE}, or name the format with --from")


def _title_and_byline(
    above: Sequence[Line], badge: Line, name: str
) -> tuple[Line, Line, Sequence[Line]]:
    texts = [line for line in above if line.words]
    if len(texts) < 2 or any(_CHROME.fullmatch(line.words) for line in texts[-2:]):  # noqa: PLR2004 two lines
        problem = "title and byline are missing above the badge line"
        raise SourceError(name, f"{problem}; {WHOLE_PAGE}", line=badge.number)
    return texts[-2], texts[-1], texts[:-2]


def _read_text(layout: Layout, lines: Sequence[Line]) -> None:
    """Finding, abstract and sections: what stands between the badge line and the assessment."""
    starts = _section_starts(lines)
    first = min(starts.values(), default=len(lines))
    summary = _last_index(lines[:first], re.compile("Summary"))
    before = lines[: first if summary is None else summary]
    layout.finding = first_text(before)
    if layout.finding:
        layout.abstract = before[before.index(layout.finding) + 1 :]
    if summary is not None:
        layout.stray = first_text(lines[summary + 1 : first])
    ends = [*sorted(starts.values()), len(lines)]
    for section, start in starts.items():
        layout.sections[section] = lines[start + 1 : ends[ends.index(start) + 1]]


def _section_starts(lines: Sequence[Line]) -> dict[str, int]:
    """The first heading of each section; below ``Main Finding`` where there is one.

    Above it lies the abstract, which in raw PDF text can hold such a line, too.
    """
    top = _last_index(lines, _SECTIONS["main_finding"]) or 0
    starts: dict[str, int] = {}
    for index, line in enumerate(lines[top:], top):
        for section, heading in _SECTIONS.items():
            if section not in starts and heading.fullmatch(line.words):
                starts[section] = index
    return starts


def _last_index(lines: Sequence[Line], heading: re.Pattern[str], after: int = -1) -> int | None:
    found = (i for i in range(len(lines) - 1, after, -1) if heading.fullmatch(lines[i].words))
    return next(found, None)


def _split(
    lines: Sequence[Line], heading: re.Pattern[str]
) -> tuple[Sequence[Line], Sequence[Line] | None]:
    """The lines above and below the first line that is this heading."""
    for index, line in enumerate(lines):
        if heading.fullmatch(line.words):
            return lines[:index], lines[index + 1 :]
    return lines, None
