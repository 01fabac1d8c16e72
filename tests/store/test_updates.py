"""A stranger's update: what is refused, what the request's graphs do to it, what it may change."""

import pytest
from pyoxigraph import NamedNode, Quad
from pyoxigraph import Store as Oxigraph

from yiju.errors import QueryError
from yiju.store import Dataset
from yiju.store.updates import add_using, check_update, find_targets

ONE = Dataset(default=("urn:one",))
COPY = "INSERT { GRAPH <urn:copy> { ?s ?p ?o } } WHERE { ?s ?p ?o }"


@pytest.fixture
def engine() -> Oxigraph:
    graphs = Oxigraph()
    for name in ("one", "two"):
        node = NamedNode(f"urn:{name}")
        graphs.add(Quad(node, node, node, node))
    return graphs


def copied(engine: Oxigraph) -> set[str]:
    found = engine.quads_for_pattern(None, None, None, NamedNode("urn:copy"))
    return {quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)}


def test_an_update_sees_the_default_graphs_of_the_request(engine: Oxigraph) -> None:
    engine.update(add_using(COPY, ONE))
    assert copied(engine) == {"urn:one"}


def test_every_operation_of_an_update_sees_them(engine: Oxigraph) -> None:
    engine.update(add_using(f"CLEAR SILENT GRAPH <urn:x> ; {COPY} ; {COPY}", ONE))
    assert copied(engine) == {"urn:one"}


def test_named_graphs_of_the_request_are_all_that_graph_sees(engine: Oxigraph) -> None:
    copy = "INSERT { GRAPH <urn:copy> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }"
    engine.update(add_using(copy, Dataset(named=("urn:two",))))
    assert copied(engine) == {"urn:two"}


def test_a_short_delete_is_written_out(engine: Oxigraph) -> None:
    text = add_using("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", Dataset(named=("urn:two",)))
    engine.update(text)
    assert [quad.graph_name for quad in engine] == [NamedNode("urn:one")]


@pytest.mark.parametrize(
    "own",
    [
        "WITH <urn:a> DELETE { ?s ?p 'WHERE' } WHERE { ?s ?p ?o }",
        "INSERT { ?s ?p 1 } USING <urn:a> WHERE { ?s ?p ?o }",
        "INSERT { ?s ?p 1 }USING NAMED<urn:a>WHERE{ ?s ?p ?o }",
    ],
)
def test_an_update_with_graphs_of_its_own_conflicts(own: str) -> None:
    assert add_using(own, Dataset()) == own
    with pytest.raises(QueryError, match="name them once"):
        add_using(own, ONE)


def test_what_only_looks_like_a_clause_is_left_alone() -> None:
    text = "INSERT DATA { <urn:a> <urn:WHERE> 'USING', '} WHERE {' } # WITH"
    assert add_using(text, ONE) == text


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:9/>",
        "CLEAR ALL ; load silent <file:///etc/passwd> INTO GRAPH <urn:g>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "\\u004cOAD <http://127.0.0.1:9/>",
        "INSERT DATA {} ;LOAD<http://127.0.0.1:9/>",
        "INSERT DATA { } " + "{" * 200,
    ],
)
def test_nothing_is_fetched_and_nothing_nests_too_deeply(text: str) -> None:
    with pytest.raises(QueryError):
        check_update(text)


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("INSERT DATA { GRAPH <urn:a> { <urn:s> a 1 } GRAPH <urn:b> { } }", ["urn:a", "urn:b"]),
        ("WITH <urn:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", ["urn:a"]),
        ("COPY GRAPH <urn:a> TO GRAPH <urn:b>", ["urn:a", "urn:b"]),
        ("ADD <urn:a> TO <urn:b>", ["urn:b"]),
        ("MOVE <urn:a> TO <urn:b>", None),
        ("CLEAR NAMED", None),
        ("PREFIX : <urn:> INSERT DATA { GRAPH :a { :s a 1 } }", None),
        ("INSERT DATA { <urn:s> <urn:p> 'GRAPH ?x ALL' }", []),
    ],
)
def test_the_graphs_that_may_change_are_told_or_all_may(
    text: str, targets: list[str] | None
) -> None:
    assert find_targets(text) == targets
