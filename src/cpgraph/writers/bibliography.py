"""What references have in common, whatever their format: names of authors, addresses, types."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from cpgraph.model import Paper
from cpgraph.vocabulary import shipped


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of work is called in each format."""

    bibtex: str
    ris: str
    csl: str


_ARTICLE = Kind("article", "JOUR", "article-journal")
_THESIS = Kind("phdthesis", "THES", "thesis")
_REPORT = Kind("techreport", "RPRT", "report")
_PROCEEDINGS = Kind("inproceedings", "CPAPER", "paper-conference")
#: FaBiO's class of a work -> its types.
_KINDS = {
    "JournalArticle": _ARTICLE,
    "ReviewArticle": _ARTICLE,
    "ConferencePaper": _PROCEEDINGS,
    "ProceedingsPaper": _PROCEEDINGS,
    "Book": Kind("book", "BOOK", "book"),
    "BookChapter": Kind("incollection", "CHAP", "chapter"),
    "DoctoralThesis": _THESIS,
    "Thesis": _THESIS,
    "MastersThesis": Kind("mastersthesis", "THES", "thesis"),
    "Dataset": Kind("misc", "DATA", "dataset"),
    "Report": _REPORT,
    "ReportDocument": _REPORT,
    "TechnicalReport": _REPORT,
    "WorkingPaper": _REPORT,
    "Preprint": Kind("misc", "UNPB", "article"),
}
_OTHER = Kind("misc", "GEN", "document")


def kind_of(paper: Paper) -> Kind:
    """The types of a paper; where its kind is not stated or has none, those of anything."""
    return _KINDS.get(paper.kind or "", _OTHER)


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


def link_of(paper: Paper) -> str | None:
    """Where a paper is found: by its identifiers, else as its source says."""
    return address_of(paper.doi, paper.arxiv_id) or paper.source_link


def keywords_of(paper: Paper) -> list[str]:
    """What the themes and topics of a paper are called, each name once."""
    known = (shipped().find("theme", theme) for theme in paper.themes)
    themes = [
        concept.label if concept else theme
        for concept, theme in zip(known, paper.themes, strict=True)
    ]
    return list(dict.fromkeys([*themes, *(topic.label for topic in paper.topics)]))


def one_line(text: str) -> str:
    r"""The text without line breaks and control characters.

    >>> one_line("two\n  words\x07")
    'two words'
    """
    return " ".join(_CONTROL.sub(" ", text).split())


#: Control characters, breaks and half characters; joiners, which some scripts need, stay.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its parts; all of it is ``family`` where it cannot be told apart."""

    family: str
    given: str = ""
    suffix: str = ""


_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV")


def name_parts(name: str) -> Name:
    """The parts of a name, in either order; the last word, with small words before it, is the family's.

    >>> name_parts("Ludwig van Beethoven")
    Name(family='van Beethoven', given='Ludwig', suffix='')
    >>> name_parts("King, Martin Luther") == name_parts("Martin Luther King")
    True
    """
    text = one_line(name)
    if "," in text:
        family, _, given = (part.strip() for part in text.partition(","))
        return Name(text) if "," in given or not (family and given) else Name(family, given)
    words = text.split()
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""  # noqa: PLR2004 # given, family, Jr
    start = len(words) - 1
    while start > 1 and words[start - 1].islower():
        start -= 1
    return (
        Name(" ".join(words[start:]), " ".join(words[:start]), suffix) if start > 0 else Name(text)
    )
