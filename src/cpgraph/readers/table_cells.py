"""What a cell says, by the rule of its column."""

from __future__ import annotations

import re
from collections.abc import Callable

from cpgraph.errors import CpgraphError, did_you_mean
from cpgraph.paper_graph import Context, bare_doi, bare_id
from cpgraph.readers.plain_words import has_controls, plain
from cpgraph.readers.table_dates import iso_date
from cpgraph.readers.table_fields import Field, Kind
from cpgraph.readers.table_mapping import ColumnRule

Value = str | int | list[str]

_BROKEN = re.compile(r"#(?:REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|N/A|SPILL!|CALC!)|Err:[0-9]{3}")
_WHOLE = re.compile(r"([0-9]{1,9})(?:\.0+)?", re.ASCII)
#: Texts that are the same in several spellings.
_TIDIED: dict[str, Callable[[str], str]] = {
    "title": plain,
    "doi": bare_doi,
    **dict.fromkeys(("arxiv_id", "openalex_id", "semantic_scholar_id"), bare_id),
}
_LISTED = 8
_SHOWN = 60


class CellError(CpgraphError):
    """What is wrong with one cell, without its place."""


def cell_value(text: str, rule: ColumnRule, context: Context) -> Value | None:
    """What a cell means; None where it is not stated.

    :raises CellError: it means nothing that the field can hold.
    """
    said = rule.values.get(text.casefold(), text)
    if not said:
        return None
    if said is text:
        _refuse_damage(text)
    field = rule.field
    if field.kind is Kind.LIST:
        return _items(said, rule, context)
    if field.kind is Kind.DATE:
        return _date(said, rule)
    if field.kind is Kind.DECIMAL:
        return _number(said, rule)
    if field.scheme:
        return _key(said, field, context, translated=said is not text)
    tidied = _TIDIED.get(field.name)
    return tidied(said) if tidied else said


def constant_value(text: str, field: Field, context: Context) -> Value | None:
    """What a constant of the mapping means."""
    return cell_value(text, ColumnRule(field), context)


def _refuse_damage(text: str) -> None:
    if _BROKEN.fullmatch(text):
        problem = (
            f"{text} is a spreadsheet's sign of a broken formula; correct it, or leave it empty"
        )
        raise CellError(problem)
    if has_controls(text):
        raise CellError("holds a control character; remove it")


def _items(text: str, rule: ColumnRule, context: Context) -> list[str] | None:
    """The items of a list; in the parts of objects, such as ORCIDs, an empty one holds its place."""
    items = [item.strip() for item in text.split(rule.separator.strip() or rule.separator)]
    found: list[str] = []
    for item in items:
        said = rule.values.get(item.casefold(), item)
        if said and rule.field.scheme:
            said = _key(said, rule.field, context, translated=said is not item)
        if said or rule.field.parts:
            found.append(said)
    return found if any(found) else None


def _date(text: str, rule: ColumnRule) -> str:
    found = iso_date(text, rule.dates)
    if found is None:
        known = " or ".join((*rule.dates, "YYYY-MM-DD", "YYYY-MM", "YYYY"))
        problem = f"{_shown(text)} is no date written {known}"
        raise CellError(f"{problem}; correct it, or state dates: in the mapping")
    return found


def _number(text: str, rule: ColumnRule) -> str | int:
    number = text.replace(",", ".") if rule.decimal == "," else text
    if rule.field.name == "source_score":
        return number
    whole = _WHOLE.fullmatch(number)
    if whole is None and rule.field.name == "stated_claim_count":
        raise CellError(f"{_shown(text)} is no whole number; correct it")
    return int(whole[1]) if whole else number


def _key(text: str, field: Field, context: Context, *, translated: bool) -> str:
    """The key of the concept that a cell names."""
    scheme = field.scheme or ""
    if text == "NULL" and scheme == "direction" and not translated:
        problem = (
            "NULL can mean that no effect was found or that nothing is stated; say which with values: "
            'in the mapping ("NULL": "null", or "NULL": "")'
        )
        raise CellError(problem)
    concept = context.vocabulary.find(scheme, text)
    if concept is None:
        near = context.vocabulary.nearest(scheme, text)
        known = [one.key for one in context.vocabulary.of(scheme)]
        hint = did_you_mean(near) if near else f"there are {_listed(known)}"
        problem = f"{_shown(text)} is no {scheme.replace('-', ' ')}"
        raise CellError(f"{problem}; {hint} (or translate it with values: in the mapping)")
    return concept.key


def _listed(known: list[str]) -> str:
    return ", ".join(known[:_LISTED]) + (", …" if len(known) > _LISTED else "")


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
