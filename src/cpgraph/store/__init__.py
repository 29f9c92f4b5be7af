"""Stores: where the graphs are kept. A narrow protocol, and one adapter for each kind of store."""
