"""``python -m cpgraph``."""

from cpgraph.cli import main

main()
