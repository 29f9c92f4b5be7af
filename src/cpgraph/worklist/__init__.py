"""Contradictions as a worklist: which pairs of claims there are, and what people said of them.

A pair is a candidate until a named person says, with a reason, that it is a contradiction, that the
difference is explained, or that the two cannot be compared. What was said is kept in the store, apart
from the papers, and stays when these are loaded again.

>>> from cpgraph.store import open_store
>>> with open_store(":memory:", "write") as store:
...     one, other = store.iris.claim("manual:a", "Up."), store.iris.claim("manual:b", "Down.")
...     said = judge(store, (one, other), "explained", who="Ann", why="another unit of time")
...     [(len(key), judgement.verdict) for key, judgement in judgements(store).items()]
[(12, 'explained')]
"""

from cpgraph.worklist.finding import PairNotFoundError, find
from cpgraph.worklist.judging import (
    VERDICTS,
    JudgementError,
    Said,
    history,
    judge,
    judgements,
    pair_key,
)
from cpgraph.worklist.listing import CLOSED, GRADES, OPEN, Listed, listed, pair, pairs
from cpgraph.worklist.sides import Side

__all__ = [
    "CLOSED",
    "GRADES",
    "OPEN",
    "VERDICTS",
    "JudgementError",
    "Listed",
    "PairNotFoundError",
    "Said",
    "Side",
    "find",
    "history",
    "judge",
    "judgements",
    "listed",
    "pair",
    "pair_key",
    "pairs",
]
