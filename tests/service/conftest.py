"""A real server over a real store, for the tests of this folder."""

import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Quad, parse

from yiju.store import open_store

SAMPLE = Path(__file__).parent / "sample.trig"
PROGRAM = """
import json, sys, uvicorn
from yiju.service import Limits, Publication, create_app
settings = json.loads(sys.argv[2])
limits = Limits(**settings.pop("limits", {}))
publication = Publication(**settings.pop("publication", {}))
uvicorn.run(create_app(sys.argv[1], limits=limits, publication=publication, **settings), port=int(sys.argv[3]), log_level="warning")
"""


def load_sample(folder: Path) -> None:
    graphs: dict[str, list[Quad]] = defaultdict(list)
    for quad in parse(path=SAMPLE):
        graphs[quad.graph_name.value].append(quad)
    with open_store(folder, write=True) as store:
        store.replace_graphs(graphs)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(folder: Path | str, settings: str = "{}") -> Iterator[httpx.Client]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(folder), settings, str(port)])
    try:
        with httpx.Client(base_url=address, timeout=30) as client:
            _wait_until_well(client, process)
            yield client
    finally:
        process.terminate()
        process.wait(10)


def _wait_until_well(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        assert process.poll() is None, "The server ended."
        try:
            client.get("/style.css")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("The server did not answer.")


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    load_sample(folder)
    return folder


@pytest.fixture(scope="session")
def client(sample_store: Path) -> Iterator[httpx.Client]:
    with serving(sample_store) as client:
        yield client


@pytest.fixture(scope="session")
def serve() -> Callable[..., object]:
    return serving


@pytest.fixture
def load() -> Callable[[Path], None]:
    return load_sample
