"""``cpgraph queries check``: what is wrong with stored queries, a line each."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import click

from cpgraph import queries, resources
from cpgraph.cli.options import in_words
from cpgraph.errors import ParameterError, QueryError, StoreNotFoundError
from cpgraph.queries import StoredQuery
from cpgraph.queries.catalogue import queries_below
from cpgraph.queries.examples import example_arguments
from cpgraph.queries.lints import lint
from cpgraph.queries.stored import read_stored_query
from cpgraph.results import printable
from cpgraph.store import Store, open_apart


@click.command(epilog="Example: cpgraph queries check my-queries")
@click.argument("places", nargs=-1, metavar="[DIR | FILE]…", type=click.Path(path_type=Path))
@click.pass_context
def check(context: click.Context, places: tuple[Path, ...]) -> int:
    """Check stored queries: header, parameters, columns, order, what engines differ in, the example.

    Without DIR or FILE those of --queries are checked, else the ones that come with cpgraph. Examples
    are run where there is a store. Exit code 1 when anything is wrong.
    """
    files = _files(places or context.find_root().params["folders"])
    wrong = 0
    with _store(context.obj) as store:
        for name, path in files.items():
            problems = list(_problems(name, path, store))
            wrong += bool(problems)
            for problem in problems:
                click.echo(printable(problem))
    click.echo(f"{len(files)} queries checked, {wrong or 'none'} with a problem", err=True)
    return 1 if wrong else 0


def _files(places: Iterable[Path]) -> dict[str, Path]:
    """The files that are meant, by the name of their query; a file that is named keeps its path."""
    files: dict[str, Path] = {}
    for place in places or [resources.folder("queries")]:
        is_file = place.is_file() or (place.suffix == ".rq" and not place.is_dir())
        files |= {str(place.with_suffix("")): place} if is_file else queries_below(place)
    return dict(sorted(files.items()))


def _store(location: str) -> AbstractContextManager[Store | None]:
    try:
        return open_apart(location)
    except StoreNotFoundError:
        return nullcontext()


def _problems(name: str, path: Path, store: Store | None) -> Iterator[str]:
    shipped = queries.shipped_catalogue().paths.get(name, path)
    if os.path.realpath(shipped) != os.path.realpath(path):
        yield f"{name}.rq: cpgraph has a query of this name; rename the file"
    try:
        query = read_stored_query(name, path)
        problems = lint(query)
        yield from problems
        if store and not problems and not _example_gives_something(query, store):
            click.echo(f"{name}.rq: note: the example gives nothing in this store", err=True)
    except ParameterError as error:
        yield f"{name}.rq: the example: {in_words(error)}"
    except QueryError as error:
        yield str(error)


def _example_gives_something(query: StoredQuery, store: Store) -> bool:
    found = queries.answer(store, query, example_arguments(query))
    return found if isinstance(found, bool) else any(True for _ in found)
