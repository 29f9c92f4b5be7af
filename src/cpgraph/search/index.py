"""The index, on tantivy; kept in step with the store paper by paper, by the hashes of their graphs."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tantivy

from cpgraph.search.documents import documents_of
from cpgraph.search.model import ClaimHit, PaperHit, SearchResult
from cpgraph.store import Store, graph_hashes

#: Another number means another schema: the index is made anew.
_VERSION = 1
_WRITER_BYTES = 64 << 20
_FIELDS = ["heading", "text", "names"]
_BOOSTS = {"heading": 3.0, "names": 2.0}
#: What the library's own query language would read as something else; quotes stay.
_MARKS = re.compile(r'[^\w"]+')
_STEMMED, _EXACT = "en_stem", "raw"


class SearchIndex:
    """An index in a folder; ``update`` brings it to what a store holds.

    :param folder: None is one that is gone with the process.
    """

    def __init__(self, folder: Path | None = None) -> None:
        if folder is None:
            folder = Path(tempfile.mkdtemp(prefix="cpgraph-search-"))
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._folder = folder / f"v{_VERSION}"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(_schema(), path=str(self._folder))

    @property
    def is_gone(self) -> bool:
        """Whether its folder was removed."""
        return not self._folder.is_dir()

    def update(self, store: Store) -> int:
        """Index the papers that are new or changed, and forget those that are gone; how many there were.

        A second process that would write at the same time waits for its turn by failing.

        :raises ValueError: another process is writing the index.
        """
        now = graph_hashes(store)
        changed, gone = self._differences(now)
        if changed or gone:
            self._write(store, changed, gone)
            self._save_hashes(now)
        return len(changed) + len(gone)

    def pending(self, store: Store) -> int:
        """How many papers ``update`` would read or forget."""
        return sum(map(len, self._differences(graph_hashes(store))))

    def _differences(self, now: dict[str, str]) -> tuple[list[str], list[str]]:
        before = self._hashes()
        changed = [key for key, hash_ in now.items() if before.get(key) != hash_]
        return changed, [key for key in before if key not in now]

    def search(self, text: str, *, limit: int = 20) -> SearchResult:
        """The papers and claims that hold the words best; any text is allowed.

        Words in quotes are looked for as they stand together; every word counts, none is needed.
        """
        if not text.strip():
            return SearchResult()
        self._index.reload()
        searcher = self._index.searcher()
        plain = _MARKS.sub(" ", text).lower()  # AND, OR and NOT are words here
        words, _ = self._index.parse_query_lenient(plain, _FIELDS, field_boosts=_BOOSTS)
        (papers, paper_count), (claims, claim_count) = (
            self._found(searcher, words, kind, limit) for kind in ("paper", "claim")
        )
        return SearchResult(
            tuple(_paper_hit(score, found) for score, found in papers),
            tuple(_claim_hit(score, found) for score, found in claims),
            paper_count,
            claim_count,
        )

    def _found(
        self, searcher: Any, words: Any, kind: str, limit: int
    ) -> tuple[list[tuple[float, dict[str, Any]]], int]:
        only = tantivy.Query.term_query(self._index.schema, "kind", kind)
        both = [
            (tantivy.Occur.Must, words),
            (tantivy.Occur.Must, tantivy.Query.const_score_query(only, 0.0)),
        ]
        hits = searcher.search(tantivy.Query.boolean_query(both), limit=limit)
        found = [(score, searcher.doc(address).to_dict()) for score, address in hits.hits]
        return found, hits.count

    def _write(self, store: Store, changed: Iterable[str], gone: Iterable[str]) -> None:
        writer = self._index.writer(_WRITER_BYTES, 1)
        for key in (*changed, *gone):
            writer.delete_documents_by_term("key", key)
        for key in changed:
            for document in _documents(store, key):
                writer.add_document(
                    tantivy.Document(**{k: v for k, v in document.items() if v != ""})
                )
        writer.commit()
        writer.wait_merging_threads()

    @property
    def _hash_file(self) -> Path:
        return self._folder / "hashes.json"

    def _hashes(self) -> dict[str, str]:
        try:
            kept = json.loads(self._hash_file.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _save_hashes(self, hashes: dict[str, str]) -> None:
        draft = self._hash_file.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(hashes), encoding="utf-8")
        draft.replace(self._hash_file)


def index_of(location: str | Path) -> SearchIndex:
    """The index beside a store, or one of this process where that one cannot be written."""
    folder = Path(location)
    if folder.is_dir():
        try:
            return SearchIndex(folder / "search")
        except (OSError, ValueError):  # read-only, or made by another version of the library
            pass
    return SearchIndex()


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for name in ("kind", "key"):
        builder.add_text_field(name, stored=True, tokenizer_name=_EXACT, index_option="basic")
    for name in _FIELDS:
        builder.add_text_field(name, stored=name == "text", tokenizer_name=_STEMMED)
    for name in ("title", "published", "direction"):
        builder.add_text_field(name, stored=True, tokenizer_name=_EXACT, index_option="basic")
    builder.add_integer_field("position", stored=True)
    return builder.build()


def _documents(store: Store, key: str) -> Iterator[dict[str, Any]]:
    iris = store.iris
    return documents_of(key, iris.paper(key), store.graph(iris.graph(key)))


def _paper_hit(score: float, found: dict[str, Any]) -> PaperHit:
    return PaperHit(
        _one(found, "key"), _one(found, "title"), _one(found, "published") or None, score
    )


def _claim_hit(score: float, found: dict[str, Any]) -> ClaimHit:
    return ClaimHit(
        _one(found, "key"),
        found.get("position", [0])[0],
        _one(found, "title"),
        _one(found, "text"),
        _one(found, "direction") or None,
        score,
    )


def _one(found: dict[str, Any], name: str) -> str:
    return str(next(iter(found.get(name, ())), ""))
