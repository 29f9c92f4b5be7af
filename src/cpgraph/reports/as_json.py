"""A synthesis as JSON, for programs; ``synthesis.schema.json`` beside this module describes it.

What cannot be computed is null. Claims and studies are named by their IRIs, papers by their keys, and
every count stands beside the claims behind it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from cpgraph.living.model import Annotation
from cpgraph.model import Paper as Listed
from cpgraph.reports.evidence import (
    Evidence,
    flow_anchor,
    group_anchor,
    stratum_anchor,
    study_anchors,
)
from cpgraph.reports.records import command_of
from cpgraph.synthesis.model import (
    REASONS,
    VOTES,
    Claim,
    Counts,
    Disagreement,
    Pair,
    Paper,
    Proportion,
    Range,
    Stratum,
    Synthesis,
)
from cpgraph.synthesis.wording import headline, sentences, title
from cpgraph.terms import slug
from cpgraph.version import __version__
from cpgraph.writers.bibliography import names_of

#: The identifier of the schema, and of the form that it describes.
SCHEMA = "https://w3id.org/cpgraph/schema/synthesis-1.json"


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a synthesis.

    >>> schema()["$id"] == SCHEMA
    True
    """
    text = (files("cpgraph.reports") / "synthesis.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def as_json(made: Synthesis, papers: Mapping[str, Listed], notes: Iterable[Annotation] = ()) -> str:
    """The synthesis as one JSON object, keys in a fixed order.

    :param papers: the papers as the store has them, by key; for all their authors.
    :param notes: what was written about it.
    """
    whole = {**_whole(made, papers), "notes": [asdict(note) for note in notes]}
    return f"{json.dumps(whole, ensure_ascii=False, indent=1)}\n"


def _whole(made: Synthesis, papers: Mapping[str, Listed]) -> dict[str, Any]:
    known = Evidence(made)
    return {
        "$schema": SCHEMA,
        "name": made.question.name,
        "title": title(made.question),
        "headline": headline(made.question, made.counts),
        "sentences": list(sentences(made)),
        "question": asdict(made.question),
        "made": _making(made),
        "flow": [
            {**asdict(step), "on_outcome": _behind(known, flow_anchor(step.state))}
            for step in made.flow
        ],
        "votes": {
            **_counts(made.counts),
            "directional": made.counts.directional,
            "conflict_index": made.counts.index,
            "contested": made.counts.contested,
            "state": made.counts.state,
            "behind": {vote: _behind(known, f"vote-{vote}") for vote in VOTES},
        },
        "share": _share(made.proportion),
        "tested": asdict(made.tested),
        "sensitivity": _range(made.sensitivity),
        "leave_one_out": made.leave_one_out and _range(made.leave_one_out),
        "strata": _strata(known),
        "comparisons": _comparisons(known),
        "disagreements": {
            kind: [_disagreement(one) for one in getattr(made.disagreements, kind)]
            for kind in ("contradictions", "tensions", "inconsistencies")
        },
        "trend": _trend(known),
        "gaps": _gaps(known),
        "certainty": asdict(made.certainty),
        "swim": [asdict(item) for item in made.swim],
        "studies": _studies(known),
        "excluded": {reason: _behind(known, f"reason-{reason}") for reason in REASONS},
        "claims": [_claim(claim) for claim in made.claims],
        "papers": [_paper(paper, papers.get(paper.key)) for paper in made.papers],
    }


def _making(made: Synthesis) -> dict[str, Any]:
    return {
        "at": made.made,
        "by": f"cpgraph {__version__}",
        "command": command_of(made.question),
        "query_hash": made.query_hash,
        "data_hash": made.data_hash,
    }


def _behind(known: Evidence, anchor: str) -> list[str]:
    """The IRIs of the claims that a number opens to."""
    group = known.groups.get(anchor)
    return [claim.iri for claim in group.claims] if group else []


def _counts(counts: Counts) -> dict[str, int]:
    return {**asdict(counts), "studies": counts.studies}


def _share(found: Proportion) -> dict[str, Any]:
    return asdict(found)


def _range(found: Range) -> dict[str, Any]:
    return {
        "low": {**_share(found.low), "when": found.low_when},
        "high": {**_share(found.high), "when": found.high_when},
    }


def _strata(known: Evidence) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind,
            **_part(known, one, stratum_anchor(one.kind, one.key)),
            "adjusted_p": one.adjusted,
        }
        for one in known.made.strata
    ]


def _part(known: Evidence, one: Stratum, anchor: str) -> dict[str, Any]:
    return {
        "key": one.key,
        "votes": _counts(one.counts),
        "share": _share(one.proportion),
        "studies": list(one.studies),
        "claims": _behind(known, anchor),
    }


def _comparisons(known: Evidence) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "groups": [_part(known, group, group_anchor(group)) for group in one.groups],
            "odds_ratio": one.odds_ratio,
            "p": one.p,
            "adjusted_p": one.adjusted,
        }
        for one in known.made.comparisons
    ]


def _disagreement(found: Disagreement) -> dict[str, Any]:
    return {
        "outcome": found.measured,
        "label": found.measured_as,
        "study_pairs": found.study_pairs,
        "claim_pairs": found.claim_pairs,
        "pairs": [_pair(pair) for pair in found.pairs],
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "key": pair.key,
        "positive": pair.positive.iri,
        "other": pair.other.iri,
        "grade": pair.grade,
        "comparable": pair.comparable,
        "judgement": pair.judgement and asdict(pair.judgement),
    }


def _trend(known: Evidence) -> dict[str, Any]:
    trend = known.made.trend
    points = [
        {
            "period": point.period,
            "votes": _counts(point.counts),
            "claims": _behind(known, f"year-{slug(point.period)}"),
            "up_to_then": _counts(point.cumulative),
            "share": _share(point.proportion),
        }
        for point in trend.points
    ]
    test = {"difference": trend.difference, "p": trend.p, "arrangements": trend.arrangements}
    return {"label": "repeated looks, no test", "points": points, "mean_year": test}


def _gaps(known: Evidence) -> list[dict[str, Any]]:
    return [
        {
            "theme": cell.theme,
            "state": cell.state,
            "contested": cell.counts.contested,
            "votes": _counts(cell.counts),
            "claims": _behind(known, stratum_anchor("theme", cell.theme)),
            "latest": cell.latest,
            "strengths": dict(cell.strengths),
        }
        for cell in known.made.gaps
    ]


def _studies(known: Evidence) -> list[dict[str, Any]]:
    anchors = study_anchors(known.made.studies)
    return [
        {
            "iri": study.iri,
            "name": study.name,
            "papers": [paper.key for paper in study.papers],
            "vote": study.vote,
            **{way: getattr(study, way) for way in VOTES},
            "claims": _behind(known, anchors[study.iri]),
        }
        for study in known.made.studies
    ]


def _claim(claim: Claim) -> dict[str, Any]:
    return {**asdict(claim), "votes": claim.reason is None}


def _paper(paper: Paper, whole: Listed | None) -> dict[str, Any]:
    authors = names_of(whole) if whole else [paper.first_author] if paper.first_author else []
    retracted = whole.retracted if whole else None
    plain = {name: value for name, value in asdict(paper).items() if name != "first_author"}
    return {**plain, "authors": authors, "retracted": retracted}
