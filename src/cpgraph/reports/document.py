"""The report of a synthesis, before it has a form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from cpgraph.living.model import Annotation
from cpgraph.model import Paper
from cpgraph.pictures import Picture
from cpgraph.reports import context, findings, records
from cpgraph.reports.blocks import Paragraph, Pictures, Report, Section
from cpgraph.reports.evidence import Evidence
from cpgraph.reports.notes import notes_section
from cpgraph.synthesis import Synthesis

#: The section in which a picture stands; others stand with the finding.
_PLACES = {
    "effect-direction": "studies",
    "harvest": "strata",
    "gap-map": "gaps",
    "cumulative": "trend",
    "contradictions": "contradictions",
}


def report_of(
    made: Synthesis,
    papers: Mapping[str, Paper],
    pictures: Iterable[Picture] = (),
    notes: Collection[Annotation] = (),
) -> Report:
    """The report, its sections in the order in which a reviewer reads them.

    :param papers: the papers as the store has them, by key; for the list of references.
    :param notes: what was written about it; without any there is no section of them.
    """
    known = Evidence(made)
    sections = (
        findings.question_section(known),
        findings.finding_section(known),
        findings.flow_section(known),
        findings.votes_section(known),
        findings.share_section(known),
        findings.robustness_section(known),
        findings.strata_section(known),
        *context.disagreement_sections(known),
        context.trend_section(known),
        context.gaps_section(known),
        context.certainty_section(known),
        context.swim_section(known),
        *((notes_section(known, notes),) if notes else ()),
        records.studies_section(known),
        records.excluded_section(known),
        records.claims_section(known),
        records.references_section(known, papers),
        records.making_section(known),
    )
    shown = tuple(pictures)
    return Report(made.question.label, tuple(_illustrated(one, shown) for one in sections))


def _illustrated(section: Section, pictures: tuple[Picture, ...]) -> Section:
    """The section with its pictures, behind its first paragraphs."""
    own = tuple(one for one in pictures if _PLACES.get(one.name, "finding") == section.anchor)
    if not own:
        return section
    is_paragraph = [isinstance(block, Paragraph) for block in section.blocks]
    place = is_paragraph.index(False) if False in is_paragraph else len(is_paragraph)
    blocks = (*section.blocks[:place], Pictures(own), *section.blocks[place:])
    return replace(section, blocks=blocks)
