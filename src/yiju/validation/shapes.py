"""Shapes as records: what a SHACL file says, read once and checked for what we can compile.

Whatever is in the SHACL namespace and is not known here is refused: a shape that would quietly be
half checked is worse than one that is turned away.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from yiju.validation.paths import Path, parse_path
from yiju.validation.rdf import RDF, RDFS, SH, Graph, Node, ShapesError

_TARGETS: Final = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_ONE_TERM: Final = (
    "datatype", "nodeKind", "class", "hasValue", "minCount", "maxCount", "minLength", "maxLength",
    "minInclusive", "maxInclusive", "minExclusive", "maxExclusive", "pattern", "uniqueLang",
)  # fmt: skip
_ONE_SHAPE: Final = ("property", "node", "not")
_TERM_LIST: Final = ("in", "languageIn")
_SHAPE_LIST: Final = ("or", "and", "xone")
_QUALIFIED: Final = ("qualifiedMinCount", "qualifiedMaxCount")
_BESIDE: Final = (
    "path", "severity", "message", "deactivated", "flags", "qualifiedValueShape", "sparql",
    "prefixes", "select", "declare", "name", "description", "order", "group", "defaultValue",
)  # fmt: skip
_KNOWN: Final = frozenset(
    (*_TARGETS, *_ONE_TERM, *_ONE_SHAPE, *_TERM_LIST, *_SHAPE_LIST, *_QUALIFIED, *_BESIDE)
)
_IMPORTS: Final = "http://www.w3.org/2002/07/owl#imports"
_COMPONENTS: Final = {
    "sparql": "SPARQLConstraintComponent",
    "property": "PropertyShapeComponent",
}
_EXTENSIONS: Final = ("parameter", "entailment")
_THIS: Final = re.compile(r"[?$]this\b")
_BOUND: Final = re.compile(r"\bbound\s*\(\s*[?$]this\s*\)", re.IGNORECASE)
_FORBIDDEN: Final = re.compile(
    r"\b(MINUS|VALUES|SERVICE)\b|\bAS\s+[?$]this\b|\{\s*SELECT\b|[?$](shapesGraph|currentShape)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where focus nodes come from: a kind such as `targetClass`, and the term that goes with it."""

    kind: str
    term: Node


@dataclass(frozen=True, slots=True)
class Constraint:
    """One parameter of a shape, as `minCount`, with its terms or the shapes that it names."""

    parameter: str
    terms: tuple[Node, ...] = ()
    shapes: tuple["Shape", ...] = ()
    flags: str = ""

    @property
    def component(self) -> str:
        """The IRI of the constraint component that the parameter belongs to."""
        name = self.parameter[0].upper() + self.parameter[1:] + "ConstraintComponent"
        return SH + _COMPONENTS.get(self.parameter, name)


@dataclass(frozen=True, slots=True)
class Select:
    """A SPARQL-based constraint: the query with its prefixes, and messages of its own."""

    query: str
    messages: tuple[Literal, ...]

    def about(self, focus: NamedNode) -> str:
        """The query with `$this` replaced by a focus node wherever it stands, as SHACL defines it.

        >>> Select("SELECT $this { $this ?p 1 }", ()).about(NamedNode("urn:a"))
        'SELECT (true AS ?found) { <urn:a> ?p 1 }'
        """
        head, brace, body = self.query.partition("{")
        body = _THIS.sub(lambda _: str(focus), _BOUND.sub("(true)", body))
        return _THIS.sub("(true AS ?found)", head) + brace + body


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape, or a property shape where it has a path."""

    node: Node
    path: Path | None
    targets: tuple[Target, ...]
    constraints: tuple[Constraint, ...]
    selects: tuple[Select, ...]
    severity: NamedNode
    messages: tuple[Literal, ...]


def parse_shapes(turtle: str, *, base: str | None = None) -> tuple[Shape, ...]:
    """The shapes of a Turtle text that have targets; ShapesError where one cannot be compiled."""
    try:
        graph = Graph(parse(turtle, RdfFormat.TURTLE, base_iri=base))
    except SyntaxError as fault:
        raise ShapesError(f"The shapes are no Turtle: {fault}") from fault
    _refuse_extensions(graph)
    reader = _Reader(graph, ())
    shapes = (reader.shape(node) for node in graph.subjects() if reader.targets(node))
    return tuple(shape for shape in shapes if shape is not None)


def _refuse_extensions(graph: Graph) -> None:
    for node in graph.subjects():
        for name in _EXTENSIONS:
            if graph.objects(node, SH + name):
                raise ShapesError(f"{node} extends SHACL with sh:{name}, which is not compiled.")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads shapes of one graph; `above` are the shapes that contain the one being read."""

    graph: Graph
    above: tuple[Node, ...]

    def targets(self, node: Node) -> tuple[Target, ...]:
        stated = tuple(
            Target(kind, term) for kind in _TARGETS for term in self.graph.objects(node, SH + kind)
        )
        kinds = {kind.value for kind in self._types(node)}
        shaped = kinds & {SH + "NodeShape", SH + "PropertyShape"}
        if shaped and RDFS + "Class" in kinds:
            return (*stated, Target("targetClass", node))
        return stated

    def shape(self, node: Node) -> Shape | None:
        """The shape at a node; None where it is deactivated and so asks for nothing."""
        self._refuse_unknown(node)
        if _is_true(self.graph.one(node, SH + "deactivated")):
            return None
        inner = _Reader(self.graph, (*self.above, node))
        path = self.graph.one(node, SH + "path")
        severity = self.graph.one(node, SH + "severity") or NamedNode(SH + "Violation")
        if not isinstance(severity, NamedNode):
            raise ShapesError(f"{node} has the severity {severity}; take an IRI.")
        return Shape(
            node=node,
            path=None if path is None else parse_path(self.graph, path),
            targets=self.targets(node),
            constraints=tuple(inner.constraints(node)),
            selects=tuple(self._selects(node)),
            severity=severity,
            messages=self._messages(node),
        )

    def constraints(self, node: Node) -> Iterator[Constraint]:
        for predicate, value in self.graph.about(node):
            name = predicate.value.removeprefix(SH)
            if name in _ONE_TERM:
                yield Constraint(name, (value,), flags=self._flags(node, name))
            elif name in _ONE_SHAPE:
                yield from self._shaped(name, (value,))
            elif name in _TERM_LIST:
                yield Constraint(name, self.graph.items(value))
            elif name in _SHAPE_LIST:
                yield from self._shaped(name, self.graph.items(value))
            elif name in _QUALIFIED:
                yield self._qualified(node, name, value)

    def _shaped(self, name: str, nodes: tuple[Node, ...]) -> Iterator[Constraint]:
        shapes = [self.shape(node) for node in nodes]
        active = tuple(shape for shape in shapes if shape is not None)
        if name == "property" and any(shape.path is None for shape in active):
            raise ShapesError(
                f"{nodes[0]} stands under sh:property and has no sh:path; give it one."
            )
        if len(active) == len(shapes):
            yield Constraint(name, shapes=active)
        elif name not in {"property", "node", "and"}:
            raise ShapesError(f"A deactivated shape under sh:{name} is not compiled.")
        elif active:
            yield Constraint(name, shapes=active)

    def _qualified(self, node: Node, name: str, count: Node) -> Constraint:
        value = self.graph.one(node, SH + "qualifiedValueShape")
        shape = None if value is None else self.shape(value)
        if shape is None:
            raise ShapesError(
                f"{node} counts with sh:{name}: add an active sh:qualifiedValueShape."
            )
        return Constraint(name, (count,), (shape,))

    def _selects(self, node: Node) -> Iterator[Select]:
        for constraint in self.graph.objects(node, SH + "sparql"):
            text = self.graph.one(constraint, SH + "select")
            if not isinstance(text, Literal):
                raise ShapesError(f"The SPARQL constraint of {node} has no sh:select; add one.")
            if refused := _FORBIDDEN.search(text.value):
                raise ShapesError(f"{constraint} says {refused[0]!r} in its query: not compiled.")
            if not _is_true(self.graph.one(constraint, SH + "deactivated")):
                messages = self._messages(constraint) or self._messages(node)
                yield Select(read_prologue(self.graph, constraint) + text.value, messages)

    def _refuse_unknown(self, node: Node) -> None:
        if node in self.above:
            raise ShapesError(f"{node} contains itself; recursive shapes are not compiled.")
        for predicate, _ in self.graph.about(node):
            name = predicate.value.removeprefix(SH)
            if predicate.value.startswith(SH) and name not in _KNOWN:
                raise ShapesError(
                    f"{node} uses sh:{name}, which is not compiled; express it otherwise."
                )

    def _messages(self, node: Node) -> tuple[Literal, ...]:
        found = self.graph.objects(node, SH + "message")
        return tuple(message for message in found if isinstance(message, Literal))

    def _flags(self, node: Node, name: str) -> str:
        flags = self.graph.one(node, SH + "flags") if name == "pattern" else None
        return _text(flags) if flags is not None else ""

    def _types(self, node: Node) -> list[NamedNode]:
        found = self.graph.objects(node, RDF + "type")
        return [kind for kind in found if isinstance(kind, NamedNode)]


def read_prologue(graph: Graph, constraint: Node) -> str:
    """The prefixes that a constraint names, also over owl:imports inside the same file."""
    sources = graph.objects(constraint, SH + "prefixes")
    for source in sources:
        sources.extend(new for new in graph.objects(source, _IMPORTS) if new not in sources)
    return "".join(
        f"PREFIX {_text(graph.one(line, SH + 'prefix'))}: "
        f"<{_text(graph.one(line, SH + 'namespace'))}>\n"
        for source in sources
        for line in graph.objects(source, SH + "declare")
    )


def _is_true(node: Node | None) -> bool:
    return isinstance(node, Literal) and node.value == "true"


def _text(node: Node | None) -> str:
    if not isinstance(node, Literal):
        raise ShapesError(f"{node} stands where the shapes need a text; write a literal.")
    return node.value
