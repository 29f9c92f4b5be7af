"""Keys of the vocabularies as words, in the vocabularies' order."""

from __future__ import annotations

from functools import cache

from cpgraph.synthesis.model import Study
from cpgraph.vocabulary import shipped

NOT_STATED = "not stated"
#: What a key of a stratum's kind belongs to.
SCHEMES = {"type": "paper-type", "not voting": "paper-type", "strength": "level", "theme": "theme"}


def name_of(scheme: str, key: str) -> str:
    """The label of a key; of one that is the user's own, the key in words.

    >>> name_of("paper-type", "rct"), name_of("theme", "care_work")
    ('Randomised controlled trial', 'care work')
    """
    concept = shipped().find(scheme, key)
    return concept.label if concept else key.replace("_", " ")


def rank_of(scheme: str, key: str) -> tuple[int, str]:
    """Where a key stands in its vocabulary; keys of the user's own come after, *not stated* last."""
    ranks = _ranks(scheme)
    return (ranks.get(key, len(ranks) + (key == NOT_STATED)), key)


@cache
def _ranks(scheme: str) -> dict[str, int]:
    return {concept.key: rank for rank, concept in enumerate(shipped().of(scheme))}


def design_of(study: Study) -> str:
    """The paper type of a study: of several papers the first in the vocabulary's order."""
    keys = (paper.type or NOT_STATED for paper in study.papers)
    return min(keys, key=lambda key: rank_of("paper-type", key))


def strength_of(study: Study) -> str:
    """The evidence strength of a study: that of its strongest paper."""
    keys = (paper.strength or NOT_STATED for paper in study.papers)
    return min(keys, key=lambda key: rank_of("level", key))


def strength_name(key: str) -> str:
    """The strength in a phrase: ``high strength``, ``strength not stated``.

    >>> strength_name("high"), strength_name("not stated")
    ('high strength', 'strength not stated')
    """
    if key in ("high", "medium", "low"):
        return f"{key} strength"
    return f"strength {name_of('level', key).lower()}"
