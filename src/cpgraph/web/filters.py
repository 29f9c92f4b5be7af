"""What a page is asked for by its query string: filters of a stored query, and which page of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import QueryParams

from cpgraph.errors import ParameterError
from cpgraph.vocabulary import Vocabulary
from cpgraph.web.rendering import address

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter as a form shows it: its options with what is chosen, or a text field."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...] = ()  # key, label
    chosen: tuple[str, ...] = ()

    @property
    def is_text(self) -> bool:
        """Whether it is written, not chosen."""
        return not self.options


#: Name in the address -> (parameter of the stored query, label, scheme of its keys or none).
KNOWN = {
    "theme": ("theme", "Theme", "theme"),
    "outcome": ("category", "Outcome category", "category"),
    "direction": ("direction", "Direction", "direction"),
    "type": ("paper_type", "Paper type", "paper-type"),
    "strength": ("level", "Evidence strength", "level"),
    "confidence": ("confidence", "Confidence", "confidence"),
    "source": ("source", "Source", "source"),
    "since": ("since", "From", None),
    "until": ("until", "To", None),
    "text": ("text", "Text", None),
}


class Asked:
    """The filters of one request, and its page."""

    def __init__(self, query: QueryParams, names: Iterable[str], vocabulary: Vocabulary) -> None:
        self.names = tuple(names)
        self._vocabulary = vocabulary
        self.given = {
            name: tuple(self._said(name, value) for value in query.getlist(name) if value.strip())
            for name in self.names
        }
        self.page = _page(query.get("page", "1"))
        self.sort = query.get("sort") or None

    def _said(self, name: str, value: str) -> str:
        """The key of the concept that is meant, in whatever spelling; what is not known, as it is."""
        scheme = KNOWN[name][2]
        concept = self._vocabulary.find(scheme, value) if scheme else None
        return concept.key if concept else value

    @property
    def arguments(self) -> dict[str, Any]:
        """Arguments of the stored query."""
        return {
            KNOWN[name][0]: list(values) if KNOWN[name][2] else values[0]
            for name, values in self.given.items()
            if values
        }

    @property
    def filters(self) -> list[Filter]:
        """The filters, for a form."""
        return [self._filter(name) for name in self.names]

    def _filter(self, name: str) -> Filter:
        _, label, scheme = KNOWN[name]
        options = tuple((c.key, c.label) for c in self._vocabulary.of(scheme)) if scheme else ()
        return Filter(name, label, options, self.given[name])

    def address(self, path: str, **changed: Any) -> str:
        """The address of the same with something changed; None leaves it out."""
        return address(path, {**self.given, "sort": self.sort, "page": None, **changed})

    @property
    def offset(self) -> int:
        """Rows before the page."""
        return (self.page - 1) * PAGE


def _page(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:9]) <= 1_000_000:  # noqa: PLR2004 # no store has more
        raise ParameterError("page", text, "give a whole number from 1")
    return int(text)
