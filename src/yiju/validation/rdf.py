"""A shapes graph in memory, with the few look-ups that reading shapes takes."""

from collections.abc import Iterable
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from yiju.errors import YijuError

SH: Final = "http://www.w3.org/ns/shacl#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

Node: TypeAlias = NamedNode | BlankNode | Literal | Triple

_FIRST, _REST, _NIL = NamedNode(RDF + "first"), NamedNode(RDF + "rest"), NamedNode(RDF + "nil")


class ShapesError(YijuError):
    """Shapes that are malformed, or that use more of SHACL than is compiled."""


class Graph:
    """Triples by subject. Order is that of the file, so that the same shapes give the same checks."""

    def __init__(self, triples: Iterable[Quad]) -> None:
        self._about: dict[Node, list[tuple[NamedNode, Node]]] = {}
        for triple in triples:
            self._about.setdefault(triple.subject, []).append((triple.predicate, triple.object))

    def about(self, node: Node) -> list[tuple[NamedNode, Node]]:
        """What the graph says of a node: predicates and objects."""
        return self._about.get(node, [])

    def subjects(self) -> Iterable[Node]:
        """Every node of which the graph says something."""
        return self._about.keys()

    def objects(self, node: Node, predicate: str) -> list[Node]:
        """The values of one predicate."""
        return [value for name, value in self.about(node) if name.value == predicate]

    def one(self, node: Node, predicate: str) -> Node | None:
        """The value of a predicate that may have one; ShapesError where it has several."""
        found = self.objects(node, predicate)
        if len(found) > 1:
            raise ShapesError(f"{node} has {len(found)} values of <{predicate}>; leave one.")
        return found[0] if found else None

    def is_list(self, node: Node) -> bool:
        """Whether a node is an RDF list with members."""
        return bool(self.objects(node, _FIRST.value))

    def items(self, node: Node) -> tuple[Node, ...]:
        """The members of an RDF list; ShapesError where it is broken or runs in a circle."""
        items: list[Node] = []
        seen: set[Node] = set()
        while node != _NIL:
            first, rest = self.one(node, _FIRST.value), self.one(node, _REST.value)
            if first is None or rest is None or node in seen:
                raise ShapesError(f"The list at {node} is broken; write it as ( … ) in Turtle.")
            seen.add(node)
            items.append(first)
            node = rest
        return tuple(items)
