"""The SPARQL 1.1 Protocol: the W3C's own tests, and what clients rely on."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF

from cpgraph.rdf import SYNTAXES, parse
from cpgraph.store import open_store
from cpgraph.web.app import Settings
from web_server import serving

ARCHIVE = (
    Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "w3c" / "rdf-tests.tar.gz"
)
FOLDER = "rdf-tests/sparql/sparql11/protocol/"
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
DATA = "http://kasei.us/2009/09/sparql/data/"

#: What the tests mean by their expectations; read from the manifest where it says it.
UPDATES = "update"


class Exchange(NamedTuple):
    """One request of a test, and what it expects."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: tuple[str, ...]
    boolean: bool | None
    formats: tuple[str, ...]


def exchanges() -> dict[str, list[Exchange]]:
    if not ARCHIVE.exists():
        return {}
    with tarfile.open(ARCHIVE) as archive:
        stream = archive.extractfile(FOLDER + "manifest.ttl")
        assert stream is not None
        manifest: Any = rdflib.Graph().parse(
            data=stream.read(), format="turtle", publicID="http://example.org/"
        )
    return {
        str(test).rpartition("#")[2].rpartition("/")[2]: [
            _exchange(manifest, request)
            for requests in manifest.objects(manifest.value(test, MF.action), HT.requests)
            for request in Collection(manifest, requests)
        ]
        for test in manifest.subjects(RDF.type, MF.ProtocolTest)
    }


def _exchange(graph: Any, request: Any) -> Exchange:
    def of(node: Any, predicate: rdflib.URIRef) -> str:
        return str(graph.value(node, predicate) or "")

    headers = {
        of(header, HT.fieldName): of(header, HT.fieldValue)
        for items in graph.objects(request, HT.headers)
        for header in Collection(graph, items)
    }
    content = graph.value(request, HT.body)
    encoding = of(content, CNT.characterEncoding) or "utf-8"
    response = graph.value(request, HT.resp)
    boolean = graph.value(response, MF.expectedBoolean)
    return Exchange(
        of(request, HT.methodName),
        of(request, HT.absolutePath),
        headers,
        of(content, CNT.chars).encode(encoding),
        tuple(str(s)[-3:] for s in graph.objects(response, MF.expectedStatus)),
        None if boolean is None else bool(boolean.toPython()),
        tuple(str(value) for value in graph.objects(response, MF.expectedFormat)),
    )


EXCHANGES = exchanges()


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("protocol") / "store"
    with open_store(folder, "write") as store, tarfile.open(ARCHIVE) as archive:
        for name in ("data1", "data2", "data3"):
            stream = archive.extractfile(f"{FOLDER}{name}.nt")
            assert stream is not None
            quads = parse(stream.read(), SYNTAXES["ntriples"], name=name)
            store.write([{f"{DATA}{name}.rdf": [quad.triple for quad in quads]}])
    with serving(Settings(str(folder))) as base, httpx.Client(base_url=base) as client:
        yield client


@pytest.mark.shared
@pytest.mark.skipif(not EXCHANGES, reason="../shared is not here")
@pytest.mark.parametrize("name", sorted(EXCHANGES))
def test_the_protocol_of_the_w3c(endpoint: httpx.Client, name: str) -> None:
    for exchange in EXCHANGES[name]:
        path = exchange.path.replace("/sparql/", "/sparql")
        answer = endpoint.request(
            exchange.method, path, headers=exchange.headers, content=exchange.body or None
        )
        if UPDATES in name or "update" in path:
            assert 400 <= answer.status_code < 500, (name, answer.text)
            return  # what follows asks for what the update would have done
        assert f"{answer.status_code // 100}xx" in [s.lower() for s in exchange.statuses], (
            answer.text
        )
        if exchange.boolean is not None:
            assert json.loads(answer.text)["boolean"] is exchange.boolean
