"""A synthesis as RDF: PROV-O for where it came from, terms of its own for what it came to.

It has no blank nodes: its parts have IRIs below its own, so that the same synthesis is the same graph.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping

from cpgraph.exporting import write_graph
from cpgraph.living.names import agent_triples, software_iri, software_triples
from cpgraph.living.statements import Statements
from cpgraph.rdf import SYNTAXES, Triple, typed
from cpgraph.synthesis import wording
from cpgraph.synthesis.model import Claim, Paper, Question, Stratum, Synthesis
from cpgraph.synthesis.selection import data_hash
from cpgraph.terms import CPG, DCTERMS, PAV, PROV, RDF, RDFS, Iris, digest
from cpgraph.vocabulary import Vocabulary, shipped

_TYPE = f"{RDF}type"


def triples_of(
    made: Synthesis,
    iris: Iris,
    *,
    name: str | None = None,
    version: int = 1,
    who: str | None = None,
    vocabulary: Vocabulary | None = None,
) -> list[Triple]:
    """What the named graph of a synthesis says.

    :param name: under which it is stored; None is the question's own.
    :param who: made it; None leaves that open.
    :param vocabulary: in which the filters of the question stand; None is what cpgraph ships.
    """
    writing = _Writing(made, iris.synthesis(name or made.question.name), iris)
    writing.question(vocabulary or shipped())
    writing.provenance(who, version)
    writing.numbers()
    writing.claims()
    writing.studies()
    writing.comparisons()
    writing.papers()
    return writing.out.triples


def turtle(made: Synthesis, iris: Iris, vocabulary: Vocabulary | None = None) -> bytes:
    """A synthesis as a Turtle document, the same bytes for the same synthesis."""
    output = io.BytesIO()
    triples = triples_of(made, iris, vocabulary=vocabulary)
    write_graph(triples, output, SYNTAXES["turtle"], iris.prefixes)
    return output.getvalue()


def paper_hashes(claims: Iterable[Claim], papers: Mapping[str, Paper]) -> dict[str, str]:
    """Paper key -> hash of all that a synthesis takes from the paper; together, its data hash.

    A paper that the filters leave out whole is not there.
    """
    of_paper: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.reason != "filter":
            of_paper[claim.paper].append(claim)
    return {key: data_hash(own, papers) for key, own in of_paper.items()}


def code_of(claim: Claim) -> str:
    """How a claim counts: its direction where it votes, else the reason why not."""
    return claim.reason or claim.toward or "no-direction"


class _Writing:
    """One synthesis on its way to RDF."""

    def __init__(self, made: Synthesis, iri: str, iris: Iris) -> None:
        self._made = made
        self._iri = iri
        self._iris = iris
        self.out = Statements()

    def question(self, vocabulary: Vocabulary) -> None:
        asked, iri, out = self._made.question, self._iri, self.out
        out.link(iri, _TYPE, f"{CPG}Synthesis")
        out.say(iri, f"{CPG}question", wording.title(asked))
        out.say(iri, f"{RDFS}label", asked.label)
        about = "outcomeCategory" if asked.kind == "category" else "outcome"
        out.link(iri, f"{CPG}{about}", asked.iri)
        out.link(iri, f"{DCTERMS}subject", *_concepts(vocabulary, "theme", asked.themes))
        out.link(iri, f"{CPG}restrictedTo", *_restrictions(vocabulary, asked))
        out.say(iri, f"{CPG}since", asked.since)
        out.say(iri, f"{CPG}until", asked.until)
        out.say(iri, f"{CPG}orientation", asked.orient)
        out.say(iri, f"{CPG}intervalMethod", asked.interval)

    def provenance(self, who: str | None, version: int) -> None:
        made, iri, out = self._made, self._iri, self.out
        out.say(iri, f"{PROV}generatedAtTime", typed(made.made, "dateTime"))
        out.say(iri, f"{PAV}version", str(version))
        out.say(iri, f"{CPG}queryHash", made.query_hash)
        out.say(iri, f"{CPG}dataHash", made.data_hash)
        out.link(iri, f"{PAV}createdWith", software_iri(self._iris))
        out.triples += software_triples(self._iris)
        if who:
            out.link(iri, f"{PROV}wasAttributedTo", self._iris.agent(who))
            out.triples += agent_triples(self._iris, who)

    def numbers(self) -> None:
        made, share = self._made, self._made.proportion
        counts = made.counts
        numbers = {
            f"{CPG}positiveStudies": counts.positive,
            f"{CPG}negativeStudies": counts.negative,
            f"{CPG}mixedStudies": counts.mixed,
            f"{CPG}nullStudies": counts.null,
            f"{CPG}studyCount": counts.studies,
            f"{CPG}claimCount": counts.claims,
            f"{CPG}share": share.share,
            f"{CPG}intervalLow": share.low,
            f"{CPG}intervalHigh": share.high,
            f"{CPG}pValue": share.p,
            f"{CPG}testedTogether": made.tested.cells,
            f"{CPG}adjustedP": made.tested.p,
            f"{CPG}conflictIndex": counts.index,
            f"{CPG}state": counts.state,
            f"{CPG}headline": wording.headline(made.question, counts),
            f"{DCTERMS}description": "\n".join(wording.sentences(made)),
        }
        for predicate, number in numbers.items():
            self.out.say(self._iri, predicate, number)

    def claims(self) -> None:
        for predicate, tally, claims in (
            (f"{CPG}included", f"{CPG}votingClaims", self._made.included),
            (f"{CPG}excluded", f"{CPG}leftOut", self._made.excluded),
        ):
            groups: dict[str, list[str]] = defaultdict(list)
            for claim in claims:
                groups[code_of(claim)].append(claim.iri)
            for code, members in groups.items():
                self.out.link(self._iri, predicate, *members)
                self._tally(tally, code, members)

    def studies(self) -> None:
        votes: dict[str, list[str]] = defaultdict(list)
        for study in self._made.studies:
            votes[study.vote].append(study.iri)
        for vote, members in votes.items():
            self._tally(f"{CPG}votingStudies", vote, members)

    def comparisons(self) -> None:
        for one in self._made.comparisons:
            node, out = f"{self._iri}#comparison-{one.name}", self.out
            out.link(self._iri, f"{CPG}comparison", node)
            out.link(node, _TYPE, f"{CPG}Comparison")
            out.say(node, f"{DCTERMS}description", wording.compared(one, self._made.tests))
            out.say(node, f"{CPG}oddsRatio", one.odds_ratio)
            out.say(node, f"{CPG}pValue", one.p)
            out.say(node, f"{CPG}adjustedP", one.adjusted)
            self._group(node, f"{CPG}firstGroup", one.first)
            self._group(node, f"{CPG}secondGroup", one.second)

    def _group(self, comparison: str, predicate: str, group: Stratum) -> None:
        node, out = f"{comparison}-{group.key}", self.out
        self._members(comparison, predicate, node, group.key, list(group.studies))
        out.say(node, f"{CPG}positiveStudies", group.counts.positive)
        out.say(node, f"{CPG}negativeStudies", group.counts.negative)

    def _tally(self, predicate: str, code: str, members: list[str]) -> None:
        node = f"{self._iri}#{predicate.removeprefix(CPG)}-{code}"
        self._members(self._iri, predicate, node, code, members)

    def _members(
        self, about: str, predicate: str, node: str, code: str, members: list[str]
    ) -> None:
        out = self.out
        out.link(about, predicate, node)
        out.link(node, _TYPE, f"{CPG}Tally")
        out.say(node, f"{CPG}code", code)
        out.say(node, f"{CPG}count", len(members))
        out.link(node, f"{PROV}hadMember", *members)

    def papers(self) -> None:
        papers = {paper.key: paper for paper in self._made.papers}
        for key, hash_ in paper_hashes(self._made.claims, papers).items():
            node = f"{self._iri}#paper-{digest(key)}"
            self.out.link(self._iri, f"{PROV}wasDerivedFrom", node)
            self.out.link(node, f"{PROV}specializationOf", papers[key].iri)
            self.out.say(node, f"{CPG}dataHash", hash_)


def _restrictions(vocabulary: Vocabulary, asked: Question) -> list[str]:
    return [
        *_concepts(vocabulary, "paper-type", asked.paper_types),
        *_concepts(vocabulary, "level", asked.levels),
        *_concepts(vocabulary, "extraction", asked.extractions),
    ]


def _concepts(vocabulary: Vocabulary, scheme: str, keys: Iterable[str]) -> list[str]:
    return [vocabulary.get(scheme, key).iri for key in keys]
