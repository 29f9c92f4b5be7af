"""A real server over a store, for tests that ask it over a socket."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from cpgraph.sample import load_sample
from cpgraph.store import open_store
from cpgraph.web.app import Settings, app
from cpgraph.web.serving import address, listen


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """The address of a server that is up."""
    listening = listen("127.0.0.1", 0)
    config = uvicorn.Config(app(settings), log_level="critical", lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield address(listening, "127.0.0.1")
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web") / "store"
    with open_store(folder, "write") as store:
        load_sample(store)
    return folder


@pytest.fixture(scope="session")
def web(sample_folder: Path) -> Iterator[httpx.Client]:
    with (
        serving(Settings(str(sample_folder))) as base,
        httpx.Client(base_url=base, timeout=60) as client,
    ):
        yield client
