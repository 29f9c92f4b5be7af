"""Templates: the one place where data becomes HTML, all of it escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from cpgraph.pictures.marks import SIGNS
from cpgraph.results import printable
from cpgraph.terms import Iris
from cpgraph.version import __version__

#: The site's sections, in the order of the navigation.
SECTIONS = (
    ("/", "Home"),
    ("/dashboard", "Dashboard"),
    ("/papers", "Papers"),
    ("/evidence", "Evidence"),
    ("/syntheses", "Syntheses"),
    ("/gaps", "Gaps"),
    ("/contradictions", "Contradictions"),
    ("/digests", "Digests"),
    ("/queries", "Queries"),
    ("/sparql", "SPARQL"),
)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("cpgraph.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.globals |= {"sections": SECTIONS, "version": __version__}
    filters: dict[str, Any] = {
        "paper_address": paper_address,
        "symbol": lambda direction: SIGNS.get(direction, "–"),
        "said": lambda key: str(key).replace("_", " "),
        "link": link,
        "number": lambda count: f"{count:,}",
    }
    environment.filters |= filters
    return environment


def _shown(value: Any) -> Any:
    """Nothing for None; no control characters in text."""
    if value is None:
        return ""
    if type(value) is not str or value.isprintable():
        return value
    return printable(value, keep_newlines=True)


def paper_address(key: str) -> str:
    """The address of a paper's page.

    >>> paper_address("arxiv:hep-th/9901001")
    '/paper/arxiv:hep-th%2F9901001'
    """
    return Iris("/").paper(key)  # as its IRI, below another base


def link(iri: str | None) -> str | None:
    """The IRI where a browser may follow it; script and data addresses are none.

    >>> link("javascript:alert(1)") is None
    True
    """
    return iri if iri and iri.startswith(("http://", "https://")) else None


def address(path: str, arguments: Mapping[str, Any] | list[tuple[str, str]]) -> str:
    """A path with what is asked of it; empty values are left out.

    >>> address("/papers", {"theme": ["governance"], "text": ""})
    '/papers?theme=governance'
    """
    pairs = arguments.items() if isinstance(arguments, Mapping) else arguments
    given = [(name, value) for name, value in pairs if value not in (None, "", [], ())]
    return f"{path}?{urlencode(given, doseq=True)}" if given else path


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    alternates: Mapping[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """A page from its template.

    :param alternates: media type -> address of the same in another format, for ``Link`` headers.
    """
    others = dict(alternates or {})
    text = (
        _environment()
        .get_template(template)
        .render(path=request.url.path, canonical=request.url.path, alternates=others, **context)
    )
    headers = {}
    if others:
        links = (f'<{to}>; rel="alternate"; type="{kind}"' for kind, to in others.items())
        headers["link"] = ", ".join(links)
    return HTMLResponse(text, status_code=status, headers=headers)
