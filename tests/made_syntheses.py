"""Syntheses made up for tests: as many studies as are asked for, the same for the same number."""

from __future__ import annotations

from random import Random

from cpgraph.synthesis.model import Claim, FlowStep, Paper, Question, Synthesis, Tested
from cpgraph.synthesis.synthesise import _finished, _synthesis

CATEGORY = "https://example.org/category/quality"
THEMES = ("adoption", "productivity", "governance", "human_ai_collab", "labor_markets", "care_work")
_TYPES = ("rct", "quasi_experimental", "correlational", "descriptive", None)
_STRENGTHS = ("high", "medium", "low", "n/a", None)
_NAMES = (
    "Ada Li",
    "Bo Å. Oyelaran-Winterbottom",
    "Chen Wei",
    "Dolores Ibárruri",
    "Eve Ng",
    "李 明",
)
_OUTCOMES = (
    "Error rate in customer-support conversations",
    "Quality of code as rated by peers",
    "Share of answers that experts accept",
    "Defects per thousand lines",
    "Grammatical accuracy",
    "Readability",
    "Quality of legal drafts",
    "Diagnostic accuracy of radiologists who are assisted by image classifiers",
)
_TEXTS = (
    "Assistance raised the share of answers that experts accept from 61 to 74 percent.",
    "We find no difference between teams with and without an assistant (n = 212).",
    "Where tasks lay outside of what the model can do, quality fell, and people noticed it late.",
)


def made_up(studies: int, *, seed: int = 1, label: str = "Output Quality") -> Synthesis:
    """A synthesis over so many studies of one paper each, of which some report several outcomes."""
    chance = Random(seed)  # noqa: S311 # the same at each run
    papers = {f"p{place:04}": _paper(f"p{place:04}", chance) for place in range(studies)}
    claims = [claim for paper in papers.values() for claim in _claims(paper, chance)]
    steps = tuple(
        FlowStep(state, len(claims)) for state in ("loaded", "active", "eligible", "directed")
    )
    question = Question("category", CATEGORY, label)
    return _finished(_synthesis(question, claims, papers, steps, (THEMES, {})), Tested())


def _paper(key: str, chance: Random) -> Paper:
    year = chance.choice((*range(2012, 2027), None))
    return Paper(
        key,
        f"https://example.org/paper/{key}",
        f"Paper {key}",
        chance.choice(_NAMES),
        chance.randint(1, 4),
        f"{year}-05-01" if year else None,
        type=chance.choices(_TYPES, (4, 3, 3, 2, 1))[0],
        strength=chance.choices(_STRENGTHS, (3, 4, 3, 1, 1))[0],
        themes=tuple(sorted(chance.sample(THEMES[:5], chance.randint(0, 3)))),
    )


def _claims(paper: Paper, chance: Random) -> list[Claim]:
    return [
        _claim(paper, place, chance) for place in range(1, chance.choice((1, 1, 1, 2, 3, 7)) + 1)
    ]


def _claim(paper: Paper, place: int, chance: Random) -> Claim:
    way = chance.choices(("positive", "negative", "mixed", "null"), (6, 3, 1, 2))[0]
    outcome = chance.choices(range(len(_OUTCOMES)), (9, 7, 5, 4, 3, 2, 1, 1))[0]
    return Claim(
        f"{paper.iri}/claim/{place}",
        paper.key,
        place,
        chance.choice(_TEXTS),
        paper.iri,
        way,
        way,
        f"https://example.org/outcome/{outcome}",
        _OUTCOMES[outcome],
        CATEGORY,
    )
