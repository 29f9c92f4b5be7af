"""The papers of a synthesis as a list of references, with all their authors, and as BibTeX.

BibTeX counts braces even where they are escaped, so a brace in a text is written by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from cpgraph.model import Paper
from cpgraph.paper_graph import paper_from_triples
from cpgraph.rdf import NamedNode, Triple
from cpgraph.store import Store, known_vocabulary
from cpgraph.synthesis import Synthesis
from cpgraph.terms import digest


def papers_of(store: Store, made: Synthesis) -> dict[str, Paper]:
    """The papers with claims on the outcome as the store has them, by key, in order; without claims."""
    vocabulary = known_vocabulary(store)
    return {
        paper.key: paper_from_triples(_own(store, paper.key, paper.iri), paper.iri, vocabulary)
        for paper in made.papers
    }


def _own(store: Store, key: str, iri: str) -> Iterator[Triple]:
    """What a paper's graph says of the paper and its authors; most of the graph is claims."""
    claims = f"{iri}#claim-"
    for triple in store.graph(store.iris.graph(key)):
        subject = triple.subject
        if not (isinstance(subject, NamedNode) and subject.value.startswith(claims)):
            yield triple


def names_of(paper: Paper) -> list[str]:
    """The authors as printed, in the order of the byline."""
    return [author.name_as_printed or author.name for author in paper.authors]


def address_of(doi: str | None, arxiv: str | None) -> str | None:
    """Where a paper with such identifiers is found.

    >>> address_of("10.1000/a b", None), address_of(None, "2401.00001")
    ('https://doi.org/10.1000/a%20b', 'https://arxiv.org/abs/2401.00001')
    """
    if doi:
        return f"https://doi.org/{quote(doi, safe='/:;()._-')}"
    return f"https://arxiv.org/abs/{quote(arxiv, safe='/.')}" if arxiv else None


def bibtex(papers: Iterable[tuple[str, Paper]]) -> str:
    """The papers as BibTeX entries, by key, in order.

    :param papers: each with its key.
    """
    return "\n".join(_entry(key, paper) for key, paper in papers)


#: FaBiO's class of a work -> the type of its entry; ``misc`` is what there is no better type for.
_TYPES = {
    "JournalArticle": "article",
    "ConferencePaper": "inproceedings",
    "ProceedingsPaper": "inproceedings",
    "Book": "book",
    "BookChapter": "incollection",
    "DoctoralThesis": "phdthesis",
    "ReportDocument": "techreport",
    "WorkingPaper": "techreport",
}
#: What an entry's type calls the venue; others say how it was published.
_VENUES = {
    "article": "journal",
    "inproceedings": "booktitle",
    "incollection": "booktitle",
    "book": "publisher",
    "phdthesis": "school",
    "techreport": "institution",
}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def _entry(key: str, paper: Paper) -> str:
    kind = _TYPES.get(paper.kind or "", "misc")
    fields = [f"  {name} = {value},\n" for name, value in _fields(key, paper, kind) if value]
    return f"@{kind}{{{citation_key(key)},\n{''.join(fields)}}}\n"


def citation_key(key: str) -> str:
    """A paper's key as BibTeX takes it; where it cannot stand as it is, with a digest of it.

    >>> citation_key("arxiv:2401.00001")
    'arxiv:2401.00001'
    """
    plain = re.sub(r"[^A-Za-z0-9:._/+-]+", "-", key)
    return key if plain == key else f"{plain}-{digest(key, length=8)}"


def _fields(key: str, paper: Paper, kind: str) -> Iterator[tuple[str, str]]:
    authors = " and ".join(map(_author, names_of(paper)))
    yield "author", authors and f"{{{authors}}}"
    yield "title", f"{{{{{_escaped(paper.title or key)}}}}}"
    yield _VENUES.get(kind, "howpublished"), _braced(paper.venue)
    year, _, rest = (paper.published or "").partition("-")
    yield "year", _braced(year)
    month = rest.partition("-")[0]
    yield "month", _MONTHS[int(month) - 1] if month.isdecimal() and 1 <= int(month) <= 12 else ""  # noqa: PLR2004 # months
    yield "doi", _verbatim(paper.doi)
    yield "eprint", _verbatim(paper.arxiv_id)
    yield "archiveprefix", "{arXiv}" if paper.arxiv_id else ""
    yield "url", _verbatim(address_of(paper.doi, paper.arxiv_id) or paper.source_link)
    yield "note", _braced(". ".join(_notes(key, paper)))


def _notes(key: str, paper: Paper) -> Iterator[str]:
    if paper.retracted is not None:
        yield f"Retracted: {paper.retracted}" if paper.retracted else "Retracted"
    yield f"cpgraph {key}"


def _author(name: str) -> str:
    """A name that BibTeX would take apart at its commas or words stands in braces."""
    text = _escaped(name)
    is_odd = re.search(r"(?i)\band\b|^others$", name) or name.count(",") > 2  # noqa: PLR2004 # von Last, Jr, First
    return f"{{{text}}}" if is_odd else text


def _braced(text: str | None) -> str:
    return f"{{{_escaped(text)}}}" if text else ""


_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "$&#_%"},
}


def _escaped(text: str) -> str:
    one_line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return "".join(_ESCAPES.get(character, character) for character in one_line)


def _verbatim(text: str | None) -> str:
    """Identifiers and addresses, which styles set as they are; what would end the field is encoded."""
    if not text:
        return ""
    encoded = re.sub(r"[{}\\\s]", lambda found: quote(found[0]), text)
    return f"{{{encoded}}}"
