"""The look of all pictures: one stylesheet, for light and dark screens and for print.

The colours are those of Okabe and Ito, told apart by colour-blind readers; where two could be mixed up
in grey, shapes and hatching differ. Rules are confined to ``.cpg-picture``, because a stylesheet of
an inline SVG holds for the whole page. Colours are said twice rather than by CSS variables, which not
every SVG viewer knows.
"""

from __future__ import annotations

#: Class -> what it says in light, and in dark.
_COLOURS = {
    ".paper": ("fill:#fff", "fill:#15181c"),
    "text": ("fill:#1b1b1b", "fill:#e8e8e8"),
    "text.soft": ("fill:#565656", "fill:#b0b5bb"),
    ".stripe": ("fill:#f2f4f6", "fill:#20252b"),
    ".line": ("stroke:#c9cdd2", "stroke:#424952"),
    ".axis": ("stroke:#565656", "stroke:#b0b5bb"),
    ".positive": ("fill:#0072b2", "fill:#56b4e9"),
    ".negative": ("fill:#d55e00", "fill:#ff9c55"),
    ".mixed": ("fill:#8e4b92", "fill:#d9a3dc"),
    ".null": ("fill:#fff;stroke:#565656", "fill:#15181c;stroke:#c4c8cd"),
    ".hatch": ("stroke:#fff", "stroke:#15181c"),
    ".high": ("fill:#0b3c5d;stroke:#0b3c5d", "fill:#cfe8f7;stroke:#cfe8f7"),
    ".medium": ("fill:#5b9bc8;stroke:#0b3c5d", "fill:#5b9bc8;stroke:#cfe8f7"),
    ".low": ("fill:#cfe2f0;stroke:#0b3c5d", "fill:#27485f;stroke:#cfe8f7"),
    ".ungraded": ("fill:#fff;stroke:#0b3c5d", "fill:#15181c;stroke:#cfe8f7"),
    ".tint1": ("fill:#eef4f9", "fill:#1b2731"),
    ".tint2": ("fill:#d3e4f1", "fill:#243d50"),
    ".tint3": ("fill:#adcde5", "fill:#2e5977"),
    ".band": ("fill:#cfe2f0", "fill:#27485f"),
    ".curve": ("stroke:#0072b2", "stroke:#56b4e9"),
    ".solid": ("fill:#1b1b1b;stroke:#1b1b1b", "fill:#e8e8e8;stroke:#e8e8e8"),
    ".ring": ("stroke:#1b1b1b", "stroke:#e8e8e8"),
}
_FIXED = (
    ".cpg-picture{max-width:100%;height:auto;font-family:system-ui,sans-serif}",
    ".cpg-picture .line,.cpg-picture .axis,.cpg-picture .curve,.cpg-picture .ring{fill:none}",
    ".cpg-picture a text{text-decoration:underline}",
)


def _rules(place: int) -> str:
    return "".join(f".cpg-picture {name}{{{said[place]}}}" for name, said in _COLOURS.items())


STYLESHEET = "\n".join(
    (*_FIXED, _rules(0), f"@media screen and (prefers-color-scheme:dark){{{_rules(1)}}}")
)
