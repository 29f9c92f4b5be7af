"""Reading pictures back: their marks, and where their texts stand."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import StringIO

from cpgraph.pictures import Picture, pictures_of
from cpgraph.pictures.fitting import width
from cpgraph.synthesis.model import Synthesis
from made_syntheses import made_up

#: Numbers of studies at which pictures are looked at; from 241 on they are folded.
SIZES = (1, 2, 8, 45, 200, 700)
SVG = "{http://www.w3.org/2000/svg}"


@cache
def made(studies: int) -> Synthesis:
    return made_up(studies)


def pictures(studies: int) -> list[Picture]:
    return pictures_of(made(studies))


@dataclass(frozen=True)
class Text:
    """A text of a picture with its box, by estimate."""

    said: str
    left: float
    right: float
    baseline: float
    size: float


def root(picture: Picture) -> ET.Element:
    return ET.fromstring(picture.svg)  # noqa: S314 # made by the code under test


def marks(picture: Picture, class_: str = "") -> list[ET.Element]:
    """The elements that stand for data, of one more class where it is asked for."""
    wanted = {"mark", class_} - {""}
    return [node for node in root(picture).iter() if wanted <= set(node.get("class", "").split())]


def rows(picture: Picture) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(picture.csv)))


def total(picture: Picture, *columns: str) -> int:
    return sum(int(row[column]) for row in rows(picture) for column in columns)


def size(picture: Picture) -> tuple[float, float]:
    _, _, across, down = map(float, root(picture).get("viewBox", "").split())
    return across, down


def texts(picture: Picture) -> list[Text]:
    """All texts that are drawn, in document order."""
    return list(_texts(root(picture), 0.0, 0.0, bold=False))


def _texts(node: ET.Element, x: float, y: float, *, bold: bool) -> Iterator[Text]:
    if moved := re.fullmatch(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)", node.get("transform", "")):
        x, y = x + float(moved[1]), y + float(moved[2])
    bold = bold or node.get("font-weight") == "bold"
    if node.tag == f"{SVG}text":
        yield _text(node, x, y, bold)
    for child in node:
        yield from _texts(child, x, y, bold=bold)


def _text(node: ET.Element, x: float, y: float, bold: bool) -> Text:
    # A <title> inside is for pointing at; what is drawn stands around it.
    said = (node.text or "") + "".join(child.tail or "" for child in node)
    said = said.strip()
    points = float(node.get("font-size", "nan"))
    wide = width(said, points, bold=bold)
    before = {"start": 0.0, "middle": wide / 2, "end": wide}[node.get("text-anchor", "start")]
    left = x + float(node.get("x", "nan")) - before
    return Text(said, left, left + wide, y + float(node.get("y", "nan")), points)
