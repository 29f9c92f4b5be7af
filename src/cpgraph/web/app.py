"""The application as data: which address is answered by what."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from cpgraph.web.protocol import sparql
from cpgraph.web.safety import Safety
from cpgraph.web.snapshots import Snapshots


@dataclass(frozen=True, slots=True)
class Settings:
    """How a store is served.

    :param hosts: names that are answered beside loopback.
    :param cors: whether programs in pages of other hosts may read.
    :param rate: requests a minute of one client; 0 is no limit.
    """

    location: str
    hosts: tuple[str, ...] = ()
    cors: bool = False
    rate: int = 0
    timeout_s: float = 30.0
    memory_bytes: int = 4 << 30


def routes() -> Iterable[BaseRoute]:
    """Every address."""
    return [Route("/sparql", sparql, methods=["GET", "POST"])]


def app(settings: Settings) -> Starlette:
    """The application over one store.

    :raises StoreNotFoundError: there is no store at the location.
    """
    snapshots = Snapshots(
        settings.location, timeout_s=settings.timeout_s, memory_bytes=settings.memory_bytes
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        snapshots.close()

    safety = Middleware(Safety, hosts=settings.hosts, cors=settings.cors, rate=settings.rate)
    application = Starlette(routes=list(routes()), middleware=[safety], lifespan=lifespan)
    application.state.snapshots = snapshots
    application.state.settings = settings
    return application
