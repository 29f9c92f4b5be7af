"""What people call the columns of their tables, and what they write for a direction."""

from __future__ import annotations

#: Field -> names of columns that mean it, besides its own; compared without case and punctuation.
COLUMN_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("paper", "paper title", "article", "article title", "document title", "study title",
              "publication"),
    "authors": ("author", "author names", "author s", "first author", "author full names", "by"),
    "published": ("year", "date", "publication year", "publication date", "pub year", "pubdate",
                  "year of publication", "date published", "date of publication"),
    "fetched": ("date fetched", "date accessed", "accessed"),
    "venue": ("journal", "source title", "journal title", "journal name", "published in",
              "publication venue", "conference", "outlet"),
    "doi": ("doi link", "doi url", "digital object identifier"),
    "key": ("paper key",),
    "arxiv_id": ("arxiv", "arxiv number"),
    "openalex_id": ("openalex", "openalex work"),
    "semantic_scholar_id": ("semantic scholar", "s2 id"),
    "source_link": ("url", "link", "web", "paper url", "paper link"),
    "pdf_link": ("pdf", "pdf url"),
    "paper_type": ("study design", "design", "study type", "research design", "type of study",
                   "method", "methodology", "type of paper"),
    "evidence_strength": ("strength of evidence", "quality of evidence", "evidence quality",
                          "evidence level", "level of evidence"),
    "methods_rigor": ("rigor", "rigour", "methods rigour", "methodological rigor",
                      "methodological rigour"),
    "themes": ("theme",),
    "topics": ("topic", "keywords", "keyword", "author keywords", "tags"),
    "sample": ("sample size", "population", "participants", "n"),
    "notes": ("note", "paper notes"),
    "study": ("study label", "study name"),
    "claim": ("claim text", "text of claim", "statement", "assertion", "result", "key finding",
              "key result", "finding text"),
    "direction": ("effect", "effect direction", "direction of effect", "sign", "direction of result",
                  "effect sign"),
    "outcome": ("outcome measure", "outcome variable", "dependent variable", "dv", "measure",
                "measured outcome", "what was measured"),
    "category": ("claim category", "outcome type", "outcome domain", "outcome group"),
    "confidence": ("confidence level", "certainty"),
    "role": ("claim role", "claim type", "type of claim"),
    "evidence_basis": ("evidence", "basis", "basis of evidence", "support"),
    "quote": ("quotation", "excerpt", "verbatim", "supporting quote", "exact words"),
    "source_score": ("score",),
    "extraction": ("extraction method", "how extracted"),
}  # fmt: skip

#: Columns of the tables that ``export`` writes which follow from the others.
DERIVED = ("claims", "position", "claim iri")

_NULL = "null"
#: What a cell says -> the direction that people mostly mean by it; to be looked through.
DIRECTIONS: dict[str, str] = {
    **dict.fromkeys(("+", "++", "↑", "⬆", "pos", "pos.", "up", "increase", "increases", "increased",
                     "rise", "rises", "higher", "more", "gain"), "positive"),
    **dict.fromkeys(("-", "--", "−", "–", "—", "↓", "⬇", "neg", "neg.", "down", "decrease",
                     "decreases", "decreased", "reduction", "reduced", "fall", "falls", "lower",
                     "less", "loss"), "negative"),
    **dict.fromkeys(("+/-", "+/−", "+-", "±", "-/+", "both", "mixed effects", "mixed results",
                     "inconsistent", "varies", "heterogeneous"), "mixed"),
    **dict.fromkeys(("0", "o", "=", "∅", "ns", "n.s.", "n.s", "n. s.", "no effect", "none",
                     "not significant", "insignificant", "no significant effect", "no change",
                     "no difference", "null effect", "no impact"), _NULL),
    **dict.fromkeys(("nr", "n.r.", "not reported", "not stated"), ""),
}  # fmt: skip
