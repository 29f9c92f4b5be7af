"""Which pictures a synthesis has."""

from __future__ import annotations

from collections.abc import Mapping

from cpgraph.pictures.contradictions import contradictions
from cpgraph.pictures.cumulative import cumulative
from cpgraph.pictures.diverging import diverging
from cpgraph.pictures.effect_direction import effect_direction
from cpgraph.pictures.frame import framed
from cpgraph.pictures.gap_map import gap_map
from cpgraph.pictures.harvest import harvest
from cpgraph.pictures.picture import Picture
from cpgraph.synthesis.model import Synthesis

_DRAWN = (effect_direction, diverging, harvest, cumulative, contradictions, gap_map)


def pictures_of(made: Synthesis, links: Mapping[str, str] | None = None) -> list[Picture]:
    """The pictures of a synthesis, in the order in which a report shows them.

    One that would show nothing is left out.

    :param links: where a mark leads: an address (``#claim-1``) by the IRI of a claim or study.
    """
    drawings = (draw(made, links or {}) for draw in _DRAWN)
    return [framed(drawing) for drawing in drawings if drawing is not None]
