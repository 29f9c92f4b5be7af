"""``cpgraph serve`` and ``site`` as a user starts them."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

COMMAND = [sys.executable, "-m", "cpgraph"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "store"
    subprocess.run([*COMMAND, "demo", str(folder)], check=True, stdout=subprocess.DEVNULL)
    return folder


@contextmanager
def _served(folder: Path) -> Iterator[subprocess.Popen[str]]:
    served = subprocess.Popen(
        [*COMMAND, "--store", str(folder), "serve", "--port", "0"],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    with served:
        try:
            yield served
        finally:
            served.kill()


def test_it_says_where_and_stops_when_told(folder: Path) -> None:
    with _served(folder) as served:
        assert served.stderr is not None
        said = served.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", said)
        assert address is not None, said
        assert "Synthetic study 01" in httpx.get(f"{address[0]}papers", trust_env=False).text
        served.send_signal(signal.SIGINT)
        assert served.wait(timeout=30) in {0, 130}
        assert "Traceback" not in served.stderr.read()


def _refused(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [*COMMAND, "--store", str(folder), "serve", *arguments],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    return done.stderr


def test_an_address_that_is_taken_is_one_line(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = _refused(folder, "--port", port)
    assert re.fullmatch(
        rf"cpgraph: 127\.0\.0\.1:{port} cannot be listened at \(.*\); choose another --port or --host\n",
        said,
    )


def test_without_a_store_there_is_nothing_to_serve(tmp_path: Path) -> None:
    said = _refused(tmp_path / "none", "--port", "0")
    assert said.count("\n") == 1
    assert os.fspath(tmp_path / "none") in said
