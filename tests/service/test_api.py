"""The API, linked data and pages, asked over HTTP."""

import json
import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from yiju.questions import load_questions
from yiju.store import open_store

Serve = Callable[..., AbstractContextManager[httpx.Client]]

BASE = "https://w3id.org/yiju/"
LOCAL = "aa11bb22cc33dd44-17-1"
INDICATOR = f"{BASE}id/indicator/{LOCAL}"
FORMS = {
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
}
POLICY = f"{BASE}id/policy/2017-114-3b1f4c0a9e"


def get(client: httpx.Client, path: str, **headers: str) -> Any:
    response = client.get(path, headers=headers)
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.parametrize("name", [LOCAL, INDICATOR])
def test_a_trace_leads_from_the_promise_to_the_policy(client: httpx.Client, name: str) -> None:
    trace = get(client, f"/api/indicators/{name}/trace")
    assert trace["promises"][0]["text"] == "≥30单"
    assert trace["subjects"][0]["budget"] == "42.4"
    cited = trace["bases"][0]["citations"][0]
    assert cited["policy"]["iri"] == POLICY
    assert cited["evidence"][0]["line"] == 17
    assert "望政办字〔2017〕114号" in cited["evidence"][0]["quotation"]


@pytest.mark.parametrize(
    "name",
    [
        "望政办字〔2017〕114号",
        "望政办字[2017]第0114 号",
        "2017-114-3b1f4c0a9e",
        POLICY,
        "《望溪区科技保险工作方案》",
    ],
)
def test_a_policy_answers_to_every_spelling(client: httpx.Client, name: str) -> None:
    (found,) = get(client, f"/api/policies/{name}")["policies"]
    assert found["policy"]["iri"] == POLICY
    assert {use["role"] for use in found["uses"]} == {"basis", "cited"}


def test_two_documents_are_compared_with_the_words_of_both(client: httpx.Client) -> None:
    found = get(client, "/api/compare?a=wangxi-2020.txt&b=wangxi-2024.txt")
    assert (found["a"]["year"], found["b"]["year"]) == ("2020", "2024")
    changes = found["budgets"] + found["indicators"]
    assert changes
    assert all(side["evidence"] for c in changes for side in (c["a"], c["b"]) if side)


@pytest.mark.parametrize(("a", "status"), [("wangxi-", 409), ("nobody", 404), ("", 422)])
def test_a_side_that_is_not_one_document_is_refused(
    client: httpx.Client, a: str, status: int
) -> None:
    response = client.get("/api/compare", params={"a": a, "b": "wangxi-2024.txt"})
    assert response.status_code == status
    assert response.json()["detail"]


def test_the_library_tells_uses_and_official_indicators(client: httpx.Client) -> None:
    found = get(client, "/api/library")
    assert found["officials"] == 1
    assert "unused" not in found
    names = [entry["name"] for entry in found["entries"]]
    assert "完成科技保险单数" in names
    kinds = get(client, "/api/library?kind=subsidyProject&unused=true")
    assert {entry["kind"] for entry in kinds["entries"]} == {"subsidyProject"}
    assert [one["label"] for one in kinds["unused"]] == ["科技保险单数"]
    assert client.get("/api/library?kind=none").status_code == 404


@pytest.mark.parametrize(
    ("value", "outcome", "grades"), [("97", "grade", ["excellent"]), ("80", "gap", [])]
)
def test_a_value_is_graded_by_the_printed_bands(
    client: httpx.Client, value: str, outcome: str, grades: list[str]
) -> None:
    found = get(client, f"/api/indicators/aa11bb22cc33dd44-50-40/grade?value={value}")
    assert (found["outcome"], found["grades"]) == (outcome, grades)
    assert found["bands"][0]["evidence"][0]["line"] == 50


def test_a_value_that_is_no_number_is_refused(client: httpx.Client) -> None:
    asked = "/api/indicators/aa11bb22cc33dd44-50-40/grade?value="
    assert client.get(f"{asked}many").status_code == 422
    assert client.get(f"/api/indicators/{LOCAL}/grade?value=3").status_code == 404


def test_search_finds_by_words(client: httpx.Client) -> None:
    results = get(client, "/api/search?q=科技保险")["results"]
    assert {result["kind"] for result in results} == {"Indicator", "Project", "Policy"}


def test_documents_and_findings_are_listed(client: httpx.Client) -> None:
    files = [row["file"] for row in get(client, "/api/documents")["documents"]]
    assert files == ["copy-of-wangxi-2024.txt", "wangxi-2020.txt"]
    (finding,) = get(client, "/api/findings?severity=Warning")["findings"]
    assert finding["evidence"][0]["quotation"] == "补助企业数量"
    assert get(client, "/api/findings?severity=Info")["findings"] == []


def test_every_question_can_be_asked_by_name(client: httpx.Client) -> None:
    listed = get(client, "/api/queries")["queries"]
    assert [question["name"] for question in listed] == list(load_questions())
    for question in listed:
        parameters = {part["name"]: part["example"] for part in question["parameters"]}
        response = client.get(f"/api/queries/{question['name']}", params=parameters)
        assert response.status_code == 200, response.text
        assert response.json()["head"]["vars"] == list(question["columns"])


INJECTED = [
    '" } UNION { ?s ?p ?o } #',
    "urn:x> } UNION { ?s ?p ?o } #",
    "1) } UNION { GRAPH ?g { ?s ?p ?o } } #",
    '\\" } UNION { ?s ?p ?o } #',
    "\n} # ?s ?p ?o {",
]


@pytest.mark.parametrize(
    ("question", "parameter"),
    [
        (question.name, part.name)
        for question in load_questions().values()
        for part in question.parameters
    ],
)
def test_no_value_becomes_a_part_of_the_question(
    client: httpx.Client, question: str, parameter: str
) -> None:
    """A value is bound as a term: there is no such thing, so that nothing is found, or it is refused."""
    needed = {
        part.name: part.example
        for part in load_questions()[question].parameters
        if part.required or part.name == parameter
    }
    for value in INJECTED:
        told = client.get(f"/api/queries/{question}", params=needed | {parameter: value})
        assert told.status_code in {200, 400, 422}, told.text
        assert told.status_code != 200 or told.json()["results"]["bindings"] == []


def test_a_question_is_described_by_its_header(client: httpx.Client) -> None:
    described = get(client, "/openapi.json")["paths"]
    for name, question in load_questions().items():
        told = described[f"/api/queries/{name}"]["get"]
        assert question.title.zh in told["summary"]
        assert [part["name"] for part in told["parameters"]] == [
            *(parameter.name for parameter in question.parameters),
            "limit",
            "offset",
        ]


def test_a_spreadsheet_takes_no_text_for_a_formula(tmp_path: Path, serve: Serve) -> None:
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    ours = "https://w3id.org/yiju/ns#"
    thing, graph = NamedNode("urn:x:1"), NamedNode("urn:x:g")
    evil = Literal('=HYPERLINK("http://127.0.0.1/")')
    quads = [
        Quad(thing, kind, NamedNode(f"{ours}Disclosure"), graph),
        Quad(thing, NamedNode(f"{ours}fileName"), evil, graph),
    ]
    with open_store(tmp_path, write=True) as store:
        store.replace_graphs({graph.value: quads})
    with serve(tmp_path) as client:
        table = client.get("/api/queries/documents", headers={"Accept": "text/csv"})
    assert "'=HYPERLINK" in table.text


def test_a_question_is_answered_page_by_page(client: httpx.Client) -> None:
    whole = client.get("/api/queries/find?text=科技", headers={"Accept": "text/csv"})
    head, *rows = whole.text.splitlines()
    assert int(whole.headers["yiju-total"]) == len(rows) > 2
    pages = [
        client.get(
            f"/api/queries/find?text=科技&limit=2&offset={at}", headers={"Accept": "text/csv"}
        )
        for at in range(0, len(rows), 2)
    ]
    assert {page.headers["yiju-total"] for page in pages} == {str(len(rows))}
    assert [line for page in pages for line in page.text.splitlines()[1:]] == rows
    assert all(page.text.splitlines()[0] == head for page in pages)


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/sparql", "GET, HEAD, OPTIONS, POST"),
        ("/graphs", "DELETE, GET, HEAD, OPTIONS, POST, PUT"),
        ("/id/policy/x.ttl", "GET, HEAD, OPTIONS"),
    ],
)
def test_an_address_tells_what_may_be_done_there(
    client: httpx.Client, path: str, methods: str
) -> None:
    options = client.options(path)
    assert (options.status_code, options.headers["allow"]) == (204, methods)
    assert client.request("PATCH", path).headers["allow"] == methods
    assert client.head("/sparql?query=ASK%7B%7D").content == b""


def test_a_question_answers_as_a_table(client: httpx.Client) -> None:
    response = client.get("/api/queries/coverage", headers={"Accept": "text/csv"})
    assert response.text.splitlines()[1].split(",")[1:6] == [
        "copy-of-wangxi-2024.txt",
        "60",
        "50",
        "9",
        "1",
    ]


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/turtle", f"/id/indicator/{LOCAL}.ttl"),
        ("application/ld+json", f"/id/indicator/{LOCAL}.jsonld"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", f"/id/indicator/{LOCAL}.html"),
        ("*/*", f"/id/indicator/{LOCAL}.ttl"),
    ],
)
def test_a_thing_leads_to_the_form_that_is_accepted(
    client: httpx.Client, accept: str, location: str
) -> None:
    response = client.get(f"/id/indicator/{LOCAL}", headers={"Accept": accept})
    assert (response.status_code, response.headers["location"]) == (303, location)
    assert client.get(location).status_code == 200


def test_the_data_of_a_thing_keeps_the_base_iri(client: httpx.Client) -> None:
    turtle = client.get(f"/id/indicator/{LOCAL}.ttl")
    jsonld = client.get(f"/id/indicator/{LOCAL}.jsonld")
    triples = {quad.triple for quad in parse(turtle.content, RdfFormat.TURTLE)}
    assert triples == {quad.triple for quad in parse(jsonld.content, RdfFormat.JSON_LD)}
    assert NamedNode(INDICATOR) in {triple.subject for triple in triples}
    assert any(triple.predicate.value.endswith("#exact") for triple in triples)


def test_what_a_client_has_is_not_sent_again(client: httpx.Client) -> None:
    path = f"/id/indicator/{LOCAL}.ttl"
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_every_form_of_a_thing_links_to_the_others(client: httpx.Client) -> None:
    triples = set()
    for suffix, form in FORMS.items():
        response = client.get(f"/id/indicator/{LOCAL}.{suffix}")
        links = dict(re.findall(r'<([^>]*)>; rel="([^"]*)"', response.headers["link"]))
        assert links.pop(INDICATOR) == "describes"
        own = client.base_url.join(f"/id/indicator/{LOCAL}.{suffix}")
        assert links.pop(str(own)) == "canonical"
        assert links.pop("/.well-known/void") == "describedby"
        assert links.pop("https://creativecommons.org/licenses/by/4.0/") == "license"
        assert links == {
            f"/id/indicator/{LOCAL}.{other}": "alternate"
            for other in (*FORMS, "html")
            if other != suffix
        }
        triples.add(frozenset(quad.triple for quad in parse(response.content, form)))
    assert len(triples) == 1


def test_a_long_answer_is_packed_for_who_takes_it(client: httpx.Client) -> None:
    packed = client.get("/ns.ttl", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/ns.ttl", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text


def test_a_page_escapes_links_and_quotes(client: httpx.Client) -> None:
    page = client.get("/id/indicator/aa11bb22cc33dd44-37-1.html").text
    assert "<script" not in page
    assert "公众满意度&lt;script&gt;" in page
    assert '<html lang="zh">' in page
    assert "第 37 行" in page
    assert '<a href="/ns#Indicator">绩效指标</a>' in page
    assert '<a href="/id/project/aa11bb22cc33dd44-31-1">科普宣传</a>' in page
    assert 'href="/id/indicator/aa11bb22cc33dd44-37-1.ttl"' in page


@pytest.mark.parametrize(
    "path", ["/", f"/id/indicator/{LOCAL}.html", "/id/policy/2017-114-3b1f4c0a9e.html"]
)
def test_a_page_fetches_nothing_from_elsewhere(client: httpx.Client, path: str) -> None:
    response = client.get(path)
    fetched = re.findall(r'<(?:script|img|link|iframe)[^>]*?(?:src|href)="([^"]*)"', response.text)
    assert fetched == ["/style.css"]
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_every_link_of_the_start_page_leads_somewhere(client: httpx.Client) -> None:
    links = re.findall(r'href="(/[^"]*)"', client.get("/").text)
    assert len(links) > 8
    for link in links:
        assert client.get(link).status_code in {200, 303}, link


def test_the_vocabulary_is_served(client: httpx.Client) -> None:
    turtle = client.get("/ns", headers={"Accept": "text/turtle"})
    terms = {quad.subject.value for quad in parse(turtle.content, RdfFormat.TURTLE)}
    assert "https://w3id.org/yiju/ns#Indicator" in terms
    assert 'id="Indicator"' in client.get("/ns", headers={"Accept": "text/html"}).text


def test_health_counts_graphs_and_documents(client: httpx.Client) -> None:
    assert get(client, "/health") == {"status": "ok", "graphs": 8, "documents": 2}


def test_openapi_describes_every_address_and_docs_from_elsewhere_are_off(
    client: httpx.Client,
) -> None:
    paths = get(client, "/openapi.json")["paths"]
    assert {"/sparql", "/api/policies/{name}", "/id/{kind}/{file}", "/health"} <= set(paths)
    assert client.get("/docs").status_code == 404
    assert client.get("/redoc").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/sparql?query=", 400),
        ("GET", "/api/queries/nothing", 404),
        ("GET", "/api/queries/trace", 400),
        ("GET", "/api/queries/trace?indicator=not%20an%20iri", 400),
        ("GET", "/api/queries/documents?surplus=1", 400),
        ("GET", "/api/queries/documents?limit=-1", 400),
        ("GET", "/api/queries/documents?offset=many", 400),
        ("GET", "/nothing", 404),
        ("GET", "/id/indicator/unknown", 404),
        ("GET", "/id/indicator/unknown.ttl", 404),
        ("GET", "/id/indicator/unknown.html", 404),
        ("GET", "/api/indicators/unknown/trace", 404),
        ("GET", "/api/policies/没有这个文件", 404),
        ("DELETE", "/health", 405),
        ("PUT", "/sparql", 405),
        ("GET", "/api/search", 422),
        ("GET", "/api/findings?severity=bad", 422),
        ("GET", "/id/UPPER/x", 422),
    ],
)
def test_all_errors_have_one_shape(
    client: httpx.Client, method: str, path: str, status: int
) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    body = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert set(body) == {"type", "title", "status", "detail", "code"}
    assert body["status"] == status
    assert all(body.values())
    assert "Traceback" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"


def test_nothing_acceptable_has_the_same_shape(client: httpx.Client) -> None:
    response = client.get(f"/id/indicator/{LOCAL}", headers={"Accept": "image/png"})
    assert (response.status_code, response.json()["code"]) == (406, "not_acceptable")


def test_any_page_on_the_web_may_read(client: httpx.Client) -> None:
    response = client.get("/health", headers={"Origin": "https://elsewhere.example"})
    assert response.headers["access-control-allow-origin"] == "*"


def test_a_client_that_asks_too_often_is_told_to_wait(sample_store: Path, serve: Serve) -> None:
    with serve(sample_store, json.dumps({"rate_limit": 5})) as client:
        responses = [client.get("/health") for _ in range(8)]
    assert responses[0].status_code == 200
    assert responses[-1].status_code == 429
    assert responses[-1].json()["code"] == "too_many_requests"
    assert "retry-after" in responses[-1].headers


def test_a_folder_without_a_store_is_served_empty_and_new_data_is_seen(
    tmp_path: Path, serve: Serve, load: Callable[[Path], None]
) -> None:
    with serve(tmp_path / "store", json.dumps({"limits": {"refresh": 0.1}})) as client:
        assert get(client, "/health")["documents"] == 0
        assert client.get("/").status_code == 200
        load(tmp_path / "store")
        time.sleep(0.2)
        assert get(client, "/health")["documents"] == 2


def test_a_store_is_served_while_it_is_being_written(
    tmp_path: Path, serve: Serve, load: Callable[[Path], None]
) -> None:
    load(tmp_path)
    with (
        serve(tmp_path, json.dumps({"limits": {"refresh": 0.05}})) as client,
        open_store(tmp_path, write=True) as store,
    ):
        for _ in range(5):
            store.remove_graph(f"{BASE}graph/findings")
            time.sleep(0.1)
            assert get(client, "/health")["graphs"] == 7
            load_again = list(parse(path=Path(__file__).parent / "sample.trig"))
            findings = [quad for quad in load_again if quad.graph_name.value.endswith("findings")]
            store.replace_graphs({f"{BASE}graph/findings": findings})
            time.sleep(0.1)
            assert get(client, "/health")["graphs"] == 8


def test_a_damaged_store_is_told_as_unavailable(tmp_path: Path, serve: Serve) -> None:
    (tmp_path / "oxigraph").mkdir()
    (tmp_path / "oxigraph" / "CURRENT").write_text("nonsense")
    with serve(tmp_path) as client:
        response = client.get("/health")
        assert (response.status_code, response.json()["code"]) == (
            503,
            "store_unavailable",
        )
