"""How many requests a second the service answers, beside its peers, over the same data on the same machine.

Run by hand with `make bench`; it prints and asserts nothing about the machine. Some 500,000 triples are
built, and each server is asked by wrk (Debian package wrk) with 16 connections: for the short trace of an
indicator, and for the trace with every quotation, of thousands of indicators that take turns. As the service
keeps answers, which its peers do not, it is asked once without that. The same is done while a cross product
is running all the time.
"""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from tests.benchmarks.corpus import write_corpus
from tests.service.conftest import free_port

from yiju.pipeline import build
from yiju.store import open_store

COPIES = 6
SECONDS = 8
FIRST = 4
"""Seconds of each load that are not counted, in which caches fill."""

INDICATORS = 3_000
PREFIXES = """PREFIX yj: <https://w3id.org/yiju/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
SHORT = """SELECT * { INDICATOR rdfs:label ?label ; yj:indicatorOf ?project . ?project rdfs:label ?name
OPTIONAL { INDICATOR yj:target ?t . ?t yj:text ?target ; yj:operator ?operator }
OPTIONAL { INDICATOR yj:basis ?b . ?b yj:text ?basis }
OPTIONAL { INDICATOR yj:basisPolicy ?policy . ?policy rdfs:label ?title } }"""
QUOTED = (
    "yj:evidence ?e{0} . ?e{0} yj:line ?line{0} ; oa:hasSelector ?s{0} . ?s{0} oa:exact ?words{0}"
)
WHOLE = f"""SELECT * {{ INDICATOR rdfs:label ?label ; {QUOTED.format(1)}
OPTIONAL {{ INDICATOR yj:indicatorOf ?project . ?project rdfs:label ?name ; {QUOTED.format(2)} }}
OPTIONAL {{ INDICATOR yj:indicatorOf/yj:budget ?budget }}
OPTIONAL {{ INDICATOR yj:indicatorOf/yj:ofDepartment/rdfs:label ?department }}
OPTIONAL {{ INDICATOR yj:target ?t . ?t yj:text ?target ; yj:operator ?operator ; {QUOTED.format(3)} }}
OPTIONAL {{ INDICATOR yj:basis ?b . ?b yj:text ?basis ; {QUOTED.format(4)} }}
OPTIONAL {{ INDICATOR yj:basis/yj:citation ?c . ?c yj:text ?cited ; {QUOTED.format(5)} }}
OPTIONAL {{ INDICATOR yj:basisPolicy ?policy . ?policy rdfs:label ?title }} }}"""
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SCRIPT = """local paths = {}
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
local n = 0
request = function() n = n + 1; return wrk.format("GET", paths[(n * 7) % #paths + 1]) end
wrk.headers["Accept"] = "application/sparql-results+json"
"""
ENDPOINT = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
data = Dataset(default_union=True)
data.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=data, path="/sparql"), port=int(sys.argv[2]), log_level="error")
"""


@pytest.fixture(scope="module")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("service")
    build(list(write_corpus(shared / "disclosures", folder / "corpus", COPIES)), folder / "store")
    with open_store(folder / "store") as store, (folder / "all.nq").open("wb") as file:
        store.export("nquads", out=file)
    return folder / "store"


@pytest.fixture(scope="module")
def wrk() -> str:
    found = shutil.which("wrk")
    if not found:
        pytest.skip("wrk is not installed (Debian package wrk)")
    return found


@pytest.fixture(scope="module")
def indicators(store: Path) -> list[str]:
    query = PREFIXES + f"SELECT ?i {{ ?i a yj:Indicator ; yj:basis ?b }} LIMIT {INDICATORS}"
    with open_store(store) as opened:
        return [str(row[0]) for row in opened.select(query)]


def yiju(store: Path, port: int) -> list[str]:
    program = str(Path(sys.executable).parent / "yiju")
    return [program, "serve", "--store", str(store), "--port", str(port)]


def yiju_keeping_nothing(store: Path, port: int) -> list[str]:
    return [*yiju(store, port), "--keep", "0"]


def oxigraph(store: Path, port: int) -> list[str]:
    program = str(Path(sys.executable).parent / "oxigraph")
    place = ["--location", str(store / "oxigraph"), "--bind", f"127.0.0.1:{port}"]
    return [program, "serve-read-only", "--union-default-graph", *place]


def rdflib_endpoint(store: Path, port: int) -> list[str]:
    pytest.importorskip("rdflib_endpoint", reason="rdflib-endpoint is not installed (make bench)")
    return [sys.executable, "-c", ENDPOINT, str(store.parent / "all.nq"), str(port)]


PEERS: dict[str, tuple[Callable[[Path, int], list[str]], str]] = {
    "yiju": (yiju, "/sparql"),
    "yiju --keep 0": (yiju_keeping_nothing, "/sparql"),
    "oxigraph serve": (oxigraph, "/query"),
    "rdflib-endpoint": (rdflib_endpoint, "/sparql"),
}


@contextmanager
def serving(command: list[str], address: str) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(address)
        yield
    finally:
        process.terminate()
        process.wait(60)


def wait_for(address: str) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        try:
            httpx.get(address, params={"query": "ASK {}"}, timeout=60)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"{address} did not answer.")


@contextmanager
def crossing(address: str) -> Iterator[None]:
    """A cross product that is running all the time."""
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            httpx.get(address, params={"query": CROSS}, timeout=60)

    threading.Thread(target=ask, daemon=True).start()
    yield
    done.set()


def load(wrk: str, address: str, query: str, indicators: list[str], folder: Path) -> str:
    path = "/" + address.rpartition("/")[2]
    lines = (
        f"{path}?query={quote(PREFIXES + query.replace('INDICATOR', iri))}" for iri in indicators
    )
    (folder / "paths").write_text("\n".join(lines))
    (folder / "script.lua").write_text(SCRIPT)
    for seconds in (FIRST, SECONDS):
        options = ["-t1", "-c16", f"-d{seconds}", "-s", str(folder / "script.lua"), "--latency"]
        told = subprocess.run(
            [wrk, *options, address],
            env=os.environ | {"PATHS": str(folder / "paths")},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    rate = re.search(r"Requests/sec:\s+(\S+)", told)
    last = re.search(r"99%\s+(\S+)", told)
    bad = re.search(r"Non-2xx.*", told)
    assert rate, told
    assert last, told
    return f"{float(rate[1]):9.0f} a second, p99 {last[1]:>9} {bad[0] if bad else ''}"


@pytest.mark.parametrize("peer", PEERS)
def test_requests_a_second(
    store: Path, wrk: str, indicators: list[str], tmp_path: Path, peer: str
) -> None:
    make, path = PEERS[peer]
    port = free_port()
    address = f"http://127.0.0.1:{port}{path}"
    with serving(make(store, port), address):
        for name, query in (("short", SHORT), ("whole", WHOLE)):
            print(f"{peer:16} {name} {load(wrk, address, query, indicators, tmp_path)}")
        if make in {yiju, yiju_keeping_nothing}:
            with crossing(address):
                told = load(wrk, address, SHORT, indicators, tmp_path)
                print(f"{peer:16} short {told} beside a cross product")
