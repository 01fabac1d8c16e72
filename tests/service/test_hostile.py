"""Strangers who mean no good, over real sockets."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pytest
from tests.service.conftest import free_port

PROGRAM = (
    "import sys; from yiju.service import run; run(sys.argv[1], port=int(sys.argv[2]), workers=1)"
)


@pytest.fixture(scope="module")
def port(sample_store: Path) -> Iterator[int]:
    """A service whose patience is a second with clients, and three with queries."""
    chosen = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(sample_store), str(chosen)],
        env=os.environ | {"YIJU_CLIENT_SECONDS": "1"},
    )
    try:
        for _ in range(200):
            try:
                httpx.get(f"http://127.0.0.1:{chosen}/health/live")
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                break
        yield chosen
    finally:
        process.terminate()
        process.wait(20)


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=15)


def read_all(connection: socket.socket) -> bytes:
    pieces = []
    with closing(connection):
        while piece := connection.recv(65536):
            pieces.append(piece)
    return b"".join(pieces)


@pytest.mark.parametrize(
    "words",
    [
        b"",
        b"GET /sparql?query=ASK HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        (
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n"
            b"Content-Type: application/sparql-query\r\n\r\nASK"
        ),
    ],
    ids=["nothing", "head", "body"],
)
def test_who_asks_too_slowly_is_cut_off(port: int, words: bytes) -> None:
    connection = connect(port)
    connection.sendall(words)
    with closing(connection):
        assert connection.recv(65536) == b""


def test_who_does_not_take_the_answer_is_cut_off(port: int) -> None:
    query = "SELECT%20*%20%7B%20?a%20?b%20?c%20.%20?d%20?e%20?f%20%7D%20LIMIT%2060000"
    with closing(connect(port)) as connection:
        connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(6)
        answer = b""
        with suppress(ConnectionResetError):
            while piece := connection.recv(65536):
                answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    wanted = int(re.findall(rb"content-length: (\d+)", head)[0])
    assert len(body) < wanted
    assert httpx.get(f"http://127.0.0.1:{port}/health/ready").status_code == 200


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 4\r\nContent-Length: 5\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        b"Content-Length : 4\r\n",
        b"Content-Length: 4\n\r\n",
        b"Content-Length: +4\r\n",
    ],
)
def test_a_request_that_could_be_read_in_two_ways_is_refused(port: int, head: bytes) -> None:
    connection = connect(port)
    smuggled = b"0\r\n\r\nGET /health HTTP/1.1\r\nHost: y\r\n\r\n"
    connection.sendall(
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        + head + b"\r\n" + smuggled
    )  # fmt: skip
    answer = read_all(connection)
    assert b'"documents"' not in answer
    assert not answer.startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "path",
    [
        "/id/policy/..%2f..%2f..%2fetc%2fpasswd",
        "/../../etc/passwd",
        "/id/../../../../etc/passwd.ttl",
        "/ns.ttl/../../etc/passwd",
        "/style.css%00.ttl",
    ],
)
def test_no_path_leads_out_of_the_service(port: int, path: str) -> None:
    connection = connect(port)
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    answer = read_all(connection)
    assert answer.split()[1] in {b"404", b"422", b"400"}
    assert b"root:" not in answer


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), "^(a+)+$")) }',
        'ASK { FILTER(REGEX("' + "a" * 5000 + '!", "^((a+)+)+$")) }',
        "SELECT * { " + "{" * 5000 + "}" * 5000 + " }",
        "ASK { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
        "SELECT * { VALUES ?x { " + "1 " * 400_000 + "} }",
        "ASK { FILTER(" + "!" * 90_000 + "true) }",
    ],
    ids=["regex", "regex in regex", "groups", "brackets", "values", "negations"],
)
def test_no_query_stops_the_service(port: int, query: str) -> None:
    told = httpx.post(f"http://127.0.0.1:{port}/sparql", data={"query": query}, timeout=60)
    assert told.status_code in {200, 400, 413, 503}
    assert httpx.get(f"http://127.0.0.1:{port}/health/ready").status_code == 200


def test_a_request_of_ten_megabytes_is_refused(port: int) -> None:
    query = b"ASK { ?s ?p '" + b"x" * 10_000_000 + b"' }"
    told = httpx.post(
        f"http://127.0.0.1:{port}/sparql",
        content=query,
        headers={"Content-Type": "application/sparql-query"},
    )
    assert (told.status_code, told.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("cut", [0, 9, 40])
def test_an_address_in_chinese_as_it_is_is_understood(port: int, cut: int) -> None:
    """Also where it comes in two pieces, and where a second request follows on the same connection."""
    request = "GET /api/policies/望政办字〔2017〕114号 HTTP/1.1\r\nHost: here\r\n".encode()
    query = "query=ASK { ?s ?p '望溪区' }".encode()
    head = (
        "POST /sparql HTTP/1.1\r\nHost: here\r\nConnection: close\r\n"
        f"Content-Type: application/sparql-query\r\nContent-Length: {len(query) - 6}\r\n\r\n"
    ).encode()
    with connect(port) as connection:
        connection.sendall(request[:cut])
        connection.sendall(request[cut:] + b"\r\n")
        time.sleep(0.2)
        connection.sendall(head + query[6:])
        told = read_all(connection).decode()
    assert told.count("HTTP/1.1 200") == 2
    assert "望溪区科技保险工作方案" in told
