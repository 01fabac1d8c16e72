"""Property paths of SHACL, in the two spellings that are needed: SPARQL to ask, Turtle to report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import BlankNode, NamedNode

from yiju.validation.rdf import SH, Graph, Node, ShapesError

_STEPS: Final[Mapping[str, tuple[str, str]]] = {
    SH + "inversePath": ("^({})", "[ sh:inversePath {} ]"),
    SH + "zeroOrMorePath": ("({})*", "[ sh:zeroOrMorePath {} ]"),
    SH + "oneOrMorePath": ("({})+", "[ sh:oneOrMorePath {} ]"),
    SH + "zeroOrOnePath": ("({})?", "[ sh:zeroOrOnePath {} ]"),
}


@dataclass(frozen=True, slots=True)
class Path:
    """A way from a focus node to its values, as SPARQL 1.1 and as SHACL in Turtle."""

    sparql: str
    turtle: str


def parse_path(graph: Graph, node: Node) -> Path:
    """The path that a node of a shapes graph stands for; ShapesError where it stands for none.

    >>> parse_path(Graph(()), NamedNode("urn:p")).sparql
    '<urn:p>'
    """
    if isinstance(node, NamedNode):
        return Path(str(node), str(node))
    if not isinstance(node, BlankNode):
        raise ShapesError(f"The path {node} is neither an IRI nor a blank node; correct sh:path.")
    return _composed(graph, node)


def _composed(graph: Graph, node: BlankNode) -> Path:
    if graph.is_list(node):
        return _joined(graph, node, "/", "({})".format)
    statements = graph.about(node)
    if len(statements) != 1:
        raise ShapesError(f"A path of {len(statements)} statements is no SHACL path; it takes one.")
    (predicate, value) = statements[0]
    if predicate.value == SH + "alternativePath":
        return _joined(graph, value, "|", "[ sh:alternativePath ({}) ]".format)
    if predicate.value not in _STEPS:
        raise ShapesError(f"{predicate} makes no path; use one of those of SHACL core.")
    inner = parse_path(graph, value)
    sparql, turtle = _STEPS[predicate.value]
    return Path(sparql.format(inner.sparql), turtle.format(inner.turtle))


def _joined(graph: Graph, node: Node, sign: str, turtle: Callable[[str], str]) -> Path:
    parts = [parse_path(graph, item) for item in graph.items(node)]
    if len(parts) < 2:
        raise ShapesError("A sequence or alternative of paths takes two members or more.")
    sparql = sign.join(f"({part.sparql})" for part in parts)
    return Path(f"({sparql})", turtle(" ".join(part.turtle for part in parts)))
