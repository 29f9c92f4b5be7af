"""``cpgraph stats``."""

from __future__ import annotations

from cpgraph.cli.query import query_command
from cpgraph.queries import stored_query

stats = query_command(stored_query("store/stats"), "stats")
