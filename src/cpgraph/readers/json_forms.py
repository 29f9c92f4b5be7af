"""Which format a file of JSON is in, by its beginning."""

from __future__ import annotations

import re

_ID = r'(?<!\\)"id"\s*:\s*"https?://(?:api\.)?openalex\.org/'
_BEGINS = re.compile(
    rf'\s*\{{\s*"meta"\s*:\s*\{{[^{{}}]*\}}\s*,\s*"results"\s*:\s*\[\s*(?:\]|\{{\s*{_ID})'
    rf"|\s*\[?\s*\{{\s*{_ID}"
)
_HOLDS = re.compile(rf"{_ID}(?:works/)?W[0-9]")
_AUTHORSHIPS = re.compile(r'(?<!\\)"authorships"\s*:')
_INDEX = re.compile(r'(?<!\\)"abstract_inverted_index"\s*:\s*(?:\{|null)')

_CSL = re.compile(
    r'(?<!\\)"(?:issued|container-title|date-parts|family)"\s*:'
    r'|(?<!\\)"type"\s*:\s*"(?:article(?:-\w+)?|bill|book|broadcast|chapter|dataset|document|entry'
    r"(?:-\w+)?|figure|graphic|hearing|interview|legal_case|legislation|manuscript|map|motion_picture"
    r"|musical_score|pamphlet|paper-conference|patent|performance|periodical|personal_communication"
    r"|post(?:-weblog)?|regulation|report|review(?:-book)?|software|song|speech|standard|thesis|treaty"
    r'|webpage)"'
)
#: What only records have: a record with a field too many is told so by its own reader.
_RECORD = re.compile(
    r'(?<!\\)"(?:authors|authors_not_stated|claims|themes|headline|finding|published)"\s*:'
)


def looks_like_csl(text: str) -> bool:
    """Whether a file that begins like this is a bibliography in CSL-JSON.

    >>> looks_like_csl('[{"id": "a", "type": "book", "title": "A"}]')
    True
    >>> looks_like_csl('[{"title": "A", "paper_type": "rct"}]')
    False
    """
    is_json = text.lstrip("\ufeff \t\r\n").startswith(("{", "["))
    return is_json and bool(_CSL.search(text)) and not _RECORD.search(text)


def looks_like_openalex(text: str) -> bool:
    """Whether a file that begins like this holds an answer of OpenAlex.

    >>> looks_like_openalex('{"id": "https://openalex.org/W1", "doi": null, "title": "A"}')
    True
    >>> looks_like_openalex('{"title": "A", "openalex_id": "https://openalex.org/W1"}')
    False
    """
    if _INDEX.search(text) or (_AUTHORSHIPS.search(text) and _HOLDS.search(text)):
        return True
    return bool(_BEGINS.match(text)) and not _RECORD.search(text)
