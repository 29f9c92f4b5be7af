"""A server for the application."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from cpgraph.errors import CpgraphError
from cpgraph.web.app import Settings, app


class ServeError(CpgraphError):
    """The address cannot be listened at."""


def serve(settings: Settings, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until the process is told to stop.

    :param port: 0 is any that is free.
    :param ready: told the address once it is listened at.
    :raises ServeError: the address is taken, or is not ours.
    :raises StoreNotFoundError: there is no store at the location.
    """
    application = app(settings)
    listening = listen(host, port)
    ready(address(listening, host))
    config = uvicorn.Config(
        application, log_level="warning", server_header=False, proxy_headers=False, lifespan="on"
    )
    uvicorn.Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens.

    :raises ServeError: the address is taken, or is not ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small answers at once (TCP_NODELAY) where the protocol is named; else 40 ms late
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(2048)  # who comes before the application is ready waits
    except OSError as error:
        listening.close()
        reason = error.strerror or str(error)
        raise ServeError(
            f"{host}:{port} cannot be listened at ({reason}); choose another --port or --host"
        ) from error
    return listening


def address(listening: socket.socket, host: str) -> str:
    """The address to open, as a person types it."""
    port = listening.getsockname()[1]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
