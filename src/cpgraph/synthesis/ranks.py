"""Where keys stand in their vocabularies, and by which of its papers a study is described."""

from __future__ import annotations

from functools import cache

from cpgraph.synthesis.model import Study
from cpgraph.vocabulary import shipped

NOT_STATED = "not stated"


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
