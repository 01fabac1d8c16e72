"""The SPARQL endpoint, asked over HTTP as a stranger would."""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from yiju.errors import StoreError
from yiju.store import open_store

Serve = Callable[..., AbstractContextManager[httpx.Client]]

ASK = "ASK { ?s ?p ?o }"
LABELS = (
    "SELECT ?s ?label WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?s"
)
CONSTRUCT = (
    "CONSTRUCT { ?s <urn:label> ?o } WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o }"
)
POLICIES = "https://w3id.org/yiju/graph/policies"


def rows(response: httpx.Response) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.text
    bindings: list[dict[str, Any]] = response.json()["results"]["bindings"]
    return bindings


def code(response: httpx.Response) -> str:
    return str(response.json()["code"])


def test_all_three_forms_of_a_request_give_the_same_answer(client: httpx.Client) -> None:
    by_get = client.get("/sparql", params={"query": LABELS})
    by_form = client.post("/sparql", data={"query": LABELS})
    by_body = client.post(
        "/sparql", content=LABELS, headers={"Content-Type": "application/sparql-query"}
    )
    assert len(rows(by_get)) > 10
    assert rows(by_get) == rows(by_form) == rows(by_body)


def test_the_default_graph_is_the_union_of_all_graphs(client: httpx.Client) -> None:
    union = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})
    graphs = client.get(
        "/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"}
    )
    assert rows(union) == rows(graphs)
    assert int(rows(union)[0]["n"]["value"]) > 300


@pytest.mark.parametrize(
    ("accept", "media", "beginning"),
    [
        ("application/sparql-results+json", "application/sparql-results+json", b'{"head"'),
        ("application/json", "application/json", b'{"head"'),
        ("application/sparql-results+xml", "application/sparql-results+xml", b"<?xml"),
        ("text/csv", "text/csv", b"s,label\r\n"),
        ("text/tab-separated-values", "text/tab-separated-values", b"?s\t?label\n"),
        ("text/csv;q=0.2, text/*;q=0.1, application/xml;q=0.9", "application/xml", b"<?xml"),
        ("image/png, */*;q=0.1", "application/sparql-results+json", b'{"head"'),
    ],
)
def test_rows_come_in_the_form_that_is_accepted(
    client: httpx.Client, accept: str, media: str, beginning: bytes
) -> None:
    response = client.get("/sparql", params={"query": LABELS}, headers={"Accept": accept})
    assert response.headers["content-type"].split(";")[0] == media
    assert response.content.startswith(beginning)


def test_ask_is_answered(client: httpx.Client) -> None:
    assert client.get("/sparql", params={"query": ASK}).json()["boolean"] is True


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
    ],
)
def test_triples_come_in_the_form_that_is_accepted(
    client: httpx.Client, accept: str, form: RdfFormat
) -> None:
    response = client.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": accept})
    assert response.headers["content-type"].split(";")[0] == accept
    turtle = client.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": "text/turtle"})
    expected = {quad.triple for quad in parse(turtle.content, RdfFormat.TURTLE)}
    assert len(expected) > 10
    assert {quad.triple for quad in parse(response.content, form)} == expected


def test_values_are_not_changed_on_their_way(client: httpx.Client) -> None:
    query = (
        'SELECT ?v { VALUES ?v { "a\\tb\\n\\"c\\"\\\\" "名"@zh 1.5 "x"^^<urn:t> UNDEF <urn:é> } }'
    )
    values = [row.get("v", {}) for row in rows(client.get("/sparql", params={"query": query}))]
    assert [value.get("value") for value in values] == [
        'a\tb\n"c"\\',
        "名",
        "1.5",
        "x",
        None,
        "urn:é",
    ]
    assert values[1]["xml:lang"] == "zh"
    assert values[3]["datatype"] == "urn:t"


def test_a_graph_named_by_the_request_is_the_default_graph(client: httpx.Client) -> None:
    query = "SELECT ?s { ?s a <https://w3id.org/yiju/ns#Policy> }"
    named = client.get("/sparql", params={"query": query, "default-graph-uri": POLICIES})
    lacking = client.get(
        "/sparql", params={"query": query, "default-graph-uri": "http://no.example/"}
    )
    assert len(rows(named)) == 4
    assert rows(lacking) == []


def test_named_graphs_of_the_request_are_all_that_graph_sees(client: httpx.Client) -> None:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    named = client.get("/sparql", params={"query": query, "named-graph-uri": POLICIES})
    assert [row["g"]["value"] for row in rows(named)] == [POLICIES]
    only_default = client.get("/sparql", params={"query": query, "default-graph-uri": POLICIES})
    assert rows(only_default) == []


def test_a_dataset_of_the_request_replaces_that_of_the_query(client: httpx.Client) -> None:
    query = "SELECT ?s FROM <http://no.example/> { ?s a <https://w3id.org/yiju/ns#Policy> }"
    assert client.get("/sparql", params={"query": query}).status_code == 400
    assert (
        len(rows(client.get("/sparql", params={"query": query, "default-graph-uri": POLICIES})))
        == 4
    )


def test_from_may_name_a_graph_that_is_there(client: httpx.Client) -> None:
    query = f"SELECT ?s FROM <{POLICIES}> {{ ?s a <https://w3id.org/yiju/ns#Policy> }}"
    assert len(rows(client.get("/sparql", params={"query": query}))) == 4


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "ASK { \\u0053eRvIcE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE<http://127.0.0.1:9/>{?a ?b ?c} }",
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9/>",
        "DELETE WHERE { ?s ?p ?o }",
        "SELECT * {",
        "",
    ],
)
def test_what_may_not_run_is_refused(client: httpx.Client, query: str) -> None:
    response = client.post("/sparql", data={"query": query})
    assert response.status_code == 400
    assert code(response) in {"bad_query", "bad_request"}


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ("SERVICE <http://127.0.0.1:9/> {}" AS ?SERVICE) {} # LOAD <x> SERVICE <y> {',
        "PREFIX SERVICE: <urn:s:> PREFIX load: <urn:l:> SELECT * { ?s SERVICE:p load:o }",
    ],
)
def test_what_only_looks_forbidden_runs(client: httpx.Client, query: str) -> None:
    assert client.get("/sparql", params={"query": query}).status_code == 200


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        ("update=DROP+ALL", "application/x-www-form-urlencoded", 403),
        ("DROP ALL", "application/sparql-update", 403),
        (ASK, "text/plain", 415),
        (b"\xff\xfe", "application/sparql-query", 400),
        ("query=%FF", "application/x-www-form-urlencoded", 400),
        ("query=ASK{}&query=ASK{}", "application/x-www-form-urlencoded", 400),
        ("#" * 1_100_000, "application/sparql-query", 413),
        ("#" * 900_000, "application/sparql-query", 400),
    ],
)
def test_a_request_that_is_no_query_is_refused(
    client: httpx.Client, content: str | bytes, media: str, status: int
) -> None:
    response = client.post("/sparql", content=content, headers={"Content-Type": media})
    assert response.status_code == status
    assert response.json()["detail"]


def test_nothing_acceptable_is_said_with_what_there_is(client: httpx.Client) -> None:
    response = client.get("/sparql", params={"query": ASK}, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/csv" in response.json()["detail"]


def test_a_long_result_is_cut_and_says_so(sample_store: Path, serve: Serve) -> None:
    with serve(sample_store, json.dumps({"limits": {"rows": 5}})) as client:
        for accept, count in (("text/csv", 6), ("text/tab-separated-values", 6)):
            response = client.get("/sparql", params={"query": LABELS}, headers={"Accept": accept})
            assert len(response.text.splitlines()) == count
            assert response.headers["Yiju-Truncated"] == "rows=5"
        response = client.get("/sparql", params={"query": LABELS})
        assert len(rows(response)) == 5
        assert response.json()["truncated"] == {"rows": 5}
        triples = client.get(
            "/sparql", params={"query": CONSTRUCT}, headers={"Accept": "application/n-triples"}
        )
        assert len(triples.text.splitlines()) == 6
        assert triples.text.endswith("\n# truncated: rows=5\n")
        assert triples.headers["Yiju-Truncated"] == "rows=5"
        exact = client.get("/sparql", params={"query": LABELS + " LIMIT 5"})
        assert len(rows(exact)) == 5
        assert "Yiju-Truncated" not in exact.headers


def test_a_cut_result_of_an_endpoint_never_passes_for_a_whole_one(
    sample_store: Path, serve: Serve
) -> None:
    with serve(sample_store, json.dumps({"limits": {"rows": 5}})) as client:
        store = open_store(f"{client.base_url}/sparql")
        with pytest.raises(StoreError, match="cut its result"):
            store.query(LABELS)


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?l ?i ?f"


def test_a_query_that_takes_too_long_is_stopped_and_others_go_on(
    sample_store: Path, serve: Serve
) -> None:
    with serve(sample_store, json.dumps({"limits": {"seconds": 1, "processes": 1}})) as client:
        response = client.get("/sparql", params={"query": ENDLESS})
        assert response.status_code == 503
        assert code(response) == "timeout"
        assert client.get("/sparql", params={"query": ASK}).json()["boolean"] is True


def test_a_query_that_wants_too_much_memory_is_stopped_and_others_go_on(
    sample_store: Path, serve: Serve
) -> None:
    with serve(
        sample_store, json.dumps({"limits": {"memory": 300 << 20, "processes": 1}})
    ) as client:
        response = client.get("/sparql", params={"query": GREEDY})
        assert response.status_code == 503
        assert client.get("/sparql", params={"query": ASK}).json()["boolean"] is True


def test_who_finds_all_workers_busy_is_told_so(sample_store: Path, serve: Serve) -> None:
    with (
        serve(
            sample_store, json.dumps({"limits": {"seconds": 4, "patience": 0.2, "processes": 1}})
        ) as client,
        ThreadPoolExecutor() as threads,
    ):
        long = threads.submit(client.get, "/sparql", params={"query": ENDLESS})
        time.sleep(0.5)
        assert client.get("/style.css").status_code == 200
        busy = client.get("/health")
        assert (busy.status_code, code(busy)) == (503, "busy")
        assert busy.headers["retry-after"] == "5"
        assert code(long.result()) == "timeout"


def test_a_query_is_stopped_when_its_client_leaves(sample_store: Path, serve: Serve) -> None:
    with serve(sample_store, json.dumps({"limits": {"processes": 1, "patience": 2}})) as client:
        with (
            httpx.Client(base_url=client.base_url, timeout=0.5) as impatient,
            pytest.raises(httpx.TimeoutException),
        ):
            impatient.get("/sparql", params={"query": ENDLESS})
        assert client.get("/health").status_code == 200
