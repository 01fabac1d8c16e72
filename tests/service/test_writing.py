"""Writing over HTTP: only where it is allowed, only with the token, only what the shapes let pass."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

Serve = Callable[..., AbstractContextManager[httpx.Client]]

TOKEN = "a-token-for-tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
GRAPH = "/graphs?graph=urn:x:graph"
LINE = '<urn:x:s> <urn:x:p> "a" .'
NAMELESS = "INSERT DATA { GRAPH <urn:x:graph> { <urn:x:s> a <https://w3id.org/yiju/ns#Project> } }"


@pytest.fixture
def writable(tmp_path: Path, serve: Serve, load: Callable[[Path], None]) -> Iterator[httpx.Client]:
    load(tmp_path)
    with serve(tmp_path, json.dumps({"token": TOKEN})) as client:
        yield client


def put(client: httpx.Client, body: str, **headers: str) -> httpx.Response:
    return client.put(
        GRAPH, content=body, headers=BEARER | {"Content-Type": "text/turtle"} | headers
    )


def lines(client: httpx.Client) -> list[str]:
    response = client.get(GRAPH, headers={"Accept": "application/n-triples"})
    return sorted(response.text.splitlines()) if response.status_code == 200 else []


@pytest.mark.parametrize("token", [None, "Bearer wrong", f"Basic {TOKEN}", "Bearer", ""])
def test_nobody_writes_without_the_token(writable: httpx.Client, token: str | None) -> None:
    headers = {} if token is None else {"Authorization": token}
    answers = [
        writable.post("/sparql", data={"update": "DROP ALL"}, headers=headers),
        writable.put(GRAPH, content=LINE, headers=headers),
        writable.post(GRAPH, content=LINE, headers=headers),
        writable.delete(GRAPH, headers=headers),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert answers[0].headers["www-authenticate"] == "Bearer"
    assert writable.get("/health").json()["documents"] == 2


def test_a_service_that_may_not_write_writes_for_nobody(client: httpx.Client) -> None:
    answers = [
        client.post("/sparql", data={"update": "DROP ALL"}, headers=BEARER),
        client.put(GRAPH, content=LINE, headers=BEARER),
        client.delete(GRAPH, headers=BEARER),
    ]
    assert {answer.status_code for answer in answers} == {403}


def test_a_graph_is_put_added_to_read_and_removed(writable: httpx.Client) -> None:
    assert put(writable, LINE).status_code == 204
    assert lines(writable) == [LINE]
    more = writable.post(GRAPH, content='<urn:x:t> <urn:x:p> "b" .', headers=BEARER)
    assert more.status_code == 204
    assert len(lines(writable)) == 2
    assert put(writable, LINE).status_code == 204
    assert lines(writable) == [LINE]
    assert writable.delete(GRAPH, headers=BEARER).status_code == 204
    assert writable.get(GRAPH).status_code == 404
    assert writable.delete(GRAPH, headers=BEARER).status_code == 404


@pytest.mark.parametrize("path", ["/graphs", "/graphs?default"])
def test_only_a_graph_with_a_name_is_written(writable: httpx.Client, path: str) -> None:
    assert writable.put(path, content=LINE, headers=BEARER).status_code == 400


def test_a_body_that_is_not_what_it_says_is_refused(writable: httpx.Client) -> None:
    assert put(writable, "no turtle").status_code == 400
    assert put(writable, LINE, **{"Content-Type": "text/html"}).status_code == 415
    remote = '{"@context": "http://127.0.0.1:9/context", "@id": "urn:x:s", "name": "x"}'
    assert put(writable, remote, **{"Content-Type": "application/ld+json"}).status_code == 400
    assert writable.get(GRAPH).status_code == 404


def test_what_breaks_our_shapes_is_refused_with_the_report(writable: httpx.Client) -> None:
    before = writable.get("/health").json()
    answers = [
        writable.post("/sparql", data={"update": NAMELESS}, headers=BEARER),
        put(writable, "<urn:x:s> a <https://w3id.org/yiju/ns#Project> ."),
    ]
    for answer in answers:
        assert answer.status_code == 422
        assert answer.json()["code"] == "shapes_broken"
        assert "urn:x:s" in answer.json()["report"]
    assert writable.get("/health").json() == before


def test_an_update_fetches_nothing(writable: httpx.Client) -> None:
    for update in (
        "LOAD <http://127.0.0.1:9/>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ):
        answer = writable.post("/sparql", data={"update": update}, headers=BEARER)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_query")


def test_an_update_is_seen_by_the_next_question(writable: httpx.Client) -> None:
    ask = {"query": "ASK { GRAPH <urn:x:graph> { <urn:x:s> <urn:x:p> ?o } }"}
    for count in range(5):
        update = f"INSERT DATA {{ GRAPH <urn:x:graph> {{ <urn:x:s> <urn:x:p> {count} }} }}"
        assert writable.post("/sparql", data={"update": update}, headers=BEARER).status_code == 204
        assert writable.get("/sparql", params=ask).json()["boolean"] is True
        writable.post("/sparql", data={"update": "DROP GRAPH <urn:x:graph>"}, headers=BEARER)
        assert writable.get("/sparql", params=ask).json()["boolean"] is False


def test_the_union_of_all_graphs_can_be_read(client: httpx.Client) -> None:
    whole = client.get("/graphs?default", headers={"Accept": "application/n-triples"})
    assert len(whole.text.splitlines()) > 300
    assert client.get("/graphs").status_code == 400
    assert client.get("/graphs?graph=urn:x:none").status_code == 404
