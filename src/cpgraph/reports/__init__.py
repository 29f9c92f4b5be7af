"""Reports: a synthesis as text, Markdown, HTML, JSON and Turtle, with its references and pictures.

Nothing is computed here: the numbers are those of the synthesis, the sentences those of
:mod:`cpgraph.synthesis.wording`.

>>> from cpgraph.store import open_store
>>> from cpgraph.synthesis import ask, synthesise
>>> with open_store(":memory:") as store:
...     made = synthesise(store, ask(store, "Error Rate"))
...     said = text_report(store, made)
>>> said.splitlines()[0], "No study in the store votes on Error Rate" in said
('Error Rate', True)
"""

from cpgraph.reports.as_json import schema
from cpgraph.reports.crates import write_store_crate, write_synthesis_crate
from cpgraph.reports.forms import FORMS, Form, text_report, write_folder, write_index
from cpgraph.reports.overview import every_category, overview

__all__ = [
    "FORMS",
    "Form",
    "every_category",
    "overview",
    "schema",
    "text_report",
    "write_folder",
    "write_index",
    "write_store_crate",
    "write_synthesis_crate",
]
