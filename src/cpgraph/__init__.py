"""cpgraph: a knowledge-graph store for research claims."""

from cpgraph.version import __version__

__all__ = ["__version__"]
