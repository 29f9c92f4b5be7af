"""Readers: each turns one kind of source into papers, all of them into the same shape."""
