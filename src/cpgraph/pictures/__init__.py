"""Pictures of a synthesis: static SVG with the numbers behind each as CSV.

Shapes say what colours say, so that a picture can be read in grey; a title is a sentence with its
counts. Equal syntheses give equal bytes.

>>> from cpgraph.store import open_store
>>> from cpgraph.synthesis import ask, synthesise
>>> with open_store(":memory:") as store:
...     [picture.name for picture in pictures_of(synthesise(store, ask(store, "Error Rate")))]
[]
"""

from cpgraph.pictures.frame import Links
from cpgraph.pictures.gallery import pictures_of
from cpgraph.pictures.picture import Picture
from cpgraph.pictures.whole_gap_map import gap_picture

__all__ = ["Links", "Picture", "gap_picture", "pictures_of"]
