"""Where ``ontology/``, ``shapes/``, ``queries/`` and ``data/`` are.

In a wheel they lie in ``cpgraph/_resources/``; in a checkout at the top. Both are found here and
nowhere else.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

FOLDERS = ("ontology", "shapes", "queries", "data")


@cache
def folder(name: str) -> Path:
    """The folder ``name`` (one of :data:`FOLDERS`) of the installed package or of the checkout.

    :raises FileNotFoundError: the installation is incomplete.

    >>> (folder("ontology") / "prefixes.ttl").is_file()
    True
    """
    package = Path(str(files("cpgraph")))
    for candidate in (package / "_resources" / name, package.parents[1] / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"cpgraph is installed without its {name}/ folder; install it again")


def sources(name: str, pattern: str) -> list[Path]:
    """The files below folder ``name`` that match ``pattern`` (a glob), sorted by path.

    >>> [path.name for path in sources("ontology", "prefixes.ttl")]
    ['prefixes.ttl']
    """
    return sorted(folder(name).rglob(pattern))
