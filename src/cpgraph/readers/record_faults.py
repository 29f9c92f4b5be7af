"""Data as a record; what in it does not fit is said in the user's words."""

from __future__ import annotations

import re
from difflib import get_close_matches

import msgspec

from cpgraph.readers.record_fields import PARTS, RecordFields
from cpgraph.readers.record_tree import RecordError, Steps, words

#: What people write -> the field it is here, where the spellings are not alike.
_OTHER_NAMES = {
    "author": "authors",
    "citations": "cites",
    "date": "published",
    "effect": "direction",
    "journal": "venue",
    "keywords": "topics",
    "limitations": "generalizability",
    "references": "cites",
    "retraction": "retracted",
    "score": "source_score",
    "type": "paper_type",
    "url": "source_link",
    "year": "published",
}
_NOUNS = {
    "array": "a list",
    "bool": "true or false",
    "float": "a number",
    "int": "a whole number",
    "object": "an object",
    "str": "text",
}
_GIVEN = {**_NOUNS, "int": "a number", "str": "a string", "null": "nothing"}


def fields_of(data: object) -> RecordFields:
    """The data as a record.

    :raises RecordError: a field is unknown, missing or of another type.
    """
    try:
        return msgspec.convert(data, RecordFields)
    except msgspec.ValidationError as error:
        raise _record_error(str(error)) from error


def _record_error(message: str) -> RecordError:
    """What msgspec has to say, in the user's words."""
    said = re.fullmatch(r"(.*?)(?: - at `(\$[\w.\[\]]*)`)?", message, re.DOTALL)
    problem, place = said.groups() if said else (message, None)
    path = _path(place or "")
    unknown = re.fullmatch(r"Object contains unknown field `(.*)`", problem, re.DOTALL)
    missing = re.fullmatch(r"Object missing required field `(.*)`", problem)
    other = re.fullmatch(r"Expected `(.*)`, got `(.*)`", problem)
    if unknown:
        return RecordError((*path, unknown[1]), _unknown_field(path, unknown[1]))
    if missing:
        return RecordError(path, missing_field((*path, missing[1])))
    if other and other[2] == "null":
        return RecordError(path, missing_field(path))
    if other:
        return RecordError(path, _other_type(path, other[1].split(" | "), other[2]))
    return RecordError(path, f"{words(path)}: {problem}")


def _path(place: str) -> Steps:
    """The steps of msgspec's ``$.claims[2].outcome``."""
    steps = re.findall(r"\.([a-z_]+)|\[([0-9]+)\]", place)
    return tuple(name or int(index) for name, index in steps)


def _unknown_field(path: Steps, name: str) -> str:
    where = next((step for step in reversed(path) if isinstance(step, str)), "")
    known = PARTS.get(where, RecordFields).__struct_fields__
    other = _OTHER_NAMES.get(name.lower())
    near = [other] if other in known else get_close_matches(name.lower(), known, n=1)
    listed = f"known here: {', '.join(known)}" if path else "ontology/record.schema.json lists all"
    hint = f"did you mean {near[0]!r}?" if near else listed
    return _in(path, f"unknown field {name!r}; {hint}")


def missing_field(path: Steps) -> str:
    """That a part of a record lacks what it cannot do without.

    >>> missing_field(("claims", 2, "text"))
    'claim 3: text is missing; add it or remove claim 3'
    """
    if isinstance(path[-1], int):
        return f"{words(path)} is empty; write it or remove it"
    return f"{words(path)} is missing; add it or remove {words(path[:-1])}"


def _other_type(path: Steps, expected: list[str], given: str) -> str:
    kinds = [kind for kind in expected if not (kind == "int" and "float" in expected)]
    accepted = [noun for kind, noun in _NOUNS.items() if kind in kinds]
    must = " or ".join(dict.fromkeys(accepted))
    hint = _hint(path, expected, given)
    return f"{words(path) or 'a record'} must be {must}, got {_GIVEN.get(given, given)}; {hint}"


def _hint(path: Steps, expected: list[str], given: str) -> str:
    name = path[-1] if path else ""
    if given == "bool":
        return "write it in quotes (YAML reads yes, no, on and off as true and false)"
    if given in {"int", "float"} and "str" in expected:
        return "write it in quotes"
    if "array" in expected:
        return f'write {name}: ["…"]'
    if "object" in expected:
        return "write its fields as 'name: value'"
    return "write one value"


def _in(path: Steps, problem: str) -> str:
    return f"{words(path)}: {problem}" if path else problem
