"""The application as data: which address is answered by what."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from cpgraph.web.asking import prepare, prepare_more
from cpgraph.web.pages.catalogue import catalogue, stored
from cpgraph.web.pages.described import KINDS, resource, robots, sitemap
from cpgraph.web.pages.digests import digests, feed, one_digest
from cpgraph.web.pages.editor import well_known_void
from cpgraph.web.pages.evidence import evidence
from cpgraph.web.pages.failures import HANDLERS
from cpgraph.web.pages.home import dashboard, home
from cpgraph.web.pages.papers import paper, papers, random_paper
from cpgraph.web.pages.search import search
from cpgraph.web.pages.syntheses import syntheses, synthesis
from cpgraph.web.pages.worklists import contradiction, contradictions, gaps
from cpgraph.web.protocol import sparql
from cpgraph.web.safety import Safety
from cpgraph.web.searching import Searching
from cpgraph.web.snapshots import Snapshots


@dataclass(frozen=True, slots=True)
class Settings:
    """How a store is served.

    :param hosts: names that are answered beside loopback.
    :param cors: whether programs in pages of other hosts may read.
    :param rate: requests a minute of one client; 0 is no limit.
    :param timeout_s: how long the answer of a visitor's query may take, until it is whole.
    :param memory_bytes: how much memory the query may take.
    :param at_once: so many visitors' queries run at a time; others wait for their turn.
    """

    location: str
    hosts: tuple[str, ...] = ()
    cors: bool = False
    rate: int = 0
    timeout_s: float = 30.0
    memory_bytes: int = 4 << 30
    at_once: int = 8


def routes() -> Iterable[BaseRoute]:
    """Every address."""
    return [
        Route("/", home),
        Route("/dashboard", dashboard),
        Route("/evidence", evidence),
        Route("/papers", papers),
        Route("/paper/{key:path}", paper),
        Route("/random", random_paper),
        Route("/search", search),
        Route("/syntheses", syntheses),
        Route("/syntheses/{name:path}", synthesis),
        Route("/contradictions", contradictions),
        Route("/contradictions/{key}", contradiction),
        Route("/gaps", gaps),
        Route("/digests", digests),
        Route("/digests.atom", feed),
        Route("/digests/{week}", one_digest),
        Route("/queries", catalogue),
        Route("/queries/{name:path}", stored),
        Route("/sparql", sparql, methods=["GET", "POST"]),
        Route("/.well-known/void", well_known_void),
        Route("/sitemap.xml", sitemap),
        Route("/sitemap-{part:int}.xml", sitemap),
        Route("/robots.txt", robots),
        *(Route(f"/{kind}/{{name:path}}", resource) for kind in KINDS),
        Mount("/static", StaticFiles(packages=[("cpgraph.web", "static")])),
    ]


def app(settings: Settings) -> Starlette:
    """The application over one store.

    :raises StoreNotFoundError: there is no store at the location.
    """
    snapshots = Snapshots(
        settings.location,
        prepare,
        prepare_more,
        timeout_s=settings.timeout_s,
        memory_bytes=settings.memory_bytes,
    )

    @asynccontextmanager
    async def lifespan(application: Starlette) -> AsyncIterator[None]:
        with snapshots.reading() as snapshot:
            application.state.searching.follow(snapshot)
        yield
        snapshots.close()

    safety = Middleware(Safety, hosts=settings.hosts, cors=settings.cors, rate=settings.rate)
    application = Starlette(
        routes=list(routes()), middleware=[safety], lifespan=lifespan, exception_handlers=HANDLERS
    )
    application.state.snapshots = snapshots
    application.state.settings = settings
    application.state.strangers = CapacityLimiter(settings.at_once)
    application.state.searching = Searching(snapshots)
    return application
