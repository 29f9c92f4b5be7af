"""Syntheses: in which direction the papers report an outcome, how sure one can be, what is missing.

>>> from cpgraph.store import open_store
>>> with open_store(":memory:") as store:
...     made = synthesise(store, ask(store, "Error Rate"))
>>> made.counts.studies, made.certainty.ceiling
(0, 'not ratable')
"""

from cpgraph.synthesis.asking import FILTERS, ask, categories
from cpgraph.synthesis.model import Question, Synthesis
from cpgraph.synthesis.synthesise import synthesise, synthesise_all

__all__ = ["FILTERS", "Question", "Synthesis", "ask", "categories", "synthesise", "synthesise_all"]
