"""BibTeX and BibLaTeX: the entries of a .bib file as papers without claims.

``bibtexparser`` takes the file apart and survives broken entries; ``pylatexenc`` reads the LaTeX.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache

from bibtexparser.entrypoint import parse_string
from bibtexparser.exceptions import ParsingException
from bibtexparser.library import Library
from bibtexparser.middlewares.enclosing import REMOVED_ENCLOSING_KEY
from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ParsingFailedBlock,
)
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import LatexWalkerError

from cpgraph.errors import SourceError
from cpgraph.model import Author
from cpgraph.paper_graph import Context
from cpgraph.readers.base import Reading, Refusal, Source
from cpgraph.readers.reference import Reference, readings, text_of

_NOTHING = "holds no entry of BibTeX; entries look like @article{name, title = {…}, …}"
_KINDS = {
    "article": "JournalArticle",
    "book": "Book",
    "booklet": "Book",
    "conference": "ConferencePaper",
    "dataset": "Dataset",
    "inbook": "BookChapter",
    "incollection": "BookChapter",
    "inproceedings": "ConferencePaper",
    "mastersthesis": "MastersThesis",
    "phdthesis": "DoctoralThesis",
    "report": "Report",
    "techreport": "TechnicalReport",
    "thesis": "Thesis",
}
#: Fields that name the venue, the closest first.
_VENUES = (
    *("journal", "journaltitle", "booktitle", "maintitle", "howpublished", "publisher", "school"),
    *("institution", "organization", "series"),
)
_TAKEN = frozenset(
    {
        *("author", "title", "subtitle", "year", "month", "day", "date", "doi", "eprint", "url"),
        *("eprinttype", "archiveprefix", "primaryclass", "abstract", "keywords", "keyword", "note"),
        *("annote", "annotation", "pdf", "crossref"),
    }
)
_LATEX = re.compile(r"[\\{}$~]|--|``|''")
_ESCAPE = re.compile(r"\\([%&_#])")
_RAISED = re.compile(r"\$\s*[_^]\{?([\w+-]+)\}?\s*\$")
_BARE = re.compile(r"(?<!\\)([%&])")


def read_bibtex(source: Source, context: Context) -> Iterator[Reading]:
    """The papers of a .bib file; a broken entry is a refusal and the rest goes on.

    :raises SourceError: the file cannot be read, or holds no entry.
    """
    text = text_of(source)
    try:
        with _silent():
            library = parse_string(text)
    except ParsingException as error:
        raise SourceError(source.name, f"{error}; correct it") from error
    yield from readings(_references(library, source.name), source, context, _NOTHING)


@contextmanager
def _silent() -> Iterator[None]:
    """Without what the library logs, which the refusals say better."""
    logger = logging.getLogger("bibtexparser")
    before, logger.level = logger.level, logging.CRITICAL
    try:
        yield
    finally:
        logger.level = before


def _references(library: Library, name: str) -> Iterator[Reference | Refusal]:
    parents = {entry.key: entry for entry in library.entries}
    strings = {string.key: str(string.value) for string in library.strings}
    for block in library.blocks:
        entry, notices = _entry(block)
        line = (block.start_line or 0) + 1
        if entry is not None:
            yield _Entry(entry, parents, strings).reference(line, notices)
        elif isinstance(block, ParsingFailedBlock):
            yield Refusal(name, _problem(block.error), line, _name(block))


def _entry(block: Block) -> tuple[Entry | None, tuple[str, ...]]:
    """The entry that a block is, also where its name or a field comes twice."""
    if isinstance(block, DuplicateFieldKeyBlock | DuplicateBlockKeyBlock):
        entry = block.ignore_error_block
        twice = sorted(block.duplicate_keys) if isinstance(block, DuplicateFieldKeyBlock) else ()
        notices = tuple(f"its {field} is given twice; the first is taken" for field in twice)
        return (entry if isinstance(entry, Entry) else None), notices
    return (block if isinstance(block, Entry) else None), ()


def _problem(error: Exception) -> str:
    said = getattr(error, "abort_reason", "") or str(error) or "cannot be read"
    return f"{said[0].lower()}{said[1:].rstrip(' .')}; correct the entry"


def _name(block: Block) -> str:
    found = re.match(r"\s*@\w+\s*[{(]\s*([^\s,{}]{1,100})\s*,", block.raw or "")
    return found[1] if found else ""


class _Entry:
    """One entry: its fields, by names in lower case, those of its parent behind its own."""

    def __init__(
        self, entry: Entry, parents: Mapping[str, Entry], strings: Mapping[str, str]
    ) -> None:
        self._entry = entry
        self._type = entry.entry_type.lower()
        self._fields = _fields(entry, strings)
        parent = parents.get(self._fields.get("crossref", ""))
        self._parent = _fields(parent, strings) if parent else {}

    def reference(self, line: int, notices: tuple[str, ...]) -> Reference:
        names = self._names()
        is_cut = bool(names) and names[-1].strip("{} ").lower() == "others"
        prefix = (self._raw("archiveprefix") or self._raw("eprinttype")).lower()
        eprint = self._raw("eprint") if prefix in {"", "arxiv"} else ""
        note = [text for name in ("note", "annote", "annotation") if (text := self._text(name))]
        parts = [part for text in note for part in re.split(r"\. (?=cpgraph \S+$)", text)]
        return Reference(
            line=line,
            name=self._entry.key,
            key=next((part for part in parts if part.startswith("cpgraph ")), ""),
            title=": ".join(filter(None, (self._text("title"), self._text("subtitle")))),
            authors=tuple(Author(name=person_name(name)) for name in names[: len(names) - is_cut]),
            is_cut=is_cut,
            dates=self._dates(),
            venue=self._venue(),
            kind="Preprint" if self._type == "misc" and eprint else _KINDS.get(self._type),
            abstract=self._text("abstract"),
            doi=self._raw("doi"),
            eprint=eprint,
            links=tuple(filter(None, (self._raw("url"),))),
            pdf=self._raw("pdf"),
            keywords=tuple(re.split(r"[,;]", self._text("keywords") or self._text("keyword"))),
            notes=tuple(parts),
            left_out=tuple(self._fields.keys() - self._taken()),
            notices=(*notices, *(["names no author; its editors are taken"] * self._is_edited())),
        )

    def _taken(self) -> set[str]:
        return {*_TAKEN, *_VENUES, *(["editor"] * self._is_edited())}

    def _raw(self, name: str) -> str:
        """An identifier or address, in which LaTeX only escapes."""
        text = re.sub(r"\\(?:url|href)\s*", "", self._fields.get(name, ""))
        return re.sub(r"\\([%&_#$~{}])", r"\1", text).strip("{} ")

    def _text(self, name: str) -> str:
        return latex_text(self._fields.get(name, ""))

    def _venue(self) -> str | None:
        """The nearest that is named; an address is none."""
        own = (self._text(name) for name in _VENUES)
        parent = latex_text(self._parent.get("booktitle") or self._parent.get("title", ""))
        return next((name for name in (*own, parent) if name and "://" not in name), None)

    def _dates(self) -> tuple[str, ...]:
        date = self._raw("date").partition("/")[0]
        if date:
            return tuple(date.split("-"))
        year = self._text("year") or latex_text(self._parent.get("year", ""))
        month, _, day = self._text("month").replace(",", " ").partition(" ")
        stated = (year, month, self._text("day") or day.strip())
        if stated[2] and not stated[2].isdecimal():  # such as "5 May"
            stated = (year, *reversed(stated[1:]))
        return stated if month else stated[:1]

    def _names(self) -> list[str]:
        """The names of the authors, else of the editors, as LaTeX without its commands."""
        field = "editor" if self._is_edited() else "author"
        names = latex_text(self._fields.get(field, ""), keeps_braces=True)
        return split_multiple_persons_names(names)

    def _is_edited(self) -> bool:
        return not self._fields.get("author", "").strip() and "editor" in self._fields


def _fields(entry: Entry, strings: Mapping[str, str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    is_unwrapped = REMOVED_ENCLOSING_KEY in entry.parser_metadata  # not where a field comes twice
    for field in entry.fields:
        value = str(field.value)
        is_as_written = field.enclosing == "no-enclosing" or not is_unwrapped
        fields.setdefault(field.key.lower(), _joined(value, strings) if is_as_written else value)
    return fields


def _joined(value: str, strings: Mapping[str, str]) -> str:
    """The text of a concatenation: ``{A} # " B" # abbreviation``."""
    parts, depth, is_quoted, start = [], 0, False, 0
    for at, character in enumerate(value):
        depth += (character == "{") - (character == "}")
        is_quoted ^= character == '"' and depth == 0
        if character == "#" and depth == 0 and not is_quoted:
            parts.append(value[start:at].strip())
            start = at + 1
    parts.append(value[start:].strip())
    return "".join(strings.get(part) or _without_enclosing(part) for part in parts)


def _without_enclosing(part: str) -> str:
    return part[1:-1] if part[:1] + part[-1:] in {"{}", '""'} else part


def person_name(name: str) -> str:
    """A name in reading order; in braces it is a body's, and stays as it is.

    >>> person_name("van Beethoven, Ludwig"), person_name("{Barnes and Noble, Inc.}")
    ('Ludwig van Beethoven', 'Barnes and Noble, Inc.')
    """
    parts = parse_single_name_into_parts(name, strict=False)
    words = [*parts.first, *parts.von, *parts.last, *parts.jr]
    return " ".join(words).replace("{", "").replace("}", "")


def latex_text(text: str, *, keeps_braces: bool = False) -> str:
    r"""LaTeX as text; where it cannot be read, as it is written.

    >>> latex_text(r"{\'E}tude on {CO}$_2$ \& \L{}ukasz~{\O} -- 50% of it")
    'Étude on CO2 & Łukasz Ø – 50% of it'
    """
    unescaped = _ESCAPE.sub(r"\1", text)
    if not _LATEX.search(unescaped):  # most texts, and a hundred times as fast
        return unescaped
    try:
        plain: str = _decoder(keeps_braces=keeps_braces).latex_to_text(_escaped(text))
    except (IndexError, LatexWalkerError, RecursionError):
        return text
    return plain.replace("\N{NO-BREAK SPACE}", " ")


def _escaped(text: str) -> str:
    """With signs that nobody means as LaTeX escaped, and single raised or lowered signs as such."""
    return _BARE.sub(r"\\\1", _RAISED.sub(r"\1", text))


@cache
def _decoder(*, keeps_braces: bool) -> LatexNodes2Text:
    known = get_default_latex_context_db()
    more = {"textless": "<", "textgreater": ">", "textquotesingle": "'"}
    known.add_context_category(
        "cpgraph", prepend=True, macros=[MacroTextSpec(name, sign) for name, sign in more.items()]
    )
    return LatexNodes2Text(
        math_mode="text",
        keep_braced_groups=keeps_braces,
        strict_latex_spaces=True,
        latex_context=known,
    )
