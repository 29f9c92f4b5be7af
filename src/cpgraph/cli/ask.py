"""Short ways to the common stored queries: ``board``, ``papers``, ``claims``."""

from __future__ import annotations

from cpgraph.cli.query import query_command
from cpgraph.queries import stored_query

board = query_command(stored_query("evidence/board"), "board")
papers = query_command(stored_query("papers/list"), "papers")
claims = query_command(stored_query("claims/list"), "claims")
