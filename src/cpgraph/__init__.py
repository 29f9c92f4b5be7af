"""cpgraph: a knowledge-graph store for research claims.

>>> import cpgraph
>>> with cpgraph.open_store(":memory:", "write") as store:
...     cpgraph.load(store, "data/papers/positive-alignment.yaml").total("added")
...     [row[5] for row in cpgraph.run(store, "evidence/board", theme="governance")]
1
[7, 1]
"""

from typing import TYPE_CHECKING, Any

from cpgraph.version import __version__

if TYPE_CHECKING:
    from cpgraph.api import (
        ask,
        backup,
        export,
        find,
        load,
        open_catalogue,
        open_store,
        prepare,
        restore,
        restore_backup,
        retract,
        retract_listed,
        run,
        synthesise,
        validate,
        verify,
    )
    from cpgraph.errors import CpgraphError

__all__ = [
    "CpgraphError",
    "__version__",
    "ask",
    "backup",
    "export",
    "find",
    "load",
    "open_catalogue",
    "open_store",
    "prepare",
    "restore",
    "restore_backup",
    "retract",
    "retract_listed",
    "run",
    "synthesise",
    "validate",
    "verify",
]


def __getattr__(name: str) -> Any:
    """The verbs, imported when they are first used: ``import cpgraph`` stays light."""
    from importlib import import_module  # noqa: PLC0415

    if name == "CpgraphError":
        return import_module("cpgraph.errors").CpgraphError
    if name in __all__:
        return getattr(import_module("cpgraph.api"), name)
    raise AttributeError(f"module 'cpgraph' has no attribute {name!r}")
