"""The site in a browser, Debian's Chromium: what a visitor does, sees and is spared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser import Browser, Page, chromium
from cpgraph.web.app import Settings
from web_server import sample_folder, serving

PROGRAM = chromium()
pytestmark = pytest.mark.skipif(
    PROGRAM is None,
    reason="there is no Chromium here: apt-get install chromium, or say where it is by CHROMIUM=…",
)

PAPER = "/paper/manual:193f2f1c5bdd"
PAGES = (
    "/",
    "/dashboard",
    "/evidence",
    "/evidence?theme=governance&outcome=error_rate&text=zzz",
    "/papers",
    "/papers?sort=title&page=2",
    PAPER,
    "/search",
    "/search?q=code+review",
    "/syntheses",
    "/syntheses/developer-productivity",
    "/syntheses/other",
    "/contradictions",
    "/gaps",
    "/digests",
    "/digests/2026-W20",
    "/queries",
    "/queries/claims/list",
    "/queries/papers/one?paper=manual:193f2f1c5bdd",
    "/sparql",
    "/outcome/defects-found-in-code-review-0e7277fd",
)
PHONE = 390


@pytest.fixture(scope="module")
def site(sample_folder: Path) -> Iterator[str]:
    with serving(Settings(str(sample_folder))) as base:
        yield base.rstrip("/")


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(str(PROGRAM), tmp_path_factory.mktemp("profile"))
    yield browser
    browser.close()


@pytest.fixture
def page(chrome: Browser, site: str) -> Iterator[Page]:
    """A page on a desk, and the rules of every page when the test is over."""
    with chrome.page() as page:
        page.open(f"{site}/")
        yield page
        assert page.problems == []
        assert strangers(page, site) == []


def strangers(page: Page, site: str) -> list[str]:
    """What was asked of other hosts."""
    return [to for to in page.requests if not to.startswith((f"{site}/", "data:", "about:"))]


def address(page: Page) -> str:
    return str(page.js("location.pathname + location.search + location.hash"))


def claims(page: Page) -> list[str]:
    found = page.js("[...document.querySelectorAll('ol.claims > li')].map(e => e.innerText)")
    return [text for text in found if "No claim" not in text]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_and_is_quiet(page: Page, site: str, path: str) -> None:
    page.open(site + path)
    assert page.js("document.documentElement.scrollWidth <= innerWidth")
    assert page.js("document.querySelectorAll('h1').length") == 1
    assert page.js("document.title").endswith(" · cpgraph")
    unnamed = (
        "[...document.querySelectorAll('main :is(input, select, textarea):not([type=hidden])')]"
    )
    shown = (
        ".filter(e => e.offsetParent && !e.labels?.length && !e.ariaLabel && !e.closest('#yasgui'))"
    )
    assert page.js(f"{unnamed}{shown}.map(e => e.outerHTML)") == []
    page.resize(PHONE)
    assert page.js("document.documentElement.scrollWidth") == PHONE


def test_from_home_to_a_claim(page: Page) -> None:
    with page.loading():
        page.click("main a[href^='/evidence?outcome=']")
    outcome = page.text("tr[aria-current] th")
    cell = "tr[aria-current] td.num a[href*='direction=positive']"
    count = int(page.text(cell))
    with page.loading():
        page.click(cell)
    assert len(claims(page)) == count
    assert all(outcome in text for text in claims(page))
    with page.loading():
        page.click("ol.claims a")
    number = re.search(r"^/paper/.+#claim-(\d+)$", address(page))
    assert number is not None
    assert page.js("document.querySelector('li:target') !== null")
    top = page.js("document.querySelector('li:target').getBoundingClientRect().top")
    assert 0 <= top < 844  # in sight


@pytest.mark.parametrize(
    ("name", "value", "holds"),
    [
        ("theme", "governance", ""),
        ("outcome", "error_rate", "Error Rate"),
        ("direction", "negative", "▼ negative"),
        ("strength", "high", "evidence high"),
        ("type", "quasi_experimental", "quasi experimental"),
        ("confidence", "high", "confidence high"),
        ("since", "2026-05", " · 2026-"),
        ("until", "2025", " · 202"),
        ("text", "review", "review"),
    ],
)
def test_each_filter_of_the_evidence(
    page: Page, site: str, name: str, value: str, holds: str
) -> None:
    page.open(f"{site}/evidence")
    everything = claims(page)
    page.choose(name, value)
    with page.loading():
        page.click("form.filters button")
    assert f"{name}={value}" in address(page)
    assert page.js(f"document.querySelector('form.filters [name={name}]').value") == value
    assert claims(page)
    assert claims(page) != everything
    assert [text for text in claims(page) if holds.lower() not in text.lower()] == []


def test_a_stored_query_by_its_form(page: Page, site: str) -> None:
    page.open(f"{site}/queries/evidence/board")
    rows = page.js("document.querySelectorAll('main tbody tr').length")
    page.js("void (document.querySelector('[name=theme] [value=governance]').selected = true)")
    with page.loading():
        page.click("form.filters button")
    assert "theme=governance" in address(page)
    assert 0 < page.js("document.querySelectorAll('main tbody tr').length") < rows
    assert "--theme" in page.text("pre code")
    with page.loading():
        page.click("a.button[href^='/sparql']")
    assert "evidence/board" in page.js("document.getElementById('edit').value")


@pytest.fixture
def editor(page: Page, site: str) -> Page:
    page.open(f"{site}/sparql")
    page.wait_for("!!document.querySelector('.yasqe .CodeMirror')?.CodeMirror")
    return page


QUERY = (
    "SELECT ?direction (COUNT(?c) AS ?claims) { ?c cpg:direction ?direction } GROUP BY ?direction"
)


def ask(editor: Page, text: str) -> None:
    """Put a query in place of what the editor holds, as by hand."""
    editor.click(".yasqe .CodeMirror-lines")
    editor.js(
        "void document.querySelector('.yasqe .CodeMirror').CodeMirror.execCommand('selectAll')"
    )
    editor.write(text)


def test_the_editor_runs_a_query(editor: Page) -> None:
    ask(editor, f"PREFIX cpg: <https://w3id.org/cpgraph/ontology#>\n{QUERY}")
    editor.click(".yasqe_queryButton")
    shown = editor.wait_for("document.querySelector('.yasr table')?.innerText")
    assert "direction" in shown
    assert "positive" in shown


def test_the_editor_completes_our_terms(editor: Page) -> None:
    ask(editor, "SELECT * { ?claim cpg:dire")
    editor.press(" ", control=True)
    hint = editor.wait_for("document.querySelector('.CodeMirror-hints')?.innerText")
    assert "cpg:direction" in hint.split()
    editor.press("Enter")
    text = editor.js("document.querySelector('.yasqe .CodeMirror').CodeMirror.getValue()")
    assert "?claim cpg:direction" in text
    assert "PREFIX cpg: <https://w3id.org/cpgraph/ontology#>" in text


def test_the_editor_asks_nobody_what_a_prefix_means(editor: Page) -> None:
    ask(editor, "PREFIX foaf: SELECT * { ?who foaf:na")
    editor.press(" ", control=True)
    editor.listen(0.5)


def test_what_the_editor_is_told_is_shown_as_text(editor: Page) -> None:
    ask(editor, """SELECT ("<img src=x onerror=alert(1)>" AS ?x) (<http://x/?a='b> AS ?y) {}""")
    editor.click(".yasqe_queryButton")
    assert "<img src=x" in editor.wait_for("document.querySelector('.yasr table')?.innerText")


def test_dark_mode(chrome: Browser, site: str) -> None:
    seen = {}
    for dark in (False, True):
        with chrome.page(dark=dark) as page:
            page.open(f"{site}/evidence")
            seen[dark] = page.js(
                "[getComputedStyle(document.body), getComputedStyle(document.querySelector('main a'))]"
                ".map(s => [s.color, s.backgroundColor])"
            )
            assert page.problems == []
    assert light(seen[False][0][1]) > light(seen[False][0][0])  # paper above ink
    assert light(seen[True][0][1]) < light(seen[True][0][0])
    assert seen[False][1][0] != seen[True][1][0]


def light(colour: str) -> int:
    """How light a colour is.

    >>> light("rgb(0, 0, 7)")
    7
    """
    return sum(map(int, re.findall(r"\d+", colour)[:3]))


def test_by_keyboard(page: Page) -> None:
    page.press("Tab")
    assert page.js("document.activeElement.className") == "skip"
    assert page.js("document.activeElement.getBoundingClientRect().left") >= 0
    page.press("Enter")
    page.wait_for("location.hash === '#main'")
    page.press("Tab")
    assert page.js("!!document.activeElement.closest('main')")
    for _ in range(12):
        outline = "getComputedStyle(document.activeElement)"
        assert page.js(f"{outline}.outlineStyle") == "solid", page.js(
            "document.activeElement.outerHTML"
        )
        assert page.js(f"parseFloat({outline}.outlineWidth)") >= 2
        page.press("Tab")
    with page.loading():
        page.press("Enter")
    assert address(page) != "/#main"


def test_without_script_the_endpoint_is_a_form(page: Page, site: str) -> None:
    page.open(f"{site}/papers")
    assert page.js("document.scripts.length") == 0
    with page.loading():
        page.js("void (document.querySelector('[name=q]').value = 'review')")
        page.click("form.find button")
    assert address(page) == "/search?q=review"
    assert "Papers (" in page.text("main")
