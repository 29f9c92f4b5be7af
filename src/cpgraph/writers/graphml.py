"""A graph as GraphML, which Gephi, Cytoscape, yEd and networkx read.

Things are nodes and links between them are edges. Texts, numbers and dates are attributes of nodes, and
so are types and concepts, by the last part of their names; several values of one stand in one text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from cpgraph.paper_graph import CONCEPT_SCHEMES
from cpgraph.rdf import NOT_XML, Literal, Triple
from cpgraph.results import python_value, term_text
from cpgraph.terms import RDF, SCHEMA

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
)
_TYPE = f"{RDF}type"
#: Links that go both ways.
_SYMMETRIC = frozenset({f"{SCHEMA}knows"})


def write_graphml(triples: Iterable[Triple], stream: IO[bytes]) -> None:
    """Write a graph, sorted; it sits in memory. Characters that XML cannot hold become U+FFFD."""
    network = _network(triples)
    kinds = {name: _kind(network.values(name)) for name in network.names}
    keys = {name: f"d{number}" for number, name in enumerate(kinds, 2)}
    stream.write(_HEAD.encode())
    for key, name, kind in [("d0", "iri", "string"), *((keys[n], n, k) for n, k in kinds.items())]:
        stream.write(_key(key, "node", name, kind))
    stream.write(_key("d1", "edge", "relation", "string"))
    stream.write(f'<graph edgedefault="{network.direction}">\n'.encode())
    for line in (*_nodes(network, keys), *_edges(network)):
        stream.write(line.encode())
    stream.write(b"</graph>\n</graphml>\n")


@dataclass(slots=True)
class _Network:
    nodes: dict[str, dict[str, list[Literal]]] = field(default_factory=dict)
    edges: set[tuple[str, str, str]] = field(default_factory=set)

    @property
    def names(self) -> list[str]:
        """The attributes of nodes, sorted."""
        return sorted({name for attributes in self.nodes.values() for name in attributes})

    def values(self, name: str) -> list[list[Literal]]:
        """What the nodes that have an attribute have for it."""
        return [found[name] for found in self.nodes.values() if name in found]

    @property
    def direction(self) -> str:
        """``undirected`` where every link goes both ways."""
        both = self.edges and all(predicate in _SYMMETRIC for _, predicate, _ in self.edges)
        return "undirected" if both else "directed"


def _network(triples: Iterable[Triple]) -> _Network:
    found = _Network()
    for triple in triples:
        subject, predicate, value = term_text(triple.subject), triple.predicate.value, triple.object
        attributes = found.nodes.setdefault(subject, {})
        if predicate == _TYPE or predicate in CONCEPT_SCHEMES:
            attributes.setdefault(_local(predicate), []).append(Literal(_local(term_text(value))))
        elif isinstance(value, Literal):
            attributes.setdefault(_local(predicate), []).append(value)
        else:
            found.nodes.setdefault(term_text(value), {})
            found.edges.add((subject, predicate, term_text(value)))
    return found


def _local(name: str) -> str:
    """The last part of an IRI.

    >>> _local("http://www.w3.org/2000/01/rdf-schema#label")
    'label'
    """
    return re.split("[/#:]", name.rstrip("/#:"))[-1]


def _kind(values: list[list[Literal]]) -> str:
    """The type of an attribute (GraphML Primer, section on attributes): numbers where all are."""
    single = [python_value(one[0]) if len(one) == 1 else "" for one in values]
    if all(isinstance(value, int) and abs(value) < 1 << 63 for value in single):
        return "boolean" if all(isinstance(value, bool) for value in single) else "long"
    return "string"


def _key(key: str, of: str, name: str, kind: str) -> bytes:
    named = f'id="{key}" for="{of}" attr.name={quoteattr(_xml(name))} attr.type="{kind}"'
    return f"<key {named}/>\n".encode()


def _nodes(network: _Network, keys: dict[str, str]) -> Iterator[str]:
    for number, node in enumerate(sorted(network.nodes)):
        attributes = network.nodes[node]
        said = [("d0", node)]
        for name in sorted(attributes):
            texts = sorted({value.value for value in attributes[name]})
            said.append((keys[name], "; ".join(texts)))
        yield f'<node id="n{number}">{"".join(_data(key, text) for key, text in said)}</node>\n'


def _edges(network: _Network) -> Iterator[str]:
    numbers = {node: number for number, node in enumerate(sorted(network.nodes))}
    for number, (source, predicate, target) in enumerate(sorted(network.edges)):
        ends = f'source="n{numbers[source]}" target="n{numbers[target]}"'
        yield f'<edge id="e{number}" {ends}>{_data("d1", _local(predicate))}</edge>\n'


def _data(key: str, text: str) -> str:
    return f'<data key="{key}">{escape(_xml(text), {chr(13): "&#13;"})}</data>'


def _xml(text: str) -> str:
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
