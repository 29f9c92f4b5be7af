"""The fields of a page's lines: badge, byline, title, assessment, identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote

from cpgraph.readers.page_lines import stated
from cpgraph.vocabulary import Vocabulary

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December")  # fmt: skip
_BYLINE = re.compile(
    r"(?:(?P<authors>.*?)\s+·\s+|·?\s*)"
    rf"(?P<fetched>Fetched )?(?P<month>{'|'.join(_MONTHS)}) (?P<day>\d{{1,2}}), (?P<year>\d{{4}})"
    r"(?:\s+·(?P<venue>(?:\s.*)?))?",
    re.ASCII,
)
_NAME_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV")
_MARKUP = re.compile(
    r"(?:<|&lt;)/?(?:scp|sc|i|b|em|strong|sub|sup|u|tt|span|p|italic|bold|title|(?:jats|mml):\w+)"
    r"(?:\s+[\w:-]+=[^<>]{0,200}?)?/?(?:>|&gt;)",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[?(DOI|Source|PDF)\]?(?: ?[(<](\S+?)[)>](?=\s|$))?")
_VERSION = r"(?:v\d+)?"
_IDENTIFIERS = {
    "doi": re.compile(r"(?:doi\.org/|\bdoi:\s*)(10\.\d{4,9}/[^\s<>\])]+)", re.IGNORECASE),
    "arxiv_id": re.compile(
        r"(?:\barxiv:\s*|arxiv\.org/(?:abs|pdf)/)(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})",
        re.IGNORECASE,
    ),
    "openalex_id": re.compile(r"openalex\.org/(?:works/)?(W\d+)", re.IGNORECASE),
    "semantic_scholar_id": re.compile(
        r"semanticscholar\.org/paper/(?:[^\s/]+/)?([0-9a-f]{40})\b", re.IGNORECASE
    ),
}
_ADDRESS = re.compile(
    r"/paper/(?P<source>[a-z_]+)(?::|%3A)(?P<native>[^\s<>()\[\]?#]+)", re.IGNORECASE
)

_SAMPLE = re.compile(r"(?<!\S)Sample(?=n/a|[A-Z0-9\"'“‘(\[~≈<>$€£—])")
_LEVEL = re.compile(r"(?P<level>\S+)(?:\s+—)?(?:\s+(?P<reason>.*))?")


class Badge(NamedTuple):
    """The badge line; ``links`` are the addresses that a saved page shows behind its link words."""

    source: str
    paper_type: str | None
    level: str | None
    relevance: int | str | None
    links: dict[str, str]


class Byline(NamedTuple):
    """The byline; one of the dates is None: a date of fetching is no publication date."""

    authors: tuple[str, ...]
    published: str | None
    fetched: str | None
    venue: str | None


class Assessment(NamedTuple):
    """The assessment line; what it does not say is None."""

    paper_type: str | None = None
    evidence_strength: str | None = None
    evidence_strength_reason: str | None = None
    methods_rigor: str | None = None
    methods_rigor_reason: str | None = None
    sample: str | None = None
    themes: tuple[str, ...] = ()
    generalizability: str | None = None


def badge_of(match: re.Match[str], vocabulary: Vocabulary) -> Badge:
    """The cells of a badge line.

    :param match: a line as :data:`~cpgraph.readers.page_layout.BADGE` describes it.
    """
    head = match["head"].split()
    length = 2 if vocabulary.find("source", " ".join(head[:2])) else 1
    relevance = stated(match["relevance"])
    return Badge(
        " ".join(head[:length]),
        stated(" ".join(head[length:])),
        stated(match["level"]),
        int(relevance) if relevance and re.fullmatch(r"[0-9]{1,9}", relevance) else relevance,
        {word: address for word, address in _LINK.findall(match["links"]) if address},
    )


def byline_of(words: str) -> Byline | None:
    """Authors, date and venue, or None where the line has no date.

    The first part between ``·`` that is a date is the anchor, as no author is called like one; so a
    dot can occur in names and venue.

    >>> byline_of("Ana Ribó, B. C. Doe, Jr. · May 3, 2026 · A · B")
    Byline(authors=('Ana Ribó', 'B. C. Doe, Jr.'), published='2026-05-03', fetched=None, venue='A · B')
    >>> byline_of("Ana Ribó · Fetched June 10, 2026").published is None
    True
    """
    match = _BYLINE.fullmatch(words)
    if match is None:
        return None
    date = f"{match['year']}-{_MONTHS.index(match['month']) + 1:02}-{int(match['day']):02}"
    return Byline(
        tuple(_names(match["authors"] or "")),
        None if match["fetched"] else date,
        date if match["fetched"] else None,
        stated(match["venue"]),
    )


def _names(authors: str) -> list[str]:
    """Names at the commas; a comma before ``Jr.`` and its like belongs to the name."""
    names: list[str] = []
    for name in filter(None, map(stated, authors.split(","))):
        if names and _NAME_SUFFIX.fullmatch(name):
            names[-1] += f", {name}"
        else:
            names.append(name)
    return names


def title_of(words: str) -> str:
    """A title without publishers' markup and a trailing ``*``.

    U+2010 and U+2011, which sources use at random for the hyphen, become ``-``, so that a title keeps
    its identity. HTML entities stay, save those that are markup themselves.

    >>> title_of("Human‐<scp>AI</scp> teams &amp; x < y *")
    'Human-AI teams &amp; x < y'
    """
    plain = _MARKUP.sub("", words).replace("\u2010", "-").replace("\u2011", "-")
    return re.sub(r"\s+\*+$", "", " ".join(plain.split()))


def assessment_of(words: str, vocabulary: Vocabulary) -> Assessment:
    """The values behind the labels, which are glued to them: ``Paper Typerct Evidence Strengthhigh``.

    Labels stand in a fixed order and any may be missing. ``Sample`` is a word of the texts, too: the
    label is the first that an upper-case letter, a digit, a quote or bracket, or ``n/a`` follows.
    """
    values = _labelled(words)
    strength, strength_reason = _level(values.get("Evidence Strength"))
    rigor, rigor_reason = _level(values.get("Methods Rigor"))
    return Assessment(
        stated(values.get("Paper Type")),
        strength,
        strength_reason,
        rigor,
        rigor_reason,
        stated(values.get("Sample")),
        _themes(values.get("Themes", ""), vocabulary),
        stated(values.get("Generalizability")),
    )


def _labelled(words: str) -> dict[str, str]:
    """The text behind each label, up to the next one."""
    found: dict[str, tuple[int, int]] = {}
    position = 0
    for label in ("Paper Type", "Evidence Strength", "Methods Rigor", "Themes", "Generalizability"):
        match = re.compile(rf"(?<!\S){label}(?=[^\s.,;:)])").search(words, position)
        if match:
            found[label] = match.span()
            position = match.end()
    before = [
        end for label, (_, end) in found.items() if label not in {"Themes", "Generalizability"}
    ]
    behind = [found[label][0] for label in ("Themes", "Generalizability") if label in found]
    sample = _SAMPLE.search(words, max(before, default=0), min(behind, default=len(words)))
    if sample:
        found["Sample"] = sample.span()
    spans = sorted((start, end, label) for label, (start, end) in found.items())
    stops = [*(start for start, _, _ in spans), len(words)][1:]
    return {label: words[end:stop] for (_, end, label), stop in zip(spans, stops, strict=True)}


def _level(value: str | None) -> tuple[str | None, str | None]:
    """Level and reason, split at the dash directly after the level word; later dashes are text."""
    match = _LEVEL.fullmatch(" ".join((value or "").split()))
    return (stated(match["level"]), stated(match["reason"])) if match else (None, None)


def _themes(value: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Themes separated by blanks; a label of several words counts as one where it is known."""
    words = (stated(value) or "").split()
    themes: list[str] = []
    start = 0
    while start < len(words):
        spans = (" ".join(words[start : start + length]) for length in (4, 3, 2))
        theme = next((span for span in spans if vocabulary.find("theme", span)), words[start])
        themes.append(theme.strip(","))
        start += len(theme.split())
    return tuple(dict.fromkeys(themes))


def identifiers_in(texts: Iterable[str]) -> dict[str, str]:
    """External identifiers, bare, by the field of a paper; the first of each kind.

    >>> identifiers_in(["arXiv:2401.00001v2 [econ.GN]", "https://doi.org/10.1000/abc."])
    {'doi': '10.1000/abc', 'arxiv_id': '2401.00001'}
    """
    text = "\n".join(texts)
    found = ((name, pattern.search(text)) for name, pattern in _IDENTIFIERS.items())
    return {name: match[1].rstrip(".,;") for name, match in found if match}


def address_key(texts: Iterable[str]) -> str | None:
    """The key in a page's address, percent-encoded or not, or None.

    >>> address_key(["https://site.example/paper/openalex%3AW123?x=1"])
    'openalex:W123'
    """
    match = _ADDRESS.search("\n".join(texts))
    if match is None:
        return None
    return f"{match['source'].lower()}:{unquote(match['native']).rstrip('/.,;')}"
