"""The pages as files: a site for any web host, from the same application.

What needs a server (search, the endpoint, the editor, forms) is left out. Pages that differ by what is
asked for, ``/evidence?outcome=…``, are kept where a page without a question links to them, and their
following pages; other such links lead to the page without the question.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Callable
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette

from cpgraph.exporting import replacing
from cpgraph.terms import digest, slug
from cpgraph.web.app import Settings, app
from cpgraph.web.snapshots import Snapshots

#: Not kept: they answer what visitors ask.
_LIVE = ("/sparql", "/search", "/random")
_LINK = re.compile(r'(?P<name>\b(?:href|src|action))="(?P<to>/[^"]*)"')
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_HTML = "text/html"


def build(location: str, folder: Path, report: Callable[[str], None]) -> int:
    """Write the site of a store; how many files it has.

    :param report: told each address.
    :raises StoreNotFoundError: there is no store at the location.
    :raises ExportError: the folder cannot be written.
    """
    application = app(Settings(location))
    snapshots: Snapshots = application.state.snapshots
    try:
        return asyncio.run(_Site(application, folder, report).build())
    finally:
        snapshots.close()


class _Site:
    """A walk over the links of the pages, from the home page on."""

    def __init__(self, application: Starlette, folder: Path, report: Callable[[str], None]) -> None:
        self._application = application
        self._folder = folder
        self._report = report
        self._found: dict[str, tuple[str, bytes]] = {}

    async def build(self) -> int:
        waiting = deque(["/", "/sitemap.xml", "/robots.txt", "/static/icon.svg"])
        while waiting:
            address = waiting.popleft()
            if address in self._found or address.partition("?")[0].startswith(_LIVE):
                continue
            status, media_type, body = await _asked(self._application, address)
            if status != 200:  # noqa: PLR2004 # a link that leads elsewhere
                continue
            self._found[address] = (media_type, body)
            self._report(address)
            if media_type == _HTML:
                waiting += self._followed(address, body.decode())
        for address, (media_type, body) in self._found.items():
            text = self._local(address, body.decode()).encode() if media_type == _HTML else body
            self._write(_file_of(address, media_type), text)
        return len(self._found)

    def _followed(self, address: str, html: str) -> list[str]:
        asks = "?" in address
        links = (_target(match["to"]) for match in _LINK.finditer(html))
        return [to for to in links if not asks or "?" not in to or _follows(address, to)]

    def _local(self, address: str, html: str) -> str:
        """The page with links that lead to files beside it, whatever the folder is called."""
        depth = len(PurePosixPath(_file_of(address, _HTML)).parts) - 1
        up = "../" * depth or "./"

        def local(match: re.Match[str]) -> str:
            to, mark, part = unescape(match["to"]).partition("#")
            known = to if to in self._found else to.partition("?")[0]
            if known not in self._found:
                return f'{match["name"]}="#"' if to.startswith(_LIVE) else match[0]
            path = _file_of(known, self._found[known][0]).removesuffix("index.html")
            return f'{match["name"]}="{up}{path}{mark}{part}"'

        return _LINK.sub(local, _FORM.sub("", html))

    def _write(self, name: str, body: bytes) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as stream:
            stream.write(body)


def _target(link: str) -> str:
    return unescape(link).partition("#")[0]


def _follows(address: str, to: str) -> bool:
    """Whether it is another page of the same answer."""
    plain = [re.sub(r"[?&]page=\d+", "", one).replace("?", "&") for one in (address, to)]
    return plain[0] == plain[1]


def _file_of(address: str, media_type: str) -> str:
    """The file of an address.

    >>> _file_of("/evidence?theme=governance", "text/html")
    'evidence/theme-governance-211785d0/index.html'
    """
    path, _, query = address.partition("?")
    name = unquote(path).strip("/")
    parts = [part for part in name.split("/") if part not in {"", ".", ".."}]
    if query:
        parts.append(f"{slug(query)}-{digest(query, length=8)}")
    if media_type == _HTML and parts and parts[-1].endswith((".html", ".xml")):
        return "/".join(parts)
    return "/".join([*parts, "index.html"]) if media_type == _HTML else "/".join(parts)


async def _asked(application: Starlette, address: str) -> tuple[int, str, bytes]:
    """What the application answers: status, media type, body."""
    path, _, query = address.partition("?")
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"localhost"), (b"accept", b"text/html, */*;q=0.5")],
        "client": ("127.0.0.1", 0),
        "server": ("localhost", 80),
    }
    status, media_type, body = 500, "", bytearray()

    sent = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if sent.is_set():  # nobody hangs up
            await asyncio.Event().wait()
        sent.set()
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status, media_type
        if message["type"] == "http.response.start":
            status = message["status"]
            headers = {name.lower(): value for name, value in message["headers"]}
            media_type = headers.get(b"content-type", b"").decode().partition(";")[0]
        else:
            body.extend(message.get("body", b""))

    await application(scope, receive, send)
    return status, media_type, bytes(body)
