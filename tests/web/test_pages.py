"""The pages over the sample, asked over a socket."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest

from cpgraph import ingest
from cpgraph.readers.base import Source
from cpgraph.results import LoadOutcome
from cpgraph.store import open_store
from cpgraph.web.app import Settings
from web_server import sample_folder, serving, web


def first_line(web: httpx.Client, request: str) -> str:
    """What a server says to a request that no client would send."""
    with socket.create_connection((web.base_url.host, web.base_url.port or 80)) as connection:
        connection.sendall(f"{request}\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        return connection.recv(12).decode()


PAGES = (
    "/",
    "/dashboard",
    "/evidence",
    "/papers",
    "/queries",
    "/queries/evidence/board",
    "/search",
    "/syntheses",
    "/syntheses/developer-productivity",
    "/syntheses/other",
    "/contradictions",
    "/gaps",
    "/digests",
    "/digests/2026-W20",
)
PAPER = "/paper/manual:193f2f1c5bdd"

HOSTILE = '"><script>alert(1)</script>'


@pytest.mark.parametrize("path", [*PAGES, PAPER])
def test_every_page_is_whole(web: httpx.Client, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 200
    assert answer.text.rstrip().endswith("</html>")
    assert f'<link rel="canonical" href="{path}">' in answer.text
    assert not re.search(r'<script(?! type="application/ld\+json">)', answer.text)
    assert not re.findall(r'(?:src|<link[^>]*stylesheet[^>]*href)="(?!/)', answer.text)
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_links_within_the_site_lead_somewhere(web: httpx.Client) -> None:
    seen: set[str] = set()
    for path in (*PAGES, PAPER):
        for link in re.findall(r'href="(/[^"#]*)', web.get(path).text):
            address = link.replace("&amp;", "&")
            if address not in seen and len(seen) < 250:
                seen.add(address)
                assert web.get(address, headers={"accept": "text/html"}).status_code in {
                    200,
                    302,
                }, address
    assert len(seen) > 50


def test_from_the_board_to_the_claims_of_a_cell(web: httpx.Client) -> None:
    board = web.get("/evidence").text
    cell = re.search(
        r'href="(/evidence\?outcome=error_rate&amp;direction=negative)#claims">(\d+)<', board
    )
    assert cell is not None
    claims = web.get(cell[1].replace("&amp;", "&")).text
    assert len(re.findall(r'<li><p>\s*<span class="negative-ink"', claims)) == int(cell[2]) == 2


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        ("theme=governance", "Governance"),
        ("theme=Human-AI+Collaboration", "Human-AI"),
        ("strength=high", "evidence high"),
        ("type=rct", "rct"),
        ("since=2026", "2026-"),
        ("text=developer", "developer"),
        ("confidence=low", "confidence low"),
    ],
)
def test_each_filter_leaves_something_out(web: httpx.Client, filters: str, fits: str) -> None:
    all_claims, some = (web.get(f"/evidence?{f}").text for f in ("", filters))
    assert 0 < some.count("<li><p>") < all_claims.count("<li><p>") or 'rel="next"' in all_claims
    assert fits.casefold() in some.casefold()


def test_pages_follow_each_other(web: httpx.Client) -> None:
    first, second = (web.get(f"/evidence?page={number}").text for number in (1, 2))
    assert 'rel="next" href="/evidence?page=2"' in first
    assert 'rel="prev" href="/evidence"' in second
    claims = [re.findall(r"#claim-\d+\">[^<]+", text) for text in (first, second)]
    assert len(claims[0]) == 50


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/evidence?theme=governence", 400, "did you mean governance?"),
        ("/evidence?since=yesterday", 400, "give a date as 2026"),
        ("/papers?page=0", 400, "give a whole number from 1"),
        ("/papers?sort=colour", 400, "give one of key"),
        ("/paper/manual:193f2f1c5bde", 404, "manual:193f2f1c5bdd"),
        ("/queries/evidence/bord", 404, "evidence/board"),
        ("/syntheses/colour", 404, "no outcome category or outcome colour"),
        ("/digests/yesterday", 400, "2026-W20"),
        ("/contradictions/ffff", 404, "no pair"),
        ("/nowhere", 404, "nothing at this address"),
    ],
)
def test_what_is_wrong_is_said(web: httpx.Client, path: str, status: int, says: str) -> None:
    answer = web.get(path, headers={"accept": "text/html"})
    assert (answer.status_code, says in answer.text) == (status, True), answer.text


@pytest.mark.parametrize("name", ["theme", "outcome", "direction", "since", "text", "sort", "page"])
@pytest.mark.parametrize("path", ["/evidence", "/papers", "/search", "/queries/claims/list"])
def test_hostile_text_stays_text(web: httpx.Client, path: str, name: str) -> None:
    key = "q" if path == "/search" else name
    answer = web.get(path, params={key: HOSTILE})
    assert answer.status_code in {200, 400}
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    ("accept", "media_type", "begins"),
    [
        ("text/turtle", "text/turtle", "@prefix"),
        ("application/ld+json", "application/ld+json", "["),
        ("application/n-triples", "application/n-triples", "<http"),
        ("text/html", "text/html", "<!doctype"),
        ("*/*", "text/html", "<!doctype"),
    ],
)
def test_a_paper_in_the_format_that_is_asked_for(
    web: httpx.Client, accept: str, media_type: str, begins: str
) -> None:
    answer = web.get(PAPER, headers={"accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.text.startswith(begins)


def test_downloads_of_a_stored_query(web: httpx.Client) -> None:
    answer = web.get("/queries/evidence/board.csv?theme=governance")
    assert answer.headers["content-disposition"] == 'attachment; filename="evidence-board.csv"'
    assert answer.text.startswith("outcome,positive,negative,mixed,null,total\r\n")
    assert web.get("/queries/evidence/board.json").json()["head"]["vars"][0] == "outcome"


def test_a_paper_drawn_by_lot(web: httpx.Client) -> None:
    answer = web.get("/random")
    assert answer.status_code == 302
    assert web.get(answer.headers["location"]).status_code == 200


def test_other_hosts_and_too_much_are_refused(web: httpx.Client) -> None:
    assert web.get("/", headers={"host": "evil.example"}).status_code == 421
    assert first_line(web, f"GET /search?q={'x' * 65_530} HTTP/1.1") == "HTTP/1.1 414"
    body = b"q" * ((1 << 20) + 1)
    form = {"content-type": "application/sparql-query"}
    assert web.post("/sparql", content=body, headers=form).status_code == 413
    chunks = (b"q" * 70_000 for _ in range(20))  # no length is said
    assert web.post("/sparql", content=chunks, headers=form).status_code == 413
    assert web.post("/papers").status_code == 405


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/paper/../../etc/passwd"]
)
def test_nothing_outside_is_served(web: httpx.Client, path: str) -> None:
    answer = web.get(httpx.URL(str(web.base_url).rstrip("/") + path))
    assert answer.status_code == 404


def test_what_is_loaded_meanwhile_shows(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with open_store(folder, "write"):
        pass
    record = tmp_path / "one.yaml"
    record.write_text(
        "title: A paper that came later\nsource: manual\nauthors: [{name: Ann Later}]\n",
        encoding="utf-8",
    )
    with serving(Settings(str(folder))) as base, httpx.Client(base_url=base) as client:
        assert "A paper that came later" not in client.get("/papers").text
        with open_store(folder, "write") as store:
            report = ingest.load(store, [Source(record.name, record)])
            assert report.total(LoadOutcome.ADDED) == 1
        assert "A paper that came later" in client.get("/papers").text
        assert "A paper that came later" in client.get("/search?q=later").text


def test_the_endpoint_says_what_it_is(web: httpx.Client) -> None:
    said = web.get("/sparql", headers={"accept": "text/turtle"}).text
    assert "sd:SPARQL11Query" in said
    assert "SPARQL11Update" not in said
    assert "<textarea" in web.get("/sparql", headers={"accept": "text/html"}).text
    assert "void:triples" in web.get("/.well-known/void").text


def test_an_answer_that_takes_too_long_is_no_answer(sample_folder: Path) -> None:
    cross = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    settings = Settings(str(sample_folder), timeout_s=0.5)
    with serving(settings) as base, httpx.Client(base_url=base, timeout=60) as client:
        late = client.get("/sparql", params={"query": cross})
        assert (late.status_code, "was stopped" in late.text) == (504, True)
        assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


def test_the_editor_completes_our_terms_and_asks_nobody_else(web: httpx.Client) -> None:
    html = {"accept": "text/html"}
    text = web.get("/sparql?edit=evidence/board", headers=html).text
    assert "&#34;cpg:direction&#34;" in text
    assert "#+ summary: In which direction do the claims" in text
    for address in re.findall(r'<script src="([^"]+)"', text):
        assert web.get(address).headers["content-type"].startswith("text/javascript")


def test_a_synthesis_is_a_page_with_its_pictures_and_files(web: httpx.Client) -> None:
    text = web.get("/syntheses/developer-productivity").text
    assert "<h1>Developer Productivity: 7 of 8 directional studies (7 of 8 eligible)" in text
    assert text.count("<svg") >= 4
    for suffix, begins in (
        (".html", "<!doctype"),
        (".md", "# "),
        (".json", "{"),
        (".bib", "@"),
        (".ttl", "@prefix"),
    ):
        assert web.get(f"/syntheses/developer-productivity{suffix}").text.startswith(begins), suffix


def test_a_contradiction_has_both_sides(web: httpx.Client) -> None:
    key = re.search(r'href="/contradictions/([0-9a-f]{12})"', web.get("/contradictions").text)
    assert key is not None
    text = web.get(f"/contradictions/{key[1]}").text
    assert "positive-ink" in text
    assert "negative-ink" in text


def test_the_feed_lists_weeks(web: httpx.Client) -> None:
    answer = web.get("/digests.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.text)  # noqa: S314 # our own
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) > 5


def test_a_paper_describes_itself_to_search_engines(web: httpx.Client) -> None:
    text = web.get(PAPER).text
    said = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)[0])
    assert said["@type"] == "ScholarlyArticle"
    assert said["headline"].startswith("Synthetic study 01")
    assert said["author"][0] == {
        "@type": "Person",
        "@id": "https://orcid.org/0000-0002-1825-0097",
        "name": "Josiah Carberry",
    }
    assert '<a href="/syntheses/error-rate">Error Rate</a>' in text
    for suffix, begins in (("bib", "@"), ("ris", "TY  - "), ("json", '[{"id": ')):
        assert f'.{suffix}">' in text
        assert web.get(f"{PAPER}.{suffix}").text.startswith(begins)


def test_iris_below_the_base_lead_somewhere(web: httpx.Client) -> None:
    path = "/outcome/defects-found-in-code-review-0e7277fd"
    assert "defects found in code review" in web.get(path).text
    turtle = web.get(path, headers={"accept": "text/turtle"})
    assert "skos:prefLabel" in turtle.text
    assert (
        web.get(
            "/graph/manual:193f2f1c5bdd", headers={"accept": "application/n-triples"}
        ).text.count("\n")
        > 20
    )
    assert web.get("/outcome/none").status_code == 404
    claim = "claim-068759d646cf6f2c"
    assert f'id="{claim}"' in web.get(PAPER).text


def test_the_map_lists_every_paper(web: httpx.Client) -> None:
    text = web.get("/sitemap.xml").text
    assert text.count("/paper/") == 38
    assert "Disallow: /sparql" in web.get("/robots.txt").text


def test_a_query_draws_the_chart_that_its_header_declares(web: httpx.Client) -> None:
    text = web.get("/queries/evidence/board").text
    bars = re.findall(r'aria-label="9 positive 2 negative 0 mixed 0 null "', text)
    assert len(bars) == 1
    assert "<h2>Chart</h2>" not in web.get("/queries/claims/list").text
