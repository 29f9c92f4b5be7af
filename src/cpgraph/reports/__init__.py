"""Reports: a synthesis as text, Markdown, HTML and JSON, with its references and pictures.

Nothing is computed here: the numbers are those of the synthesis, the sentences those of
:mod:`cpgraph.synthesis.wording`.
"""

from cpgraph.reports.forms import FORMS, Form
from cpgraph.reports.overview import every_category, overview

__all__ = ["FORMS", "Form", "every_category", "overview"]
