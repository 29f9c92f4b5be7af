"""What keeps strangers out: which hosts are answered, how much is read, what pages may load.

No page holds script of its own text, and none is loaded from elsewhere, so that a literal that gets
past the templates' escaping still runs nothing (CSP). Only this host is answered, so that a page of
another one cannot reach a local server by renaming itself (DNS rebinding).
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: The most that a request's body may hold: a query, and nothing else is sent.
MOST_BODY_BYTES = 1 << 20
_READ_ON_BYTES = 16 * MOST_BODY_BYTES
#: The longest address that is read.
MOST_TARGET_BYTES = 64 << 10

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_NAME_AND_PORT = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^:\[\]]+)(?::[0-9]*)?")

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}


class Safety:
    """Middleware: refuses what is too much or meant for another host, and says what pages may do.

    :param hosts: names that are answered, beside loopback; ``*`` is every one.
    :param cors: whether programs in pages of other hosts may read answers.
    :param rate: requests a minute that one client may make; 0 is no limit.
    """

    def __init__(
        self, app: ASGIApp, *, hosts: Iterable[str] = (), cors: bool = False, rate: int = 0
    ) -> None:
        self._app = app
        self._hosts = {host.lower() for host in (*LOOPBACK, *hosts)}
        self._cors = cors
        self._rates = Rates(rate) if rate else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, self._marked(send))
            return
        marked = self._marked(send)
        try:
            await self._app(scope, _limited(receive), marked)
        except BodyTooLongError:
            await _too_long()(scope, receive, marked)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if "*" not in self._hosts and _host(headers.get("host", "")) not in self._hosts:
            return _said(421, "this host is not served here; --host names the ones that are")
        if len(scope.get("raw_path", b"")) + len(scope["query_string"]) > MOST_TARGET_BYTES:
            return _said(414, "the address is too long; send the query by POST")
        if _length(headers) > MOST_BODY_BYTES:
            return _too_long()
        if self._rates and not self._rates.let_pass((scope.get("client") or ("?",))[0]):
            return _said(429, "too many requests; wait a minute")
        return None

    def _marked(self, send: Send) -> Send:
        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if self._cors:
                    headers["access-control-allow-origin"] = "*"
            await send(message)

        return marked


class BodyTooLongError(Exception):
    """More came than the request said, or may hold."""


def _limited(receive: Receive) -> Receive:
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken <= MOST_BODY_BYTES:
            return message
        # a client hears the refusal only when it has sent what it is sending
        while message.get("more_body") and taken < _READ_ON_BYTES:
            message = await receive()
            taken += len(message.get("body", b""))
        raise BodyTooLongError

    return limited


def _too_long() -> PlainTextResponse:
    return _said(413, f"the body is longer than {MOST_BODY_BYTES >> 20} MB")


def _said(status: int, text: str) -> PlainTextResponse:
    return PlainTextResponse(f"{text}\n", status_code=status)


def _host(header: str) -> str:
    """The name without the port; nothing where it is none.

    >>> _host("LOCALHOST:8000"), _host("[::1]:80"), _host("[::1].example.org")
    ('localhost', '[::1]', '')
    """
    found = _NAME_AND_PORT.fullmatch(header.strip().lower())
    return found["name"] if found else ""


def _length(headers: Headers) -> int:
    text = headers.get("content-length", "0")
    return int(text) if text.isdecimal() else 0


class Rates:
    """How many requests each client made in the last minute."""

    _WINDOW_S = 60.0
    _MOST_CLIENTS = 10_000

    def __init__(self, most: int) -> None:
        self._most = most
        self._clients: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def let_pass(self, client: str) -> bool:
        """Count one request; whether it may be answered."""
        now = time.monotonic()
        since, count = self._clients.pop(client, (now, 0))
        if now - since > self._WINDOW_S:
            since, count = now, 0
        self._clients[client] = (since, count + 1)
        if len(self._clients) > self._MOST_CLIENTS:
            self._clients.popitem(last=False)
        return count < self._most
