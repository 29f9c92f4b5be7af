"""Invented works as OpenAlex writes them; every one is synthetic."""

from __future__ import annotations

import json
from typing import Any


def place(name: str | None = "Ann Invented", **more: Any) -> dict[str, Any]:
    """One place in a byline."""
    return {
        "author_position": "first",
        "author": {"id": None, "display_name": name, "orcid": None},
        "institutions": [],
        "raw_author_name": name,
        "raw_affiliation_strings": [],
        **more,
    }


def work(number: int = 1, **more: Any) -> dict[str, Any]:
    """A work with little in it."""
    return {
        "id": f"https://openalex.org/W{number}",
        "doi": None,
        "title": f"Synthetic work {number}",
        "display_name": f"Synthetic work {number}",
        "publication_year": 2024,
        "publication_date": "2024-03-05",
        "ids": {"openalex": f"https://openalex.org/W{number}"},
        "type": "article",
        "authorships": [place()],
        "is_retracted": False,
        "is_paratext": False,
        "primary_location": None,
        "locations": [],
        "abstract_inverted_index": None,
        **more,
    }


def page(*works: dict[str, Any], **meta: Any) -> dict[str, Any]:
    """A list page of the API."""
    return {"meta": {"count": len(works), "page": 1, **meta}, "results": list(works)}


def lines(*values: dict[str, Any]) -> str:
    """JSON Lines."""
    return "".join(json.dumps(value) + "\n" for value in values)


#: A work with all that cpgraph takes of one.
FULL: dict[str, Any] = work(
    77,
    doi="https://doi.org/10.1234/Made-Up.77",
    title="The cost of <i>waiting</i> for CO<sub>2</sub> &amp;amp; O<sub>3</sub>",
    type="article",
    authorships=[
        place(
            "Ann Invented",
            author={
                "id": "https://openalex.org/A500",
                "display_name": "Ann Q. Invented",
                "orcid": "https://orcid.org/0000-0002-1825-0097",
            },
            raw_author_name="Invented, Ann",
            raw_affiliation_strings=["Dept. of Waiting, Nowhere", "Institute of Queues"],
        ),
        place(
            "مريم الخيالية",
            institutions=[{"id": "https://openalex.org/I1", "display_name": "Nowhere"}],
        ),
    ],
    abstract_inverted_index={"We": [0, 4], "waited.": [1], "Then": [3], "left.": [6]},
    primary_location={
        "landing_page_url": "https://example.org/a b",
        "pdf_url": None,
        "source": {
            "id": "https://openalex.org/S1",
            "display_name": "Journal of Queues",
            "type": "journal",
        },
        "raw_type": "journal-article",
    },
    best_oa_location={"pdf_url": "https://example.org/77.pdf"},
    locations=[
        {
            "id": "pmh:oai:arXiv.org:2401.00077",
            "landing_page_url": "http://arxiv.org/abs/2401.00077v3",
        }
    ],
    topics=[{"id": "https://openalex.org/T10077", "display_name": "Queueing", "score": 0.9}],
    keywords=[{"id": "https://openalex.org/keywords/delay", "display_name": "Delay"}],
    referenced_works=["https://openalex.org/W5", "https://openalex.org/W6"],
)
