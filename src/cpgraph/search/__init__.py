"""Search by words over titles, abstracts, findings and claims, ranked; an index beside the store."""

from cpgraph.search.index import SearchIndex, index_of
from cpgraph.search.model import ClaimHit, PaperHit, SearchResult

__all__ = ["ClaimHit", "PaperHit", "SearchIndex", "SearchResult", "index_of"]
