"""Words as sources print them, brought to plain text that every syntax of RDF can hold."""

from __future__ import annotations

import re
from html import unescape

from cpgraph.rdf import NamedNode
from cpgraph.terms import iri_safe, normalise

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]*)((?:\s[^<>]*)?)>")
_BLOCKS = frozenset({"p", "br", "div", "sec", "title", "li", "tr", "td", "mtr", "mtd"})
_INLINE = frozenset(
    {
        *("i", "b", "u", "s", "em", "strong", "sub", "sup", "sc", "scp", "small", "big", "tt", "a"),
        *("span", "font", "inf", "italic", "bold", "underline", "monospace", "roman", "ul", "ol"),
        *(
            "math",
            "mrow",
            "mi",
            "mn",
            "mo",
            "ms",
            "mtext",
            "mspace",
            "mstyle",
            "mfenced",
            "mpadded",
        ),
        *("msub", "msup", "msubsup", "mfrac", "msqrt", "mroot", "mover", "munder", "munderover"),
        *("mtable", "mphantom", "semantics", "annotation", "inline-formula", "named-content"),
    }
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_ADDRESS = re.compile(r"https?://[^/\s]", re.IGNORECASE)


def plain(text: str) -> str:
    """A title without the markup of web pages and publishers (HTML, JATS, MathML), on one line.

    What only looks like a tag stays. A formula keeps its MathML text; its second form in TeX goes.

    >>> plain("CO<sub>2</sub> &amp;amp; <i>growth</i>: p < 0.05")
    'CO2 & growth: p < 0.05'
    """
    text = _without_entities(_without_entities(text))
    parts: list[str] = []
    at, is_second_form = 0, False
    for tag in _TAG.finditer(text):
        name = tag[2].lower().rpartition(":")[2]
        if not _is_markup(name, tag[3]):
            continue
        parts += ["" if is_second_form else text[at : tag.start()], " " * (name in _BLOCKS)]
        is_second_form = name == "annotation" and not tag[1]
        at = tag.end()
    return normalise("".join([*parts, text[at:]]))


def _is_markup(name: str, attributes: str) -> bool:
    is_known = name in _BLOCKS or name in _INLINE
    return is_known and ("=" in attributes or attributes.strip() in {"", "/"})


def _without_entities(text: str) -> str:
    return _ENTITY.sub(lambda found: unescape(found[0]), text) if "&" in text else text


def has_controls(text: str) -> bool:
    """Whether a text holds control characters, which some syntaxes of RDF cannot write.

    >>> has_controls("bell \\a"), has_controls("a new\\nline")
    (True, False)
    """
    return _CONTROL.search(text) is not None


def without_controls(text: str) -> str:
    """The text without its control characters; tabs and line ends stay."""
    return _CONTROL.sub("", text)


def web_address(text: str) -> str | None:
    """An http or https address, with what an IRI cannot hold percent-encoded; None for others.

    >>> web_address(" http://example.org/a b<c> "), web_address("ftp://example.org/")
    ('http://example.org/a%20b%3Cc%3E', None)
    """
    address = iri_safe(text.strip())
    try:
        return NamedNode(address).value if _ADDRESS.match(address) else None
    except ValueError:  # such as two #
        return None
