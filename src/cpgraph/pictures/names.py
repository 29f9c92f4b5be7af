"""Keys of the vocabularies as words."""

from __future__ import annotations

from cpgraph.vocabulary import shipped

#: What a key of a stratum's kind belongs to.
SCHEMES = {"type": "paper-type", "not voting": "paper-type", "strength": "level", "theme": "theme"}


def name_of(scheme: str, key: str) -> str:
    """The label of a key; of one that is the user's own, the key in words.

    >>> name_of("paper-type", "rct"), name_of("theme", "care_work")
    ('Randomised controlled trial', 'care work')
    """
    concept = shipped().find(scheme, key)
    return concept.label if concept else key.replace("_", " ")


def strength_name(key: str) -> str:
    """The strength in a phrase: ``high strength``, ``strength not stated``.

    >>> strength_name("high"), strength_name("not stated")
    ('high strength', 'strength not stated')
    """
    if key in ("high", "medium", "low"):
        return f"{key} strength"
    return f"strength {name_of('level', key).lower()}"
