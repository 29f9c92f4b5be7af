"""The reference engine: pySHACL, which the fast engine has to agree with."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Sequence

import pyshacl
import rdflib
from pyshacl.errors import ReportableRuntimeError

from cpgraph.errors import RdfSyntaxError
from cpgraph.rdf import SYNTAXES, BlankNode, Literal, NamedNode, Term, Triple, parse
from cpgraph.results import ValidationResult
from cpgraph.terms import SH, XSD
from cpgraph.validation.engine import EngineError, ShapesError, ordered, result_of

_NAME = "pyshacl"
_SH = rdflib.SH

# rdflib logs a traceback for every ill-typed literal; validation reports them in its own words.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)


class ReferenceEngine:
    """Shapes as pySHACL reads them.

    :param shapes: the shapes, in Turtle.
    :raises ShapesError: they cannot be read.
    """

    batch_size = 1

    def __init__(self, shapes: str) -> None:
        try:
            quads = parse(shapes, SYNTAXES["turtle"], name="shapes")  # more exact than rdflib's
            self._shapes = _graph([_in_python(quad.triple) for quad in quads])
        except RdfSyntaxError as error:
            raise ShapesError(_NAME, str(error)) from error

    def validate(self, triples: Sequence[Triple]) -> list[ValidationResult]:
        """See :class:`~cpgraph.validation.engine.Engine`."""
        try:
            _, report, _ = pyshacl.validate(_graph(triples), shacl_graph=self._shapes, inplace=True)
        except ReportableRuntimeError as error:
            raise EngineError(_NAME, str(error).splitlines()[0]) from error
        if not isinstance(report, rdflib.Graph):  # pySHACL hands some failures back as a value
            raise EngineError(_NAME, str(report))
        return ordered(_result(report, node) for node in report.objects(None, _SH.result))


def _in_python(triple: Triple) -> Triple:
    """A pattern's last ``$`` as Python writes it: the end, not the place before a final newline."""
    pattern = triple.object
    if triple.predicate.value != f"{SH}pattern" or not isinstance(pattern, Literal):
        return triple
    exact = re.sub(r"\$$", r"\\Z", pattern.value)
    return Triple(triple.subject, triple.predicate, Literal(exact))


def _graph(triples: Sequence[Triple]) -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of ill-typed booleans, which are reported
        for triple in triples:
            graph.add((_node(triple.subject), _node(triple.predicate), _node(triple.object)))
    return graph


def _node(term: Term | Triple) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        return _literal(term)
    raise EngineError(_NAME, f"rdflib has no triple terms such as {term}")


def _literal(literal: Literal) -> rdflib.Literal:
    """The literal with its lexical form as it is; rdflib knows ``xsd:string`` as no datatype."""
    if literal.language:
        return rdflib.Literal(literal.value, lang=literal.language)
    if literal.datatype.value == f"{XSD}string":
        return rdflib.Literal(literal.value)
    datatype = rdflib.URIRef(literal.datatype.value)
    return rdflib.Literal(literal.value, datatype=datatype, normalize=False)


def _result(report: rdflib.Graph, node: rdflib.term.Node) -> ValidationResult:
    path = report.value(node, _SH.resultPath)
    value = report.value(node, _SH.value)
    return result_of(
        severity=str(report.value(node, _SH.resultSeverity)),
        focus_node=_term(report.value(node, _SH.focusNode)),
        path=str(path) if isinstance(path, rdflib.URIRef) else None,
        value=None if value is None else _term(value),
        message=str(report.value(node, _SH.resultMessage)),
        component=str(report.value(node, _SH.sourceConstraintComponent)),
    )


def _term(node: rdflib.term.Node | None) -> Term:
    if isinstance(node, rdflib.Literal):
        if node.language:
            return Literal(str(node), language=node.language)
        return Literal(str(node), datatype=NamedNode(str(node.datatype or f"{XSD}string")))
    return NamedNode(str(node))
