"""What holds of every picture, at every size."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from cpgraph.pictures import Picture, gap_picture, pictures_of
from cpgraph.queries import select
from cpgraph.store import Store
from cpgraph.synthesis import categories, synthesise
from cpgraph.synthesis.model import Claim, Paper, Synthesis
from cpgraph.synthesis.synthesise import _synthesis
from drawn import SIZES, SVG, made, marks, pictures, root, rows, size, texts
from made_syntheses import made_up

ALL = ["effect-direction", "diverging", "harvest", "cumulative", "contradictions", "gap-map"]
HOSTILE = (
    '</text><script>alert(1)</script> & ]]> "quoted" \'\x00\x1b[31m\u202egnp.exe\ufffe ' + "W" * 300
)


@cache
def hostile() -> Synthesis:
    """A synthesis of which every text is hostile."""
    found = made_up(8, label=HOSTILE)
    papers = {
        paper.key: replace(
            paper,
            title=HOSTILE,
            first_author=HOSTILE,
            type=HOSTILE,
            strength=HOSTILE,
            themes=(HOSTILE,),
        )
        for paper in found.papers
    }
    claims = [replace(claim, text=HOSTILE, measured_as=HOSTILE) for claim in found.claims]
    return again(found, claims, papers, (HOSTILE,))


def again(
    found: Synthesis, claims: list[Claim], papers: dict[str, Paper], themes: tuple[str, ...]
) -> Synthesis:
    return _synthesis(found.question, claims, papers, found.flow, (themes, {}))


def every(studies: int) -> list[Picture]:
    return pictures_of(hostile()) if studies == 0 else pictures(studies)


def test_all_pictures_are_there_in_order() -> None:
    assert [picture.name for picture in pictures(8)] == ALL


def test_nothing_to_show_is_no_picture() -> None:
    assert [picture.name for picture in pictures_of(made_up(0))] == []


def test_one_study_contradicts_no_other() -> None:
    assert [picture.name for picture in pictures(1)] == [n for n in ALL if n != "contradictions"]


def test_where_no_study_is_directional_no_share_is_drawn() -> None:
    found = made_up(2)
    claims = [replace(claim, stated="null", toward="null") for claim in found.claims]
    papers = {paper.key: paper for paper in found.papers}
    drawn = pictures_of(again(found, claims, papers, ("adoption",)))
    assert [picture.name for picture in drawn] == [
        *("effect-direction", "diverging", "harvest", "gap-map")
    ]
    diverging = drawn[1]
    assert diverging.title == (
        "Output Quality: no share of positive, because 0 of 2 studies point in one direction."
    )
    assert not marks(diverging, "solid")


@pytest.mark.parametrize("studies", [*SIZES, 0])
def test_svg_is_well_formed_static_and_accessible(studies: int) -> None:
    for picture in every(studies):
        svg = root(picture)
        assert svg.tag == f"{SVG}svg"
        assert svg.get("role") == "img"
        title, description = svg[0], svg[1]
        assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
        assert svg.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        tags = {node.tag.removeprefix(SVG) for node in svg.iter()}
        assert not tags & {"script", "foreignObject", "image", "use", "animate"}, picture.name
        assert not [name for node in svg.iter() for name in node.attrib if name.startswith("on")]
        assert "http" not in re.sub(r'xmlns="[^"]*"', "", picture.svg), picture.name


@pytest.mark.parametrize("studies", SIZES)
def test_title_and_description_are_those_of_the_picture(studies: int) -> None:
    for picture in pictures(studies):
        svg = root(picture)
        assert svg[0].text == picture.title
        assert svg[1].text == picture.alt
        assert re.search(r"\d", picture.title), picture.title
        assert re.search(r"\d", picture.alt), picture.alt


@pytest.mark.parametrize("studies", SIZES)
def test_the_title_is_written_above(studies: int) -> None:
    for picture in pictures(studies):
        heading = " ".join(text.said for text in texts(picture) if text.size == 15)
        assert heading.replace("\N{NO-BREAK SPACE}", " ") == picture.title


@pytest.mark.parametrize("studies", [*SIZES, 0])
def test_no_text_leaves_the_picture(studies: int) -> None:
    for picture in every(studies):
        across, down = size(picture)
        out = [
            text
            for text in texts(picture)
            if text.left < 0
            or text.right > across
            or text.baseline > down - 3
            or text.baseline < text.size
        ]
        assert not out, (picture.name, out[:3])


@pytest.mark.parametrize("studies", [*SIZES, 0])
def test_no_two_texts_overlap(studies: int) -> None:
    for picture in every(studies):
        lines: dict[float, list[tuple[float, float, str]]] = {}
        for text in texts(picture):
            lines.setdefault(round(text.baseline), []).append((text.left, text.right, text.said))
        for line in lines.values():
            line.sort()
            clash = [
                (first[2], then[2]) for first, then in pairwise(line) if first[1] > then[0] + 1
            ]
            assert not clash, (picture.name, clash[:3])


@pytest.mark.parametrize("studies", SIZES)
def test_equal_syntheses_give_equal_bytes(studies: int) -> None:
    assert pictures_of(made_up(studies)) == pictures(studies)


def test_names_within_a_page_do_not_clash() -> None:
    ids = re.findall(r'\bid="([^"]+)"', "".join(picture.svg for picture in pictures(8)))
    assert len(ids) == len(set(ids))


def test_patterns_that_are_used_are_there() -> None:
    for picture in pictures(45):
        used = set(re.findall(r"url\(#([^)]+)\)", picture.svg))
        assert used <= set(re.findall(r'<pattern id="([^"]+)"', picture.svg)), picture.name
        if picture.name in ("diverging", "gap-map"):
            assert used == {f"{picture.name}-negative", f"{picture.name}-mixed"}


def test_colours_follow_the_screen_but_not_print() -> None:
    for picture in pictures(8):
        assert "@media screen and (prefers-color-scheme:dark)" in picture.svg


def test_the_stylesheet_stays_within_the_picture() -> None:
    style = root(pictures(1)[0]).find(f"{SVG}style")
    assert style is not None
    flat = re.sub(r"@media[^{]*\{", "", style.text or "")
    selectors = re.findall(r"([^{}]+)\{", flat)
    assert [s for s in selectors if not all(".cpg-picture" in part for part in s.split(","))] == []


def test_hostile_texts_are_escaped_and_kept_in_the_csv() -> None:
    for picture in pictures_of(hostile()):
        assert "<script" not in picture.svg
        for forbidden in "\x00\x1b\u202e\ufffe":
            assert forbidden not in picture.svg
    contradictions = next(p for p in pictures_of(hostile()) if p.name == "contradictions")
    assert rows(contradictions)[0]["first_text"].startswith("</text><script>")


@pytest.mark.parametrize("studies", SIZES)
def test_no_forbidden_word(studies: int) -> None:
    for picture in pictures(studies):
        said = f"{picture.title} {picture.alt} {' '.join(text.said for text in texts(picture))}"
        assert not re.search(r"significant|proves|effect size|most studies", said, re.IGNORECASE)


def test_every_mark_says_what_it_is() -> None:
    for picture in pictures(45):
        for mark in marks(picture):
            assert mark.find(f"{SVG}title") is not None or mark.tag == f"{SVG}g", picture.name


@pytest.mark.parametrize("studies", [8, 45, 200])
def test_studies_of_one_author_and_year_are_told_apart(studies: int) -> None:
    effect = pictures(studies)[0]
    names = {row["study"]: row["name"] for row in rows(effect)}
    assert len(names) == len(set(names.values())) == studies
    shown = [text.said for text in texts(effect)]
    assert all(shown.count(name) == 1 for name in names.values() if name in shown)


def targets(picture: Picture) -> set[str | None]:
    return {node.get("href") for node in root(picture).iter(f"{SVG}a")}


def test_marks_lead_to_the_claims() -> None:
    found = made(8)
    studies = {study.iri: f"#study-{place}" for place, study in enumerate(found.studies)}
    claims = {claim.iri: f"#claim-{place}" for place, claim in enumerate(found.claims)}
    effect, _, harvest, _, contradictions, _ = pictures_of(found, studies | claims)
    assert set(studies.values()) <= targets(effect) <= {*studies.values(), *claims.values()}
    assert targets(harvest) == set(studies.values())
    assert targets(contradictions)
    assert targets(contradictions) <= set(claims.values())


def test_parts_lead_to_their_claims() -> None:
    found = made(8)
    parts = {f"{part.kind}/{part.key}" for part in found.strata} | {"all"}
    _, diverging, harvest, cumulative, _, gaps = pictures_of(
        found,
        {name: f"#{name}" for name in (*parts, "vote/null", "until/2026", "theme/care_work")},
    )
    assert targets(diverging) == {f"#{name}" for name in parts}
    assert targets(harvest) == {"#vote/null"}
    assert targets(cumulative) == {"#until/2026"}
    assert "#theme/care_work" in targets(gaps)


def test_a_picture_with_links_is_no_image() -> None:
    plain, with_links = pictures(8)[1], pictures_of(made(8), {"all": "#voting"})[1]
    assert root(plain).get("role") == "img"
    assert root(with_links).get("role") == "group"


def test_every_category_of_the_sample_has_its_pictures(sample_store: Store) -> None:
    for question in categories(sample_store)[:6]:
        found = synthesise(sample_store, question)
        for picture in pictures_of(found):
            root(picture)
            assert bool(found.studies) or picture.name == "gap-map"


def test_the_whole_gap_map_of_the_sample(sample_store: Store) -> None:
    answer = select(sample_store, "synthesis/gap-map")
    names = [column.name for column in answer.columns]
    given = [dict(zip(names, row, strict=True)) for row in answer]
    picture = gap_picture(given)
    assert len(marks(picture, "cell")) == len(rows(picture)) == len(given)
    assert picture.title.startswith(f"{len(given)} cells of theme and outcome category: ")
    across, _ = size(picture)
    assert all(text.right <= across for text in texts(picture))
    assert gap_picture(given) == picture


def test_a_gap_map_of_no_rows_says_so() -> None:
    picture = gap_picture([])
    root(picture)
    assert picture.title.startswith("0 cells of theme and outcome category")


def test_a_gap_map_of_many_themes_is_cut_into_blocks() -> None:
    given = [
        {
            "theme_key": f"theme_{theme}",
            "category_label": f"Category {category}",
            "positive": 3,
            "negative": 2,
            "mixed": 1,
            "null": 0,
            "state": "testable",
            "contested": "yes",
            "synthesis_gap": "yes",
        }
        for theme in range(23)
        for category in range(50)
    ]
    picture = gap_picture(given)
    assert len(marks(picture, "cell")) == 23 * 50
    across, _ = size(picture)
    assert all(text.right <= across for text in texts(picture))
