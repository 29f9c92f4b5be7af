"""A small SVG builder: elements in, text out; equal elements give equal bytes.

Texts come from papers, so every one of them is escaped here and nowhere else; what XML 1.0 does not
allow, and marks that turn the direction of writing round, show as ``�``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

_NOT_SHOWN = re.compile(
    "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # not allowed in XML 1.0
    "|[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_QUOTES = {'"': "&quot;", "\n": " ", "\t": " ", "\r": " "}


@dataclass(frozen=True, slots=True)
class Element:
    """An element with its attributes, in order, and its children."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Element | str, ...]

    def __str__(self) -> str:
        return "\n".join(_lines(self))

    def walk(self) -> Iterator[Element]:
        """This element and all within it, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()


def element(
    name: str, *children: Element | str | None, **attributes: str | float | None
) -> Element:
    """An element; children and attributes that are None are left out.

    An attribute is named as in SVG with ``_`` for ``-``, ``class_`` for ``class``.

    >>> print(element("text", "a < b", x=1.50, text_anchor="end", class_="ink"))
    <text x="1.5" text-anchor="end" class="ink">a &lt; b</text>
    """
    return Element(
        name,
        tuple(
            (key.rstrip("_").replace("_", "-"), value if isinstance(value, str) else short(value))
            for key, value in attributes.items()
            if value is not None
        ),
        tuple(child for child in children if child is not None),
    )


def short(value: float) -> str:
    """A length to a hundredth, as short as it can be written.

    >>> short(2.0), short(0.333), short(-0.001)
    ('2', '0.33', '0')
    """
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")  # + 0.0: never -0


def shown(text: str) -> str:
    """A text without what may not stand in XML or would turn its direction round."""
    return _NOT_SHOWN.sub("�", text)


def _lines(node: Element) -> Iterator[str]:
    attributes = "".join(
        f' {key}="{escape(shown(value), _QUOTES)}"' for key, value in node.attributes
    )
    start = f"<{node.name}{attributes}"
    if not node.children:
        yield f"{start}/>"
    elif all(isinstance(child, str) for child in node.children):
        yield f"{start}>{''.join(escape(shown(str(child))) for child in node.children)}</{node.name}>"
    else:
        yield f"{start}>"
        for child in node.children:
            yield from _lines(child) if isinstance(child, Element) else [escape(shown(child))]
        yield f"</{node.name}>"
