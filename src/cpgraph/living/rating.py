"""How certain the evidence is: a named person's level and reasons, for the data of then (GRADE)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cpgraph.errors import ParameterError
from cpgraph.living.keeping import load, name_of
from cpgraph.living.model import LEVELS, Judged, Rating, Stored
from cpgraph.living.names import next_note, notes
from cpgraph.living.notes import attribution, require, stored_hash
from cpgraph.living.statements import Said, Statements
from cpgraph.provenance import timestamp
from cpgraph.queries.known import nearest
from cpgraph.rdf import Triple
from cpgraph.store import Store
from cpgraph.synthesis.certainty import ceiling, exceeds
from cpgraph.synthesis.model import Certainty, Domain, Synthesis
from cpgraph.synthesis.swim import swim_of
from cpgraph.terms import CPG, OA, PROV, RDF, RDFS, Iris, slug

_KIND = "rating"

#: The domains of the worksheet.
DOMAINS = ("risk of bias", "inconsistency", "indirectness", "imprecision", "publication bias")


def rate(
    store: Store, name: str, level: str, *, who: str, why: str, domains: Iterable[Judged] = ()
) -> Rating:
    """Keep how certain a named person holds the evidence of a stored synthesis to be.

    :param level: one of :data:`LEVELS`; ``very-low`` is ``very low``.
    :param domains: what the person says of single domains of the worksheet.
    :raises ParameterError: the level or a domain is not known, or ``who`` or ``why`` is empty.
    :raises SynthesisNotFoundError: none is stored under this name.
    """
    require(who=who, why=why)
    level = _one_of("level", level.replace("-", " "), LEVELS)
    judged = tuple(replace(one, domain=_one_of("domain", one.domain, DOMAINS)) for one in domains)
    stored = load(store, name)
    iri = next_note(store, _KIND, name)
    made = Rating(iri, level, who, why, timestamp(), stored.data_hash, judged)
    store.write([{iri: _triples(made, stored.iri, store.iris)}])
    return made


def rating(store: Store, name: str, data_hash: str | None = None) -> Rating | None:
    """The latest rating of a stored synthesis, or None; outdated as in :func:`annotations`."""
    current = data_hash or stored_hash(store, name)
    return next((_read(store, iri, current) for iri in reversed(notes(store, _KIND, name))), None)


def rated(store: Store, made: Synthesis) -> Synthesis:
    """The synthesis with the latest rating of its stored one in its certainty, and in the SWiM items.

    A rating of other data says so: ``moderate (outdated: the data changed since)``.
    """
    found = rating(store, name_of(store, made.question), made.data_hash)
    if found is None:
        return made
    with_it = replace(made, certainty=_with(made.certainty, found))
    return replace(with_it, swim=swim_of(with_it))


def above_rule(stored: Stored, level: str) -> str | None:
    """What the rule says where a level is above it; None where it is not, or no numbers are stored.

    The level is the person's to set; but whoever reads it should know that the rule says otherwise.
    """
    if stored.counts is None or stored.share is None:
        return None
    most, rule = ceiling(stored.counts, stored.share)
    return f"{most}: {rule}" if exceeds(level, most) else None


def judged_of(text: str) -> Judged:
    """What is said of a domain, from ``DOMAIN=JUDGEMENT: REASON``.

    :raises ParameterError: the text is of another form.

    >>> judged_of("risk of bias=serious: half of the studies had no control group").judgement
    'serious'
    """
    domain, equals, rest = text.partition("=")
    judgement, colon, why = rest.partition(":")
    if not (equals and colon and judgement.strip() and why.strip()):
        form = 'give it as "risk of bias=serious: the reason"'
        raise ParameterError("domain", text, form)
    return Judged(domain.strip(), judgement.strip(), why.strip())


def _with(certainty: Certainty, found: Rating) -> Certainty:
    outdated = " (outdated: the data changed since)" if found.outdated else ""
    judged = {one.domain: one for one in found.domains}
    domains = tuple(_judged(domain, judged.get(domain.name)) for domain in certainty.domains)
    return replace(
        certainty,
        domains=domains,
        level=f"{found.level}{outdated}",
        exceeds=exceeds(found.level, certainty.ceiling),
        rated_by=f"{found.who}, {found.when[:10]}: {found.why.rstrip('.')}",
    )


def _judged(domain: Domain, found: Judged | None) -> Domain:
    return (
        domain if found is None else replace(domain, judgement=found.judgement, because=found.why)
    )


def _one_of(parameter: str, given: str, choices: tuple[str, ...]) -> str:
    if given.casefold() in choices:
        return given.casefold()
    near = nearest(given, choices, most=1)
    raise ParameterError(parameter, given, f"give one of {', '.join(choices)}", near)


def _triples(made: Rating, about: str, iris: Iris) -> list[Triple]:
    iri, out = made.iri, Statements()
    out.link(iri, f"{RDF}type", f"{CPG}Rating")
    out.link(iri, f"{OA}hasTarget", about)
    out.link(iri, f"{OA}motivatedBy", f"{OA}assessing")
    out.say(iri, f"{CPG}certainty", made.level)
    out.say(iri, f"{CPG}reason", made.why)
    for one in made.domains:
        node = f"{iri}#{slug(one.domain)}"
        out.link(iri, f"{CPG}domainRating", node)
        out.say(node, f"{RDFS}label", one.domain)
        out.say(node, f"{CPG}concern", one.judgement)
        out.say(node, f"{CPG}reason", one.why)
    return [*out.triples, *attribution(made, iris)]


def _read(store: Store, iri: str, current: str) -> Rating:
    said = Said(store.graph(iri))
    made_for = said.text(iri, f"{CPG}dataHash")
    domains = (
        Judged(
            said.text(node, f"{RDFS}label"),
            said.text(node, f"{CPG}concern"),
            said.text(node, f"{CPG}reason"),
        )
        for node in said.all(iri, f"{CPG}domainRating")
    )
    return Rating(
        iri=iri,
        level=said.text(iri, f"{CPG}certainty"),
        who=said.text(said.text(iri, f"{PROV}wasAttributedTo"), f"{RDFS}label"),
        why=said.text(iri, f"{CPG}reason"),
        when=said.text(iri, f"{PROV}generatedAtTime"),
        data_hash=made_for,
        domains=tuple(domains),
        outdated=made_for != current,
    )
