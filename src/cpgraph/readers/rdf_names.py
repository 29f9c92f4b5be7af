"""Which key and which IRIs a paper from a foreign file gets in a store."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from cpgraph.paper_graph import CONCEPT_SCHEMES, Context, retraction_iri
from cpgraph.rdf import RDF_TYPE, BlankNode, NamedNode, Subject, Term, Triple
from cpgraph.readers.rdf_authors import first_author_name
from cpgraph.readers.rdf_block import Description
from cpgraph.terms import CPG, DCTERMS, SCHEMA, SCHEMES, SKOS, Iris, manual_key, normalise
from cpgraph.vocabulary import Vocabulary

IDENTIFIER = NamedNode(f"{DCTERMS}identifier")
TITLE = NamedNode(f"{DCTERMS}title")
LABEL = NamedNode(f"{SKOS}prefLabel")
CONCEPT_TYPE = NamedNode(f"{SKOS}Concept")

#: Properties whose IRIs are addresses in the world and never names in a store.
ADDRESSES = frozenset(
    NamedNode(iri)
    for iri in (f"{SCHEMA}url", f"{SCHEMA}sameAs", f"{CPG}pdfLink", f"{SKOS}exactMatch")
)
Names = dict[Subject, NamedNode]

_KINDS = {f"{CPG}outcome": "outcome", f"{CPG}reportsStudy": "study"}
_SOURCES = frozenset({"arxiv", "openalex", "semantic_scholar", "manual"})
_KEY = re.compile(r"([a-z][a-z0-9_]*):(\S+)")
_PAPER = re.compile(r"(.*/)paper/([a-z][a-z0-9_]*(?::|%3[Aa])[^/#?]+)")
_LOCAL_KINDS = ("paper/", "outcome/", "study/", *(f"{scheme}/" for scheme in SCHEMES))
_ROUNDS = 20


def paper_key(described: Description, paper: Subject, vocabulary: Vocabulary) -> str | None:
    """The paper's key: as stated, else from its IRI, else from its title and first author.

    None where it has neither identifier nor title.
    """
    for identifier in described.texts(paper, IDENTIFIER):
        found = _KEY.fullmatch(identifier.strip())
        if found and (found[1] in _SOURCES or vocabulary.find("source", found[1])):
            return found[0]
    named = key_in_iri(paper)
    title = described.text(paper, TITLE)
    if named is not None or not title:
        return named
    return manual_key(title, first_author_name(described, paper))


def key_in_iri(paper: Subject) -> str | None:
    """The key that a paper's IRI ends in, under whatever base."""
    found = _PAPER.fullmatch(paper.value)
    return unquote(found[2]) if found else None


def claim_names(described: Description, claims: Iterable[Subject], key: str, iris: Iris) -> Names:
    """The IRIs of a paper's claims; equal texts are told apart in the order of position."""
    seen: Counter[str] = Counter()
    names: Names = {}
    for claim in sorted(claims, key=lambda claim: _place(described, claim)):
        text = normalise(described.text(claim, NamedNode(f"{SCHEMA}text")) or "")
        seen[text] += 1
        names[claim] = NamedNode(iris.claim(key, text, seen[text]))
    return names


class Naming:
    """The names of everything in one paper's part of a file.

    :param shared: names of the papers and claims of the whole file.
    """

    def __init__(
        self,
        described: Description,
        paper: Subject,
        key: str,
        claims: Names,
        *,
        shared: Mapping[Subject, NamedNode],
        context: Context,
    ) -> None:
        self._described = described
        self._paper = paper
        self._key = key
        self._iris = context.iris
        self._shared = shared
        self._foreign_base = _foreign_base(paper, context.iris)
        self.paper = NamedNode(context.iris.paper(key))
        self._names: Names = {paper: self.paper, **claims}
        self._name_authors()
        self._name_quotes(claims)
        self._name_retractions({paper: self.paper, **claims})
        self._name_shared_things(context.vocabulary)
        self._name_blank_nodes()

    def triple(self, triple: Triple) -> Triple:
        """The statement with the names of the store."""
        value = triple.object
        is_name = triple.predicate != RDF_TYPE and triple.predicate not in ADDRESSES
        if isinstance(value, BlankNode) or (is_name and isinstance(value, NamedNode)):
            value = self.iri(value)
        return Triple(self.iri(triple.subject), triple.predicate, value)  # type: ignore[arg-type]

    def iri(self, node: Subject) -> NamedNode:
        """The name of a node in the store."""
        known = self._names.get(node) or self._shared.get(node)
        return known or NamedNode(self._moved(node.value))

    def _moved(self, iri: str) -> str:
        """An IRI below the paper, or below the base of the file, under the names of the store."""
        if isinstance(self._paper, NamedNode) and iri.startswith(f"{self._paper.value}#"):
            return self.paper.value + iri[len(self._paper.value) :]
        base = self._foreign_base
        if base is not None and iri.startswith(tuple(base + kind for kind in _LOCAL_KINDS)):
            return self._iris.base + iri[len(base) :]
        return iri

    def _name_authors(self) -> None:
        authorships = self._described.nodes(self._paper, NamedNode(f"{CPG}authorship"))
        for position, authorship in _placed(self._described, authorships):
            self._names[authorship] = NamedNode(self._iris.authorship(self._key, position))
            for person in self._described.objects(authorship, NamedNode(f"{CPG}author")):
                if self._is_local(person):
                    name = NamedNode(self._iris.author(self._key, position))
                    self._names.setdefault(person, name)  # type: ignore[arg-type]

    def _is_local(self, person: Term) -> bool:
        """Whether a person has no name outside the paper."""
        if isinstance(person, NamedNode):
            below_paper = person.value.startswith(f"{self._paper.value}#")
            return below_paper or re.search(r"#author-\d+$", person.value) is not None
        return isinstance(person, BlankNode)

    def _name_quotes(self, claims: Names) -> None:
        for claim, name in claims.items():
            for quote in self._described.nodes(claim, NamedNode(f"{CPG}quote"))[:1]:
                iri = name.value.replace("#claim-", "#quote-")
                self._names.setdefault(quote, NamedNode(iri))

    def _name_retractions(self, things: Names) -> None:
        for thing, name in things.items():
            for retraction in self._described.retractions(thing)[:1]:
                self._names.setdefault(retraction, NamedNode(retraction_iri(name.value)))

    def _name_shared_things(self, vocabulary: Vocabulary) -> None:
        """Outcomes, studies and unknown concepts, which are named after their labels."""
        for triple in self._described:
            node, predicate = triple.object, triple.predicate.value
            scheme = CONCEPT_SCHEMES.get(predicate)
            kind = _KINDS.get(predicate, scheme)
            if (
                kind is None
                or not isinstance(node, NamedNode | BlankNode)
                or node in self._names
                or vocabulary.at(node.value) is not None
                or not self._is_nameless(node, kind)
            ):
                continue
            label = self._described.text(node, LABEL)
            if label is not None:
                self._names[node] = NamedNode(self._named_after(label, kind))

    def _named_after(self, label: str, kind: str) -> str:
        mint = {"outcome": self._iris.outcome, "study": self._iris.study}.get(kind)
        return mint(label) if mint else self._iris.concept(kind, label)

    def _is_nameless(self, node: Subject, kind: str) -> bool:
        """Whether a node is blank or named by another store."""
        if isinstance(node, BlankNode):
            return True
        below, found, local = node.value.rpartition(f"/{kind}/")
        return bool(found) and "/" not in local and f"{below}/" != self._iris.base

    def _name_blank_nodes(self) -> None:
        taken = {node.value for node in self._described.triples_of}
        number = 0
        for blank in ordered_blank_nodes(self._described):
            if blank in self._names or blank in self._shared:
                continue
            number += 1
            while f"{self._paper.value}#node-{number}" in taken:
                number += 1
            self._names[blank] = NamedNode(f"{self.paper.value}#node-{number}")


def ordered_blank_nodes(triples: Iterable[Triple]) -> list[BlankNode]:
    """The blank nodes in an order that depends on what is said of them, not on their labels.

    Nodes that cannot be told apart within a few steps come in the order of the file. (Canonical
    labels, RDFC-1.0, can take exponential time on a hostile graph; this cannot.)
    """
    statements = [t for t in triples if BlankNode in {type(t.subject), type(t.object)}]
    pairs = ((t.subject, t.object) for t in statements)
    colours = {node: "" for pair in pairs for node in pair if isinstance(node, BlankNode)}
    count = 0
    for _ in range(_ROUNDS):
        colours = _refined(colours, statements)
        if len(set(colours.values())) == count:
            break
        count = len(set(colours.values()))
    return sorted(colours, key=lambda node: colours[node])


def _refined(colours: dict[BlankNode, str], statements: list[Triple]) -> dict[BlankNode, str]:
    said: dict[BlankNode, list[str]] = {node: [colours[node]] for node in colours}
    for triple in statements:
        subject, value = (
            f"_:{colours[node]}" if isinstance(node, BlankNode) else str(node)
            for node in (triple.subject, triple.object)
        )
        if isinstance(triple.subject, BlankNode):
            said[triple.subject].append(f"> {triple.predicate} {value}")
        if isinstance(triple.object, BlankNode):
            said[triple.object].append(f"< {subject} {triple.predicate}")
    return {
        node: hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
        for node, lines in said.items()
    }


def _foreign_base(paper: Subject, iris: Iris) -> str | None:
    """The base IRI of the store that named the paper, where it is another than this one."""
    found = _PAPER.fullmatch(paper.value)
    return found[1] if found and found[1] != iris.base else None


def _placed(described: Description, nodes: list[Subject]) -> list[tuple[int, Subject]]:
    """Nodes with their stated positions; counted, where these are missing or repeated."""
    ordered = sorted(nodes, key=lambda node: _place(described, node))
    stated = [described.position(node) for node in ordered]
    if None in stated or len(set(stated)) < len(stated):
        return list(enumerate(ordered, 1))
    return [(position, node) for position, node in zip(stated, ordered, strict=True) if position]


def _place(described: Description, node: Subject) -> tuple[float, str]:
    position = described.position(node)
    return position or math.inf, node.value if isinstance(node, NamedNode) else ""
