"""Pages: every layout variant on synthetic texts, every refusal, a round trip, and the shared page."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpgraph.errors import SourceError
from cpgraph.model import Author, Claim, Outcome, Paper
from cpgraph.paper_graph import (
    Context,
    claim_iris,
    paper_from_triples,
    paper_triples,
)
from cpgraph.readers.base import PaperReading, Source
from cpgraph.readers.page import looks_like_page, read_page
from cpgraph.readers.page_claims import Cells
from cpgraph.readers.page_fields import title_of
from cpgraph.readers.page_layout import BADGE
from cpgraph.readers.page_lines import MAX_LINE
from cpgraph.terms import CPG, DCTERMS, SCHEMA, Iris, manual_key
from cpgraph.vocabulary import shipped

PAGES = Path(__file__).parent / "pages"
SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "commonplace"
CONTEXT = Context(Iris(), shipped())
CELLS = Cells(CONTEXT.vocabulary)

ROWS = (PAGES / "arxiv-rows.page.txt").read_text(encoding="utf-8")


def reading(folder: Path, content: str | bytes) -> PaperReading:
    path = folder / "p.txt"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return reading_at(path)


def reading_at(path: Path) -> PaperReading:
    (found,) = read_page(Source(path.name, path), CONTEXT)
    assert isinstance(found, PaperReading)
    return found


def paper_of(found: PaperReading) -> Paper:
    return paper_from_triples(found.triples, CONTEXT.iris.paper(found.key), CONTEXT.vocabulary)


def paper_at(name: str) -> Paper:
    return paper_of(reading_at(PAGES / f"{name}.page.txt"))


def refusal(folder: Path, content: str | bytes) -> str:
    with pytest.raises(SourceError) as caught:
        reading(folder, content)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def without(*lines: int, text: str = ROWS) -> str:
    """The text without these lines (1-based)."""
    kept = (line for number, line in enumerate(text.splitlines(), 1) if number not in lines)
    return "\n".join(kept) + "\n"


def line_of(needle: str, text: str = ROWS) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith(needle))


def with_rows(*rows: str, count: int, notes: bool = True) -> str:
    head = ROWS[: ROWS.index("Claims (12)")]
    header = "ClaimDirectionConfidenceOutcomeDetails"
    return "\n".join([f"{head}Claims ({count})", "", header, *rows, *(["", "Notes"] * notes)])


# What the synthetic pages say


def test_header_of_an_arxiv_page_without_venue() -> None:
    paper = paper_at("arxiv-rows")
    names = ["Łucja Ångström", "J. Q. Example", "Ana-María d'Ítaca", "Xu Y", "B C Doe"]
    assert [author.name for author in paper.authors] == names
    assert paper.title == r"Synthetic Page One: Letters, Meetings and $\beta$-Assistants"
    assert paper.headline == "Synthetic headline: desk assistants shorten letters but not meetings."
    assert paper.key == manual_key(paper.title, "Łucja Ångström")
    assert (paper.source, paper.paper_type) == ("arxiv", "quasi_experimental")
    assert (paper.published, paper.fetched, paper.venue) == ("2026-03-07", None, None)
    assert (paper.relevance, paper.authors_not_stated) == (8, False)
    assert paper.notes is None
    assert {claim.extraction for claim in paper.claims} == {None}


def test_texts_of_a_page_keep_paragraphs_bullets_latex_and_greek() -> None:
    paper = paper_at("arxiv-rows")
    assert paper.finding is not None
    assert paper.finding.endswith(r"ε = 0.3 — larger for short letters ($\alpha < 0.05$).")
    assert paper.abstract is not None
    assert paper.abstract.split("\n\n") == [
        "An invented abstract begins here, with Δ and λ.",
        r"Its second paragraph has a formula: $$y_{it} = \beta x_{it} + \epsilon_{it}$$",
    ]
    assert paper.main_finding == "Invented offices wrote letters 12% faster."
    assert paper.key_points == (
        "• First invented point:\n  • a nested point with \\emph{markup}.\n• Second invented point."
    )
    assert paper.data_and_methods == "• Forty invented offices, staggered start."
    assert paper.implications == (
        "• An invented implication.\n\nA closing remark that belongs to the implications."
    )


def test_assessment_of_a_page() -> None:
    paper = paper_at("arxiv-rows")
    assert (paper.evidence_strength, paper.methods_rigor) == ("medium", "high")
    assert paper.evidence_strength_reason == "Invented reason one — with a dash."
    assert paper.methods_rigor_reason == "Invented reason two."
    assert paper.sample == "Forty invented offices, 12 weeks."
    assert paper.themes == ("human_ai_collab", "productivity")
    assert paper.generalizability == "One invented town only, small offices, nobody was paid"


def test_every_kind_of_claim_row() -> None:
    cells = [
        (claim.category, claim.direction, claim.confidence,
         claim.outcome and claim.outcome.label, claim.source_score)
        for claim in paper_at("arxiv-rows").claims
    ]  # fmt: skip
    assert cells == [
        ("task_completion_time", "positive", "high", "minutes per letter", "0.81"),
        ("error_rate", "negative", "medium", "typing errors per page", "0.5"),
        (None, "null", "high", "meeting length", "0.07"),
        ("worker_satisfaction", None, "low", "satisfaction with positive high ratings", "0.12"),
        ("Industry", "null", "low", "supplier orders", "-0.3"),
        ("labor_share_of_income", "mixed", "low", "share of wages", "0.02"),
        ("other", "positive", "low", "share of low earners", "1"),
        ("skill_acquisition", "positive", "high", "weeks until the tool is used daily", "0.44"),
        ("employment_level", None, "medium", "headcount", None),
        (None, "mixed", "medium", "anything at all", "0.09"),
        ("inequality", "null", "high", "Gini index", "0.6"),
        ("fiscal_and_macroeconomic", "positive", "low", None, "0.33"),
    ]


def test_texts_of_claims_end_where_their_cells_begin() -> None:
    texts = [claim.text for claim in paper_at("arxiv-rows").claims]
    assert texts[1] == "Drafts flagged as Error Rate positive high in the log were rewritten."
    assert texts[4] == "Invented suppliers noticed nothing."
    assert texts[5] == "A claim that does not end as a sentence"
    assert texts[6] == 'Someone wrote "it is positive high time."'
    assert texts[7] == (
        r"Invented clerks learned the tool within $\sigma \approx 2$ weeks, even part-timers."
    )
    assert texts[8] == "Invented offices hired nobody."
    assert texts[9] == "A claim without category or stop"


def test_openalex_page_with_banner_address_and_links() -> None:
    paper = paper_at("openalex-banner")
    assert paper.key == "openalex:W4400000001"
    assert paper.headline == "Synthetic headline: invented couriers share routes."
    assert paper.title == "Synthetic Page Two · Couriers, AI and Human-Machine&nbsp;Routes"
    assert [author.name for author in paper.authors] == [
        "Zoë Ó Briain",
        "Müller K.",
        "Jean-Luc Žižek",
    ]
    assert (paper.published, paper.venue) == ("2025-12-31", "Annals · Part B · Routes")
    assert (paper.doi, paper.openalex_id) == ("10.5555/synthetic.2", "W4400000001")
    assert paper.source_link == "https://openalex.org/W4400000001"
    assert paper.pdf_link == "https://commonplace.example/two.pdf"
    assert paper.relevance == 10
    assert paper.implications == "• Routes can be shared."
    assert paper.notes == "Synthetic note one.\nSynthetic note two."


def test_manual_page_with_hardly_anything() -> None:
    paper = paper_at("manual-bare")
    assert paper.key == manual_key("Synthetic Page Three: A Memo Nobody Signed", None)
    assert (paper.authors, paper.authors_not_stated) == ((), True)
    assert (paper.published, paper.fetched, paper.venue) == (None, "2026-06-02", None)
    assert (paper.headline, paper.abstract, paper.key_points) == (None, None, None)
    assert (paper.finding, paper.main_finding) == (
        "An invented memo asks for patience.",
        "Patience is asked for.",
    )
    assert (paper.evidence_strength, paper.methods_rigor, paper.sample) == ("n/a", None, None)
    assert paper.paper_type == "other"
    assert paper.themes == ("governance", "skills_training")
    assert (paper.claims, paper.stated_claim_count) == ((), 0)


def test_raw_front_matter_stays_in_the_abstract() -> None:
    paper = paper_at("manual-front-matter")
    assert paper.abstract is not None
    assert paper.abstract.splitlines()[0] == "INVENTED BUREAU"
    assert paper.abstract.splitlines()[-4:-2] == ["Summary", "Key Points"]
    assert paper.key_points == "• There are desks."
    assert (paper.arxiv_id, paper.key.partition(":")[0]) == (None, "manual")
    assert paper.venue == "Invented Reports 4"
    assert paper.generalizability is None


def test_dashes_and_label_words_in_the_assessment() -> None:
    found = reading_at(PAGES / "scholar-dashes.page.txt")
    paper = paper_of(found)
    assert (paper.source, paper.paper_type) == ("semantic_scholar", "review_meta")
    assert paper.title == "Synthetic Page Five: A Review — of Reviews"
    assert [author.name for author in paper.authors] == ["A. B. Sample", "Themes O'Method"]
    assert (paper.evidence_strength, paper.methods_rigor) == ("medium", "low")
    assert paper.evidence_strength_reason == (
        "Effects vary — from low to high — across reviews; Samples overlap and Themes recur."
    )
    assert paper.methods_rigor_reason == (
        "Sampled reviews were not independent. Sample sizes are small."
    )
    assert paper.sample == "31 invented reviews — all in English."
    assert paper.themes == ("inequality", "labor_markets")
    assert paper.generalizability == (
        "Reviews in English, French, or both — not beyond, Sample of convenience"
    )
    assert paper.notes == "• Synthetic remark."
    assert found.notices == (
        "line 9: the badge says evidence level 'low', the assessment 'medium'; "
        "the assessment is kept",
    )


def test_a_score_that_is_no_number_is_kept_for_validation() -> None:
    found = reading_at(PAGES / "scholar-dashes.page.txt")
    (claim,) = paper_of(found).claims
    assert claim.source_score == "n/a"
    iri = claim_iris(paper_of(found), CONTEXT.iris)[0]
    assert found.line_of(iri, f"{CPG}sourceScore") == 28


# Variants of one page


def test_byte_order_mark_crlf_and_gzip_change_nothing(tmp_path: Path) -> None:
    plain = reading(tmp_path, ROWS)
    windows = reading(tmp_path, b"\xef\xbb\xbf" + ROWS.replace("\n", "\r\n").encode())
    packed = reading(tmp_path, gzip.compress(ROWS.encode()))
    assert plain.triples == windows.triples == packed.triples
    assert plain.line == windows.line == packed.line == 7


@pytest.mark.parametrize(
    ("shown", "badge_source", "key"),
    [
        ("https://commonplace.example/paper/arxiv:2401.00001", "arxiv", "arxiv:2401.00001"),
        ("arXiv:2401.00001v3 [econ.GN]", "arxiv", "arxiv:2401.00001"),
        ("https://arxiv.org/abs/econ.GN/0101001", "arxiv", "arxiv:econ.GN/0101001"),
        ("https://openalex.org/W123", "openalex", "openalex:W123"),
        (
            f"https://www.semanticscholar.org/paper/An-Invented/{'0a' * 20}",
            "Semantic Scholar",
            f"semantic_scholar:{'0a' * 20}",
        ),
    ],
)
def test_key_is_the_id_that_the_page_shows(
    tmp_path: Path, shown: str, badge_source: str, key: str
) -> None:
    text = ROWS.replace("← Papers", f"← Papers\n{shown}").replace(
        "arxiv quasi", f"{badge_source} quasi"
    )
    assert reading(tmp_path, text).key == key


@pytest.mark.parametrize("shown", ["arXiv:2401.00001", "https://doi.org/10.5555/xyz"])
def test_an_id_of_another_source_is_no_key_but_kept(tmp_path: Path, shown: str) -> None:
    text = ROWS.replace("← Papers", f"← Papers\n{shown}").replace("arxiv quasi", "openalex quasi")
    found = reading(tmp_path, text)
    assert found.key.startswith("manual:")
    paper = paper_of(found)
    assert (paper.arxiv_id or f"https://doi.org/{paper.doi}") in shown


def test_an_id_in_title_or_abstract_is_not_the_papers(tmp_path: Path) -> None:
    text = ROWS.replace("Synthetic Page One:", "Comment on arXiv:2401.00001:").replace(
        "An invented abstract", "See arXiv:2401.00002 and https://x.example/paper/arxiv:2401.00003;"
    )
    found = reading(tmp_path, text)
    assert found.key.startswith("manual:")
    assert paper_of(found).arxiv_id is None


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("Invented <scp>AI</scp> gains", "Invented AI gains"),
        ("Invented &lt;scp&gt;AI&lt;/scp&gt; gains", "Invented AI gains"),
        ('<jats:italic class="x">Homo</jats:italic> inventus *', "Homo inventus"),
        ("Human‐centred non‑trivial", "Human-centred non-trivial"),
        ("When a <b and c> d &amp; e", "When a <b and c> d &amp; e"),
        ("GluedWords stayGlued", "GluedWords stayGlued"),
        ("A* search", "A* search"),
    ],
)
def test_titles_lose_markup_only(printed: str, title: str) -> None:
    assert title_of(printed) == title


@pytest.mark.parametrize(
    ("byline", "authors", "dates", "venue"),
    [
        ("A. One · May 1, 2026", ["A. One"], ("2026-05-01", None), None),
        ("A. One · May 1, 2026 · Venue · B", ["A. One"], ("2026-05-01", None), "Venue · B"),
        ("A · One, B · Fetched May 1, 2026 · V", ["A · One", "B"], (None, "2026-05-01"), "V"),
        ("Gal·la Ribó · May 1, 2026 · ArXiv.org", ["Gal·la Ribó"], ("2026-05-01", None), "ArXiv.org"),
        ("A. One, Jr., B. Two · May 1, 2026", ["A. One, Jr.", "B. Two"], ("2026-05-01", None), None),
        ("A · May 1, 2026 · Diary · June 2, 2026", ["A"], ("2026-05-01", None), "Diary · June 2, 2026"),
        ("May 1, 2026 · Venue", [], ("2026-05-01", None), "Venue"),
        ("· May 1, 2026", [], ("2026-05-01", None), None),
    ],
)  # fmt: skip
def test_bylines(
    tmp_path: Path,
    byline: str,
    authors: list[str],
    dates: tuple[str | None, str | None],
    venue: str | None,
) -> None:
    lines = ROWS.splitlines()
    lines[7] = byline
    paper = paper_of(reading(tmp_path, "\n".join(lines)))
    assert [author.name for author in paper.authors] == authors
    assert (paper.published, paper.fetched) == dates
    assert (paper.venue, paper.authors_not_stated) == (venue, not authors)


@pytest.mark.parametrize("relevance", ["7.5", "high"])
def test_a_relevance_that_is_no_integer_is_kept_for_validation(
    tmp_path: Path, relevance: str
) -> None:
    found = reading(tmp_path, ROWS.replace("8/10 relevance", f"{relevance}/10 relevance"))
    kept = [
        triple.object for triple in found.triples if triple.predicate.value.endswith("relevance")
    ]
    assert [getattr(term, "value", None) for term in kept] == [relevance]


def test_assessment_wins_over_the_badge(tmp_path: Path) -> None:
    found = reading(tmp_path, ROWS.replace("arxiv quasi_experimental medium", "arxiv rct Moderate"))
    assert paper_of(found).paper_type == "quasi_experimental"
    assert found.notices == (
        "line 9: the badge says paper type 'rct', the assessment 'quasi_experimental'; "
        "the assessment is kept",
    )


def test_without_an_assessment_the_badge_speaks(tmp_path: Path) -> None:
    start = line_of("Assessment")
    paper = paper_of(reading(tmp_path, without(start, start + 1, start + 2)))
    assert (paper.paper_type, paper.evidence_strength) == ("quasi_experimental", "medium")
    assert (paper.methods_rigor, paper.themes) == (None, ())


@pytest.mark.parametrize("label", ["Paper Type", "Evidence Strength", "Methods Rigor", "Sample",
                                   "Themes", "Generalizability"])  # fmt: skip
def test_any_label_of_the_assessment_may_be_missing(tmp_path: Path, label: str) -> None:
    fields = {
        "Paper Type": "Paper Typequasi_experimental ",
        "Evidence Strength": "Evidence Strengthmedium — Invented reason one — with a dash. ",
        "Methods Rigor": "Methods Rigorhigh — Invented reason two. ",
        "Sample": "SampleForty invented offices, 12 weeks. ",
        "Themes": "Themesproductivity human_ai_collab ",
        "Generalizability": "GeneralizabilityOne invented town only, small offices, nobody was paid",
    }
    assert "".join(fields.values()) in ROWS
    paper = paper_of(reading(tmp_path, ROWS.replace(fields[label], "")))
    stated = {
        "Evidence Strength": paper.evidence_strength_reason,
        "Methods Rigor": paper.methods_rigor,
        "Sample": paper.sample,
        "Themes": paper.themes,
        "Generalizability": paper.generalizability,
    }
    assert {name for name, value in stated.items() if not value} == {label} - {"Paper Type"}
    assert paper.paper_type == "quasi_experimental"  # the badge has it, too
    assert paper.sample in {None, "Forty invented offices, 12 weeks."}
    assert paper.methods_rigor_reason in {None, "Invented reason two."}


def test_theme_labels_of_several_words(tmp_path: Path) -> None:
    text = ROWS.replace(
        "Themesproductivity human_ai_collab",
        "ThemesHuman-AI Collaboration Skills & Training astrology",
    )
    assert paper_of(reading(tmp_path, text)).themes == (
        "human_ai_collab",
        "skills_training",
        "astrology",
    )


def test_text_without_a_place_is_left_out_with_a_notice(tmp_path: Path) -> None:
    text = ROWS.replace("Main Finding", "An invented stray line.\n\nMain Finding")
    text = text.replace("\nNotes\n", "\nAn invented footer of the site.\n")
    text = re.sub("Paper Type.*", "An invented assessment.", text)
    assert reading(tmp_path, text).notices == (
        "line 41: the assessment has none of its labels and is left out",
        "line 18: the text below Summary belongs to no section and is left out",
        "line 75: the text below the last claim belongs to no section and is left out",
    )


# Rows


@pytest.mark.parametrize(
    ("row", "text", "cells"),
    [
        ("T one. Error Rate positive high o", "T one.", ("Error Rate", "positive", "high")),
        ("T (one.) Error Rate positive high o", "T (one.)", ("Error Rate", "positive", "high")),
        ("T one. AI Safety & Ethics null low o", "T one.", ("AI Safety & Ethics", "null", "low")),
        (
            "T one. Labor Share Of Income mixed low o",
            "T one.",
            ("Labor Share Of Income", "mixed", "low"),
        ),
        ("T one. positive high o", "T one.", (None, "positive", "high")),
        ("T one. Error Rate high o", "T one.", ("Error Rate", None, "high")),
        ("T one. high o", "T one.", (None, None, "high")),
        ("T one. Industry high o", "T one.", ("Industry", None, "high")),
        ("T one. Gross Domestic R&D mixed low o", "T one.", ("Gross Domestic R&D", "mixed", "low")),
        ("T one Error Rate positive high o", "T one", ("Error Rate", "positive", "high")),
        ("T one Error Rate high o", "T one", ("Error Rate", None, "high")),
        ("T one positive high o", "T one", (None, "positive", "high")),
        ("T one Industry positive high o", "T one Industry", (None, "positive", "high")),
        (
            "T Error Rate positive high t. Other negative low o",
            "T Error Rate positive high t.",
            ("Other", "negative", "low"),
        ),
        (
            "T. Error Rate positive high t. Other negative low Error Rate positive high",
            "T. Error Rate positive high t.",
            ("Other", "negative", "low"),
        ),
        (
            "T positive high t. Error Rate low positive high o",
            "T positive high t.",
            ("Error Rate", None, "low"),
        ),
        (
            "T has Error Rate positive high flags. negative high o",
            "T has Error Rate positive high flags.",
            (None, "negative", "high"),
        ),
    ],
)
def test_where_a_row_is_cut(row: str, text: str, cells: tuple[str | None, ...]) -> None:
    anchor = CELLS.anchor(row)
    assert anchor is not None
    assert row[: anchor.text_end] == text
    assert (anchor.category, anchor.direction, anchor.confidence) == cells


@pytest.mark.parametrize("row", ["T one.", "T high-skilled. Other positive", "positive high o", ""])
def test_a_row_without_an_anchor(row: str) -> None:
    assert CELLS.anchor(row) is None


def test_rows_without_scores_where_the_count_comes_out_even(tmp_path: Path) -> None:
    rows = [
        "A one. Other positive high o",
        "B two. Other null low p",
        "0.2",
        "C. Other mixed low q",
    ]
    claims = paper_of(reading(tmp_path, with_rows(*rows, count=3))).claims
    assert [(claim.text, claim.source_score) for claim in claims] == [
        ("A one.", None),
        ("B two.", "0.2"),
        ("C.", None),
    ]


def test_cells_on_lines_of_their_own(tmp_path: Path) -> None:
    rows = ["A one.", "Error Rate", "positive", "high", "typos", "0.2"]
    (claim,) = paper_of(reading(tmp_path, with_rows(*rows, count=1))).claims
    assert (claim.text, claim.category, claim.source_score) == ("A one.", "error_rate", "0.2")
    assert claim.outcome == Outcome(label="typos")


def test_a_number_on_a_line_of_its_own_in_a_wrapped_text(tmp_path: Path) -> None:
    rows = ["Invented rates fell by", "12", "points. Error Rate negative high points", "0.2"]
    (claim,) = paper_of(reading(tmp_path, with_rows(*rows, count=1))).claims
    assert (claim.text, claim.source_score) == ("Invented rates fell by 12 points.", "0.2")


# Lines


def test_lines_of_fields_and_claims() -> None:
    found = reading_at(PAGES / "arxiv-rows.page.txt")
    paper = paper_of(found)
    iris = CONTEXT.iris
    node = iris.paper(paper.key)
    of_paper = {
        name: found.line_of(node, iri)
        for name, iri in {
            "title": f"{DCTERMS}title",
            "headline": f"{CPG}headline",
            "published": f"{SCHEMA}datePublished",
            "relevance": f"{CPG}relevance",
            "source": f"{CPG}source",
            "abstract": f"{DCTERMS}abstract",
            "key_points": f"{CPG}keyPoints",
            "themes": f"{DCTERMS}subject",
            "strength": f"{CPG}evidenceStrength",
            "count": f"{CPG}statedClaimCount",
            "doi": "http://prismstandard.org/namespaces/basic/2.0/doi",
            "paper": None,
        }.items()
    }
    assert of_paper == {"title": 7, "headline": 5, "published": 8, "relevance": 9, "source": 9,
                        "abstract": 12, "key_points": 24, "themes": 40, "strength": 40,
                        "count": 42, "doi": 9, "paper": 7}  # fmt: skip
    assert found.line_of(iris.authorship(paper.key, 3), f"{SCHEMA}position") == 8
    wrapped = claim_iris(paper, iris)[7]
    assert [
        found.line_of(wrapped, iri)
        for iri in (None, f"{SCHEMA}text", f"{CPG}direction", f"{CPG}outcome", f"{CPG}sourceScore")
    ] == [59, 59, 61, 61, 63]
    assert ROWS.splitlines()[62] == "0.44"


def test_line_of_what_only_the_badge_says() -> None:
    found = reading_at(PAGES / "manual-bare.page.txt")
    node = CONTEXT.iris.paper(found.key)
    assert found.line_of(node, f"{CPG}paperType") == 6
    assert found.line_of(node, f"{CPG}evidenceStrength") == 12


# Refusals


def test_an_empty_file(tmp_path: Path) -> None:
    text = "p.txt: the file is empty; save the whole page as text"
    assert refusal(tmp_path, "") == refusal(tmp_path, "\n \n") == text


def test_html_source(tmp_path: Path) -> None:
    assert refusal(tmp_path, "\n<!DOCTYPE html><html><body>Log in</body></html>") == (
        "p.txt:2: HTML source (often of a login page), not the text of a page; "
        "open the paper's page in a browser and save it as text"
    )
    assert refusal(tmp_path, "<html lang='en'>\n").startswith("p.txt:1: HTML source")


def test_no_page_at_all(tmp_path: Path) -> None:
    assert refusal(tmp_path, "A shopping list\n\n- desks\n") == (
        "p.txt: no Commonplace paper page: no line 'source paper_type LEVEL evidence N/10 relevance'; "
        "save the whole page as text, or name the format with --from"
    )


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Bottom Line", "a synthesis page"),
        ("Executive Summary", "a digest page"),
        ("Outcome Positive Negative Mixed Null Total", "an evidence board"),
    ],
)
def test_another_page_of_the_site(tmp_path: Path, line: str, kind: str) -> None:
    assert refusal(tmp_path, f"The Commonplace\n\n{line}\nInvented text.\n") == (
        f"p.txt:3: {kind}, not a paper page; give paper pages"
    )


def test_a_reader_mode_copy(tmp_path: Path) -> None:
    assert refusal(tmp_path, without(7, 8, 9)) == (
        "p.txt:13: no badge line above 'Summary': a reader-mode copy without title and authors; "
        "save the whole page as text"
    )


def test_title_or_byline_missing(tmp_path: Path) -> None:
    text = "title and byline are missing above the badge line; save the whole page as text"
    assert refusal(tmp_path, without(5, 8)) == f"p.txt:7: {text}"
    assert refusal(tmp_path, without(*range(1, 9))) == f"p.txt:1: {text}"


def test_a_byline_without_a_date(tmp_path: Path) -> None:
    assert refusal(tmp_path, ROWS.replace(" · March 7, 2026", "")) == (
        "p.txt:8: the line above the badge line is no byline 'authors · Month DD, YYYY[ · venue]'; "
        "save the whole page as text"
    )


def test_two_pages_in_one_file(tmp_path: Path) -> None:
    number = len(ROWS.splitlines()) + 9
    assert refusal(tmp_path, ROWS + ROWS) == (
        f"p.txt:{number}: a second paper's badge line; give each page a file of its own"
    )


def test_a_page_cut_before_its_claims(tmp_path: Path) -> None:
    cut = line_of("Claims (12)")
    assert refusal(tmp_path, "\n".join(ROWS.splitlines()[: cut - 1])) == (
        f"p.txt:{cut - 2}: the page breaks off before 'Claims (N)'; save the whole page as text"
    )


@pytest.mark.parametrize(
    ("last", "whole", "line"),
    [
        ("ClaimDirection", 0, 42),
        ("0.81", 1, 46),
        ("Drafts flagged", 1, 47),
        ("A claim with no outcome", 11, 70),
    ],
)
def test_a_page_cut_in_its_claims(tmp_path: Path, last: str, whole: int, line: int) -> None:
    cut = "\n".join(ROWS.splitlines()[: line_of(last)])
    assert refusal(tmp_path, cut) == (
        f"p.txt:{line}: the page breaks off in its claims: {whole} of 12 are whole; "
        "save the whole page as text"
    )


def test_a_page_cut_in_the_words_of_its_last_row(tmp_path: Path) -> None:
    cut = ROWS[: ROWS.index(" positive low\n0.33")]
    assert refusal(tmp_path, cut).endswith(
        ": the page breaks off in its claims: 11 of 12 are whole; save the whole page as text"
    )


def test_a_page_may_end_with_its_last_score(tmp_path: Path) -> None:
    cut = ROWS[: ROWS.index("\nNotes")]
    assert reading(tmp_path, cut).triples == reading(tmp_path, ROWS).triples


@pytest.mark.parametrize(("count", "found"), [(11, 12), (13, 12), (0, 12)])
def test_a_count_that_disagrees(tmp_path: Path, count: int, found: int) -> None:
    assert refusal(tmp_path, ROWS.replace("Claims (12)", f"Claims ({count})")) == (
        f"p.txt:42: 'Claims ({count})' stands above {found} claims with a score; "
        "the copy is damaged, save the page again"
    )


def test_a_row_without_confidence(tmp_path: Path) -> None:
    rows = ["A one. Other positive high o", "0.1", "B two. Other positive o", "0.2",
            "C. Other null low p", "0.3"]  # fmt: skip
    assert refusal(tmp_path, with_rows(*rows, count=3)) == (
        "p.txt:47: claim 2 has no confidence (high, medium, low) before its score; complete the row"
    )


def test_bytes_that_are_not_utf_8(tmp_path: Path) -> None:
    latin = ROWS.encode().replace("Łucja Å".encode(), b"Lucja \xc5")
    assert refusal(tmp_path, latin) == (
        "p.txt:8: byte 7 of the line is not UTF-8; save the page as UTF-8 text"
    )


def test_a_line_that_is_too_long(tmp_path: Path) -> None:
    assert refusal(tmp_path, ROWS + "x" * (MAX_LINE + 1)) == (
        f"p.txt:{len(ROWS.splitlines()) + 1}: the line is longer than 1 MiB, which no page has; "
        "save the page again as text"
    )


def test_a_text_that_is_too_large(tmp_path: Path) -> None:
    lines = (b"x" * 2**19 + b"\n") * 33
    assert refusal(tmp_path, gzip.compress(ROWS.encode() + lines, 1)) == (
        f"p.txt:{len(ROWS.splitlines()) + 32}: the text is larger than 16 MiB, which no page is; "
        "give one page a file"
    )


def test_damaged_gzip(tmp_path: Path) -> None:
    packed = gzip.compress(ROWS.encode())
    assert refusal(tmp_path, packed[: len(packed) // 2]) == (
        "p.txt: is damaged or cut off (gzip does not unpack); get the file again"
    )


def test_a_text_of_too_many_lines(tmp_path: Path) -> None:
    assert refusal(tmp_path, ROWS + "\n" * 100_000) == (
        "p.txt:100001: the text has more than 100,000 lines, which no page has; give one page a file"
    )


# Detection


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.page.txt")), ids=lambda path: path.stem)
def test_pages_are_recognised(path: Path) -> None:
    assert looks_like_page(path.read_text(encoding="utf-8"))


def test_what_the_reader_refuses_in_its_own_words_is_recognised() -> None:
    assert looks_like_page("\ufeff<!doctype html>\n<html>")
    assert looks_like_page(without(1, 2, 3, 7, 8, 9))


@pytest.mark.parametrize(
    "head",
    ["", "{}", "Summary\n", "title: A\nclaims: []\n", "<https://x.example/a> <b:c> <d:e> .",
     '<?xml version="1.0"?>\n<rdf:RDF/>'],
)  # fmt: skip
def test_other_texts_are_not_recognised(head: str) -> None:
    assert not looks_like_page(head)


# Round trip

WORDS = st.sampled_from(
    [
        "invented",
        "desk",
        "Zürich",
        "ε",
        r"$\beta_1$",
        "·",
        "—",
        "12",
        "(a)",
        "Samples",
        "n/a,",
        "AI",
    ]
)
PHRASE = st.lists(WORDS, min_size=1, max_size=6).map(lambda words: " ".join(["So", *words]))
HOSTILE = st.lists(
    st.sampled_from(
        ["positive", "high", "low", "null", "Error Rate", "Other", "x.", "desk", "0.1"]
    ),
    max_size=8,
).map(lambda words: " ".join(["It", *words, "ends."]))
TITLE = (
    st.text(st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S")), min_size=1)
    .map(lambda text: f"Z {text}")
    .filter(lambda text: title_of(text) == text and not BADGE.fullmatch(text))
)
NAME = st.text(st.characters(categories=("Lu", "Ll", "Lt")), min_size=1, max_size=8).map(
    lambda text: f"A. {text}"
)
OUTCOME = st.lists(st.sampled_from(["low", "high", "positive", "wages", "null"]), max_size=4)
SCORE = st.decimals(min_value=-9, max_value=9, places=2).map(str)


def humanised(key: str) -> str:
    return key.replace("_", " ").title()


KEYS = {scheme: [concept.key for concept in CONTEXT.vocabulary.of(scheme)]
        for scheme in ("category", "direction", "confidence", "level", "paper-type", "theme",
                       "source")}  # fmt: skip


def optional(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | strategy


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    known = draw(st.booleans())
    categories = st.sampled_from(KEYS["category"]).map(humanised)
    category = draw(categories if known else st.none() | st.just("Industry") | categories)
    directions = st.sampled_from(KEYS["direction"])
    stated = known or category == "Industry"  # without a direction, the outcome could look like one
    return Claim(
        text=draw(HOSTILE if known else PHRASE.map(lambda text: f"{text} ends.")),
        category=category,
        direction=draw(directions if stated else optional(directions)),
        confidence=draw(st.sampled_from(KEYS["confidence"])),
        outcome=draw(
            st.none() | OUTCOME.map(lambda words: Outcome(label=" ".join(["all", *words])))
        ),
        source_score=draw(SCORE),
    )


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    title = draw(TITLE)
    authors = tuple(Author(name=name) for name in draw(st.lists(NAME, max_size=3)))
    date = draw(st.dates()).isoformat()
    fetched = draw(st.booleans())
    has_strength, has_rigor = draw(st.booleans()), draw(st.booleans())
    bullets = st.lists(PHRASE, min_size=1, max_size=3).map(
        lambda texts: "\n• ".join(["So", *texts])
    )
    found = draw(st.lists(claims(), max_size=4))
    return Paper(
        key=manual_key(title, authors[0].name if authors else None),
        title=title,
        source=draw(st.sampled_from(KEYS["source"])),
        authors=authors,
        authors_not_stated=not authors,
        claims=tuple(found),
        stated_claim_count=len(found),
        themes=tuple(draw(st.lists(st.sampled_from(KEYS["theme"]), unique=True))),
        headline=draw(optional(PHRASE)),
        finding=draw(PHRASE),
        abstract=draw(optional(bullets)),
        main_finding=draw(PHRASE),
        key_points=draw(optional(bullets)),
        data_and_methods=draw(optional(bullets)),
        implications=draw(optional(bullets)),
        published=None if fetched else date,
        fetched=date if fetched else None,
        venue=draw(optional(PHRASE)),
        paper_type=draw(st.sampled_from(KEYS["paper-type"])),
        evidence_strength=draw(st.sampled_from(KEYS["level"])),
        evidence_strength_reason=draw(PHRASE) if has_strength else None,
        methods_rigor=draw(st.sampled_from(KEYS["level"])),
        methods_rigor_reason=draw(PHRASE) if has_rigor else None,
        relevance=draw(st.integers(0, 10)),
        sample=draw(optional(PHRASE)),
        generalizability=draw(optional(PHRASE)),
        notes=draw(optional(bullets)),
    )


MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December"]  # fmt: skip


def page_text(paper: Paper) -> str:
    """The paper as a page prints it."""
    year, month, day = (paper.published or paper.fetched or "").split("-")
    date = f"{'Fetched ' if paper.fetched else ''}{MONTHS[int(month) - 1]} {int(day):02}, {year}"
    byline = [", ".join(author.name for author in paper.authors), date, paper.venue]
    sections = {
        "Main Finding": paper.main_finding,
        "Key Points": paper.key_points,
        "Data & Methods": paper.data_and_methods,
        "Implications for AI Economics": paper.implications,
    }
    return "\n".join(
        [
            "The Commonplace",
            "Home Dashboard Papers Evidence Syntheses Digests",
            "← Papers",
            *(["", paper.headline, ""] if paper.headline else []),
            paper.title or "",
            " · ".join(filter(None, byline)),
            f"{paper.source} {paper.paper_type} {paper.evidence_strength} evidence "
            f"{paper.relevance}/10 relevance Source",
            paper.finding or "",
            *(["", paper.abstract] if paper.abstract else []),
            "Summary",
            *(f"\n{heading}\n\n{text}" for heading, text in sections.items() if text),
            f"\nAssessment\n\n{assessment_line(paper)}",
            f"\nClaims ({len(paper.claims)})\n\nClaimDirectionConfidenceOutcomeDetails",
            *map(claim_row, paper.claims),
            f"\nNotes\n\n{paper.notes or ''}",
        ]
    )


def assessment_line(paper: Paper) -> str:
    strength = [paper.evidence_strength, paper.evidence_strength_reason]
    rigor = [paper.methods_rigor, paper.methods_rigor_reason]
    values = {
        "Paper Type": paper.paper_type,
        "Evidence Strength": " — ".join(filter(None, strength)),
        "Methods Rigor": " — ".join(filter(None, rigor)),
        "Sample": paper.sample,
        "Themes": " ".join(paper.themes),
        "Generalizability": paper.generalizability,
    }
    return " ".join(f"{label}{value}" for label, value in values.items() if value)


def claim_row(claim: Claim) -> str:
    outcome = claim.outcome.label if claim.outcome else None
    cells = [claim.text, claim.category, claim.direction, claim.confidence, outcome]
    return f"{' '.join(filter(None, cells))}\n{claim.source_score}"


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(paper=papers())
def test_what_a_page_prints_is_what_is_read(tmp_path: Path, paper: Paper) -> None:
    found = reading(tmp_path, page_text(paper))
    assert found.key == paper.key
    assert set(found.triples) == set(paper_triples(paper, CONTEXT))
    assert found.notices == ()


@settings(max_examples=200, deadline=None)
@given(row=st.text())
def test_any_text_is_cut_or_not_but_never_fails(row: str) -> None:
    anchor = CELLS.anchor(f"{row} Error Rate positive high {row}")
    if row.strip():
        assert anchor is not None
    if anchor is not None:
        assert anchor.text_end <= anchor.start < anchor.end


# The one published page


@pytest.fixture
def shared() -> PaperReading:
    path = SHARED / "positive-alignment.page.txt"
    if not path.exists():
        pytest.skip("../shared is not here")
    return reading_at(path)


@pytest.mark.shared
def test_the_shared_page(shared: PaperReading) -> None:
    paper = paper_of(shared)
    assert paper.source == "openalex"
    assert len(paper.authors) == 16
    assert (paper.authors[0].name, paper.authors[-1].name) == ("Ruben Laukkonen", "Arun Rao")
    assert paper.key == manual_key(paper.title or "", "Ruben Laukkonen")
    assert paper.themes == ("governance", "human_ai_collab", "org_design")
    assert (paper.published, paper.venue, paper.relevance) == ("2026-05-11", "ArXiv.org", 7)
    assert (paper.evidence_strength, paper.methods_rigor) == ("n/a", "n/a")
    assert paper.evidence_strength_reason
    assert paper.methods_rigor_reason
    assert paper.notes is None
    assert shared.notices == ()


@pytest.mark.shared
def test_the_claims_of_the_shared_page(shared: PaperReading) -> None:
    claims = paper_of(shared).claims
    assert Counter(claim.direction for claim in claims) == {"positive": 5, "negative": 3}
    assert Counter(claim.category for claim in claims) == {
        "ai_safety_and_ethics": 7,
        "governance_and_regulation": 1,
    }
    assert {(claim.confidence, claim.source_score) for claim in claims} == {("high", "0.02")}
    assert all(claim.text.endswith(".") and claim.outcome for claim in claims)


@pytest.mark.shared
def test_the_shared_page_without_blank_lines_is_the_same_paper(
    shared: PaperReading, tmp_path: Path
) -> None:
    text = (SHARED / "positive-alignment.page.txt").read_text(encoding="utf-8")
    again = reading(tmp_path, text.replace("\n\n", "\n").replace("\n", "\r\n"))
    assert again.key == shared.key
    assert replace(paper_of(again), implications=None) == replace(
        paper_of(shared),
        implications=None,  # which has a blank line of its own
    )
