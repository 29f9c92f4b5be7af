"""The command line as a user sees it: what is printed where, and which exit code."""

from __future__ import annotations

import gzip
import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click import Group

from cpgraph.cli.app import COMMANDS, cpgraph
from cpgraph.store import open_store
from shell import RECORD, Shell

TOP = Path(__file__).parents[2]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, shell: Shell) -> None:
    ran = shell(name, "--help")
    assert ran.returncode == 0
    assert "Example: cpgraph" in ran.stdout


def test_help_lists_every_command() -> None:
    assert isinstance(cpgraph, Group)
    ran = Shell(TOP)("--help")
    assert re.findall(r"^  ([a-z][\w-]*)  ", ran.stdout, re.MULTILINE) == list(COMMANDS)


def test_load_twice(loaded: Shell) -> None:
    ran = loaded("load", "paper.json")
    assert (ran.stdout, ran.stderr) == ("paper.json: 1 unchanged\n", "")
    ran = loaded("--store", "other", "load", "paper.json")
    assert (ran.stdout, ran.stderr) == ("paper.json: 1 added\n", "written to other\n")


def test_a_missing_source_makes_no_store(shell: Shell) -> None:
    assert shell("load", "nosuch.txt").returncode == 2
    assert list(shell.folder.iterdir()) == []


def test_load_from_standard_input(shell: Shell) -> None:
    ran = shell("load", "-", stdin=json.dumps(RECORD))
    assert (ran.returncode, ran.stdout) == (0, "-: 1 added\n")


def test_a_dry_run_makes_no_store(shell: Shell) -> None:
    shell.write("paper.json", json.dumps(RECORD))
    ran = shell("load", "--dry-run", "paper.json")
    assert ran.stdout == "paper.json: 1 added (dry run: nothing was written)\n"
    assert not (shell.folder / "cpgraph-store").exists()


def test_rows_are_tsv_in_a_pipe_and_what_was_asked_for_elsewhere(loaded: Shell) -> None:
    assert loaded("board").stdout == (
        "?outcome\t?positive\t?negative\t?mixed\t?null\t?total\n"
        '"Error Rate"\t1\t0\t0\t0\t1\n"Other"\t0\t0\t0\t0\t1\n'
    )
    assert loaded("board", "--format", "csv").stdout == (
        "outcome,positive,negative,mixed,null,total\nError Rate,1,0,0,0,1\nOther,0,0,0,0,1\n"
    )
    assert "Error Rate" in loaded("board", "--format", "table").stdout


def test_keys_are_accepted_in_any_spelling(loaded: Shell) -> None:
    for spelling in ("human_ai_collab", "Human-AI Collaboration", "theme:human_ai_collab"):
        rows = loaded("board", "--theme", spelling, "--format", "csv").stdout
        assert rows.count("\n") == 3
    assert loaded("query", "evidence/board", "--theme", "governance", "--format", "csv").stdout == (
        "outcome,positive,negative,mixed,null,total\n"
    )


def test_lists_filter_and_page(loaded: Shell) -> None:
    rows = loaded("claims", "--direction", "positive", "--format", "csv").stdout.splitlines()
    assert len(rows) == 2
    assert rows[1].startswith("arxiv:2401.00001,1,It helps.,positive,high,Error Rate,errors found,")
    assert (
        len(
            loaded("claims", "--limit", "1", "--offset", "1", "--format", "csv").stdout.splitlines()
        )
        == 2
    )
    assert loaded("papers", "--text", "SYNTHETIC", "--format", "csv").stdout.splitlines()[1] == (
        "arxiv:2401.00001,Synthetic study,2024-01,arxiv,,high,,2,"
    )


def test_one_paper_as_text_and_as_a_record_that_loads(loaded: Shell) -> None:
    text = loaded("paper", "arxiv:2401.00001").stdout
    assert text.startswith("Synthetic study\nAnn Invented, Ben Invented · 2024-01\n")
    assert "  1. It helps.\n" in text
    loaded.write("again.json", loaded("paper", "arxiv:2401.00001", "--format", "json").stdout)
    assert loaded("load", "again.json").stdout == "again.json: 1 unchanged\n"
    assert loaded("random", "--seed", "1").stdout == text


def test_export_to_a_file_and_back(loaded: Shell) -> None:
    ran = loaded("export", "--theme", "human_ai_collab", "-o", "out.ttl")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "1 paper written to out.ttl\n")
    assert loaded("export").stdout == (loaded.folder / "out.ttl").read_text(encoding="utf-8")
    assert loaded("--store", "other", "load", "out.ttl").stdout == "out.ttl: 1 added\n"
    assert loaded("--store", "other", "export").stdout == loaded("export").stdout


def test_concepts_are_counted_apart_from_papers(shell: Shell) -> None:
    shell("demo", "cpgraph-store")
    shell("export", "-o", "all.jsonld")
    first = shell("--store", "other", "load", "all.jsonld")
    assert first.stdout == "all.jsonld: 38 added, 1 concept added\n"
    again = shell("--store", "other", "load", "all.jsonld")
    assert (again.stdout, again.stderr) == ("all.jsonld: 38 unchanged, 1 concept unchanged\n", "")


def test_export_keeps_provenance_when_asked(loaded: Shell) -> None:
    assert "tester" in loaded("export", "--format", "trig", "--provenance").stdout
    assert "tester" not in loaded("export", "--format", "trig").stdout


def test_validate_says_where_and_what(shell: Shell) -> None:
    shell.write("bad.json", json.dumps({**RECORD, "title": ""}, indent=1))
    ran = shell("validate", "bad.json")
    assert ran.returncode == 1
    assert re.match(r"bad\.json:\d+: violation: paper: .*title", ran.stdout)
    report = json.loads(shell("validate", "bad.json", "--format", "json").stdout)
    assert report[0]["severity"] == "violation"
    sarif = json.loads(shell("validate", "bad.json", "--format", "sarif").stdout)
    assert sarif["runs"][0]["results"][0]["level"] == "error"
    assert "sh:ValidationReport" in shell("validate", "bad.json", "--format", "turtle").stdout


def test_validate_a_store(loaded: Shell) -> None:
    ran = loaded("validate")
    assert (ran.returncode, ran.stdout) == (0, "")


def test_demo_shows_the_board_and_what_to_try_next(shell: Shell) -> None:
    ran = shell("demo")
    assert ran.returncode == 0
    assert "7 of 8 directional studies (7 of 8 eligible) report a positive direction" in ran.stdout
    tried = re.findall(r"^  cpgraph (--store .*)$", ran.stdout, re.MULTILINE)
    assert len(tried) == 6
    for line in tried:
        if line.endswith("serve"):  # would not end
            continue
        words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)]
        assert shell(*words).returncode == 0, line


def test_the_catalogue(shell: Shell) -> None:
    assert "evidence/board" in shell("queries").stdout
    assert "--theme THEME" in shell("queries", "evidence/board").stdout


def test_stats(loaded: Shell) -> None:
    assert "papers,1\n" in loaded("stats", "--format", "csv").stdout


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["load", "nosuch.txt"], "cpgraph: nosuch.txt: there is no such file or folder; check the path"),
        (["board"], "cpgraph: cpgraph-store: there is no store here; 'cpgraph load SOURCE' makes one, 'cpgraph demo' shows one"),
        (["--store", "file", "board"], "cpgraph: file: is a file, not a store; choose another --store"),
        (["--store", "file", "load", "file"], "cpgraph: file: is a file, not a store; choose another --store"),
        (["nosuch"], "cpgraph: No such command 'nosuch'; see 'cpgraph --help'"),
        (["query", "outcomes/of-categry"], "cpgraph: no stored query 'outcomes/of-categry'; did you mean outcomes/of-category or outcomes/near-duplicates?"),
        (["query", "evidence/board", "--nosuch", "x"], "cpgraph: No such option '--nosuch'. Did you mean '--source'?; see 'cpgraph query evidence/board --help'"),
        (["load", "--from", "pdf", "file"], None),
    ],
)  # fmt: skip
def test_errors_are_one_line(shell: Shell, words: list[str], line: str | None) -> None:
    shell.write("file", "x")
    said = shell.error(*words)
    assert line is None or said == line


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["board", "--theme", "governence"], "cpgraph: --theme: 'governence' is not accepted; no theme has this name; did you mean governance?"),
        (["board", "--since", "soon"], "cpgraph: --since: 'soon' is not accepted; give a date as 2026, 2026-05 or 2026-05-11"),
        (["paper", "arxiv:9"], "cpgraph: no paper arxiv:9 in cpgraph-store; 'cpgraph papers' lists what is there"),
        (["export", "--paper", "arxiv:9"], "cpgraph: no paper arxiv:9 in cpgraph-store; 'cpgraph papers' lists what is there"),
        (["export", "--provenance"], "cpgraph: turtle cannot hold provenance; use trig, nquads or jsonld"),
    ],
)  # fmt: skip
def test_errors_on_a_store_are_one_line(loaded: Shell, words: list[str], line: str) -> None:
    assert loaded.error(*words) == line


BAD = {
    "empty.txt": b"",
    "paper.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "login.html": b"<!doctype html><html><title>Log in</title></html>",
    "latin.txt": b"The Commonplace\n\xe9\n",
    "wrong.ttl": b"@prefix schema: <https://schema.org/> .\nschema:x cpgx:y 1 .\n",
    "theme.json": json.dumps({**RECORD, "themes": ["astrology"]}).encode(),
    "score.json": json.dumps(
        {**RECORD, "claims": [{"text": "x", "source_score": "many"}]}
    ).encode(),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_and_nothing_is_half_written(shell: Shell, name: str) -> None:
    shell.write(name, BAD[name])
    said = shell.refused(name)
    assert said.startswith(f"{name}: refused: ")
    assert "1 refused" in shell("load", name).stdout
    assert (
        "papers,0" in shell("stats", "--format", "csv").stdout
        or "papers" not in shell("stats", "--format", "csv").stdout
    )


def test_a_syntax_error_has_line_and_column_and_the_nearest_prefix(shell: Shell) -> None:
    shell.write("wrong.ttl", BAD["wrong.ttl"])
    assert "line 2" in shell.refused("wrong.ttl")
    assert "unknown prefix 'cpgx'" in shell.refused("wrong.ttl")


def test_a_folder_without_papers(shell: Shell) -> None:
    (shell.folder / "empty").mkdir()
    assert shell.error("load", "empty").startswith(
        "cpgraph: empty: no file here that cpgraph reads"
    )


def test_the_good_ones_load_beside_the_bad(shell: Shell) -> None:
    shell.write("a.json", BAD["theme.json"])
    shell.write("b.json", json.dumps({**RECORD, "key": "arxiv:2401.00002"}))
    ran = shell("load", "a.json", "b.json")
    assert ran.returncode == 1
    assert ran.stdout == "a.json: 1 refused\nb.json: 1 added\n"


def test_a_locked_store(loaded: Shell) -> None:
    with open_store(loaded.folder / "cpgraph-store", "write"):
        assert "is writing to it; try again when it is done" in loaded.error("load", "paper.json")
        assert loaded("board").returncode == 0  # readers are not locked out


def test_ctrl_c_in_the_middle_leaves_a_usable_store(shell: Shell) -> None:
    lines = (json.dumps({**RECORD, "key": f"arxiv:{n:04}.00001"}) for n in range(6000))
    shell.write("many.jsonl", "\n".join(lines))
    process = subprocess.Popen(
        [sys.executable, "-m", "cpgraph", "load", "many.jsonl"],
        cwd=shell.folder, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    live = shell.folder / "cpgraph-store" / "live"
    while not live.exists() and process.poll() is None:
        time.sleep(0.02)
    time.sleep(0.4)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    if process.returncode != 0:  # a fast machine may have finished before the signal
        assert process.returncode == 130
        assert said.endswith(
            "stopped; what was reported as written is written, nothing is half-written\n"
        )
    counted = shell("validate", "--level", "violation")
    assert (counted.returncode, counted.stdout) == (0, "")


def test_without_a_command_the_help_is_shown_as_it_is(shell: Shell) -> None:
    ran = shell()
    assert ran.returncode == 2
    assert ran.stdout == shell("--help").stdout


def test_a_folder_with_a_store_in_it_can_be_loaded(loaded: Shell) -> None:
    ran = loaded("load", ".")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "paper.json: 1 unchanged\n", "")


@pytest.mark.parametrize(
    "given",
    [
        "paper:arxiv:2401.00001",
        "arXiv:2401.00001",
        "<https://w3id.org/cpgraph/data/paper/arxiv:2401.00001>",
    ],
)
def test_a_paper_is_named_by_key_curie_or_iri(loaded: Shell, given: str) -> None:
    assert loaded("paper", given).stdout == loaded("paper", "arxiv:2401.00001").stdout != ""
    assert loaded("export", "--paper", given).stdout == loaded("export").stdout


def test_the_nearest_paper_is_named(loaded: Shell) -> None:
    for words in (["paper"], ["export", "--paper"]):
        assert loaded.error(*words, "arxiv:2401.0002") == (
            "cpgraph: no paper arxiv:2401.0002 in cpgraph-store; did you mean arxiv:2401.00001? "
            "'cpgraph papers' lists what is there"
        )


def test_a_board_is_a_table_on_a_narrow_terminal(shell: Shell) -> None:
    shell("demo")
    narrow = shell("--store", "demo-store", "board", "--format", "table", COLUMNS="60").stdout
    assert max(map(len, narrow.splitlines())) <= 60
    heads = ["outcome", "positive", "negative", "mixed", "null", "total"]
    assert heads in [line.split() for line in narrow.splitlines()]
    assert re.search(r"Inequality +6 +1 +0 +1 +8 *\n *Measures *\n", narrow)
    wide = shell("--store", "demo-store", "board", "--format", "table", COLUMNS="70").stdout
    assert re.search(r"Inequality Measures +6 +1 +0 +1 +8 *\n", wide)


def test_rows_are_blocks_where_a_table_does_not_fit(loaded: Shell) -> None:
    narrow = loaded("papers", "--format", "table", COLUMNS="60").stdout
    assert narrow.splitlines()[:2] == [
        "key        arxiv:2401.00001",
        "title      Synthetic study",
    ]
    wide = loaded("papers", "--format", "table", COLUMNS="200").stdout
    assert re.search(r"arxiv:2401.00001 +Synthetic study +2024-01", wide)


def test_from_a_hundred_columns_on_a_table_keeps_the_first_that_fit(shell: Shell) -> None:
    shell("demo", "cpgraph-store")
    ran = shell("claims", "--format", "table", COLUMNS="100")
    lines = ran.stdout.splitlines()
    assert lines[1].split() == ["key", "position", "claim_text", "toward", "sure", "about"]
    assert max(map(len, lines)) <= 100
    assert ran.stderr.splitlines()[0] == (
        "no room for measured, claim_role, basis, retracted: --format tsv has every column"
    )
    whole = shell("claims", "--format", "table", COLUMNS="240")
    assert whole.stdout.splitlines()[1].split()[-1] == "retracted"
    assert "no room" not in whole.stderr
    assert "───" in shell("papers", "--format", "table", COLUMNS="100").stdout


def test_a_table_can_be_written_to_a_file(loaded: Shell) -> None:
    expected = loaded("board", "--format", "table").stdout
    assert loaded("board", "--format", "table", "-o", "board.txt").stdout == ""
    assert (loaded.folder / "board.txt").read_text(encoding="utf-8") == expected
    blocks = loaded("papers", "--format", "table", "-o", "papers.txt", COLUMNS="60")
    assert (blocks.stdout, blocks.stderr) == ("", "")
    assert (loaded.folder / "papers.txt").read_text(encoding="utf-8").startswith("key        arxiv")


def test_a_parameter_without_a_default_is_required(loaded: Shell) -> None:
    assert loaded.error("query", "papers/authors") == (
        "cpgraph: Missing option '--paper'; see 'cpgraph query papers/authors --help'"
    )


def test_an_unknown_suffix_is_no_syntax(loaded: Shell) -> None:
    assert loaded.error("export", "-o", "out.pdf") == (
        "cpgraph: out.pdf: .pdf is the suffix of no format here; use one of .ttl, .trig, .nt, .nq, "
        ".rdf, .owl, .jsonld, .bib, .json, .ris, .csv, .parquet, .jsonl, .ndjson, .graphml, .zip, "
        "or --format"
    )


@pytest.mark.parametrize(
    ("name", "begin"),
    [
        ("x.ttl", "@prefix"), ("x.TTL", "@prefix"), ("x.nt", "<https://"), ("x.jsonld", "[{"),
        ("x.json", '{\n  "key": '), ("x.txt", "Synthetic study\n"), ("x", "Synthetic study\n"),
    ],
)  # fmt: skip
def test_the_suffix_chooses_how_a_paper_is_written(loaded: Shell, name: str, begin: str) -> None:
    assert loaded("paper", "arxiv:2401.00001", "-o", name).stderr == ""
    assert (loaded.folder / name).read_text(encoding="utf-8").startswith(begin)


def test_a_suffix_that_no_paper_has_is_refused(loaded: Shell) -> None:
    assert loaded.error("paper", "arxiv:2401.00001", "-o", "x.pdf") == (
        "cpgraph: x.pdf: .pdf is the suffix of no format here; use one of "
        ".txt, .json, .ttl, .trig, .nt, .nq, .rdf, .owl, .jsonld, .graphml, or --format"
    )


def test_a_graph_in_a_file_without_a_suffix_is_turtle(loaded: Shell) -> None:
    assert loaded("export", "-o", "graph").stderr == "1 paper written to graph\n"
    assert (loaded.folder / "graph").read_text(encoding="utf-8").startswith("@prefix")
    assert loaded("export", "-o", "x.ttl.gz").stderr == "1 paper written to x.ttl.gz\n"
    packed = gzip.decompress((loaded.folder / "x.ttl.gz").read_bytes())
    assert packed == (loaded.folder / "graph").read_bytes()


def test_validate_gives_a_verdict(loaded: Shell) -> None:
    said = loaded("validate", "paper.json").stderr
    assert re.fullmatch(r"conforms: \d+ remarks \(--level info shows remarks\)\n", said)


def test_a_closed_pipe_is_no_error(loaded: Shell) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "cpgraph", "claims"],
        cwd=loaded.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")


def test_control_characters_do_not_reach_the_terminal(shell: Shell) -> None:
    shell.write("esc.json", json.dumps({**RECORD, "title": "red \x1b[31m title"}))
    shell("load", "esc.json")
    assert "\x1b" not in shell("papers", "--format", "table").stdout
    assert "\x1b" not in shell("paper", "arxiv:2401.00001").stdout


def test_a_query_imports_neither_rdflib_nor_an_engine_of_shacl(loaded: Shell) -> None:
    code = (
        "import sys\nfrom cpgraph.cli.app import run\nrun(['board'])\n"
        "print(sorted({'rdflib', 'pyshacl', 'shacl', 'msgspec', 'yaml', 'rich'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=loaded.folder, capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines()[-1] == "[]"


def test_help_imports_no_store() -> None:
    code = (
        "import sys\nfrom cpgraph.cli.app import run\nrun(['--help'])\n"
        "print(sorted(name for name in sys.modules if name.startswith(('cpgraph.', 'pyoxigraph'))))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == (
        "['cpgraph.cli', 'cpgraph.cli.app', 'cpgraph.errors', 'cpgraph.version']"
    )


def test_completion_offers_keys(loaded: Shell) -> None:
    ran = loaded(
        _CPGRAPH_COMPLETE="bash_complete", COMP_WORDS="cpgraph board --theme gov", COMP_CWORD="3"
    )
    assert "governance" in ran.stdout
