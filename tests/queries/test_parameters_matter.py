"""No parameter is asked for in vain: some value of it changes what the query answers on the sample.

That is what its example answers, or the example without what need not be given: an example that asks
for one category, say, can leave nothing that another parameter could choose from.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cpgraph.queries.examples import example_arguments
from cpgraph.queries.stored import Parameter, StoredQuery
from cpgraph.store import Store, paper_keys
from cpgraph.terms import SCHEMES
from cpgraph.vocabulary import shipped
from query_examples import QUERIES, answer_of

#: Parameters that change nothing on the sample data, each with the reason.
IN_VAIN = {
    ("digest/gaps-closed", "orient"): "no gap that was closed is about what is better when lower",
    ("synthesis/internal-inconsistencies", "orient"): (
        "no study says opposite things of what is better when lower"
    ),
}

OPTIONAL = [
    (query, parameter)
    for query in QUERIES
    for parameter in query.parameters
    if not parameter.is_required
]
each_parameter = pytest.mark.parametrize(
    ("query", "parameter"),
    OPTIONAL,
    ids=[f"{query.name}-{parameter.name}" for query, parameter in OPTIONAL],
)


def values(parameter: Parameter, store: Store) -> Iterator[str]:
    """Values of a parameter, those first that fit the least."""
    if parameter.type in SCHEMES:
        return (concept.key for concept in reversed(shipped().of(parameter.type)))
    if parameter.type == "paper":
        return iter(paper_keys(store))
    if parameter.type == "outcome":
        return _outcomes(store)
    known = {
        "string": ["nothing has this", "a"],
        "date": ["1900", "2100", "2024", "2024-06", "2025", "2025-06", "2026"],
        "integer": ["0", "1", "2", "5", "1000000"],
        "decimal": ["0", "0.5", "1000000"],
        "iri": ["cpg:Outcome", "cpg:Claim", "schema:ScholarlyArticle"],
    }
    return iter(known.get(parameter.type, parameter.choices))


def _outcomes(store: Store) -> Iterator[str]:
    rows = store.select(
        "PREFIX cpg: <https://w3id.org/cpgraph/ontology#> SELECT DISTINCT ?o { ?o a cpg:Outcome } "
        "ORDER BY ?o"
    )
    return (row[0].value for row in rows if row[0] is not None and hasattr(row[0], "value"))


@each_parameter
def test_some_value_changes_the_answer(
    query: StoredQuery, parameter: Parameter, sample_store: Store
) -> None:
    example = example_arguments(query)
    needed = {one.name: example[one.name] for one in query.parameters if one.is_required}
    matters = any(
        _changes(query, parameter, arguments, sample_store) for arguments in (example, needed)
    )
    assert matters is ((query.name, parameter.name) not in IN_VAIN)


def _changes(
    query: StoredQuery, parameter: Parameter, arguments: dict[str, list[str]], store: Store
) -> bool:
    # dates that end before they begin are refused
    other = {"since": "until", "until": "since"}.get(parameter.name)
    arguments = {name: value for name, value in arguments.items() if name != other}
    before = answer_of(query, store, arguments)
    return any(
        answer_of(query, store, {**arguments, parameter.name: value}) != before
        for value in values(parameter, store)
    )


def test_what_is_excused_is_there() -> None:
    assert IN_VAIN.keys() <= {(query.name, parameter.name) for query, parameter in OPTIONAL}
