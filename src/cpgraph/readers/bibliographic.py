"""Readings that say only where a paper was published, and leave alone what people made of it.

Bibliographic sources (OpenAlex, BibTeX, RIS, CSL-JSON) hold no claims. Where a store holds the paper
already, they replace what they state and keep the rest: claims, themes, summary, assessment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from cpgraph.model import Paper
from cpgraph.paper_graph import Context, FieldPath, paper_from_triples, paper_triples
from cpgraph.rdf import Triple
from cpgraph.readers.base import PaperReading, Source, reading_of

T = TypeVar("T")

#: Fields that are the source's to say. It never says of the others, so that the stored ones stay.
_SAID = frozenset(
    {
        *("key", "title", "source", "authors", "topics", "abstract", "published", "venue", "kind"),
        *("doi", "arxiv_id", "openalex_id", "semantic_scholar_id", "source_link", "pdf_link"),
        "cites",
    }
)


@dataclass(frozen=True, slots=True)
class Described:
    """A paper as a bibliographic source describes it.

    :param notices: what the user should know although nothing is wrong.
    :param is_cut: the source gives only the first of many authors.
    :param retraction: the words in which the source itself says that a paper is retracted; a stored
        retraction in these words is the source's to take back, one in other words is somebody's.
    """

    paper: Paper
    notices: tuple[str, ...] = ()
    is_cut: bool = False
    retraction: str | None = None

    def over(self, before: Paper) -> Paper:
        """The paper, with what the source does not state as it was before."""
        paper = self.paper
        values: dict[str, Any] = {}
        for name in (field.name for field in fields(Paper)):
            new, old = getattr(paper, name), getattr(before, name)
            values[name] = _first_stated(new, old) if name in _SAID else _first_stated(old, new)
        if self.is_cut and len(before.authors) > len(paper.authors):
            values["authors"] = before.authors
        values["authors_not_stated"] = paper.authors_not_stated and not values["authors"]
        if before.retracted in {None, self.retraction}:
            values["retracted"] = paper.retracted
            values["retracted_on"] = before.retracted_on if paper.retracted else None
        return replace(paper, **values)


def _first_stated(first: T, second: T) -> T:
    return second if first is None or first == () else first


def bibliographic_reading(
    described: Described,
    source: Source,
    context: Context,
    line_at: Callable[[FieldPath], int | None],
) -> PaperReading:
    """The reading of a paper that came without claims; ``over`` keeps those that a store holds."""

    def reading(paper: Paper, more: Iterable[Triple] = ()) -> PaperReading:
        notices = tuple(f"{paper.key}: {text}" for text in described.notices)
        made = reading_of(paper, source, context, line_at=line_at, notices=notices)
        return replace(made, triples=list(dict.fromkeys([*made.triples, *more])))

    def over(stored: list[Triple]) -> PaperReading:
        iri = context.iris.paper(described.paper.key)
        before = paper_from_triples(stored, iri, context.vocabulary)
        return reading(described.over(before), _beside(stored, before, iri, context))

    return replace(reading(described.paper), over=over)


def _beside(stored: list[Triple], before: Paper, iri: str, context: Context) -> list[Triple]:
    """What a stored graph holds that the model has no field for; of authors, who change, nothing."""
    known = set(paper_triples(before, context))
    of_authors = (f"{iri}#author-", f"{iri}#authorship-")
    return [
        triple
        for triple in stored
        if triple not in known and not getattr(triple.subject, "value", "").startswith(of_authors)
    ]
