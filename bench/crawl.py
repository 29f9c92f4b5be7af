"""A synthetic crawl of OpenAlex: works as its API writes them, as many as are asked for.

The same number and seed give the same bytes. Every work is called "… synthetic paper N"; its size and
its parts are about those of real works (17 KB; 320 words of abstract, 3 authors, 14 works cited).

    python bench/crawl.py 1000 -o works.jsonl
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import invented
from cpgraph.model import Author

_WORDS = ("waiting", "offices", "the", "of", "and", "queues", "assistants", "we", "measure", "rules",
          "in", "a", "with", "firms", "find", "that")  # fmt: skip
_DAYS = 28


def works(count: int, seed: int = 0) -> Iterator[dict[str, Any]]:
    """The works, one after the other."""
    draw = Random(seed)
    for number in range(1, count + 1):
        yield work(number, draw)


def work(number: int, draw: Random) -> dict[str, Any]:
    """One work."""
    title = invented.title(number, draw)
    year, month, day = draw.randint(2000, 2026), draw.randint(1, 12), draw.randint(1, _DAYS)
    listing = invented.listing(number, draw)
    doi = listing["doi"] and f"https://doi.org/{listing['doi']}"
    place = _location(doi, listing["venue"])
    return {
        "id": _address("W", number),
        "doi": doi,
        "title": title,
        "display_name": title,
        "publication_year": year,
        "publication_date": f"{year}-{month:02}-{day:02}",
        "ids": {"openalex": _address("W", number), "doi": doi},
        "language": "en",
        "primary_location": place,
        "type": draw.choice(
            ("article", "article", "article", "preprint", "review", "book-chapter")
        ),
        "open_access": {"is_oa": True, "oa_status": "gold", "oa_url": doi},
        "authorships": [_authorship(author, draw) for author in invented.authors(number, draw)],
        "is_retracted": number % 1000 == 0,
        "is_paratext": False,
        "topics": [_named("T", draw.randint(1, 4000), "Topic") for _ in range(3)],
        "keywords": [_named("keywords/", draw.randint(1, 9000), "Keyword") for _ in range(10)],
        "concepts": [_named("C", draw.randint(1, 9000), "Concept") for _ in range(12)],
        "locations": [place, _location(None, "Invented Repository")],
        "best_oa_location": place,
        "referenced_works": [_address("W", draw.randint(1, number + 99)) for _ in range(14)],
        "related_works": [_address("W", draw.randint(1, number + 99)) for _ in range(10)],
        "abstract_inverted_index": _abstract(draw) if invented.happens(0.75, draw) else None,
        "cited_by_count": draw.randint(0, 99),
        "counts_by_year": [{"year": year, "cited_by_count": 3} for year in range(2012, 2027)],
        "updated_date": "2026-11-01T00:00:00.000000",
    }


def _address(kind: str, number: int) -> str:
    return f"https://openalex.org/{kind}{number}"


def _named(kind: str, number: int, what: str) -> dict[str, Any]:
    return {
        "id": _address(kind, number),
        "display_name": f"{what} {number}, synthetic",
        "score": 0.5,
    }


def _location(link: str | None, venue: str | None) -> dict[str, Any]:
    source = venue and {
        **_named("S", len(venue), "Source"),
        "display_name": venue,
        "type": "journal",
    }
    return {"is_oa": True, "landing_page_url": link, "pdf_url": None, "source": source}


def _authorship(author: Author, draw: Random) -> dict[str, Any]:
    affiliation = author.affiliation or f"Invented Institute {draw.randint(1, 500)}"
    return {
        "author_position": "middle",
        "author": {
            "id": _address("A", draw.randint(1, 99_999)),
            "display_name": author.name,
            "orcid": author.orcid and f"https://orcid.org/{author.orcid}",
        },
        "institutions": [{**_named("I", draw.randint(1, 999), "Institute"), "country_code": "XX"}],
        "raw_author_name": author.name,
        "raw_affiliation_strings": [affiliation],
        "affiliations": [{"raw_affiliation_string": affiliation, "institution_ids": []}],
    }


def _abstract(draw: Random) -> dict[str, list[int]]:
    """About 320 words: half of them common, half different ones."""
    index: dict[str, list[int]] = {}
    for at in range(draw.randint(160, 480)):
        word = draw.choice(_WORDS) if at % 2 else f"{draw.choice(_WORDS)}{draw.randint(1, 999)}"
        index.setdefault(word, []).append(at)
    return index


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Write synthetic works of OpenAlex to a file.")
    parser.add_argument("count", type=int, metavar="N", help="how many works")
    parser.add_argument("--seed", type=int, default=0, help="another seed gives other works")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    given = parser.parse_args()
    with given.output.open("w", encoding="utf-8") as output:
        for one in works(given.count, given.seed):
            output.write(json.dumps(one) + "\n")


if __name__ == "__main__":
    main()
