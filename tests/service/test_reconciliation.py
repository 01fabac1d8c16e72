"""The reconciliation service as OpenRefine calls it: a form with `queries`, batch by batch."""

import csv
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

Serve = Callable[..., AbstractContextManager[httpx.Client]]

AT = "/api/reconcile"
SPREADSHEET = Path(__file__).with_name("spellings.csv")
POLICY = "policy/2017-114-3b1f4c0a9e"
DEPARTMENT = "entity/department-0011223344556677"
BATCH = 10
"""Queries that OpenRefine sends together."""

TEXT: Final = str
TYPE: Final = {"id": TEXT, "name": TEXT}
SERVICE: Final = {"service_url": TEXT, "service_path": TEXT}
MANIFEST: Final = {
    "versions": [TEXT],
    **dict.fromkeys(
        ("name", "identifierSpace", "schemaSpace", "documentation", "serviceVersion"), TEXT
    ),
    "defaultTypes": [TYPE],
    "view": {"url": TEXT},
    "preview": {"url": TEXT, "width": int, "height": int},
    "suggest": {"entity": SERVICE, "property": SERVICE, "type": SERVICE},
    "extend": {"propose_properties": SERVICE, "property_settings": [object]},
    "batchSize": int,
}
CANDIDATE: Final = {
    **dict.fromkeys(("id", "name", "description"), TEXT),
    "score": (int, float),
    "match": bool,
    "type": [TYPE],
    "features": [{"id": TEXT, "value": (bool, int, float)}],
}
"""The forms of version 0.2: what each member is; all that we send is named."""


def has_form(value: Any, form: Any) -> bool:
    """Whether a value has exactly that form: the same members, each of its kind."""
    if isinstance(form, dict):
        same = isinstance(value, dict) and value.keys() == form.keys()
        return same and all(has_form(value[name], part) for name, part in form.items())
    if isinstance(form, list):
        return isinstance(value, list) and all(has_form(one, form[0]) for one in value)
    return isinstance(value, form) and (form is not int or not isinstance(value, bool))


def ask(client: httpx.Client, queries: dict[str, Any]) -> dict[str, Any]:
    response = client.post(AT, data={"queries": json.dumps(queries, ensure_ascii=False)})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    assert answer.keys() == queries.keys()
    assert all(has_form(one, {"result": [CANDIDATE]}) for one in answer.values())
    return answer


def extend(client: httpx.Client, ids: list[str], *properties: str) -> dict[str, Any]:
    asked = {"ids": ids, "properties": [{"id": name} for name in properties]}
    response = client.post(AT, data={"extend": json.dumps(asked)})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_the_manifest_says_where_everything_is(client: httpx.Client) -> None:
    manifest = client.get(AT).json()
    assert has_form(manifest, MANIFEST)
    assert "0.2" in manifest["versions"]
    assert manifest["identifierSpace"] == "https://w3id.org/yiju/id/"
    for service in (*manifest["suggest"].values(), manifest["extend"]["propose_properties"]):
        address = service["service_url"] + service["service_path"]
        assert client.get(address, params={"prefix": "p", "type": "Policy"}).status_code == 200
    for template in (manifest["view"]["url"], manifest["preview"]["url"]):
        address = template.replace("{{id}}", POLICY.replace("/", "%2F"))
        assert client.get(address).status_code in {200, 303}


def test_the_manifest_names_the_public_address(sample_store: Path, serve: Serve) -> None:
    with serve(sample_store, json.dumps({"public": "https://yiju.example/"})) as client:
        manifest = client.get(AT).json()
    assert manifest["view"]["url"] == "https://yiju.example/id/{{id}}"


def test_a_spreadsheet_is_matched_and_nothing_is_merged_wrongly(client: httpx.Client) -> None:
    with SPREADSHEET.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 30
    found: dict[str, Any] = {}
    for start in range(0, len(rows), BATCH):
        some = enumerate(rows[start : start + BATCH], start)
        found |= ask(
            client, {f"q{at}": {"query": row["words"], "type": "Policy"} for at, row in some}
        )
    for at, row in enumerate(rows):
        result = found[f"q{at}"]["result"]
        matched = [one["id"] for one in result if one["match"]]
        assert matched == ([row["match"]] if row["match"] else []), row["words"]
        if row["first"]:
            assert result[0]["id"] == row["first"], row["words"]
        assert [one["score"] for one in result] == sorted(
            (one["score"] for one in result), reverse=True
        )


def test_departments_are_matched_by_a_name_with_its_place(client: httpx.Client) -> None:
    found = ask(
        client,
        {
            "whole": {"query": "岚州市望溪区科学技术局", "type": "Department"},
            "part": {"query": "望溪区科技局", "type": "Department"},
            "code": {
                "query": "岚州市望溪区科学技术局",
                "type": "Department",
                "properties": [{"pid": "code", "v": "315001"}],
            },
        },
    )
    assert [one["id"] for one in found["whole"]["result"] if one["match"]] == [DEPARTMENT]
    assert found["part"]["result"][0]["id"] == DEPARTMENT
    assert not any(one["match"] for name in ("part", "code") for one in found[name]["result"])


def test_what_is_asked_may_be_narrowed(client: httpx.Client) -> None:
    found = ask(
        client,
        {
            "limit": {"query": "望溪区", "limit": 1},
            "types": {"query": "望溪区", "type": ["Department", "Project"], "type_strict": "any"},
            "space": {"query": "望溪区", "type": "https://w3id.org/yiju/ns#Policy"},
            "unknown": {"query": "望溪区", "type": "Person"},
            "year": {
                "query": "管理办法",
                "type": "Policy",
                "properties": [{"pid": "year", "v": 2018}],
            },
            "properties": {"properties": [{"pid": "number", "v": ["望政办字[2017]114号"]}]},
            "itself": {"query": POLICY},
            "blank": {"query": "  "},
        },
    )
    results = {name: one["result"] for name, one in found.items()}
    assert len(results["limit"]) == 1
    assert {one["type"][0]["id"] for one in results["types"]} == {"Department"}
    assert {one["type"][0]["id"] for one in results["space"]} == {"Policy"}
    assert results["unknown"] == results["blank"] == []
    assert [one["id"] for one in results["year"]] == [
        "policy/2018-7-aaaaaaaaaa",
        "policy/2019-9-bbbbbbbbbb",
    ]
    assert results["year"][0]["score"] > results["year"][1]["score"]
    for name in ("properties", "itself"):
        assert (results[name][0]["id"], results[name][0]["match"]) == (POLICY, True)


def test_a_batch_may_come_by_get(client: httpx.Client) -> None:
    queries = json.dumps({"q": {"query": "望政办字[2017]114号"}})
    by_get = client.get(AT, params={"queries": queries}).json()
    assert by_get == client.post(AT, data={"queries": queries}).json()
    assert by_get["q"]["result"][0]["match"]


def test_values_are_told_of_what_is_known(client: httpx.Client) -> None:
    names = ("number", "title", "year", "issuer", "indicators", "projects", "money", "nothing")
    told = extend(client, [POLICY, "policy/nobody"], *names)
    assert [column["id"] for column in told["meta"]] == list(names)
    assert "不可相加" in told["meta"][6]["name"]
    assert told["rows"][POLICY] == {
        "number": [{"str": "望政办字〔2017〕114号"}],
        "title": [{"str": "望溪区科技保险工作方案"}],
        "year": [{"int": 2017}],
        "issuer": [{"str": "望政办字"}],
        "indicators": [{"int": 2}],
        "projects": [{"int": 2}],
        "money": [{"str": "142.65"}],
        "nothing": [],
    }
    assert told["rows"]["policy/nobody"] == {name: [] for name in names}
    body = extend(client, [DEPARTMENT], "code", "occurrences", "money")["rows"][DEPARTMENT]
    assert body == {"code": [{"str": "315"}], "occurrences": [{"int": 1}], "money": []}


def test_properties_are_proposed_for_a_type(client: httpx.Client) -> None:
    told = client.get(f"{AT}/properties", params={"type": "Policy", "limit": 2}).json()
    assert has_form(told, {"type": TEXT, "properties": [TYPE], "limit": int})
    assert [one["id"] for one in told["properties"]] == ["number", "title"]
    assert client.get(f"{AT}/properties?type=Person").json() == {"type": "Person", "properties": []}


def test_entities_types_and_properties_are_suggested(client: httpx.Client) -> None:
    def suggest(what: str, prefix: str, **more: int) -> Any:
        return client.get(f"{AT}/suggest/{what}", params={"prefix": prefix, **more}).json()

    entities = suggest("entity", "望溪区科")
    assert has_form(
        entities, {"result": [{"id": TEXT, "name": TEXT, "description": TEXT, "notable": [TYPE]}]}
    )
    assert entities["result"][0]["id"] == POLICY
    assert suggest("entity", POLICY)["result"][0]["id"] == POLICY
    assert suggest("entity", "望溪区科", cursor=1)["result"] == entities["result"][1:]
    assert [one["id"] for one in suggest("type", "pol")["result"]] == ["Policy"]
    assert [one["id"] for one in suggest("property", "文号")["result"]] == ["number"]
    assert has_form(suggest("property", ""), {"result": [TYPE]})
    assert suggest("entity", '" OR *') == {"result": []}


def test_a_preview_may_stand_in_a_frame_and_is_harmless_there(client: httpx.Client) -> None:
    page = client.get(f"{AT}/preview", params={"id": POLICY})
    assert "望政办字〔2017〕114号" in page.text
    assert "x-frame-options" not in page.headers
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert not any(word in page.text for word in ("<script", "<form", "<a ", "<button"))
    assert client.get("/").headers["x-frame-options"] == "DENY"
    assert client.get(f"{AT}/preview?id=<script>").status_code == 404


def test_any_page_on_the_web_may_ask(client: httpx.Client) -> None:
    for path in (
        AT,
        f"{AT}/suggest/entity?prefix=a",
        f"{AT}/properties?type=Policy",
        f"{AT}/preview?id={POLICY}",
    ):
        response = client.get(path, headers={"Origin": "https://elsewhere.example"})
        assert response.headers["access-control-allow-origin"] == "*"
    preflight = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    assert client.options(AT, headers=preflight).headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 400),
        ({"queries": ""}, 400),
        ({"queries": "{"}, 400),
        ({"queries": "[]"}, 400),
        ({"queries": '{"q": {}}'}, 400),
        ({"queries": '{"q": []}'}, 400),
        ({"queries": '{"q": {"query": 3}}'}, 400),
        ({"queries": '{"q": {"query": "a", "limit": 0}}'}, 400),
        ({"queries": '{"q": {"query": "a", "limit": true}}'}, 400),
        ({"queries": '{"q": {"query": "a", "type": 7}}'}, 400),
        ({"queries": '{"q": {"query": "a", "properties": {}}}'}, 400),
        ({"queries": '{"q": {"query": "a", "properties": [{"v": "x"}]}}'}, 400),
        ({"queries": "[" * 50_000}, 400),
        ({"queries": json.dumps({"q": {"query": "a" * 5_000}})}, 400),
        ({"queries": json.dumps({f"q{at}": {"query": "a"} for at in range(101)})}, 413),
        ({"queries": "{}", "extend": "{}"}, 400),
        ({"extend": "{}"}, 400),
        ({"extend": '{"ids": [1], "properties": []}'}, 400),
        ({"extend": json.dumps({"ids": ["a"] * 101, "properties": []})}, 413),
        ({"queries": "a" * 1_100_000}, 413),
    ],
)
def test_what_is_wrong_is_told_in_one_shape(
    client: httpx.Client, form: dict[str, str], status: int
) -> None:
    response = (
        client.post(AT, data=form)
        if form
        else client.post(AT, headers={"Content-Type": "application/x-www-form-urlencoded"})
    )
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"]


def test_only_forms_are_taken(client: httpx.Client) -> None:
    assert client.post(AT, json={"queries": "{}"}).status_code == 415
    body, form = b"queries=%ff%fe", {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post(AT, content=body, headers=form).status_code == 400


def test_words_that_are_no_text_harm_nobody(client: httpx.Client) -> None:
    response = client.post(
        AT, data={"queries": r'{"\ud800": {"query": "\ud800科技\u0000", "type": "Policy"}}'}
    )
    assert (response.status_code, response.json()["code"]) == (400, "bad_request")
