"""Whatever a file holds, a reader gives readings or says that it cannot be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpgraph.errors import SourceError
from cpgraph.paper_graph import Context, paper_from_triples
from cpgraph.readers.base import PaperReading, Reader, Source
from cpgraph.readers.bibtex import read_bibtex
from cpgraph.readers.csl import read_csl
from cpgraph.readers.openalex import read_openalex
from cpgraph.readers.ris import read_ris
from cpgraph.terms import Iris
from cpgraph.vocabulary import shipped
from openalex_works import FULL

CONTEXT = Context(Iris(), shipped())
BIBTEX = ["@article{", "@string{", "a,", "title", " = ", "{", "}", '"', "#", "author", "year",
          " and ", ",", "\\'e", "$x$", "\\", "month", "jan", "\n", "%", "others",
          "crossref"]  # fmt: skip
RIS = ["TY  - JOUR\n", "ER  - \n", "TI  - ", "AU  - ", ", ", "DA  - 2024/", "KW  - ", "ID  - ", "\n",
       "N1  - Retracted: ", "AN  - arXiv:", "UK  - ", "er  -", "\r"]  # fmt: skip
ITEM: dict[str, Any] = {
    "id": "a", "type": "book", "title": "T", "author": [{"family": "A", "given": "B"}],
    "issued": {"date-parts": [[2024, 3, 5]]}, "DOI": "10.1/x", "keyword": "a, b", "URL": "http://e/",
}  # fmt: skip


def papers(reader: Reader, content: str) -> Iterator[PaperReading]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "source"
        path.write_bytes(content.encode("utf-8", "surrogatepass"))
        try:
            found = list(reader(Source("source", path), CONTEXT))
        except SourceError:
            return
    yield from (one for one in found if isinstance(one, PaperReading))


def changed(value: Any, draw: st.DataObject) -> Any:
    """A copy of plain data in which some part is something else."""
    if draw.draw(st.integers(0, 9)) == 0:
        odd: st.SearchStrategy[Any] = (
            st.none() | st.booleans() | st.integers() | st.text() | st.just([]) | st.just({})
        )
        return draw.draw(odd)
    if isinstance(value, dict):
        return {name: changed(part, draw) for name, part in value.items()}
    if isinstance(value, list):
        return [changed(part, draw) for part in value]
    return value


def check(found: Iterator[PaperReading]) -> None:
    """Each paper says its key, and over itself it is itself."""
    for one in found:
        iri = CONTEXT.iris.paper(one.key)
        assert paper_from_triples(one.triples, iri, CONTEXT.vocabulary).key == one.key
        assert one.over is not None
        assert set(one.over(one.triples).triples) == set(one.triples)


quick = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(parts=st.lists(st.sampled_from(BIBTEX) | st.text(max_size=5), max_size=40))
def test_any_bibtex(parts: list[str]) -> None:
    text = "".join(parts)
    check(papers(read_bibtex, text))
    for field in ("title", "author", "year", "doi", "note", "keywords", "month", "journal"):
        check(papers(read_bibtex, f"@misc{{a, title = {{T}}, {field} = {{{text}}}}}"))


@quick
@given(parts=st.lists(st.sampled_from(RIS) | st.text(max_size=5), max_size=40))
def test_any_ris(parts: list[str]) -> None:
    check(papers(read_ris, f"TY  - JOUR\nTI  - T\n{''.join(parts)}\nER  - \n"))


@pytest.mark.parametrize(("reader", "value"), [(read_csl, ITEM), (read_openalex, FULL)])
@quick
@given(draw=st.data())
def test_any_json(reader: Reader, value: dict[str, Any], draw: st.DataObject) -> None:
    check(papers(reader, json.dumps([changed(value, draw), value])))
