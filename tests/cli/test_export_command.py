"""``cpgraph export``: what is written, said and refused."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from shell import Shell


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    shell = Shell(tmp_path_factory.mktemp("export"))
    assert shell("demo", "cpgraph-store").returncode == 0
    return shell


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "x.bib"], "38 papers written to x.bib"),
        (["--theme", "governance", "-o", "x.csv"], "6 papers written to x.csv"),
        (["--rows", "claims", "-o", "x.parquet"], "130 claims of 38 papers written to x.parquet"),
        (["--query", "papers/retracted", "-o", "x.ris"], "1 paper written to x.ris"),
        (["--query", "papers/list", "--theme", "governance", "-o", "x.json"],
         "6 papers written to x.json"),
        (["--query", "graph/theme", "--theme", "governance", "-o", "x.ttl"], ""),
        (["--query", "graph/claims", "-o", "x.graphml.gz"], ""),
    ],
)  # fmt: skip
def test_what_is_said(sample: Shell, words: list[str], said: str) -> None:
    ran = sample("export", *words)
    assert (ran.returncode, ran.stdout, ran.stderr.rstrip("\n")) == (0, "", said)
    assert (sample.folder / words[-1]).stat().st_size


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--rows", "claims", "-o", "x.bib.gz"],
         "bibtex holds papers, not claims; use csv, spreadsheet, parquet, jsonl"),
        (["--query", "papers/per-month", "--format", "csv"],
         "the query names no papers; it needs a column key, and has month, papers"),
        (["--query", "graph/citations", "--format", "csv"],
         "--query names a CONSTRUCT, which says what is written; give it without --rows, --profile and "
         "--provenance, in a syntax of RDF or as graphml; see 'cpgraph export --help'"),
        (["--format", "ro-crate"],
         "an RO-Crate is a folder or a .zip; say where with -o; see 'cpgraph export --help'"),
        (["-o", "x.zip", "--provenance"],
         "an RO-Crate holds all; give it without --rows, --profile and --provenance; "
         "see 'cpgraph export --help'"),
        (["-o", "x.graphml"],
         "graphml is of networks; use the query graph/citations, graph/co-authors or graph/claims, or "
         "a CONSTRUCT of your own"),
        (["--format", "ris", "--provenance"],
         "ris cannot hold provenance; use trig, nquads or jsonld"),
    ],
)  # fmt: skip
def test_what_is_refused(sample: Shell, words: list[str], line: str) -> None:
    assert sample.error("export", *words) == f"cpgraph: {line}"


def test_records_that_are_loaded_again_are_unchanged(sample: Shell) -> None:
    sample("export", "-o", "papers.jsonl.gz")
    assert sample("load", "papers.jsonl.gz").stdout == "papers.jsonl.gz: 38 unchanged\n"
    lines = gzip.decompress((sample.folder / "papers.jsonl.gz").read_bytes()).splitlines()
    assert len({json.loads(line)["key"] for line in lines}) == 38


def test_what_a_record_cannot_hold_is_said(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.write(
        "more.ttl",
        "@prefix s: <https://schema.org/> .\n@prefix d: <http://purl.org/dc/terms/> .\n"
        '<urn:x:1> a s:ScholarlyArticle ; d:title "T" ; d:identifier "arxiv:2401.00001" ;\n'
        '  s:author [ a s:Person ; s:name "Ann" ] ; s:inLanguage "en" .\n',
    )
    assert "1 added" in shell("load", "more.ttl").stdout
    assert shell("export", "-o", "x.jsonl").stderr == (
        "1 paper written to x.jsonl\nof arxiv:2401.00001 trig says more than a record can hold\n"
    )
