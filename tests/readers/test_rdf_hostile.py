"""Documents that are broken or mean harm: one line each, and the process lives."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cpgraph.errors import RdfSyntaxError, SourceError
from cpgraph.paper_graph import Context
from cpgraph.rdf import SYNTAXES
from cpgraph.readers.base import PaperReading, Source
from cpgraph.readers.rdf import read_rdf
from cpgraph.readers.rdf_process import Limits, explained
from cpgraph.terms import Iris
from cpgraph.vocabulary import shipped

CONTEXT = Context(Iris(), shipped())
GOOD = (
    "<http://e/paper/arxiv:1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<https://schema.org/ScholarlyArticle> .\n"
)
ROOT = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'


@pytest.fixture(autouse=True)
def _lives(tmp_path: Path) -> Iterator[None]:
    """After each test, the next document is read as if nothing had been."""
    yield
    (reading,) = read(tmp_path, "good.nt", GOOD.encode(), "ntriples")
    assert isinstance(reading, PaperReading)


def read(folder: Path, name: str, data: bytes, syntax: str, **limits: float) -> list[object]:
    path = folder / name
    path.write_bytes(data)
    allowed = Limits(**limits)  # type: ignore[arg-type]
    return list(read_rdf(Source(name, path), CONTEXT, SYNTAXES[syntax], allowed))


def problem(folder: Path, name: str, data: bytes, syntax: str, **limits: float) -> str:
    with pytest.raises(SourceError) as caught:
        read(folder, name, data, syntax, **limits)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_deeply_nested_json_ld(tmp_path: Path) -> None:
    data = b'{"http://e/a":' * 50_000 + b"1" + b"}" * 50_000
    assert problem(tmp_path, "bomb.jsonld", data, "jsonld") == (
        "bomb.jsonld: is nested more than 500 levels deep; simplify the file"
    )


def test_brackets_in_texts_of_json_are_no_nesting(tmp_path: Path) -> None:
    text = '\\"\\\\' + "[{" * 2_000_000
    data = '{"@id": "http://e/paper/arxiv:1", "@type": "https://schema.org/ScholarlyArticle",'
    data += f'"http://e/a": "{text}"}}'
    (reading,) = read(tmp_path, "a.jsonld", data.encode(), "jsonld")
    assert isinstance(reading, PaperReading)


def test_deeply_nested_triple_terms(tmp_path: Path) -> None:
    data = b"<http://a> <http://a> " + b"<<( <http://a> <http://a> " * 100_000
    data += b"1" + b" )>>" * 100_000 + b" ."
    assert problem(tmp_path, "bomb.ttl", data, "turtle") == (
        "bomb.ttl: the parser gave up (nesting too deep?); simplify the file"
    )


def test_a_triple_term(tmp_path: Path) -> None:
    data = b"<http://a> <http://a> <<( <http://a> <http://a> 1 )>> ."
    assert problem(tmp_path, "a.ttl", data, "turtle") == (
        "a.ttl: has a triple term (RDF 1.2), which is not read; state the triple itself"
    )


@pytest.mark.parametrize(
    "declaration",
    ['<!DOCTYPE r [<!ENTITY a "b">]>', '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/">'],
)
def test_document_types_of_xml(tmp_path: Path, declaration: str) -> None:
    data = f'<?xml version="1.0"?>\n{declaration}{ROOT}</rdf:RDF>'.encode()
    assert problem(tmp_path, "bomb.rdf", data, "rdfxml") == (
        "bomb.rdf:2: has a DOCTYPE, which is not read (its entities can make a small file endless); "
        "write the entities out, or convert the file to Turtle"
    )


def test_an_entity_bomb(tmp_path: Path) -> None:
    entities = '<!ENTITY e0 "ha">' + "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12)
    )
    data = f"<!DOCTYPE r [{entities}]>{ROOT}<e:a>&e11;</e:a></rdf:RDF>".encode()
    assert problem(tmp_path, "bomb.rdf", data, "rdfxml").startswith("bomb.rdf:1: has a DOCTYPE")


def test_a_remote_context_is_not_fetched(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/context.jsonld"
        data = f'{{"@context": "{address}", "@id": "http://e/a", "name": "x"}}'.encode()
        assert problem(tmp_path, "a.jsonld", data, "jsonld") == (
            "a.jsonld: asks for a remote @context, and nothing is fetched while reading; "
            "write the context into the file"
        )
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_line_without_end(tmp_path: Path) -> None:
    data = b'<http://e/a> <http://e/b> "' + b"a" * (17 << 20) + b'" .'
    assert problem(tmp_path, "long.nt", data, "ntriples") == (
        "long.nt: holds a text or line of more than 16 MB; shorten it"
    )


def test_a_text_without_end_in_xml(tmp_path: Path) -> None:
    text = "a" * (17 << 20)
    data = f"{ROOT}<rdf:Description><e:a>{text}</e:a></rdf:Description></rdf:RDF>".encode()
    assert problem(tmp_path, "long.rdf", data, "rdfxml") == (
        "long.rdf: holds a statement that cannot be written as N-Quads, or a text of more than "
        "16 MB; correct it"
    )


def test_a_document_that_takes_too_much_memory(tmp_path: Path) -> None:
    text = "a" * (20 << 20)
    data = f"{ROOT}<rdf:Description><e:a>{text}</e:a></rdf:Description></rdf:RDF>".encode()
    said = problem(tmp_path, "big.rdf", data, "rdfxml", memory_bytes=90_000_000)
    assert said in {
        "big.rdf: the parser gave up (nesting too deep?); simplify the file",
        "big.rdf: needs more memory than a document may take; split the file",
    }


def test_a_document_that_takes_too_long(tmp_path: Path) -> None:
    data = gzip.compress(GOOD.encode() * 2_000_000, 1)
    assert problem(tmp_path, "slow.nt.gz", data, "ntriples", cpu_s=1) == (
        "slow.nt.gz: the parser used up its time or memory and was stopped; "
        "simplify or split the file"
    )


def test_a_document_in_which_nothing_happens(tmp_path: Path) -> None:
    data = gzip.compress(b"# nothing\n" * 20_000_000, 1)
    assert problem(tmp_path, "silent.nt.gz", data, "ntriples", silence_s=0.2) == (
        "silent.nt.gz: the parser was silent for 0.2 s and was stopped; simplify or split the file"
    )


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.ttl", b'<http://e/a> <http://e/b> "x',
         "a.ttl:1:27: the file ends in the middle of a statement; get the whole file"),
        ("a.nq", b"<http://e/a> <http://e/b> <http://e",
         "a.nq:1:27: the file ends in the middle of a statement; get the whole file"),
        ("a.jsonld", b'{"@id": "http://e/a",\n "http://e/b": ',
         "a.jsonld:2:16: the file ends in the middle of a statement; get the whole file"),
        ("a.rdf", f"{ROOT}\n<e:A/>".encode(),
         "a.rdf:2:7: the file ends in the middle of a statement; get the whole file"),
        ("a.rdf", f"{ROOT}<rdf:Descr".encode(),
         "a.rdf:1:86: the file ends in the middle of a statement; get the whole file"),
        ("a.nt", b'<http://e/a> <http://e/b> "\xff" .',
         "a.nt:1:28: is not UTF-8 here; save the file as UTF-8"),
        ("claims.ttl", b"@prefix e: <http://e/> .\n\ne:a cpgx:b 1 .",
         "claims.ttl:3:5: unknown prefix 'cpgx'; declare it with @prefix or use cpg:"),
        ("a.trig", b"zz:a zz:b 1 .", "a.trig:1:1: unknown prefix 'zz'; declare it with @prefix"),
        ("a.rdf", f"{ROOT}<f:A/></rdf:RDF>".encode(),
         "a.rdf:1:86: unknown prefix; declare it with xmlns:"),
        ("a.ttl", b'"a" <http://e/b> 1 .',
         'a.ttl:1:1: is not well-formed Turtle: "a" is not a valid subject or graph name; correct it'),
        ("a.ttl", b"<http://e/a> <http://e/b> <http://e/c d> .",
         "a.ttl: 'http://e/c d' is no IRI; correct it (a space is written %20)"),
        ("a.nt", b"<http://e/a> <http://e/b> <http://e/{> .",
         "a.nt:1:27: an IRI holds a character that IRIs do not allow; percent-encode it "
         "(a space is %20)"),
    ],
)  # fmt: skip
def test_broken_documents(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    syntax = next(s.name for s in SYNTAXES.values() if name.endswith(s.suffixes))
    assert problem(tmp_path, name, data, syntax) == said


@pytest.mark.parametrize("syntax", ["nquads", "rdfxml"])
def test_cut_off_gzip(tmp_path: Path, syntax: str) -> None:
    data = gzip.compress(GOOD.encode() * 1000 if syntax == "nquads" else ROOT.encode() * 9)
    assert problem(tmp_path, "a.gz", data[: len(data) // 2], syntax) == (
        "a.gz: is damaged or cut off (gzip does not unpack); get the file again"
    )


def test_a_syntax_error_at_the_end_is_known_before_the_first_paper(tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_text(GOOD * 5000 + "oops")
    readings = read_rdf(Source("a.nt", path), CONTEXT, SYNTAXES["ntriples"])
    with pytest.raises(RdfSyntaxError) as caught:
        next(readings)
    assert (caught.value.path, caught.value.line) == ("a.nt", 5001)


def test_the_child_ends_with_its_reader(tmp_path: Path) -> None:
    path = tmp_path / "many.nq"
    path.write_text(
        "".join(
            f"<http://e/paper/arxiv:{n}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
            f"<https://schema.org/ScholarlyArticle> <http://e/graph/arxiv:{n}> .\n"
            for n in range(20_000)
        )
    )
    threads = threading.active_count()
    readings = read_rdf(Source("many.nq", path), CONTEXT, SYNTAXES["nquads"])
    first = next(readings)
    assert isinstance(first, PaperReading)
    assert first.key == "arxiv:0"
    assert threading.active_count() == threads + 1
    readings.close()  # type: ignore[attr-defined]
    assert threading.active_count() == threads
    children = Path("/proc/self/task")
    running = [
        child
        for task in (children.iterdir() if children.exists() else ())
        for child in (task / "children").read_text().split()
    ]
    names = [Path(f"/proc/{child}/cmdline").read_text() for child in running]
    assert not [name for name in names if "rdf_child" in name]


def test_the_child_is_started_with_this_package_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "cpgraph").mkdir()
    (tmp_path / "cpgraph" / "__init__.py").write_text("raise SystemExit('the wrong package')")
    (tmp_path / "a.nt").write_text(GOOD)
    script = (
        "from pathlib import Path; from cpgraph.paper_graph import Context;"
        "from cpgraph.rdf import SYNTAXES; from cpgraph.readers.base import Source;"
        "from cpgraph.readers.rdf import read_rdf; from cpgraph.terms import Iris;"
        "from cpgraph.vocabulary import Vocabulary;"
        "context = Context(Iris(), Vocabulary(()));"
        "print(*[r.key for r in read_rdf(Source('a.nt', Path('a.nt')), context, SYNTAXES['ntriples'])])"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "arxiv:1\n"


def test_messages_are_explained_once() -> None:
    assert explained("odd", SYNTAXES["trig"]) == "is not well-formed TriG: odd; correct it"
