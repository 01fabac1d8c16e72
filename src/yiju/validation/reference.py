"""The same check on pySHACL, the reference engine: takes seconds, and proves that the gate is right.

Only this module imports rdflib and pySHACL.
"""

from collections.abc import Iterable, Iterator

import pyshacl
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize

from yiju import resources
from yiju.validation.gate import load
from yiju.validation.paths import parse_path
from yiju.validation.rdf import SH, Graph, Node, ShapesError
from yiju.validation.report import Report, Result
from yiju.validation.rows import find_row


def check_with_reference(quads: Iterable[Quad], *, shapes: str = "structure.ttl") -> Report:
    """Judge a graph as `check_graph` does, through pySHACL."""
    return check_text_with_reference(quads, resources.text("shapes", shapes))


def check_text_with_reference(
    quads: Iterable[Quad], shapes: str, *, base: str | None = None
) -> Report:
    """Judge a graph by shapes in Turtle, through pySHACL."""
    store = load(quads)
    rules = rdflib.Graph().parse(data=shapes, format="turtle", publicID=base)
    _, found, text = pyshacl.validate(_in_rdflib(store), shacl_graph=rules, inference="none")
    if not isinstance(found, rdflib.Graph):
        raise ShapesError(f"pySHACL could not check the graph: {text}")
    report = Graph(parse(found.serialize(format="nt"), RdfFormat.N_TRIPLES))
    results = {_result(report, node, store) for node in _result_nodes(report)}
    return Report(tuple(sorted(results, key=lambda result: result.order)))


def _in_rdflib(store: Store) -> rdflib.Graph:
    triples = (quad.triple for quad in store)
    return rdflib.Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")


def _result_nodes(report: Graph) -> Iterator[Node]:
    """The results of the report itself, not those that explain a nested shape."""
    for node in list(report.subjects()):
        yield from report.objects(node, SH + "result")


def _result(report: Graph, node: Node, store: Store) -> Result:
    focus, path = report.one(node, SH + "focusNode"), report.one(node, SH + "resultPath")
    shape = report.one(node, SH + "sourceShape")
    severity = report.one(node, SH + "resultSeverity")
    component = report.one(node, SH + "sourceConstraintComponent")
    assert focus is not None
    assert shape is not None
    assert isinstance(severity, NamedNode)
    assert isinstance(component, NamedNode)
    messages = report.objects(node, SH + "resultMessage")
    return Result(
        focus=focus,
        component=component.value,
        shape=shape,
        severity=severity,
        path=None if path is None else parse_path(report, path),
        value=report.one(node, SH + "value"),
        messages=tuple(message for message in messages if isinstance(message, Literal)),
        row=find_row(store, focus),
    )
