"""That pictures draw their numbers: marks as the CSV has them, where and as large as they should be."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from cpgraph.pictures import pictures_of
from cpgraph.store import Store
from cpgraph.synthesis import ask, synthesise
from cpgraph.synthesis.counting import vote
from cpgraph.synthesis.model import VOTES
from cpgraph.synthesis.wording import headline
from drawn import SIZES, SVG, made, marks, pictures, rows, texts, total


def test_effect_direction_draws_what_the_csv_has() -> None:
    for studies in SIZES:
        picture = pictures(studies)[0]
        for way in VOTES:
            drawn = len(marks(picture, way))
            assert drawn == sum(row["direction"] == way for row in rows(picture)), (studies, way)


def test_effect_direction_has_a_row_for_each_study_and_one_vote_in_it() -> None:
    votes = [row for row in rows(pictures(45)[0]) if row["outcome"] == "Vote of the study"]
    assert [row["direction"] for row in votes].count("positive") == made(45).counts.positive
    assert {row["study"] for row in votes} == {study.iri for study in made(45).studies}
    assert sum(int(row["claims"]) for row in votes) == made(45).counts.claims
    assert len(votes) == 45


def test_many_studies_are_counted_by_design_and_strength() -> None:
    picture = pictures(700)[0]
    votes = [row for row in rows(picture) if row["outcome"] == "Vote of the study"]
    assert sum(int(row["studies"]) for row in votes) == 700
    assert sum(int(row["studies"]) for row in votes if row["direction"] == "null") == (
        made(700).counts.null
    )
    written = [text.said for text in texts(picture)]
    for row in rows(picture):
        assert f"{int(row['studies']):,}" in written


def test_a_tall_plot_repeats_its_head() -> None:
    heads = [text.said for text in texts(pictures(200)[0])].count("Vote of the")
    assert heads == 5
    assert [text.said for text in texts(pictures(45)[0])].count("Vote of the") == 1


def test_diverging_bars_are_as_long_as_the_counts() -> None:
    picture = pictures(45)[1]
    for way in VOTES:
        bars = marks(picture, way)
        assert len(bars) == sum(row[way] != "0" for row in rows(picture))
        inset = 1 if way == "null" else 0
        lengths = [float(bar.get("width", "nan")) + inset for bar in bars]
        counts = [int(row[way]) for row in rows(picture) if row[way] != "0"]
        units = [length / count for length, count in zip(lengths, counts, strict=True)]
        assert max(units) - min(units) < 0.02, way
    assert len(marks(picture, "solid")) == sum(row["share"] != "" for row in rows(picture))


def test_diverging_bars_begin_with_all_studies() -> None:
    first, found = rows(pictures(45)[1])[0], made(45)
    assert (first["kind"], int(first["positive"])) == ("all", found.counts.positive)
    assert float(first["share"]) == found.proportion.share
    assert float(first["low"]) == found.proportion.low


def test_a_harvest_plot_has_a_bar_for_each_study() -> None:
    for studies in (1, 8, 45):
        picture = pictures(studies)[2]
        assert len(marks(picture)) == len(rows(picture)) == studies
    assert len(marks(pictures(700)[2])) == len(rows(pictures(700)[2])) < 100
    assert total(pictures(700)[2], "studies") == 700


def test_harvest_bars_are_higher_for_stronger_designs() -> None:
    picture = pictures(45)[2]
    heights: dict[str, set[str]] = {}
    for bar, row in zip(marks(picture), rows(picture), strict=True):
        heights.setdefault(row["type"], set()).add(bar.get("height", ""))
    order = ("rct", "quasi_experimental", "correlational", "descriptive", "not stated")
    assert [heights[design] for design in order] == [{"150"}, {"120"}, {"90"}, {"60"}, {"30"}]


def test_cumulative_shares_stand_at_their_height() -> None:
    picture = pictures(45)[3]
    points = [row for row in rows(picture) if row["share"]]
    assert len(marks(picture, "solid")) == len(points)
    for mark, row in zip(marks(picture, "solid"), points, strict=True):
        assert float(mark.get("y", "nan")) + 4 == pytest.approx(
            34 + 200 * (1 - float(row["share"])), abs=0.01
        )
    assert int(points[-1]["cumulative_positive"]) == made(45).counts.positive
    assert any("Repeated looks, no test" in text.said for text in texts(picture))


def test_contradictions_have_both_texts() -> None:
    picture = pictures(45)[4]
    assert len(marks(picture, "pair")) == len(rows(picture)) == 12
    drawn = " ".join(text.said for text in texts(picture)).replace("\N{NO-BREAK SPACE}", " ")
    first = rows(picture)[0]
    assert (first["first_direction"], first["second_direction"]) == ("positive", "negative")
    for side in ("first", "second"):
        assert " ".join(first[f"{side}_text"].split()[:4]) in drawn


def test_gap_map_has_a_bar_where_studies_vote() -> None:
    picture = pictures(45)[5]
    found = rows(picture)
    assert [row["theme"] for row in found] == [cell.theme for cell in made(45).gaps]
    for way in VOTES:
        assert len(marks(picture, way)) == sum(row[way] != "0" for row in found)
    assert found[-1]["state"] == "nothing loaded"


def test_a_question_of_one_outcome_has_one_column(sample_store: Store) -> None:
    outcome = next(
        claim.measured
        for claim in synthesise(sample_store, ask(sample_store, "Error Rate")).included
        if claim.measured
    )
    picture = pictures_of(synthesise(sample_store, ask(sample_store, outcome)))[0]
    assert "Vote of the study" not in picture.csv
    assert len(marks(picture)) == len(rows(picture))


@pytest.mark.parametrize("studies", [1, 8, 45, 200])
def test_a_mark_is_the_direction_of_its_claims(studies: int) -> None:
    toward = {claim.iri: claim.toward for claim in made(studies).included}
    for row in rows(pictures(studies)[0]):
        said = [toward[iri] for iri in row["claim_iris"].split()]
        counts = [said.count(way) for way in VOTES]
        assert [int(row[way]) for way in VOTES] == counts
        assert row["direction"] == vote(*counts)


def test_marks_stand_in_the_column_of_their_outcome() -> None:
    picture = pictures(45)[0]
    outcomes = list(dict.fromkeys(row["outcome"] for row in rows(picture)))
    middles = {
        (round(_middle(mark)), row["outcome"])
        for mark, row in zip(marks(picture), rows(picture), strict=True)
    }
    assert len(middles) == len(outcomes) == 7


def _middle(mark: ET.Element) -> float:
    if mark.tag == f"{SVG}circle":
        return float(mark.get("cx", "nan"))
    across = [float(x) for x, _ in re.findall(r"([-\d.]+) ([-\d.]+)", mark.get("d", ""))]
    return (min(across) + max(across)) / 2


def test_negative_bars_end_where_positive_ones_begin() -> None:
    picture = pictures(45)[1]
    starts = {float(bar.get("x", "nan")) for bar in marks(picture, "positive")}
    ends = {
        round(float(bar.get("x", "nan")) + float(bar.get("width", "nan")))
        for bar in marks(picture, "negative")
    }
    assert len(starts) == 1
    assert {round(start) for start in starts} == ends


def test_the_finding_is_the_title_of_the_first_picture() -> None:
    for studies in SIZES:
        found = made(studies)
        assert pictures(studies)[0].title == headline(found.question, found.counts)
