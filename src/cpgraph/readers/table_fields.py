"""The fields that a column of a table can fill: named as in a record and in the tables of ``export``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from msgspec import Struct, inspect

from cpgraph.readers.record_fields import (
    AuthorFields,
    ClaimFields,
    OutcomeFields,
    QuoteFields,
    RecordFields,
    RetractionFields,
    TopicFields,
)
from cpgraph.readers.record_tree import Steps


class Kind(StrEnum):
    """How a cell is read."""

    TEXT = "text"
    LIST = "list"
    DATE = "date"
    DECIMAL = "decimal"


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    :param path: the steps to it in the record of a paper, or of a claim.
    :param scheme: the vocabulary of its values, where it has one.
    :param parts: the field is one of the parts of a list of objects, such as the ORCIDs of authors.
    """

    name: str
    path: Steps
    meaning: str
    of_claim: bool = False
    kind: Kind = Kind.TEXT
    scheme: str | None = None
    parts: bool = False


#: Field -> scheme of the vocabulary its values are from.
_SCHEMES = {
    "source": "source", "themes": "theme", "paper_type": "paper-type",
    "evidence_strength": "level", "methods_rigor": "level", "direction": "direction",
    "confidence": "confidence", "category": "category", "outcome_category": "category",
    "outcome_polarity": "polarity", "role": "role", "extraction": "extraction",
    "quote_status": "quote-status",
}  # fmt: skip
_KINDS = {
    **dict.fromkeys(("themes", "cites", "supersedes", "claim_supersedes", "outcome_exact_match",
                     "authors", "topics"), Kind.LIST),
    **dict.fromkeys(("published", "fetched", "retracted_on"), Kind.DATE),
    **dict.fromkeys(("relevance", "source_score", "stated_claim_count"), Kind.DECIMAL),
}  # fmt: skip
_LEFT_OUT = {"id", "authors_not_stated", "summary", "claims"}
_OUTCOME = {name: f"outcome_{name}" for name in ("category", "polarity", "exact_match")}
_AUTHOR = {
    "orcid": "author_orcids",
    "openalex_id": "author_openalex_ids",
    "affiliation": "author_affiliations",
    "name_as_printed": "author_names_as_printed",
}


@cache
def fields() -> dict[str, Field]:
    """Every field by its name, papers' first.

    >>> fields()["direction"].of_claim, fields()["author_orcids"].kind.value
    (True, 'list')
    """
    return {field.name: field for field in (*_paper_fields(), *_claim_fields())}


def _paper_fields() -> list[Field]:
    meanings = _meanings(RecordFields)
    found = [
        _field(name, (name, "reason") if name == "retracted" else (name,), meaning)
        for name, meaning in meanings.items()
        if name not in _LEFT_OUT
    ]
    date = _meanings(RetractionFields)["date"]
    found.append(_field("retracted_on", ("retracted", "date"), date))
    authors = _meanings(AuthorFields)
    found += [_part(own, ("authors", name), authors[name]) for name, own in _AUTHOR.items()]
    found.append(_part("topic_iris", ("topics", "iri"), _meanings(TopicFields)["iri"]))
    return found


def _claim_fields() -> list[Field]:
    meanings = _meanings(ClaimFields)
    names = {"text": "claim", "retracted": "claim_retracted", "supersedes": "claim_supersedes"}
    paths = {"outcome": ("outcome", "label"), "quote": ("quote", "text")}
    found = [
        _field(names.get(name, name), paths.get(name, (name,)), meaning, of_claim=True)
        for name, meaning in meanings.items()
    ]
    of_outcome = _meanings(OutcomeFields)
    found += [
        _field(own, ("outcome", name), of_outcome[name], of_claim=True)
        for name, own in _OUTCOME.items()
    ]
    status = _meanings(QuoteFields)["status"]
    found.append(_field("quote_status", ("quote", "status"), status, of_claim=True))
    return found


def _field(name: str, path: Steps, meaning: str, *, of_claim: bool = False) -> Field:
    kind = _KINDS.get(name, Kind.TEXT)
    return Field(name, path, meaning, of_claim, kind, _SCHEMES.get(name))


def _part(name: str, path: Steps, meaning: str) -> Field:
    return Field(name, path, meaning, kind=Kind.LIST, parts=True)


def _meanings(struct: type[Struct]) -> dict[str, str]:
    """The fields of a struct with what each means."""
    described = inspect.type_info(struct)
    found: dict[str, str] = {}
    for field in described.fields if isinstance(described, inspect.StructType) else ():
        schema = (
            field.type.extra_json_schema if isinstance(field.type, inspect.Metadata) else None
        ) or {}
        found[field.encode_name] = str(schema.get("description", ""))
    return found
