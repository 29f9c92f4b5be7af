"""Whether text about a synthesis keeps to it: its citations are papers, its numbers are its numbers.

What is checked of a sentence: each citation in brackets resolves to a paper in the store; each number
(digits, or words from two on) is one of the synthesis, as its own sentences round it, or the year of a
cited paper; each "so many of so many" is one that it counts; and no word claims more than directions
can show. Fractions in words ("half") and vague amounts ("many") are not checked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from cpgraph.living.model import Problem, Stored
from cpgraph.living.numbers import COUNTS, allowed, allowed_ratios, numbers_in, ratios_in

#: Key of the paper that a citation names, or None.
Resolve = Callable[[str], str | None]

#: What a vote count cannot show, and what to say instead.
FORBIDDEN = {
    r"\w*significan\w*": "give the p-value and the counts",
    r"pro(?:ve[sdn]?|ving|of)": "say how many studies report it",
    r"effects? sizes?": "a vote count knows directions, not sizes",
}
_MOST = re.compile(
    r"\b(?:most|majority of(?: the)?) (?:\w+ )?(?:studies|papers|claims)\b", re.IGNORECASE
)
_CITED = re.compile(r"\[([^\[\]]+)\](?!\()")
_LINK = re.compile(r"\]\([^)]*\)")


def problems_of(
    text: str, stored: Stored, resolve: Resolve, years: Callable[[str], str | None]
) -> Iterator[Problem]:
    """What of a text cannot be stored, sentence by sentence; nothing where all of it can.

    :param years: key of a paper -> the year of its publication, or None.
    """
    papers = set(cited(text, resolve))
    known = allowed(stored) | {year for paper in papers if (year := years(paper))}
    ratios = allowed_ratios(stored)
    for sentence in sentences(text):
        for problem in _problems(sentence, known, ratios, resolve):
            yield Problem(sentence, problem)


def cited(text: str, resolve: Resolve) -> Iterator[str]:
    """The keys of the papers that a text cites, each once, in order; what names none is left out."""
    found = (resolve(name) for name in _citations(text))
    yield from dict.fromkeys(key for key in found if key)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text: headings and items of lists are sentences too, without their marks.

    >>> list(sentences("# Bottom line\\n\\n1. Fewer (Ann et al. 2024). See e.g. [a:b].\\n- End."))
    ['Bottom line', 'Fewer (Ann et al. 2024).', 'See e.g. [a:b].', 'End.']
    """
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)]|#+)\s)", text):
        plain = re.sub(r"^\s*(?:[-*+>]|\d+[.)]|#+)\s+", "", block)
        held = _SHORTENED.sub(lambda found: found[0].replace(".", _HELD), " ".join(plain.split()))
        for sentence in _ENDS.split(held):
            if sentence:
                yield sentence.replace(_HELD, ".")


_HELD = "\0"
_SHORTENED = re.compile(
    r"\b(?:et al|e\.g|i\.e|cf|vs|approx|resp|no|fig|tab|Dr|Prof)\.", re.IGNORECASE
)
_ENDS = re.compile(r"(?<=[.!?…])[\"”’)\]*_]*\s+(?=\S)")


def _problems(
    sentence: str, known: set[str], ratios: set[tuple[str, str]], resolve: Resolve
) -> Iterator[str]:
    for name in _citations(sentence):
        if resolve(name) is None:
            yield f"[{name}] is no paper in the store; cite a key, CURIE or DOI"
    plain = unicodedata.normalize("NFKC", _LINK.sub("]", _CITED.sub(" ", sentence)))
    for number, shown in numbers_in(plain):
        if number not in known:
            yield f"{shown} is no number of the synthesis; take one from its sentences"
    for ratio, shown in ratios_in(plain):
        if known.issuperset(ratio) and ratio not in ratios:  # else the number is named already
            yield f"{shown} is not what the synthesis counts; take both numbers from one sentence"
    yield from _forbidden(plain)
    found = _MOST.search(plain)
    if found and not COUNTS.search(plain):
        yield f"{found[0]!r} stands without counts; say how many of how many"


def _forbidden(sentence: str) -> Iterator[str]:
    for pattern, instead in FORBIDDEN.items():
        if found := re.search(rf"\b{pattern}\b", sentence, re.IGNORECASE):
            yield f"{found[0]!r} says more than votes can; {instead}"


def _citations(text: str) -> Iterable[str]:
    """What stands in brackets, several with ``;`` between them."""
    return [name.strip() for found in _CITED.findall(text) for name in found.split(";")]
