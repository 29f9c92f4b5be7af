"""The forms of a digest's report: text, Markdown, HTML and JSON.

``digest.schema.json`` beside this module describes the JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any

from cpgraph.digest import Digest
from cpgraph.digest.model import ChangedCell, NewContradiction
from cpgraph.digest.wording import cell as changed
from cpgraph.digest.wording import sentences, title
from cpgraph.reports.digest_document import digest_report
from cpgraph.reports.html import html
from cpgraph.reports.markdown import markdown
from cpgraph.reports.text import text
from cpgraph.synthesis.model import Counts
from cpgraph.version import __version__

#: The identifier of the schema of the JSON, and of the form that it describes.
SCHEMA = "https://w3id.org/cpgraph/schema/digest-1.json"


def digest_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a digest.

    >>> digest_schema()["$id"] == SCHEMA
    True
    """
    text_of_it = (files("cpgraph.reports") / "digest.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text_of_it)
    return found


@dataclass(frozen=True, slots=True)
class DigestForm:
    """A form of a digest: its name, media type and file suffix, and what gives its bytes."""

    name: str
    media_type: str
    suffix: str
    write: Callable[[Digest], bytes]


def digest_text(made: Digest, width: int = 80) -> str:
    """The digest for a terminal that is ``width`` characters wide."""
    return text(digest_report(made), width)


def digest_json(made: Digest) -> str:
    """The digest as one JSON object: every count with the IRIs of the new claims behind it.

    What is not stated is null. Cells of theme null are of all papers.
    """
    record = {
        "$schema": SCHEMA,
        "cpgraph": __version__,
        "title": title(made.window),
        "window": asdict(made.window),
        "made": made.made,
        "sentences": list(sentences(made)),
        "papers": [asdict(paper) for paper in made.papers],
        "categories": [
            {**asdict(one), "claim_iris": [claim.iri for claim in made.claims_about(one.iri)]}
            for one in made.categories
        ],
        "cells": [_cell(made, cell) for cell in made.cells],
        "cells_with_other_counts_only": made.counts_only,
        "contradictions": [_contradiction(new) for new in made.contradictions],
        "gaps": [asdict(gap) for gap in made.gaps],
    }
    return json.dumps(record, indent=2, ensure_ascii=False) + "\n"


def _cell(made: Digest, cell: ChangedCell) -> dict[str, Any]:
    before, after = _votes(cell.before), _votes(cell.after)
    claims = [claim.iri for claim in made.claims_about(cell.iri, cell.theme)]
    named = {
        **asdict(cell),
        "sentence": f"{cell.label}, {cell.theme or 'all papers'}: {changed(cell)}.",
    }
    return {**named, "before": before, "after": after, "new_claim_iris": claims}


def _votes(counts: Counts) -> dict[str, Any]:
    votes = {name: getattr(counts, name) for name in ("positive", "negative", "mixed", "null")}
    derived = {"studies": counts.studies, "state": counts.state, "contested": counts.contested}
    return {**votes, **derived}


def _contradiction(new: NewContradiction) -> dict[str, Any]:
    pairs = [
        {
            "pair": one.pair.key, "grade": one.pair.grade,
            "positive": one.positive.iri, "negative": one.other.iri,
            "positive_paper": one.positive.key, "negative_paper": one.other.key,
        }
        for one in new.pairs
    ]  # fmt: skip
    counts = {
        "study_pairs_before": new.before,
        "study_pairs": new.after,
        "claim_pairs": new.claim_pairs,
    }
    return {"iri": new.iri, "label": new.label, **counts, "pairs": pairs}


#: Every form by its name.
DIGEST_FORMS: dict[str, DigestForm] = {
    form.name: form
    for form in (
        DigestForm("text", "text/plain", ".txt", lambda made: digest_text(made).encode()),
        DigestForm(
            "markdown", "text/markdown", ".md", lambda made: markdown(digest_report(made)).encode()
        ),
        DigestForm("html", "text/html", ".html", lambda made: html(digest_report(made)).encode()),
        DigestForm("json", "application/json", ".json", lambda made: digest_json(made).encode()),
    )
}
