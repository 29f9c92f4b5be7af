"""What several commands share: options, where output goes, progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from cpgraph.errors import (
    CpgraphError,
    ParameterError,
    QueryTimeoutError,
    StoreLockedError,
    StoreNotFoundError,
)
from cpgraph.queries import Catalogue, shipped_catalogue
from cpgraph.rdf import SYNTAXES
from cpgraph.store import Store, open_apart, open_store

READERS = ("page", "record", "csv", "openalex", "bibtex", "ris", "csl-json", "nanopub", *SYNTAXES)

from_option = click.option(
    "--from",
    "reader",
    type=click.Choice(READERS),
    help="Read every source as this, instead of going by content and suffix.",
)
mapping_option = click.option(
    "--mapping",
    metavar="FILE",
    help="What the columns of tables are.  [default: claims.mapping.yaml beside claims.csv]",
)
engine_option = click.option(
    "--engine",
    type=click.Choice(["shacl", "pyshacl"]),
    default="shacl",
    show_default=True,
    help="The SHACL engine: the fast one, or the reference.",
)


def format_option(
    forms: Iterable[str], printed: str, default: str, *, value: str | None = None
) -> Callable[[Any], Any]:
    """``--format``: which there are, what is printed, and what the default is in words.

    :param value: what the command is given where the user gives none.
    """
    return click.option(
        "--format",
        "form",
        type=click.Choice(list(forms)),
        default=value,
        help=f"How {printed}.  [default: {default}]",
    )


timeout_option = click.option(
    "--timeout",
    "timeout_s",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="How long it may run.  [default: 30 for a query of your own, else no limit]",
)
memory_option = click.option(
    "--memory",
    "memory_mb",
    type=click.IntRange(min=64),
    metavar="MB",
    help="How much memory it may take.  [default: 4096 for a query of your own, else no limit]",
)
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file, which appears when it is whole.",
)


def catalogue(context: click.Context) -> Catalogue:
    """The queries that come with cpgraph, and those of the folders that ``--queries`` names."""
    return shipped_catalogue().extended(*context.find_root().params.get("folders", ()))


def open_asked(location: str, timeout_s: float | None, memory_mb: int | None) -> Store:
    """The store for queries; where time or memory is limited, each runs in a process of its own."""
    if timeout_s is None and memory_mb is None:
        return open_store(location)
    limits: dict[str, Any] = {
        "timeout_s": timeout_s,
        "memory_bytes": memory_mb and memory_mb << 20,
    }
    return open_apart(location, **{name: limit for name, limit in limits.items() if limit})


def open_to_write(location: str, *, base_iri: str | None = None) -> Store:
    """The store for writing; another writer is waited for as long as ``--wait`` says.

    :raises StoreLockedError: it is still writing.
    """
    return open_store(location, "write", base_iri=base_iri, wait_s=wait_s())


def open_to_change(location: str) -> Store:
    """The store for writing, where there is one: what is said of its papers makes none.

    :raises StoreNotFoundError: there is none.
    """
    open_store(location).close()
    return open_to_write(location)


def wait_s() -> float:
    """How long another writer is waited for: what ``--wait`` says."""
    waiting: float = click.get_current_context().find_root().params.get("wait_s") or 0
    return waiting


def open_or_empty(location: str) -> Store:
    """The store for reading; an empty one where there is none yet."""
    try:
        return open_store(location)
    except StoreNotFoundError:
        return open_store(":memory:")


@contextmanager
def output_stream(path: Path | None) -> Iterator[IO[bytes]]:
    """The file, written beside itself and then put in place; standard output where there is none."""
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    from cpgraph.exporting import replacing  # noqa: PLC0415

    with replacing(path) as stream:
        yield stream


def chosen_format(
    name: str | None, path: Path | None, formats: Mapping[str, Iterable[str]]
) -> str | None:
    """The format that was asked for, else the first with the file's suffix; None where there is neither.

    :param formats: which there are, with their suffixes.
    :raises ExportError: the suffix is of none of the formats, and no format was asked for.
    """
    if name or path is None:
        return name
    from cpgraph.exporting import format_of  # noqa: PLC0415

    return format_of(path, formats)


def in_words(error: CpgraphError) -> str:
    """What is wrong, with a parameter named as the option that it is on the command line."""
    if isinstance(error, QueryTimeoutError):
        return f"{error} with --timeout"
    if isinstance(error, StoreLockedError):
        return f"{error} (cpgraph --wait 60 … waits for it)"
    if not isinstance(error, ParameterError):
        return str(error)
    name = error.parameter
    if " " in name:  # the subject of a synthesis, which is no option
        return str(error)
    option = _LIMITS.get(name, name).replace("_", "-")
    return f"--{option}{str(error).removeprefix(name)}"


#: What is called otherwise in Python, where its unit is said, and on the command line.
_LIMITS = {"timeout_s": "timeout", "memory_bytes": "memory"}


@contextmanager
def progress(what: str) -> Iterator[Callable[[], None]]:
    """A counter on standard error while work goes on; silent where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed} {task.description}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda: bar.advance(task)
