"""What synthetic papers share: authors, venues, outcomes, studies, works, and papers cited.

Pools grow with the number of papers written so far, never with how many will be asked for, so that
fewer papers are the beginning of more. Names are invented, DOIs have the prefix kept for examples, no
arXiv number is of a month 99, and ORCIDs are of a block that is not handed out.
"""

from __future__ import annotations

from collections import deque
from random import Random

from cpgraph.model import Author, Outcome, Paper
from cpgraph.terms import digest, manual_key, normalise

_GIVEN_NAMES = ("Ada", "Björn", "Chloé", "Dmitri", "Esra", "Fumiko", "Gül", "Héctor", "Ines",
                "J. R.")  # fmt: skip
_FAMILY_NAMES = ("Madeup", "Pretend", "Invented", "Fictive", "Example", "Placeholder")
_SYLLABLES = ("ba", "do", "fe", "gi", "ku", "la", "mo", "ne", "pi", "ru")
_PLACES = ("offices", "schools", "hospitals", "call centres", "courts", "farms")
_KINDS = {"JournalArticle": 5, "Preprint": 4, "WorkingPaper": 2, "ConferencePaper": 1}
_VAGUE = ("performance", "impact", "quality", "productivity")
#: One in so many outcomes is stated to be the same as one of elsewhere.
_STATED_ELSEWHERE = 40
_POLARITIES = ("higher_is_better", "lower_is_better", "neutral")
#: One paper in so many is a second listing of the work of an earlier one.
_LISTED_AGAIN = 97
#: Authors with an ORCID who publish at one time; each fiftieth of the last thousand is prolific.
_AT_WORK, _REMEMBERED, _PROLIFIC = 60, 1000, 50
#: Papers that new ones cite and correct; each two-hundredth is a classic, cited from then on.
_RECENT, _CLASSIC = 200, 200


def title(number: int, draw: Random) -> str:
    """A title that says what it is, and begins differently from most others.

    >>> title(12, Random(0))
    'Laru mogi in offices: synthetic paper 12'
    """
    subject = f"{_word(draw.randint(10, 99))} {_word(draw.randint(10, 99))}"
    return f"{subject.capitalize()} in {draw.choice(_PLACES)}: synthetic paper {number}"


def happens(share: float, draw: Random) -> bool:
    """Yes in this share of the draws."""
    return draw.random() < share


def rank(pool: float, draw: Random) -> int:
    """A place from 1 to ``pool``, the n-th place drawn about 1/n as often as the first (Zipf)."""
    return int(pool ** draw.random())


def authors(number: int, draw: Random) -> tuple[Author, ...]:
    """One to five authors, three in ten with an ORCID, each of them once."""
    found: dict[str, Author] = {}
    for _ in range(draw.randint(1, 5)):
        author = _person(number, draw) if happens(0.3, draw) else _local(number, draw)
        found.setdefault(author.orcid or author.name, author)
    return tuple(found.values())


def _person(number: int, draw: Random) -> Author:
    """Somebody with an ORCID: a new one comes with every third paper."""
    newest = number // 3 + _AT_WORK
    if happens(0.2, draw):
        first = max(0, newest - _REMEMBERED) // _PROLIFIC
        person = draw.randint(first, newest // _PROLIFIC) * _PROLIFIC
    else:
        person = draw.randint(newest - _AT_WORK, newest)
    return Author(name=_name(person * 7), orcid=_orcid(person), affiliation=_affiliation(draw))


def _local(number: int, draw: Random) -> Author:
    """Somebody known by name only: few names are common, most are rare."""
    name = _name(int((100 + 2 * number) * draw.random() ** 1.5))
    return Author(name=name, affiliation=_affiliation(draw))


def _affiliation(draw: Random) -> str | None:
    return f"Invented Institute {rank(500, draw)}" if happens(0.2, draw) else None


def _name(number: int) -> str:
    """The n-th name.

    >>> _name(0), _name(1234)
    ('Ada Madeup', 'Esra Fictivefeba')
    """
    rest, given = divmod(number, len(_GIVEN_NAMES))
    rest, family = divmod(rest, len(_FAMILY_NAMES))
    return f"{_GIVEN_NAMES[given]} {_FAMILY_NAMES[family]}{_word(rest) if rest else ''}"


def _word(number: int) -> str:
    """A number as a word that can be said.

    >>> _word(1903)
    'dorubagi'
    """
    return "".join(_SYLLABLES[int(digit)] for digit in str(number))


def _orcid(number: int) -> str:
    """An ORCID with its check digit (ISO 7064, MOD 11-2)."""
    digits = f"0000{9_900_000_000 + number:011}"
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    whole = digits + "0123456789X"[(12 - total % 11) % 11]
    return "-".join(whole[start : start + 4] for start in range(0, 16, 4))


def outcome(category: str, number: int, draw: Random) -> Outcome | None:
    """What a claim measured: some outcomes are of many papers, most of one or two; some have none."""
    if happens(0.03, draw):
        return None
    if happens(0.01, draw):
        return Outcome(label=draw.choice(_VAGUE))
    place = rank(20 + number / 2, draw)
    measure = "measures" if place % 25 == 0 and happens(0.2, draw) else "measure"
    return Outcome(
        label=f"{_word(place).capitalize()} {measure} of {category.lower()}, synthetic",
        polarity=None if place % 2 else _POLARITIES[place // 2 % len(_POLARITIES)],
        exact_match=(f"https://example.org/{_letters(category)}/{_word(place)}",)
        if place % _STATED_ELSEWHERE == 1
        else (),
    )


def _letters(label: str) -> str:
    return "".join(filter(str.isalpha, label)).lower()


def published(draw: Random) -> str | None:
    """A date to the day, the month or the year; one in thirty is not known."""
    date = f"{draw.randint(2019, 2026)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
    return draw.choices((date, date[:7], date[:4], None), weights=(70, 18, 9, 3))[0]


def listing(number: int, draw: Random) -> dict[str, str | None]:
    """Where the paper appeared: venue, kind, study and DOI."""
    venue = rank(20 + 3 * number**0.5, draw)
    return {
        "venue": f"Invented Journal {venue}" if happens(0.8, draw) else None,
        "kind": draw.choices(list(_KINDS), weights=list(_KINDS.values()))[0],
        "study": f"Synthetic study {number // 67}" if happens(0.03, draw) else None,
        "doi": f"10.5555/synthetic.{work}" if (work := _work(number)) % 5 in {0, 1, 2} else None,
    }


def _work(number: int) -> int:
    """The number of the work that a paper is a listing of: its own, or that of an earlier one."""
    return (number - 1) // 5 * 5 if number % _LISTED_AGAIN == 0 else number


def key(number: int, title: str, first_author: str | None) -> tuple[str, str]:
    """The key of a paper and the source that lists it."""
    if number % _LISTED_AGAIN == 0:
        return f"arxiv:2599.{number // _LISTED_AGAIN:05}", "arxiv"
    return manual_key(title, first_author), "manual"


class Earlier:
    """The papers and claims that a new paper can cite, correct or take the place of."""

    def __init__(self) -> None:
        self._recent: deque[str] = deque(maxlen=_RECENT)
        self._classics: list[str] = []
        self._claims: deque[str] = deque(maxlen=_RECENT)

    def add(self, number: int, paper: Paper) -> None:
        """From here on the paper is an earlier one."""
        self._recent.append(paper.key)
        if number % _CLASSIC == 1:
            self._classics.append(paper.key)
        for claim in paper.claims[:1]:
            self._claims.append(f"paper:{paper.key}#claim-{digest(normalise(claim.text))}")

    def cites(self, draw: Random) -> tuple[str, ...]:
        """Up to eight papers, three in ten of them classics."""
        if not self._recent:
            return ()
        return tuple(dict.fromkeys(self._cited(draw) for _ in range(draw.randint(0, 8))))

    def _cited(self, draw: Random) -> str:
        if happens(0.3, draw):
            return self._classics[rank(len(self._classics), draw) - 1]
        return draw.choice(self._recent)

    def superseded(self, draw: Random) -> tuple[str, ...]:
        """One paper in two hundred takes the place of an earlier one."""
        return _one_of(self._recent, 0.005, draw)

    def superseded_claim(self, draw: Random) -> tuple[str, ...]:
        """One claim in five hundred takes the place of an earlier one."""
        return _one_of(self._claims, 0.002, draw)


def _one_of(found: deque[str], share: float, draw: Random) -> tuple[str, ...]:
    return (draw.choice(found),) if happens(share, draw) and found else ()
