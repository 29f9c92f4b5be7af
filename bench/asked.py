"""One stored query asked of one store, in a process of its own: ``bench/queries.py`` starts it.

python bench/asked.py arguments STORE NAME        arguments that give rows, one JSON line each
python bench/asked.py time STORE NAME ARGUMENTS   a JSON line for each run: times, rows, peak MiB
python bench/asked.py stream STORE                the same, of all claims of the store as CSV
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import islice, product
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from cpgraph import queries
from cpgraph.errors import ParameterError
from cpgraph.queries import Parameter, StoredQuery, example_arguments
from cpgraph.results import Solutions
from cpgraph.store import Store, open_store
from cpgraph.writers import ROW_FORMATS

#: Runs of a query; no further one begins after so many seconds.
RUNS, SECONDS = 4, 4
#: Combinations of arguments that are tried for one that gives rows.
_TRIED = 300

_PREFIXES = """
PREFIX cito: <http://purl.org/spar/cito/>
PREFIX cpg: <https://w3id.org/cpgraph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX npx: <http://purl.org/nanopub/x/>
PREFIX prism: <http://prismstandard.org/namespaces/basic/2.0/>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
#: Type of a parameter -> what can stand for it: the commonest (or first) values of these patterns.
_VALUES = {
    "paper": (
        "?with cito:cites ?value . ?value a schema:ScholarlyArticle",
        "?value cpg:reportsStudy ?with . ?other cpg:reportsStudy ?with FILTER(?other != ?value)",
        "?with npx:retracts ?value . ?value a schema:ScholarlyArticle . ?citing cito:cites ?value",
        "?value npx:supersedes ?with ; a schema:ScholarlyArticle",
        "?with npx:supersedes ?value . ?value a schema:ScholarlyArticle",
        "?value prism:doi ?doi . ?other prism:doi ?doi FILTER(?other != ?value)",
    ),
    "outcome": ("?with cpg:outcome ?value", "?value cpg:polarity ?with"),
    "iri": (
        "?with cpg:author ?value FILTER(STRSTARTS(STR(?value), 'https://orcid.org/'))",
        "?with cpg:outcome ?value",
        "?value a cpg:Synthesis",
        "?value schema:appearance ?with ; npx:supersedes ?old",
        "?value cpg:graphHash ?with",
        "?with cito:cites ?value",
        "?with cpg:reportsStudy ?value",
    ),
    "string": (
        "?with prism:publicationName ?value",
        "?with schema:name ?value",
        "?with prism:doi ?value",
        "?with cpg:affiliationAsPrinted ?value",
        "?with cpg:reportsStudy ?study . ?study skos:prefLabel ?value",
        "?with cpg:author ?person FILTER(CONTAINS(STR(?person), 'orcid')) "
        "BIND(STRAFTER(STR(?person), 'orcid.org/') AS ?value)",
    ),
}
_CLAIMS = f"{_PREFIXES} SELECT ?claim ?text WHERE {{ ?claim a schema:Claim ; schema:text ?text }}"


def arguments_that_give_rows(store: Store, query: StoredQuery) -> dict[str, Any] | None:
    """The example's arguments, with papers and the like of this store in place of the sample's."""
    given = example_arguments(query)
    choices = [
        list(_choices(store, parameter, given[parameter.name]))
        for parameter in query.parameters
        if parameter.name in given
    ]
    names = [parameter.name for parameter in query.parameters if parameter.name in given]
    for values in islice(product(*choices), _TRIED):
        arguments = dict(zip(names, values, strict=True))
        if _gives_rows(store, query, arguments):
            return arguments
    return None


def _choices(store: Store, parameter: Parameter, given: Any) -> Iterator[Any]:
    if parameter.type in {"string", "iri"} or parameter.type not in _VALUES:
        yield given
    if parameter.type == "string":
        yield from _as_given(("wages", "synthetic"), given)
    for pattern in _VALUES.get(parameter.type, ()):
        asked = f"{_PREFIXES} SELECT ?value WHERE {{ {pattern} }} GROUP BY ?value \
            ORDER BY DESC(COUNT(*)) STR(?value) LIMIT 2"
        found = (row[0].value for row in store.select(asked))  # type: ignore[union-attr]
        yield from _as_given(tuple(found), given)


def _as_given(values: tuple[str, ...], given: Any) -> Iterator[Any]:
    """Values as the example gives them: each alone, or in a list of as many."""
    yield from ([[value] for value in values] if isinstance(given, list | tuple) else values)


def _gives_rows(store: Store, query: StoredQuery, arguments: Mapping[str, Any]) -> bool:
    try:
        return _rows(store, query, arguments) > 0
    except ParameterError:  # no value of this kind: the next one may be
        return False


def _rows(store: Store, query: StoredQuery, arguments: Mapping[str, Any]) -> int:
    if query.form == "SELECT":
        return sum(1 for _ in queries.select(store, query, arguments).terms())
    if query.form == "ASK":
        return int(queries.ask(store, query, arguments))
    return sum(1 for _ in queries.construct(store, query, arguments))


def timed(location: str, query: StoredQuery, arguments: Mapping[str, Any]) -> Iterator[Any]:
    """Runs of a query, one after the other."""
    with open_store(location) as store:
        begun = perf_counter()
        for _ in range(RUNS):
            taken = _clock()
            rows = _rows(store, query, arguments)
            yield {**taken(), "rows": rows, "mib": peak_mib()}
            if perf_counter() - begun > SECONDS:
                return


def streamed(location: str) -> Any:
    """All claims of a store as CSV, which nobody keeps."""
    with open_store(location) as store, Path(os.devnull).open("wb") as nowhere:
        taken, count = _clock(), 0

        def counted() -> Iterator[Any]:
            nonlocal count
            for row in found:
                count += 1
                yield row

        found = store.select(_CLAIMS)
        ROW_FORMATS["csv"].write(Solutions(type(found)(found.variables, counted())), nowhere)
        return {**taken(), "rows": count, "mib": peak_mib()}


def _clock() -> Callable[[], dict[str, float]]:
    """Milliseconds of the processor and on the wall from here to the call of what is returned."""
    wall, processor = perf_counter(), process_time()

    def taken() -> dict[str, float]:
        passed = {"ms": process_time() - processor, "wall_ms": perf_counter() - wall}
        return {name: seconds * 1000 for name, seconds in passed.items()}

    return taken


def peak_mib() -> float:
    """The peak memory of this process, as the system counts it: KiB on Linux, bytes on macOS."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 if sys.platform != "darwin" else 1024**2)


def main() -> None:
    """What the first argument says."""
    what, location, *more = sys.argv[1:]
    if what == "stream":
        _say(streamed(location))
        return
    query = queries.stored_query(more[0])
    if what == "arguments":
        with open_store(location) as store:
            _say(arguments_that_give_rows(store, query))
    else:
        for run in timed(location, query, json.loads(more[1])):
            _say(run)


def _say(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
