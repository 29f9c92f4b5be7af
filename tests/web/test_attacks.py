"""What strangers try, each with the status it gets: pages, addresses, headers, bodies, queries."""

from __future__ import annotations

import re
import socket
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import httpx
import pytest
from starlette.routing import Mount, Route

import hostile
from browser import Browser, chromium
from cpgraph import queries
from cpgraph.store import published
from cpgraph.web.app import Settings, routes
from cpgraph.web.filters import KNOWN
from cpgraph.web.pages.described import KINDS
from web_server import sample_folder, serving, web

HTML = {"accept": "text/html"}

#: What is put into every parameter; each is text, and nothing else, wherever it comes out.
STRINGS = (
    hostile.PAYLOAD,
    "\x00",
    "\ud7ff\ufffe\uffff",
    "../../../../etc/passwd",
    "{{7654*4567}}${7654*4567}<%= 7654*4567 %>",
    '"} } ; DROP ALL #',
    "http://example.org/> } DELETE { <a",
    "\r\nSet-Cookie: owned=1\r\n\r\n<script>owned=1</script>",
    "-1",
    "9" * 400,
    "٣",
    "'" * 3000,
    '"unclosed AND (title:[* TO *] OR ^~',
)
#: The same as raw octets: no UTF-8, surrogates, too long a form of a slash.
OCTETS = ("%ff%fe", "%ed%a0%80", "%c0%af", "%zz%", "%25%32%65")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("hostile") / "store"
    hostile.fill(folder)
    with (
        serving(Settings(str(folder))) as base,
        httpx.Client(base_url=base, timeout=60, headers=HTML) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def small(sample_folder: Path) -> Iterator[httpx.Client]:
    """Little time and memory for each query."""
    settings = Settings(str(sample_folder), timeout_s=1.0, memory_bytes=300 << 20)
    with serving(settings) as base, httpx.Client(base_url=base, timeout=60) as client:
        yield client


def harmless(answer: httpx.Response) -> bool:
    """Whether a browser finds nothing of a stranger's in it."""
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if kind == "text/html":
        assert hostile.Audit(answer.text).found == [], str(answer.url)[:200]
        assert "34955818" not in answer.text  # no template worked it out
    elif kind in {"application/xml", "application/atom+xml"}:
        ET.fromstring(answer.text)  # noqa: S314 # our own
    assert "set-cookie" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    return True


# Script in every literal and IRI


def crawled(client: httpx.Client, most: int) -> dict[str, httpx.Response]:
    """The pages that links lead to from home on."""
    found: dict[str, httpx.Response] = {}
    waiting = deque(["/", "/search?q=owned", "/digests.atom", "/sitemap.xml", "/theme/hostile"])
    while waiting and len(found) < most:
        address = waiting.popleft()
        if address in found or address == "/random":
            continue
        found[address] = answer = client.get(address)
        if answer.headers.get("content-type", "").startswith("text/html"):
            links = hostile.Audit(answer.text).links
            waiting += [to for to in links if not to.startswith(("/queries/", "/static/"))]
    return found


@pytest.fixture(scope="module")
def pages(site: httpx.Client) -> dict[str, httpx.Response]:
    return crawled(site, 200)


def test_script_in_every_literal_stays_text(pages: dict[str, httpx.Response]) -> None:
    # the paper that no 'load' would take has concepts that nobody knows, and a key that is none
    assert {answer.status_code for answer in pages.values()} <= {200, 400, 404}
    refused = [
        to for to, answer in pages.items() if answer.status_code != 200 and "owned" not in to
    ]
    # its control characters can stand in no XML
    assert all(to.endswith(".rdf") and "RDF/XML cannot hold" in pages[to].text for to in refused)
    assert all(harmless(answer) for answer in pages.values())
    html = [a.text for a in pages.values() if "text/html" in a.headers["content-type"]]
    shown = "".join(html)
    for place in ("title", "abstract", "author", "outcome label", "venue", "quote", "theme label"):
        assert f"in {place} &#34;&#39;&gt;" in shown, place
    assert "\x1b" not in shown


def test_links_to_script_are_no_links(pages: dict[str, httpx.Response]) -> None:
    paper = pages["/paper/manual:000000000001"].text
    assert 'href="javascript' not in paper
    assert len(pages) > 100


@pytest.mark.parametrize("name", sorted(q.name for q in queries.shipped_catalogue()))
def test_script_in_the_table_of_every_query(site: httpx.Client, name: str) -> None:
    answer = site.get(f"/queries/{name}")
    assert answer.status_code == 200
    assert harmless(answer)
    download = site.get(f"/queries/{name}.csv")
    assert download.status_code in {200, 400, 404}
    assert download.headers["content-type"].partition(";")[0] in {
        "text/csv",
        "text/turtle",
        "text/html",
    } | {"text/plain"}


@pytest.mark.skipif(
    chromium() is None, reason="there is no Chromium here: apt-get install chromium"
)
def test_a_browser_runs_none_of_it(
    site: httpx.Client, pages: dict[str, httpx.Response], tmp_path: Path
) -> None:
    browser = Browser(str(chromium()), tmp_path)
    kinds = {
        re.sub(r"[?:].*|(?<=/)[^/]+$", "", to): to
        for to, answer in pages.items()
        if answer.status_code == 200 and "text/html" in answer.headers["content-type"]
    }
    try:
        with browser.page(width=390) as page:
            for path in [*kinds.values(), "/paper/manual:000000000000", "/queries/claims/list"]:
                page.open(str(site.base_url).rstrip("/") + path)
                assert page.js("typeof owned") == "undefined", path
                assert page.js("document.documentElement.scrollWidth") == 390, path
                assert page.problems == [], path
    finally:
        browser.close()


# Every parameter of every address


def paths() -> dict[str, str]:
    """Every route: how it is written, and where its places are."""
    found = {}
    for route in routes():
        assert isinstance(route, Route | Mount)
        path = route.path.replace("{part:int}", "1") + "/{}" * isinstance(route, Mount)
        found[route.path] = re.sub(r"\{[^}]*\}", "{}", path)
    return found


#: Resources of every kind are answered by the same function: one kind will do for each text.
ONE_OF_EACH = [
    path for to, path in paths().items() if to.partition("/{")[0].strip("/") not in KINDS[1:]
]


def addresses(text: str) -> Iterator[str]:
    """Every route with the text in each of its places, and in what may be asked of it."""
    for path in ONE_OF_EACH:
        if "{}" in path:
            yield path.format(text)
            yield path.format(f"{text}.csv")
        elif path in {"/evidence", "/papers", "/contradictions"}:
            yield f"{path}?page={text}"
        elif path == "/search":
            yield f"{path}?q={text}"
        elif path == "/sparql":
            yield from (f"{path}?{name}={text}" for name in ("query", "edit", "format"))
            yield f"{path}?query=ASK{{}}&format={text}"
    yield f"/queries/claims/list?sort={text}"
    yield f"/papers?sort={text}"


@pytest.mark.parametrize("text", [*map(quote, STRINGS), *OCTETS], ids=lambda text: text[:12])
def test_text_in_every_place_of_every_route(web: httpx.Client, text: str) -> None:
    for address in addresses(text):
        answer = web.get(address, headers=HTML)
        assert answer.status_code in {200, 302, 303, 400, 404, 406}, (address, answer.text[-500:])
        assert harmless(answer)


def test_what_is_not_asked_for_is_passed_over(web: httpx.Client) -> None:
    names = ("q", "page", "sort", "edit", "format", "theme", "unknown", quote(hostile.PAYLOAD))
    given = "&".join(f"{name}={quote(hostile.PAYLOAD)}" for name in names)
    for path in paths().values():
        answer = web.get(f"{path.format('x')}?{given}", headers=HTML)
        assert answer.status_code in {200, 302, 400, 404}, path
        assert harmless(answer)


@pytest.mark.parametrize("name", sorted(KNOWN))
@pytest.mark.parametrize("path", ["/evidence", "/papers", "/contradictions"])
def test_text_in_every_filter(web: httpx.Client, path: str, name: str) -> None:
    for text in (quote(hostile.PAYLOAD), "%00", "%ff", quote(STRINGS[5])):
        answer = web.get(f"{path}?{name}={text}", headers=HTML)
        assert answer.status_code in {200, 400}, (name, text, answer.text[-500:])
        assert harmless(answer)


@pytest.mark.parametrize("query", list(queries.shipped_catalogue()), ids=lambda query: query.name)
def test_text_in_every_parameter_of_every_query(
    web: httpx.Client, query: queries.StoredQuery
) -> None:
    for parameter in query.parameters:
        for text in (hostile.PAYLOAD, '"} } ; DROP ALL #'):
            answer = web.get(f"/queries/{query.name}?{parameter.name}={quote(text)}", headers=HTML)
            assert answer.status_code == 200, (parameter.name, answer.text[-500:])
            assert harmless(answer)
        answer = web.get(f"/queries/{query.name}.json", params={parameter.name: "http://x/> }"})
        assert answer.status_code in {200, 400, 404}, (parameter.name, answer.text[-500:])


def test_hostile_headers(web: httpx.Client) -> None:
    for value in (
        b"\xff\xfe",
        b"text/html;q=" + b"9" * 5000,
        b",;=q/*/*",
        b"</script>",
        b"*/*;q=nan",
    ):
        for path in (
            "/",
            "/paper/manual:193f2f1c5bdd",
            "/sparql",
            "/sparql?query=ASK{}",
            "/nowhere",
        ):
            answer = web.get(path, headers={b"accept": value})
            assert answer.status_code in {200, 404, 406}, (value, path)
            assert harmless(answer)


# Requests that would change something (CSRF), and by other names of the host (DNS rebinding)


def test_no_route_changes_anything(web: httpx.Client, sample_folder: Path) -> None:
    before = published(str(sample_folder))
    for route in routes():
        methods = getattr(route, "methods", {"GET", "HEAD"})
        assert methods <= ({"GET", "HEAD", "POST"} if route.path == "/sparql" else {"GET", "HEAD"})  # type: ignore[attr-defined]
    for address in {path.format("x") for path in paths().values()} - {"/sparql"}:
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"):
            assert web.request(method, address).status_code in {404, 405}, (method, address)
    assert published(str(sample_folder)) == before


@pytest.mark.parametrize(
    ("media_type", "body", "status"),
    [
        ("application/x-www-form-urlencoded", "update=DROP+ALL", 400),
        ("application/x-www-form-urlencoded", "query=DROP+ALL", 400),
        ("application/x-www-form-urlencoded", "query=ASK{}&update=DROP+ALL", 400),
        ("application/x-www-form-urlencoded", "query=ASK{}&query=ASK{}", 400),
        ("application/x-www-form-urlencoded", "&".join(["a=1"] * 1001), 400),
        ("application/x-www-form-urlencoded", "query=%ff", 400),
        ("application/sparql-query", "\udcff", 400),
        ("application/sparql-query;charset=utf-16", "ASK{}", 415),
        ("application/sparql-update", "DROP ALL", 415),
        ("text/plain", "query=ASK{}", 415),
        ("multipart/form-data; boundary=x", "--x--", 415),
        ("application/json", "{}", 415),
        ("", "ASK{}", 415),
    ],
)
def test_what_is_posted_to_the_endpoint(
    web: httpx.Client, media_type: str, body: str, status: int
) -> None:
    content = body.encode(errors="surrogateescape")
    answer = web.post("/sparql", content=content, headers={"content-type": media_type})
    assert answer.status_code == status, answer.text
    assert "access-control-allow-origin" not in answer.headers


def raw(client: httpx.Client, request: str) -> int:
    """The status that a request of any form gets; 0 where the connection is just closed."""
    with socket.create_connection(
        (client.base_url.host, client.base_url.port or 80), 30
    ) as connection:
        connection.sendall(request.encode("latin-1"))
        said = connection.recv(12).decode()
        return int(said.partition(" ")[2] or 0)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:9", 200),
        ("127.0.0.1", 200),
        ("[::1]:80", 200),
        ("evil.example", 421),
        ("evil.example:8000", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("evil.example#localhost", 421),
        ("localhost@evil.example", 421),
        ("evil.example:localhost", 421),
        ("[::1].evil.example", 421),
        ("[::1", 421),
        ("", 421),
        ("localhost\r\nHost: evil.example", 400),
    ],
)
def test_other_names_of_the_host(web: httpx.Client, host: str, status: int) -> None:
    ends = "Connection: close\r\n\r\n"
    assert raw(web, f"GET / HTTP/1.1\r\nHost: {host}\r\n{ends}") == status
    forwarded = (
        f"Host: evil.example\r\nX-Forwarded-Host: localhost\r\nForwarded: host=localhost\r\n{ends}"
    )
    assert raw(web, f"GET / HTTP/1.1\r\n{forwarded}") == 421


# What lies outside, too much, and what is no HTTP


@pytest.mark.parametrize(
    "target",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e%2f%2e%2e%2fetc/passwd",
        "/static/..\\app.py",
        "/static/vendor/../../app.py",
        "/static//etc/passwd",
        "/static/%00",
        "/static/",
        "/static/vendor",
        "//etc/passwd",
        "/../../../etc/passwd",
        "/paper/..%2f..%2f..%2fetc%2fpasswd",
        "/queries/..%2f..%2fpyproject",
        "/syntheses/../../etc/passwd.html",
        "/digests/..%2f..%2fetc%2fpasswd.json",
    ],
)
def test_nothing_outside_is_served(web: httpx.Client, target: str) -> None:
    ends = "Host: localhost\r\nConnection: close\r\n\r\n"
    assert raw(web, f"GET {target} HTTP/1.1\r\n{ends}") in {400, 404}


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (f"GET /?{'x' * 65_600} HTTP/1.1\r\nHost: localhost\r\n\r\n", {400, 414}),
        (f"GET / HTTP/1.1\r\nHost: localhost\r\nX: {'x' * 200_000}\r\n\r\n", {0, 400, 431}),
        ("POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999999\r\n\r\n", {413}),
        ("POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n", {400}),
        ("POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n", {400}),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nX y: z\r\n\r\n", {400}),
        ("GET  /  HTTP/1.1\r\nHost: localhost\r\n\r\n", {400}),
        ("GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", {400, 421}),
        ("CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n", {400, 404, 405}),
        ("\x16\x03\x01\x02\r\n\r\n", {0, 400}),
    ],
)  # fmt: skip
def test_what_is_too_much_or_no_request(web: httpx.Client, request_: str, status: set[int]) -> None:
    assert raw(web, request_) in status
    assert web.get("/robots.txt").status_code == 200


# Queries that are bombs; the one after each is answered

CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
BOMBS = [
    ("nested groups", "SELECT * WHERE " + "{" * 6400, 400),
    ("nested brackets", "ASK { FILTER(" + "(" * 3000, 400),
    ("many operators", "ASK { FILTER(1" + "+1" * 10_000 + ") }", 400),
    ("the optimizer", "ASK { " + ("?s ?p " + "(" * 60 + "1" + " 2)" * 60 + " . ") * 4 + "}", 504),
    ("a cross product", f"SELECT * {{ {CROSS} }}", 504),
    ("a cross product that counts", f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", 504),
    ("rows without end", "SELECT * { ?a ?b ?c . ?d ?e ?f }", 504),
    ("triples without end", f"CONSTRUCT {{ ?a ?e ?i }} {{ {CROSS} }}", 504),
    ("a path over everything", f"SELECT * {{ ?a (!<x:y>)* ?b . {CROSS} }}", 504),
    ("memory", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i", 0),
    ("a string that doubles", "SELECT ?z { BIND(REPLACE('" + "x" * 999 + "', 'x', '" + "y" * 9999
     + "') AS ?a) BIND(REPLACE(?a, 'y', '" + "z" * 9999 + "') AS ?z) }", 0),
    ("a regular expression", "ASK { FILTER REGEX('" + "a" * 5000 + "', '(a{1,1000}){1,1000}b') }", 0),
    ("many values", "ASK { VALUES ?x { " + "1 " * 90_000 + "} }", 0),
    ("other hosts", "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400),
    ("loading", "LOAD <http://127.0.0.1:9/>", 400),
    ("writing", "INSERT DATA { <a:a> <a:b> <a:c> }", 400),
    ("two at a time", "ASK {} ; DROP ALL", 400),
    ("too long", "ASK {} #" + "x" * 200_000, 400),
    ("another graph", "ASK FROM <file:///etc/passwd> { ?s ?p ?o }", 200),
]  # fmt: skip


@pytest.mark.parametrize(("query", "status"), [b[1:] for b in BOMBS], ids=[b[0] for b in BOMBS])
def test_the_next_query_is_answered(small: httpx.Client, query: str, status: int) -> None:
    answer = small.post("/sparql", data={"query": query})
    # 0: it may be answered in time, or stopped for time or memory
    assert answer.status_code in ({status} if status else {200, 400, 504, 507}), answer.text
    assert answer.elapsed.total_seconds() < 5
    after = small.post("/sparql", data={"query": "ASK {}"})
    assert after.json()["boolean"] is True
    assert small.get("/papers").status_code == 200
