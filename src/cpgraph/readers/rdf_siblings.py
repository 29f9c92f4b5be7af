"""Terms that other vocabularies have for what cpgraph says: read as ours, once, and counted.

Only statements about papers are read so, and only where the paper does not say the same in our term;
whatever has no sibling here stays as it is stated.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from cpgraph.rdf import RDF_TYPE, NamedNode, Term, Triple
from cpgraph.readers.rdf_sibling_values import PART_OF, SiblingValues, term
from cpgraph.terms import FABIO, SCHEMA
from cpgraph.vocabulary import Vocabulary

#: Our term -> its siblings, the closest first. The first block holds one value, the second many.
_ONE = """
dcterms:title: dc:title schema:headline schema:name
dcterms:abstract: bibo:abstract schema:abstract dc:description
dcterms:identifier: schema:identifier dc:identifier
schema:datePublished: prism:publicationDate prism:coverDate dcterms:issued dc:date
    fabio:hasPublicationYear
prism:doi: bibo:doi prism2.1:doi prism3:doi dcterms:identifier dc:identifier schema:identifier
    schema:sameAs
prism:publicationName: prism2.1:publicationName prism3:publicationName dcterms:isPartOf
    schema:isPartOf frbr:partOf
schema:url: fabio:hasURL bibo:uri foaf:page
"""
_MANY = """
rdf:type: schema:additionalType
schema:keywords: prism:keyword bibo:keyword dc:subject
dcterms:subject: dc:subject
dcterms:creator: dc:creator foaf:maker
cito:cites: bibo:cites schema:citation
"""
#: Classes whose members are papers, and the publication kind where ours has another name.
_PAPERS = """
bibo:AcademicArticle bibo:Article bibo:Chapter=BookChapter bibo:Report=Report bibo:Thesis=Thesis
fabio:Article fabio:BachelorsThesis fabio:BookChapter fabio:BriefReport
fabio:CaseReport fabio:ConferencePaper fabio:DoctoralThesis fabio:Editorial fabio:JournalArticle
fabio:JournalEditorial fabio:MastersThesis fabio:Preprint fabio:ProceedingsPaper fabio:Report
fabio:ReportDocument
fabio:ResearchPaper fabio:ReviewArticle fabio:ReviewPaper fabio:TechnicalReport fabio:Thesis
fabio:WorkingPaper fabio:WorkshopPaper
"""


_ARTICLE = NamedNode(f"{SCHEMA}ScholarlyArticle")


@dataclass(frozen=True, slots=True)
class _Sibling:
    """That a term of another vocabulary says what ours does; a lower rank is nearer."""

    name: str
    ours: NamedNode
    our_name: str
    rank: int
    is_one: bool

    def __str__(self) -> str:
        return f"{self.name} as {self.our_name}"


def in_our_terms(
    triples: Iterable[Triple], vocabulary: Vocabulary
) -> tuple[list[Triple], Counter[str]]:
    """The statements with siblings of our terms read as ours; how often which was.

    >>> from cpgraph.rdf import Literal
    >>> paper = NamedNode("http://e/p")
    >>> stated = [Triple(paper, RDF_TYPE, _ARTICLE), Triple(paper, term("dc:title"), Literal("T"))]
    >>> in_our_terms(stated, Vocabulary(()))[1]
    Counter({'dc:title as dcterms:title': 1})
    """
    document = _Document(list(triples), vocabulary)
    return document.triples, document.renamed


class _Document:
    """Statements on their way to our terms."""

    def __init__(self, triples: list[Triple], vocabulary: Vocabulary) -> None:
        self.triples = triples
        self.renamed: Counter[str] = Counter()
        self._values = SiblingValues(triples, vocabulary)
        self._papers = {
            triple.subject
            for triple in triples
            if triple.predicate == RDF_TYPE and triple.object == _ARTICLE
        }
        self._name_papers()
        self._rename()

    def _name_papers(self) -> None:
        """Members of classes of papers become papers too."""
        known = _paper_classes()
        more: dict[Triple, None] = {}
        for triple in self.triples:
            if triple.predicate != RDF_TYPE or triple.subject in self._papers:
                continue
            found = known.get(triple.object)
            if found:
                name, kind = found
                self.renamed[f"{name} as schema:ScholarlyArticle"] += 1
                more[Triple(triple.subject, RDF_TYPE, _ARTICLE)] = None
                if kind:
                    more[Triple(triple.subject, RDF_TYPE, NamedNode(FABIO + kind))] = None
        self._papers.update(triple.subject for triple in more)
        self.triples = [*self.triples, *more]

    def _rename(self) -> None:
        offers: dict[tuple[object, NamedNode], list[tuple[_Sibling, Triple, Term]]]
        offers = defaultdict(list)
        siblings = _siblings()
        for triple in self.triples:
            if triple.predicate in siblings and triple.subject in self._papers:
                for sibling in siblings[triple.predicate]:
                    value = self._values.read(sibling.our_name, triple.object)
                    if value is not None:
                        offers[triple.subject, sibling.ours].append((sibling, triple, value))
        instead = {
            triple: Triple(triple.subject, sibling.ours, value)
            for offered in offers.values()
            for sibling, triple, value in self._taken(offered)
        }
        if instead:
            self.triples = [new for old in self.triples for new in _both(old, instead.get(old))]

    def _taken(
        self, offered: list[tuple[_Sibling, Triple, Term]]
    ) -> Iterator[tuple[_Sibling, Triple, Term]]:
        """All of many; of one the nearest, unless our term is there."""
        nearest, stated, _ = min(offered, key=lambda offer: offer[0].rank)
        if nearest.is_one:
            is_there = any(self._values.objects(stated.subject, nearest.ours))
            offered = [] if is_there else [offer for offer in offered if offer[0] == nearest][:1]
        for offer in offered:
            self.renamed[str(offer[0])] += 1
            yield offer


_KEPT = {*PART_OF, term("schema:sameAs")}


def _both(old: Triple, new: Triple | None) -> list[Triple]:
    """The new statement in the place of the old one; beside it, where that leads to more."""
    if new is None:
        return [old]
    return [old, new] if old.predicate in _KEPT else [new]


@cache
def _siblings() -> dict[NamedNode, list[_Sibling]]:
    found: dict[NamedNode, list[_Sibling]] = defaultdict(list)
    for table, is_one in ((_ONE, True), (_MANY, False)):
        for our_name, names in re.findall(r"^(\S+): (.+(?:\n +.+)*)", table, re.MULTILINE):
            for rank, name in enumerate(names.split()):
                sibling = _Sibling(name, term(our_name), our_name, rank, is_one)
                found[term(name)].append(sibling)
    return dict(found)


@cache
def _paper_classes() -> dict[object, tuple[str, str]]:
    """A class of papers -> what it is called, and the publication kind that it adds."""
    parts = (entry.partition("=") for entry in _PAPERS.split())
    return {term(name): (name, kind) for name, _, kind in parts}
