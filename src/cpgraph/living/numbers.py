"""Numbers in text, brought to one form each, and which of them are a synthesis's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cpgraph.living.model import Stored
from cpgraph.synthesis.wording import p_value, percent

_WORDS = {
    "zero": 0,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_LARGE = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000}

_NUMBER = re.compile(
    r"""(?<![\w.])(?<![^\W\d_]-)  # not the 4 of GPT-4, nor within a number
    (?P<sign>\bp\s*[=<>]\s*|[<>]\s*|(?<![\w)\]])[-−])?
    (?P<number>\d[\d,]*(?:\.\d+)?|\.\d+)
    (?P<unit>\s*(?:%|percent\b|per\ cent\b)|[^\W\d_]+)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_IN_WORDS = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})[- ](?P<ones>{_ONES})"
    rf"|(?P<word>{'|'.join([*_WORDS, *_TENS])})|(?P<large>{'|'.join(_LARGE)})s?)"
    r"(?P<unit>\s+(?:percent|per\s+cent))?\b",
    re.IGNORECASE,
)

_COUNT = rf"(?:\d[\d,]*|(?:{'|'.join(_TENS)})[- ](?:{_ONES})|one|{'|'.join([*_WORDS, *_TENS])})"
#: How many of how many: ``3 of 5``, ``three of the 5``.
COUNTS = re.compile(
    rf"(?<![\w.])(?P<some>{_COUNT}) (?:out )?of (?:the |all )?(?P<all>{_COUNT})\b", re.IGNORECASE
)


def numbers_in(text: str) -> Iterator[tuple[str, str]]:
    """The numbers of a text, each in one form and as it stands there.

    >>> list(numbers_in("Eight of 1,200 studies (80 percent, p = 0.109); GPT-4 was one of them."))
    [('1200', '1,200'), ('80%', '80 percent'), ('p=.109', 'p = 0.109'), ('8', 'Eight')]
    """
    for found in _NUMBER.finditer(text):
        yield _form(found), found[0].strip().rstrip(",")
    for found in _IN_WORDS.finditer(text):
        yield f"{_value(found)}{'%' if found['unit'] else ''}", found[0]


def allowed(stored: Stored) -> set[str]:
    """The numbers of a synthesis, in the forms of :func:`numbers_in`."""
    texts = [
        stored.sentence,
        stored.headline or "",
        *stored.said,
        *_rounded(stored),
        *_counts(stored),
    ]
    return {form for text in texts for form, _ in numbers_in(re.sub(r"\[[^\]]*\]", " ", text))}


def ratios_in(text: str) -> Iterator[tuple[tuple[str, str], str]]:
    """Each "so many of so many" of a text: both numbers, and as it stands there.

    >>> list(ratios_in("Nine of the 10 studies agree, twenty-one of 1,200 do not."))
    [(('9', '10'), 'Nine of the 10'), (('21', '1200'), 'twenty-one of 1,200')]
    """
    for found in COUNTS.finditer(text):
        yield (_count(found["some"]), _count(found["all"])), found[0]


def _count(said: str) -> str:
    return next((form for form, _ in numbers_in(said)), "1")  # one is often no number: not found


def allowed_ratios(stored: Stored) -> set[tuple[str, str]]:
    """What of what a synthesis counts: of its sentences, and each vote of all that vote."""
    texts = (stored.sentence, stored.headline or "", *stored.said)
    found = {ratio for text in texts for ratio, _ in ratios_in(text)}
    if counts := stored.counts:
        votes = (counts.positive, counts.negative)
        found |= {(str(one), str(counts.directional)) for one in votes}
        undirected = (counts.mixed, counts.null, counts.mixed + counts.null, counts.directional)
        found |= {(str(one), str(counts.studies)) for one in (*votes, *undirected)}
        claims, out = len(stored.claims), len(stored.claims) - len(stored.included)
        found |= {(str(one), str(claims)) for one in (counts.claims, out)}
    return found


def _rounded(stored: Stored) -> Iterator[str]:
    share = stored.share
    if share is None:
        return
    for fraction in (share.share, share.low, share.high):
        if fraction is not None:
            yield f"{percent(fraction)} {fraction:.2f}"
    for p in (share.p, stored.tested.p):
        if p is not None:
            yield p_value(p)


def _counts(stored: Stored) -> Iterator[str]:
    counts = stored.counts
    if counts is None:
        return
    index = "" if counts.index is None else f"{counts.index:.2f}"
    included = len(stored.included)
    numbers = (
        *(counts.positive, counts.negative, counts.mixed, counts.null, counts.studies),
        *(counts.directional, counts.claims, len(stored.claims), len(stored.claims) - included),
        *(len(stored.papers), stored.tested.cells),
    )
    yield f"{' '.join(map(str, numbers))} {index}"


def _form(found: re.Match[str]) -> str:
    number = found["number"].replace(",", "")
    number = re.sub(r"^0+(?=[.\d])", "", number) if "." in number else str(int(number))
    unit = (found["unit"] or "").strip().casefold()
    sign = "".join((found["sign"] or "").casefold().split()).replace("−", "-")
    return f"{sign}{number}{'%' if unit.startswith(('%', 'per')) else unit}"


def _value(found: re.Match[str]) -> int:
    if found["tens"]:
        ones = {"one": 1, **_WORDS}[found["ones"].casefold()]
        return _TENS[found["tens"].casefold()] + ones
    every = {**_TENS, **_WORDS, **_LARGE}
    return every[(found["word"] or found["large"]).casefold()]
