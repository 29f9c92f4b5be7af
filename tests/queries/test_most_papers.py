"""authors/most-papers counts the claims of the papers that are asked for, not of all of an author's."""

from __future__ import annotations

from cpgraph import queries
from cpgraph.store import Store


def test_claims_are_those_of_the_papers_that_are_asked_for(sample_store: Store) -> None:
    asked = {"theme": "productivity"}
    made = [row[0] for row in queries.select(sample_store, "claims/list", asked, limit="all")]
    for name, _, claims, *_, person in queries.select(
        sample_store, "authors/most-papers", asked, limit="all"
    ):
        wrote = queries.select(
            sample_store, "papers/of-author", {"author": str(person)}, limit="all"
        )
        keys = {row[1] for row in wrote}
        assert int(str(claims)) == sum(key in keys for key in made), name


def test_an_author_has_more_claims_where_all_papers_count(sample_store: Store) -> None:
    def claims(**asked: str) -> int:
        rows = queries.select(sample_store, "authors/most-papers", asked, limit="all")
        return sum(int(str(row[2])) for row in rows)

    assert 0 < claims(theme="productivity") < claims()
