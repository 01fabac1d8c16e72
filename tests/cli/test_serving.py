"""Serving from the command line, and asking what is served: a folder and its endpoint say the same."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import httpx
import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Yiju

YIJU: Final = Path(sys.executable).parent / "yiju"
DEADLINE: Final = 60
LABEL: Final = "奖励科技型中小企业数量"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def served(store: Path, *words: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of a running `yiju serve`, and its process."""
    port = free_port()
    process = subprocess.Popen(
        [str(YIJU), "serve", "--store", str(store), "--port", str(port), "--workers", "1", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"YIJU_TRACEBACK": "1"},
    )
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=9), timeout=DEADLINE) as client:
            client.get(f"http://127.0.0.1:{port}/health").raise_for_status()
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.communicate(timeout=DEADLINE)


@pytest.fixture(scope="module")
def endpoint(store: Path) -> Iterator[str]:
    """The SPARQL endpoint of the store that holds the sample."""
    with served(store) as (address, _):
        yield f"{address}/sparql"


@pytest.mark.parametrize(
    "words",
    [
        ("trace", LABEL),
        ("policy", "岚望政办字[2023]18号"),
        ("query", "coverage"),
        ("query", "coverage", "--format", "csv"),
        ("query", "find", "--param", "text=科普", "--format", "tsv"),
        ("export", "--out", "-"),
        ("export", "--out", "-", "--format", "trig"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_an_endpoint_answers_as_its_folder_does(
    yiju: Yiju, store: Path, endpoint: str, words: tuple[str, ...]
) -> None:
    from_folder, from_endpoint = (yiju(*words, "--store", place) for place in (store, endpoint))
    assert from_folder.status == 0
    assert from_endpoint == from_folder


def test_json_from_an_endpoint_holds_the_same_rows(yiju: Yiju, store: Path, endpoint: str) -> None:
    answers = [
        json.loads(yiju("query", "documents", "--store", place, "--format", "json").out)
        for place in (store, endpoint)
    ]
    assert answers[0]["results"] == answers[1]["results"]


def test_what_is_served_cannot_be_written(yiju: Yiju, sample: list[Path], endpoint: str) -> None:
    done = yiju("build", *sample, "--store", endpoint)
    assert (done.status, done.out) == (1, "")
    assert done.err.count("\n") == 1


def test_who_knows_the_token_may_write_where_that_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YIJU_TOKEN", "a-token-for-tests")
    update = {"update": "INSERT DATA { GRAPH <urn:x:g> { <urn:x:s> <urn:x:p> 1 } }"}
    with served(tmp_path, "--allow-update") as (address, _):
        refused = httpx.post(f"{address}/sparql", data=update)
        bearer = {"Authorization": "Bearer a-token-for-tests"}
        written = httpx.post(f"{address}/sparql", data=update, headers=bearer)
        told = httpx.get(f"{address}/graphs?graph=urn:x:g", headers={"Accept": "text/turtle"})
    assert (refused.status_code, written.status_code, told.status_code) == (401, 204, 200)
    assert "urn:x:p" in told.text


def test_an_endpoint_is_not_served_to_be_written(yiju: Yiju, endpoint: str) -> None:
    done = yiju("serve", "--store", endpoint, "--allow-update")
    assert done.status == 2
    assert "--allow-update" in done.err


def test_an_endpoint_that_is_not_there_is_told(yiju: Yiju) -> None:
    done = yiju("trace", LABEL, "--store", f"http://127.0.0.1:{free_port()}/sparql")
    assert (done.status, done.out) == (1, "")
    assert done.err.count("\n") == 1


def test_an_address_that_is_taken_is_told(yiju: Yiju, store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = yiju("serve", "--store", store, "--port", str(port))
    assert done.status == 1
    assert str(port) in done.err.splitlines()[-1]
    assert "Traceback" not in done.err


def test_an_empty_folder_is_served_and_so_is_what_comes_into_it(
    yiju: Yiju, sample: list[Path], tmp_path: Path
) -> None:
    with served(tmp_path) as (address, _):
        assert httpx.get(f"{address}/health").json()["documents"] == 0
        assert yiju("build", sample[0], "--store", tmp_path).status == 0
        assert httpx.get(f"{address}/api/documents", timeout=DEADLINE).status_code == 200


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_service_ends_when_it_is_asked_to(store: Path, sign: signal.Signals) -> None:
    with served(store) as (_, process):
        process.send_signal(sign)
        _, said = process.communicate(timeout=DEADLINE)
    assert b"Traceback" not in said
