"""The W3C suites for SPARQL 1.1: protocol, service description, and the forms of results.

Each suite writes an EARL report into `dist/earl`.
"""

import csv
import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import (
    BlankNode,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)
from tests.service.earl import write_report

Serve = Callable[..., AbstractContextManager[httpx.Client]]

TOKEN: Final = "a-token-for-tests"
MF: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
HT: Final = "http://www.w3.org/2011/http#"
PREFIXES: Final = f"""
PREFIX mf: <{MF}>
PREFIX ht: <{HT}>
PREFIX ut: <http://www.w3.org/2009/sparql/tests/test-update#>
PREFIX qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#>
PREFIX cnt: <http://www.w3.org/2011/content#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
TABLES: Final = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
KINDS: Final = {
    "boolean": TABLES[:2],
    "tabular": TABLES,
    "RDF": ("text/turtle", "application/n-triples", "application/rdf+xml"),
}


class Manifest:
    """A manifest that is asked by SPARQL."""

    def __init__(self, path: Path) -> None:
        self.store = Store()
        self.store.extend(parse(path=path, format=RdfFormat.TURTLE, base_iri=path.as_uri()))

    def rows(self, query: str) -> Iterator[dict[str, str]]:
        solutions = self.store.query(PREFIXES + query)
        assert isinstance(solutions, QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        for row in solutions:
            yield {name: str(getattr(row[name], "value", "")) for name in names if row[name]}

    def one(self, query: str) -> dict[str, str]:
        return next(self.rows(query), {})


@dataclass(frozen=True)
class Exchange:
    """A request of a test, and what may come back."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[str]
    boolean: bool | None
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class ProtocolTest:
    """A test: the graphs that must be there, and its exchanges, in order."""

    iri: str
    graphs: tuple[tuple[str, Path], ...]
    exchanges: tuple[Exchange, ...]

    @property
    def updates(self) -> bool:
        return self.iri.rpartition("#")[2].startswith("update_")


def read_tests(folder: Path) -> list[ProtocolTest]:
    manifest = Manifest(folder / "manifest.ttl")
    tests = manifest.rows("SELECT ?test { ?test a mf:ProtocolTest } ORDER BY ?test")
    return [read_test(manifest, row["test"], folder) for row in tests]


def read_test(manifest: Manifest, iri: str, folder: Path) -> ProtocolTest:
    graphs = manifest.rows(
        f"SELECT ?file ?name {{ <{iri}> ut:graphData [ ut:graph ?file ; rdfs:label ?name ] }}"
    )
    places = tuple((row["name"], folder / row["file"].rpartition("/")[2]) for row in graphs)
    return ProtocolTest(iri, places, tuple(read_exchanges(manifest, iri)))


def read_exchanges(manifest: Manifest, iri: str) -> Iterator[Exchange]:
    """The requests in the order of their list."""
    store = manifest.store
    rows = store.query(f"{PREFIXES} SELECT ?list {{ <{iri}> mf:action [ ht:requests ?list ] }}")
    assert isinstance(rows, QuerySolutions)
    node = next(rows)["list"]
    first, rest = (
        NamedNode(f"http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}")
        for name in ("first", "rest")
    )
    while isinstance(node, BlankNode):
        (quad,) = store.quads_for_pattern(node, first, None)
        assert isinstance(quad.object, BlankNode)
        yield read_exchange(store, quad.object)
        node = next(store.quads_for_pattern(node, rest, None)).object


def read_exchange(store: Store, request: BlankNode) -> Exchange:
    def values(node: BlankNode, path: str) -> list[str]:
        from pyoxigraph import Variable

        rows = store.query(
            f"{PREFIXES} SELECT ?node ?value {{ ?node {path} ?value }}",
            substitutions={Variable("node"): node},
        )
        assert isinstance(rows, QuerySolutions)
        return [str(getattr(row["value"], "value", "")) for row in rows]

    names = values(request, "ht:headers/rdf:rest*/rdf:first/ht:fieldName")
    fields = values(request, "ht:headers/rdf:rest*/rdf:first/ht:fieldValue")
    assert len(names) == len(fields) <= 1
    body = values(request, "ht:body/cnt:chars")
    encoding = values(request, "ht:body/cnt:characterEncoding")
    booleans = values(request, "ht:resp/mf:expectedBoolean")
    kinds = values(request, "ht:resp/mf:expectedFormat")
    return Exchange(
        method=values(request, "ht:methodName")[0],
        path=values(request, "ht:absolutePath")[0].replace("/sparql/", "/sparql", 1),
        headers=dict(zip(names, fields, strict=True)),
        body=body[0].encode(encoding[0]) if body else None,
        statuses=frozenset(code[-3] for code in values(request, "ht:resp/mf:expectedStatus")),
        boolean=booleans[0] == "true" if booleans else None,
        kinds=tuple(media for kind in kinds for media in KINDS[kind]),
    )


def ask(client: httpx.Client, exchange: Exchange, *, token: str | None = None) -> str | None:
    """Make the exchange; what is wrong with what came back, or None."""
    headers = exchange.headers | ({"Authorization": f"Bearer {token}"} if token else {})
    connection = http.client.HTTPConnection(client.base_url.host, client.base_url.port or 80)
    connection.request(exchange.method, exchange.path, exchange.body, headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    media = (response.getheader("content-type") or "").partition(";")[0]
    if str(response.status)[0] not in exchange.statuses:
        return f"{response.status} {body[:300]!r}"
    if exchange.kinds and media not in exchange.kinds:
        return media
    if exchange.boolean is not None and json.loads(body)["boolean"] is not exchange.boolean:
        return body.decode()
    return None


def put_graphs(client: httpx.Client, test: ProtocolTest) -> None:
    for name, path in test.graphs:
        written = client.put(
            f"/graphs?graph={quote(name, safe='')}",
            content=path.read_bytes(),
            headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/n-triples"},
        )
        assert written.status_code == 204, written.text


def run(client: httpx.Client, tests: list[ProtocolTest], *, token: str | None) -> dict[str, str]:
    """The tests that fail, with the reason."""
    failed = {}
    for test in tests:
        if token:
            put_graphs(client, test)
        for exchange in test.exchanges:
            if wrong := ask(client, exchange, token=token):
                failed[test.iri] = wrong
    return failed


@pytest.fixture(scope="module")
def protocol(shared: Path) -> Path:
    return shared / "w3c" / "sparql" / "sparql11" / "protocol"


def test_the_protocol_of_a_service_that_is_only_read(
    protocol: Path, tmp_path: Path, serve: Serve, checkout: Path
) -> None:
    tests = [test for test in read_tests(protocol) if not test.updates]
    writing = json.dumps({"token": TOKEN})
    with serve(tmp_path, writing) as client:
        for test in tests:
            put_graphs(client, test)
    with serve(tmp_path) as client:
        failed = run(client, tests, token=None)
    write_report(
        checkout / "dist" / "earl" / "protocol-read-only.ttl",
        {test.iri: test.iri not in failed for test in tests},
    )
    assert len(tests) == 27
    assert not failed


def test_the_protocol_of_a_service_that_may_be_written(
    protocol: Path, tmp_path: Path, serve: Serve, checkout: Path
) -> None:
    tests = read_tests(protocol)
    with serve(tmp_path, json.dumps({"token": TOKEN})) as client:
        failed = run(client, tests, token=TOKEN)
    write_report(
        checkout / "dist" / "earl" / "protocol.ttl",
        {test.iri: test.iri not in failed for test in tests},
    )
    assert len(tests) == 34
    assert not failed


def test_the_description_of_the_service(client: httpx.Client, checkout: Path) -> None:
    """Three tests: RDF comes back, with its endpoint, and it is of the schema."""
    response = client.get("/sparql", headers={"Accept": "text/turtle"})
    store = Store()
    store.extend(parse(response.content, RdfFormat.TURTLE))
    sd = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>"
    endpoint = str(client.base_url.join("/sparql"))
    outcomes = {
        "returns-rdf": len(store) > 5,
        "has-endpoint-triple": bool(store.query(f"{sd} ASK {{ ?s sd:endpoint <{endpoint}> }}")),
        "conforms-to-schema": bool(
            store.query(
                f"""{sd} ASK {{
                ?service a sd:Service ; sd:endpoint ?endpoint ; sd:supportedLanguage sd:SPARQL11Query ;
                  sd:defaultDataset ?set . ?set a sd:Dataset ; sd:defaultGraph [ a sd:Graph ]
                FILTER NOT EXISTS {{ ?set sd:namedGraph ?g FILTER NOT EXISTS {{ ?g sd:name ?name }} }}
                FILTER NOT EXISTS {{ ?x sd:endpoint ?y FILTER (!isIRI(?y)) }} }}"""
            )
        ),
    }
    space = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/service-description/manifest#"
    write_report(
        checkout / "dist" / "earl" / "service-description.ttl",
        {space + name: passed for name, passed in outcomes.items()},
    )
    assert all(outcomes.values()), outcomes


@pytest.mark.parametrize("suite", ["json-res", "csv-tsv-res"])
def test_the_forms_of_results(
    suite: str, shared: Path, tmp_path: Path, serve: Serve, checkout: Path
) -> None:
    folder = shared / "w3c" / "sparql" / "sparql11" / suite
    manifest = Manifest(folder / "manifest.ttl")
    tests = list(
        manifest.rows(
            "SELECT ?test ?query ?data ?result { ?test mf:action [ qt:query ?query ; qt:data ?data ] ; "
            "mf:result ?result } ORDER BY ?test"
        )
    )
    failed = {}
    with serve(tmp_path, json.dumps({"token": TOKEN})) as client:
        for test in tests:
            put_data(client, folder / test["data"].rpartition("/")[2])
            query = (folder / test["query"].rpartition("/")[2]).read_text(encoding="utf-8")
            expected = folder / test["result"].rpartition("/")[2]
            if wrong := differs(client, query, expected):
                failed[test["test"]] = wrong
    space = f"http://www.w3.org/2009/sparql/docs/tests/data-sparql11/{suite}/manifest#"
    write_report(
        checkout / "dist" / "earl" / f"{suite}.ttl",
        {space + t["test"].rpartition("#")[2]: t["test"] not in failed for t in tests},
    )
    assert len(tests) == {"json-res": 4, "csv-tsv-res": 6}[suite]
    assert not failed


def put_data(client: httpx.Client, data: Path) -> None:
    written = client.put(
        "/graphs?graph=urn:data",
        content=data.read_bytes(),
        headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "text/turtle"},
    )
    assert written.status_code == 204, written.text


FORMS: Final = {
    ".srj": ("application/sparql-results+json", QueryResultsFormat.JSON),
    ".tsv": ("text/tab-separated-values", QueryResultsFormat.TSV),
    ".csv": ("text/csv", None),
}


def differs(client: httpx.Client, query: str, expected: Path) -> str | None:
    media, form = FORMS[expected.suffix]
    response = client.get("/sparql", params={"query": query}, headers={"Accept": media})
    if response.headers["content-type"].partition(";")[0] != media:
        return str(response.headers["content-type"])
    same = table(response.content, form) == table(expected.read_bytes(), form)
    return None if same else response.text


def table(body: bytes, form: QueryResultsFormat | None) -> object:
    """What can be compared: rows in any order, numbers by value, blank nodes without their names.

    The columns of `SELECT *` have no order of their own. The engine keeps numbers by value, so that
    a number of a kind that is derived from integers is an integer.
    """
    if form is None:
        head, *rows = csv.reader(body.decode().splitlines())
        found = (dict(zip(head, map(_plain, row), strict=True)) for row in rows)
        return sorted(sorted(row.items()) for row in found)
    results = parse_query_results(body, form)
    if not isinstance(results, QuerySolutions):
        return bool(results)
    names = sorted(variable.value for variable in results.variables)
    return names, sorted(tuple(_term(row[name]) for name in names) for row in results)


def _plain(cell: str) -> str:
    return "_:" if cell.startswith("_:") else _number(cell)


def _number(text: str) -> str:
    try:
        return str(float(text))
    except ValueError:
        return text


def _term(term: object) -> str:
    if isinstance(term, BlankNode):
        return "_:"
    datatype = getattr(getattr(term, "datatype", None), "value", "").rpartition("#")[2]
    value = str(getattr(term, "value", term))
    if datatype.endswith(("integer", "Integer", "decimal", "double")):
        return f"{_number(value)} {datatype.lower().removeprefix('negative')}"
    return f"{value} {datatype}"
