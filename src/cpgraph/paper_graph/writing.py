"""A paper of the model as its graph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cpgraph.model import Claim, Outcome, Paper, Topic
from cpgraph.paper_graph.names import author_iri, bare_doi, bare_id, claim_iris, retraction_iri
from cpgraph.paper_graph.properties import (
    ABOUT,
    CLAIM_CONCEPTS,
    CLAIM_TEXTS,
    CONCEPTS,
    DATES,
    INTEGERS,
    KEYWORDS,
    LINKS,
    NATIVE_ID,
    PAPERS,
    SAME_AS,
    TEXTS,
    TYPE,
    Context,
)
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
from cpgraph.terms import CITO, CPG, DCTERMS, FABIO, NPX, OA, SCHEMA, SKOS, iri_safe, normalise


def paper_triples(paper: Paper, context: Context) -> list[Triple]:
    """The paper's graph: every statement once, no blank nodes, literals as a store gives them back.

    A spelling that the vocabulary does not know becomes a concept without a scheme, which validation
    reports.
    """
    return list(dict.fromkeys(_statements(paper, context)))


def _statements(paper: Paper, context: Context) -> Iterator[Triple]:
    subject = NamedNode(context.iris.paper(paper.key))
    yield Triple(subject, TYPE, NamedNode(f"{SCHEMA}ScholarlyArticle"))
    if paper.kind:
        yield Triple(subject, TYPE, NamedNode(FABIO + "".join(re.findall(r"\w+", paper.kind))))
    yield from _stated_values(paper, subject, context)
    for theme in paper.themes:
        yield from _concept(subject, f"{DCTERMS}subject", "theme", theme, context)
    for topic in paper.topics:
        yield from _topic(topic, subject)
    if paper.study:
        study = NamedNode(context.iris.study(paper.study))
        yield Triple(subject, NamedNode(f"{CPG}reportsStudy"), study)
        yield Triple(study, TYPE, NamedNode(f"{CPG}Study"))
        yield Triple(study, NamedNode(f"{SKOS}prefLabel"), Literal(normalise(paper.study)))
    for field, iri in PAPERS.items():
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
        (TEXTS, Literal),
        (LINKS, _link),
        (DATES, date_literal),
        (INTEGERS, _integer),
    ):
        for field, iri in fields.items():
            value = identifiers.get(field, getattr(paper, field))
            if value not in {None, ""}:
                yield Triple(subject, NamedNode(iri), term(value))
    for field, value in identifiers.items():
        yield Triple(subject, NamedNode(f"{SCHEMA}sameAs"), _link(SAME_AS[field] + iri_safe(value)))
    for field, (iri, scheme) in CONCEPTS.items():
        yield from _concept(subject, iri, scheme, getattr(paper, field), context)


def _identifiers(paper: Paper) -> dict[str, str]:
    """The external identifiers, bare; the native id of the key is one of them."""
    source, _, native = paper.key.partition(":")
    stated = {field: getattr(paper, field) for field in SAME_AS}
    if source in NATIVE_ID and not stated[NATIVE_ID[source]]:
        stated[NATIVE_ID[source]] = native
    return {
        field: bare_doi(value) if field == "doi" else bare_id(value)
        for field, value in stated.items()
        if value
    }


def _topic(topic: Topic, subject: NamedNode) -> Iterator[Triple]:
    node, label = _link(topic.iri or ""), Literal(normalise(topic.label))
    if isinstance(node, NamedNode):
        yield Triple(subject, NamedNode(ABOUT), node)
        yield Triple(node, NamedNode(f"{SKOS}prefLabel"), label)
    else:
        yield Triple(subject, NamedNode(KEYWORDS), label)


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
    for field, iri in CLAIM_TEXTS.items():
        if getattr(claim, field):
            yield Triple(node, NamedNode(iri), Literal(normalise(getattr(claim, field))))
    for field, (iri, scheme) in CLAIM_CONCEPTS.items():
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
    yield from _references(node, PAPERS["supersedes"], claim.supersedes, context)
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
