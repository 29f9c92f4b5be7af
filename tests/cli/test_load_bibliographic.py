"""``cpgraph load`` of works and bibliographies, as a user sees it."""

from __future__ import annotations

import gzip
import json

from openalex_works import FULL, lines, page, work
from shell import Shell

CLAIMS = {
    "key": "openalex:W1",
    "title": "Synthetic work 1",
    "authors": ["Ann Invented"],
    "themes": ["governance"],
    "claims": [{"text": "Waiting helps.", "direction": "positive", "category": "Error Rate"}],
}
BIBTEX = """@article{waiting, title = {Waiting}, author = {Ann Invented and others}, year = {n.d.}}
@article{untitled, author = {Ann Invented}, pages = 3}
@misc{open, title = {Unclosed
"""


def test_a_newer_crawl_keeps_the_claims(shell: Shell) -> None:
    shell.write("claims.json", json.dumps(CLAIMS))
    shell.write("crawl.json", json.dumps(page(work(1, title="A new title"), work(2))))
    shell("load", "claims.json")
    done = shell("load", "crawl.json")
    assert (done.returncode, done.stdout) == (0, "crawl.json: 1 added, 1 replaced\n")
    shown = shell("paper", "openalex:W1").stdout
    assert shown.startswith("A new title\nAnn Invented · 2024-03-05\n")
    assert "themes: governance" in shown
    assert "  1. Waiting helps.\n" in shown
    assert shell("load", "crawl.json").stdout == "crawl.json: 2 unchanged\n"


def test_a_snapshot_loads_by_its_folder(shell: Shell) -> None:
    parts = {
        "data/works/updated_date=2024-05-01/part_000.gz": lines(work(1), work(2), FULL),
        "data/authors/updated_date=2024-05-01/part_000.gz": '{"id": "https://openalex.org/A1"}\n',
        "data/merged_ids/works/2024-05-01.csv.gz": "merge_date,id,merge_into_id\n2024-04-30,W2,W1\n",
    }
    for name, text in parts.items():
        (shell.folder / name).parent.mkdir(parents=True)
        shell.write(name, gzip.compress(text.encode()))
    done = shell("load", "data")
    part = "data/works/updated_date=2024-05-01/part_000.gz"
    assert (done.returncode, done.stdout) == (1, f"{part}: 2 added, 1 refused\n")
    assert done.stderr == (
        f"{part}: refused: openalex:W2: line 2: was merged into W1 by OpenAlex; load that one\n"
        f"{part}: note: openalex:W77: OpenAlex's abstract lacks 2 words of 7\n"
        "written to cpgraph-store\n"
    )


def test_a_bibliography_tells_what_is_wrong_by_entry(shell: Shell) -> None:
    shell.write("my.bib", BIBTEX)
    done = shell("load", "my.bib")
    assert (done.returncode, done.stdout) == (1, "my.bib: 1 added, 2 refused\n")
    assert done.stderr == (
        "my.bib: note: these fields have no place here and were left out: pages (1)\n"
        "my.bib: refused: untitled: line 2: has no title, and a paper needs one; add it\n"
        "my.bib: refused: open: line 3: unexpectedly reached end of file; correct the entry\n"
        "my.bib: note: waiting: its byline ends in 'and others': not all authors are named\n"
        "my.bib: note: waiting: 'n.d.' is no year and was left out\n"
        "written to cpgraph-store\n"
    )
    checked = shell("validate", "my.bib")
    assert checked.returncode == 1
    assert "my.bib:2: violation: has no title, and a paper needs one; add it\n" in checked.stdout


def test_formats_of_references_are_told_by_content_on_standard_input(shell: Shell) -> None:
    for text in (
        "@misc{a, title = {One}, author = {A}}",
        "TY  - JOUR\nTI  - Two\nAU  - A\nER  - \n",
        '[{"id": "c", "type": "book", "title": "Three", "author": [{"literal": "A"}]}]',
        json.dumps(work(4)),
    ):
        assert shell("load", "-", stdin=text).stdout == "-: 1 added\n"
    keys = shell("papers", "--format", "csv").stdout.splitlines()[1:]
    assert len(keys) == 4


def test_what_a_reference_is_called_cannot_steer_a_terminal(shell: Shell) -> None:
    shell.write("a.ris", "TY  - JOUR\nID  - \x1b[31mred\nTI  - T\nA2  - Ed\nDO  - none\nER  - \n")
    done = shell("load", "a.ris")
    assert done.stdout == "a.ris: 1 added\n"
    assert "\x1b" not in done.stderr
    assert "names no author; its editors are taken" in done.stderr
