"""The command line, run in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

RECORD = {
    "key": "arxiv:2401.00001",
    "title": "Synthetic study",
    "authors": ["Ann Invented", "Ben Invented"],
    "published": "2024-01",
    "themes": ["Human-AI Collaboration"],
    "evidence_strength": "high",
    "claims": [
        {"text": "It helps.", "direction": "positive", "confidence": "high", "category": "Error Rate",
         "outcome": "errors found", "source_score": "0.10"},
        {"text": "It is new.", "category": "Other"},
    ],
}  # fmt: skip


MINE = (
    "#+ summary: Which papers are there?\n#+ tags: [mine]\n#+ column key: string - its key\n"
    "PREFIX dcterms: <http://purl.org/dc/terms/>\n"
    "SELECT ?key WHERE { ?paper dcterms:identifier ?key } ORDER BY ?key\n"
)


def _clean() -> dict[str, str]:
    """The environment without what would point the command at a store of the tester."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CPGRAPH_")}


class Shell:
    """Runs cpgraph in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self, *words: str, stdin: str = "", **env: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cpgraph", *words],
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            env={**_clean(), "CPGRAPH_USER": "tester", **env},
        )

    def write(self, name: str, text: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return name

    def refused(self, *words: str) -> str:
        """What is said on standard error by a load that refuses, with exit code 1."""
        ran = self("load", *words)
        assert ran.returncode == 1, ran
        assert "Traceback" not in ran.stderr
        return ran.stderr

    def error(self, *words: str) -> str:
        """The one line of an error, with exit code 2."""
        ran = self(*words)
        assert ran.returncode == 2, ran
        assert ran.stdout == ""
        assert ran.stderr.count("\n") == 1, ran.stderr
        return ran.stderr.rstrip("\n")


#: Starts what follows; it is small, and so is what its child has for a peak to begin with.
_START = "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"


def from_a_small_process(program: str, *words: str, folder: Path) -> tuple[bytes, bytes]:
    """Runs a Python program that asks for its own peak memory: standard output, standard error.

    A process inherits the peak of the one that starts it (Linux, ``ru_maxrss``). Started by pytest, it
    would be told the peak of all tests before it.
    """
    ran = subprocess.run(
        [sys.executable, "-c", _START, sys.executable, "-c", program, *words],
        cwd=folder, capture_output=True, check=True,
    )  # fmt: skip
    return ran.stdout, ran.stderr


def with_queries(shell: Shell, name: str = "mine/keys", text: str = MINE) -> Shell:
    """The same shell, with a query in its folder ``own``."""
    path = shell.folder / "own" / f"{name}.rq"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return shell
