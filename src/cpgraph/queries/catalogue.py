"""The catalogue: every ``.rq`` file below a folder; its path there is its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType

from cpgraph import resources
from cpgraph.errors import QueryError, did_you_mean
from cpgraph.queries.stored import StoredQuery, read_stored_query


class Catalogue:
    """Stored queries by name, sorted; a file is read when its query is first asked for.

    >>> "evidence/board" in shipped().names
    True
    """

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self.paths = MappingProxyType(dict(sorted(paths.items())))
        self._read: dict[str, StoredQuery] = {}

    @property
    def names(self) -> list[str]:
        """The names of all queries, sorted."""
        return list(self.paths)

    def __iter__(self) -> Iterator[StoredQuery]:
        return (self.query(name) for name in self.paths)

    def readable(self, on_fault: Callable[[QueryError], object]) -> Iterator[StoredQuery]:
        """The queries in order but those that cannot be read; what is wrong with them is handed on."""
        for name in self.paths:
            try:
                yield self.query(name)
            except QueryError as error:
                on_fault(error)

    def query(self, name: str) -> StoredQuery:
        """The query with this name.

        :raises QueryError: there is none, and the nearest names are named; or its file is no query.

        >>> shipped().query("evidence/board").form
        'SELECT'
        """
        if name not in self.paths:
            near = self.nearest(name)
            hint = did_you_mean(near) if near else "see 'cpgraph queries'"
            raise QueryError(f"no stored query {name!r}; {hint}")
        if name not in self._read:
            self._read[name] = read_stored_query(name, self.paths[name])
        return self._read[name]

    def extended(self, *folders: str | Path) -> Catalogue:
        """This catalogue and the queries of further folders.

        :raises QueryError: a folder cannot be read, or a name is taken.
        """
        paths = dict(self.paths)
        for folder in folders:
            for name, path in queries_below(Path(folder)).items():
                if paths.get(name, path) != path:
                    raise QueryError(f"{path}: {self._taken(name, paths[name])}; rename the file")
                paths[name] = path
        return Catalogue(paths)

    def _taken(self, name: str, by: Path) -> str:
        return f"cpgraph has a query {name}" if name in self.paths else f"{by} is {name} already"

    def nearest(self, name: str) -> list[str]:
        """The names that look most like this one, two at most.

        >>> shipped().nearest("board")
        ['evidence/board', 'evidence/board-by-study']
        """
        # a part of the name is what people remember: "board" for "evidence/board"
        found = sorted((other for other in self.paths if name in other), key=len)
        return (found or get_close_matches(name, self.paths, n=2))[:2]


@cache
def shipped() -> Catalogue:
    """The queries that come with cpgraph."""
    return Catalogue(queries_below(resources.folder("queries")))


def names() -> list[str]:
    """The names of the queries that come with cpgraph, sorted."""
    return shipped().names


def stored_query(name: str) -> StoredQuery:
    """The query of this name that comes with cpgraph.

    :raises QueryError: there is none; the nearest names are named.
    """
    return shipped().query(name)


def queries_below(folder: Path) -> dict[str, Path]:
    """The files of the queries below a folder, by name.

    :raises QueryError: the folder cannot be read.
    """
    try:
        if not folder.is_dir():
            raise QueryError(f"{folder}: there is no such folder of queries; check the path")
        next(folder.iterdir(), None)  # rglob passes over what cannot be read
    except OSError as error:
        raise QueryError(f"{folder}: cannot be read ({error.strerror}); check the path") from error
    return {
        path.relative_to(folder).with_suffix("").as_posix(): path
        for path in folder.rglob("*.rq")
        # no folder, pipe or device is a query; a link that leads nowhere is said when it is read
        if path.is_file() or not path.exists()
    }
