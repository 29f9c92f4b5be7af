"""What is kept of syntheses goes from store to store: written, taken, merged, refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cpgraph import living
from cpgraph.errors import SourceError
from cpgraph.rdf import SYNTAXES, Triple
from cpgraph.readers.base import Source
from cpgraph.results import LoadOutcome
from cpgraph.sample import load_sample
from cpgraph.store import Store, open_store
from cpgraph.synthesis import ask, synthesise
from cpgraph.worklist import judge, judgements

PAIR = (
    "https://w3id.org/cpgraph/data/paper/manual:6c19960722cb#claim-5031da80e21253c2",
    "https://w3id.org/cpgraph/data/paper/manual:a8f2dbcc09c7#claim-c315e9a713a8d767",
)


@pytest.fixture
def judged(kept: Store) -> Store:
    """A store with everything that is kept: versions, a rating, a text, judgements."""
    living.rate(kept, "error-rate", "low", who="Ann Lee", why="Few studies.")
    living.annotate(kept, "error-rate", "Little is known.", who="Ann Lee", method="person")
    judge(kept, PAIR, "confirmed", who="Ann Lee", why="Same tasks.")
    return kept


@pytest.fixture
def other() -> Iterator[Store]:
    with open_store(":memory:", "write") as store:
        yield store


def written(store: Store, folder: Path, syntax: str = "trig") -> Source:
    path = folder / f"kept{SYNTAXES[syntax].suffixes[0]}"
    with path.open("wb") as stream:
        living.write_kept(store, stream, SYNTAXES[syntax])
    return Source(path.name, path)


def graphs(store: Store) -> dict[str, set[Triple]]:
    return {name: set(store.graph(name)) for name in living.kept_graphs(store)}


def outcomes(store: Store, source: Source, *, replace: bool = False) -> list[LoadOutcome]:
    return [one.outcome for one in living.take_kept(store, source, replace=replace).entries]


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_what_is_written_comes_back(
    syntax: str, judged: Store, other: Store, tmp_path: Path
) -> None:
    source = written(judged, tmp_path, syntax)
    before = graphs(judged)
    assert outcomes(other, source) == [LoadOutcome.ADDED] * len(before)
    assert graphs(other) == before
    assert outcomes(other, source) == [LoadOutcome.UNCHANGED] * len(before)


def test_the_same_content_gives_the_same_bytes(judged: Store, other: Store, tmp_path: Path) -> None:
    source = written(judged, tmp_path)
    first = source.path.read_bytes()
    living.take_kept(other, source)
    assert written(other, tmp_path).path.read_bytes() == first


def test_a_later_judgement_is_added_and_an_earlier_file_takes_nothing_away(
    judged: Store, other: Store, tmp_path: Path
) -> None:
    (tmp_path / "earlier").mkdir()
    earlier = written(judged, tmp_path / "earlier")
    living.take_kept(other, earlier)
    judge(judged, PAIR, "explained", who="Bo Ng", why="Other tasks.")
    assert LoadOutcome.REPLACED in outcomes(other, written(judged, tmp_path))
    assert judgements(other) == judgements(judged)
    assert set(outcomes(other, earlier)) == {LoadOutcome.UNCHANGED}
    assert [one.verdict for one in judgements(other).values()] == ["explained"]


def test_where_two_stores_say_different_things_neither_is_lost(
    judged: Store, other: Store, tmp_path: Path
) -> None:
    living.take_kept(other, written(judged, tmp_path))
    mine = other.iris.synthesis("error-rate")
    other.write([{mine: [one for one in other.graph(mine) if "studyCount" not in str(one)]}])
    living.rate(other, "skill-acquisition", "low", who="Bo Ng", why="Few.")
    living.rate(judged, "skill-acquisition", "very low", who="Ann Lee", why="Very few.")
    report = living.take_kept(other, written(judged, tmp_path))
    (refused,) = [one for one in report.entries if one.reasons]
    assert refused.key == "rating/skill-acquisition/1"
    assert refused.reasons == ("the store holds another; --replace takes the one of the file",)
    living.take_kept(other, written(judged, tmp_path), replace=True)
    assert graphs(other) == graphs(judged)


def test_it_is_brought_below_the_base_of_the_store(judged: Store, tmp_path: Path) -> None:
    source = written(judged, tmp_path)
    with open_store(tmp_path / "s", "write", base_iri="https://example.org/x/") as store:
        load_sample(store)
        living.take_kept(store, source)
        assert living.names(store) == sorted({*living.names(judged), *living.names(store)})
        found = synthesise(store, ask(store, "average handling time"), judgements=judgements(store))
        grades = {pair.grade for one in found.disagreements.contradictions for pair in one.pairs}
        assert "K3" in grades  # the pair has another key here, and is still judged
        assert not any("w3id.org/cpgraph/data/" in str(t) for name in living.kept_graphs(store)
                       for t in store.graph(name))  # fmt: skip


def test_what_does_not_conform_is_refused(judged: Store, other: Store, tmp_path: Path) -> None:
    source = written(judged, tmp_path)
    text = source.path.read_text(encoding="utf-8").replace('"Few studies."', '""')
    source.path.write_text(text, encoding="utf-8")
    report = living.take_kept(other, source)
    (refused,) = [one for one in report.entries if one.reasons]
    assert refused.key == "rating/error-rate/1"
    assert refused.reasons[0].startswith("reason is missing")
    assert living.rating(other, "error-rate") is None
    assert living.find(other, "error-rate")


def test_a_file_with_none_of_them_says_so(other: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<https://example.org/a> a <https://example.org/b> .", encoding="utf-8")
    with pytest.raises(
        SourceError, match=r"a\.ttl: holds no synthesis, judgement or retraction; 'cpgraph"
    ):
        living.take_kept(other, Source(path.name, path))
