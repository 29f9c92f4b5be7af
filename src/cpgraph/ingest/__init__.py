"""Loading and checking: sources are read, each paper is validated, and what conforms is written."""

from cpgraph.ingest.checking import check, check_store, context_of
from cpgraph.ingest.loading import StoppedError, load

__all__ = ["StoppedError", "check", "check_store", "context_of", "load"]
