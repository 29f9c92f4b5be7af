"""Which field of the model is which property, in one place; both directions go by these tables."""

from __future__ import annotations

from dataclasses import dataclass

from cpgraph.rdf import NamedNode
from cpgraph.terms import CITO, CPG, DCTERMS, FABIO, NPX, PRISM, RDF, SCHEMA, Iris
from cpgraph.vocabulary import Vocabulary

TYPE = NamedNode(f"{RDF}type")

#: Fields of a paper that are plain text, and their properties.
TEXTS = {
    "key": f"{DCTERMS}identifier",
    "title": f"{DCTERMS}title",
    "headline": f"{CPG}headline",
    "finding": f"{CPG}finding",
    "abstract": f"{DCTERMS}abstract",
    "main_finding": f"{CPG}mainFinding",
    "key_points": f"{CPG}keyPoints",
    "data_and_methods": f"{CPG}dataAndMethods",
    "implications": f"{CPG}implications",
    "venue": f"{PRISM}publicationName",
    "evidence_strength_reason": f"{CPG}evidenceStrengthReason",
    "methods_rigor_reason": f"{CPG}methodsRigorReason",
    "sample": f"{CPG}sample",
    "generalizability": f"{CPG}generalizability",
    "notes": f"{CPG}notes",
    "doi": f"{PRISM}doi",
    "arxiv_id": f"{FABIO}hasArXivId",
    "openalex_id": f"{CPG}openAlexId",
    "semantic_scholar_id": f"{CPG}semanticScholarId",
}
#: Fields of a paper that name a concept: property and scheme.
CONCEPTS = {
    "source": (f"{CPG}source", "source"),
    "paper_type": (f"{CPG}paperType", "paper-type"),
    "evidence_strength": (f"{CPG}evidenceStrength", "level"),
    "methods_rigor": (f"{CPG}methodsRigor", "level"),
}
LINKS = {"source_link": f"{SCHEMA}url", "pdf_link": f"{CPG}pdfLink"}
DATES = {"published": f"{SCHEMA}datePublished", "fetched": f"{CPG}dateFetched"}
INTEGERS = {"relevance": f"{CPG}relevance", "stated_claim_count": f"{CPG}statedClaimCount"}
#: Fields of a paper that name other papers; a claim supersedes claims.
PAPERS = {"supersedes": f"{NPX}supersedes", "cites": f"{CITO}cites"}

#: Topics: those with an IRI are linked, the others are words.
ABOUT, KEYWORDS = f"{SCHEMA}about", f"{SCHEMA}keywords"

CLAIM_TEXTS = {"text": f"{SCHEMA}text", "evidence_basis": f"{CPG}evidenceBasis"}
CLAIM_CONCEPTS = {
    "direction": (f"{CPG}direction", "direction"),
    "confidence": (f"{CPG}confidence", "confidence"),
    "category": (f"{CPG}outcomeCategory", "category"),
    "role": (f"{CPG}role", "role"),
    "extraction": (f"{CPG}extractionMethod", "extraction"),
}
#: Property -> scheme of the concepts it takes, for everything in a paper's graph.
CONCEPT_SCHEMES: dict[str, str] = {
    **dict(CONCEPTS.values()),
    **dict(CLAIM_CONCEPTS.values()),
    f"{DCTERMS}subject": "theme",
    f"{CPG}polarity": "polarity",
    f"{CPG}quoteStatus": "quote-status",
}

RETRACTED = {"retracted": f"{CITO}isRetractedBy"}
SAME_AS = {
    "doi": "https://doi.org/",
    "arxiv_id": "https://arxiv.org/abs/",
    "openalex_id": "https://openalex.org/",
    "semantic_scholar_id": "https://www.semanticscholar.org/paper/",
}
NATIVE_ID = {
    "arxiv": "arxiv_id",
    "openalex": "openalex_id",
    "semantic_scholar": "semantic_scholar_id",
}


@dataclass(frozen=True, slots=True)
class Context:
    """What a paper's RDF depends on: how IRIs are minted, which concepts are known."""

    iris: Iris
    vocabulary: Vocabulary
