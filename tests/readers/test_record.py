from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpgraph import resources
from cpgraph.errors import SourceError
from cpgraph.model import Author, Claim, Outcome, Paper, Quote, Topic
from cpgraph.paper_graph import Context, paper_triples
from cpgraph.rdf import NamedNode
from cpgraph.readers.base import PaperReading, Reading, Refusal, Source
from cpgraph.readers.record import looks_like_record, read_records, record_of, record_schema
from cpgraph.readers.record_fields import AuthorFields, ClaimFields, OutcomeFields, RecordFields
from cpgraph.readers.record_paper import paper_of
from cpgraph.readers.record_tree import RecordError
from cpgraph.terms import CPG, SCHEMA, Iris, manual_key
from cpgraph.vocabulary import Concept, Vocabulary

CONTEXT = Context(
    Iris(),
    Vocabulary(
        Concept(f"https://w3id.org/cpgraph/concept/source/{key}", "source", key, label)
        for key, label in {
            "arxiv": "arXiv",
            "openalex": "OpenAlex",
            "semantic_scholar": "Semantic Scholar",
            "manual": "Manual",
        }.items()
    ),
)


def read(folder: Path, name: str, content: str | bytes) -> list[Reading]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_records(Source(name, path), CONTEXT))


def told(readings: list[Reading]) -> list[str]:
    """What a user would be told: the key of a paper, the line and reason of a refusal."""
    return [
        f"{reading.line}: {reading.reason}"
        if isinstance(reading, Refusal)
        else as_paper(reading).key
        for reading in readings
    ]


def as_paper(reading: Reading) -> PaperReading:
    assert isinstance(reading, PaperReading), reading
    return reading


def paper(**fields: Any) -> Paper:
    return paper_of({"title": "T", **fields}, CONTEXT)


def refusal(**fields: Any) -> str:
    with pytest.raises(RecordError) as caught:
        paper(**fields)
    return str(caught.value)


# What is natural to write


@pytest.mark.parametrize(
    ("fields", "key", "source"),
    [
        ({"key": "openalex:W123"}, "openalex:W123", "openalex"),
        ({"id": "arXiv:2401.00001"}, "arxiv:2401.00001", "arxiv"),
        ({"id": "https://openalex.org/W123"}, "openalex:W123", "openalex"),
        ({"id": "W123", "source": "OpenAlex"}, "openalex:W123", "openalex"),
        ({"openalex_id": "https://openalex.org/w123"}, "openalex:W123", "openalex"),
        ({"arxiv_id": "arXiv:2401.00001v2"}, "arxiv:2401.00001", "arxiv"),
        ({"arxiv_id": "2401.00001", "openalex_id": "W1"}, "openalex:W1", "openalex"),
        (
            {"arxiv_id": "2401.00001", "openalex_id": "W1", "source": "arxiv"},
            "arxiv:2401.00001",
            "arxiv",
        ),
        (
            {"semantic_scholar_id": "0f" * 20},
            f"semantic_scholar:{'0f' * 20}",
            "semantic_scholar",
        ),
        ({}, manual_key("T", None), "manual"),
        ({"authors": ["A", "B"]}, manual_key("T", "A"), "manual"),
        ({"source": "openalex", "authors": ["A"]}, manual_key("T", "A"), "openalex"),
        ({"key": "registry:77"}, "registry:77", "registry"),
    ],
)
def test_key_and_source_are_told_by_whatever_is_there(
    fields: dict[str, str], key: str, source: str
) -> None:
    found = paper(**fields)
    assert (found.key, found.source) == (key, source)


def test_authors_are_names_objects_or_not_stated() -> None:
    both = paper(authors=["A", {"name": "B", "orcid": "0000-0002-1825-0097", "affiliation": "X"}])
    assert both.authors == (
        Author(name="A"),
        Author(name="B", orcid="0000-0002-1825-0097", affiliation="X"),
    )
    assert paper(authors="Not stated").authors_not_stated
    assert not paper(authors="").authors_not_stated
    assert paper(authors_not_stated=True).authors_not_stated


def test_nested_and_flat_summaries_are_the_same() -> None:
    parts = {"main_finding": "A", "key_points": ["B", " ", "C"], "implications": "D"}
    nested, flat = paper(summary=parts), paper(**parts)
    assert nested == flat
    assert flat.key_points == "• B\n• C"


def test_levels_may_carry_their_reason() -> None:
    nested = paper(evidence_strength={"level": "high", "reason": "R"}, methods_rigor="low")
    flat = paper(
        evidence_strength="high", evidence_strength_reason="R", methods_rigor={"level": "low"}
    )
    assert nested == flat
    assert (flat.evidence_strength, flat.evidence_strength_reason) == ("high", "R")


@pytest.mark.parametrize(
    ("given", "relevance"),
    [(7, 7), ("7", 7), ("7/10", 7), ("7 / 10", 7), (7.5, "7.5"), ("high", "high"), ("", None)],
)
def test_relevance_is_a_number_or_kept_for_validation(given: object, relevance: object) -> None:
    assert paper(relevance=given).relevance == relevance


def test_a_claim_may_be_its_text_and_its_parts_may_be_texts() -> None:
    found = paper(
        claims=["A", {"text": "B", "outcome": "O", "quote": "Q", "source_score": 1, "role": ""}]
    )
    assert found.claims == (
        Claim(text="A"),
        Claim(text="B", outcome=Outcome(label="O"), quote=Quote(text="Q"), source_score="1"),
    )


def test_exact_match_is_an_iri_or_the_label_of_an_outcome_here() -> None:
    outcome = {"label": "O", "exact_match": ["http://example.org/o", "time per task"]}
    found = paper(claims=[{"text": "A", "outcome": outcome}]).claims[0].outcome
    assert found is not None
    assert found.exact_match == ("http://example.org/o", CONTEXT.iris.outcome("time per task"))


def test_nulls_and_empty_texts_are_absent() -> None:
    assert paper(venue=None, doi="", themes=None, claims=None, published=" ") == paper()


def test_a_retraction_is_a_reason_or_a_reason_with_a_date() -> None:
    found = paper(retracted="Wrong data.", claims=[{"text": "a", "retracted": "A slip."}])
    assert (found.retracted, found.retracted_on) == ("Wrong data.", None)
    assert found.claims[0].retracted == "A slip."
    found = paper(retracted={"reason": "Wrong data.", "date": "2026-05-01"})
    assert (found.retracted, found.retracted_on) == ("Wrong data.", "2026-05-01")
    assert record_of(found)["retracted"] == {"reason": "Wrong data.", "date": "2026-05-01"}


def test_papers_that_are_superseded_or_cited_may_stand_alone() -> None:
    found = paper(supersedes="manual:0123456789ab", cites=["arxiv:2401.00001", " "])
    assert found.supersedes == ("manual:0123456789ab",)
    assert found.cites == ("arxiv:2401.00001",)


def test_themes_may_be_one_text_and_dates_a_year() -> None:
    found = paper(themes="governance", published=2026)
    assert (found.themes, found.published) == (("governance",), "2026")


# What is refused, in whose words


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"claims": "x"}, 'claims must be a list, got a string; write claims: ["…"]'),
        ({"titel": "x"}, "unknown field 'titel'; did you mean 'title'?"),
        ({"year": 2026}, "unknown field 'year'; did you mean 'published'?"),
        ({"references": []}, "unknown field 'references'; did you mean 'cites'?"),
        ({"retracted": " "}, "retracted is empty; say why, or remove it"),
        ({"retracted": {"reason": ""}}, "retracted reason is empty; say why, or remove it"),
        (
            {"retracted": {"date": "2026-05-01"}},
            "retracted reason is missing; add it or remove retracted",
        ),
        (
            {"claims": [{"text": "a", "retracted": ""}]},
            "claim 1: retracted is empty; say why, or remove it",
        ),
        ({"zzz": 1}, "unknown field 'zzz'; ontology/record.schema.json lists all"),
        (
            {"claims": ["a", "b", {"text": "c", "confidense": "low"}]},
            "claim 3: unknown field 'confidense'; did you mean 'confidence'?",
        ),
        (
            {"claims": [{"text": "a", "outcome": {"zzz": 1}}]},
            "claim 1: outcome: unknown field 'zzz'; "
            "known here: label, category, polarity, exact_match",
        ),
        (
            {"claims": [{"text": "a", "outcome": {"category": "Other"}}]},
            "claim 1: outcome label is missing; add it or remove claim 1: outcome",
        ),
        ({"claims": [" "]}, "claim 1: text is missing; add it or remove claim 1"),
        ({"claims": [{"text": None}]}, "claim 1: text is missing; add it or remove claim 1"),
        ({"claims": [None]}, "claim 1 is empty; write it or remove it"),
        ({"authors": [{"name": ""}]}, "author 1: name is missing; add it or remove author 1"),
        ({"authors": [7]}, "author 1 must be an object or text, got a number; write it in quotes"),
        (
            {"authors": "A and B"},
            'authors must be a list, got a string; write authors: ["…"], or "not stated"',
        ),
        (
            {"authors": ["A"], "authors_not_stated": True},
            "authors_not_stated is true beside a list of authors; remove one of them",
        ),
        (
            {"authors": [{"name": "A", "orcid": "0000 0001"}]},
            "author 1: orcid must look like 0000-0002-1825-0097, got '0000 0001'; copy it whole",
        ),
        ({"venue": 7}, "venue must be text, got a number; write it in quotes"),
        (
            {"venue": True},
            "venue must be text, got true or false; write it in quotes "
            "(YAML reads yes, no, on and off as true and false)",
        ),
        (
            {"stated_claim_count": "8"},
            "stated_claim_count must be a whole number, got a string; write one value",
        ),
        ({"summary": "x"}, "summary must be an object, got a string; "
                           "write its fields as 'name: value'"),
        (
            {"claims": [{"text": "a", "source_score": "high"}]},
            "claim 1: source_score must be a decimal such as 0.10, got 'high'; copy it as printed",
        ),
        (
            {"claims": [{"text": "a", "source_score": []}]},
            "claim 1: source_score must be a number or text, got a list; write one value",
        ),
        (
            {"key": "W1"} | {"source": "arxiv", "id": "W2"},
            "id 'W2' differs from key 'W1'; keep one of them",
        ),
        (
            {"key": "openalex:W1", "source": "arxiv"},
            "source 'arxiv' does not fit the key 'openalex:W1'; leave source out",
        ),
        (
            {"key": "something"},
            "the key 'something' names no source; write source:id, such as openalex:W123",
        ),
        ({"title": ""}, "a record needs a title, or a key; add a title"),
        (
            {"main_finding": "a", "summary": {"main_finding": "b"}},
            "main_finding differs from summary main_finding; keep one of them",
        ),
        (
            {"methods_rigor_reason": "a", "methods_rigor": {"level": "low", "reason": "b"}},
            "methods_rigor_reason differs from methods_rigor reason; keep one of them",
        ),
        (
            {"claims": [{"text": "\ud83d"}]},
            "claim 1: text holds half a character (\\ud83d); write the whole character",
        ),
    ],
)  # fmt: skip
def test_refusals_say_what_where_and_the_next_step(fields: dict[str, Any], message: str) -> None:
    assert refusal(**fields) == message


# Shapes of files


def test_one_object_a_list_and_json_lines(tmp_path: Path) -> None:
    one, two = '{"key": "openalex:W1", "title": "A"}', '{"key": "openalex:W2", "title": "B"}'
    both = ["openalex:W1", "openalex:W2"]
    assert told(read(tmp_path, "a.json", one)) == both[:1]
    assert told(read(tmp_path, "a.json", f"[{one}, {two}]")) == both
    for name in ("a.jsonl", "a.ndjson", "a.json", "-"):
        assert told(read(tmp_path, name, f"\ufeff{one}\n\n  \n{two}\n")) == both
    assert told(read(tmp_path, "a.jsonl.gz", gzip.compress(f"{one}\n{two}".encode()))) == both
    assert read(tmp_path, "a.json", "[]") == []


def test_pretty_json_may_be_called_json_lines(tmp_path: Path) -> None:
    pretty = json.dumps([{"key": "openalex:W1"}], indent=1)
    assert told(read(tmp_path, "a.jsonl", pretty)) == ["openalex:W1"]


def test_yaml_is_one_record_a_list_or_documents(tmp_path: Path) -> None:
    assert told(read(tmp_path, "a.yaml", "key: openalex:W1\n")) == ["openalex:W1"]
    assert told(read(tmp_path, "-", "# c\n- key: openalex:W1\n- id: W2\n")) == [
        "openalex:W1",
        "openalex:W2",
    ]
    documents = "---\nkey: openalex:W1\n---\n---\nkey: openalex:W2\n...\n"
    assert told(read(tmp_path, "a.yml", documents)) == ["openalex:W1", "openalex:W2"]


def test_yaml_dates_and_numbers_stay_as_written(tmp_path: Path) -> None:
    text = (
        "title: 12:30\narxiv_id: 2401.10010\npublished: 2026-05-11\nfetched: 2026-05\n"
        "relevance: 7.0\nclaims:\n- {text: A, source_score: 0.10}\n"
    )
    (reading,) = read(tmp_path, "a.yaml", text)
    expected = Paper(
        key="arxiv:2401.10010",
        source="arxiv",
        title="12:30",
        arxiv_id="2401.10010",
        published="2026-05-11",
        fetched="2026-05",
        relevance="7.0",
        claims=(Claim(text="A", source_score="0.10"),),
    )
    assert isinstance(reading, PaperReading)
    assert reading.triples == paper_triples(expected, CONTEXT)


def test_json_numbers_stay_as_printed() -> None:
    path_free = json.loads('{"title": "T", "claims": [{"text": "A", "source_score": "0.10"}]}')
    assert paper_of(path_free, CONTEXT).claims[0].source_score == "0.10"


def test_json_scores_keep_their_print_on_the_way(tmp_path: Path) -> None:
    printed = '{"title": "T", "claims": [{"text": "A", "source_score": 0.10}, "B"]}'
    quoted = printed.replace("0.10", '"0.10"')
    (bare,), (text,) = read(tmp_path, "a.json", printed), read(tmp_path, "b.json", quoted)
    assert isinstance(bare, PaperReading)
    assert isinstance(text, PaperReading)
    assert bare.triples == text.triples


def test_yaml_anchors_and_merge_keys(tmp_path: Path) -> None:
    text = (
        "- &first\n  key: openalex:W1\n  venue: V\n  authors: &who [A]\n"
        "- <<: *first\n  key: openalex:W2\n"
        "- {key: openalex:W3, authors: *who, venue: V}\n"
    )
    readings = read(tmp_path, "a.yaml", text)
    assert told(readings) == ["openalex:W1", "openalex:W2", "openalex:W3"]
    assert {len(reading.triples) for reading in readings if isinstance(reading, PaperReading)} == {
        12
    }


# Absent is not null


def test_json_null_is_not_stated_and_the_text_null_is_a_direction(tmp_path: Path) -> None:
    claims = [{"text": "A", "direction": None}, {"text": "B", "direction": "null"}]
    (reading,) = read(tmp_path, "a.json", json.dumps({"title": "T", "claims": claims}))
    assert isinstance(reading, PaperReading)
    directions = [t.subject for t in reading.triples if t.predicate.value == f"{CPG}direction"]
    assert directions == [NamedNode(CONTEXT.iris.claim(reading.key, "B"))]


@pytest.mark.parametrize("bare", ["null", "~", ""])
def test_a_bare_null_direction_in_yaml_is_refused(tmp_path: Path, bare: str) -> None:
    text = f"title: T\nclaims:\n- A\n- text: B\n  direction: {bare}\n"
    assert told(read(tmp_path, "a.yaml", text)) == [
        "5: claim 2: direction is null without quotes; "
        "write \"null\" in quotes for 'no effect found', or leave the line out"
    ]


def test_a_quoted_null_direction_in_yaml_is_a_direction(tmp_path: Path) -> None:
    text = 'title: T\nclaims:\n- text: B\n  direction: "null"\n'
    (reading,) = read(tmp_path, "a.yaml", text)
    assert isinstance(reading, PaperReading)
    assert any(triple.predicate.value == f"{CPG}direction" for triple in reading.triples)


# Bad records, lines, and the rest


def test_a_bad_line_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [
        '{"key": "openalex:W1"}',
        '{"key": "openalex:W2", "titel": "x"}',
        "",
        "nonsense",
        '{"title": NaN}',
        '{"title": "a", "title": "b"}',
        "[" * 100_000,
        "[1]",
        '{"key": "openalex:W9"}',
    ]
    readings = read(tmp_path, "a.jsonl", "\n".join(lines))
    assert told(readings) == [
        "openalex:W1",
        "2: unknown field 'titel'; did you mean 'title'?",
        "4: not JSON (expecting value at column 1); write one record per line",
        "5: NaN is no number here; write it in quotes or remove it",
        "6: the field 'title' is given twice; keep one",
        "7: nested too deeply; records are flat, check the brackets",
        "8: a record must be an object, got a list; write its fields as 'name: value'",
        "openalex:W9",
    ]
    assert isinstance(readings[1], Refusal)
    assert readings[1].key == "openalex:W2"


def test_bytes_that_are_not_utf8_are_refused_with_their_line(tmp_path: Path) -> None:
    bad = b'{"title": "\xff"}'
    assert told(read(tmp_path, "a.jsonl", bad + b'\n{"key": "openalex:W1"}')) == [
        "1: not UTF-8 (byte 0xff); save the file as UTF-8",
        "openalex:W1",
    ]
    with pytest.raises(SourceError) as caught:
        read(tmp_path, "a.json", b"[\n" + bad + b"]")
    assert str(caught.value) == "a.json:2: not UTF-8 (byte 0xff); save the file as UTF-8"


def test_a_line_longer_than_the_limit_is_skipped(tmp_path: Path) -> None:
    line = b'{"title": "%s"}' % (b"x" * 17 * 1024 * 1024)
    content = b'{"key": "openalex:W1"}\n' + line + b'\n{"key": "openalex:W3"}\n'
    assert told(read(tmp_path, "a.jsonl", content)) == [
        "openalex:W1",
        "2: line 2 is longer than 16 MiB; no record is, check it",
        "openalex:W3",
    ]


def test_a_file_larger_than_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with path.open("wb") as stream:
        stream.write(b"[\n")
        stream.truncate(256 * 1024 * 1024 + 1)
    with pytest.raises(SourceError) as caught:
        list(read_records(Source("a.json", path), CONTEXT))
    assert str(caught.value) == (
        "a.json: larger than 256 MiB; write it as JSON Lines, one record per line"
    )


def test_bad_records_of_a_list_have_lines(tmp_path: Path) -> None:
    pretty = """
[
  {"key": "openalex:W1"},
  {
    "key": "openalex:W2",
    "claims": [
      "\\ud83d\\ude00 \\"A\\"",
      {"text": "B",
\t     "confidense": "low"}
    ]
  },
  {"key": "openalex:W3"}
]"""
    assert told(read(tmp_path, "a.json", pretty)) == [
        "openalex:W1",
        "9: claim 2: unknown field 'confidense'; did you mean 'confidence'?",
        "openalex:W3",
    ]
    as_yaml = """
- key: openalex:W1
- key: openalex:W2
  key: openalex:W3
- key: openalex:W4
  claims:
  - A
  - text: B
    confidense: low
- key: openalex:W5
"""
    assert told(read(tmp_path, "a.yaml", as_yaml)) == [
        "openalex:W1",
        "4: the field 'key' is given twice; keep one",
        "9: claim 2: unknown field 'confidense'; did you mean 'confidence'?",
        "openalex:W5",
    ]


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_statements_have_the_lines_of_their_fields(tmp_path: Path, name: str) -> None:
    text = (
        '{"title": "T",\n"authors": [\n{"name": "A"}],\n"published": "x",\n'
        '"summary": {\n"main_finding": "F"},\n"methods_rigor": {"level": "low",\n"reason": "R"},\n'
        '"claims": [\n{"text": "C",\n"direction": "up"}]}'
    )
    (reading,) = read(tmp_path, name, text)
    assert isinstance(reading, PaperReading)
    iris, key = CONTEXT.iris, reading.key
    whole, claim = iris.paper(key), iris.claim(key, "C")
    assert reading.line == 1
    assert reading.line_of(whole, f"{SCHEMA}datePublished") == 4
    assert reading.line_of(whole, f"{CPG}mainFinding") == 6
    assert reading.line_of(whole, f"{CPG}methodsRigorReason") == 8
    assert reading.line_of(iris.author(key, 1), f"{SCHEMA}name") == 3
    assert reading.line_of(claim, f"{CPG}direction") == 11
    assert reading.line_of(claim, f"{CPG}confidence") == 10
    assert reading.line_of(whole, None) == 1


def test_lines_of_json_lines_are_those_of_the_record(tmp_path: Path) -> None:
    (_, reading) = read(tmp_path, "a.jsonl", '{"title": "S"}\n{"title": "T", "claims": ["C"]}')
    assert isinstance(reading, PaperReading)
    assert reading.line_of(CONTEXT.iris.claim(reading.key, "C"), None) == 2


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.json", "", "a.json: holds no record; a record needs a title, or a key"),
        ("a.yaml", " \n\n", "a.yaml: holds no record; a record needs a title, or a key"),
        (
            "a.json",
            '{"title":\n"T"',
            "a.json:2:4: not JSON (expecting ',' delimiter); check quotes, commas and brackets",
        ),
        (
            "a.json",
            '[{"title": "T"},]',
            "a.json:1:17: not JSON (expecting value); check quotes, commas and brackets",
        ),
        (
            "a.json",
            '[{"title": "T"} 7]',
            "a.json:1:17: not JSON (expected ','); check quotes, commas and brackets",
        ),
        (
            "a.json",
            '{\n"title": "T"}\nx',
            "a.json:3:1: not JSON (text after the end); check quotes, commas and brackets",
        ),
        (
            "a.json",
            "[\n" + "[" * 100_000,
            "a.json:2: nested too deeply; records are flat, check the brackets",
        ),
        (
            "a.yaml",
            "[" * 100_000,
            "a.yaml:1: nested more than 64 deep; records are flat, check the brackets",
        ),
        (
            "a.yaml",
            "title: T\n  x: y",
            "a.yaml:2:4: not YAML (mapping values are not allowed in this context); "
            "check quotes and indentation",
        ),
        (
            "a.yaml",
            "title: T\nvenue: a\x07b",
            "a.yaml:2:9: the character U+0007 is not allowed in YAML; remove it",
        ),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, content: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, name, content)
    assert str(caught.value) == message


def test_a_cut_off_archive_gives_no_records_and_says_so(tmp_path: Path) -> None:
    whole = gzip.compress(b'{"title": "T"}\n' * 1000)
    with pytest.raises(SourceError, match=r"^a\.jsonl\.gz: is damaged or cut off"):
        read(tmp_path, "a.jsonl.gz", whole[:40])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("venue: *no", "1: the alias '*no' has no anchor before it; add one"),
        ("venue: !!python/name:os.system ''",
         "1: the tag 'tag:yaml.org,2002:python/name:os.system' is not known here; remove it"),
        ("authors: !!set {A}", "1: the tag 'tag:yaml.org,2002:set' is not known here; remove it"),
        ("title: T\nrelevance: .nan",
         "2: '.nan' is no number here; write it in quotes or remove it"),
        ("title: T\n? [a]\n: b", "2: a field's name must be text; check the line"),
        ("title: T\n<<: x", "2: '<<' takes fields over from a mapping; name an anchor of one"),
        ("a: &a [" + "x, " * 100 + "x]\nb: &b [" + "*a, " * 100 + "*a]\nc: &c [" + "*b, " * 100 + "*b]",
         "3: aliases multiply to more than a record can hold; write it out"),
        ("title: T\nclaims:\n- text: A\n  direction: no",
         "4: claim 1: direction must be text, got true or false; write it in quotes "
         "(YAML reads yes, no, on and off as true and false)"),
    ],
)  # fmt: skip
def test_surprises_of_yaml_are_refused(tmp_path: Path, text: str, message: str) -> None:
    assert told(read(tmp_path, "a.yaml", text))[0] == message


def test_other_formats_say_what_they_are(tmp_path: Path) -> None:
    lines = '{"@id": "x"}\n{"authorships": [], "abstract_inverted_index": {}}'
    assert told(read(tmp_path, "a.jsonl", lines)) == [
        "1: this is JSON-LD, not a record; name the file .jsonld to load it",
        "2: this is an OpenAlex work, not a record; load it with --from openalex",
    ]


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.json", b'{"title": "T"}', True),
        ("a.jsonl.gz", b'{"title": "T"}', True),
        ("a.yaml", b"anything", True),
        ("-", b"\xef\xbb\xbf [\n {", True),
        ("-", b"[]\n", True),
        ("-", b"# papers\n---\n- title: T", True),
        ("-", b"openalex_id: W1", True),
        ("-", b'{"title": "say \\"@id\\": no"}', True),
        ("a.json", b'[{"@id": "x"}]', False),
        ("a.json", b'{"title": "T", "@graph" : []}', False),
        ("a.yaml", b'"@context": x', False),
        ("-", b"[] a <http://example.org/C> .", False),
        ("-", b"[ a <http://example.org/C> ] .", False),
        ("-", b"{ <http://example.org/s> a <http://example.org/C> }", False),
        ("-", b"@prefix title: <http://example.org/> .", False),
        ("-", b"title:x a title:C .", False),
        ("-", b"The Commonplace\nHome", False),
        ("-", b"", False),
    ],
)
def test_records_are_known_by_name_and_first_bytes(name: str, head: bytes, expected: bool) -> None:
    assert looks_like_record(name, head) is expected


# The schema, and the way there and back


def test_the_schema_file_is_the_one_of_the_types() -> None:
    (path,) = resources.sources("ontology", "record.schema.json")
    assert json.loads(path.read_text("utf-8")) == record_schema()


def test_the_schema_describes_every_field_and_refuses_others() -> None:
    schema = record_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for part in (schema, *schema["$defs"].values()):
        assert part["additionalProperties"] is False
        assert all(field["description"] for field in part["properties"].values())


def test_model_fields_are_record_fields() -> None:
    for model, fields in (
        (Paper, RecordFields),
        (Claim, ClaimFields),
        (Outcome, OutcomeFields),
        (Author, AuthorFields),
    ):
        beside = {"retracted_on"}  # a record has it within retracted
        assert set(model.__dataclass_fields__) - beside <= set(fields.__struct_fields__)


#: Any text but U+0085: PyYAML writes it as a line break, which any reader of YAML folds to a space.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x85"), min_size=1, max_size=12
).filter(lambda text: text == text.strip())
MAYBE = st.none() | TEXTS
IRIS = st.integers(0, 9).map("http://example.org/outcome/{}".format)
AUTHORS = st.builds(
    Author,
    name=TEXTS,
    orcid=st.sampled_from([None, "0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-009x"]),
    openalex_id=MAYBE,
    affiliation=MAYBE,
    name_as_printed=MAYBE,
)
CLAIMS = st.builds(
    Claim,
    text=TEXTS,
    direction=st.sampled_from([None, "positive", "null"]) | TEXTS,
    confidence=MAYBE,
    outcome=st.none()
    | st.builds(
        Outcome,
        label=TEXTS,
        category=MAYBE,
        polarity=MAYBE,
        exact_match=st.lists(IRIS, max_size=2).map(tuple),
    ),
    category=MAYBE,
    role=MAYBE,
    evidence_basis=MAYBE,
    quote=st.none() | st.builds(Quote, text=TEXTS, status=MAYBE),
    source_score=st.sampled_from([None, "0.10", "1", "-.5", "0.00000010"]),
    extraction=MAYBE,
    retracted=MAYBE,
    supersedes=st.lists(IRIS, max_size=2).map(tuple),
)
TEXT_FIELDS = (
    "headline", "finding", "abstract", "main_finding", "key_points", "data_and_methods",
    "implications", "venue", "kind", "paper_type", "evidence_strength", "evidence_strength_reason",
    "methods_rigor", "methods_rigor_reason", "sample", "generalizability", "notes", "doi",
    "arxiv_id", "openalex_id", "semantic_scholar_id", "source_link", "pdf_link", "study",
)  # fmt: skip
TOPICS = st.builds(Topic, label=TEXTS, iri=st.none() | IRIS)
PAPERS = st.fixed_dictionaries(
    {
        "identity": st.sampled_from(
            [("openalex:W1", "openalex"), ("manual:0123456789ab", "openalex"), ("x:1", "x")]
        ),
        "title": MAYBE,
        "people": st.lists(AUTHORS, max_size=2).map(tuple) | st.just("not stated"),
        "claims": st.lists(CLAIMS, max_size=3).map(tuple),
        "themes": st.lists(TEXTS, max_size=3).map(tuple),
        "topics": st.lists(TOPICS, max_size=3).map(tuple),
        "published": st.sampled_from([None, "2026", "2026-05", "2026-05-11", "soon"]),
        "fetched": st.sampled_from([None, "2026-05-11"]),
        "relevance": st.sampled_from([None, 0, 10, "high", "7.5"]),
        "stated_claim_count": st.none() | st.integers(0, 99),
        "retraction": st.tuples(st.none())
        | st.tuples(TEXTS, st.sampled_from([None, "2026-05-11"])),
        "supersedes": st.lists(st.just("manual:0123456789ab") | IRIS, max_size=2).map(tuple),
        "cites": st.lists(st.just("arxiv:2401.00001") | IRIS, max_size=2).map(tuple),
        "texts": st.dictionaries(st.sampled_from(TEXT_FIELDS), TEXTS),
    }
)


def paper_from(drawn: dict[str, Any]) -> Paper:
    (key, source), people, texts = (drawn.pop(name) for name in ("identity", "people", "texts"))
    named = isinstance(people, tuple)
    retraction = dict(zip(("retracted", "retracted_on"), drawn.pop("retraction"), strict=False))
    return Paper(
        key=key,
        source=source,
        authors=people if named else (),
        authors_not_stated=not named,
        **drawn,
        **texts,
        **retraction,
    )


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=PAPERS)
def test_paper_to_record_to_file_to_paper(
    tmp_path_factory: pytest.TempPathFactory, drawn: dict[str, Any]
) -> None:
    original = paper_from(drawn)
    record = record_of(original)
    jsonschema.validate(record, record_schema())
    folder = tmp_path_factory.mktemp("round", numbered=True)
    expected = paper_triples(original, CONTEXT)
    for name, text in (
        ("line.jsonl", json.dumps(record)),
        ("list.json", json.dumps([record], indent=2, ensure_ascii=False)),
        ("one.yaml", yaml.safe_dump(record, allow_unicode=True, sort_keys=False)),
    ):
        (reading,) = read(folder, name, text)
        assert isinstance(reading, PaperReading), reading
        assert reading.triples == expected
