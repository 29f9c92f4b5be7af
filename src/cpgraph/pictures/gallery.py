"""Which pictures a synthesis has."""

from __future__ import annotations

from cpgraph.pictures.contradictions import contradictions
from cpgraph.pictures.cumulative import cumulative
from cpgraph.pictures.diverging import diverging
from cpgraph.pictures.effect_direction import effect_direction
from cpgraph.pictures.frame import Links, framed
from cpgraph.pictures.gap_map import gap_map
from cpgraph.pictures.harvest import harvest
from cpgraph.pictures.picture import Picture
from cpgraph.synthesis.model import Synthesis

_DRAWN = (effect_direction, diverging, harvest, cumulative, contradictions, gap_map)


def pictures_of(made: Synthesis, links: Links | None = None) -> list[Picture]:
    """The pictures of a synthesis, in the order in which a report shows them.

    One that would show nothing is left out.

    :param links: where marks and names lead, such as ``#claim-1``; see :data:`~cpgraph.pictures.Links`.
    """
    drawings = (draw(made, links or {}) for draw in _DRAWN)
    return [framed(drawing) for drawing in drawings if drawing is not None]
