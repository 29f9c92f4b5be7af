"""Measures the server: requests a second and how long they take; see ``serve.md`` for how to read it.

    python bench/serve.py                             10,000 papers, ten seconds of each
    python bench/serve.py --papers 1000 --seconds 3 --keep FOLDER

``wrk`` asks (Debian: ``apt-get install wrk``), four connections at a time, each list of addresses in
turn. Beside it stands oxigraph's own server over the same snapshot (``pip install oxigraph``), where it
is there.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlencode

from corpus import papers, write_records
from cpgraph.queries import shipped_catalogue
from cpgraph.store import open_store, paper_keys
from cpgraph.vocabulary import shipped
from stores import kept_store, name_of

HERE = Path(__file__).parent
CONNECTIONS = 4
#: What takes long is asked so many seconds at least, so that several are answered.
LONG_S = 40
#: Between two papers that are loaded one at a time.
EVERY_S = 2.0
#: Papers of the load that goes on beside.
BESIDE = 30_000
#: The 99th percentile of the evidence pages may take so long at 10,000 papers.
MOST_P99_MS = 100.0

_JSON = "application/sparql-results+json"
_SCRIPT = """
local asked = {{{asked}}}
local turn = 0
request = function()
  turn = turn % #asked + 1
  return asked[turn]
end
init = function()
  for i, one in ipairs(asked) do
    asked[i] = wrk.format(one[1], one[2], {{["Accept"] = "{accept}",
      ["Content-Type"] = "application/sparql-query"}}, one[3])
  end
end
done = function(summary, latency, requests)
  local errors = summary.errors
  local wrong = errors.status + errors.connect + errors.read + errors.timeout
  print(string.format("RESULT %d %d %d %d %d", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), wrong))
end
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of asking the same addresses in turn."""

    name: str
    addresses: int
    per_second: float
    p50_ms: float
    p99_ms: float
    wrong: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A row of the table: addresses, or a query that is posted."""

    name: str
    paths: Sequence[str]
    body: str = ""
    accept: str = "text/html"
    takes_long: bool = False


def pages(folder: Path, seed: int = 7) -> list[Asked]:
    """What visitors ask for."""
    with open_store(folder) as store:
        keys = paper_keys(store)
    themes = [concept.key for concept in shipped().of("theme")]
    outcomes = [concept.key for concept in shipped().of("category")]
    evidence = ["/evidence", *(f"/evidence?theme={quote(theme)}" for theme in themes)]
    cells = [
        f"/evidence?{urlencode({'outcome': outcome, 'direction': way})}"
        for outcome in outcomes
        for way in ("positive", "negative")
    ]
    step = len(keys) // 200 or 1
    words = ("wages", "code review", "productivity", "team", "automation exposure", "governance")
    return [
        Asked("home", ["/"]),
        Asked("evidence, each theme", evidence),
        Asked("evidence, cells of the board", cells),
        Asked("a paper", [f"/paper/{quote(key)}" for key in keys[seed::step]]),
        Asked("search", [f"/search?{urlencode({'q': word})}" for word in words]),
    ]


def wrk(base: str, asked: Asked, seconds: int, folder: Path) -> Measured:
    """What ``wrk`` says of it; long queries are asked one at a time."""
    connections = 1 if asked.takes_long else CONNECTIONS
    seconds = max(seconds, LONG_S) if asked.takes_long else seconds
    method = "POST" if asked.body else "GET"
    lines = ", ".join(
        f"{{{_lua(method)}, {_lua(path)}, {_lua(asked.body) if asked.body else 'nil'}}}"
        for path in asked.paths
    )
    script = folder / "asked.lua"
    script.write_text(_SCRIPT.format(asked=lines, accept=asked.accept), encoding="utf-8")
    options = ["-t1", f"-c{connections}", f"-d{seconds}s", "--timeout=60s", f"-s{script}", base]
    said = subprocess.run(
        [str(shutil.which("wrk")), *options],
        capture_output=True, text=True, check=True, timeout=seconds + 120,
    ).stdout  # fmt: skip
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+)", said)
    if found is None:
        raise SystemExit(said)
    count, duration_us, p50, p99, wrong = map(int, found.groups())
    per_second = count / (duration_us / 1e6)
    return Measured(asked.name, len(asked.paths), per_second, p50 / 1000, p99 / 1000, wrong)


def _lua(text: str) -> str:
    return f"[==[{text}]==]"


def first(base: str, asked: Asked) -> Measured:
    """Each address once, one after the other: what the first visitor of each waits."""
    times = []
    for path in asked.paths:
        since = time.perf_counter()
        request = urllib.request.Request(base + path, headers={"Accept": asked.accept})  # noqa: S310
        with urllib.request.urlopen(request) as answer:  # noqa: S310 # our own server
            answer.read()
        times.append((time.perf_counter() - since) * 1000)
    p99 = sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]
    name = f"{asked.name}: the first time"
    return Measured(
        name, len(times), 1000 / statistics.mean(times), statistics.median(times), p99, 0
    )


@contextmanager
def server(*command: str | Path) -> Iterator[str]:
    """The address of a server that is up; ``PORT`` in its command is a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [str(part).replace("PORT", str(port)) for part in command],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(600):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def loading(folder: Path, records: Path) -> Iterator[None]:
    """A load into the served store, as long as this lasts."""
    command = [sys.executable, "-m", "cpgraph", "--store", str(folder), "load", str(records)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(2)
    try:
        yield
        if process.poll() is not None:
            raise SystemExit("the load ended too early; give it more papers")
    finally:
        process.terminate()
        process.wait()


@contextmanager
def publishing(folder: Path, scratch: Path) -> Iterator[None]:
    """One paper after the other loaded into the served store, each a snapshot, while this lasts."""
    ended = threading.Event()

    def load() -> None:
        for number, paper in enumerate(papers(10_000, seed=2)):
            if ended.is_set():
                return
            record = scratch / f"one-{number}.jsonl"
            with record.open("wb") as output:
                write_records([paper], output)
            command = [sys.executable, "-m", "cpgraph", "--store", str(folder), "load", str(record)]
            subprocess.run(command, capture_output=True, check=True)
            ended.wait(EVERY_S)

    thread = threading.Thread(target=load)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def measure(folder: Path, oxigraph: str | None, seconds: int, more: Path) -> Iterator[Measured]:
    """Every row."""
    board = shipped_catalogue().query("evidence/board").text
    subprocess.run(
        [sys.executable, "-m", "cpgraph", "--store", str(folder), "prepare"],
        stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    with server(
        sys.executable, "-m", "cpgraph", "--store", folder, "serve", "--port", "PORT"
    ) as base:
        asked = pages(folder)
        for row in asked[:3]:
            yield first(base, row)
        for beside, done in (
            ("", nullcontext()),
            ("; a load beside", loading(folder, more)),
            ("; a paper a time loaded beside", publishing(folder, more.parent)),
        ):
            with done:
                for row in asked:
                    found = wrk(base, row, seconds, more.parent)
                    yield _named(found, row.name + beside)
        stored = Asked("the board by its form", ["/queries/evidence/board"], takes_long=True)
        yield wrk(base, stored, seconds, more.parent)
        query = Asked("the board at /sparql", ["/sparql"], board, _JSON, takes_long=True)
        yield wrk(base, query, seconds, more.parent)
    if oxigraph:
        number = (folder / "current").read_text().strip()
        location = folder / "snapshots" / number
        at = ("--location", location, "--bind", "127.0.0.1:PORT", "--union-default-graph")
        with server(oxigraph, "serve-read-only", *at) as base:
            query = Asked(
                "the board at oxigraph's server", ["/query"], board, _JSON, takes_long=True
            )
            yield wrk(base, query, seconds, more.parent)


def _named(found: Measured, name: str) -> Measured:
    return Measured(**{**asdict(found), "name": name})


def table(rows: Sequence[Measured]) -> str:
    """The rows as Markdown."""
    lines = ["| asked | addresses | requests/s | p50, ms | p99, ms |", "|---|---:|---:|---:|---:|"]
    lines += [
        f"| {row.name} | {row.addresses} | {row.per_second:.1f} | {row.p50_ms:.1f} | {row.p99_ms:.1f} |"
        for row in rows
    ]
    return "\n".join(lines)


def main() -> int:
    """The command line; 1 where the evidence pages take too long."""
    parser = argparse.ArgumentParser(description="Measure the server.")
    parser.add_argument("--papers", type=int, default=10_000, metavar="N")
    parser.add_argument("--seconds", type=int, default=10, metavar="S", help="of each row")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where stores are kept")
    beside = Path(sys.executable).with_name("oxigraph")
    found = str(beside) if beside.exists() else shutil.which("oxigraph")
    parser.add_argument("--oxigraph", default=found, metavar="PROGRAM")
    given = parser.parse_args()
    if not shutil.which("wrk"):
        print("wrk is not here: apt-get install wrk", file=sys.stderr)
        return 2
    with TemporaryDirectory() as scratch:
        store = Path(scratch) / "store"
        shutil.copytree(kept_store(given.keep or Path(scratch), given.papers), store)
        more = Path(scratch) / "more.jsonl"
        with more.open("wb") as output:
            write_records(papers(BESIDE, seed=1), output)
        rows = list(measure(store, given.oxigraph, given.seconds, more))
    print(table(rows))
    said = {"papers": given.papers, "machine": f"{platform.system()} {platform.machine()}",
            "cores": os.cpu_count(), "rows": [asdict(row) for row in rows]}  # fmt: skip
    (HERE / f"serve-{name_of(given.papers)}.json").write_text(
        json.dumps(said, indent=1) + "\n", encoding="utf-8"
    )
    slow = [row for row in rows if row.name.startswith("evidence") and "first" not in row.name
            and row.p99_ms > MOST_P99_MS]  # fmt: skip
    for row in slow:
        print(
            f"{row.name}: p99 is {row.p99_ms:.0f} ms, more than {MOST_P99_MS:.0f}", file=sys.stderr
        )
    return 1 if any(row.wrong for row in rows) or slow else 0


if __name__ == "__main__":
    sys.exit(main())
