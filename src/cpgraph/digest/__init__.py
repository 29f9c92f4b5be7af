"""Digests: what is new in a window of dates, and what it changed.

>>> from cpgraph.store import open_store
>>> with open_store(":memory:") as store:
...     made = digest(store, week("2026-W20"))
>>> made.window.since, made.window.until, made.papers
('2026-05-11', '2026-05-17', ())
"""

from cpgraph.digest.making import digest
from cpgraph.digest.model import Digest, NewClaim, NewPaper, Window
from cpgraph.digest.weeks import Weeks, weeks
from cpgraph.digest.window import week, window

__all__ = [
    "Digest",
    "NewClaim",
    "NewPaper",
    "Weeks",
    "Window",
    "digest",
    "week",
    "weeks",
    "window",
]
