"""Which reader takes what, and what is refused before any reader sees it."""

from __future__ import annotations

import gzip
import io
from functools import partial
from pathlib import Path

import pytest

from cpgraph.errors import CpgraphError, SourceError
from cpgraph.readers.base import Reader, Source
from cpgraph.readers.bibtex import read_bibtex
from cpgraph.readers.csl import read_csl
from cpgraph.readers.detect import READERS, UnknownReaderError, reader_for, sources_of
from cpgraph.readers.nanopub import read_nanopubs
from cpgraph.readers.openalex import read_openalex
from cpgraph.readers.page import read_page
from cpgraph.readers.rdf import read_rdf
from cpgraph.readers.record import read_records
from cpgraph.readers.ris import read_ris
from cpgraph.readers.table import read_table


def kind_of(reader: Reader) -> str:
    if isinstance(reader, partial) and reader.func is read_table:
        return "csv"
    if isinstance(reader, partial) and reader.func is read_nanopubs:
        return "nanopub"
    if isinstance(reader, partial):
        assert reader.func is read_rdf
        return str(reader.keywords["syntax"].name)
    kinds: dict[Reader, str] = {
        read_page: "page",
        read_records: "record",
        read_openalex: "openalex",
        read_bibtex: "bibtex",
        read_ris: "ris",
        read_csl: "csl-json",
    }
    return kinds[reader]


def detected(folder: Path, name: str, data: bytes | str, forced: str | None = None) -> str:
    path = folder / (name if name != "-" else "stdin")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return kind_of(reader_for(Source(name, path), forced))


WORK = '{"id": "https://openalex.org/W1", "doi": null, "authorships": []}'
RDF_XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.ttl", "anything", "turtle"),
        ("a.TTL", "anything", "turtle"),
        ("a.trig", "anything", "trig"),
        ("a.nt", "anything", "ntriples"),
        ("a.nq", "anything", "nquads"),
        ("a.rdf", "anything", "rdfxml"),
        ("a.jsonld", "{}", "jsonld"),
        ("a.csv", "title,claim", "csv"),
        ("a.TSV", "title\tclaim", "csv"),
        ("a.trig", "@prefix np: <http://www.nanopub.org/nschema#> . # np:hasAssertion", "nanopub"),
        (
            "a.trig",
            "<http://e/g> { <http://e/a> a <http://www.nanopub.org/nschema#Nanopublication> }",
            "trig",
        ),
        ("a.ttl", "@prefix np: <http://www.nanopub.org/nschema#> .", "turtle"),
        ("a.yaml", "title: T", "record"),
        ("a.jsonl", '{"title": "T"}', "record"),
        ("a.json", '{"title": "T"}', "record"),
        ("a.json", '{"title": "about \\"@context\\": and such"}', "record"),
        ("a.json", '{"@context": {}, "@id": "http://e/a"}', "jsonld"),
        ("a.json", '[{"name": "x", "@type": "http://e/a"}]', "jsonld"),
        ("a.json", WORK, "openalex"),
        ("a.jsonl", f"{WORK}\n{WORK}", "openalex"),
        ("a.json", f'{{"meta": {{"count": 1}}, "results": [{WORK}]}}', "openalex"),
        ("a.json", '{"meta": {"count": 0}, "results": []}', "openalex"),
        ("a.json", f"[{WORK}]", "openalex"),
        ("a.json", '{"abstract_inverted_index": {"\\"@type\\"": [0], "@id": [1]}}', "openalex"),
        ("a.json", '{"openalex_id": "https://openalex.org/W1", "title": "T"}', "record"),
        ("a.yaml", "id: https://openalex.org/W1\ntitle: T", "record"),
        ("updated_date=2024-05-01/part_000", f"{WORK}\n", "openalex"),
        ("-", WORK, "openalex"),
        ("a.bib", "anything", "bibtex"),
        ("a.BIB", "anything", "bibtex"),
        ("a.ris", "anything", "ris"),
        ("a.csljson", "[]", "csl-json"),
        ("a.json", '[{"id": "a", "type": "article-journal"}]', "csl-json"),
        ("a.json", '[{"author": [{"family": "A"}], "title": "T"}]', "csl-json"),
        ("a.json", '{"title": "T", "paper_type": "rct", "abstract": "\\"family\\": x"}', "record"),
        ("a.json", '{"id": "https://openalex.org/W1", "title": "T", "authors": ["A"]}', "record"),
        ("a.json", '{"title": "T", "type": "report", "claims": ["It helps."]}', "record"),
        ("-", "% c\n@Article {a,\n title = {T}}", "bibtex"),
        ("-", "\nTY  - JOUR\nER  - ", "ris"),
        ("-", '[{"id": "a", "type": "book"}]', "csl-json"),
        ("a.owl", RDF_XML, "rdfxml"),
        ("a.owl", "@prefix owl: <http://www.w3.org/2002/07/owl#> .", "turtle"),
        ("a.xml", f'<?xml version="1.0"?>\n<!-- x -->{RDF_XML}', "rdfxml"),
        ("a.txt", "Plain words.", "page"),
        ("a.txt", "# c\n@prefix e: <http://e/> .\ne:a e:b 1 .", "turtle"),
        ("-", "PREFIX e: <http://e/>\ne:a e:b 1 .", "turtle"),
        ("-", "@prefix e: <http://e/> .\ne:g { e:a e:b 1 }", "trig"),
        ("-", '<http://e/a> <http://e/b> "x" .\n', "nquads"),
        ("-", "# c\n_:a <http://e/b> <http://e/c> <http://e/g> .\n", "nquads"),
        ("-", RDF_XML, "rdfxml"),
        ("-", '{"@context": {}, "@id": "http://e/a"}', "jsonld"),
        ("-", '{"title": "T"}', "record"),
        ("papers", '\ufeff[{"title": "T"}]', "record"),
    ],
)
def test_content_and_suffix_choose_the_reader(
    tmp_path: Path, name: str, data: str, kind: str
) -> None:
    assert detected(tmp_path, name, data) == kind


def test_gzip_is_looked_through(tmp_path: Path) -> None:
    assert detected(tmp_path, "a.nq.gz", gzip.compress(b"x")) == "nquads"
    assert detected(tmp_path, "-", gzip.compress(RDF_XML.encode())) == "rdfxml"


@pytest.mark.parametrize("forced", READERS)
def test_a_reader_can_be_forced(tmp_path: Path, forced: str) -> None:
    assert detected(tmp_path, "a.ttl", "text", forced) == forced


def test_an_unknown_reader_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UnknownReaderError) as caught:
        detected(tmp_path, "a.ttl", "text", "xlsx")
    assert isinstance(caught.value, CpgraphError)
    assert str(caught.value) == (
        "unknown kind of source 'xlsx'; use one of page, record, csv, openalex, bibtex, ris, csl-json, "
        "nanopub, turtle, trig, ntriples, nquads, rdfxml, jsonld"
    )


@pytest.mark.parametrize("forced", [None, "page", "turtle"])
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty; get the file again"),
        (b" \n", "is empty; get the file again"),
        (
            b"merge_date,id,merge_into_id\n",
            "lists what OpenAlex has merged; load the folder of the snapshot, whose works it is for",
        ),
        (b"%PDF-1.7 ...", "is a PDF; save the page as text (.txt) and load that"),
        (
            b"PK\x03\x04..",
            "is a ZIP archive or an office document; unpack it, or save its text as .txt",
        ),
        (b"\xfd7zXZ\x00.", "is compressed with xz; unpack it, or compress it with gzip"),
        ("words".encode("utf-16"), "is UTF-16 text; save it as UTF-8"),
        (b"\x7fELF\0\0", "is binary; cpgraph reads text: pages, records and RDF"),
        (
            b"<!-- saved -->\n<!DOCTYPE HTML><html>",
            "is an HTML page; open it in a browser, save the page as text (.txt) and load that",
        ),
        (
            b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">',
            "is an HTML page; open it in a browser, save the page as text (.txt) and load that",
        ),
        (
            gzip.compress(b"x" * 100)[:20],
            "is damaged or cut off (gzip does not unpack); get the file again",
        ),
    ],
)
def test_what_no_reader_takes_is_refused(
    tmp_path: Path, data: bytes, said: str, forced: str | None
) -> None:
    with pytest.raises(SourceError) as caught:
        detected(tmp_path, "a.txt", data, forced)
    assert str(caught.value) == f"a.txt: {said}"


@pytest.mark.parametrize("data", ["Nothing that is known", "<note>not RDF</note>"])
def test_an_unknown_kind_is_refused(tmp_path: Path, data: str) -> None:
    with pytest.raises(SourceError) as caught:
        detected(tmp_path, "a.xml", data)
    assert str(caught.value) == (
        "a.xml: is of no kind that cpgraph knows; give it a suffix (.txt .xml .csv .tsv .tab .bib .ris "
        ".csljson .json .jsonl .ndjson .yaml .yml .ttl .trig .nt .nq .rdf .owl .jsonld) or say which "
        "with --from page|record|csv|openalex|bibtex|ris|csl-json|nanopub|turtle|trig|ntriples|nquads|"
        "rdfxml|jsonld"
    )


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught, sources_of(["nosuch.txt"], io.BytesIO()):
        pass
    assert str(caught.value) == "nosuch.txt: there is no such file or folder; check the path"
    with pytest.raises(SourceError) as caught:
        reader_for(Source("gone.txt", tmp_path / "gone.txt"))
    assert str(caught.value) == (
        "gone.txt: cannot be read (No such file or directory); check the path"
    )


def test_folders_stand_for_what_is_in_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b/2.ttl", "b/1.json.gz", "a.txt", "c.png", ".hidden.ttl", "b/.git/x.nt", "z.NQ"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).touch()
    (tmp_path / "in" / "folder.ttl").mkdir()
    with sources_of(["in", "in/c.png"], io.BytesIO()) as sources:
        assert [source.name.replace("\\", "/") for source in sources] == [
            *("in/a.txt", "in/b/1.json.gz", "in/b/2.ttl", "in/z.NQ"),
            "in/c.png",
        ]


def test_the_works_of_a_snapshot_are_found_in_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    day = "updated_date=2024-05-01"
    names = (f"works/{day}/part_000.gz", f"works/{day}/part_0001.gz", f"authors/{day}/part_000.gz",
             "works/manifest", "merged_ids/works/2024-05-01.csv.gz", "part_000.gz")  # fmt: skip
    for name in names:
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / name).touch()
    with sources_of(["data"], io.BytesIO()) as sources:
        assert [source.name for source in sources] == [f"data/{name}" for name in names[:2]]


def test_a_folder_with_nothing_to_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty-dir").mkdir()
    with pytest.raises(SourceError) as caught, sources_of(["empty-dir"], io.BytesIO()):
        pass
    assert str(caught.value) == (
        "empty-dir: no file here that cpgraph reads; it reads .txt .xml .csv .tsv .tab .bib .ris "
        ".csljson .json .jsonl .ndjson .yaml .yml .ttl .trig .nt .nq .rdf .owl .jsonld, plain or .gz"
    )


def test_standard_input_is_kept_for_as_long_as_it_is_read() -> None:
    with sources_of(["-"], io.BytesIO(b"title: T\n")) as sources:
        (source,) = sources
        assert source.name == "-"
        with source.open() as first, source.open() as again:
            assert first.read() == again.read() == b"title: T\n"
    assert not source.path.exists()
