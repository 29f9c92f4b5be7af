"""The pages as files: whole, linked among themselves, without what needs a server."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from cpgraph.errors import StoreNotFoundError
from cpgraph.web.site import build
from web_server import sample_folder


@pytest.fixture(scope="module")
def site(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "public"
    said: list[str] = []
    assert build(str(sample_folder), folder, said.append) == len(said) > 500
    return folder


def test_every_link_leads_to_a_file(site: Path) -> None:
    for page in [
        site / "index.html",
        *sorted(site.glob("[eps]*/index.html")),
        *site.glob("paper/*1*/index.html"),
    ]:
        links = re.findall(r'\b(?:href|src)="([^"#]*)', page.read_text(encoding="utf-8"))
        inside = [link for link in links if link and not link.startswith(("http", "/"))]
        assert len(inside) > 10, page
        for link in inside:
            target = page.parent / unquote(link)
            assert (target / "index.html" if target.is_dir() else target).exists(), (page, link)


def test_it_holds_what_the_server_shows(site: Path) -> None:
    assert (
        "7 of 8 directional studies"
        in (site / "syntheses/developer-productivity/index.html").read_text()
    )
    assert (site / "paper/manual:193f2f1c5bdd.ttl").read_text().startswith("@prefix")
    (cell,) = site.glob("evidence/outcome-error-rate-and-direction-negative-*/index.html")
    assert len(re.findall(r'<li><p>\s*<span class="negative-ink"', cell.read_text())) == 2
    assert not (site / "sparql").exists()
    assert "<form" not in (site / "evidence/index.html").read_text()


def test_without_a_store_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(StoreNotFoundError):
        build(str(tmp_path / "none"), tmp_path / "public", lambda _: None)
    assert not (tmp_path / "public").exists()
