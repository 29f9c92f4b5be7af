"""How votes and shares look in a cell: a shape beside the word, so that neither stands alone."""

from __future__ import annotations

from cpgraph.pictures.marks import SIGNS
from cpgraph.synthesis.model import Proportion
from cpgraph.synthesis.wording import percent

#: As in the pictures.
GLYPHS = {str(vote): sign for vote, sign in SIGNS.items()}
#: Over the votes of a row of studies, their share and its test.
VOTE_HEADS = (*GLYPHS.values(), "studies", "share (95 % interval)", "test", "Holm")


def voted(vote: str | None) -> str:
    """A direction or vote with its shape.

    >>> voted("positive"), voted(None)
    ('▲ positive', 'not stated')
    """
    return f"{GLYPHS[vote]} {vote}" if vote in GLYPHS else vote or "not stated"


def short(found: Proportion) -> str:
    r"""A share with its interval, for a column whose head says what they are.

    >>> short(Proportion(8, 10, 0.8, 0.49, 0.94, 0.11)), short(Proportion(0, 0, None, None, None, None))
    ('80\xa0% (49\xa0% to 94\xa0%)', 'undefined')
    """
    if found.share is None or found.low is None or found.high is None:
        return "undefined"
    said = f"{percent(found.share)} ({percent(found.low)} to {percent(found.high)})"
    return said.replace(" %", "\u00a0%")  # never at the end of one line and the start of the next
