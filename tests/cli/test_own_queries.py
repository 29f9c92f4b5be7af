"""Queries of a user's own: read-only, limited, printed in every format."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cpgraph.writers import ROW_FORMATS
from shell import Shell, from_a_small_process

KEYS = "SELECT ?key { ?paper dcterms:identifier ?key } ORDER BY ?key"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    shell = Shell(tmp_path_factory.mktemp("own"))
    assert shell("demo", "cpgraph-store").returncode == 0
    return shell


def test_typed_with_prefixes_that_are_known(loaded: Shell) -> None:
    assert loaded("query", "--text", KEYS).stdout == '?key\n"arxiv:2401.00001"\n'
    own = "PREFIX dcterms: <http://purl.org/dc/terms/>\n" + KEYS
    assert loaded("query", "--text", own).stdout == '?key\n"arxiv:2401.00001"\n'
    by_curie = "ASK { paper:arxiv:2401.00001 a schema:ScholarlyArticle }"
    assert loaded("query", "--text", by_curie).stdout == "yes\n"


def test_from_a_file_and_from_standard_input(loaded: Shell) -> None:
    text = "PREFIX dcterms: <http://purl.org/dc/terms/>\n" + KEYS
    loaded.write("keys.rq", text)
    expected = '?key\n"arxiv:2401.00001"\n'
    assert loaded("query", "--file", "keys.rq").stdout == expected
    assert loaded("query", "--file", "-", stdin=text).stdout == expected


@pytest.mark.parametrize("form", [name for name in (*ROW_FORMATS, "table") if name != "parquet"])
def test_rows_in_every_format(sample: Shell, form: str) -> None:
    ran = sample("query", "--text", KEYS, "--format", form)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "manual:8116b181107f" in ran.stdout


@pytest.mark.parametrize("form", ["turtle", "trig", "ntriples", "nquads", "rdfxml", "jsonld"])
def test_a_graph_in_every_syntax(sample: Shell, form: str) -> None:
    construct = "CONSTRUCT { ?p a cpg:Mine } WHERE { ?p a schema:ScholarlyArticle }"
    ran = sample("query", "--text", construct, "--format", form)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Mine" in ran.stdout
    assert sample("query", "--text", "DESCRIBE cpg:Outcome", "--format", form).stderr == ""


def test_yes_and_no(sample: Shell) -> None:
    for claimed, code, word in (("schema:Claim", 0, "yes"), ("schema:Clam", 1, "no")):
        ask = f"ASK {{ ?s a {claimed} }}"
        ran = sample("query", "--text", ask)
        assert (ran.returncode, ran.stdout) == (code, f"{word}\n")
        answer = json.loads(sample("query", "--text", ask, "--format", "json").stdout)
        assert answer["boolean"] is (code == 0)
        assert "<boolean>" in sample("query", "--text", ask, "--format", "xml").stdout


def test_the_suffix_chooses_the_format(sample: Shell) -> None:
    sample("query", "--text", KEYS, "-o", "keys.csv")
    assert (sample.folder / "keys.csv").read_bytes().startswith(b"key\r\n")
    sample("query", "--text", KEYS, "-o", "keys.jsonl")
    assert (sample.folder / "keys.jsonl").read_text().startswith('{"key": ')


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (KEYS, ".csv, .tsv, .json, .xml, .md, .html, .jsonl, .parquet"),
        ("ASK {}", ".txt, .json, .xml"),
    ],
)
def test_a_suffix_of_no_format_is_refused(sample: Shell, text: str, known: str) -> None:
    assert sample.error("query", "--text", text, "-o", "board.xlsx") == (
        "cpgraph: board.xlsx: .xlsx is the suffix of no format here; "
        f"use one of {known}, or --format"
    )
    assert not (sample.folder / "board.xlsx").exists()
    assert sample("query", "--text", text, "-o", "b.xlsx", "--format", "json").stderr == ""
    assert (sample.folder / "b.xlsx").read_text().startswith("{")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--text", "SELECT ?s\n{ ?s b ?o }"],
         "query:2:6: this does not fit the SPARQL grammar here: `b`"),
        (["--text", "DROP ALL"], "query:1:1: `DROP` belongs to an update, and queries only read; "
         "papers are changed with 'cpgraph load'"),
        (["--text", "ASK { SERVICE <http://127.0.0.1:9/> {} }"],
         "query:1:7: `SERVICE` asks another endpoint, or can be read so; ask this store only, "
         "or rename the prefix"),
        (["--text", "ASK {" + "{" * 3000 + "}" * 3001],
         "query:1:69: a query may nest 64 levels deep; `{` opens one more; split the query"),
        (["--text", KEYS, "--format", "turtle"],
         "the answer of SELECT cannot be turtle; use --format "
         "table, csv, tsv, json, xml, markdown, html, jsonl, spreadsheet, parquet"),
        (["--file", "nosuch.rq"],
         "nosuch.rq: cannot be read (No such file or directory); check the path"),
        (["--file", "latin.rq"], "latin.rq: is not UTF-8; save it as UTF-8 text"),
        (["--file", "bad.rq"], "bad.rq:2:6: unknown prefix schema:; declare it with PREFIX"),
        (["--text", "ASK {}", "--file", "bad.rq"],
         "give a NAME, or --text, or --file; see 'cpgraph query --help'"),
        (["--text", "ASK {}", "evidence/board"],
         "options of a stored query stand behind its name; see 'cpgraph query --help'"),
        (["SELECT ?s { ?s ?p ?o }"],
         "this is no name of a stored query; give it as --text 'QUERY'; see 'cpgraph query --help'"),
        (["mine.rq"],
         "this is no name of a stored query; give it as --file mine.rq; see 'cpgraph query --help'"),
        (["evidence/board", "--store", "other"],
         "--store stands before the command: cpgraph --store PATH COMMAND …"),
        (["evidence/board", "--queries", "own"],
         "--queries stands before the command: cpgraph --queries DIR COMMAND …"),
        (["--text", ENDLESS, "--timeout", "0.5"],
         "the query ran longer than 0.5 s and was stopped; narrow it, or give it more time "
         "with --timeout"),
    ],
)  # fmt: skip
def test_refusals_are_one_line(sample: Shell, words: list[str], line: str) -> None:
    sample.write("latin.rq", "ASK { ?s ?p 'é' }".encode("latin-1"))
    sample.write("bad.rq", "ASK {\n?s a schema:X }")
    assert sample.error("query", *words) == f"cpgraph: {line}"


def test_a_stored_query_can_be_limited_too(sample: Shell) -> None:
    rows = sample("query", "evidence/board").stdout
    assert sample("query", "evidence/board", "--timeout", "30", "--memory", "1024").stdout == rows
    assert sample("board", "--timeout", "30").stdout == rows


def test_html_of_a_stored_query_says_its_question(sample: Shell) -> None:
    for words in (["board"], ["claims"]):
        assert re.search(r"<caption>\w[^<]+\?</caption>", sample(*words, "--format", "html").stdout)


def test_all_rows_of_a_query_with_pages(sample: Shell) -> None:
    every = sample("claims", "--all").stdout
    assert every.count("\n") > sample("claims").stdout.count("\n")
    assert sample("claims", "--limit", "9999").stdout == every
    offset = sample("claims", "--all", "--offset", "1").stdout
    assert offset.count("\n") == every.count("\n") - 1
    assert sample.error("claims", "--all", "--limit", "1") == (
        "cpgraph: give --limit or --all, not both; see 'cpgraph claims --help'"
    )


def test_ctrl_c_ends_the_query_and_its_process(sample: Shell) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "cpgraph", "query", "--text", ENDLESS],
        cwd=sample.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while not (child := children.read_text().split()) and process.poll() is None:
            time.sleep(0.02)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=10)
    assert process.returncode == 130
    assert said.lstrip().startswith("cpgraph: stopped")
    assert said.strip().count("\n") == 0
    assert not Path(f"/proc/{child[0]}").exists()


def test_very_many_rows_stream_in_bounded_memory(sample: Shell) -> None:
    numbers = " ".join(str(number) for number in range(500))
    text = f"SELECT ?a ?b {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} }}"
    program = (
        "import sys, resource; from cpgraph.cli.app import run; run(sys.argv[1:])\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)"
    )
    words = ("query", "--text", text, "--format", "csv")
    rows, peak = from_a_small_process(program, *words, folder=sample.folder)
    assert rows.count(b"\n") == 250_001
    assert int(peak) < 90  # 42 for ten rows as for all; 139 where they are kept


def test_head_closes_the_pipe_and_that_is_no_error(sample: Shell) -> None:
    text = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    with subprocess.Popen(
        [sys.executable, "-m", "cpgraph", "query", "--text", text, "--format", "csv"],
        cwd=sample.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"a,b,c,d,e,f\r\n"
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")
