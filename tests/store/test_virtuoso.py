"""Virtuoso 7 as a store: the same data and, where it can, the same answers; and the service in front of it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import httpx
import pytest
from pyoxigraph import Literal, Quad, RdfFormat, parse
from tests.service.conftest import load_sample, serving
from tests.store.endpoints import serving_virtuoso
from tests.store.test_remote import SAMPLE, _parameters

from yiju.questions import answer, load_questions
from yiju.store import Store, open_store

Serve = Callable[..., AbstractContextManager[httpx.Client]]
BASE = "<https://w3id.org/yiju/"
TRUE, FALSE, ONE, NONE = (str(Literal(value)) for value in (True, False, 1, 0))

OTHERWISE = {
    "find": "LCASE and REPLACE of a bound Chinese text give question marks",
    "identities": "LCASE and REPLACE of a bound Chinese text give question marks",
    "places": "LCASE and REPLACE of a bound Chinese text give question marks",
    "indicators": "the query needs more than its pool of memory",
    "stated-totals": "a group may have 20 keys",
    "project-indicators": "NOT EXISTS with an inner FILTER lets all pass",
    "trace": "NOT EXISTS with an inner FILTER lets all pass",
}
"""Questions that Virtuoso 7.2.5 cannot answer as it should, and what is wrong there."""


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving_virtuoso(tmp_path_factory.mktemp("virtuoso")) as address:
        graphs: dict[str, list[Quad]] = defaultdict(list)
        for quad in parse(path=SAMPLE):
            graphs[quad.graph_name.value].append(quad)
        with open_store(address, write=True) as store:
            store.replace_graphs(graphs)
        yield address


@pytest.fixture(scope="module")
def both(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Store]:
    folder = tmp_path_factory.mktemp("local")
    load_sample(folder)
    return open_store(folder), open_store(endpoint)


def rows_of(store: Store, name: str) -> list[tuple[str, ...]]:
    """The rows as texts in an order of their own: Virtuoso sorts otherwise and has 0 for false."""
    told = []
    for row in answer(store, name, _parameters(name)).rows:
        texts = (str(term).replace(TRUE, ONE) for term in row)
        told.append(tuple(text.replace(FALSE, NONE) for text in texts))
    return sorted(told)


def test_every_triple_comes_back_as_it_was(both: tuple[Store, Store]) -> None:
    local, remote = (
        {quad for quad in store.quads() if str(quad.graph_name).startswith(BASE)} for store in both
    )
    assert local == remote
    assert len(local) > 600


@pytest.mark.parametrize("name", [name for name in load_questions() if name not in OTHERWISE])
def test_a_question_has_the_same_answer(both: tuple[Store, Store], name: str) -> None:
    local, remote = (rows_of(store, name) for store in both)
    assert local == remote
    assert local


def test_graphs_are_changed_and_removed(endpoint: str) -> None:
    graph = "https://w3id.org/yiju/graph/extra"
    (one, two) = parse(
        '<urn:x:a> <urn:x:b> "一" . <urn:x:a> <urn:x:b> "二\\n\\"三\\"" .', RdfFormat.TURTLE
    )
    with open_store(endpoint, write=True) as store:
        store.replace_graphs({graph: [one]})
        store.change_graph(graph, gone=[one], added=[two])
        assert [quad.object for quad in store.quads(graph)] == [two.object]
        store.remove_graph(graph)
        assert not list(store.quads(graph))


def test_the_service_answers_from_it(endpoint: str) -> None:
    query = """PREFIX yj: <https://w3id.org/yiju/ns#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    SELECT ?label { GRAPH ?g { ?p a yj:Project ; rdfs:label ?label } } ORDER BY ?label"""
    with serving(endpoint) as client:
        found = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
        assert "科技保险保费补贴" in [row["label"]["value"] for row in found]
        table = client.get("/api/queries/documents", headers={"Accept": "text/csv"})
        assert table.status_code == 200
        assert "wangxi-2020.txt" in table.text
        policy = client.get("/id/policy/2017-114-3b1f4c0a9e.ttl")
        assert "望政办字〔2017〕114号" in policy.text
        refused = client.get(
            "/sparql", params={"query": "SELECT * { SERVICE <urn:x:y> { ?a ?b ?c } }"}
        )
        assert refused.status_code == 400
