"""How identifiers are written, and how the parts of a paper are named."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import quote

from cpgraph.model import Paper
from cpgraph.terms import Iris, normalise


def bare_doi(doi: str) -> str:
    """A DOI without resolver or scheme, in lower case (DOI names are case-insensitive).

    >>> bare_doi("https://doi.org/10.1136/BMJ.l6890")
    '10.1136/bmj.l6890'
    """
    return (
        re.sub(r"^\s*(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", doi, flags=re.IGNORECASE)
        .strip()
        .lower()
    )


def bare_id(identifier: str) -> str:
    """An arXiv, OpenAlex, Semantic Scholar or ORCID identifier without its address or scheme.

    >>> bare_id("https://openalex.org/W123"), bare_id("arXiv:2401.00001v2")
    ('W123', '2401.00001v2')
    """
    without_host = re.sub(
        r"^\s*https?://[^/]+/(?:abs/|pdf/|paper/|works/|authors/)?", "", identifier
    )
    bare = re.sub(r"^\s*(?:arxiv|orcid|openalex):\s*", "", without_host, flags=re.IGNORECASE)
    return "".join(bare.split())  # identifiers hold no white space


def claim_iris(paper: Paper, iris: Iris) -> list[str]:
    """The IRI of each claim of the paper, in order; equal texts are told apart by their occurrence."""
    seen: Counter[str] = Counter()
    found = []
    for claim in paper.claims:
        text = normalise(claim.text)
        seen[text] += 1
        found.append(iris.claim(paper.key, text, seen[text]))
    return found


def author_iri(paper: Paper, index: int, iris: Iris) -> str:
    """The ``index``-th author (0-based): the ORCID where there is one, else local to the paper."""
    orcid = paper.authors[index].orcid
    return (
        f"https://orcid.org/{quote(bare_id(orcid).upper())}"
        if orcid
        else iris.author(paper.key, index + 1)
    )


def retraction_iri(thing: str) -> str:
    """The retraction of a paper or claim (its IRI): beside the claim's quote, or alone in the paper."""
    paper, _, part = thing.partition("#claim-")
    return f"{paper}#retraction" + (f"-{part}" if part else "")
