"""Readings that say only where a paper was published, and leave alone what people made of it.

Bibliographic sources (OpenAlex, BibTeX, RIS, CSL-JSON) hold no claims. Where a store holds the paper
already, they replace what they state and keep the rest: claims, themes, summary, assessment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from itertools import zip_longest
from typing import Any, TypeVar

from cpgraph.model import Author, Paper
from cpgraph.paper_graph import Context, FieldPath, paper_from_triples, paper_triples
from cpgraph.rdf import Triple
from cpgraph.readers.base import PaperReading, Source, reading_of
from cpgraph.readers.plain_words import plain
from cpgraph.terms import normalise

T = TypeVar("T")

_DATE = re.compile("[0-9]{4}-[0-9]{2}(-[0-9]{2})?")

#: Fields that are the source's to say. It never says of the others, so that the stored ones stay.
_SAID = frozenset(
    {
        *("key", "title", "authors", "topics", "abstract", "published", "venue", "kind"),
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
    :param coarse: fields in which the source is less exact than others, so that the stored ones stay.
    :param name: what the source calls it, where that is not the key.
    """

    paper: Paper
    notices: tuple[str, ...] = ()
    is_cut: bool = False
    retraction: str | None = None
    coarse: frozenset[str] = frozenset()
    name: str = ""

    def over(self, before: Paper) -> Paper:
        """The paper, with what the source does not state, or states less closely, as it was before."""
        values = {field.name: self._value(field.name, before) for field in fields(Paper)}
        values["authors"] = self._authors(before)
        values["authors_not_stated"] = self.paper.authors_not_stated and not values["authors"]
        if before.retracted in {None, self.retraction}:
            values["retracted"] = self.paper.retracted
            values["retracted_on"] = before.retracted_on if self.paper.retracted else None
        return Paper(**values)

    def _value(self, name: str, before: Paper) -> Any:
        new, old = getattr(self.paper, name), getattr(before, name)
        if name not in _SAID or name in self.coarse:
            return _first_stated(old, new)
        return old if _is_closer(old, new) else _first_stated(new, old)

    def _authors(self, before: Paper) -> tuple[Author, ...]:
        new, old = self.paper.authors, before.authors
        if not new or (self.is_cut and len(old) > len(new)):
            return old
        pairs = zip_longest(new, old[: len(new)])
        return tuple(_one_person(author, known) for author, known in pairs)


def _first_stated(first: T, second: T) -> T:
    return second if first is None or first == () else first


def _is_closer(old: object, new: object) -> bool:
    """Whether an old text says the same as a new one, with its lines or markup, or a date its day."""
    if not isinstance(old, str) or not isinstance(new, str):
        return False
    return plain(old) == plain(new) or bool(_DATE.fullmatch(old) and old.startswith(new))


def _one_person(new: Author, old: Author | None) -> Author:
    """The author as the source states it, with what was known before of one of the same name."""
    if old is None or _spellings(new).isdisjoint(_spellings(old)):
        return new
    name = old.name if _spelling(new.name) in _spellings(old) else new.name
    printed = new.name_as_printed or old.name_as_printed
    return Author(
        name=name,
        name_as_printed=printed if printed != name else None,
        orcid=new.orcid or old.orcid,
        openalex_id=new.openalex_id or old.openalex_id,
        affiliation=new.affiliation or old.affiliation,
    )


def _spellings(author: Author) -> set[tuple[str, ...]]:
    return {_spelling(name) for name in (author.name, author.name_as_printed) if name}


def _spelling(name: str) -> tuple[str, ...]:
    """The words of a name, whatever their order, their case and the signs between them."""
    return tuple(sorted(re.findall(r"\w+", normalise(name).casefold())))


def bibliographic_reading(
    described: Described,
    source: Source,
    context: Context,
    line_at: Callable[[FieldPath], int | None],
) -> PaperReading:
    """The reading of a paper that came without claims; ``over`` keeps those that a store holds."""

    def reading(paper: Paper, more: Iterable[Triple] = ()) -> PaperReading:
        notices = tuple(f"{described.name or paper.key}: {text}" for text in described.notices)
        made = reading_of(paper, source, context, line_at=line_at, notices=notices)
        return replace(made, triples=list(dict.fromkeys([*made.triples, *more])))

    def over(stored: list[Triple]) -> PaperReading:
        iri = context.iris.paper(described.paper.key)
        before = paper_from_triples(stored, iri, context.vocabulary)
        return reading(described.over(before), beside(stored, before, iri, context))

    return replace(reading(described.paper), over=over)


def beside(stored: list[Triple], before: Paper, iri: str, context: Context) -> list[Triple]:
    """What a stored graph holds that the model has no field for; of authors, who change, nothing."""
    known = set(paper_triples(before, context))
    of_authors = (f"{iri}#author-", f"{iri}#authorship-")
    return [
        triple
        for triple in stored
        if triple not in known and not getattr(triple.subject, "value", "").startswith(of_authors)
    ]
