"""The text of a query in a file: no more of it than can be a query."""

from __future__ import annotations

from codecs import getincrementaldecoder
from contextlib import nullcontext
from pathlib import Path
from typing import IO

from cpgraph.errors import QueryError
from cpgraph.queries.gate import MOST_CHARACTERS

#: No more of a file is read than the gate lets through; a character has four bytes at most.
_MOST_BYTES = 4 * MOST_CHARACTERS + 4


def query_text(path: Path, stream: IO[bytes] | None = None) -> str:
    """The text in a file, without a byte order mark; of one that is too long, the beginning.

    :param stream: what is read instead of the file, which then has no more than a name.
    :raises QueryError: it cannot be read, or is not UTF-8.
    """
    try:
        with nullcontext(stream) if stream else path.open("rb") as source:
            data = source.read(_MOST_BYTES)
        # a character that is cut off at the end is no fault
        return getincrementaldecoder("utf-8-sig")().decode(data, final=len(data) < _MOST_BYTES)
    except OSError as error:
        raise QueryError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: is not UTF-8; save it as UTF-8 text") from error
