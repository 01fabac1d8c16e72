"""The row of a source that a node of a graph speaks of, found over its evidence."""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from yiju.validation.rdf import Node
from yiju.validation.report import Row
from yiju.vocabulary import NS, PREFIXES

_EVIDENCE: Final = NamedNode(NS + "evidence")
_LINE: Final = NamedNode(NS + "line")
_FILE_NAME: Final = NamedNode(NS + "fileName")
_SELECTOR: Final = NamedNode(PREFIXES["oa"] + "hasSelector")
_EXACT: Final = NamedNode(PREFIXES["oa"] + "exact")
_SOURCE: Final = NamedNode(PREFIXES["oa"] + "hasSource")


def find_row(store: Store, node: Node) -> Row | None:
    """The row that proves a node: of its own evidence, or of what points at it; None without any."""
    own = _rows(store, node)
    if own:
        return min(own, key=_place)
    near = [row for other in _pointing_at(store, node) for row in _rows(store, other)]
    return min(near, key=_place, default=None)


def _place(row: Row) -> tuple[str, int, str]:
    return (row.file, row.line, row.quotation)


def _rows(store: Store, node: Node) -> list[Row]:
    """The rows of a node's evidence; a node that has a line is evidence itself."""
    evidence = [node, *_objects(store, node, _EVIDENCE)]
    return [row for item in evidence for row in _row(store, item)]


def _row(store: Store, evidence: Node) -> Iterator[Row]:
    line = _first(store, evidence, _LINE)
    if line.isdecimal():
        exact = [_first(store, item, _EXACT) for item in _objects(store, evidence, _SELECTOR)]
        files = [_first(store, item, _FILE_NAME) for item in _objects(store, evidence, _SOURCE)]
        yield Row(min(files, default=""), int(line), min(exact, default=""))


def _objects(store: Store, node: Node, predicate: NamedNode) -> list[Node]:
    if not isinstance(node, NamedNode | BlankNode):
        return []
    return [quad.object for quad in store.quads_for_pattern(node, predicate, None, None)]


def _first(store: Store, node: Node, predicate: NamedNode) -> str:
    found = _objects(store, node, predicate)
    return min((term.value for term in found if isinstance(term, Literal)), default="")


def _pointing_at(store: Store, node: Node) -> list[Node]:
    return [quad.subject for quad in store.quads_for_pattern(None, None, node, None)]
