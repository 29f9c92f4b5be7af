"""What a browser is shown when there is no answer: one line that says what, and what to do."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from cpgraph.errors import CpgraphError, ParameterError, QueryError
from cpgraph.queries.arguments import PaperNotFoundError
from cpgraph.web.negotiation import best
from cpgraph.web.rendering import page
from cpgraph.worklist import PairNotFoundError


def no_such_page(request: Request, _: Exception) -> Response:
    """There is nothing at this address."""
    return _failure(request, 404, "Not found", "There is nothing at this address.")


def no_such_method(request: Request, _: Exception) -> Response:
    """The address is for reading."""
    return _failure(request, 405, "Not possible", "This address is for reading (GET) only.")


def refused(request: Request, error: Exception) -> Response:
    """An unknown paper or query is not found, a wrong argument a bad request."""
    unknown = isinstance(error, QueryError) and not isinstance(error, ParameterError)
    missing = unknown or isinstance(error, PaperNotFoundError | PairNotFoundError)
    heading = "Not found" if missing else "This cannot be asked"
    return _failure(request, 404 if missing else 400, heading, str(error))


def _failure(request: Request, status: int, heading: str, problem: str) -> Response:
    if best(request.headers.get("accept", ""), ["text/html", "text/plain"]) == "text/html":
        return page(request, "error.html", status=status, heading=heading, problem=problem)
    return PlainTextResponse(f"{problem}\n", status_code=status)


HANDLERS = {404: no_such_page, 405: no_such_method, CpgraphError: refused}
