"""SPARQL 1.1 Protocol over SPARQLWrapper: an answer whole, or an error that says what became of it.

Queries and updates go as forms by POST, which every engine reads. An answer is refused where it is not
what was asked for (a web page, say), where it was cut off, and where the engine says that it is not all:
a count that cannot be trusted is an error, never a number.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError, URLError

from SPARQLWrapper import CONSTRUCT, INSERT, POST, SELECT, SPARQLExceptions, SPARQLWrapper

from cpgraph.errors import StoreError

JSON, NTRIPLES = "application/sparql-results+json", "application/n-triples"
_FORMATS = {JSON: "json", NTRIPLES: "n3"}
_FORMS = {JSON: SELECT, NTRIPLES: CONSTRUCT}
#: Characters of an engine's message that are shown.
_SHOWN = 200
_UNAUTHORIZED, _NOT_FOUND, _UNAVAILABLE = 401, 404, 503
_REFUSED = frozenset({_UNAUTHORIZED, 403, 405})


class EndpointError(StoreError):
    """A SPARQL endpoint cannot be reached, refuses, or answers with what cannot be trusted."""


class Endpoint:
    """The addresses of an endpoint, and how it is asked.

    :param update: where it takes updates; None is nowhere.
    :param parameters: sent with every query.
    """

    def __init__(
        self,
        query: str,
        update: str | None = None,
        *,
        parameters: dict[str, str] | None = None,
        timeout_s: float | None = None,
    ) -> None:
        self.query = query
        self.update = update
        self.parameters = parameters or {}
        self.timeout_s = timeout_s

    def asked(self, query: str, media_type: str) -> HTTPResponse:
        """The answer of a query, still to be read; its media type is the one that was asked for.

        :raises EndpointError: there is no answer.
        """
        wrapper = SPARQLWrapper(self.query, returnFormat=_FORMATS[media_type])
        wrapper.addCustomHttpHeader("Accept", media_type)
        for name, value in self.parameters.items():
            wrapper.addParameter(name, value)
        answer = self._sent(wrapper, query, _FORMS[media_type], self.query)
        given = (answer.headers.get_content_type() or "").lower()
        if given != media_type:
            answer.close()
            raise EndpointError(
                self.query, f"answers with {given}, not {media_type}; is it SPARQL?"
            )
        _check_complete(answer, self.query)
        return answer

    def updated(self, update: str) -> None:
        """Carry out an update.

        :raises EndpointError: it takes none, or this one failed; whether a part was done, is unknown.
        """
        if self.update is None:
            raise EndpointError(self.query, "takes no updates; name a store that can be written")
        wrapper = SPARQLWrapper(self.update, updateEndpoint=self.update)
        with self._sent(wrapper, update, INSERT, self.update) as answer:
            answer.read()

    def _sent(self, wrapper: SPARQLWrapper, text: str, form: str, address: str) -> HTTPResponse:
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        if self.timeout_s is not None:
            wrapper.setTimeout(max(1, round(self.timeout_s)))
        wrapper.setQuery(text)
        wrapper.queryType = (
            form  # it guesses, and takes a query for an update where a comment says "load"
        )
        with failures(address):
            return wrapper.query().response


@contextmanager
def failures(address: str) -> Iterator[None]:
    """What the library, the network and the engine raise, as one error of ours."""
    try:
        yield
    except SPARQLExceptions.SPARQLWrapperException as error:
        status = 0
        if isinstance(error.__context__, HTTPError):
            status = error.__context__.code
            error.__context__.close()  # the library leaves it open
        raise EndpointError(address, _in_words(status) or f"refused it: {_said(error)}") from error
    except HTTPError as error:
        with error:
            problem = _in_words(error.code) or f"failed (HTTP {error.code}): {_body_of(error)}"
        raise EndpointError(address, problem) from error
    except TimeoutError as error:
        raise EndpointError(address, "did not answer in time; ask for less, or again") from error
    except URLError as error:
        reason = getattr(error.reason, "strerror", None) or error.reason
        if isinstance(error.reason, TimeoutError):
            reason = "it did not answer in time"
        problem = f"cannot be reached ({reason}); check the address, and that it is up"
        raise EndpointError(address, problem) from error
    except HTTPException as error:
        raise EndpointError(address, "cut its answer off; ask again") from error
    except OSError as error:
        raise EndpointError(address, f"broke off ({error.strerror or error}); ask again") from error


class Whole(io.RawIOBase):
    """The body of an answer, which must not end before its end."""

    def __init__(self, answer: HTTPResponse, address: str) -> None:
        self._answer = answer
        self._address = address

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def close(self) -> None:
        """Let go of the connection."""
        self._answer.close()
        super().close()

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # of typeshed
        """Read some of it.

        :raises EndpointError: it was cut off.
        """
        with failures(self._address):
            count = self._answer.readinto(buffer)
        if not count and self._answer.length:
            raise EndpointError(self._address, "cut its answer off; ask again")
        return count


def _check_complete(answer: HTTPResponse, address: str) -> None:
    """Refuse what Virtuoso sends as success where it stopped early: on time, or at its most rows."""
    for name in ("x-sql-state", "x-sparql-maxrows"):
        if said := answer.headers.get(name):
            answer.close()
            raise EndpointError(
                address, f"gave only a part ({name}: {said}); raise its limits, or ask for less"
            )


def _in_words(status: int) -> str:
    """What a status of HTTP means to who asked; nothing where the answer says it better."""
    if status in _REFUSED:
        return f"refuses access (HTTP {status}); check who may read and write there"
    if status == _NOT_FOUND:
        return f"is not there (HTTP {status}); check the address"
    if status == _UNAVAILABLE:
        return f"is not available now (HTTP {status}); ask again later"
    return ""


def _body_of(error: HTTPError) -> str:
    return _first_line(error.read(2000).decode(errors="replace"))


def _said(error: SPARQLExceptions.SPARQLWrapperException) -> str:
    """What the engine said, which the library shows as a literal of bytes behind words of its own."""
    own, _, said = str(error).partition("Response:\n")
    try:
        body = ast.literal_eval(said) if said else own
    except (ValueError, SyntaxError):
        body = said
    return _first_line(body.decode(errors="replace") if isinstance(body, bytes) else str(body))


def _first_line(text: str) -> str:
    """What of an engine's message fits a line, without what steers terminals."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
