"""Whether papers follow ``shapes/``: SHACL Core, by a fast engine or by the reference engine.

Non-conformance is a result, never an error. Importing this imports no engine; the one that is asked
for is imported when a :class:`Validator` is made.
"""

from __future__ import annotations

from cpgraph.validation.engine import ENGINES, EngineError, ShapesError
from cpgraph.validation.report import report_triples
from cpgraph.validation.validator import Validator

__all__ = ["ENGINES", "EngineError", "ShapesError", "Validator", "report_triples"]
