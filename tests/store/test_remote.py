"""A real SPARQL endpoint as a store: `oxigraph serve` in a process of its own."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple, Variable
from pyoxigraph import Store as Oxigraph
from tests.store.endpoints import serving_endpoint

from yiju import resources
from yiju.errors import NotFoundError, QueryError, StoreError
from yiju.pipeline import build
from yiju.questions import (
    answer,
    answer_compare,
    answer_library,
    answer_trace,
    load_questions,
)
from yiju.store import Dataset, Store, open_store
from yiju.store.remote import bind_values
from yiju.vocabulary import Names

SAMPLE = Path(__file__).parents[1] / "service" / "sample.trig"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with serving_endpoint() as address:
        yield address


@pytest.fixture
def remote(endpoint: str) -> Iterator[Store]:
    with open_store(endpoint) as store:
        for graph in store.graphs():
            store.remove_graph(graph)
        yield store


@pytest.fixture
def both(remote: Store, tmp_path: Path) -> tuple[Store, Store]:
    from pyoxigraph import parse

    graphs: dict[str, list[Quad]] = {}
    for quad in parse(path=SAMPLE):
        graphs.setdefault(quad.graph_name.value, []).append(quad)
    with open_store(tmp_path, write=True) as local:
        local.replace_graphs(graphs)
    remote.replace_graphs(graphs)
    return open_store(tmp_path), remote


def _parameters(name: str) -> dict[str, str]:
    given = {
        "indicator": "https://w3id.org/yiju/id/indicator/aa11bb22cc33dd44-17-1",
        "policy": "https://w3id.org/yiju/id/policy/2017-114-3b1f4c0a9e",
        "project": "https://w3id.org/yiju/id/project/aa11bb22cc33dd44-11-1",
        "department": "https://w3id.org/yiju/id/department/aa11bb22cc33dd44-3-1",
        "text": "科技 保险",
    }
    if name == "grade-bands":
        given["indicator"] = "https://w3id.org/yiju/id/indicator/aa11bb22cc33dd44-50-40"
    return {
        part.name: given[part.name] for part in load_questions()[name].parameters if part.required
    }


@pytest.mark.parametrize("name", list(load_questions()))
def test_a_question_has_the_same_answer_from_an_endpoint_without_union(
    both: tuple[Store, Store], name: str
) -> None:
    local, remote = (answer(store, name, _parameters(name)) for store in both)
    assert local == remote
    assert local.rows


def test_a_trace_is_the_same_from_an_endpoint(both: tuple[Store, Store]) -> None:
    local, remote = (answer_trace(store, "完成科技保险单数") for store in both)
    assert local == remote


def test_comparison_and_library_are_the_same_from_an_endpoint(both: tuple[Store, Store]) -> None:
    local, remote = (answer_compare(store, "wangxi-2020", "wangxi-2024") for store in both)
    assert local == remote
    assert local.indicators
    local_library, remote_library = (answer_library(store) for store in both)
    assert local_library == remote_library
    assert local_library.entries


def test_an_export_is_the_same_bytes_from_an_endpoint(both: tuple[Store, Store]) -> None:
    exports = []
    for store in both:
        out = io.BytesIO()
        store.export("nquads", out=out)
        exports.append(out.getvalue())
    assert exports[0] == exports[1]
    assert len(exports[0].splitlines()) > 300


def test_graphs_are_replaced_and_removed(remote: Store) -> None:
    node = NamedNode("urn:x")
    quads = [Quad(node, node, Literal(f"'{at}\n\"", language="zh")) for at in range(3)]
    remote.replace_graphs({"urn:g": quads})
    remote.replace_graphs({"urn:g": quads[1:]})
    assert remote.graphs() == ["urn:g"]
    assert {quad.object for quad in remote.quads("urn:g")} == {quad.object for quad in quads[1:]}
    remote.remove_graph("urn:g")
    assert remote.graphs() == []


def test_a_graph_is_changed_by_what_goes_and_what_comes(remote: Store) -> None:
    node = NamedNode("urn:x")
    one, two, three = (Quad(node, node, Literal(f"'{at}\n\"", language="zh")) for at in range(3))
    remote.change_graph("urn:g", gone=[], added=[one, two])
    remote.change_graph("urn:g", gone=[one, three], added=[three])
    remote.change_graph("urn:g", gone=[], added=[])
    assert {quad.object for quad in remote.quads("urn:g")} == {two.object, three.object}


def test_an_endpoint_without_graph_store_is_changed_by_update(endpoint: str, remote: Store) -> None:
    from yiju.store.remote import RemoteStore

    node = NamedNode("urn:x")
    plain = RemoteStore(endpoint)
    plain._graphs_at = None
    plain.replace_graphs({"urn:g": [Quad(node, node, Literal("a\\'\"\n"))]})
    plain.replace_graphs({"urn:g": [Quad(node, node, Literal("b"))]})
    assert [quad.object for quad in remote.quads("urn:g")] == [Literal("b")]


def test_constructed_triples_come_back(remote: Store) -> None:
    node = NamedNode("urn:x")
    remote.replace_graphs({"urn:g": [Quad(node, node, node)]})
    query = "# by a comment\nCONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert list(remote.query(query)) == [Triple(node, node, node)]  # type: ignore[arg-type]


def test_a_dataset_goes_with_the_request(remote: Store) -> None:
    node = NamedNode("urn:x")
    remote.replace_graphs({"urn:g": [Quad(node, node, node)]})
    found = remote.query("SELECT ?s { ?s ?p ?o }", dataset=Dataset(default=("urn:g",)))
    assert len(list(found)) == 1  # type: ignore[arg-type]


def test_faults_of_an_endpoint_are_sentences(remote: Store) -> None:
    with pytest.raises(QueryError, match="refused the query"):
        remote.select("SELECT * {")
    with pytest.raises(NotFoundError, match="has no graph"):
        remote.export("trig", graph="urn:lacking", out=io.BytesIO())
    with pytest.raises(StoreError, match="did not answer"):
        open_store("http://127.0.0.1:9/query").graphs()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?n ?s { GRAPH ?g { ?s ?p ?o FILTER(STR(?o) = STR(?n)) } }",
        "SELECT ?n (COUNT(*) AS ?c) { GRAPH ?g { ?s ?p ?n } } GROUP BY ?n",
        "SELECT ?n ?o { VALUES ?o { 1 2 } OPTIONAL { GRAPH ?g { ?s ?p ?n } } }",
    ],
)
def test_joined_values_mean_what_substitution_means(query: str) -> None:
    store, node, term = Oxigraph(), NamedNode("urn:x"), Literal("it's {")
    store.extend([Quad(node, node, term, node), Quad(node, node, Literal("other"), node)])
    substituted = store.query(query, substitutions={Variable("n"): term})
    joined = store.query(bind_values(query, {"n": term}))
    assert str(list(substituted)) == str(list(joined))  # type: ignore[arg-type]


def test_a_build_into_an_endpoint_describes_it_as_a_folder(
    remote: Store, endpoint: str, tmp_path: Path
) -> None:
    files = sorted(resources.folder("sample").glob("disclosures/*.txt"))
    for place in (tmp_path, endpoint, endpoint):
        build(files, place)
    graph = Names().graph("description")
    with open_store(tmp_path) as folder:
        assert set(remote.quads(graph)) == set(folder.quads(graph)) != set()


def test_a_graph_is_dumped_as_it_stands(both: tuple[Store, Store]) -> None:
    dumped = []
    for store in both:
        out = io.BytesIO()
        store.dump(Names().graph("policies"), out)
        dumped.append(sorted(out.getvalue().splitlines()))
    assert dumped[0] == dumped[1] != []


@pytest.mark.parametrize("text", ['" } UNION { ?s ?p ?o } #', '\\" } UNION { ?s ?p ?o } #', "\n}"])
def test_no_value_becomes_a_part_of_the_question(both: tuple[Store, Store], text: str) -> None:
    assert not answer(both[1], "find", {"text": text}).rows
