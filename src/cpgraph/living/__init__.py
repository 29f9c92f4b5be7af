"""Living syntheses: kept in the store as RDF, with when they go stale, why, and what that changes.

>>> from cpgraph.store import open_store
>>> from cpgraph.synthesis import ask, synthesise
>>> with open_store(":memory:", "write") as store:
...     kept = save(store, synthesise(store, ask(store, "Error Rate")), who="A. Reviewer")
...     [one.is_stale for one in status(store)]
[False]
>>> kept.name, kept.counts.studies, kept.who
('error-rate', 0, 'A. Reviewer')
"""

from cpgraph.living.annotating import annotate, annotations, check
from cpgraph.living.carrying import kept_graphs, take_kept, write_kept
from cpgraph.living.keeping import find, head, history, load, name_of, save
from cpgraph.living.model import RefusedProseError, SynthesisNotFoundError
from cpgraph.living.names import names
from cpgraph.living.rating import rate, rated, rating
from cpgraph.living.refreshing import refresh
from cpgraph.living.staleness import in_words, stale, status
from cpgraph.living.touching import made_stale
from cpgraph.living.writing import triples_of, turtle

__all__ = [
    "RefusedProseError",
    "SynthesisNotFoundError",
    "annotate",
    "annotations",
    "check",
    "find",
    "head",
    "history",
    "in_words",
    "kept_graphs",
    "load",
    "made_stale",
    "name_of",
    "names",
    "rate",
    "rated",
    "rating",
    "refresh",
    "save",
    "stale",
    "status",
    "take_kept",
    "triples_of",
    "turtle",
    "write_kept",
]
