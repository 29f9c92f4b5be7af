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


def looks_like_openalex(text: str) -> bool:
    """Whether a file that begins like this holds an answer of OpenAlex.

    >>> looks_like_openalex('{"id": "https://openalex.org/W1", "doi": null, "title": "A"}')
    True
    >>> looks_like_openalex('{"title": "A", "openalex_id": "https://openalex.org/W1"}')
    False
    """
    begins = _BEGINS.match(text) or _INDEX.search(text)
    return bool(begins or (_HOLDS.search(text) and _AUTHORSHIPS.search(text)))
