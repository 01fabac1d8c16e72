"""Minutes of mixed load: queries, things, pages, dumps and searches, while the store is written and workers are killed."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad
from tests.service.conftest import free_port

from yiju.dumps import write_dumps
from yiju.pipeline import build
from yiju.store import open_store

SECONDS = float(os.environ.get("YIJU_SOAK_SECONDS", "600"))
CLIENTS = 8
GRAPH = "https://w3id.org/yiju/graph/extra"
PROGRAM = (
    "import sys; from yiju.service import run; run(sys.argv[1], port=int(sys.argv[2]), workers=2)"
)
PREFIX = (
    "PREFIX yj: <https://w3id.org/yiju/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
)
QUERIES = [
    "SELECT ?label { ?i a yj:Indicator ; rdfs:label ?label } LIMIT 50",
    "SELECT ?p (SUM(?b) AS ?sum) { ?p yj:budget ?b } GROUP BY ?p",
    "SELECT * { ?s ?p ?o } LIMIT 20000",
    "CONSTRUCT { ?i rdfs:label ?l } { ?i a yj:Policy ; rdfs:label ?l }",
    "ASK { <urn:x:a> <urn:x:counts> ?n }",
    "SELECT (RAND() AS ?r) {}",
]


@contextmanager
def serving(store: Path) -> Iterator[tuple[str, int]]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(store), str(port)])
    try:
        for _ in range(300):
            try:
                httpx.get(f"{address}/health/ready", timeout=30).raise_for_status()
            except httpx.HTTPError:
                time.sleep(0.1)
            else:
                break
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(60)


def children(process: int) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()[1:]]
    own = [pid for pid, parent in pairs if parent == process]
    return own + [child for pid in own for child in children(pid)]


def memory(process: int) -> int:
    """The bytes that a process and all its children hold."""
    pages = 0
    for pid in [process, *children(process)]:
        try:
            pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    return pages * 4096


def workers(process: int) -> list[int]:
    found = []
    for pid in children(process):
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if b"yiju.service.worker" in words:
            found.append(pid)
    return found


class Load:
    """Clients that ask at random, and what they were answered."""

    def __init__(self, address: str, paths: list[str]) -> None:
        self.answers: Counter[int] = Counter()
        self.broken: list[str] = []
        self.refused: list[str] = []
        self._address, self._paths = address, paths
        self._done = threading.Event()
        self._threads = [
            threading.Thread(target=self._ask, args=(number,)) for number in range(CLIENTS)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, number: int) -> None:
        chance = random.Random(number)
        with httpx.Client(base_url=self._address, timeout=60) as client:
            while not self._done.is_set():
                if chance.random() < 0.5:
                    params = {"query": PREFIX + chance.choice(QUERIES)}
                    answer = client.get("/sparql", params=params)
                else:
                    answer = client.get(chance.choice(self._paths))
                self.answers[answer.status_code] += 1
                if answer.is_server_error:
                    self.broken.append(answer.text)
                elif answer.is_client_error:
                    self.refused.append(f"{answer.url} {answer.text[:200]}")


def paths_of(store: Path) -> list[str]:
    query = PREFIX + "SELECT ?i ?p { ?i yj:basisPolicy ?p } LIMIT 200"
    with open_store(store) as opened:
        pairs = [(row[0], row[1]) for row in opened.select(query)]
    things = {term.value.removeprefix("https://w3id.org/yiju") for pair in pairs for term in pair}
    traced = [f"/api/indicators/{term.value.rpartition('/')[2]}/trace" for term, _ in pairs]
    forms = [f"{thing}.{form}" for thing in sorted(things) for form in ("ttl", "html", "jsonld")]
    rest = [
        "/",
        "/ns.ttl",
        "/graphs?default",
        "/.well-known/void",
        "/catalog",
        "/metrics",
        "/dumps/",
    ]
    asked = ["/api/search?q=培训", "/api/suggest?q=科技", "/api/findings", "/api/queries/coverage"]
    return [*traced, *forms, *(rest + asked) * 20]


@pytest.mark.deep
@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at in /proc")
def test_mixed_load_breaks_nothing_and_memory_stays_flat(shared: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    build([shared / "disclosures"], store)
    with open_store(store) as opened:
        write_dumps(opened, store / "dumps")
    paths = paths_of(store)
    sizes: list[int] = []
    kills = 0
    with serving(store) as (address, process), Load(address, paths) as load:
        deadline, turn = time.monotonic() + SECONDS, 0
        while time.monotonic() < deadline:
            time.sleep(5)
            turn += 1
            number = Literal(turn)
            fact = Quad(NamedNode("urn:x:a"), NamedNode("urn:x:counts"), number, NamedNode(GRAPH))
            with open_store(store, write=True) as opened:
                opened.replace_graphs({GRAPH: [fact]})
            if turn % 6 == 0 and (victims := workers(process)):
                os.kill(victims[0], signal.SIGKILL)
                kills += 1
            sizes.append(memory(process))
        time.sleep(2)
        seen = httpx.get(
            f"{address}/sparql", params={"query": "SELECT ?n { <urn:x:a> <urn:x:counts> ?n }"}
        ).json()["results"]["bindings"]
    codes = Counter(json.loads(text)["code"] for text in load.broken)
    mega = [size >> 20 for size in sizes[::6]]
    told = f"{dict(load.answers)} {dict(codes)}, {kills} kills, {mega} MB"
    print(told)
    assert [row["n"]["value"] for row in seen] == [str(turn)]
    assert not load.refused
    assert codes.total() <= kills, told
    assert set(codes) <= {"stopped"}, told
    third = len(sizes) // 3
    assert max(sizes[-third:]) < 1.25 * max(sizes[:third]), told
