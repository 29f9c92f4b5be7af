"""IRIs: the namespaces cpgraph writes, and how a thing gets its own IRI.

The prefixes here are those of ``ontology/prefixes.ttl`` (a test holds the two together). A store's
own resources live under its *base IRI*; :class:`Iris` mints them. The same thing always gets the
same IRI, so loading twice changes nothing.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, unquote

DEFAULT_BASE_IRI = "https://w3id.org/cpgraph/data/"

CPG = "https://w3id.org/cpgraph/ontology#"
CONCEPT = "https://w3id.org/cpgraph/concept/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
SCHEMA = "https://schema.org/"
FABIO = "http://purl.org/spar/fabio/"
CITO = "http://purl.org/spar/cito/"
PRISM = "http://prismstandard.org/namespaces/basic/2.0/"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
PAV = "http://purl.org/pav/"
SH = "http://www.w3.org/ns/shacl#"
NP = "http://www.nanopub.org/nschema#"
NPX = "http://purl.org/nanopub/x/"

#: Scheme name as users and code say it -> IRI of the scheme; its concepts: ``CONCEPT``, name, ``/``.
SCHEMES: dict[str, str] = {
    "theme": f"{CPG}Themes",
    "category": f"{CPG}OutcomeCategories",
    "direction": f"{CPG}Directions",
    "confidence": f"{CPG}ConfidenceLevels",
    "paper-type": f"{CPG}PaperTypes",
    "level": f"{CPG}EvidenceLevels",
    "source": f"{CPG}Sources",
    "role": f"{CPG}ClaimRoles",
    "extraction": f"{CPG}ExtractionMethods",
    "polarity": f"{CPG}Polarities",
    "quote-status": f"{CPG}QuoteStatuses",
}

PREFIXES: dict[str, str] = {
    "cito": CITO,
    "cpg": CPG,
    "dcterms": DCTERMS,
    "fabio": FABIO,
    "npx": NPX,
    "oa": OA,
    "owl": OWL,
    "pav": PAV,
    "prism": PRISM,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sh": SH,
    "skos": SKOS,
    "xsd": XSD,
    **{scheme: f"{CONCEPT}{scheme}/" for scheme in SCHEMES},
}

#: The graph that holds what is true of the store itself; fixed, because it says the base IRI.
STORE_GRAPH = "https://w3id.org/cpgraph/store"

_SAFE_IN_KEY = ":.-_~"  # unreserved characters of RFC 3986, and the colon after the source


def normalise(text: str) -> str:
    """Text as it counts for identity: Unicode NFC, white space collapsed, ends stripped.

    >>> normalise("  two\\n words ")
    'two words'
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def iri_safe(text: str) -> str:
    """Text with what an IRI cannot hold percent-encoded (RFC 3987, section 2.2).

    >>> iri_safe("https://doi.org/10.1000/0097(2002)001[0097:a]2.0.co;2<x>")
    'https://doi.org/10.1000/0097(2002)001%5B0097:a%5D2.0.co;2%3Cx%3E'
    """
    return re.sub(r"[\x00-\x20\x7f-\xa0<>\"{}|\\^`\[\]]", lambda found: quote(found[0]), text)


def digest(*parts: str, length: int = 16) -> str:
    """``length`` hex digits of SHA-256 over the normalised parts, each ended by a newline.

    >>> digest("a") == digest(" a ") != digest("a", "")
    True
    """
    joined = "".join(f"{normalise(part)}\n" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def slug(text: str, *, limit: int = 48) -> str:
    """Lower-case ASCII words joined by ``-``, cut at ``limit`` characters; for people, not identity.

    >>> slug("AI Safety & Ethics")
    'ai-safety-and-ethics'
    """
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).encode("ascii", "ignore")
    return "-".join(re.findall(r"[a-z0-9]+", plain.decode().lower()))[:limit].strip("-")


def manual_key(title: str, first_author: str | None) -> str:
    """The key of a paper whose source shows no identifier: from its title and first author.

    >>> manual_key("A title", "A. Author")
    'manual:599886b5d6be'
    """
    return f"manual:{digest(title, first_author or '', length=12)}"


def _readable(label: str) -> str:
    return "-".join(filter(None, (slug(label), digest(label, length=8))))


#: What people make of a store and no source holds, each in named graphs of its own.
KEPT_KINDS = ("synthesis", "judgement", "annotation", "rating", "retraction")


@dataclass(frozen=True, slots=True)
class Iris:
    """Mints the IRIs of one store's resources below its base IRI.

    >>> iris = Iris()
    >>> iris.paper("arxiv:2401.00001")
    'https://w3id.org/cpgraph/data/paper/arxiv:2401.00001'
    >>> iris.claim("arxiv:2401.00001", "Text.")
    'https://w3id.org/cpgraph/data/paper/arxiv:2401.00001#claim-61ebb162c522567b'
    """

    base: str = DEFAULT_BASE_IRI

    def paper(self, key: str) -> str:
        """The paper with this key."""
        return f"{self.base}paper/{quote(key, safe=_SAFE_IN_KEY)}"

    def graph(self, key: str) -> str:
        """The named graph that holds all that the source says of the paper."""
        return f"{self.base}graph/{quote(key, safe=_SAFE_IN_KEY)}"

    def key_of_graph(self, name: str) -> str | None:
        """The key of the paper whose named graph this is, or None; the inverse of :meth:`graph`.

        >>> Iris().key_of_graph(Iris().graph("arxiv:hep-th/9901001"))
        'arxiv:hep-th/9901001'
        """
        key = unquote(name.removeprefix(f"{self.base}graph/"))
        return key if ":" in key and name == self.graph(key) else None

    def provenance(self, key: str) -> str:
        """The named graph that says where the paper's graph came from."""
        return f"{self.base}provenance/{quote(key, safe=_SAFE_IN_KEY)}"

    def authorship(self, key: str, position: int) -> str:
        """The place of the ``position``-th author (1-based) in the paper."""
        return f"{self.paper(key)}#authorship-{position}"

    def author(self, key: str, position: int) -> str:
        """The ``position``-th author, local to the paper: equal names are never merged."""
        return f"{self.paper(key)}#author-{position}"

    def claim(self, key: str, text: str, occurrence: int = 1) -> str:
        """The claim with this text; ``occurrence`` tells repeated texts of one paper apart."""
        again = "" if occurrence == 1 else f"-{occurrence}"
        return f"{self.paper(key)}#claim-{digest(text)}{again}"

    def resource(self, key: str) -> str:
        """What a key names: a paper, or with ``#…`` a part of one; ``paper:`` may stand first.

        >>> Iris().resource("paper:arxiv:2401.00001#claim-61ebb162c522567b")
        'https://w3id.org/cpgraph/data/paper/arxiv:2401.00001#claim-61ebb162c522567b'
        """
        paper, mark, part = key.removeprefix("paper:").partition("#")
        return self.paper(unquote(paper)) + mark + part

    def outcome(self, label: str) -> str:
        """The outcome with this label, shared by all papers; letter case counts."""
        return f"{self.base}outcome/{_readable(label)}"

    def study(self, label: str) -> str:
        """The study with this label, shared by the papers that report it."""
        return f"{self.base}study/{_readable(label)}"

    def concept(self, scheme: str, label: str) -> str:
        """A concept that no vocabulary knows, so that it is kept and shown as unknown."""
        return f"{self.base}{scheme}/{_readable(label)}"

    def agent(self, who: str) -> str:
        """Who loads; like names in any script stay apart."""
        return f"{self.base}agent/{_readable(who)}"

    def synthesis(self, name: str) -> str:
        """The named graph of a stored synthesis."""
        return f"{self.base}synthesis/{quote(name, safe=_SAFE_IN_KEY)}"

    def judgement(self, pair: str) -> str:
        """The named graph of what people said of a pair of claims, by the pair's key."""
        return f"{self.base}judgement/{pair}"

    def retraction(self, key: str) -> str:
        """The named graph of what people said of a paper and its claims: that they are retracted."""
        return f"{self.base}retraction/{quote(key, safe=_SAFE_IN_KEY)}"

    def retraction_of(self, thing: str) -> str:
        """A person's retraction of a paper or a claim (its IRI); the source's lies in its own graph.

        >>> Iris().retraction_of("https://w3id.org/cpgraph/data/paper/arxiv:2401.00001")
        'https://w3id.org/cpgraph/data/retraction/arxiv:2401.00001#paper'
        """
        paper, _, part = thing.partition("#")
        return f"{self.base}retraction/{paper.removeprefix(self.paper(''))}#{part or 'paper'}"

    @property
    def kept(self) -> tuple[str, ...]:
        """Below which IRIs lie the graphs that no source holds: syntheses, judgements, retractions."""
        return tuple(f"{self.base}{kind}/" for kind in KEPT_KINDS)

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes of what this store writes: the fixed ones and those below its base IRI."""
        own = {name: f"{self.base}{name}/" for name in ("graph", "outcome", "paper", "study")}
        return dict(sorted({**PREFIXES, **own}.items()))

    @property
    def vocabulary_graph(self) -> str:
        """The named graph of the concepts that users added."""
        return f"{self.base}graph/vocabulary"

    @property
    def ontology_graph(self) -> str:
        """The named graph of the ontology and its vocabularies as shipped."""
        return f"{self.base}graph/ontology"
