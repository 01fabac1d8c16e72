"""What the service tells of itself at work: health, counts, numbers of requests, lines of log."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.service.conftest import free_port

Serve = Callable[..., AbstractContextManager[httpx.Client]]


def counts(client: httpx.Client, name: str, **labels: str) -> float:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return sum(
        sample.value
        for family in families
        for sample in family.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    )


def test_the_service_lives_while_its_store_cannot_be_read(tmp_path: Path, serve: Serve) -> None:
    (tmp_path / "oxigraph").mkdir()
    (tmp_path / "oxigraph" / "CURRENT").write_text("nonsense")
    with serve(tmp_path) as client:
        assert client.get("/health/live").status_code == 200
        assert client.get("/health/ready").status_code == 503


def test_requests_are_counted_by_address_and_status(sample_store: Path, serve: Serve) -> None:
    with serve(sample_store) as client:
        for _ in range(3):
            client.get("/sparql", params={"query": "ASK {}"})
        client.get("/id/policy/none")
        client.get("/nowhere")
        assert counts(client, "yiju_requests_total", route="/sparql", status="200") == 3
        assert counts(client, "yiju_request_seconds_count", route="/sparql") == 3
        assert counts(client, "yiju_requests_total", status="404") == 2
        assert counts(client, "yiju_faults_total", code="not_found") == 2
        assert counts(client, "yiju_requests_total", route="/id/policy/none") == 0


@pytest.mark.parametrize("sent", ["abc-123", None, "not\tplain", "x" * 65])
def test_every_answer_bears_a_number(client: httpx.Client, sent: str | None) -> None:
    told = client.get("/health/live", headers={"X-Request-ID": sent} if sent else {})
    number = told.headers["x-request-id"]
    assert (number == sent) == (sent == "abc-123")
    assert 0 < len(number) <= 64


def test_several_processes_count_together_and_log_each_request(sample_store: Path) -> None:
    port = free_port()
    program = (
        "import sys; from yiju.service import run;"
        "run(sys.argv[1], port=int(sys.argv[2]), workers=2, logs=True)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(sample_store), str(port)], stderr=subprocess.PIPE
    )
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        for _ in range(200):
            try:
                client.get("/health/live")
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                break
        for _ in range(20):
            httpx.get(f"http://127.0.0.1:{port}/style.css", headers={"X-Request-ID": "mine"})
        counted = counts(client, "yiju_requests_total", route="/style.css")
    process.terminate()
    _, log = process.communicate(timeout=30)
    lines = [json.loads(line) for line in log.decode().splitlines() if line.startswith("{")]
    mine = [line for line in lines if line.get("request") == "mine"]
    assert counted == len(mine) == 20
    assert {(line["path"], line["status"], line["method"]) for line in mine} == {
        ("/style.css", 200, "GET")
    }
