"""A paper as RDF and back: the one place where a field meets its property.

:func:`paper_triples` is the canonical graph of a paper. Pages and records come through it, and RDF
from elsewhere is brought to the same IRIs, so that a paper loads to the same graph whichever way it
came.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from cpgraph.model import Author, Claim, Outcome, Paper, Quote
from cpgraph.rdf import (
    Literal,
    NamedNode,
    Term,
    Triple,
    canonical_literal,
    date_literal,
    integer_literal,
    typed,
)
from cpgraph.terms import (
    CITO,
    CPG,
    DCTERMS,
    FABIO,
    NPX,
    OA,
    PRISM,
    RDF,
    SCHEMA,
    SKOS,
    Iris,
    normalise,
)
from cpgraph.vocabulary import Vocabulary

TYPE = NamedNode(f"{RDF}type")

#: Fields of a paper that are plain text, and their properties.
_TEXTS = {
    "key": f"{DCTERMS}identifier",
    "title": f"{DCTERMS}title",
    "headline": f"{CPG}headline",
    "finding": f"{CPG}finding",
    "abstract": f"{DCTERMS}abstract",
    "main_finding": f"{CPG}mainFinding",
    "key_points": f"{CPG}keyPoints",
    "data_and_methods": f"{CPG}dataAndMethods",
    "implications": f"{CPG}implications",
    "venue": f"{PRISM}publicationName",
    "evidence_strength_reason": f"{CPG}evidenceStrengthReason",
    "methods_rigor_reason": f"{CPG}methodsRigorReason",
    "sample": f"{CPG}sample",
    "generalizability": f"{CPG}generalizability",
    "notes": f"{CPG}notes",
    "doi": f"{PRISM}doi",
    "arxiv_id": f"{FABIO}hasArXivId",
    "openalex_id": f"{CPG}openAlexId",
    "semantic_scholar_id": f"{CPG}semanticScholarId",
}
#: Fields of a paper that name a concept: property and scheme.
_CONCEPTS = {
    "source": (f"{CPG}source", "source"),
    "paper_type": (f"{CPG}paperType", "paper-type"),
    "evidence_strength": (f"{CPG}evidenceStrength", "level"),
    "methods_rigor": (f"{CPG}methodsRigor", "level"),
}
_LINKS = {"source_link": f"{SCHEMA}url", "pdf_link": f"{CPG}pdfLink"}
_DATES = {"published": f"{SCHEMA}datePublished", "fetched": f"{CPG}dateFetched"}
_INTEGERS = {"relevance": f"{CPG}relevance", "stated_claim_count": f"{CPG}statedClaimCount"}
#: Fields of a paper that name other papers; a claim supersedes claims.
_PAPERS = {"supersedes": f"{NPX}supersedes", "cites": f"{CITO}cites"}

_CLAIM_TEXTS = {"text": f"{SCHEMA}text", "evidence_basis": f"{CPG}evidenceBasis"}
_CLAIM_CONCEPTS = {
    "direction": (f"{CPG}direction", "direction"),
    "confidence": (f"{CPG}confidence", "confidence"),
    "category": (f"{CPG}outcomeCategory", "category"),
    "role": (f"{CPG}role", "role"),
    "extraction": (f"{CPG}extractionMethod", "extraction"),
}
#: Property -> scheme of the concepts it takes, for everything in a paper's graph.
CONCEPT_SCHEMES: dict[str, str] = {
    **dict(_CONCEPTS.values()),
    **dict(_CLAIM_CONCEPTS.values()),
    f"{DCTERMS}subject": "theme",
    f"{CPG}polarity": "polarity",
    f"{CPG}quoteStatus": "quote-status",
}

_RETRACTED = {"retracted": f"{CITO}isRetractedBy"}
_SAME_AS = {
    "doi": "https://doi.org/",
    "arxiv_id": "https://arxiv.org/abs/",
    "openalex_id": "https://openalex.org/",
    "semantic_scholar_id": "https://www.semanticscholar.org/paper/",
}
_NATIVE_ID = {
    "arxiv": "arxiv_id",
    "openalex": "openalex_id",
    "semantic_scholar": "semantic_scholar_id",
}


@dataclass(frozen=True, slots=True)
class Context:
    """What a paper's RDF depends on: how IRIs are minted, which concepts are known."""

    iris: Iris
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class FieldPath:
    """A place in a :class:`~cpgraph.model.Paper`: the paper, its n-th author or claim, a field of it.

    ``part`` is ``""``, ``"authors"`` or ``"claims"``; ``index`` is 0-based; ``field`` ``""`` is the
    part as a whole.
    """

    part: str = ""
    index: int = 0
    field: str = ""


def bare_doi(doi: str) -> str:
    """A DOI without resolver or scheme, in lower case (DOI names are case-insensitive).

    >>> bare_doi("https://doi.org/10.1136/BMJ.l6890")
    '10.1136/bmj.l6890'
    """
    return (
        re.sub(r"^\s*(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", doi, flags=re.IGNORECASE)
        .strip()
        .lower()
    )


def bare_id(identifier: str) -> str:
    """An arXiv, OpenAlex, Semantic Scholar or ORCID identifier without its address or scheme.

    >>> bare_id("https://openalex.org/W123"), bare_id("arXiv:2401.00001v2")
    ('W123', '2401.00001v2')
    """
    without_host = re.sub(
        r"^\s*https?://[^/]+/(?:abs/|pdf/|paper/|works/|authors/)?", "", identifier
    )
    bare = re.sub(r"^\s*(?:arxiv|orcid|openalex):\s*", "", without_host, flags=re.IGNORECASE)
    return "".join(bare.split())  # identifiers hold no white space


def claim_iris(paper: Paper, iris: Iris) -> list[str]:
    """The IRI of each claim of the paper, in order; equal texts are told apart by their occurrence."""
    seen: Counter[str] = Counter()
    found = []
    for claim in paper.claims:
        text = normalise(claim.text)
        seen[text] += 1
        found.append(iris.claim(paper.key, text, seen[text]))
    return found


def author_iri(paper: Paper, index: int, iris: Iris) -> str:
    """The ``index``-th author (0-based): the ORCID where there is one, else local to the paper."""
    orcid = paper.authors[index].orcid
    return (
        f"https://orcid.org/{quote(bare_id(orcid).upper())}"
        if orcid
        else iris.author(paper.key, index + 1)
    )


def retraction_iri(thing: str) -> str:
    """The retraction of a paper or claim (its IRI): beside the claim's quote, or alone in the paper."""
    paper, _, part = thing.partition("#claim-")
    return f"{paper}#retraction" + (f"-{part}" if part else "")


def paper_triples(paper: Paper, context: Context) -> list[Triple]:
    """The paper's graph: every statement once, no blank nodes, literals as a store gives them back.

    A spelling that the vocabulary does not know becomes a concept without a scheme, which validation
    reports.
    """
    return list(dict.fromkeys(_statements(paper, context)))


def field_path(paper: Paper, iris: Iris, focus_node: str, predicate: str | None) -> FieldPath:
    """Where in the paper the statement about ``focus_node`` with ``predicate`` came from."""
    claims = claim_iris(paper, iris)
    authors = [author_iri(paper, index, iris) for index in range(len(paper.authors))]
    retraction = re.search(r"#retraction(?:-[\w-]+)?$", focus_node)
    if retraction:
        claim = focus_node.replace("#retraction-", "#claim-")
        part = ("claims", claims.index(claim)) if claim in claims else ("", 0)
        return FieldPath(*part, "retracted")
    if focus_node in claims:
        names = {**_CLAIM_TEXTS, **{name: iri for name, (iri, _) in _CLAIM_CONCEPTS.items()},
                 "outcome": f"{CPG}outcome", "source_score": f"{CPG}sourceScore",
                 "quote": f"{CPG}quote", "supersedes": _PAPERS["supersedes"], **_RETRACTED}  # fmt: skip
        return FieldPath("claims", claims.index(focus_node), _name_of(predicate, names))
    if focus_node in authors:
        return FieldPath("authors", authors.index(focus_node))
    numbered = re.search(r"#authorship-(\d+)$", focus_node)
    if numbered:
        return FieldPath("authors", int(numbered[1]) - 1)
    names = {**_TEXTS, **{name: iri for name, (iri, _) in _CONCEPTS.items()}, **_LINKS, **_DATES,
             **_INTEGERS, "themes": f"{DCTERMS}subject", "authors": f"{CPG}authorship",
             "study": f"{CPG}reportsStudy", **_PAPERS, **_RETRACTED}  # fmt: skip
    return FieldPath(field=_name_of(predicate, names))


def _name_of(predicate: str | None, names: dict[str, str]) -> str:
    return next((name for name, iri in names.items() if iri == predicate), "")


def _statements(paper: Paper, context: Context) -> Iterator[Triple]:
    subject = NamedNode(context.iris.paper(paper.key))
    yield Triple(subject, TYPE, NamedNode(f"{SCHEMA}ScholarlyArticle"))
    if paper.kind:
        yield Triple(subject, TYPE, NamedNode(FABIO + "".join(re.findall(r"\w+", paper.kind))))
    yield from _stated_values(paper, subject, context)
    for theme in paper.themes:
        yield from _concept(subject, f"{DCTERMS}subject", "theme", theme, context)
    if paper.study:
        study = NamedNode(context.iris.study(paper.study))
        yield Triple(subject, NamedNode(f"{CPG}reportsStudy"), study)
        yield Triple(study, TYPE, NamedNode(f"{CPG}Study"))
        yield Triple(study, NamedNode(f"{SKOS}prefLabel"), Literal(normalise(paper.study)))
    for field, iri in _PAPERS.items():
        yield from _references(subject, iri, getattr(paper, field), context)
    yield from _retraction(subject, paper.retracted, paper.retracted_on)
    yield from _authors(paper, subject, context)
    for position, (claim, iri) in enumerate(
        zip(paper.claims, claim_iris(paper, context.iris), strict=True), 1
    ):
        yield from _claim(claim, NamedNode(iri), subject, position, context)


def _stated_values(paper: Paper, subject: NamedNode, context: Context) -> Iterator[Triple]:
    """Texts, links, dates, numbers, identifiers and concepts: what is one field, one value."""
    identifiers = _identifiers(paper)
    for fields, term in (
        (_TEXTS, Literal),
        (_LINKS, _link),
        (_DATES, date_literal),
        (_INTEGERS, _integer),
    ):
        for field, iri in fields.items():
            value = identifiers.get(field, getattr(paper, field))
            if value not in {None, ""}:
                yield Triple(subject, NamedNode(iri), term(value))
    for field, value in identifiers.items():
        yield Triple(subject, NamedNode(f"{SCHEMA}sameAs"), _link(_SAME_AS[field] + value))
    for field, (iri, scheme) in _CONCEPTS.items():
        yield from _concept(subject, iri, scheme, getattr(paper, field), context)


def _identifiers(paper: Paper) -> dict[str, str]:
    """The external identifiers, bare; the native id of the key is one of them."""
    source, _, native = paper.key.partition(":")
    stated = {field: getattr(paper, field) for field in _SAME_AS}
    if source in _NATIVE_ID and not stated[_NATIVE_ID[source]]:
        stated[_NATIVE_ID[source]] = native
    return {
        field: bare_doi(value) if field == "doi" else bare_id(value)
        for field, value in stated.items()
        if value
    }


def _authors(paper: Paper, subject: NamedNode, context: Context) -> Iterator[Triple]:
    if paper.authors_not_stated:
        yield Triple(subject, NamedNode(f"{CPG}authorsNotStated"), typed("true", "boolean"))
    for index, author in enumerate(paper.authors):
        authorship = NamedNode(context.iris.authorship(paper.key, index + 1))
        person = NamedNode(author_iri(paper, index, context.iris))
        yield Triple(subject, NamedNode(f"{CPG}authorship"), authorship)
        yield Triple(authorship, TYPE, NamedNode(f"{CPG}Authorship"))
        yield Triple(authorship, NamedNode(f"{CPG}author"), person)
        yield Triple(authorship, NamedNode(f"{SCHEMA}position"), integer_literal(index + 1))
        yield Triple(person, TYPE, NamedNode(f"{SCHEMA}Person"))
        yield Triple(person, NamedNode(f"{SCHEMA}name"), Literal(normalise(author.name)))
        if author.openalex_id:
            openalex = Literal(bare_id(author.openalex_id))
            yield Triple(person, NamedNode(f"{CPG}openAlexId"), openalex)
        for field, text in (("name", author.name_as_printed), ("affiliation", author.affiliation)):
            if text:
                yield Triple(
                    authorship, NamedNode(f"{CPG}{field}AsPrinted"), Literal(normalise(text))
                )


def _claim(
    claim: Claim,
    node: NamedNode,
    paper: NamedNode,
    position: int,
    context: Context,
) -> Iterator[Triple]:
    yield Triple(node, TYPE, NamedNode(f"{SCHEMA}Claim"))
    yield Triple(node, NamedNode(f"{SCHEMA}appearance"), paper)
    yield Triple(node, NamedNode(f"{SCHEMA}position"), integer_literal(position))
    for field, iri in _CLAIM_TEXTS.items():
        if getattr(claim, field):
            yield Triple(node, NamedNode(iri), Literal(normalise(getattr(claim, field))))
    for field, (iri, scheme) in _CLAIM_CONCEPTS.items():
        yield from _concept(node, iri, scheme, getattr(claim, field), context)
    if claim.source_score:
        score = canonical_literal(typed(claim.source_score, "decimal"))
        yield Triple(node, NamedNode(f"{CPG}sourceScore"), score)
    if claim.quote:
        quote = NamedNode(node.value.replace("#claim-", "#quote-"))
        yield Triple(node, NamedNode(f"{CPG}quote"), quote)
        yield Triple(quote, TYPE, NamedNode(f"{OA}TextQuoteSelector"))
        yield Triple(quote, NamedNode(f"{OA}exact"), Literal(claim.quote.text))
        status = claim.quote.status
        yield from _concept(quote, f"{CPG}quoteStatus", "quote-status", status, context)
    yield from _references(node, _PAPERS["supersedes"], claim.supersedes, context)
    yield from _retraction(node, claim.retracted)
    if claim.outcome:
        yield from _outcome(claim.outcome, node, context)


def _outcome(outcome: Outcome, claim: NamedNode, context: Context) -> Iterator[Triple]:
    node = NamedNode(context.iris.outcome(outcome.label))
    yield Triple(claim, NamedNode(f"{CPG}outcome"), node)
    yield Triple(node, TYPE, NamedNode(f"{CPG}Outcome"))
    yield Triple(node, NamedNode(f"{SKOS}prefLabel"), Literal(normalise(outcome.label)))
    for field, scheme, text in (
        ("outcomeCategory", "category", outcome.category),
        ("polarity", "polarity", outcome.polarity),
    ):
        yield from _concept(node, f"{CPG}{field}", scheme, text, context)
    for match in outcome.exact_match:
        yield Triple(node, NamedNode(f"{SKOS}exactMatch"), _link(match))


def _concept(
    subject: NamedNode,
    predicate: str,
    scheme: str,
    text: str | None,
    context: Context,
) -> Iterator[Triple]:
    if text is None or not text.strip():
        return
    known = context.vocabulary.find(scheme, text)
    concept = NamedNode(known.iri if known else context.iris.concept(scheme, text))
    yield Triple(subject, NamedNode(predicate), concept)
    if known is None:
        yield Triple(concept, TYPE, NamedNode(f"{SKOS}Concept"))
        yield Triple(concept, NamedNode(f"{SKOS}prefLabel"), Literal(normalise(text)))


def _references(
    subject: NamedNode, predicate: str, names: tuple[str, ...], context: Context
) -> Iterator[Triple]:
    for name in names:
        yield Triple(subject, NamedNode(predicate), _named(name.strip(), context))


def _named(name: str, context: Context) -> Term:
    """The paper or claim that a key, with or without ``paper:``, or an IRI names."""
    source = name.removeprefix("paper:").partition(":")[0]
    known = context.vocabulary.find("source", source)
    return _link(context.iris.resource(name) if known else name)


def _retraction(thing: NamedNode, reason: str | None, date: str | None = None) -> Iterator[Triple]:
    """That a paper or claim was retracted; without a reason, which validation asks for."""
    if reason is None and date is None:
        return
    node = NamedNode(retraction_iri(thing.value))
    yield Triple(thing, NamedNode(f"{CITO}isRetractedBy"), node)
    yield Triple(node, TYPE, NamedNode(f"{CPG}Retraction"))
    yield Triple(node, NamedNode(f"{NPX}retracts"), thing)
    if reason:
        yield Triple(node, NamedNode(f"{CPG}reason"), Literal(normalise(reason)))
    if date:
        yield Triple(node, NamedNode(f"{DCTERMS}date"), date_literal(date))


def _link(address: str) -> Term:
    """An IRI where the text is one; else the text, which validation refuses."""
    try:
        return NamedNode(address.strip())
    except ValueError:
        return Literal(address)


def _integer(number: int | str) -> Literal:
    return integer_literal(number) if isinstance(number, int) else typed(number, "integer")


def paper_from_triples(triples: Iterable[Triple], iri: str, vocabulary: Vocabulary) -> Paper:
    """The paper that a graph describes; what the model has no field for is left out.

    :param iri: the paper's IRI in the graph.
    """
    return _Graph(triples, vocabulary).paper(NamedNode(iri))


class _Graph:
    """Reads a paper back from its triples."""

    def __init__(self, triples: Iterable[Triple], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._iris = Iris()
        self._values: dict[tuple[str, str], list[Term]] = {}
        self._subjects: dict[tuple[str, str], list[str]] = {}
        for triple in triples:
            if isinstance(triple.subject, NamedNode) and not isinstance(triple.object, Triple):
                predicate = triple.predicate.value
                self._values.setdefault((triple.subject.value, predicate), []).append(triple.object)
                if isinstance(triple.object, NamedNode):
                    key = (predicate, triple.object.value)
                    self._subjects.setdefault(key, []).append(triple.subject.value)

    def texts(self, subject: str, predicate: str) -> list[str]:
        return sorted(value.value for value in self._values.get((subject, predicate), ()))

    def text(self, subject: str, predicate: str) -> str | None:
        return next(iter(self.texts(subject, predicate)), None)

    def keys(self, subject: str, predicate: str) -> list[str]:
        found = (self._vocabulary.at(iri) or iri for iri in self.texts(subject, predicate))
        return [
            (self.text(concept, f"{SKOS}prefLabel") or concept)
            if isinstance(concept, str)
            else concept.key
            for concept in found
        ]

    def key(self, subject: str, predicate: str) -> str | None:
        return next(iter(self.keys(subject, predicate)), None)

    def references(self, subject: str, predicate: str) -> tuple[str, ...]:
        return tuple(self._reference(iri) for iri in self.texts(subject, predicate))

    def _reference(self, iri: str) -> str:
        """The key of a paper of the same store, the CURIE of a part of one, or the IRI."""
        local = iri.removeprefix(self._iris.paper(""))
        name = f"paper:{local}" if "#" in local else unquote(local)
        known = self._vocabulary.find("source", local.partition(":")[0])
        return name if known and self._iris.resource(name) == iri else iri

    def retraction(self, thing: str) -> tuple[str | None, str | None]:
        """Why and when a paper or claim was retracted; an empty reason where none is stated."""
        nodes = self._values.get((thing, f"{CITO}isRetractedBy"))
        if not nodes:
            return None, None
        node = min(node.value for node in nodes)
        return self.text(node, f"{CPG}reason") or "", self.text(node, f"{DCTERMS}date")

    def position(self, subject: str) -> int:
        position = self.text(subject, f"{SCHEMA}position") or ""
        return int(position) if position.isdecimal() else 0

    def paper(self, node: NamedNode) -> Paper:
        iri = node.value
        self._iris = Iris(iri.rpartition("paper/")[0])
        retracted, retracted_on = self.retraction(iri)
        authorships = sorted(self.texts(iri, f"{CPG}authorship"), key=self.position)
        claims = sorted(self._subjects.get((f"{SCHEMA}appearance", iri), ()), key=self.position)
        study = self.text(iri, f"{CPG}reportsStudy")
        integers = {name: self.text(iri, predicate) for name, predicate in _INTEGERS.items()}
        kinds = [
            kind.removeprefix(FABIO)
            for kind in self.texts(iri, TYPE.value)
            if kind.startswith(FABIO)
        ]
        fields = {
            **{
                name: self.text(iri, predicate)
                for name, predicate in {**_TEXTS, **_LINKS, **_DATES}.items()
            },
            **{name: self.key(iri, predicate) for name, (predicate, _) in _CONCEPTS.items()},
            **{name: int(value) for name, value in integers.items() if value and value.isdecimal()},
        }
        return Paper(
            **{
                "key": "",
                "source": "",
                **{k: v for k, v in fields.items() if v is not None},
                "title": fields["title"],
            },  # type: ignore[arg-type]
            kind=kinds[0] if kinds else None,
            themes=tuple(self.keys(iri, f"{DCTERMS}subject")),
            authors=tuple(self.author(authorship) for authorship in authorships),
            authors_not_stated=self.text(iri, f"{CPG}authorsNotStated") == "true",
            claims=tuple(self.claim(claim) for claim in claims),
            study=self.text(study, f"{SKOS}prefLabel") if study else None,
            retracted=retracted,
            retracted_on=retracted_on,
            supersedes=self.references(iri, _PAPERS["supersedes"]),
            cites=self.references(iri, _PAPERS["cites"]),
        )

    def author(self, authorship: str) -> Author:
        person = self.text(authorship, f"{CPG}author") or ""
        orcid = person.removeprefix("https://orcid.org/")
        return Author(
            name=self.text(person, f"{SCHEMA}name") or "",
            orcid=orcid if orcid != person else None,
            openalex_id=self.text(person, f"{CPG}openAlexId"),
            affiliation=self.text(authorship, f"{CPG}affiliationAsPrinted"),
            name_as_printed=self.text(authorship, f"{CPG}nameAsPrinted"),
        )

    def claim(self, claim: str) -> Claim:
        outcome = self.text(claim, f"{CPG}outcome")
        quote = self.text(claim, f"{CPG}quote")
        return Claim(
            text=self.text(claim, f"{SCHEMA}text") or "",
            evidence_basis=self.text(claim, f"{CPG}evidenceBasis"),
            source_score=self.text(claim, f"{CPG}sourceScore"),
            **{
                name: self.key(claim, predicate) for name, (predicate, _) in _CLAIM_CONCEPTS.items()
            },
            quote=Quote(
                text=self.text(quote, f"{OA}exact") or "",
                status=self.key(quote, f"{CPG}quoteStatus"),
            )
            if quote
            else None,
            outcome=self.outcome(outcome) if outcome else None,
            retracted=self.retraction(claim)[0],
            supersedes=self.references(claim, _PAPERS["supersedes"]),
        )

    def outcome(self, outcome: str) -> Outcome:
        return Outcome(
            label=self.text(outcome, f"{SKOS}prefLabel") or "",
            category=self.key(outcome, f"{CPG}outcomeCategory"),
            polarity=self.key(outcome, f"{CPG}polarity"),
            exact_match=tuple(self.texts(outcome, f"{SKOS}exactMatch")),
        )
