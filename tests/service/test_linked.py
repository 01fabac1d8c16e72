"""Linked data: descriptions that editors and portals read, dumps, and what clients may keep."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from yiju import resources
from yiju.dumps import write_dumps
from yiju.pipeline import build
from yiju.store import open_store
from yiju.vocabulary import PREFIXES

Serving = Callable[..., AbstractContextManager[httpx.Client]]

BASE = "https://w3id.org/yiju/"
DATASET = f"{BASE}id/dataset/all"
PUBLIC = "https://data.example.org"
FORMS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
}
HEAD = "".join(f"PREFIX {name}: <{space}>\n" for name, space in PREFIXES.items())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("linked")
    build(sorted(resources.folder("sample").glob("disclosures/*.txt")), store)
    with open_store(store) as opened:
        write_dumps(opened, store / "dumps")
    return store


@pytest.fixture(scope="module")
def linked(folder: Path, serve: Serving) -> Iterator[httpx.Client]:
    settings = {"public": f"{PUBLIC}/", "publication": {"publisher": "望溪区财政局"}}
    with serve(folder, json.dumps(settings)) as client:
        yield client


def triples(response: httpx.Response) -> Store:
    assert response.status_code == 200, response.text
    store = Store()
    store.extend(parse(response.content, FORMS[response.headers["content-type"].split(";")[0]]))
    return store


def values(store: Store, query: str) -> list[tuple[str, ...]]:
    rows: Any = store.query(HEAD + query, use_default_graph_as_union=True)
    return [tuple(term.value for term in row) for row in rows]


@pytest.mark.parametrize("path", ["/.well-known/void", "/catalog"])
def test_a_description_is_the_same_in_every_form(linked: httpx.Client, path: str) -> None:
    found = {
        frozenset(quad.triple for quad in triples(linked.get(path, headers={"Accept": media})))
        for media in FORMS
    }
    assert len(found) == 1
    assert linked.get(path, headers={"Accept": "image/png"}).status_code == 406


def test_void_tells_where_to_ask_and_what_there_is(linked: httpx.Client) -> None:
    void = triples(linked.get("/.well-known/void"))
    about = f"<{DATASET}> void:%s ?value"
    told = {
        name: [value for (value,) in values(void, f"SELECT ?value {{ {about % name} }} ORDER BY ?value")]
        for name in ("sparqlEndpoint", "uriSpace", "dataDump", "vocabulary", "exampleResource", "rootResource")
    }  # fmt: skip
    assert told["sparqlEndpoint"] == [f"{PUBLIC}/sparql"]
    assert told["uriSpace"] == [f"{BASE}id/"]
    assert told["dataDump"] == [f"{PUBLIC}/dumps/all.{form}.gz" for form in ("nq", "trig")]
    assert PREFIXES["yj"] in told["vocabulary"]
    assert len(told["exampleResource"]) == 5
    assert len(told["rootResource"]) == 2
    for iri in (*told["exampleResource"], *told["rootResource"], DATASET):
        assert linked.get(iri.replace(BASE, "/")).status_code == 303


# What an editor of the kind of sparql-editor asks an endpoint for: prefixes, examples, completion.
ASKED_PREFIXES = "SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix } ORDER BY ?prefix"
ASKED_EXAMPLES = """SELECT DISTINCT ?query ?comment ?text WHERE { ?query a sh:SPARQLExecutable ; rdfs:comment ?comment .
?query sh:select|sh:ask|sh:construct|sh:describe ?text } ORDER BY ?query"""
ASKED_CLASSES = """PREFIX ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?class ?label ?property ?value ?datatype ?triples WHERE {
  ?part void:class ?class ; void:propertyPartition ?used .
  ?used void:property ?property ; void:triples ?triples .
  OPTIONAL { ?class rdfs:label ?label }
  OPTIONAL { { ?used void:classPartition [ void:class ?value ] }
    UNION { ?used ext:datatypePartition [ ext:datatype ?datatype ] } }
} ORDER BY ?class ?property"""


def asked(client: httpx.Client, query: str) -> list[dict[str, str]]:
    response = client.get(
        "/sparql",
        params={"ac": "1", "query": HEAD + query},
        headers={"Accept": "application/sparql-results+json", "Origin": "https://example.org"},
    )
    assert response.headers["access-control-allow-origin"] == "*"
    rows = response.json()["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in rows]


def test_an_editor_finds_prefixes_and_examples_by_asking(linked: httpx.Client) -> None:
    found = {row["prefix"]: row["namespace"] for row in asked(linked, ASKED_PREFIXES)}
    assert found == PREFIXES
    examples = asked(linked, ASKED_EXAMPLES)
    assert len(examples) == len(list(resources.folder("queries").glob("*.rq")))
    (trace,) = [row for row in examples if row["query"].endswith("/trace")]
    assert "Trace an indicator" in trace["comment"]
    answer = linked.post("/sparql", data={"query": trace["text"]})
    assert answer.json()["results"]["bindings"]


def test_an_editor_completes_classes_and_properties(linked: httpx.Client) -> None:
    rows = asked(linked, ASKED_CLASSES)
    yj, xsd = PREFIXES["yj"], PREFIXES["xsd"]
    known = {(row["class"], row["property"]): row for row in rows}
    assert known[f"{yj}Basis", f"{yj}citation"]["value"] == f"{yj}Citation"
    assert known[f"{yj}Indicator", f"{yj}basisPolicy"]["value"] == f"{yj}Policy"
    assert known[f"{yj}Target", f"{yj}value"]["datatype"] == f"{xsd}decimal"
    assert {row["label"] for row in rows if row["class"] == f"{yj}Indicator"} == {
        "绩效指标",
        "indicator",
    }


def test_the_catalogue_keeps_the_shapes_of_dcat_ap(linked: httpx.Client, tmp_path: Path) -> None:
    data = linked.get("/catalog").content
    assert broken(data, tmp_path) == []


def test_a_catalogue_without_a_publisher_lacks_that_alone(
    folder: Path, serve: Serving, tmp_path: Path
) -> None:
    with serve(folder) as client:
        assert {
            path.rpartition("/")[2] for path in broken(client.get("/catalog").content, tmp_path)
        } == {"publisher"}


def test_the_shapes_see_what_is_missing(linked: httpx.Client, tmp_path: Path) -> None:
    text = linked.get("/catalog", headers={"Accept": "application/n-triples"}).text
    for name in ("accessURL", "title", "endpointURL", "checksumValue", "byteSize"):
        left = "\n".join(line for line in text.splitlines() if f"{name}>" not in line)
        wrong = left if name != "byteSize" else text.replace("nonNegativeInteger", "string")
        assert name in {
            path.rpartition("#")[2].rpartition("/")[2] for path in broken(wrong.encode(), tmp_path)
        }


def broken(data: bytes, tmp_path: Path) -> list[str]:
    """The paths of what breaks our shapes after the mandatory properties of DCAT-AP 3."""
    file = tmp_path / "catalogue.ttl"
    file.write_bytes(data)
    shapes = Path(__file__).with_name("dcat-ap.ttl")
    program = (
        "import sys, pyshacl; _, graph, _ = pyshacl.validate(sys.argv[1], shacl_graph=sys.argv[2]);"
        "import rdflib; print(*graph.objects(None, rdflib.SH.resultPath))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, file, shapes], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_the_catalogue_tells_of_every_dump(linked: httpx.Client) -> None:
    catalogue = triples(linked.get("/catalog"))
    rows = values(
        catalogue,
        f"""PREFIX spdx: <http://spdx.org/rdf/terms#>
        SELECT ?url ?size ?sum {{ <{DATASET}> dcat:distribution ?d .
        ?d dcat:downloadURL ?url ; dcat:byteSize ?size ; spdx:checksum/spdx:checksumValue ?sum }}""",
    )
    assert len(rows) == 6
    versions = values(catalogue, "SELECT DISTINCT ?v { ?x dcat:version ?v }")
    assert len(versions) == 1, "the dumps are of the data that are served"
    for url, size, checksum in rows:
        data = linked.get(url.removeprefix(PUBLIC)).content
        assert (str(len(data)), sha256(data).hexdigest()) == (size, checksum)


def test_dumps_are_listed_for_programs_and_for_people(linked: httpx.Client) -> None:
    manifest = linked.get("/dumps/").json()
    assert linked.get("/dumps/manifest.json").json() == manifest
    page = linked.get("/dumps/", headers={"Accept": "text/html"}).text
    for file in manifest["files"]:
        assert f'href="/dumps/{file["name"]}"' in page


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("all.nq.gz", "application/gzip"),
        ("indicators.csv", "text/csv; charset=utf-8"),
    ],
)
def test_a_dump_is_served_as_it_lies(
    linked: httpx.Client, folder: Path, name: str, media: str
) -> None:
    data = (folder / "dumps" / name).read_bytes()
    whole = linked.get(f"/dumps/{name}")
    assert whole.content == data
    assert whole.headers["content-type"] == media
    assert "content-encoding" not in whole.headers
    assert whole.headers["etag"] == f'"{sha256(data).hexdigest()}"'
    part = linked.get(f"/dumps/{name}", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, data[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(data)}"
    last = linked.get(f"/dumps/{name}", headers={"Range": "bytes=-5"})
    assert (last.status_code, last.content) == (206, data[-5:])


def test_who_asks_for_the_head_of_a_dump_is_told_its_size(
    linked: httpx.Client, folder: Path
) -> None:
    head = linked.head("/dumps/all.nq.gz")
    assert head.status_code == 200
    assert head.content == b""
    assert int(head.headers["content-length"]) == (folder / "dumps" / "all.nq.gz").stat().st_size


def test_a_range_of_another_file_is_not_taken(linked: httpx.Client, folder: Path) -> None:
    path = "/dumps/policies.csv"
    tag = linked.get(path).headers["etag"]
    same = linked.get(path, headers={"Range": "bytes=0-3", "If-Range": tag})
    other = linked.get(path, headers={"Range": "bytes=0-3", "If-Range": '"other"'})
    assert (same.status_code, other.status_code) == (206, 200)


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=-0"])
def test_a_range_behind_the_end_is_told(linked: httpx.Client, asked: str) -> None:
    response = linked.get("/dumps/policies.csv", headers={"Range": asked})
    assert response.status_code == 416
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["content-range"].startswith("bytes */")
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "asked", ["lines=1-2", "bytes=9-2", "bytes=", "bytes=" + "0-1," * 50 + "0-1"]
)
def test_what_is_no_range_is_not_looked_at(linked: httpx.Client, asked: str) -> None:
    assert linked.get("/dumps/policies.csv", headers={"Range": asked}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/dumps/../oxigraph/CURRENT",
        "/dumps/..%2Foxigraph%2FCURRENT",
        "/dumps/%2e%2e/oxigraph/CURRENT",
        "/dumps//etc/passwd",
        "/dumps/documents/",
        "/dumps/all.nq",
    ],
)
def test_nothing_but_dumps_is_served(linked: httpx.Client, path: str) -> None:
    response = linked.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_a_dump_that_is_being_written_is_not_served(
    folder: Path, serve: Serving, tmp_path: Path
) -> None:
    with open_store(folder) as opened:
        write_dumps(opened, tmp_path / "d")
    (tmp_path / "d" / "policies.csv").write_text("half")
    with serve(folder, json.dumps({"publication": {"dumps": str(tmp_path / "d")}})) as client:
        assert client.get("/dumps/policies.csv").json()["code"] == "dump_unavailable"
        assert client.get("/dumps/findings.csv").status_code == 200


def test_a_store_without_dumps_says_so(client: httpx.Client) -> None:
    assert client.get("/dumps/").json()["code"] == "not_found"
    catalogue = triples(client.get("/catalog"))
    assert values(catalogue, "SELECT ?d { ?x dcat:distribution ?d }") == []


@pytest.mark.parametrize(
    "path", ["/.well-known/void", "/catalog", "/dumps/all.trig.gz", "/id/dataset/all.ttl"]
)
def test_what_a_client_has_is_not_sent_again(linked: httpx.Client, path: str) -> None:
    time.sleep(2.1)
    first = linked.get(path)
    for condition in (
        {"If-None-Match": first.headers["etag"]},
        {"If-Modified-Since": first.headers["last-modified"]},
    ):
        again = linked.get(path, headers=condition)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    for condition in (
        {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
        {"If-None-Match": '"other"', "If-Modified-Since": first.headers["last-modified"]},
    ):
        assert linked.get(path, headers=condition).status_code == 200


def test_a_write_changes_the_date(
    serve: Serving, load: Callable[[Path], None], tmp_path: Path
) -> None:
    load(tmp_path)
    path = "/id/policy/2017-114-3b1f4c0a9e.ttl"
    with serve(tmp_path, json.dumps({"limits": {"refresh": 0.0}})) as client:
        time.sleep(2.1)
        old = client.get(path).headers["last-modified"]
        with open_store(tmp_path, write=True) as store:
            graph = NamedNode(f"{BASE}graph/more")
            store.replace_graphs({graph.value: [Quad(graph, graph, graph, graph)]})
        assert "last-modified" not in client.get(path).headers
        assert client.get(path, headers={"If-Modified-Since": old}).status_code == 200
        time.sleep(2.1)
        assert client.get(path).headers["last-modified"] != old


def test_links_and_addresses_are_those_that_people_know(linked: httpx.Client) -> None:
    response = linked.get("/id/dataset/all.ttl")
    links = dict(re.findall(r'<([^>]*)>; rel="([^"]*)"', response.headers["link"]))
    assert links[f"{PUBLIC}/id/dataset/all.ttl"] == "canonical"
    assert links[DATASET] == "describes"


@pytest.mark.parametrize("host", ["a<b>", 'x"y', "a b", "a\\b", "a/b", "a@b:x"])
@pytest.mark.parametrize("path", ["/catalog", "/.well-known/void", "/ns.ttl"])
def test_a_host_that_is_none_is_not_repeated(client: httpx.Client, host: str, path: str) -> None:
    response = client.get(path, headers={"Host": host})
    assert response.status_code == 200
    assert f"//{host}" not in response.text + response.headers.get("link", "")


def test_data_of_another_base_are_browsed_here_and_keep_their_names(
    serve: Serving, tmp_path: Path
) -> None:
    base = "https://budget.example.org/kg/"
    files = sorted(resources.folder("sample").glob("disclosures/*.txt"))
    build(files[:1], tmp_path, base=base)
    with serve(tmp_path, json.dumps({"base_iri": base})) as client:
        void = triples(client.get("/.well-known/void"))
        ((root,),) = values(void, "SELECT ?root { ?d void:rootResource ?root }")
        assert root.startswith(f"{base}id/document/")
        path = root.replace(base, "/")
        assert client.get(path).headers["location"].startswith("/id/document/")
        assert base.encode() in client.get(f"{path}.ttl").content
        page = client.get(f"{path}.html").text
        assert re.search(r'href="/id/department/[^"]+"', page)
        assert f'href="{base}' not in page


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "nt", "rdf", "html"])
def test_each_code_list_is_served_in_every_form(client: httpx.Client, suffix: str) -> None:
    names = sorted(file.stem for file in resources.folder("ontology").glob("schemes/*.ttl"))
    for name in names:
        response = client.get(f"/ns/{name}.{suffix}")
        assert response.status_code == 200
        assert f'</ns/{name}.ttl>; rel="alternate"' in response.headers["link"] or suffix == "ttl"
    assert all(f'href="/ns/{name}"' in client.get("/ns.html").text for name in names)


def test_a_code_list_holds_its_concepts_and_no_others(client: httpx.Client) -> None:
    turtle = client.get("/ns/operators", headers={"Accept": "text/turtle"})
    subjects = {quad.subject for quad in parse(turtle.content, RdfFormat.TURTLE)}
    assert NamedNode(f"{PREFIXES['yj']}atLeast") in subjects
    assert NamedNode(f"{PREFIXES['yj']}fair") not in subjects
    assert client.get("/ns/nothing").json()["code"] == "not_found"
