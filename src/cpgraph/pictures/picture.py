"""A picture, as plain data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A static SVG, and what has to stand beside it.

    :param name: for file names and anchors: ``effect-direction``, ``diverging``, ``harvest``,
        ``gap-map``, ``cumulative`` or ``contradictions``.
    :param title: the finding in one sentence, with its counts.
    :param svg: one ``<svg>`` element, for a file of its own or inline in HTML.
    :param csv: all numbers that are drawn, with the IRIs of the claims or studies behind them.
    :param alt: what the picture shows, for those who do not see it.
    """

    name: str
    title: str
    svg: str
    csv: str
    alt: str
