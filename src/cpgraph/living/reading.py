"""From the named graph of a synthesis back to plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cpgraph.living.model import Stored
from cpgraph.living.names import paper_of
from cpgraph.living.statements import Said
from cpgraph.rdf import Triple
from cpgraph.synthesis.model import Counts, Proportion, Question, Tested
from cpgraph.terms import CPG, DCTERMS, PAV, PROV, RDFS, Iris
from cpgraph.vocabulary import Vocabulary


def stored_of(
    triples: Iterable[Triple], name: str, iri: str, iris: Iris, vocabulary: Vocabulary
) -> Stored:
    """The synthesis that the graph ``iri`` describes; what it does not say is left open."""
    said = Said(triples)
    asked = _question(said, iri, vocabulary)
    has_numbers = said.one(iri, f"{CPG}studyCount") is not None
    return Stored(
        name=name,
        iri=iri,
        version=int(said.one(iri, f"{PAV}version") or 1),
        sentence=said.text(iri, f"{CPG}question"),
        question=asked,
        made=said.text(iri, f"{PROV}generatedAtTime"),
        query_hash=said.text(iri, f"{CPG}queryHash"),
        data_hash=said.text(iri, f"{CPG}dataHash"),
        claims=_claims(said, iri),
        papers=_papers(said, iri, iris),
        who=said.one(said.text(iri, f"{PROV}wasAttributedTo"), f"{RDFS}label"),
        software=said.one(said.text(iri, f"{PAV}createdWith"), f"{RDFS}label"),
        counts=_counts(said, iri) if has_numbers else None,
        share=_share(said, iri, asked) if has_numbers else None,
        tested=Tested(said.whole(iri, f"{CPG}testedTogether"), said.real(iri, f"{CPG}adjustedP")),
        headline=said.one(iri, f"{CPG}headline"),
        said=tuple(said.text(iri, f"{DCTERMS}description").splitlines()),
    )


def _question(said: Said, iri: str, vocabulary: Vocabulary) -> Question:
    category = said.one(iri, f"{CPG}outcomeCategory")
    about = category or said.text(iri, f"{CPG}outcome")
    known = vocabulary.at(about)
    label = said.one(iri, f"{RDFS}label") or (known.label if known else about)
    fields: dict[str, Any] = {
        "themes": _keys(vocabulary, "theme", said.all(iri, f"{DCTERMS}subject")),
        **_restrictions(said, iri, vocabulary),
        "since": said.one(iri, f"{CPG}since"),
        "until": said.one(iri, f"{CPG}until"),
        "orient": said.one(iri, f"{CPG}orientation") or "raw",
        "interval": said.one(iri, f"{CPG}intervalMethod") or "wilson",
    }
    return Question("category" if category else "outcome", about, label, **fields)


def _restrictions(said: Said, iri: str, vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    concepts = said.all(iri, f"{CPG}restrictedTo")
    types = _keys(vocabulary, "paper-type", concepts)
    usual = Question("category", "", "").paper_types
    if not types or sorted(types) == sorted(usual):
        types = usual
    return {
        "paper_types": types,
        "levels": _keys(vocabulary, "level", concepts),
        "extractions": _keys(vocabulary, "extraction", concepts),
    }


def _keys(vocabulary: Vocabulary, scheme: str, concepts: Iterable[str]) -> tuple[str, ...]:
    known = (vocabulary.at(iri) for iri in concepts)
    return tuple(sorted(one.key for one in known if one and one.scheme == scheme))


def _claims(said: Said, iri: str) -> dict[str, str]:
    """Claims by how they counted; what is only said to be in or out keeps that."""
    codes = dict.fromkeys(said.all(iri, f"{CPG}included"), "included")
    codes |= dict.fromkeys(said.all(iri, f"{CPG}excluded"), "excluded")
    for kind in ("votingClaims", "leftOut"):
        for tally in said.all(iri, f"{CPG}{kind}"):
            code = said.text(tally, f"{CPG}code")
            codes |= dict.fromkeys(said.all(tally, f"{PROV}hadMember"), code)
    return codes


def _papers(said: Said, iri: str, iris: Iris) -> dict[str, str]:
    return {
        paper_of(iris, said.text(node, f"{PROV}specializationOf")): said.text(
            node, f"{CPG}dataHash"
        )
        for node in said.all(iri, f"{PROV}wasDerivedFrom")
    }


def _counts(said: Said, iri: str) -> Counts:
    return Counts(
        said.whole(iri, f"{CPG}positiveStudies"),
        said.whole(iri, f"{CPG}negativeStudies"),
        said.whole(iri, f"{CPG}mixedStudies"),
        said.whole(iri, f"{CPG}nullStudies"),
        said.whole(iri, f"{CPG}claimCount"),
    )


def _share(said: Said, iri: str, asked: Question) -> Proportion:
    counts = _counts(said, iri)
    share, low, high, p = (
        said.real(iri, f"{CPG}{name}")
        for name in ("share", "intervalLow", "intervalHigh", "pValue")
    )
    return Proportion(counts.positive, counts.directional, share, low, high, p, asked.interval)
