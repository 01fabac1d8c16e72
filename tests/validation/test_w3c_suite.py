"""The W3C test suite for SHACL: what is compiled is right, and what is not is refused by name."""

from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from yiju.validation.compile import compile_shapes
from yiju.validation.gate import check_with, load
from yiju.validation.paths import parse_path
from yiju.validation.rdf import RDF, SH, Graph, Node, ShapesError
from yiju.validation.shapes import parse_shapes

MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
TEST = "http://www.w3.org/ns/shacl-test#"
NOT_COMPILED = {
    "closed-001", "closed-002", "datatype-ill-formed", "disjoint-001", "equals-001",
    "lessThan-001", "lessThan-002", "lessThanOrEquals-001", "nodeValidator-001", "optional-001",
    "personexample", "pre-binding-006", "pre-binding-007", "propertyValidator-select-001",
    "qualified-001", "qualifiedMinCountDisjoint-001", "qualifiedValueShapesDisjoint-001",
    "shacl-shacl", "shapesGraph-001", "unsupported-sparql-001", "unsupported-sparql-002",
    "unsupported-sparql-003", "unsupported-sparql-004", "unsupported-sparql-005",
    "unsupported-sparql-006", "validator-001",
}  # fmt: skip
Finding = tuple[str, str, str, str]


@pytest.fixture(scope="module")
def suite(shared: Path) -> list[Path]:
    folder = shared / "w3c" / "data-shapes-test-suite" / "tests"
    return sorted(path for path in folder.rglob("*.ttl") if "sht:Validate" in path.read_text())


def in_store(term: Node | None) -> str:
    """A term as Oxigraph keeps it: numbers by their value."""
    if not isinstance(term, Literal):
        return str(term)
    store = Store()
    store.update(f"INSERT DATA {{ <urn:s> <urn:p> {term} }}")
    return str(next(iter(store)).object)


def local(term: Node | None) -> Path:
    assert isinstance(term, NamedNode)
    return Path(unquote(urlparse(term.value).path))


def wanted(graph: Graph, report: Node) -> set[Finding]:
    return {wanted_result(graph, result) for result in graph.objects(report, SH + "result")}


def wanted_result(graph: Graph, result: Node) -> Finding:
    path = graph.one(result, SH + "resultPath")
    component = graph.one(result, SH + "sourceConstraintComponent")
    assert isinstance(component, NamedNode)
    return (
        in_store(graph.one(result, SH + "focusNode")),
        component.value,
        parse_path(graph, path).sparql if path is not None else "",
        in_store(graph.one(result, SH + "value")),
    )


def found(graph: Graph, test: Node) -> set[Finding]:
    action = graph.one(test, MANIFEST + "action")
    assert action is not None
    shapes = local(graph.one(action, TEST + "shapesGraph"))
    data = local(graph.one(action, TEST + "dataGraph"))
    checks = compile_shapes(parse_shapes(shapes.read_text(), base=shapes.as_uri()))
    quads = parse(data.read_bytes(), RdfFormat.TURTLE, base_iri=data.as_uri())
    return {
        (
            in_store(result.focus),
            result.component,
            result.path.sparql if result.path else "",
            in_store(result.value),
        )
        for result in check_with(checks, load(quads)).results
    }


def test_the_suite_is_passed_or_refused(suite: list[Path]) -> None:
    passed, refused = 0, set()
    for file in suite:
        graph = Graph(parse(file.read_bytes(), RdfFormat.TURTLE, base_iri=file.as_uri()))
        for test in list(graph.subjects()):
            if NamedNode(TEST + "Validate") in graph.objects(test, RDF + "type"):
                report = graph.one(test, MANIFEST + "result")
                assert report is not None
                try:
                    results = found(graph, test)
                except ShapesError:
                    refused.add(file.stem)
                else:
                    assert results == wanted(graph, report), file.stem
                    passed += 1
    assert refused == NOT_COMPILED
    assert passed >= 90
