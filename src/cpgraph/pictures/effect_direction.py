"""The effect-direction plot: studies by design and strength against outcomes (doi 10.1002/jrsm.1458)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from cpgraph.pictures.frame import Cell, Drawing, Links
from cpgraph.pictures.grid import GridRow, Spot, grid
from cpgraph.pictures.marks import SIGNS, key, radius_of
from cpgraph.pictures.names import name_of, strength_name
from cpgraph.pictures.svg import element
from cpgraph.synthesis.counting import vote
from cpgraph.synthesis.model import VOTES, Claim, Study, Synthesis, Vote
from cpgraph.synthesis.ranks import design_of, rank_of, strength_of
from cpgraph.synthesis.wording import four, headline, number

#: More studies than this are counted by design and strength instead of drawn one by one.
MOST_ROWS = 240
#: Outcomes with a column of their own; further ones share the last.
MOST_COLUMNS = 6
_ALL = "Vote of the study"


@dataclass(frozen=True, slots=True)
class _Point:
    """A study's direction on a column's outcomes, with the claims that say it."""

    study: Study
    column: int
    vote: Vote
    claims: tuple[Claim, ...]

    def tally(self) -> list[int]:
        """How many claims are positive, negative, mixed, null."""
        said = Counter(claim.toward for claim in self.claims)
        return [said[one] for one in VOTES]


def effect_direction(made: Synthesis, links: Links) -> Drawing | None:
    """A row for each study with its vote and its direction on each outcome; None without studies."""
    if not made.studies:
        return None
    columns, points = _points(made)
    many = len(made.studies) > MOST_ROWS
    rows = _folded(points) if many else _single(points, links)
    body, height = grid(columns, rows)
    size = "numbers are studies" if many else "larger: more claims, up to 4; a number says how many"
    return Drawing(
        "effect-direction",
        headline(made.question, made.counts),
        _alt(made, columns),
        [*key(10), element("g", *body, transform="translate(0 26)")],
        height + 26,
        _FOLDED_COLUMNS if many else _COLUMNS,
        list(_folded_table(points, columns) if many else _table(points, columns)),
        (f"A mark is the direction of at least 7 in 10 claims, else mixed; {size}.",),
    )


def _points(made: Synthesis) -> tuple[list[str], list[_Point]]:
    """The heads of the columns, and what is in them, in the order of rows."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    for claim in made.included:
        claims[claim.study].append(claim)
    place, heads = _columns(list(made.included))
    points: list[_Point] = []
    for study in _ordered(made.studies):
        columns: dict[int, list[Claim]] = defaultdict(list)
        for claim in claims[study.iri]:
            columns[place[claim.measured]].append(claim)
        points.append(_Point(study, 0, study.vote, tuple(claims[study.iri])))
        if len(heads) > 1:
            points.extend(_point(study, column, columns[column]) for column in sorted(columns))
    if len(heads) == 1:
        return heads, points
    return [_ALL, *heads], points


def _point(study: Study, column: int, claims: Sequence[Claim]) -> _Point:
    said = Counter(claim.toward for claim in claims)
    a, b, m, z = (said[one] for one in VOTES)
    return _Point(study, column + 1, vote(a, b, m, z), tuple(claims))


def _columns(claims: Sequence[Claim]) -> tuple[Mapping[str | None, int], list[str]]:
    """The column of each outcome, and the columns' heads: those of most studies first."""
    studies: dict[str | None, set[str]] = defaultdict(set)
    labels: dict[str | None, str] = {}
    for claim in claims:
        studies[claim.measured].add(claim.study)
        labels[claim.measured] = claim.measured_as or "outcome not stated"
    order = sorted(studies, key=lambda iri: (-len(studies[iri]), labels[iri], iri or ""))
    own = len(order) if len(order) <= MOST_COLUMNS else MOST_COLUMNS - 1
    heads = [labels[iri] for iri in order[:own]]
    if own < len(order):
        heads.append(f"{len(order) - own:,} further outcomes")
    return {iri: min(place, own) for place, iri in enumerate(order)}, heads


def _ordered(studies: Sequence[Study]) -> list[Study]:
    return sorted(
        studies,
        key=lambda study: (
            rank_of("paper-type", design_of(study)),
            rank_of("level", strength_of(study)),
            VOTES.index(study.vote),
            study.published or "9999",
            study.key,
            study.iri,
        ),
    )


def _group(study: Study) -> str:
    return f"{name_of('paper-type', design_of(study))}, {strength_name(strength_of(study))}"


def _single(points: Sequence[_Point], links: Links) -> list[GridRow]:
    sizes = Counter(_group(point.study) for point in points if point.column == 0)
    names = names_apart(point.study for point in points if point.column == 0)
    spots: dict[str, dict[int, Spot]] = defaultdict(dict)
    for point in points:
        spots[point.study.iri][point.column] = _spot(point, links)
    return [
        GridRow(
            f"{_group(study)}: {number(sizes[_group(study)], 'study')}",
            names[study.iri],
            spots[study.iri],
            "; ".join(paper.title for paper in study.papers),
            links.get(study.iri),
        )
        for study in (point.study for point in points if point.column == 0)
    ]


def names_apart(studies: Iterable[Study]) -> dict[str, str]:
    """Study's IRI -> its name; namesakes of a year get letters, by their keys: (2022a), (2022b)."""
    namesakes: dict[str, list[Study]] = defaultdict(list)
    for study in sorted(studies, key=lambda study: (study.key, study.iri)):
        namesakes[study.name].append(study)
    return {
        study.iri: name if len(same) == 1 else _lettered(name, place)
        for name, same in namesakes.items()
        for place, study in enumerate(same)
    }


def _lettered(name: str, place: int) -> str:
    more, last = divmod(place, len(ascii_lowercase))
    letters = f"{more or ''}{ascii_lowercase[last]}"  # a to z, 1a to 1z and so on
    return f"{name[:-1]}{letters})" if name.endswith(")") else f"{name} ({letters})"


def _spot(point: _Point, links: Links) -> Spot:
    count = len(point.claims)
    said = ", ".join(
        f"{some} {way}" for way, some in zip(VOTES, point.tally(), strict=True) if some
    )
    tip = f"{point.study.name}: {point.vote} by {number(count, 'claim')} ({said})"
    href = links.get(point.claims[0].iri) if count == 1 else links.get(point.study.iri)
    return Spot(point.vote, radius_of(count), tip, f"{count}" if count > 1 else "", href)


_COLUMNS = (
    *("study", "name", "published", "type", "strength", "outcome", "direction"),
    *(*VOTES, "claims", "claim_iris"),
)


def _table(points: Sequence[_Point], columns: Sequence[str]) -> Iterator[list[Cell]]:
    names = names_apart(point.study for point in points if point.column == 0)
    for point in points:
        study, claims = point.study, point.claims
        about: list[Cell] = [study.iri, names[study.iri], study.published]
        coded: list[Cell] = [design_of(study), strength_of(study), columns[point.column]]
        iris = " ".join(claim.iri for claim in claims)
        yield [*about, *coded, point.vote, *point.tally(), len(claims), iris]


_FOLDED_COLUMNS = ("type", "strength", "outcome", "direction", "studies", "study_iris")


def _counted(points: Sequence[_Point]) -> dict[tuple[str, str, str, Vote, int], list[Study]]:
    """Studies by design, strength, group, direction and column."""
    found: dict[tuple[str, str, str, Vote, int], list[Study]] = defaultdict(list)
    for point in points:
        study = point.study
        where = (design_of(study), strength_of(study), _group(study))
        found[(*where, point.vote, point.column)].append(study)
    return found


def _folded(points: Sequence[_Point]) -> list[GridRow]:
    rows: dict[tuple[str, Vote], dict[int, Spot]] = {}
    groups = list(dict.fromkeys(_group(point.study) for point in points))
    for (_, _, group, way, column), studies in _counted(points).items():
        tip = f"{group}: {number(len(studies), 'study')} {way}"
        spot = Spot(way, 7, tip, f"{len(studies):,}")
        rows.setdefault((group, way), {})[column] = spot
    order = sorted(rows, key=lambda row: (groups.index(row[0]), VOTES.index(row[1])))
    return [GridRow(group, way, rows[group, way]) for group, way in order]


def _folded_table(points: Sequence[_Point], columns: Sequence[str]) -> Iterator[list[Cell]]:
    for (design, strength, _, way, column), studies in _counted(points).items():
        iris = " ".join(study.iri for study in studies)
        yield [design, strength, columns[column], way, len(studies), iris]


def _alt(made: Synthesis, columns: Sequence[str]) -> str:
    shapes = ", ".join(f"{SIGNS[way]} {way}" for way in VOTES)
    outcomes = number(max(1, len(columns) - 1), "column of outcomes", "columns of outcomes")
    return (
        f"Effect-direction plot: {number(made.counts.studies, 'study')} by paper type and evidence "
        f"strength against {outcomes} ({shapes}). Votes: {four(made.counts)}."
    )
