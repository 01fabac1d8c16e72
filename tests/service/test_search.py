"""Search over HTTP: ranked, typed, paged, marked, safe, and in step with the store."""

import json
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.store.endpoints import serving_endpoint

from yiju.store import open_store
from yiju.store.search import FILE

Serve = Callable[..., AbstractContextManager[httpx.Client]]
Load = Callable[[Path], None]

BASE = "https://w3id.org/yiju/"
POLICY = f"{BASE}id/policy/2017-114-3b1f4c0a9e"
DOCUMENT = f"{BASE}graph/document/ee55ff66aa77bb881111111111111111111111111111111111111111111111aa"
TOKEN = "a-token-for-tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def get(client: httpx.Client, path: str, **parameters: Any) -> Any:
    response = client.get(path, params=parameters)
    assert response.status_code == 200, response.text
    return response.json()


def test_what_is_found_is_told_whole(client: httpx.Client) -> None:
    response = client.get("/api/search", params={"q": "完成科技保险单数"})
    (hit,) = response.json()["results"]
    assert response.headers["yiju-total"] == "1"
    assert {name: hit[name] for name in ("kind", "label", "file", "line", "year", "fit")} == {
        "kind": "Indicator",
        "label": "完成科技保险单数",
        "file": "copy-of-wangxi-2024.txt",
        "line": 17,
        "year": 2024,
        "fit": "exact",
    }
    assert hit["context"] == "科技保险保费补贴"
    assert hit["matches"][0] == {"field": "name", "text": "完成科技保险单数", "spans": [[0, 8]]}
    assert client.get(f"/id/{hit['iri'].removeprefix(f'{BASE}id/')}").status_code == 303


@pytest.mark.parametrize(
    "text",
    [
        "望政办字[2017]第0114 号",
        "望政办字（２０１７）１１４号",
        "《望溪区科技保险工作方案》",
        "望溪区 科技保险工作方案",
    ],
)
def test_a_policy_is_found_first_in_any_spelling(client: httpx.Client, text: str) -> None:
    first = get(client, "/api/search", q=text)["results"][0]
    assert (first["iri"], first["fit"]) == (POLICY, "exact")


def test_words_are_marked_and_nothing_else_is_html(client: httpx.Client) -> None:
    response = client.get("/api/search", params={"q": "公众满意度<script>", "highlight": "mark"})
    (hit,) = response.json()["results"]
    assert hit["matches"][0]["html"] == "<mark>公众满意度&lt;script&gt;</mark>"
    assert "<script>" not in "".join(match["html"] for match in hit["matches"])


def test_results_may_be_limited(client: httpx.Client) -> None:
    found = get(client, "/api/search", q="科", kind=["Project", "Policy"], limit=100)
    assert {hit["kind"] for hit in found["results"]} == {"Project", "Policy"}
    found = get(client, "/api/search", q="科", year=2020, department="望溪区 科学技术局")
    assert {hit["file"] for hit in found["results"]} == {"wangxi-2020.txt"}


def test_pages_put_together_are_the_whole(client: httpx.Client) -> None:
    whole = get(client, "/api/search", q="科", limit=100)
    pages = [
        get(client, "/api/search", q="科", limit=4, offset=at) for at in range(0, whole["total"], 4)
    ]
    assert [hit["iri"] for page in pages for hit in page["results"]] == [
        hit["iri"] for hit in whole["results"]
    ]
    assert {page["total"] for page in pages} == {whole["total"]}


def test_names_are_suggested_as_one_types(client: httpx.Client) -> None:
    for typed in ("科", "科普", "科普宣", "科普宣传"):
        labels = [one["label"] for one in get(client, "/api/suggest", q=typed)["suggestions"]]
        assert "科普宣传" in labels
    (name,) = get(client, "/api/suggest", q="科普", kind="Project")["suggestions"]
    assert (name["count"], name["spans"]) == (1, [[0, 2]])


@pytest.mark.parametrize(
    ("text", "score", "is_match"),
    [
        ("望政办字[2017]0114号", 100, True),
        ("望溪区科技保险方案", 60, False),
        ("望溪区科技保险工作方案", 98, True),
    ],
)
def test_policies_that_may_be_meant_come_with_scores(
    client: httpx.Client,
    text: str,
    score: int,
    is_match: bool,  # noqa: FBT001  # a case
) -> None:
    first = get(client, "/api/policies", q=text)["candidates"][0]
    assert (first["iri"], first["match"]) == (POLICY, is_match)
    assert first["score"] >= score
    assert first["number"] == "望政办字〔2017〕114号"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/search", 422),
        ("/api/search?q=", 422),
        (f"/api/search?q={'a' * 10_000}", 422),
        (f"/api/search?q={'+'.join(map(str, range(80)))}", 400),
        ("/api/search?q=a&limit=0", 422),
        ("/api/search?q=a&limit=1000", 422),
        ("/api/search?q=a&offset=-1", 422),
        ("/api/search?q=a&offset=99999999999999999999", 422),
        ("/api/search?q=a&kind=entry", 422),
        ("/api/search?q=a&year=MMXX", 422),
        ("/api/search?q=a&highlight=html", 422),
        ("/api/suggest", 422),
        ("/api/policies", 422),
    ],
)
def test_wrong_questions_are_told_so(client: httpx.Client, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"]


@pytest.mark.parametrize(
    "text",
    [
        *('"', '" OR "', "name:*", "NEAR(a b)", "科*", "^科", "(((", "\x00", "%00", "\u202e", "％"),
        *(
            "'; DROP TABLE entry; --",
            "' UNION SELECT 1,2,3 --",
            "<script>",
            "../../etc/passwd",
            "$(id)",
        ),
    ],
)
def test_no_question_breaks_anything(client: httpx.Client, text: str) -> None:
    for path in ("/api/search", "/api/suggest", "/api/policies"):
        assert client.get(path, params={"q": text}).status_code == 200
    assert get(client, "/api/search", q="科普宣传")["total"]


def test_the_index_follows_updates(tmp_path: Path, serve: Serve, load: Load) -> None:
    load(tmp_path)
    with serve(tmp_path, json.dumps({"token": TOKEN})) as client:
        assert get(client, "/api/search", q="补助企业数量")["total"]
        assert client.delete(f"/graphs?graph={DOCUMENT}", headers=BEARER).status_code == 204
        assert get(client, "/api/search", q="补助企业数量")["total"] == 0
        renamed = 'PREFIX r: <http://www.w3.org/2000/01/rdf-schema#> DELETE { GRAPH ?g { ?s r:label ?o } } INSERT { GRAPH ?g { ?s r:label "改名项目"@zh } } WHERE { GRAPH ?g { ?s r:label ?o . FILTER(STR(?o) = "科普宣传") } }'
        assert client.post("/sparql", data={"update": renamed}, headers=BEARER).status_code == 204
        assert get(client, "/api/search", q="改名项目")["results"][0]["kind"] == "Project"
        labels = {hit["label"] for hit in get(client, "/api/search", q="科普宣传")["results"]}
        assert labels == {"改名项目"}, "only the quotation still says so"


def test_a_build_beside_the_service_is_seen(tmp_path: Path, serve: Serve, load: Load) -> None:
    with serve(tmp_path) as client:
        assert get(client, "/api/search", q="科普") == {
            "text": "科普",
            "total": 0,
            "behind": False,
            "results": [],
        }
        load(tmp_path)
        assert get(client, "/api/search", q="科普")["total"] > 0
        for file in tmp_path.glob(f"{FILE}*"):
            file.unlink()
        response = client.get("/api/search?q=科普")
        assert (response.status_code, response.json()["code"]) == (503, "index_unavailable")
        open_store(tmp_path, write=True).close()
        assert get(client, "/api/search", q="科普")["total"] > 0


def test_a_store_that_is_being_written_is_told_to_be_ahead(
    tmp_path: Path, serve: Serve, load: Load
) -> None:
    load(tmp_path)
    with serve(tmp_path) as client:
        with open_store(tmp_path, write=True) as store:
            store.remove_graph(DOCUMENT)
            during = get(client, "/api/search", q="补助企业数量")
        after = get(client, "/api/search", q="补助企业数量")
    assert (during["total"] > 0, during["behind"]) == (True, True)
    assert (after["total"], after["behind"]) == (0, False)


def test_an_endpoint_is_searched_in_its_state_folder(
    tmp_path: Path, serve: Serve, sample_store: Path
) -> None:
    with serving_endpoint() as endpoint:
        with (
            open_store(endpoint, write=True, state=tmp_path) as remote,
            open_store(sample_store) as local,
        ):
            remote.replace_graphs({graph: list(local.quads(graph)) for graph in local.graphs()})
        with serve(endpoint, json.dumps({"state": str(tmp_path)})) as client:
            assert (
                get(client, "/api/search", q="望政办字[2017]114号")["results"][0]["iri"] == POLICY
            )
            asked = {"ids": ["policy/2017-114-3b1f4c0a9e"], "properties": [{"id": "money"}]}
            told = client.post("/api/reconcile", data={"extend": json.dumps(asked)}).json()
            assert told["rows"]["policy/2017-114-3b1f4c0a9e"]["money"] == [{"str": "142.65"}]
        with serve(endpoint) as client:
            assert client.get("/api/search?q=科普").json()["code"] == "index_unavailable"


def test_who_types_does_not_wait_for_who_asks_much(
    tmp_path: Path, serve: Serve, load: Load
) -> None:
    load(tmp_path)
    much = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with serve(tmp_path, json.dumps({"limits": {"processes": 1, "seconds": 10}})) as client:
        asking = threading.Thread(
            target=client.get, args=("/sparql",), kwargs={"params": {"query": much}}
        )
        asking.start()
        time.sleep(0.5)
        assert get(client, "/api/suggest", q="科普")["suggestions"]
        assert asking.is_alive(), "the query would still keep the only worker"
        asking.join()


def test_search_is_described(client: httpx.Client) -> None:
    paths = get(client, "/openapi.json")["paths"]
    described = paths["/api/search"]["get"]
    assert {part["name"] for part in described["parameters"]} == {
        "q",
        "kind",
        "year",
        "department",
        "limit",
        "offset",
        "highlight",
    }
    assert "Yiju-Total" in described["responses"]["200"]["headers"]
    for path in ("/api/suggest", "/api/policies", "/api/reconcile"):
        assert paths[path]["get"]["description"]
