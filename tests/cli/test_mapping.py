"""Tables on the command line: guess a mapping, look through it, load."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import cpgraph
from cpgraph.results import LoadOutcome
from shell import Shell

CLAIMS = """\
Paper;Authors;Year;Study design;Themes;Finding;Effect;Outcome;Score;Reviewer
Rules;Ann Invented and Ben Invented;3.11.2024;RCT;governance, adoption;Rules help.;-;mistakes;0,35;AB
;;;;;Rules slow work.;n.s.;hours;0,1;AB
Other;Cem Invented;13.1.2023;Field experiment;productivity;"More ""output"".";up;output;;CD
"""
GUESS = """\
# What the columns of claims.csv are: a guess; look through it.
columns:
  Paper: title
  Authors:
    field: authors
    separator: " and "
  Year:
    field: published
    dates: DD.MM.YYYY
  Study design:
    field: paper_type
    # values:
    #   Field experiment:   # 1 row; what is meant?
  Themes:
    field: themes
    separator: ","
  Finding: claim
  Effect:
    field: direction
    values:
      "-": negative
      "n.s.": "null"
      up: positive
  Outcome: outcome
  Score:
    field: source_score
    decimal: ","
  # Reviewer:   # not placed: holds "AB", "CD"

# A row whose paper columns are all empty belongs to the paper above.
papers_continue: true
"""


def test_guess_says_what_is_not_plain(shell: Shell) -> None:
    shell.write("claims.csv", CLAIMS)
    ran = shell("mapping", "guess", "claims.csv")
    assert ran.stdout == GUESS
    assert ran.stderr == (
        "10 of 10 columns have a field; look at 'Study design', 'Effect', 'Reviewer'\n"
    ).replace("10 of 10", "9 of 10")
    assert ran.returncode == 1
    assert shell.refused("claims.csv") == (
        "claims.csv: refused: line 1: it is not plain what these columns are: 'Study design', 'Effect', "
        "'Reviewer'; write a mapping with 'cpgraph mapping guess claims.csv -o claims.mapping.yaml', "
        "look through it and load again\n"
    )


def test_a_guess_that_was_looked_through_loads(shell: Shell) -> None:
    shell.write("claims.csv", CLAIMS)
    shell("mapping", "guess", "claims.csv", "-o", "claims.mapping.yaml")
    said = shell.refused("claims.csv")
    assert said.splitlines()[2:-1] == [
        "claims.csv: refused: line 4, column \"Study design\": 'Field experiment' is no paper type; did "
        "you mean quasi_experimental or rct? (or translate it with values: in the mapping)"
    ]
    checked = shell("validate", "claims.csv")
    assert checked.stdout.startswith('claims.csv:4, column "Study design": violation: ')
    better = GUESS.replace("    # values:\n    #   Field experiment:   # 1 row; what is meant?\n",
                           "    values: {Field experiment: quasi_experimental}\n")  # fmt: skip
    shell.write("claims.mapping.yaml", better.replace("# A row", "ignore: [Reviewer]\n# A row"))
    ran = shell("load", "claims.csv")
    assert ran.stdout == "claims.csv: 1 added, 1 unchanged\n"
    assert ran.stderr.startswith("claims.csv: note: read by the mapping claims.mapping.yaml\n")
    rows = shell("claims", "--format", "csv").stdout
    assert "Rules slow work." in rows
    assert 'More ""output""' in rows


def test_a_mapping_is_never_overwritten(shell: Shell) -> None:
    shell.write("claims.csv", CLAIMS)
    shell.write("m.yaml", "mine")
    assert shell.error("mapping", "guess", "claims.csv", "-o", "m.yaml") == (
        "cpgraph: m.yaml: is there already, and may have been worked on; name another file"
    )


def test_plain_columns_need_no_mapping(shell: Shell) -> None:
    shell.write("claims.tsv", "Title\tAuthors\tClaim\tDirection\nT\tAnn\tIt helps.\tpositive\n")
    ran = shell("load", "claims.tsv")
    assert ran.stdout == "claims.tsv: 1 added\n"
    assert ran.stderr.splitlines()[0] == (
        "claims.tsv: note: read without a mapping: its columns are named like the fields"
    )


def test_authors_that_no_column_holds_are_not_stated(shell: Shell) -> None:
    shell.write("claims.csv", "Title,Claim\nT,It helps.\n")
    assert shell("load", "claims.csv").stderr.splitlines()[0] == (
        "claims.csv: note: read without a mapping: authors are not stated"
    )


def test_what_export_writes_comes_back(loaded: Shell) -> None:
    before = loaded("export").stdout
    loaded("export", "--rows", "claims", "-o", "claims.csv")
    ran = loaded("load", "claims.csv", "--dry-run")
    assert ran.stdout == "claims.csv: 1 unchanged (dry run: nothing was written)\n", ran.stderr
    assert loaded("export").stdout == before


def test_a_table_of_papers_leaves_their_claims_alone(loaded: Shell) -> None:
    before = loaded("export").stdout
    loaded("export", "--rows", "papers", "-o", "papers.csv")
    assert loaded("load", "papers.csv").stdout == "papers.csv: 1 unchanged\n"
    loaded.write("venues.csv", "key,title,venue\narxiv:2401.00001,Synthetic study,A Journal\n")
    ran = loaded("load", "venues.csv")
    assert ran.stdout == "venues.csv: 1 replaced\n", ran.stderr
    after = loaded("export").stdout
    assert set(before.splitlines()) - set(after.splitlines()) == set()
    assert "A Journal" in after


def test_standard_input_is_a_table_where_there_is_a_mapping(shell: Shell) -> None:
    shell.write("m.yaml", "columns: {T: title, A: authors, C: claim}")
    ran = shell("load", "--mapping", "m.yaml", "-", stdin="T,A,C\nT,Ann,It helps.\n")
    assert (ran.returncode, ran.stdout) == (0, "-: 1 added\n")
    ran = shell("load", "--from", "csv", "-", stdin="title,authors,claim\nT,Ann,It helps.\n")
    assert ran.stdout == "-: 1 unchanged\n"


def test_fields_are_listed(shell: Shell) -> None:
    lines = shell("mapping", "fields", "--format", "tsv").stdout.splitlines()
    assert "direction\tclaim\tpositive, negative" in "\n".join(lines)
    assert len(lines) == 59


@pytest.mark.parametrize("words", [("guess",), ("fields",)])
def test_every_subcommand_has_help_with_an_example(words: tuple[str, ...], shell: Shell) -> None:
    assert (
        f"Example: cpgraph mapping {' '.join(words)}" in shell("mapping", *words, "--help").stdout
    )


def test_python_takes_a_mapping_as_data(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("T,A,C\nT,Ann,It helps.\n")
    mapping = {"columns": {"T": "title", "A": "authors", "C": "claim"}}
    with cpgraph.open_store(":memory:", "write") as store:
        report = cpgraph.load(store, path, mapping=mapping)
        assert report.total(LoadOutcome.ADDED) == 1
        assert list(cpgraph.validate(store, path, mapping=mapping)) is not None


def test_a_guess_is_yaml(shell: Shell) -> None:
    header = 'yes,"a: b","# x","- y","with ""quotes""",null,"日本語",Title\n'
    shell.write("odd.csv", header + "1,2,3,4,5,6,7,T\n")
    text = shell("mapping", "guess", "odd.csv").stdout
    uncommented = text.replace("\n  # ", "\n  ")
    columns = yaml.safe_load(uncommented)["columns"]
    assert list(columns) == [
        "yes",
        "a: b",
        "# x",
        "- y",
        'with "quotes"',
        "null",
        "日本語",
        "Title",
    ]
