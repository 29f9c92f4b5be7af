"""``cpgraph paper`` and ``cpgraph random``: one paper whole."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cpgraph.cli.completion import paper_keys
from cpgraph.cli.options import chosen_format, format_option, output_option, output_stream
from cpgraph.model import Claim, Paper, Topic
from cpgraph.paper_graph import paper_from_triples
from cpgraph.queries.arguments import PaperNotFoundError, keys_of_papers
from cpgraph.rdf import SYNTAXES
from cpgraph.results import printable
from cpgraph.store import Store, known_vocabulary, open_store, paper_statements
from cpgraph.writers import NETWORK_FORMATS, formats_of

_FORMATS = {"text": (".txt",), "json": (".json",), **formats_of("CONSTRUCT")}
_printed = format_option(_FORMATS, "it is printed", "by suffix, else text")


@click.command(epilog="Example: cpgraph paper arxiv:2401.00001")
@click.argument("key", shell_complete=paper_keys)
@_printed
@output_option
@click.pass_obj
def paper(location: str, key: str, *, form: str | None, output: Path | None) -> None:
    """Show one paper with its authors and claims; KEY is a key, CURIE or IRI of it."""
    with open_store(location) as store:
        (found,) = keys_of_papers(store, [key])
        _show(store, found, form, output)


@click.command(epilog="Example: cpgraph random --seed 7")
@click.option("--seed", type=int, help="The same seed draws the same paper from the same store.")
@_printed
@click.pass_obj
def random(location: str, *, seed: int | None, form: str | None) -> None:
    """Show a paper drawn by lot."""
    from random import Random  # noqa: PLC0415

    from cpgraph.store import paper_keys  # noqa: PLC0415

    with open_store(location) as store:
        keys = paper_keys(store)
        if not keys:
            raise PaperNotFoundError(
                f"{location}: the store holds no papers yet; load some with 'cpgraph load'"
            )
        _show(store, Random(seed).choice(keys), form, None)  # noqa: S311 # a dice, not a secret


def _show(store: Store, key: str, asked: str | None, output: Path | None) -> None:
    triples = list(paper_statements(store, key))
    if not triples:
        raise PaperNotFoundError(
            f"no paper {key} in {store.location}; 'cpgraph papers' lists what is there"
        )
    form = chosen_format(asked, output, _FORMATS) or "text"
    with output_stream(output) as stream:
        if form in SYNTAXES:
            from cpgraph.exporting import export  # noqa: PLC0415

            export(store, stream, SYNTAXES[form], papers=[key])
            return
        if form in NETWORK_FORMATS:
            from cpgraph.exporting import write_graph_as  # noqa: PLC0415

            write_graph_as(form, triples, stream, store.iris.prefixes)
            return
        found = paper_from_triples(triples, store.iris.paper(key), known_vocabulary(store))
        text = as_json(found) if form == "json" else as_text(found)
        stream.write(text.encode(sys.stdout.encoding or "utf-8", "backslashreplace"))


def as_json(found: Paper) -> str:
    """The paper as a record that ``load`` reads; what is not stated is left out."""
    import json  # noqa: PLC0415

    from cpgraph.readers.record import record_of  # noqa: PLC0415

    return json.dumps(record_of(found), indent=2, ensure_ascii=False) + "\n"


def as_text(found: Paper) -> str:
    """The paper for a person at a terminal."""
    lines = [found.title or "(no title)", f"{_byline(found)}", f"{found.key}  {_badges(found)}", ""]
    lines[:0] = _retracted(found)
    for field, heading in _SECTIONS.items():
        if value := getattr(found, field):
            lines += [heading, f"  {_shown(value).replace(chr(10), chr(10) + '  ')}", ""]
    lines.append(f"Claims ({len(found.claims)})")
    for number, claim in enumerate(found.claims, 1):
        lines += _claim_lines(number, claim)
    return printable("\n".join(lines), keep_newlines=True) + "\n"


_SECTIONS = {
    "headline": "Headline",
    "finding": "Finding",
    "abstract": "Abstract",
    "main_finding": "Main finding",
    "key_points": "Key points",
    "data_and_methods": "Data and methods",
    "implications": "Implications",
    "evidence_strength_reason": "Evidence strength, why",
    "methods_rigor_reason": "Methods rigor, why",
    "topics": "Topics",
    "sample": "Sample",
    "generalizability": "Generalizability",
    "notes": "Notes",
    "supersedes": "Supersedes",
    "cites": "Cites",
}


def _shown(value: str | tuple[str | Topic, ...]) -> str:
    if isinstance(value, str):
        return value
    return "\n".join(one.label if isinstance(one, Topic) else one for one in value)


def _retracted(found: Paper) -> list[str]:
    if found.retracted is None:
        return []
    when = f" ({found.retracted_on})" if found.retracted_on else ""
    return [f"RETRACTED{when}: {found.retracted}", ""]


def _byline(found: Paper) -> str:
    names = ", ".join(author.name for author in found.authors) or "authors not stated"
    dates = found.published or (f"fetched {found.fetched}" if found.fetched else None)
    return " · ".join(filter(None, (names, dates, found.venue)))


def _badges(found: Paper) -> str:
    parts = {
        "source": found.source,
        "type": found.paper_type,
        "evidence": found.evidence_strength,
        "rigor": found.methods_rigor,
        "relevance": None if found.relevance is None else f"{found.relevance}/10",
        "themes": ", ".join(found.themes) or None,
        "study": found.study,
        "doi": found.doi,
    }
    return "  ".join(f"{name}: {value}" for name, value in parts.items() if value)


def _claim_lines(number: int, claim: Claim) -> list[str]:
    coding = {
        "direction": claim.direction or "not stated",
        "confidence": claim.confidence,
        "category": claim.category,
        "outcome": claim.outcome.label if claim.outcome else None,
        "role": claim.role,
        "score": claim.source_score,
        "extraction": claim.extraction,
    }
    said = "  ".join(f"{name}: {value}" for name, value in coding.items() if value)
    lines = [f"{number:3}. {claim.text}", f"     {said}"]
    lines += [f"     supersedes: {older}" for older in claim.supersedes]
    if claim.retracted is not None:
        lines.insert(1, f"     RETRACTED: {claim.retracted}")
    return lines
