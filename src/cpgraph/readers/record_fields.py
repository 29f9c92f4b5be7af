"""What a record may hold: its fields as types, and their JSON Schema.

The types say what is natural to write, not what is stored: ``record_paper`` brings a record to the
model. Every field may be null, which says as much as leaving it out.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

SCHEMA_IRI = "https://w3id.org/cpgraph/record.schema.json"


class AuthorFields(Struct, forbid_unknown_fields=True, kw_only=True):
    """One author, in the order of the byline."""

    name: Annotated[str, Meta(description="The author's name.", examples=["Ada Lovelace"])]
    orcid: Annotated[
        str | None, Meta(description="ORCID, bare or as an address: 0000-0002-1825-0097.")
    ] = None
    openalex_id: Annotated[
        str | None, Meta(description="OpenAlex author id, bare or as an address: A5023888391.")
    ] = None
    affiliation: Annotated[
        str | None, Meta(description="The affiliation as printed in the paper.")
    ] = None
    name_as_printed: Annotated[
        str | None, Meta(description="The name as printed, where it differs from name.")
    ] = None


class TopicFields(Struct, forbid_unknown_fields=True, kw_only=True):
    """What the paper is about, in the words of its source."""

    label: Annotated[str, Meta(description="What the topic is called.")]
    iri: Annotated[
        str | None,
        Meta(
            description="The name of the topic at its source, where it has one.",
            examples=["https://openalex.org/T10841"],
        ),
    ] = None


class OutcomeFields(Struct, forbid_unknown_fields=True, kw_only=True):
    """What was measured; papers share an outcome by writing the same label."""

    label: Annotated[str, Meta(description="What was measured; letter case counts.")]
    category: Annotated[str | None, Meta(description="Outcome category: key, label or slug.")] = (
        None
    )
    polarity: Annotated[
        str | None,
        Meta(description="Which way is good: higher_is_better, lower_is_better or neutral."),
    ] = None
    exact_match: Annotated[
        list[str] | str | None,
        Meta(description="The same outcome elsewhere: an IRI, or the label of an outcome here."),
    ] = None


class QuoteFields(Struct, forbid_unknown_fields=True, kw_only=True):
    """The words of the paper that a claim rests on."""

    text: Annotated[str, Meta(description="The words, as they stand in the paper.")]
    status: Annotated[
        str | None,
        Meta(description="Whether the words were found: exact, normalised or not_found."),
    ] = None


class ClaimFields(Struct, forbid_unknown_fields=True, kw_only=True):
    """One statement that the paper makes."""

    text: Annotated[str, Meta(description="The statement, as one sentence.")]
    direction: Annotated[
        str | None,
        Meta(
            description="positive, negative, mixed, or the string null for 'no effect found'; "
            "left out (or null without quotes, in JSON) where it is not stated. In YAML the "
            'string has to be quoted: "null".',
            examples=["positive", "null"],
        ),
    ] = None
    confidence: Annotated[str | None, Meta(description="high, medium or low.")] = None
    outcome: Annotated[
        OutcomeFields | str | None, Meta(description="What was measured: a label, or an object.")
    ] = None
    category: Annotated[
        str | None, Meta(description="Outcome category of the claim: key, label or slug.")
    ] = None
    role: Annotated[
        str | None,
        Meta(description="finding, prediction, characterisation, definition or recommendation."),
    ] = None
    evidence_basis: Annotated[
        str | None, Meta(description="How the paper supports the claim, in words.")
    ] = None
    quote: Annotated[
        QuoteFields | str | None, Meta(description="The words that the claim rests on.")
    ] = None
    source_score: Annotated[
        str | int | float | None,
        Meta(
            description="A decimal that the source prints beside the claim; kept as printed, "
            "never interpreted.",
            examples=["0.10"],
        ),
    ] = None
    extraction: Annotated[
        str | None,
        Meta(
            description="How the claim was taken from the paper: automatic, manual, ai_generated, "
            "ai_generated_with_manual_review or unknown."
        ),
    ] = None
    retracted: Annotated[
        str | None, Meta(description="Why the claim was retracted; left out where it was not.")
    ] = None
    supersedes: Annotated[
        list[str] | str | None,
        Meta(
            description="The claims that it takes the place of: the paper's key and #claim-…, or IRIs.",
            examples=[["paper:arxiv:2401.00001#claim-61ebb162c522567b"]],
        ),
    ] = None


class SummaryFields(Struct, forbid_unknown_fields=True, kw_only=True):
    """The four parts of the summary; each may also stand on the record itself."""

    main_finding: Annotated[str | None, Meta(description="What the paper found or argues.")] = None
    key_points: Annotated[
        list[str] | str | None, Meta(description="Key points: text, or a list of points.")
    ] = None
    data_and_methods: Annotated[
        list[str] | str | None, Meta(description="Data and methods: text, or a list of points.")
    ] = None
    implications: Annotated[
        list[str] | str | None, Meta(description="Implications: text, or a list of points.")
    ] = None


class LevelFields(Struct, forbid_unknown_fields=True, kw_only=True):
    """A level of evidence strength or methods rigor, with its reason."""

    level: Annotated[str | None, Meta(description="high, medium, low or n/a.")] = None
    reason: Annotated[str | None, Meta(description="Why this level.")] = None


class RetractionFields(Struct, forbid_unknown_fields=True, kw_only=True):
    """That the paper was retracted."""

    reason: Annotated[str, Meta(description="Why it was retracted.")]
    date: Annotated[
        str | None, Meta(description="When it was retracted.", examples=["2026-05-11"])
    ] = None


class RecordFields(SummaryFields, forbid_unknown_fields=True, kw_only=True):
    """One paper as one source lists it. Null says as much as leaving the field out."""

    key: Annotated[
        str | None,
        Meta(
            description="source:native-id. Left out, it is made of the id below, or of title and "
            "first author.",
            examples=["openalex:W4391234567", "arxiv:2401.00001"],
        ),
    ] = None
    id: Annotated[str | None, Meta(description="Another name for key.")] = None
    title: Annotated[str | None, Meta(description="The title of the paper.")] = None
    source: Annotated[
        str | None,
        Meta(
            description="Who lists the paper: arxiv, openalex, semantic_scholar or manual. Left "
            "out, the key tells it."
        ),
    ] = None
    authors: Annotated[
        list[AuthorFields | str] | str | None,
        Meta(
            description="The authors in order: names, or objects; or the words 'not stated'.",
            examples=[["Ada Lovelace"], "not stated"],
        ),
    ] = None
    authors_not_stated: Annotated[
        bool | None, Meta(description="True where the source names no authors.")
    ] = None
    published: Annotated[
        str | int | None,
        Meta(
            description="Publication date, as precise as it is known.",
            examples=["2026-05-11", "2026-05", 2026],
        ),
    ] = None
    fetched: Annotated[
        str | int | None,
        Meta(description="When the source was read; never a publication date."),
    ] = None
    venue: Annotated[str | None, Meta(description="Journal, conference or archive.")] = None
    kind: Annotated[
        str | None,
        Meta(
            description="Publication kind: the local name of a FaBiO class.",
            examples=["Preprint", "JournalArticle"],
        ),
    ] = None
    study: Annotated[
        str | None,
        Meta(description="The study that the paper reports; papers with one label vote once."),
    ] = None
    themes: Annotated[
        list[str] | str | None, Meta(description="Themes: keys or labels; one may stand alone.")
    ] = None
    topics: Annotated[
        list[TopicFields | str] | str | None,
        Meta(
            description="Topics and keywords of the source: words, or objects; one may stand alone. "
            "Not themes, which are the collection's own."
        ),
    ] = None
    headline: Annotated[str | None, Meta(description="The paper in one line.")] = None
    finding: Annotated[str | None, Meta(description="The finding in one sentence.")] = None
    abstract: Annotated[str | None, Meta(description="The abstract.")] = None
    summary: Annotated[
        SummaryFields | None, Meta(description="The parts of the summary, kept together.")
    ] = None
    paper_type: Annotated[
        str | None,
        Meta(
            description="rct, quasi_experimental, correlational, descriptive, theoretical, "
            "review_meta or other."
        ),
    ] = None
    evidence_strength: Annotated[
        LevelFields | str | None,
        Meta(description="high, medium, low or n/a; or an object with level and reason."),
    ] = None
    evidence_strength_reason: Annotated[
        str | None, Meta(description="Why this evidence strength.")
    ] = None
    methods_rigor: Annotated[
        LevelFields | str | None,
        Meta(description="high, medium, low or n/a; or an object with level and reason."),
    ] = None
    methods_rigor_reason: Annotated[str | None, Meta(description="Why this rigor.")] = None
    relevance: Annotated[
        int | float | str | None,
        Meta(description="0 to 10, as a number or as text.", examples=[7, "7/10"]),
    ] = None
    sample: Annotated[str | None, Meta(description="The sample, in words.")] = None
    generalizability: Annotated[
        list[str] | str | None, Meta(description="Limits of generalizability: text, or a list.")
    ] = None
    notes: Annotated[str | None, Meta(description="Anything else.")] = None
    doi: Annotated[str | None, Meta(description="DOI, with or without its resolver.")] = None
    arxiv_id: Annotated[str | None, Meta(description="arXiv number: 2401.00001.")] = None
    openalex_id: Annotated[str | None, Meta(description="OpenAlex work id: W4391234567.")] = None
    semantic_scholar_id: Annotated[
        str | None, Meta(description="Semantic Scholar paper id: 40 hex digits.")
    ] = None
    source_link: Annotated[str | None, Meta(description="Address of the source's page.")] = None
    pdf_link: Annotated[str | None, Meta(description="Address of the PDF.")] = None
    stated_claim_count: Annotated[
        int | None, Meta(description="How many claims the source says there are.")
    ] = None
    retracted: Annotated[
        RetractionFields | str | None,
        Meta(
            description="Why the paper was retracted, or an object with reason and date; left out "
            "where it was not."
        ),
    ] = None
    supersedes: Annotated[
        list[str] | str | None,
        Meta(
            description="The papers that it takes the place of: keys or IRIs; one may stand alone."
        ),
    ] = None
    cites: Annotated[
        list[str] | str | None,
        Meta(description="The papers that it cites: keys or IRIs; one may stand alone."),
    ] = None
    claims: Annotated[
        list[ClaimFields | str] | None,
        Meta(description="The claims in order: texts, or objects."),
    ] = None


#: The last named step of a path -> the type that stands there.
PARTS: dict[str, type[Struct]] = {
    "claims": ClaimFields,
    "authors": AuthorFields,
    "topics": TopicFields,
    "outcome": OutcomeFields,
    "quote": QuoteFields,
    "summary": SummaryFields,
    "evidence_strength": LevelFields,
    "methods_rigor": LevelFields,
    "retracted": RetractionFields,
}


def record_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one record, as it stands in ``ontology/record.schema.json``."""
    (reference,), definitions = msgspec.json.schema_components(
        [RecordFields], ref_template="#/$defs/{name}"
    )
    record = definitions.pop(reference["$ref"].rpartition("/")[2])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_IRI,
        **record,
        "title": "cpgraph record",
        "$defs": definitions,
    }
